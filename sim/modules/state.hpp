// SPDX-License-Identifier: Apache-2.0
//
// Everything the emulated power side remembers, and the operator's commands on it.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/time.hpp"
#include "sim/evse/messages.hpp"
#include "sim/modules/parameters.hpp"

namespace chargerig::modules {

// Why no power is possible until a new session. In both cases System_Enable reads Not_Allowed: a
// power side that had to stop on its own does not permit power (our reading; the documents say
// nothing).
enum class Trip : std::uint8_t { none, emergency_stop, controller_lost };

// What limits or contradicts a command at present. Kept so that each is told once, when it begins.
struct Findings {
    bool voltage_limited = false;
    bool current_limited = false;
    bool range_contradiction = false;   // Current_Range_Min above Current_Range_Max
    bool precharge_below_zero = false;  // Current_Range_Max of a precharge is negative
    bool unsupervised = false;          // a power function before the first controller status
    bool not_permitted = false;         // a power function while System_Enable is Not_Allowed
    bool lowering_refused = false;      // a battery may be on the output
    bool discharge_stopped = false;  // EV_Minimum_Voltage was reached; until 0 A or more is wanted
    friend bool operator==(const Findings&, const Findings&) = default;
};

// A value that has walked away from the one it was set to, or measured at, in its own unit.
struct Drift {
    double from = 0.0;
    double by = 0.0;
    friend bool operator==(const Drift&, const Drift&) = default;
};

// Whether a battery may be behind the output.
enum class Battery : std::uint8_t {
    unknown,  // nothing was heard yet that would tell
    absent,
    possible,  // since the first Precharge, Power_Transfer or Charge_Started, or a state with power
};

struct State {
    Live live;

    // Senders.
    core::Instant next_cycle;         // of the 100 ms messages
    std::uint64_t missed_cycles = 0;  // deadlines that passed without a step; skipped
    evse::SequenceControl flags;
    evse::SequenceControl sent_flags;  // meaningful if flags_sent
    bool flags_sent = false;
    double reported_voltage_V = 0.0;  // last
    double reported_current_A = 0.0;
    double reported_temperature_degC = 0.0;
    Drift modules_drift;
    Drift enclosure_drift;
    Drift insulation_drift;

    // The controller, as last heard. Without value: never heard, or lost.
    std::optional<core::Instant> last_status;
    std::optional<evse::ControllerState> controller_state;
    std::optional<core::Instant> last_emergency_stop;
    evse::DcPowerControl control;
    bool control_heard = false;         // `control` came from the bus
    double ev_minimum_voltage_V = 0.0;  // 0: the vehicle did not say

    // The session.
    std::optional<double> setpoint_A;  // for Range_Mode: OCPP_Control's or the operator's last
    std::optional<double> driven_A;    // instead of it: from the controller's own line
    bool awake = false;                // woken for this session
    Trip trip = Trip::none;
    bool insulation_known = false;  // an Insulation_Test frame has been seen
    // From a Power_Modules_Status that somebody else sent; until the next Insulation_Test frame.
    std::optional<double> injected_insulation_kohm;
    Battery battery = Battery::unknown;
    bool ending_charge_passed = false;  // in this session, without a trip
    bool vehicle_has_left = false;      // Closing_Communication came in the normal course
    core::Instant wake_up_at = core::kNever;
    core::Instant authorisation_at = core::kNever;
    core::Instant charge_parameters_at = core::kNever;
    core::Instant user_stop_at = core::kNever;

    Findings findings;  // of the last step

    // What the timeline already knows.
    evse::SystemEnable told_enable = evse::SystemEnable::Not_Allowed;
    evse::PowerFunction told_function = evse::PowerFunction::Off;
    bool told_undefined_function = false;

    friend bool operator==(const State&, const State&) = default;
};

// As it goes out in Power_Modules_Status.
evse::SystemEnable system_enable(const State& state);

// The output contactors as the controller commands them, open while tripped. For a rig whose
// controller is the device under test, which therefore has no relay line of its own to follow.
bool output_contactors_close(const State& state);

// The operator's commands; they take effect in the next step.
// Set-point for Range_Mode, signed, until the session ends or OCPP_Control brings another.
void set_current_setpoint(State& state, double current_A);
// Level of the flag User_Stop_Button; the controller takes its 0 -> 1 edge. Waiting_For_PEV clears
// it.
void set_user_stop_button(State& state, bool pressed);
// Not allowed: System_Enable reads Not_Allowed and the stage stays off until it is allowed again;
// the parameter `system_enable`.
void set_system_enable(State& state, bool allowed);

}  // namespace chargerig::modules
