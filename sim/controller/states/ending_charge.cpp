// SPDX-License-Identifier: Apache-2.0
//
// State 8: power goes away in the safe order. The contactors open when the current has gone, or
// after a limit, which makes the session end rushed (spec 8.11).
#include <cmath>

#include "sim/controller/senders.hpp"
#include "sim/controller/shutdown.hpp"
#include "sim/controller/states.hpp"

namespace chargerig::controller::states {
namespace {

void enter(Context& context) {
    context.send(evse::ChargeStatusChange{evse::ChargeStatus::Charge_Stopped});
    context.session().shutdown = ShutdownStep::none;
    context.state.cycles.power_control.start(context.now());
    context.set_timer(context.configuration.ending_limit_s);
}

bool give_up_waiting(Context& context) {
    if (!context.timer_expired()) return false;
    context.state.timer = core::kNever;
    if (context.session().shutdown >= ShutdownStep::open) return false;
    context.session().ended_normally = false;
    context.state.cycles.power_control.start(context.now());
    note(context, core::NoteKind::abnormal, "output contactors open under current",
         "the current did not go away in time");
    return true;
}

void run(Context& context) {
    const bool gone =
        std::abs(context.present_current_A()) < context.configuration.ending_current_A;
    const bool may_open = give_up_waiting(context) || gone;
    continue_shutdown(context, may_open, true);
    if (context.session().shutdown != ShutdownStep::lowering || !context.may_leave()) return;
    if (context.vehicle().phase == link::HlcPhase::welding) {
        go_to(context, evse::ControllerState::Welding_Detection,
              "the vehicle tests its contactors");
    } else if (ended(context.vehicle())) {
        go_to(context, evse::ControllerState::Closing_Communication,
              "the vehicle has closed the communication");
    }
}

}  // namespace

const StateHandler kEndingCharge{enter, run};

}  // namespace chargerig::controller::states
