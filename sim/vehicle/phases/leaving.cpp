// SPDX-License-Identifier: Apache-2.0
//
// Ways out that more than one phase takes: an asked-for stop, an emergency, a lost link.
#include "sim/vehicle/phases/phases.hpp"
#include "sim/vehicle/publish.hpp"

namespace chargerig::vehicle::phases {
namespace {

using link::HlcSessionFailedReasonEnum;
using link::VarName;

// The reason that EvseV2G derives from the last message it saw (interface facts 4.6).
std::optional<HlcSessionFailedReasonEnum> failure_reason(Phase phase) {
    switch (phase) {
        case Phase::link_setup:
        case Phase::handshake:
        case Phase::session_setup:
            return HlcSessionFailedReasonEnum::ProtocolNegotiationFailed;
        case Phase::authorisation:
            return HlcSessionFailedReasonEnum::AuthorizationFailed;
        case Phase::services:
        case Phase::service_selection:
        case Phase::parameters:
            return HlcSessionFailedReasonEnum::ChargingParametersNotAccepted;
        case Phase::cable_check:
        case Phase::precharge:
        case Phase::closing_contactors:
        case Phase::power_delivery:
            return HlcSessionFailedReasonEnum::EnergyTransferSetupFailed;
        case Phase::charge_loop:
        case Phase::emergency:
            return HlcSessionFailedReasonEnum::ChargingInterrupted;
        case Phase::stopping:
            return HlcSessionFailedReasonEnum::EnergyTransferSetupFailed;
        default:
            return std::nullopt;
    }
}

// PowerDelivery start is out and PowerDelivery stop is not.
bool power_delivered(const State& state) {
    return state.phase == Phase::charge_loop ||
           (state.phase == Phase::stopping && state.rounds == 0);
}

}  // namespace

void begin_stop(Step& step, StopCause cause) {
    State& state = step.state;
    if (state.stop == StopCause::none) {
        state.stop = cause;
        step.note(core::NoteKind::action, "ends the session", name(cause));
    }
    switch (state.phase) {
        case Phase::charge_loop:
            if (cause == StopCause::charger_error)
                step.enter(Phase::stopping, 0.0, 0.0, name(cause));
            return;
        case Phase::closing_contactors:
        case Phase::power_delivery:
            step.enter(Phase::stopping, 0.0, 0.0, name(cause));
            return;
        default:
            break;
    }
    state.ready = false;
    step.enter(Phase::session_stop, step.profile.communication.setup_interval_s, 0.0, name(cause));
}

void begin_pause(Step& step) {
    if (step.protocol() == Protocol::din) {
        step.note(core::NoteKind::warning, "cannot pause", "DIN 70121 has no pause");
    } else if (step.state.phase != Phase::charge_loop || step.state.stop != StopCause::none) {
        step.note(core::NoteKind::warning, "cannot pause", "the vehicle is not charging");
    } else {
        begin_stop(step, StopCause::vehicle_pause);
    }
}

void begin_emergency(Step& step, link::DcEvErrorCode code, std::string_view why) {
    State& state = step.state;
    state.error_code = code;
    state.ready = false;
    if (!step.iso20() && state.phase >= Phase::parameters) publish::status(step);
    step.open_contactors_within(step.profile.contactors.emergency_open_delay_s);
    state.emergency_from = state.phase;
    step.enter(Phase::emergency, step.profile.communication.loop_interval_s, 0.0, why);
}

void fail(Step& step, std::string_view why) {
    State& state = step.state;
    const Phase last = state.phase == Phase::emergency ? state.emergency_from : state.phase;
    const bool delivered =
        state.phase == Phase::emergency ? last == Phase::charge_loop : power_delivered(state);
    if (delivered) {
        step.publish(VarName::current_demand_finished);
        step.publish(VarName::dc_open_contactor);
    }
    const auto reason = failure_reason(last);
    const bool by_charger = state.charger.stop_asked || state.charger.error.has_value();
    if (reason && !step.iso20() && !by_charger) {
        step.publish(VarName::hlc_session_failed, *reason);
    }
    step.publish(VarName::dlink_error);
    state.ready = false;
    step.open_contactors_within(step.profile.contactors.emergency_open_delay_s);
    step.enter(Phase::failed, 0.0, 0.0, why);
    step.note(core::NoteKind::abnormal, "session failed", why);
}

std::string_view timed_out_text(Phase phase) {
    switch (phase) {
        case Phase::link_setup:
            return "no link with the charger in time";
        case Phase::authorisation:
            return "not authorised in time";
        case Phase::parameters:
            return "no limits from the charger in time";
        case Phase::cable_check:
            return "cable check not finished in time";
        case Phase::precharge:
            return "precharge voltage not reached in time";
        case Phase::closing_contactors:
            return "contactors not closed in time";
        default:
            return "took too long";
    }
}

}  // namespace chargerig::vehicle::phases
