// SPDX-License-Identifier: Apache-2.0
//
// State 7: the vehicle sets the pace. Each of its requests is answered with a frame in the same
// instant; when none comes for 100 ms, the last one is repeated, so that changed limits
// (DC_Power_Parameters, present voltage, the vehicle's own) reach the modules at the nominal cycle
// also with a vehicle that asks every few seconds or only on change (spec 5.9). A frame sent on
// request starts the 100 ms anew, so a vehicle at the nominal pace causes one frame per cycle, not
// two.
#include "sim/controller/senders.hpp"
#include "sim/controller/set_points.hpp"
#include "sim/controller/states.hpp"

namespace chargerig::controller::states {
namespace {

void enter(Context& context) {
    Session& session = context.session();
    session.range_mode =
        context.vehicle().dynamic_control && context.configuration.supports_range_mode;
    session.request_count = context.vehicle().request.count;
    context.state.cycles.power_control.start(context.now());
    if (session.ocpp_pending && !context.vehicle().dynamic_control) {
        session.ocpp_pending = false;
        note(context, core::NoteKind::warning, "set-point of the back end ignored",
             "the session is not in dynamic control");
    }
}

void end_charge(Context& context, bool normally, std::string_view cause) {
    context.session().ended_normally = normally;
    go_to(context, evse::ControllerState::Ending_Charge, cause);
}

void ask_for_stop(Context& context) {
    if (!context.inputs.stop_button || context.session().stop_asked) return;
    context.session().stop_asked = true;
    context.set_timer(context.configuration.stop_request_limit_s);
    note(context, core::NoteKind::action, "vehicle asked to stop", "stopped by the user");
}

void run(Context& context) {
    Session& session = context.session();
    const link::VehicleView& vehicle = context.vehicle();
    ask_for_stop(context);
    if (vehicle.phase >= link::HlcPhase::stopped || vehicle.open_contactors_asked) {
        return end_charge(context, true,
                          session.stop_asked ? "the vehicle follows the request to stop"
                                             : "the vehicle ends the charge");
    }
    if (session.stop_asked && context.timer_expired()) {
        note(context, core::NoteKind::abnormal, "charge ended without the vehicle",
             "the vehicle did not follow the request to stop in time");
        return end_charge(context, false, "the vehicle did not follow the request to stop in time");
    }
    if (power_due(context) || vehicle.request.count != session.request_count) {
        session.request_count = vehicle.request.count;
        send_power(context, charging_frame(context));
    }
    if (session.ocpp_pending) {
        session.ocpp_pending = false;
        // The modules bring it into the range (spec 5.12); without a range there is nobody to tell.
        if (session.range_mode) context.send(evse::OcppControl{*session.ocpp_target_A});
    }
}

}  // namespace

const StateHandler kCharging{enter, run};

}  // namespace chargerig::controller::states
