// SPDX-License-Identifier: Apache-2.0
//
// State 0: from application start until the internal processes are up. Only the status is sent.
#include "sim/controller/idle.hpp"
#include "sim/controller/states.hpp"

namespace chargerig::controller::states {
namespace {

void enter(Context&) {}

void run(Context& context) {
    if (context.timer_expired() && context.may_leave()) {
        go_to(context, idle_state(context), "controller is up");
    }
}

}  // namespace

const StateHandler kInitialising{enter, run};

}  // namespace chargerig::controller::states
