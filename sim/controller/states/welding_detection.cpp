// SPDX-License-Identifier: Apache-2.0
//
// State 9: the vehicle watches the voltage at its inlet while it opens its contactors one by one.
// The output stays off and lowered; the measurements go to the vehicle as always (spec 8.12).
#include "sim/controller/shutdown.hpp"
#include "sim/controller/states.hpp"

namespace chargerig::controller::states {
namespace {

void enter(Context& context) {
    context.set_timer(context.configuration.welding_limit_s);
}

void run(Context& context) {
    continue_shutdown(context, context.configuration.lowering_in_welding_detection);
    if (!context.may_leave()) return;
    if (ended(context.vehicle())) {
        leave_with_vehicle(context);
    } else if (context.timer_expired()) {
        close_without_vehicle(context, "the vehicle did not finish the welding detection in time");
    }
}

}  // namespace

const StateHandler kWeldingDetection{enter, run};

}  // namespace chargerig::controller::states
