// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/idle.hpp"

#include "sim/controller/flags.hpp"

namespace chargerig::controller {

evse::ControllerState idle_state(const Context& context) {
    return may_start(context) ? evse::ControllerState::Waiting_For_PEV
                              : evse::ControllerState::Not_Available;
}

void become_idle(Context& context) {
    State& state = context.state;
    state.session = Session{};
    state.emergency = Emergency{};
    state.cycles.new_charge_session.stop();
    if (context.configuration.idle_power_frames) {
        if (state.cycles.power_control.next == core::kNever) {
            state.cycles.power_control.start(context.now());
        }
    } else {
        state.cycles.power_control.stop();
    }
    state.cycles.ev_id.stop();
    state.cycles.emergency_stop.stop();
    // The inputs are initialised now; from here on they and the pilot are reported without a break.
    if (state.cycles.inputs.next == core::kNever) {
        state.cycles.inputs.start(context.now());
        state.cycles.extra_information.start(context.now());
        state.cycles.climate.start(context.now());
    }
}

}  // namespace chargerig::controller
