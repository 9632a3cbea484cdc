// SPDX-License-Identifier: Apache-2.0
#include "sim/modules/session.hpp"

#include <optional>
#include <string>
#include <variant>

#include "sim/core/protection.hpp"

namespace chargerig::modules {
namespace {

using core::NoteKind;
using core::Protection;
using evse::ControllerState;
using evse::PowerFunction;

// The first instant that is more than the time-out after the last status.
core::Instant silence_limit(const State& state) {
    if (!state.last_status || !core::in_force(Protection::controller_status_timeout)) {
        return core::kNever;
    }
    return *state.last_status + kControllerStatusTimeout + core::Duration{1};
}

bool emergency_is_recent(const State& state, core::Instant now) {
    // Emergency_Stop repeats every 100 ms while it lasts (spec 5.11); two periods of silence end
    // it.
    constexpr core::Duration kTwoPeriods{200'000'000};
    return state.last_emergency_stop && now - *state.last_emergency_stop <= kTwoPeriods;
}

void cancel_timers(State& state) {
    state.wake_up_at = core::kNever;
    state.authorisation_at = core::kNever;
    state.charge_parameters_at = core::kNever;
    state.user_stop_at = core::kNever;
}

// Whatever the session had come to, the vehicle's contactors may be closed now.
void trip(State& state, Trip reason) {
    state.trip = reason;
    state.awake = false;
    state.ending_charge_passed = false;
    state.vehicle_has_left = false;
    cancel_timers(state);
}

void reset_session(const Parameters& parameters, State& state) {
    cancel_timers(state);
    state.flags = initial_flags(state.live);
    state.control = {};
    state.ev_minimum_voltage_V = 0.0;
    if (parameters.keep_setpoint == KeepSetpoint::session) {
        state.setpoint_A = parameters.current_setpoint_A;
    }
    state.awake = false;
    state.trip = Trip::none;
    state.insulation_known = false;
    state.injected_insulation_kohm.reset();
    state.battery = Battery::absent;
    state.ending_charge_passed = false;
    state.vehicle_has_left = false;
    state.findings = {};
    state.told_function = PowerFunction::Off;
    state.told_undefined_function = false;
}

void start_wake_up(const Context& context) {
    State& state = context.state;
    if (state.awake || state.wake_up_at != core::kNever) return;
    state.wake_up_at =
        context.now + core::from_seconds(state.live.power_modules_wake_up_duration_s);
}

void battery_appears(State& state) {
    state.battery = Battery::possible;
    state.vehicle_has_left = false;
}

// A power side that was switched on late knows from the state alone whether a vehicle may be on its
// output.
void learn_battery(State& state, ControllerState entered) {
    switch (entered) {
        case ControllerState::Waiting_For_Charge:
        case ControllerState::Charging:
        case ControllerState::Ending_Charge:
        case ControllerState::Welding_Detection:
        case ControllerState::Charge_Pause:
            battery_appears(state);
            break;
        case ControllerState::Not_Available:
        case ControllerState::Negotiating_Connection:
        case ControllerState::CCS_Authorisation_Process:
        case ControllerState::Connected_With_Full_Info:
        case ControllerState::Insulation_Test:
            if (state.battery == Battery::unknown) state.battery = Battery::absent;
            break;
        default:
            break;
    }
}

// What a state starts, apart from Waiting_For_PEV and Not_Available. A tripped power side waits for
// a new session and starts nothing.
void enter_session_state(const Context& context, ControllerState entered) {
    State& state = context.state;
    if (state.trip != Trip::none) return;
    switch (entered) {
        case ControllerState::CCS_Authorisation_Process:
            state.authorisation_at =
                context.now + core::from_seconds(state.live.ccs_authorisation_duration_s);
            break;
        case ControllerState::Connected_With_Full_Info:
            state.charge_parameters_at =
                context.now + core::from_seconds(state.live.charge_params_negotiation_duration_s);
            break;
        case ControllerState::Insulation_Test:
            if (context.parameters.enable_at == EnableAt::state4) start_wake_up(context);
            break;
        case ControllerState::Charging:
            if (state.live.charge_duration_s > 0.0) {
                state.user_stop_at = context.now + core::from_seconds(state.live.charge_duration_s);
            }
            break;
        case ControllerState::Ending_Charge:
        case ControllerState::Welding_Detection:
            state.ending_charge_passed = true;
            break;
        case ControllerState::Closing_Communication:
            // In the normal course it is entered once the vehicle's contactors are open (spec 6.2,
            // state 10). A session given up before, or a trip, may lead here at any time, which
            // says nothing about the battery (spec 5.9, lowering, point 2).
            state.vehicle_has_left = state.ending_charge_passed;
            cancel_timers(state);
            break;
        case ControllerState::Charge_Pause:
            // Entered as Closing_Communication is, and what follows begins from the beginning.
            state.vehicle_has_left = state.ending_charge_passed;
            state.ending_charge_passed = false;
            cancel_timers(state);
            break;
        default:
            break;
    }
}

struct Reaction {
    const Context& context;
    State& state;

    void operator()(const evse::ControllerStatus& status) const {
        state.last_status = context.now;
        if (state.controller_state == status.state) return;
        state.controller_state = status.state;
        state.user_stop_at = core::kNever;
        learn_battery(state, status.state);
        if (status.state == ControllerState::Waiting_For_PEV) {
            reset_session(context.parameters, state);
        } else if (status.state == ControllerState::Not_Available) {
            state.flags_sent = false;
        } else {
            enter_session_state(context, status.state);
        }
    }

    // Also the way out of a trip for a power side that saw no Waiting_For_PEV in between.
    void operator()(const evse::NewChargeSession&) const {
        if (state.trip != Trip::none && state.last_status &&
            !emergency_is_recent(state, context.now)) {
            const auto controller_state = state.controller_state;
            reset_session(context.parameters, state);
            if (controller_state) enter_session_state(context, *controller_state);
        }
        if (state.trip == Trip::none &&
            context.parameters.enable_at == EnableAt::new_charge_session) {
            start_wake_up(context);
        }
    }

    void operator()(const evse::DcPowerControl& control) const {
        state.control = control;
        state.control_heard = true;
        switch (control.power_function) {
            case PowerFunction::Off:
            case PowerFunction::Standby:
                break;
            case PowerFunction::Insulation_Test:
                state.insulation_known = true;
                state.injected_insulation_kohm.reset();
                break;
            case PowerFunction::Precharge:
            case PowerFunction::Power_Transfer:
                battery_appears(state);
                break;
            default:
                undefined_function(control.power_function);
        }
    }

    void undefined_function(PowerFunction code) const {
        if (core::in_force(Protection::modules_undefined_function_is_off)) {
            state.control.power_function = PowerFunction::Off;
        }
        if (state.told_undefined_function) return;
        state.told_undefined_function = true;
        context.note(NoteKind::warning, "undefined Power_Function taken as Off",
                     "DC_Power_Control with code " + std::to_string(static_cast<int>(code)));
    }

    void operator()(const evse::ChargeStatusChange& change) const {
        if (change.vehicle_ready_for_charging == evse::ChargeStatus::Charge_Started) {
            battery_appears(state);
        }
    }

    void operator()(const evse::OcppControl& ocpp) const {
        state.setpoint_A = ocpp.dynamic_target_current_A;
    }

    void operator()(const evse::EvInformationVoltages& voltages) const {
        state.ev_minimum_voltage_V = voltages.ev_minimum_voltage_V;
    }

    void operator()(const evse::ChargeSessionFinished&) const { cancel_timers(state); }

    void operator()(const evse::EmergencyStop& stop) const {
        const bool known =
            state.trip == Trip::emergency_stop || emergency_is_recent(state, context.now);
        state.last_emergency_stop = context.now;
        if (!core::in_force(Protection::modules_emergency_stop)) return;
        trip(state, Trip::emergency_stop);
        if (known) return;
        context.note(NoteKind::abnormal, "power off: Emergency_Stop received",
                     stop.origin == evse::EmergencyOrigin::PEV ? "Origin PEV" : "Origin EVSE");
    }

    // Frames that somebody else sends in our name are taken as our own will, as the vendor's
    // simulator does: a person may inject them. Voltage and current stay what is measured.
    void operator()(const evse::PowerModulesStatus& status) const {
        state.awake = status.system_enable == evse::SystemEnable::Allowed;
        state.injected_insulation_kohm = status.insulation_resistance_kohm;
    }
    void operator()(const evse::SequenceControl& flags) const {
        state.flags = flags;
        state.sent_flags = flags;
        state.flags_sent = true;
    }

    template <class Other>
    void operator()(const Other&) const {}
};

bool due(core::Instant& at, core::Instant now) {
    if (now < at) return false;
    at = core::kNever;
    return true;
}

}  // namespace

evse::SequenceControl initial_flags(const Live& live) {
    evse::SequenceControl flags;
    flags.start_charge_authorisation = live.start_charge_authorisation;
    if (live.ccs_authorisation_duration_s <= 0.0) {
        flags.ccs_authorisation_done = true;
        flags.ccs_authorisation_valid = live.ccs_authorisation_success;
    }
    flags.charge_parameters_done = live.charge_params_negotiation_duration_s <= 0.0;
    return flags;
}

void watch_controller(const Context& context) {
    State& state = context.state;
    if (context.now < silence_limit(state)) return;
    state.last_status.reset();
    state.controller_state.reset();
    trip(state, Trip::controller_lost);
    context.note(NoteKind::abnormal, "power off: the controller is silent",
                 "no Advantics_Controller_Status for more than 200 ms");
}

void take(const Context& context, const evse::Message& message) {
    std::visit(Reaction{context, context.state}, message);
}

void run_timers(const Context& context) {
    State& state = context.state;
    if (due(state.authorisation_at, context.now)) {
        state.flags.ccs_authorisation_done = true;
        state.flags.ccs_authorisation_valid = state.live.ccs_authorisation_success;
    }
    if (due(state.charge_parameters_at, context.now)) state.flags.charge_parameters_done = true;
    if (due(state.wake_up_at, context.now)) state.awake = true;
    if (due(state.user_stop_at, context.now)) {
        state.flags.user_stop_button = true;
        context.note(NoteKind::action, "User_Stop_Button pressed", "charge_duration has passed");
    }
}

core::Instant next_deadline(const State& state) {
    core::Instant next = core::earliest(state.wake_up_at, state.user_stop_at);
    next = core::earliest(next, core::earliest(state.authorisation_at, state.charge_parameters_at));
    return core::earliest(next, silence_limit(state));
}

}  // namespace chargerig::modules
