// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/timeline.hpp"

#include "sim/core/text.hpp"

namespace chargerig::cli {
namespace {

std::string energy_line(const report::PistolResult& pistol) {
    std::string out = "energy to the vehicle " + core::fixed_text(pistol.energy_to_vehicle_kWh, 3) +
                      " kWh, from the vehicle " +
                      core::fixed_text(pistol.energy_from_vehicle_kWh, 3) + " kWh";
    if (pistol.final_soc_percent) {
        out += ", state of charge " + core::fixed_text(*pistol.final_soc_percent, 1) + " %";
    }
    if (pistol.session_end) out += ", " + *pistol.session_end;
    return out + "\n";
}

}  // namespace

std::string verdict_text(const report::RunResult& run) {
    std::string out;
    for (const auto& reason : run.failures) out += "  because: " + reason + "\n";
    return out + "verdict: " + report::to_text(run.verdict) + "\n";
}

std::string summary_text(const report::RunResult& run) {
    std::string out;
    for (const auto& pistol : run.pistols) out += energy_line(pistol);
    out += core::fixed_text(run.simulated_s, 1) + " s simulated in " +
           core::fixed_text(run.wall_s, 3) + " s, " + core::fixed_text(run.speed_factor(), 0) +
           " times real time; " + std::to_string(run.frames_sent) + " frames sent, " +
           std::to_string(run.frames_received) + " received, " +
           std::to_string(run.frames_dropped) + " dropped\n";
    if (run.bus_load_percent && run.bus_load_peak_percent) {
        out += "bus load " + core::fixed_text(*run.bus_load_percent, 1) +
               " %, in the busiest 100 ms " + core::fixed_text(*run.bus_load_peak_percent, 1) +
               " %\n";
    }
    for (const auto& each : run.unexpected_frames) {
        out += "unexpected frames, " + each.kind + ": " + std::to_string(each.count) + " x " +
               each.detail + "\n";
    }
    for (const auto& each : run.expectations) {
        out += each.verdict == report::Verdict::pass ? "  " : "! ";
        out += each.id + ": " + report::to_text(each.verdict) + ", " + each.seen + "\n";
    }
    return out + verdict_text(run);
}

}  // namespace chargerig::cli
