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

struct Overload {
    link::DcEvErrorCode code = link::DcEvErrorCode::NO_ERROR;
    std::string_view why;
};

// More than the vehicle takes, with its tolerances (vendor EVCC, stop conditions).
Overload present_overload(const Step& step) {
    const Profile& profile = step.profile;
    const plant::Readings& readings = step.in.readings;
    const double most_A = profile.charge.maximum_charge_current_A + profile.charging.overcurrent_A;
    const double most_V = profile.charge.maximum_voltage_V + profile.charging.overvoltage_V;
    if (readings.inlet_current_A > most_A) {
        return {link::DcEvErrorCode::FAILED_ChargingCurrentdifferential,
                "more current than the vehicle takes"};
    }
    if (readings.inlet_voltage_V > most_V) {
        return {link::DcEvErrorCode::FAILED_ChargingVoltageOutOfRange,
                "a higher voltage than the vehicle takes"};
    }
    return {};
}

// Looks with each request; true when it has lasted too long.
bool gives_up_overloaded(Step& step) {
    State& state = step.state;
    const Overload overload = present_overload(step);
    if (overload.code == link::DcEvErrorCode::NO_ERROR) {
        state.overload_since = core::kNever;
        return false;
    }
    if (state.overload_since == core::kNever) state.overload_since = step.in.now;
    const auto patience = core::from_seconds(step.profile.charging.overload_s);
    if (step.in.now - state.overload_since < patience) return false;
    begin_emergency(step, overload.code, overload.why);
    return true;
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
    const double own_A = next_request_A(step.profile, step.state, step.in.readings, step.in.now);
    const double voltage_V =
        step.in.faults.request_voltage_V.value_or(target_voltage_V(step.profile, step.state));
    const double current_A = step.in.faults.request_current_A.value_or(own_A);
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
        if (gives_up_overloaded(step)) return;
        // A battery that has too much is not taken for a full one.
        if (state.overload_since == core::kNever) look_for_an_end(step);
        if (may_leave(step)) {
            step.enter(Phase::stopping, 0.0, 0.0, name(state.stop));
            return;
        }
    }
    step.request_in(step.profile.communication.loop_interval_s);
    send_request(step);
}

}  // namespace chargerig::vehicle::phases
