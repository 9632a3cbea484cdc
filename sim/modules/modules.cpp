// SPDX-License-Identifier: Apache-2.0
#include "sim/modules/modules.hpp"

#include <cassert>
#include <string>
#include <utility>

#include "sim/core/text.hpp"
#include "sim/modules/context.hpp"
#include "sim/modules/report.hpp"
#include "sim/modules/session.hpp"
#include "sim/modules/stage.hpp"

namespace chargerig::modules {
namespace {

using core::NoteKind;
using evse::PowerFunction;
using evse::SystemEnable;

constexpr core::Duration kCycle{100'000'000};  // of Power_Modules_Status (spec 5.13)

const char* label(PowerFunction function) {
    switch (function) {
        case PowerFunction::Standby:
            return "Standby";
        case PowerFunction::Insulation_Test:
            return "Insulation_Test";
        case PowerFunction::Precharge:
            return "Precharge";
        case PowerFunction::Power_Transfer:
            return "Power_Transfer";
        default:
            return "Off";
    }
}

const char* enable_cause(const State& state) {
    if (system_enable(state) == SystemEnable::Allowed) return "the power modules are awake";
    if (state.trip != Trip::none) return "power was stopped, a new session is awaited";
    return !state.live.system_enable ? "by command" : "the session is over";
}

void tell_changes(const Context& context) {
    State& state = context.state;
    if (system_enable(state) != state.told_enable) {
        state.told_enable = system_enable(state);
        const bool allowed = state.told_enable == SystemEnable::Allowed;
        context.note(NoteKind::action,
                     allowed ? "System_Enable Allowed" : "System_Enable Not_Allowed",
                     enable_cause(state));
    }
    if (state.control.power_function != state.told_function) {
        state.told_function = state.control.power_function;
        context.note(NoteKind::action, std::string("Power_Function ") + label(state.told_function),
                     "DC_Power_Control");
    }
}

void tell_findings(const Context& context, const Findings& found) {
    const Findings& known = context.state.findings;
    const Live& live = context.state.live;
    const auto warn = [&context](bool now_so, bool before, const char* text, std::string cause) {
        if (now_so && !before) context.note(NoteKind::warning, text, std::move(cause));
    };
    if (found == known) return;
    warn(found.voltage_limited, known.voltage_limited, "voltage limited by maximum_voltage",
         core::number_text(live.maximum_voltage_V) + " V");
    warn(found.current_limited, known.current_limited,
         "current limited by the modules' own maximum",
         core::number_text(-live.maximum_discharge_current_A) + " to " +
             core::number_text(live.maximum_charge_current_A) + " A");
    warn(found.range_contradiction, known.range_contradiction, "no current: contradictory range",
         "Current_Range_Min is above Current_Range_Max");
    warn(found.precharge_below_zero, known.precharge_below_zero,
         "no current: precharge limit below 0 A", "Current_Range_Max is negative");
    warn(found.unsupervised, known.unsupervised, "power refused",
         "a power function was commanded before any Advantics_Controller_Status");
    warn(found.not_permitted, known.not_permitted, "power refused",
         "a power function was commanded while System_Enable is Not_Allowed");
    warn(found.lowering_refused, known.lowering_refused, "Lower_Output_Voltage ignored",
         "a battery may be connected to the output");
    warn(found.discharge_stopped, known.discharge_stopped, "discharge stopped",
         "EV_Minimum_Voltage " + core::number_text(context.state.ev_minimum_voltage_V) + " V");
}

// Absolute deadlines: a late step sends once and leaves out what it missed.
void send_cyclic(const Context& context, const plant::Readings& readings) {
    State& state = context.state;
    if (context.now < state.next_cycle) return;
    const std::int64_t missed = (context.now - state.next_cycle) / kCycle;
    state.missed_cycles += static_cast<std::uint64_t>(missed);
    state.next_cycle = state.next_cycle + kCycle * (missed + 1);
    if (state.live.enable_power_module_status) {
        context.outputs.messages.push_back(next_status(state, readings, missed + 1));
    }
    if (state.live.enable_dc_power_parameters) {
        context.outputs.messages.push_back(power_parameters(state.live));
    }
}

// On every change, and anew after the sender was switched on.
void send_flags(const Context& context) {
    State& state = context.state;
    if (!state.live.enable_sequence_control) {
        state.flags_sent = false;
        return;
    }
    if (state.flags_sent && state.flags == state.sent_flags) return;
    state.sent_flags = state.flags;
    state.flags_sent = true;
    context.outputs.messages.push_back(state.flags);
}

}  // namespace

Modules::Modules(Parameters parameters) : parameters_(parameters) {
    assert(parameters_.send_phase_s >= 0.0 && parameters_.send_phase_s < 0.1);
}

State Modules::initial_state(core::Instant now) const {
    State state;
    state.live = parameters_.live;
    state.next_cycle = now + core::from_seconds(parameters_.send_phase_s);
    state.flags = initial_flags(state.live);
    state.setpoint_A = parameters_.current_setpoint_A;
    return state;
}

void Modules::step(const Inputs& inputs, State& state, Outputs& outputs) const {
    outputs.clear();
    const Context context{parameters_, inputs.now, state, outputs};
    watch_controller(context);
    for (const evse::Message& message : inputs.received) take(context, message);
    run_timers(context);
    state.driven_A = inputs.own_set_point_A;

    const StageDecision decision = decide_stage(parameters_, state, inputs.readings);
    outputs.stage = decision.command;
    tell_changes(context);
    tell_findings(context, decision.findings);
    state.findings = decision.findings;

    send_cyclic(context, inputs.readings);
    send_flags(context);
    outputs.next_wakeup = core::earliest(state.next_cycle, next_deadline(state));
}

}  // namespace chargerig::modules
