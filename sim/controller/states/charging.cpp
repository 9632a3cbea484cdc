// SPDX-License-Identifier: Apache-2.0
//
// State 7: the vehicle sets the pace. Each of its requests is answered with a frame in the same
// instant. Standards allow a vehicle 60 s between requests, and some links report a request only
// when it differs from the one before; so that changed limits (DC_Power_Parameters, present
// voltage, the vehicle's own) reach the modules all the same, the last request is repeated at the
// nominal cycle of 100 ms (spec 5.9). The first repetition leaves the vehicle half a cycle more, so
// that one that asks every 100 ms with some jitter causes one frame per request and not two. A
// limit that the power side moves in DC_Power_Parameters does not wait for either: the next frame
// goes out in that instant, as the vehicle is told in that instant.
#include "sim/controller/climate.hpp"
#include "sim/controller/senders.hpp"
#include "sim/controller/set_points.hpp"
#include "sim/controller/states.hpp"

namespace chargerig::controller::states {
namespace {

constexpr core::Duration kPatience{150'000'000};

void enter(Context& context) {
    Session& session = context.session();
    session.charging_reached = true;
    session.dynamic = context.vehicle().dynamic_control;
    session.range_mode = session.dynamic && context.configuration.supports_range_mode;
    // The request that led here is answered like any other.
    session.request_count = context.vehicle().request.count - 1;
    if (session.ocpp_pending && !session.dynamic) {
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
    if (context.session().stop_asked) return;
    const std::string_view cause =
        context.stop_wanted ? "stopped by the user" : climate_stop(context);
    if (cause.empty()) return;
    context.session().stop_asked = true;
    context.outputs.causes.add(context.stop_wanted ? evse::Rule::user_stop_charging
                                                   : evse::Rule::temperature_stop);
    context.set_timer(context.configuration.stop_request_limit_s);
    note(context, core::NoteKind::action, "vehicle asked to stop", cause);
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
    const bool asked = vehicle.request.count != session.request_count;
    if (asked || context.parameters_changed || power_due(context)) {
        session.request_count = vehicle.request.count;
        send_power(context, charging_frame(context));
        if (asked) context.state.cycles.power_control.start(context.now() + kPatience);
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
