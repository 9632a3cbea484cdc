// SPDX-License-Identifier: Apache-2.0
//
// What happens between two runs of the network: contactors move, dead time ends, capacitors join.
#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "sim/plant/plant.hpp"

namespace chargerig::plant {

void Plant::update_topology(State& state, bool was_joined, bool was_connected) const {
    const bool is_joined = joined(state);
    const bool is_connected = connected(state);
    if (is_joined == was_joined && is_connected == was_connected) return;
    state.vehicle_current_A = 0.0;
    if (is_joined && !was_joined) {
        const double output_F = parameters_.output_capacitance_F;
        const double inlet_F = parameters_.inlet_capacitance_F;
        const double difference_V = state.stage_voltage_V - state.inlet_voltage_V;
        const double common_V =
            (output_F * state.stage_voltage_V + inlet_F * state.inlet_voltage_V) /
            (output_F + inlet_F);
        state.ledger.charge_sharing_J +=
            0.5 * output_F * inlet_F / (output_F + inlet_F) * difference_V * difference_V;
        state.stage_voltage_V = common_V;
        state.inlet_voltage_V = common_V;
    }
    const bool closes = (is_joined && !was_joined) || (is_connected && !was_connected);
    if (is_connected && closes && parameters_.boundary != Boundary::reported) {
        const BatteryNode& node = is_joined ? joined_battery_ : inlet_battery_;
        state.inrush_peak_A =
            (state.inlet_voltage_V - inner_voltage_V(state)) * node.per_resistance_S;
    }
}

std::int64_t Plant::steps_to_event(const State& state) const {
    std::int64_t steps = std::numeric_limits<std::int64_t>::max();
    const auto consider = [&steps](std::int64_t left) {
        if (left > 0) steps = std::min(steps, left);
    };
    consider(state.output_contactors.steps_left);
    consider(state.vehicle_contactors.steps_left);
    consider(state.stage.dead_steps_left);
    const bool waits_for_match = parameters_.boundary == Boundary::load &&
                                 state.hints.standby_after_precharge && !state.hints.ending &&
                                 !state.vehicle_contactors.closed;
    return waits_for_match ? 1 : steps;
}

void Plant::follow_load(State& state) const {
    if (!state.hints.standby_after_precharge || state.hints.ending || !state.drives.plugged ||
        state.vehicle_contactors.closed) {
        state.load_matched_steps = 0;
        return;
    }
    // Once the voltages have matched the vehicle is on its way; the output may sag meanwhile.
    const bool matches =
        std::abs(state.inlet_voltage_V - state.load_voltage_V) <= parameters_.load.match_V;
    if (matches || state.load_matched_steps > 0) ++state.load_matched_steps;
    if (state.load_matched_steps > 0 && state.load_matched_steps >= load_close_steps_) {
        vehicle_contactors_.command(state.vehicle_contactors, true);
    }
}

void Plant::pass_events(State& state, std::int64_t steps) const {
    const bool was_joined = joined(state);
    const bool was_connected = connected(state);
    models::Contactor::pass(state.output_contactors, steps);
    models::Contactor::pass(state.vehicle_contactors, steps);
    stage_.pass_dead_time(state.stage, steps, state.stage_voltage_V);
    if (parameters_.boundary == Boundary::load) follow_load(state);
    update_topology(state, was_joined, was_connected);
}

void Plant::advance(State& state, std::int64_t steps) const {
    assert(steps >= 0);
    while (steps > 0) {
        const std::int64_t run = std::min(steps, steps_to_event(state));
        if (parameters_.boundary == Boundary::reported) {
            run_reported(state, run);
        } else {
            run_network(state, run);
        }
        state.steps += run;
        pass_events(state, run);
        steps -= run;
    }
}

}  // namespace chargerig::plant
