// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/inputs_outputs.hpp"

#include <algorithm>
#include <string>

#include "sim/controller/senders.hpp"

namespace chargerig::controller {
namespace {

// The inputs message starts with the end of Initialising and never stops (spec 5.4).
bool initialised(const State& state) {
    return state.cycles.inputs.next != core::kNever;
}

std::string numbered(std::string_view name, std::size_t index) {
    return std::string(name) + std::to_string(index + 1);
}

std::string_view why_without_effect(InputRole role) {
    switch (role) {
        case InputRole::Not_Connected:
            return "it is Not_Connected";
        case InputRole::CCS_AC_Stop:
            return "CCS_AC_Stop is for an AC outlet";
        default:
            return "CHAdeMO inputs are for a CHAdeMO outlet";
    }
}

void take_change(Context& context, std::size_t index, InputRole role, bool on) {
    if (role == InputRole::Monitor) {
        context.monitored_input_changed = true;
    } else if (!on) {
        return;
    } else if (role == InputRole::Stop || role == InputRole::CCS_DC_Stop) {
        context.stop_wanted = true;
        note(context, core::NoteKind::action, "stop input pressed", numbered("dig_in", index));
    } else {
        note(context, core::NoteKind::warning, numbered("dig_in", index) + " has no effect",
             why_without_effect(role));
    }
}

// Levels as the message shows them.
template <std::size_t Count>
std::array<bool, Count> monitored(const Context& context) {
    const auto roles = input_roles(context.configuration);
    std::array<bool, Count> out{};
    for (std::size_t i = 0; i < Count; ++i) {
        out[i] = roles[i] == InputRole::Monitor && context.state.digital_input[i];
    }
    return out;
}

template <class Wanted>
void follow(Context& context, const Wanted& wanted, std::string_view message) {
    constexpr std::uint8_t kFull_percent = 100;
    if (!initialised(context.state)) return;
    BoxOutputs& box = context.state.box;
    const auto outputs = output_roles(context.configuration);
    for (std::size_t i = 0; i < wanted.digital_output.size(); ++i) {
        const bool on = wanted.digital_output[i];
        if (outputs[i] != OutputRole::CAN_Controlled || box.digital_output[i] == on) continue;
        box.digital_output[i] = on;
        note(context, core::NoteKind::action, numbered("dig_out", i) + (on ? " on" : " off"),
             message);
    }
    const auto leds = led_roles(context.configuration);
    for (std::size_t i = 0; i < wanted.led.size(); ++i) {
        const std::uint8_t percent = std::min(wanted.led[i], kFull_percent);
        if (leds[i] != OutputRole::CAN_Controlled || box.led_percent[i] == percent) continue;
        box.led_percent[i] = percent;
        note(context, core::NoteKind::action,
             numbered("led", i) + " " + std::to_string(percent) + " %", message);
    }
}

}  // namespace

void take_inputs(Context& context) {
    State& state = context.state;
    const auto& levels = context.inputs.digital_input;
    if (levels == state.digital_input) return;
    const auto before = state.digital_input;
    state.digital_input = levels;
    if (!initialised(state)) return;
    const auto roles = input_roles(context.configuration);
    for (std::size_t i = 0; i < levels.size(); ++i) {
        if (levels[i] != before[i]) take_change(context, i, roles[i], levels[i]);
    }
}

void take_outputs(Context& context, const evse::SeccOutputs& wanted) {
    if (context.configuration.hardware != Hardware::secc) return;
    follow(context, wanted, "ADM_CS_SECC_Outputs");
}

void take_outputs(Context& context, const evse::SpccOutputs& wanted) {
    if (context.configuration.hardware != Hardware::spcc) return;
    follow(context, wanted, "ADM_CS_SPCC_Outputs");
}

void send_inputs(Context& context) {
    const bool cyclic = take(context, context.state.cycles.inputs, kSlowCycle);
    if (!cyclic && !context.monitored_input_changed) return;
    const auto& connector_degC = context.inputs.connector_temperature_degC;
    switch (context.configuration.hardware) {
        case Hardware::secc: {
            evse::SeccInputs out;
            out.digital_input = monitored<4>(context);
            out.pistol_ptc_degC = connector_degC;
            return context.send(out);
        }
        case Hardware::spcc: {
            evse::SpccInputs out;
            out.digital_input = monitored<4>(context);
            out.pt1k_a_degC = connector_degC[0];
            out.pt1k_b_degC = connector_degC[1];
            return context.send(out);
        }
        case Hardware::cui1: {
            evse::Cui1Inputs out;
            out.switches = monitored<6>(context);
            out.pistol_ptc_degC = connector_degC;
            return context.send(out);
        }
    }
}

}  // namespace chargerig::controller
