// SPDX-License-Identifier: Apache-2.0
//
// Plays a scenario through the rig and keeps everything that could be seen of it: the result, the
// notes, the log's frames decoded again from the file, and what went over the vehicle link.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/evse/registry.hpp"
#include "sim/link/stream.hpp"
#include "sim/plant/plant.hpp"
#include "sim/rig/run.hpp"

namespace chargerig::integration {

struct SeenMessage {
    double time_s = 0.0;
    evse::Message message;
};

struct Played {
    report::RunResult result;
    std::vector<core::Note> notes;
    std::vector<can::Frame> frames;  // from the log's file
    std::vector<SeenMessage> bus;    // those of them that are messages of this pistol
    std::vector<link::Var> vars;     // as the vehicle sent them
    std::vector<link::Command> commands;
    link::StreamCounts to_charger;
    link::StreamCounts to_vehicle;
    std::vector<plant::Energy> energies;  // at every note, and at the end
    double final_soc_percent = 0.0;       // before any rounding
    std::string log;
};

using Overrides = std::vector<std::pair<std::string, std::string>>;

const evse::Registry& registry();

// All of scenarios/ below the source tree that emulate controller, vehicle and modules.
std::vector<std::string> closed_loop_scenarios();

// "normal/din", with values replaced as by --set; a scenario that cannot be read ends the program.
scenario::Scenario shipped(const std::string& name, const Overrides& overrides = {});

// The text of a shipped scenario's file.
std::string shipped_text(const std::string& name);

scenario::ReadOptions read_options();

Played play(const scenario::Scenario& scenario, const rig::RunOptions& options = rig::RunOptions{});

// Messages of one kind with their times, in order.
template <class M>
std::vector<std::pair<double, M>> all(const Played& played) {
    std::vector<std::pair<double, M>> out;
    for (const auto& seen : played.bus) {
        if (const auto* message = std::get_if<M>(&seen.message))
            out.emplace_back(seen.time_s, *message);
    }
    return out;
}

// One line for each reason, so that a test says why it failed.
std::string reasons(const report::RunResult& result);

}  // namespace chargerig::integration
