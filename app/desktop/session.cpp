// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/session.hpp"

#include <QFileInfo>

namespace chargerig::desktop {
namespace {

QString remarks_of(const OpenedLog& log) {
    QStringList out;
    const std::uint64_t bad = log.errors.size() + log.more_errors;
    if (bad > 0) {
        out << Session::tr("%1 lines are no frames; the first: %2")
                   .arg(bad)
                   .arg(QString::fromStdString(log.errors.front().text()));
    }
    if (log.times_backwards > 0) {
        out << Session::tr("%1 frames are older than the one before them").arg(log.times_backwards);
    }
    if (const auto others = log.recording->not_understood(); others > 0) {
        out << Session::tr("%1 frames are none of pistol %2 in protocol %3")
                   .arg(others)
                   .arg(log.recording->pistol())
                   .arg(QString::fromStdString(log.recording->version().name()));
    }
    return out.join(QStringLiteral("; "));
}

}  // namespace

Session::Session(OpenedLog log, const QString& path)
    : source_(Source::log),
      title_(QFileInfo(path).fileName()),
      command_(QStringLiteral("chargerig decode %1").arg(path)),
      log_path_(path),
      remarks_(remarks_of(log)),
      recording_(std::move(log.recording)) {}

Session::Session(const evse::Registry& registry, std::shared_ptr<const evse::Version> version,
                 Start start, Source source, QString command)
    : source_(source),
      title_(QString::fromStdString(start.scenario.name)),
      command_(std::move(command)),
      log_path_(QString::fromStdString(start.log_path)),
      start_(start),
      recording_(std::make_unique<Recording>(std::move(version), start.scenario.pistol)),
      steps_seen_(start.scenario.steps.size()),
      rig_(std::make_unique<RigThread>(registry)) {
    connect(rig_.get(), &RigThread::finished, this, [this] {
        while (take()) {
        }
        Q_EMIT finished();
    });
    rig_->start(std::move(start));
}

bool Session::take() {
    if (!rig_) return false;
    const bool any = rig_->drain(*recording_);
    if (any) read_notes();
    return any;
}

// The script tells each step in its own words when it is over, in their order; steps from the
// window are told, too, and are none of the script's. Steps that hold others, and those that are
// held, are told in the order in which things happen, and some of them several times.
std::optional<std::size_t> Session::row_told(std::string_view text) const {
    constexpr std::string_view kPost = "post: ";
    if (text.starts_with(kPost)) text.remove_prefix(kPost.size());
    std::optional<std::size_t> again;
    bool in_turn = true;
    for (std::size_t row = 0; row < steps().size(); ++row) {
        const scenario::Step& step = steps()[row];
        const bool holds = scenario::after(steps(), row) > row + 1;
        const bool free = holds || step.depth > 0;
        if (step.text == text && (free || in_turn)) {
            if (!steps_seen_[row].done) return row;
            if (free) again = row;
        }
        if (!free && !steps_seen_[row].done) in_turn = false;
    }
    return again;
}

// Branches are told by what they hold.
void Session::head_seen(std::size_t row, core::Instant time) {
    for (std::size_t above = 0; above < row; ++above) {
        const bool branch = std::holds_alternative<scenario::Branch>(steps()[above].action);
        if (branch && !steps_seen_[above].done) steps_seen_[above] = {true, false, time, ""};
    }
}

void Session::read_notes() {
    const auto& notes = recording_->notes();
    for (; notes_read_ < notes.size(); ++notes_read_) {
        const core::Note& note = notes[notes_read_];
        if (note.source != core::Source::scenario) continue;
        const auto row = row_told(note.text);
        if (!row) continue;
        head_seen(*row, note.time);
        steps_seen_[*row] = {true, note.kind == core::NoteKind::warning, note.time, note.cause};
    }
}

}  // namespace chargerig::desktop
