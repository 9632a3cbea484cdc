// SPDX-License-Identifier: Apache-2.0
//
// State 6: charging may start at any moment, perhaps in hours. Charge_Started and one Standby frame
// are sent, then nothing until the vehicle's first request.
#include "sim/controller/senders.hpp"
#include "sim/controller/states.hpp"

namespace chargerig::controller::states {
namespace {

void enter(Context& context) {
    context.send(evse::ChargeStatusChange{evse::ChargeStatus::Charge_Started});
    send_power(context, standby_frame(true));
    context.state.cycles.power_control.stop();
    context.set_timer(context.configuration.charge_start_limit_s);
}

void run(Context& context) {
    if (context.vehicle().phase >= link::HlcPhase::stopped) {
        context.session().ended_normally = true;
        go_to(context, evse::ControllerState::Ending_Charge, "the vehicle ends the charge");
    } else if (reached(context.vehicle(), link::HlcPhase::charge_loop) && context.may_leave()) {
        go_to(context, evse::ControllerState::Charging, "first request of the charge loop");
    } else if (context.timer_expired()) {
        abort_session(context, "charging did not begin in time");
    }
}

}  // namespace

const StateHandler kWaitingForCharge{enter, run};

}  // namespace chargerig::controller::states
