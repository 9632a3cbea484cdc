// SPDX-License-Identifier: Apache-2.0
//
// State 9: the vehicle watches the voltage at its inlet while it opens its contactors one by one.
// The output stays off and lowered; the measurements go to the vehicle as always (spec 8.12).
#include "sim/controller/shutdown.hpp"
#include "sim/controller/states.hpp"

namespace chargerig::controller::states {
namespace {

void enter(Context&) {}

void run(Context& context) {
    continue_shutdown(context, true);
    if (ended(context.vehicle()) && context.may_leave()) {
        go_to(context, evse::ControllerState::Closing_Communication,
              "the vehicle has closed the communication");
    }
}

}  // namespace

const StateHandler kWeldingDetection{enter, run};

}  // namespace chargerig::controller::states
