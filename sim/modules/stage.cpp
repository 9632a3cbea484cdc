// SPDX-License-Identifier: Apache-2.0
#include "sim/modules/stage.hpp"

#include <algorithm>

#include "sim/core/protection.hpp"

namespace chargerig::modules {
namespace {

using core::Protection;
using evse::PowerFunction;
using models::PowerStageCommand;
using models::StageMode;

// An active discharge must never meet a battery (spec 5.9, lowering). Output contactors that the
// controller has opened are enough; without them the output is free until the first precharge and
// again after the vehicle's contactors have opened.
bool may_bleed(const Parameters& parameters, const State& state) {
    if (!core::in_force(Protection::modules_no_bleed_against_battery)) return true;
    if (state.battery == Battery::absent || state.vehicle_has_left) return true;
    return parameters.output_contactors && parameters.contactors_on_bus && state.control_heard &&
           !state.control.output_contactors_close;
}

double limited_voltage(const State& state, Findings& findings) {
    if (!core::in_force(Protection::modules_voltage_limit)) return state.control.target_voltage_V;
    findings.voltage_limited = state.control.target_voltage_V > state.live.maximum_voltage_V;
    return std::min(state.control.target_voltage_V, state.live.maximum_voltage_V);
}

PowerStageCommand constant_voltage(const State& state, double limit_A, Findings& findings) {
    PowerStageCommand command;
    command.mode = StageMode::voltage;
    command.voltage_V = limited_voltage(state, findings);
    command.current_max_A = limit_A;
    if (core::in_force(Protection::modules_current_limit)) {
        command.current_max_A = std::min(limit_A, state.live.maximum_charge_current_A);
    }
    return command;
}

// The current asked for, before the power side's own limits.
double wanted_current(const Parameters& parameters, const State& state, Findings& findings) {
    const evse::DcPowerControl& control = state.control;
    if (control.setpoints_mode != evse::SetpointsMode::Range_Mode) {
        return control.current_range_max_A;
    }
    const double start_A = parameters.range_setpoint_start == RangeSetpointStart::zero
                               ? 0.0
                               : control.current_range_max_A;
    const double setpoint_A = state.driven_A.value_or(state.setpoint_A.value_or(start_A));
    if (!core::in_force(Protection::modules_setpoint_in_range)) return setpoint_A;
    if (control.current_range_min_A > control.current_range_max_A) {
        findings.range_contradiction = true;
        return 0.0;
    }
    return std::clamp(setpoint_A, control.current_range_min_A, control.current_range_max_A);
}

// The stage has no lower voltage limit in constant current, so the end of a discharge is decided
// here: at EV_Minimum_Voltage the set-point becomes 0 A and stays so while a discharge is asked
// for, because the battery's voltage rises again as soon as the current stops (spec 8.37).
bool discharge_must_stop(const Parameters& parameters, const State& state, double wanted_A,
                         const plant::Readings& readings) {
    if (wanted_A >= 0.0 || !parameters.stop_at_ev_minimum_voltage) return false;
    if (!core::in_force(Protection::modules_minimum_voltage)) return false;
    if (state.findings.discharge_stopped) return true;
    return state.ev_minimum_voltage_V > 0.0 &&
           readings.stage_voltage_V <= state.ev_minimum_voltage_V;
}

PowerStageCommand power_transfer(const Parameters& parameters, const State& state,
                                 const plant::Readings& readings, Findings& findings) {
    const double wanted_A = wanted_current(parameters, state, findings);
    const double limited_A = core::in_force(Protection::modules_current_limit)
                                 ? std::clamp(wanted_A, -state.live.maximum_discharge_current_A,
                                              state.live.maximum_charge_current_A)
                                 : wanted_A;
    findings.current_limited = limited_A != wanted_A;
    findings.discharge_stopped = discharge_must_stop(parameters, state, wanted_A, readings);

    PowerStageCommand command;
    command.mode = StageMode::current;
    command.voltage_V = limited_voltage(state, findings);
    command.current_A = findings.discharge_stopped ? 0.0 : limited_A;
    return command;
}

// 0 A would never charge the output; read as "not stated" (spec 3.3 item 10). A limit below 0 A
// leaves a charger that precharges no current at all.
double precharge_limit_A(const Parameters& parameters, const State& state, Findings& findings) {
    if (!core::in_force(Protection::modules_precharge_current)) {
        return state.live.maximum_charge_current_A;
    }
    const double stated_A = state.control.current_range_max_A;
    findings.precharge_below_zero = stated_A < 0.0;
    if (stated_A == 0.0) return parameters.small_current_limit_A;
    return std::max(stated_A, 0.0);
}

PowerStageCommand powered(const Parameters& parameters, const State& state,
                          const plant::Readings& readings, Findings& findings) {
    switch (state.control.power_function) {
        case PowerFunction::Insulation_Test:
            return constant_voltage(state, parameters.small_current_limit_A, findings);
        case PowerFunction::Precharge:
            return constant_voltage(state, precharge_limit_A(parameters, state, findings),
                                    findings);
        default:
            return power_transfer(parameters, state, readings, findings);
    }
}

// A fault of the converters, behind every limit.
void deviate(const Live& live, PowerStageCommand& command) {
    if (command.mode == StageMode::current) command.current_A += live.current_deviation_A;
    if (command.mode != StageMode::voltage) return;
    command.voltage_V = std::max(0.0, command.voltage_V + live.voltage_deviation_V);
}

// Off promises an output near 0 V, Standby leaves it floating unless lowering is asked for.
PowerStageCommand unpowered(const Parameters& parameters, const State& state, Findings& findings) {
    const PowerFunction function = state.control.power_function;
    const bool lowering = function == PowerFunction::Standby && state.control.lower_output_voltage;
    const bool free_output = may_bleed(parameters, state);
    findings.lowering_refused = lowering && !free_output;

    PowerStageCommand command;
    const bool wanted = lowering || function == PowerFunction::Off;
    command.bleed = wanted && free_output && state.live.bleeder_works;
    return command;
}

}  // namespace

StageDecision decide_stage(const Parameters& parameters, const State& state,
                           const plant::Readings& readings) {
    StageDecision decision;
    const PowerFunction function = state.control.power_function;
    const bool wants_power = function != PowerFunction::Off && function != PowerFunction::Standby;
    // Without a status there is nobody whose silence would stop the power (spec 5.5).
    const bool supervised =
        state.last_status.has_value() || !core::in_force(Protection::modules_supervision_first);
    const bool allowed = system_enable(state) == evse::SystemEnable::Allowed ||
                         !core::in_force(Protection::modules_system_enable);
    if (wants_power && supervised && allowed) {
        decision.command = powered(parameters, state, readings, decision.findings);
        deviate(state.live, decision.command);
        if (!state.live.converters_work) decision.command = {};
        return decision;
    }
    decision.command = unpowered(parameters, state, decision.findings);
    decision.command.stop_now = state.trip != Trip::none && !decision.command.bleed;
    decision.findings.unsupervised = wants_power && !supervised && state.trip == Trip::none;
    decision.findings.not_permitted = wants_power && supervised && state.trip == Trip::none;
    return decision;
}

}  // namespace chargerig::modules
