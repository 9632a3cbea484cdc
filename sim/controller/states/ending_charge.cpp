// SPDX-License-Identifier: Apache-2.0
//
// State 8: power goes away in the safe order. The contactors open when the current has gone, or
// after a limit, which makes the session end rushed (spec 8.11).
#include "sim/controller/senders.hpp"
#include "sim/controller/shutdown.hpp"
#include "sim/controller/states.hpp"

namespace chargerig::controller::states {
namespace {

void enter(Context& context) {
    context.send(evse::ChargeStatusChange{evse::ChargeStatus::Charge_Stopped});
    begin_shutdown(context);
}

void run(Context& context) {
    continue_shutdown(context, true);
    if (context.session().shutdown != ShutdownStep::lowering || !context.may_leave()) return;
    if (context.state.timer == core::kNever) {
        context.set_timer(context.configuration.ending_close_limit_s);
    }
    if (context.vehicle().phase == link::HlcPhase::welding) {
        go_to(context, evse::ControllerState::Welding_Detection,
              "the vehicle tests its contactors");
    } else if (ended(context.vehicle())) {
        leave_with_vehicle(context);
    } else if (context.timer_expired()) {
        close_without_vehicle(context, "the vehicle did not close the communication in time");
    }
}

}  // namespace

const StateHandler kEndingCharge{enter, run};

}  // namespace chargerig::controller::states
