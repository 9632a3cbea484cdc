// SPDX-License-Identifier: Apache-2.0
#include "sim/modules/state.hpp"

namespace chargerig::modules {

evse::SystemEnable system_enable(const State& state) {
    const bool allowed = state.awake && state.live.system_enable && state.trip == Trip::none;
    return allowed ? evse::SystemEnable::Allowed : evse::SystemEnable::Not_Allowed;
}

bool output_contactors_close(const State& state) {
    return state.control.output_contactors_close && state.trip == Trip::none;
}

void set_current_setpoint(State& state, double current_A) {
    state.setpoint_A = current_A;
}

void set_user_stop_button(State& state, bool pressed) {
    state.flags.user_stop_button = pressed;
}

void set_system_enable(State& state, bool allowed) {
    state.live.system_enable = allowed;
}

}  // namespace chargerig::modules
