// SPDX-License-Identifier: Apache-2.0
//
// State 5: the output follows the vehicle's precharge target until the vehicle has closed its
// contactors and asks for power; then the modules float on the battery (Standby, never lowered).
#include "sim/controller/senders.hpp"
#include "sim/controller/set_points.hpp"
#include "sim/controller/states.hpp"
#include "sim/controller/voltage_window.hpp"

namespace chargerig::controller::states {
namespace {

void enter(Context& context) {
    context.state.cycles.power_control.start(context.now());
    context.set_timer(context.configuration.precharge_limit_s);
}

void run(Context& context) {
    Session& session = context.session();
    if (!session.precharge_done) {
        if (reached(context.vehicle(), link::HlcPhase::power_delivery)) {
            session.precharge_done = true;
            send_power(context, standby_frame(true));
        } else if (const std::string_view why = precharge_mismatch(context); !why.empty()) {
            abort_session(context, why);
        } else if (context.timer_expired()) {
            abort_session(context, "the vehicle did not finish precharge in time");
        } else if (power_due(context)) {
            send_power(context, precharge_frame(context));
        }
        return;
    }
    if (power_due(context) && context.may_leave()) {
        go_to(context, evse::ControllerState::Waiting_For_Charge,
              "the vehicle has closed its contactors");
    }
}

}  // namespace

const StateHandler kPrecharge{enter, run};

}  // namespace chargerig::controller::states
