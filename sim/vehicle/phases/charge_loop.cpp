// SPDX-License-Identifier: Apache-2.0
//
// The charge loop: one request after another until somebody has had enough.
#include "sim/vehicle/phases/phases.hpp"
#include "sim/vehicle/publish.hpp"
#include "sim/vehicle/request.hpp"

namespace chargerig::vehicle::phases {
namespace {

using link::V2gMessageId;
using link::VarName;

// Why this instant ends the loop from the vehicle's side. A bidirectional session is not over when
// the battery is where it should be: the charger, or the power profile, may want energy back.
StopCause own_cause(const Step& step) {
    const SessionOptions& session = step.profile.session;
    const double elapsed_s = core::to_seconds(step.in.now - step.state.plugged_since);
    if (elapsed_s >= session.departure_time_s) return StopCause::departure_time;
    if (session.maximum_session_time_s > 0.0 && elapsed_s >= session.maximum_session_time_s) {
        return StopCause::maximum_session_time;
    }
    if (step.state.bidirectional) return StopCause::none;
    if (step.in.readings.soc_percent >= session.target_soc_percent) {
        return StopCause::target_reached;
    }
    if (models::is_full(step.profile.charge, battery_view(step.profile, step.in.readings))) {
        return StopCause::cut_off_current;
    }
    return StopCause::none;
}

void look_for_an_end(Step& step) {
    State& state = step.state;
    const double soc_percent = step.in.readings.soc_percent;
    state.bulk_complete = soc_percent >= step.profile.charging.bulk_soc_percent;
    if (state.stop != StopCause::none) return;
    const StopCause cause = own_cause(step);
    if (cause == StopCause::none) return;
    state.charging_complete =
        cause == StopCause::target_reached || cause == StopCause::cut_off_current;
    begin_stop(step, cause);
}

void send_din_iso2(Step& step, double voltage_V, double current_A) {
    step.publish_message(V2gMessageId::CurrentDemandReq);
    publish::bulk_complete(step);
    publish::charging_complete(step);
    publish::status(step);
    publish::target(step, voltage_V, current_A);
    publish::limits(step);
    publish::remaining_time(step);
}

void send_iso20_rest(Step& step) {
    publish::present_voltage(step);
    if (step.profile.communication.meter_info_requested) {
        step.publish(VarName::meter_info_requested);
    }
    publish::display_parameters(step);
}

void send_scheduled(Step& step, double voltage_V, double current_A) {
    step.publish_message(V2gMessageId::DcChargeLoopReq);
    publish::target_always(step, voltage_V, current_A);
    publish::limits_always(step);
    send_iso20_rest(step);
}

void send_dynamic(Step& step) {
    step.publish_message(V2gMessageId::DcChargeLoopReq);
    publish::dynamic_mode(step);
    send_iso20_rest(step);
}

void send_request(Step& step) {
    if (step.dynamic()) return send_dynamic(step);
    const double voltage_V = target_voltage_V(step.profile, step.state);
    const double current_A =
        next_request_A(step.profile, step.state, step.in.readings, step.in.now);
    if (step.protocol() == Protocol::iso20_scheduled) {
        send_scheduled(step, voltage_V, current_A);
    } else {
        send_din_iso2(step, voltage_V, current_A);
    }
}

// An orderly stop first takes the request down; in dynamic control there is none.
bool may_leave(const Step& step) {
    if (step.state.stop == StopCause::none || step.state.rounds == 0) return false;
    return step.dynamic() || step.state.requested_current_A == 0.0;
}

}  // namespace

void charge_loop(Step& step) {
    if (!step.due()) return;
    State& state = step.state;
    if (state.rounds == 0) {
        state.rounds = 1;
        state.loop_since = step.in.now;
        state.ramp_at = step.in.now;
        state.requested_current_A = 0.0;
        step.publish(VarName::current_demand_started);
    } else {
        look_for_an_end(step);
        if (may_leave(step)) {
            step.enter(Phase::stopping, 0.0, 0.0, name(state.stop));
            return;
        }
    }
    step.request_in(step.profile.communication.loop_interval_s);
    send_request(step);
}

}  // namespace chargerig::vehicle::phases
