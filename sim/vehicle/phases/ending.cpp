// SPDX-License-Identifier: Apache-2.0
//
// PowerDelivery stop, welding detection, SessionStop.
#include <algorithm>
#include <string>

#include "sim/core/text.hpp"
#include "sim/vehicle/phases/phases.hpp"
#include "sim/vehicle/publish.hpp"

namespace chargerig::vehicle::phases {
namespace {

using link::V2gMessageId;
using link::VarName;

bool paused(const Step& step) {
    return step.state.stop == StopCause::pause_request ||
           step.state.stop == StopCause::vehicle_pause;
}

void send_power_delivery_stop(Step& step) {
    step.publish_message(V2gMessageId::PowerDeliveryReq);
    if (!step.iso20()) {
        publish::charging_complete(step);
        publish::bulk_complete(step);
        publish::status(step);
    }
    step.publish(VarName::current_demand_finished);
    step.publish(VarName::dc_open_contactor);
}

// How long the current may take to go.
double current_limit_s(const Step& step) {
    const Contactors& contactors = step.profile.contactors;
    return step.state.stop == StopCause::charger_error ? contactors.emergency_open_delay_s
                                                       : contactors.open_current_limit_s;
}

// State B, then the welding test or SessionStop.
void leave_stopping(Step& step, std::string_view cause) {
    const Communication& times = step.profile.communication;
    step.state.ready = false;
    step.open_contactors();
    const Phase next = step.profile.charging.welding_test ? Phase::welding : Phase::session_stop;
    step.enter(next, times.pilot_change_s, 0.0, cause);
}

void to_session_stop(Step& step, std::string_view cause) {
    step.enter(Phase::session_stop, step.profile.communication.setup_interval_s, 0.0, cause);
}

void end_link(Step& step) {
    if (paused(step)) {
        step.publish(VarName::dlink_pause);
        step.enter(Phase::paused, 0.0);
    } else {
        step.publish(VarName::dlink_terminate);
        step.enter(Phase::finished, 0.0);
    }
}

}  // namespace

void stopping(Step& step) {
    State& state = step.state;
    const double pace_s =
        std::min(step.profile.communication.loop_interval_s, current_limit_s(step));
    if (step.due()) {
        // The first time sends the message, the second has its answer, then it looks again and
        // again.
        if (++state.rounds == 1) {
            state.timer = step.in.now + core::from_seconds(current_limit_s(step));
            send_power_delivery_stop(step);
        }
        step.request_in(pace_s);
    }
    if (state.rounds < 2) return;
    if (step.current_gone()) {
        leave_stopping(step, "current gone");
    } else if (step.in.now >= state.timer) {
        step.note(core::NoteKind::warning, "contactors open under load",
                  core::fixed_text(step.in.readings.inlet_current_A, 1) + " A still flow");
        leave_stopping(step, "current did not go in time");
    }
}

void welding(Step& step) {
    if (!step.due()) return;
    const Charging& charging = step.profile.charging;
    const double voltage_V = step.in.readings.inlet_voltage_V;
    const bool open = !step.in.readings.vehicle_contactors_closed;
    if (open && voltage_V < charging.safe_voltage_V &&
        step.state.rounds >= charging.welding_minimum_rounds) {
        to_session_stop(step, "inlet voltage gone");
        return;
    }
    if (step.state.rounds >= charging.welding_maximum_rounds) {
        step.note(core::NoteKind::warning, "a vehicle contactor may be welded",
                  core::fixed_text(voltage_V, 1) + " V still at the inlet");
        to_session_stop(step, "inlet voltage did not go in time");
        return;
    }
    ++step.state.rounds;
    step.request_in(step.profile.communication.welding_interval_s);
    step.publish_message(step.iso20() ? V2gMessageId::DcWeldingDetectionReq
                                      : V2gMessageId::WeldingDetectionReq);
    if (!step.iso20()) publish::status(step);
}

void session_stop(Step& step) {
    if (!step.due()) return;
    if (step.state.rounds > 0) {
        end_link(step);
        return;
    }
    step.state.rounds = 1;
    const Communication& times = step.profile.communication;
    step.publish_message(V2gMessageId::SessionStopReq);
    if (!step.iso20()) {
        step.request_in(times.setup_interval_s);
        return;
    }
    link::EvTermination why;
    why.ev_termination_code = paused(step) ? "Pause" : "Terminate";
    if (step.state.stop != StopCause::none) {
        why.ev_termination_explanation = std::string(name(step.state.stop));
    }
    step.publish(VarName::ev_termination, std::move(why));
    step.request_in(times.session_stop_wait_iso20_s);
}

void emergency(Step& step) {
    if (step.due()) fail(step, "emergency reported by the vehicle");
}

}  // namespace chargerig::vehicle::phases
