// SPDX-License-Identifier: Apache-2.0
//
// The state table (spec 6.2): what has to be true when one state gives way to another.
#include "sim/monitor/rule_times.hpp"
#include "sim/monitor/rule_watch.hpp"

namespace chargerig::monitor {

using evse::Rule;
using rule_times::seconds_between;
using enum evse::ControllerState;

namespace {

constexpr double kPeriod_s = 0.1;
// Longer than any message's period: the controller sends no set-points any more.
constexpr double kSilence_s = 0.3;

bool idle(evse::ControllerState state) {
    return state == Waiting_For_PEV || state == Not_Available;
}

}  // namespace

void RuleWatch::pass(evse::ControllerState from, evse::ControllerState to, core::Instant now) {
    const bool nothing_sent = !session_.messages && !session_.announced;
    switch (from) {
        case Initialising:
            if (idle(to) && nothing_sent) show(Rule::initialising);
            break;
        case Not_Available:
            if (to == Waiting_For_PEV && flags_.start_charge_authorisation && nothing_sent) {
                show(Rule::not_available);
            }
            break;
        case Waiting_For_PEV:
            if (to == Negotiating_Connection && nothing_sent) show(Rule::waiting_for_pev);
            break;
        case Negotiating_Connection:
            // The next state may have begun to announce the session before it was reported.
            if ((to == Connected_With_Full_Info || to == CCS_Authorisation_Process) &&
                !session_.messages) {
                show(Rule::negotiating_connection);
            }
            break;
        case CCS_Authorisation_Process:
            if (!flags_.ccs_authorisation_done) break;
            if (to == Connected_With_Full_Info && flags_.ccs_authorisation_valid) {
                show(Rule::ccs_authorisation_process);
            }
            session_.refused = to == Closing_Communication && !flags_.ccs_authorisation_valid;
            break;
        case Connected_With_Full_Info:
            if (to == Insulation_Test && session_.announced) show(Rule::connected_with_full_info);
            break;
        case Waiting_For_Charge:
            if (to == Charging && session_.standby_then_silence) show(Rule::waiting_for_charge);
            break;
        case Charging:
            if (to == Ending_Charge && session_.transfer_seen) show(Rule::charging);
            break;
        case Ending_Charge:
            leave_ending();
            break;
        case Welding_Detection:
            if (to == Closing_Communication && session_.welding_kept) show(Rule::welding_detection);
            break;
        case Closing_Communication:
            if (idle(to)) leave_closing(now);
            break;
        case Charge_Pause:
            if (control_kind_ == Power::standby_open_lowering ||
                control_kind_ == Power::standby_open) {
                if (session_.stops == 1 && seconds_between(control_at_, now) > kSilence_s) {
                    show(Rule::charge_pause);
                }
            }
            break;
        default:
            break;
    }
    if (to == Insulation_Test) session_.test_entered = now;
    if (to == Closing_Communication) session_.closing_since = now;
    if (idle(to) || (from == Charge_Pause && to == Negotiating_Connection)) {
        session_ = {};
        control_kind_ = Power::none;
    }
}

void RuleWatch::leave_ending() {
    const Session& session = session_;
    if (session.stops == 1 && session.stop_closed && session.stop_opened && session.stop_lowered &&
        !session.emergency_began) {
        show(Rule::ending_charge);
    }
}

void RuleWatch::leave_closing(core::Instant now) {
    const Session& session = session_;
    if (session.finishes != 1) return;
    show(Rule::closing_communication);
    if (!session.emergency_began || !session.emission_kept || !session.rushed) return;
    const bool reported_at_once = closed_after(*session.emergency_began, 0.0);
    const bool until_now =
        seconds_between(session.emergency_last, now) <= 2.0 * kPeriod_s + rule_times::kTolerance_s;
    if (reported_at_once && until_now && session.stop_lowered) show(Rule::emission);
}

}  // namespace chargerig::monitor
