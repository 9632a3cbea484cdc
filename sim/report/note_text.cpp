// SPDX-License-Identifier: Apache-2.0
#include "sim/report/note_text.hpp"

#include "sim/core/text.hpp"

namespace chargerig::report {
namespace {

// Read at the left edge, so that the unusual stands out in a long list.
const char* mark(core::NoteKind kind) {
    switch (kind) {
        case core::NoteKind::state:
            return ">";
        case core::NoteKind::action:
            return " ";
        case core::NoteKind::warning:
            return "!";
        case core::NoteKind::abnormal:
            return "X";
    }
    return " ";
}

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

}  // namespace

std::string to_text(core::Source source) {
    switch (source) {
        case core::Source::controller:
            return "controller";
        case core::Source::modules:
            return "modules";
        case core::Source::vehicle:
            return "vehicle";
        case core::Source::plant:
            return "plant";
        case core::Source::bus:
            return "bus";
        case core::Source::scenario:
            return "scenario";
        case core::Source::rig:
            return "rig";
    }
    return "";
}

std::string note_line(const core::Note& note) {
    const std::string time = core::fixed_text(core::to_seconds(note.time), 3);
    return std::string(mark(note.kind)) + " " +
           std::string(time.size() < 10 ? 10 - time.size() : 0, ' ') + time + " s  " +
           padded(to_text(note.source), 10) + "  " + note.text +
           (note.cause.empty() ? "" : "  <- " + note.cause) + "\n";
}

}  // namespace chargerig::report
