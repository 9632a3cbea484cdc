// SPDX-License-Identifier: Apache-2.0
//
// One step of the controller, as its parts see it, and the few moves that all states share.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "sim/controller/controller.hpp"
#include "sim/controller/limits.hpp"

namespace chargerig::controller {

struct Context {
    const Configuration& configuration;
    const Interface& interface;
    const Inputs& inputs;
    State& state;
    Outputs& outputs;
    // The user wants to stop, at this instant: the stop button, a digital input for it or an edge
    // of User_Stop_Button.
    bool stop_wanted = false;
    // DC_Power_Parameters came with other values: the merged limits may have moved.
    bool parameters_changed = false;
    bool monitored_input_changed = false;

    core::Instant now() const { return inputs.now; }
    const link::VehicleView& vehicle() const { return *inputs.vehicle; }
    Session& session() const { return state.session; }
    void send(const evse::Message& message) const { outputs.messages.push_back(message); }
    // 0 while nothing was received.
    double present_voltage_V() const { return state.power ? state.power->present_voltage_V : 0.0; }
    double present_current_A() const { return state.power ? state.power->present_current_A : 0.0; }
    // Nothing was received for the time-out of Power_Modules_Status: the measurements say nothing.
    bool power_stale() const {
        return !state.power ||
               now() - state.power_received >=
                   core::from_seconds(configuration.charger_can_timeout_ms / 1000.0);
    }
    // The voltage at which a power limit becomes a current (spec 8.23).
    double power_voltage_V() const {
        const bool by_target = configuration.power_limit_voltage == PowerLimitVoltage::target;
        return by_target ? std::max(present_voltage_V(), vehicle().request.target_voltage_V)
                         : present_voltage_V();
    }
    ChargerLimits charger_limits() const {
        return controller::charger_limits(configuration, state.parameters,
                                          state.climate.derating_percent);
    }
    // An exit that no danger hurries waits until the bus has seen the state once.
    bool may_leave() const { return state.reported; }
    void set_timer(double seconds) const { state.timer = now() + core::from_seconds(seconds); }
    bool timer_expired() const { return state.timer <= now(); }
};

// Where a state stands in the course of a session, which the numbers of the labels do not say
// (spec 6.1). Charge_Pause stands behind everything, so that no range of a session holds it.
constexpr int position(evse::ControllerState state) {
    constexpr std::array<int, 14> kPositions{0, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 4, 1, 13};
    return kPositions[static_cast<std::size_t>(state)];
}
constexpr bool between(evse::ControllerState state, evse::ControllerState first,
                       evse::ControllerState last) {
    return position(state) >= position(first) && position(state) <= position(last);
}

// The protocol's own label of a state ("Waiting_For_PEV").
std::string_view label(evse::ControllerState state);

void note(Context& context, core::NoteKind kind, std::string_view text, std::string_view cause);

// Leaves the state at hand, enters `next` and writes the timeline's line.
void go_to(Context& context, evse::ControllerState next, std::string_view cause);

// The session ends before it charged, without an emergency: the vehicle is asked to stop, power
// goes in the order Standby, Open, Lowering, Rushed_Stop follows (spec 6.5). One that user or
// vehicle wanted `in_order` is Clean_Stop where clean_stop_before_charging says so (spec 8.17).
void abort_session(Context& context, std::string_view cause, bool in_order = false);

// Has the communication come at least this far and is it still there?
inline bool reached(const link::VehicleView& vehicle, link::HlcPhase phase) {
    return vehicle.phase >= phase && vehicle.phase < link::HlcPhase::closed;
}

// Has the vehicle ended the communication in order (closed or paused)?
inline bool ended(const link::VehicleView& vehicle) {
    return vehicle.phase == link::HlcPhase::closed || vehicle.phase == link::HlcPhase::paused;
}

}  // namespace chargerig::controller
