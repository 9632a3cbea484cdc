// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/timeline.hpp"

#include <cstdio>

#include "sim/core/text.hpp"

namespace chargerig::cli {
namespace {

const char* name(core::Source source) {
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

}  // namespace

void print_note(const core::Note& note) {
    const std::string time = core::fixed_text(core::to_seconds(note.time), 3);
    std::printf("%s %10s s  %-10s  %s%s%s\n", mark(note.kind), time.c_str(), name(note.source),
                note.text.c_str(), note.cause.empty() ? "" : "  <- ", note.cause.c_str());
}

void print_summary(const report::RunResult& run) {
    for (const auto& pistol : run.pistols) {
        std::printf("energy to the vehicle %s kWh, from the vehicle %s kWh",
                    core::fixed_text(pistol.energy_to_vehicle_kWh, 3).c_str(),
                    core::fixed_text(pistol.energy_from_vehicle_kWh, 3).c_str());
        if (pistol.final_soc_percent) {
            std::printf(", state of charge %s %%",
                        core::fixed_text(*pistol.final_soc_percent, 1).c_str());
        }
        if (pistol.session_end) std::printf(", %s", pistol.session_end->c_str());
        std::printf("\n");
    }
    std::printf(
        "%s s simulated in %s s, %s times real time; %llu frames sent, %llu received, %llu "
        "dropped\n",
        core::fixed_text(run.simulated_s, 1).c_str(), core::fixed_text(run.wall_s, 3).c_str(),
        core::fixed_text(run.speed_factor(), 0).c_str(),
        static_cast<unsigned long long>(run.frames_sent),
        static_cast<unsigned long long>(run.frames_received),
        static_cast<unsigned long long>(run.frames_dropped));
    if (run.bus_load_percent && run.bus_load_peak_percent) {
        std::printf("bus load %s %%, in the busiest 100 ms %s %%\n",
                    core::fixed_text(*run.bus_load_percent, 1).c_str(),
                    core::fixed_text(*run.bus_load_peak_percent, 1).c_str());
    }
    for (const auto& each : run.unexpected_frames) {
        std::printf("unexpected frames, %s: %llu x %s\n", each.kind.c_str(),
                    static_cast<unsigned long long>(each.count), each.detail.c_str());
    }
    for (const auto& reason : run.failures) std::printf("  because: %s\n", reason.c_str());
    std::printf("verdict: %s\n", report::to_text(run.verdict).c_str());
}

}  // namespace chargerig::cli
