// SPDX-License-Identifier: Apache-2.0
//
// Cable check, precharge, contactors, power delivery.
#include "sim/vehicle/phases/phases.hpp"
#include "sim/vehicle/publish.hpp"
#include "sim/vehicle/request.hpp"

namespace chargerig::vehicle::phases {
namespace {

using link::V2gMessageId;
using link::VarName;

double precharge_limit_s(const Step& step) {
    const Communication& times = step.profile.communication;
    return step.iso20() ? times.precharge_limit_iso20_s : times.precharge_limit_s;
}

void send_precharge(Step& step) {
    const Faults& faults = step.in.faults;
    const double voltage_V =
        faults.request_voltage_V.value_or(precharge_voltage_V(step.in.readings));
    step.publish_message(step.iso20() ? V2gMessageId::DcPreChargeReq : V2gMessageId::PreChargeReq);
    if (step.state.phase == Phase::precharge && step.state.rounds == 1) {
        step.publish(VarName::start_pre_charge);
    }
    if (step.iso20()) {
        publish::target_always(step, voltage_V, faults.request_current_A.value_or(0.0));
        return;
    }
    publish::target(step, voltage_V,
                    faults.request_current_A.value_or(step.profile.charging.precharge_current_A));
    publish::status(step);
}

core::Instant contactors_may_close_at(const Step& step) {
    return step.state.phase_since + core::from_seconds(step.profile.contactors.preparation_s);
}

void close_contactors(Step& step) {
    step.state.contactors_commanded = true;
    step.state.timer = step.in.now + core::from_seconds(step.profile.contactors.mismatch_ignored_s);
    step.state.deadline =
        step.in.now + core::from_seconds(step.profile.contactors.feedback_limit_s);
    step.note(core::NoteKind::action, "contactors close", "inlet within reach of the battery");
}

}  // namespace

void cable_check(Step& step) {
    if (!step.due()) return;
    const Communication& times = step.profile.communication;
    if (step.state.rounds > 0 && step.state.charger.cable_check_passed) {
        step.enter(Phase::precharge, times.setup_interval_s, precharge_limit_s(step),
                   "cable check passed");
        return;
    }
    const bool first = ++step.state.rounds == 1;
    step.request_in(times.cable_check_interval_s);
    step.publish_message(step.iso20() ? V2gMessageId::DcCableCheckReq
                                      : V2gMessageId::CableCheckReq);
    if (first) {
        step.state.charger.cable_check_passed = false;
        step.publish(VarName::start_cable_check);
    }
    if (!step.iso20()) publish::status(step);
}

void precharge(Step& step) {
    if (!step.due()) return;
    const bool satisfied = step.voltage_matches() && step.in.faults.finishes_precharge;
    if (step.state.rounds > 0 && satisfied) {
        step.enter(Phase::closing_contactors, 0.0,
                   step.profile.contactors.preparation_s + precharge_limit_s(step),
                   "precharge voltage reached");
        step.state.timer = contactors_may_close_at(step);
        return;
    }
    ++step.state.rounds;
    step.request_in(step.profile.communication.precharge_interval_s);
    send_precharge(step);
}

void closing_contactors(Step& step) {
    State& state = step.state;
    if (!state.contactors_commanded && step.in.now >= contactors_may_close_at(step) &&
        step.voltage_matches()) {
        close_contactors(step);
    }
    const bool closed = state.contactors_commanded && step.in.readings.vehicle_contactors_closed;
    if (state.contactors_commanded && !closed && step.in.now >= state.timer &&
        !step.voltage_matches()) {
        state.error_code = link::DcEvErrorCode::FAILED_ChargingVoltageOutOfRange;
        if (!step.iso20()) publish::status(step);
        fail(step, "inlet voltage left the battery's while the contactors were closing");
        return;
    }
    if (!step.due()) return;
    if (closed) {
        step.enter(Phase::power_delivery, 0.0, 0.0, "contactors closed");
        return;
    }
    ++state.rounds;
    step.request_in(step.profile.communication.precharge_interval_s);
    send_precharge(step);
}

void power_delivery(Step& step) {
    if (!step.due()) return;
    step.publish_message(V2gMessageId::PowerDeliveryReq);
    if (!step.iso20()) {
        publish::charging_complete(step);
        publish::bulk_complete(step);
        publish::status(step);
    }
    step.publish(VarName::v2g_setup_finished);
    step.enter(Phase::charge_loop, step.profile.charging.ready_delay_s, 0.0, "power delivery");
}

}  // namespace chargerig::vehicle::phases
