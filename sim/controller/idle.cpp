// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/idle.hpp"

#include "sim/controller/flags.hpp"
#include "sim/controller/supervision.hpp"

namespace chargerig::controller {

evse::ControllerState idle_state(const Context& context) {
    return may_start(context) ? evse::ControllerState::Waiting_For_PEV
                              : evse::ControllerState::Not_Available;
}

void end_emergency(Context& context) {
    context.state.emergency = Emergency{};
    context.state.cycles.emergency_stop.stop();
}

bool emergency_over(Context& context) {
    if (!context.state.emergency.active()) return true;
    if (emergency_blocks(context)) return false;
    end_emergency(context);
    return true;
}

void become_idle(Context& context) {
    State& state = context.state;
    // What an emergency looks at outlives the session where it is awaited here.
    const bool lasts = state.emergency.active() && emergency_blocks(context);
    if (!lasts) end_emergency(context);
    const Session ended = state.session;
    state.session = Session{};
    if (lasts) {
        state.session.insulation_tested = ended.insulation_tested;
        state.session.tested_voltage_V = ended.tested_voltage_V;
    }
    state.cycles.new_charge_session.stop();
    if (context.configuration.idle_power_frames) {
        if (state.cycles.power_control.next == core::kNever) {
            state.cycles.power_control.start(context.now());
        }
    } else {
        state.cycles.power_control.stop();
    }
    state.cycles.ev_id.stop();
    // The inputs are initialised now; from here on they and the pilot are reported without a break.
    if (state.cycles.inputs.next == core::kNever) {
        state.cycles.inputs.start(context.now());
        state.cycles.extra_information.start(context.now());
        state.cycles.climate.start(context.now());
    }
}

}  // namespace chargerig::controller
