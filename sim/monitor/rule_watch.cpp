// SPDX-License-Identifier: Apache-2.0
#include "sim/monitor/rule_watch.hpp"

#include <cmath>

#include "sim/monitor/rule_times.hpp"

namespace chargerig::monitor {

using evse::ControllerState;
using evse::Rule;
using evse::SystemEnable;
using rule_times::seconds_between;

namespace {

constexpr double kPeriod_s = 0.1;
// So many gaps in a row, of either side, show that the period is kept.
constexpr int kGapsKept = 50;

constexpr double kControllerLost_s = 0.2;  // (spec 5.5)
constexpr double kLegalGap_s = 60.0;       // of DC_Power_Control (spec 5.9)
constexpr double kFollows_A = 2.0;         // as near as a set-point is followed

bool keeps_period(core::Instant from, core::Instant to) {
    return rule_times::about(seconds_between(from, to), kPeriod_s);
}

}  // namespace

void RuleWatch::see(const evse::Message& message, core::Instant now) {
    using evse::MessageKind;
    switch (evse::kind_of(message)) {
        case MessageKind::power_modules_status:
            return take(std::get<evse::PowerModulesStatus>(message), now);
        case MessageKind::dc_power_parameters:
            return take(std::get<evse::DcPowerParameters>(message), now);
        case MessageKind::sequence_control:
            flags_ = std::get<evse::SequenceControl>(message);
            return;
        case MessageKind::controller_status:
            return take(std::get<evse::ControllerStatus>(message), now);
        case MessageKind::new_charge_session:
            session_.announced = true;
            return;
        case MessageKind::charge_status_change:
            return take(std::get<evse::ChargeStatusChange>(message), now);
        case MessageKind::dc_power_control:
            return take(std::get<evse::DcPowerControl>(message), now);
        case MessageKind::charge_session_finished:
            return take(std::get<evse::ChargeSessionFinished>(message), now);
        case MessageKind::emergency_stop:
            return take(std::get<evse::EmergencyStop>(message), now);
        default:
            return;
    }
}

evse::Rules RuleWatch::shown() const {
    evse::Rules out = shown_;
    if (modules_gaps_ >= kGapsKept && controller_gaps_ >= kGapsKept) out.add(Rule::status_period);
    if (parameters_changed_ && parameters_kept_) out.add(Rule::parameters_spacing);
    return out;
}

void RuleWatch::take(const evse::PowerModulesStatus& status, core::Instant now) {
    if (power_ && modules_gaps_ < kGapsKept) {
        modules_gaps_ = keeps_period(power_at_, now) ? modules_gaps_ + 1 : 0;
    }
    watch_enable(status, now);
    watch_lost_controller(status, now);
    watch_gap(status, now);
    session_.current_seen |= control_kind_ == Power::transfer &&
                             std::abs(status.present_current_A) >= limits_.ending_current_A;
    power_ = status;
    power_at_ = now;
}

void RuleWatch::watch_enable(const evse::PowerModulesStatus& status, core::Instant now) {
    const bool allowed = status.system_enable == SystemEnable::Allowed;
    if (session_.enabled && !allowed && !session_.withdrawn) {
        session_.withdrawn = now;
        session_.withdrawn_charging = state_ == ControllerState::Charging;
    }
    const bool waking = state_ == ControllerState::Connected_With_Full_Info ||
                        state_ == ControllerState::Insulation_Test;
    if (session_.enabled || !allowed || !waking) return;
    session_.enabled = true;
    if (state_ == ControllerState::Insulation_Test && control_kind_ == Power::off) {
        show(Rule::insulation_wake_up);
    }
}

void RuleWatch::watch_lost_controller(const evse::PowerModulesStatus& status, core::Instant now) {
    if (!controller_at_ || !power_ || power_->system_enable != SystemEnable::Allowed) return;
    const double silent_s = seconds_between(*controller_at_, now);
    if (silent_s <= kControllerLost_s) return;
    // Seen in the first status of the modules from then on.
    const bool at_once = silent_s <= kControllerLost_s + kPeriod_s + rule_times::kTolerance_s;
    const bool off = status.system_enable != SystemEnable::Allowed &&
                     std::abs(status.present_current_A) < limits_.ending_current_A;
    if (at_once && off) show(Rule::controller_status_lost);
}

void RuleWatch::watch_gap(const evse::PowerModulesStatus& status, core::Instant now) {
    if (control_kind_ != Power::transfer || !controller_at_) return;
    if (seconds_between(control_at_, now) < kLegalGap_s) return;
    const bool supervised = seconds_between(*controller_at_, now) <= kControllerLost_s;
    const bool follows =
        status.system_enable == SystemEnable::Allowed &&
        std::abs(status.present_current_A - control_->current_range_max_A) <= kFollows_A;
    if (supervised && follows) show(Rule::dcpc_gap);
}

void RuleWatch::take(const evse::DcPowerParameters& parameters, core::Instant now) {
    if (parameters_) {
        parameters_kept_ = parameters_kept_ && seconds_between(parameters_at_, now) >=
                                                   kPeriod_s - rule_times::kTolerance_s;
        parameters_changed_ |= parameters != *parameters_;
    }
    parameters_ = parameters;
    parameters_at_ = now;
}

void RuleWatch::take(const evse::ControllerStatus& status, core::Instant now) {
    if (controller_at_ && controller_gaps_ < kGapsKept) {
        controller_gaps_ = keeps_period(*controller_at_, now) ? controller_gaps_ + 1 : 0;
    }
    controller_at_ = now;
    const auto before = state_;
    state_ = status.state;
    if (before && *before != status.state) pass(*before, status.state, now);
}

void RuleWatch::take(const evse::ChargeStatusChange& change, core::Instant now) {
    session_.messages = true;
    if (change.vehicle_ready_for_charging == evse::ChargeStatus::Charge_Stopped) {
        ++session_.stops;
        session_.stop_closed = session_.stop_opened = session_.stop_lowered = false;
        return;
    }
    session_.started = now;
    session_.frames_after_start = 0;
    if (control_kind_ != Power::standby_closed) return;
    if (session_.precharged) show(Rule::precharge);
    if (session_.matched) show(Rule::precharge_match);
}

void RuleWatch::take(const evse::ChargeSessionFinished& finished, core::Instant) {
    session_.messages = true;
    ++session_.finishes;
    session_.rushed = finished.state == evse::StopState::Rushed_Stop;
    const bool emergency = session_.emergency_began.has_value();
    if (session_.rushed && emergency) return shown_.add(session_.emergency);
    if (session_.rushed) return end_given_up();
    if (emergency || session_.stops != 1) return;
    for (const Rule rule : {Rule::user_stop_charging, Rule::temperature_stop}) {
        if (session_.causes.has(rule)) show(rule);
    }
}

// Whether the session was given up so long after `begin`. The states' reports lag by up to a
// period.
bool RuleWatch::closed_after(core::Instant begin, double limit_s) const {
    if (!session_.closing_since) return false;
    const double after_s = seconds_between(begin, *session_.closing_since);
    return std::abs(after_s - limit_s) <= kPeriod_s + rule_times::kTolerance_s;
}

void RuleWatch::end_given_up() {
    const Session& session = session_;
    if (!session.closing_since) return;
    if (session.refused && !session.announced) show(Rule::authorisation_invalid);
    if (session.causes.has(Rule::user_stop_before_charging)) show(Rule::user_stop_before_charging);
    if (session.causes.has(Rule::vehicle_refuses) && !session.enabled) show(Rule::vehicle_refuses);
    if (session.causes.has(Rule::insulation_test_fails) && session.enabled && !session.tested) {
        show(Rule::insulation_test_fails);
    }
    if (!session.enabled && closed_after(session.test_entered, limits_.wake_up_s)) {
        show(Rule::wake_up);
    }
    if (!session.tested && session.closed_at &&
        closed_after(*session.closed_at, limits_.insulation_timeout_s)) {
        show(Rule::insulation_timeout);
    }
    if (session.withdrawn && !session.withdrawn_charging && closed_after(*session.withdrawn, 0.0) &&
        session.stop_closed && session.stop_opened && session.stop_lowered) {
        show(Rule::enable_before_charging);
    }
}

void RuleWatch::take(const evse::EmergencyStop& stop, core::Instant now) {
    session_.messages = true;
    if (!session_.emergency_began) {
        begin_emergency(stop.origin, now);
    } else if (!keeps_period(session_.emergency_last, now)) {
        session_.emission_kept = false;
    }
    session_.emergency_last = now;
}

void RuleWatch::begin_emergency(evse::EmergencyOrigin origin, core::Instant now) {
    session_.emergency_began = now;
    // After the charge they are open, and the output is being lowered.
    const bool open = control_kind_ == Power::standby_open ||
                      (session_.stop_lowered && control_kind_ == Power::standby_open_lowering);
    const bool opened = open && seconds_between(control_at_, now) <= rule_times::kTolerance_s;
    const bool unpowered = control_kind_ == Power::none || control_kind_ == Power::off;
    session_.emission_kept = opened;
    if (!opened && !unpowered) return;
    evse::Rules& seen = session_.emergency;
    const auto tells = [&](Rule rule) {
        if (session_.causes.has(rule)) seen.add(rule);
    };
    if (origin == evse::EmergencyOrigin::PEV) {
        tells(Rule::vehicle_emergency);
        return tells(Rule::communication_loss);
    }
    tells(Rule::interlock);
    tells(Rule::output_contactors_welded);
    if (!power_) return;
    const double old_s = seconds_between(power_at_, now);
    if (session_.enabled && rule_times::about(old_s, limits_.status_timeout_s)) {
        seen.add(Rule::status_timeout);
        seen.add(Rule::status_lost);
    }
    if (old_s > rule_times::kTolerance_s) return;
    if (session_.withdrawn && session_.withdrawn_charging && *session_.withdrawn == power_at_) {
        seen.add(Rule::enable_while_charging);
    }
    const double voltage_V = power_->present_voltage_V;
    if (session_.tested && voltage_V > limits_.running_floor_V &&
        power_->insulation_resistance_kohm < limits_.running_ohm_per_V * voltage_V / 1000.0) {
        seen.add(Rule::running_insulation);
    }
}

}  // namespace chargerig::monitor
