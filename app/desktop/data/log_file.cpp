// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/data/log_file.hpp"

#include <algorithm>
#include <fstream>

#include "sim/can/candump_log.hpp"

namespace chargerig::desktop {
namespace {

constexpr std::size_t kErrorsKept = 20;

// The changes of one signal, each as a note.
void tell_changes(const Recording& recording, const char* message, const char* signal,
                  const char* prefix, core::NoteKind kind, std::vector<core::Note>& out) {
    const Track* const track = recording.track(message, signal);
    if (track == nullptr) return;
    const core::Duration valid = recording.valid_for(*track);
    for (std::size_t i = 0; i < track->series.size(); ++i) {
        const Sample now = track->series.at(i);
        if (i > 0) {
            const Sample before = track->series.at(i - 1);
            const bool silent = valid.ns > 0 && now.time - before.time > valid;
            if (before.value == now.value && !silent) continue;
        }
        out.push_back(
            {now.time, core::Source::bus, kind, prefix + recording.text_of(*track, now.value), ""});
    }
}

// What a log tells by itself, in the order of time.
void tell_events(Recording& recording) {
    std::vector<core::Note> notes;
    tell_changes(recording, "Advantics_Controller_Status", "State", "", core::NoteKind::state,
                 notes);
    tell_changes(recording, "Charge_Session_Finished", "State",
                 "session finished: ", core::NoteKind::action, notes);
    tell_changes(recording, "Emergency_Stop", "Origin", "emergency stop, origin ",
                 core::NoteKind::abnormal, notes);
    std::stable_sort(notes.begin(), notes.end(),
                     [](const core::Note& a, const core::Note& b) { return a.time < b.time; });
    for (auto& note : notes) recording.add(std::move(note));
}

}  // namespace

core::Result<OpenedLog> open_log(const std::string& path,
                                 std::shared_ptr<const evse::Version> version) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return core::fail({{path, 0, 0}, "cannot read the log", "", "", "check the path"});
    OpenedLog out;
    out.recording = std::make_unique<Recording>(std::move(version), 0);
    can::CandumpReader reader(file, path);
    can::Frame frame;
    for (;;) {
        auto more = reader.next(frame);
        if (!more) {
            if (out.errors.size() < kErrorsKept) {
                out.errors.push_back(std::move(more.error()));
            } else {
                ++out.more_errors;
            }
            continue;
        }
        if (!*more) break;
        out.recording->add(frame);
    }
    out.times_backwards = reader.times_backwards();
    tell_events(*out.recording);
    if (!out.recording->empty()) return out;
    if (!out.errors.empty()) return core::fail(out.errors.front());
    return core::fail({{path, 0, 0},
                       "the log holds no frame",
                       "",
                       "a log as `candump -l` writes it",
                       "record one: chargerig run normal/din --log session.log"});
}

}  // namespace chargerig::desktop
