// SPDX-License-Identifier: Apache-2.0
//
// State 2: the pilot invites the vehicle to communicate. Where nobody outside has to agree, the
// authorisation is answered at once, and the vehicle tells its charge parameters.
#include "sim/controller/flags.hpp"
#include "sim/controller/negotiation.hpp"
#include "sim/controller/states.hpp"

namespace chargerig::controller::states {
namespace {

void enter(Context& context) {
    context.set_timer(context.configuration.pwm_delay_ms / 1000.0);
}

void run(Context& context) {
    Session& session = context.session();
    const link::VehicleView& vehicle = context.vehicle();
    if (context.timer_expired()) {
        if (session.communication_started) {
            return abort_session(context, late_text(context));
        }
        session.communication_started = true;
        context.set_timer(context.configuration.negotiation_limit_s);
    }
    if (refuse_protocol(context)) return;
    if (!vehicle.authorisation_asked && !reached(vehicle, link::HlcPhase::parameters)) return;
    if (!external_authorisation(context.configuration)) {
        session.authorised = true;
        go_on_when_informed(context);
    } else if (context.may_leave()) {
        go_to(context, evse::ControllerState::CCS_Authorisation_Process,
              "the vehicle waits for authorisation");
    }
}

}  // namespace

const StateHandler kNegotiatingConnection{enter, run};

}  // namespace chargerig::controller::states
