// SPDX-License-Identifier: Apache-2.0
//
// The small machine that runs the states.
#include <array>
#include <cassert>
#include <string>

#include "sim/controller/shutdown.hpp"
#include "sim/controller/states.hpp"

namespace chargerig::controller {

std::string_view label(evse::ControllerState state) {
    constexpr std::array<std::string_view, 14> kLabels{
        "Initialising",           "Waiting_For_PEV",
        "Negotiating_Connection", "Connected_With_Full_Info",
        "Insulation_Test",        "Precharge",
        "Waiting_For_Charge",     "Charging",
        "Ending_Charge",          "Welding_Detection",
        "Closing_Communication",  "CCS_Authorisation_Process",
        "Not_Available",          "Charge_Pause"};
    const auto index = static_cast<std::size_t>(state);
    assert(index < kLabels.size());
    return kLabels[index];
}

const StateHandler& handler(evse::ControllerState state) {
    using enum evse::ControllerState;
    switch (state) {
        case Initialising:
            return states::kInitialising;
        case Waiting_For_PEV:
            return states::kWaitingForPev;
        case Negotiating_Connection:
            return states::kNegotiatingConnection;
        case Connected_With_Full_Info:
            return states::kConnectedWithFullInfo;
        case Insulation_Test:
            return states::kInsulationTest;
        case Precharge:
            return states::kPrecharge;
        case Waiting_For_Charge:
            return states::kWaitingForCharge;
        case Charging:
            return states::kCharging;
        case Ending_Charge:
            return states::kEndingCharge;
        case Welding_Detection:
            return states::kWeldingDetection;
        case Closing_Communication:
            return states::kClosingCommunication;
        case CCS_Authorisation_Process:
            return states::kCcsAuthorisationProcess;
        case Not_Available:
            return states::kNotAvailable;
        case Charge_Pause:
            return states::kChargePause;
    }
    assert(false && "no such state");
    return states::kClosingCommunication;
}

void note(Context& context, core::NoteKind kind, std::string_view text, std::string_view cause) {
    context.outputs.notes.push_back(
        {context.now(), core::Source::controller, kind, std::string(text), std::string(cause)});
}

void go_to(Context& context, evse::ControllerState next, std::string_view cause) {
    State& state = context.state;
    state.state = next;
    state.entered = context.now();
    state.reported = false;
    state.timer = core::kNever;
    note(context, core::NoteKind::state, label(next), cause);
    handler(next).enter(context);
}

void abort_session(Context& context, std::string_view cause, bool in_order) {
    Session& session = context.session();
    session.stop_asked = context.vehicle().plugged;
    session.ended_normally = in_order && context.configuration.clean_stop_before_charging;
    if (session.power_used) begin_shutdown(context);
    if (session.ended_normally) {
        note(context, core::NoteKind::action, "session ends before charging", cause);
    } else {
        note(context, core::NoteKind::abnormal, "session given up before charging", cause);
    }
    go_to(context, evse::ControllerState::Closing_Communication, cause);
}

}  // namespace chargerig::controller
