// SPDX-License-Identifier: Apache-2.0
//
// State 12: the power side withholds the start. The pilot stays at 100 % whatever is plugged in; a
// plug that is in counts as soon as the start is allowed, because it still is then.
#include "sim/controller/flags.hpp"
#include "sim/controller/idle.hpp"
#include "sim/controller/states.hpp"

namespace chargerig::controller::states {
namespace {

void run(Context& context) {
    emergency_over(context);
    if (may_start(context) && context.may_leave()) {
        go_to(context, evse::ControllerState::Waiting_For_PEV, "Start_Charge_Authorisation = 1");
    }
}

}  // namespace

const StateHandler kNotAvailable{become_idle, run};

}  // namespace chargerig::controller::states
