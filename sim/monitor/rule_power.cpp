// SPDX-License-Identifier: Apache-2.0
//
// What one DC_Power_Control after the other shows: the insulation test, the precharge, the charge,
// and the safe order at its end (spec 6.2, 5.13).
#include <algorithm>
#include <cmath>

#include "sim/monitor/rule_times.hpp"
#include "sim/monitor/rule_watch.hpp"

namespace chargerig::monitor {

using evse::Rule;
using rule_times::seconds_between;

namespace {

constexpr double kMatch_V = 20.0;    // within it the vehicle closes its contactors (spec 5.13)
constexpr double kSilence_s = 0.15;  // longer than the period: nothing was sent in between

bool no_set_points(const evse::DcPowerControl& control) {
    return control.target_voltage_V == 0.0 && control.current_range_max_A == 0.0 &&
           control.current_range_min_A == 0.0;
}

}  // namespace

RuleWatch::Power RuleWatch::power_of(const evse::DcPowerControl& control) {
    using evse::PowerFunction;
    const bool closed = control.output_contactors_close;
    const bool lowering = control.lower_output_voltage;
    switch (control.power_function) {
        case PowerFunction::Off:
            return no_set_points(control) && !closed && !lowering ? Power::off : Power::other;
        case PowerFunction::Standby:
            if (!no_set_points(control)) return Power::other;
            if (closed) return lowering ? Power::standby_closed_lowering : Power::standby_closed;
            return lowering ? Power::standby_open_lowering : Power::standby_open;
        case PowerFunction::Insulation_Test:
            return Power::test;
        case PowerFunction::Precharge:
            return Power::precharge;
        case PowerFunction::Power_Transfer:
            return Power::transfer;
    }
    return Power::other;
}

void RuleWatch::take(const evse::DcPowerControl& control, core::Instant now) {
    session_.messages = true;
    const Power kind = power_of(control);
    if (!session_.started) {
        before_charging(kind, control, now);
    }
    from_charging_on(kind, now);
    control_ = control;
    control_at_ = now;
    control_kind_ = kind;
}

void RuleWatch::before_charging(Power kind, const evse::DcPowerControl& control,
                                core::Instant now) {
    Session& session = session_;
    if (control.output_contactors_close && !session.closed_at) session.closed_at = now;
    if (kind == Power::standby_closed && session.test_frames == 0) ++session.ready_frames;
    if (kind == Power::test) test_frame(control);
    if (kind == Power::standby_closed_lowering && control_kind_ == Power::test) test_passed();
    if (kind == Power::precharge && control_kind_ == Power::standby_closed_lowering) discharged();
    if (kind == Power::standby_closed_lowering && power_ &&
        power_->present_voltage_V > limits_.safe_voltage_V) {
        session.discharge_seen = true;
    }
    if (kind == Power::precharge) precharge_frame(control);
    if (kind == Power::standby_closed && control_kind_ == Power::precharge) precharge_over();
}

bool RuleWatch::holds(double voltage_V) const {
    if (!power_) return false;
    const double limit_kohm =
        std::max(limits_.insulation_kohm, limits_.insulation_ohm_per_V * voltage_V / 1000.0);
    return power_->present_voltage_V >= voltage_V * limits_.insulation_ready_percent / 100.0 &&
           power_->insulation_resistance_kohm >= limit_kohm;
}

void RuleWatch::test_frame(const evse::DcPowerControl& control) {
    Session& session = session_;
    if (control_kind_ == Power::standby_closed && session.ready_frames == 1 && session.enabled) {
        show(Rule::insulation_ready);
    }
    ++session.test_frames;
    const double voltage_V = control.target_voltage_V;
    session.test_as_told = session.test_as_told && voltage_V > 0.0 &&
                           control.current_range_max_A == 0.0 &&
                           control.current_range_min_A == 0.0 && control.output_contactors_close &&
                           control.setpoints_mode == evse::SetpointsMode::Target_Mode;
    const bool low =
        power_ && power_->present_voltage_V < voltage_V * limits_.insulation_ready_percent / 100.0;
    session.ramp_seen |= low;
    session.good_frames = holds(voltage_V) ? session.good_frames + 1 : 0;
}

void RuleWatch::test_passed() {
    Session& session = session_;
    session.tested = true;
    if (session.good_frames == 0) return;
    if (session.test_as_told) show(Rule::insulation_test);
    if (session.ramp_seen) show(Rule::insulation_ramp);
    if (session.good_frames == limits_.insulation_iterations) show(Rule::insulation_pass);
}

void RuleWatch::discharged() {
    if (!power_ || power_->present_voltage_V > limits_.safe_voltage_V) return;
    show(Rule::insulation_discharge);
    if (session_.discharge_seen) show(Rule::post_test_discharge);
}

void RuleWatch::precharge_frame(const evse::DcPowerControl& control) {
    Session& session = session_;
    session.precharge_as_told = session.precharge_as_told && control.output_contactors_close &&
                                control.current_range_min_A == 0.0 &&
                                control.setpoints_mode == evse::SetpointsMode::Range_Mode;
    session.mismatch_seen |=
        power_ && std::abs(power_->present_voltage_V - control.target_voltage_V) > kMatch_V;
}

void RuleWatch::precharge_over() {
    Session& session = session_;
    session.precharged = session.precharge_as_told;
    session.matched = session.mismatch_seen && power_ &&
                      std::abs(power_->present_voltage_V - control_->target_voltage_V) <= kMatch_V;
}

// The safe order is the same wherever a session ends.
void RuleWatch::from_charging_on(Power kind, core::Instant now) {
    Session& session = session_;
    if (session.started) {
        ++session.frames_after_start;
        if (session.frames_after_start == 1) {
            session.standby_then_silence = kind == Power::standby_closed;
        } else if (session.frames_after_start == 2) {
            session.standby_then_silence =
                session.standby_then_silence && seconds_between(control_at_, now) > kSilence_s;
        }
    }
    const bool open = kind == Power::standby_open || kind == Power::standby_open_lowering;
    if (kind == Power::transfer) session.transfer_seen = true;
    if (state_ == evse::ControllerState::Welding_Detection && !open) session.welding_kept = false;
    if (kind == Power::standby_closed) session.stop_closed = true;
    if (kind == Power::standby_open && control_kind_ != Power::standby_open) {
        session.stop_opened = true;
        const bool gone = power_ && std::abs(power_->present_current_A) < limits_.ending_current_A;
        if (session.stops == 1 && session.stop_closed && session.current_seen && gone &&
            control_kind_ == Power::standby_closed) {
            show(Rule::end_current);
        }
    }
    if (kind == Power::standby_open_lowering && session.stop_opened) session.stop_lowered = true;
}

}  // namespace chargerig::monitor
