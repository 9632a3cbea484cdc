// SPDX-License-Identifier: Apache-2.0
#include "sim/vehicle/vehicle.hpp"

#include <array>
#include <cassert>
#include <utility>

#include "sim/vehicle/commands.hpp"
#include "sim/vehicle/phases/phases.hpp"
#include "sim/vehicle/pilot_reading.hpp"
#include "sim/vehicle/step.hpp"

namespace chargerig::vehicle {
namespace {

using link::VarName;

// State C for this long says that a vehicle which has paused or finished goes on (BCB toggle: 0.2
// to 0.4 s, give or take 0.05 s; EVerest, interface facts 4.6).
constexpr double kWakeUpPulse_s = 0.3;

void start_anew(Step& step, core::Instant plugged_since, std::string_view cause) {
    State& state = step.state;
    ChargerData charger = std::move(state.charger);
    begin_session(charger);
    state = State{};
    state.announced = true;
    state.plugged_since = plugged_since;
    state.charger = std::move(charger);
    step.enter(Phase::waiting_for_pwm, 0.0, 0.0, cause);
}

void wait_for_plug(Step&) {}

void waking_up(Step& step) {
    if (step.due()) start_anew(step, step.state.plugged_since, "state B again");
}

using Handler = void (*)(Step&);
constexpr std::array<Handler, 22> kHandlers{wait_for_plug,          phases::waiting_for_pwm,
                                            phases::link_setup,     phases::handshake,
                                            phases::session_setup,  phases::services,
                                            phases::authorisation,  phases::service_selection,
                                            phases::parameters,     phases::cable_check,
                                            phases::precharge,      phases::closing_contactors,
                                            phases::power_delivery, phases::charge_loop,
                                            phases::stopping,       phases::welding,
                                            phases::session_stop,   phases::emergency,
                                            wait_for_plug,          wait_for_plug,
                                            wait_for_plug,          waking_up};

// A step passes through fewer phases than this at one instant.
constexpr int kMostPhasesAtOnce = 8;

// The link is up and not yet given up.
bool linked(Phase phase) {
    return phase >= Phase::handshake && phase <= Phase::session_stop;
}

// The provider tells at its start what the charger's side can speak.
void announce(Step& step) {
    if (step.state.announced) return;
    step.state.announced = true;
    link::SupportedAppProtocols all;
    all.app_protocols.push_back(link::SupportedAppProtocol::DIN70121);
    all.app_protocols.push_back(link::SupportedAppProtocol::ISO15118D2);
    all.app_protocols.push_back(link::SupportedAppProtocol::ISO15118D20);
    step.publish(VarName::supported_app_protocols_secc, all);
}

void plug_in(Step& step) {
    start_anew(step, step.in.now, "plugged in");
}

void unplug(Step& step) {
    const Phase phase = step.state.phase;
    if (phase == Phase::session_stop) {
        step.publish(VarName::dlink_terminate);
    } else if (linked(phase) || phase == Phase::emergency) {
        phases::fail(step, "connector pulled");
    }
    step.state.ready = false;
    step.open_contactors();
    step.enter(Phase::unplugged, 0.0, 0.0, "unplugged");
}

void take_commands(Step& step) {
    for (const auto& command : step.in.commands) {
        take_command(command, step.iso20(), step.state.charger);
    }
}

// Stop and pause reach the vehicle with an answer to a message; Evse15118D20 tells them in the
// answers of the charge loop alone (interface facts 4.6).
StopCause asked_by_charger(const Step& step) {
    const ChargerData& charger = step.state.charger;
    if (charger.error == link::EvseError::Error_EmergencyShutdown ||
        charger.error == link::EvseError::Error_Malfunction) {
        return StopCause::charger_error;
    }
    if (step.iso20() && step.state.phase != Phase::charge_loop) return StopCause::none;
    if (charger.pause_asked) return StopCause::pause_request;
    if (charger.stop_asked || charger.error == link::EvseError::Error_UtilityInterruptEvent) {
        return StopCause::charger_request;
    }
    return StopCause::none;
}

void look_at_pauses(Step& step) {
    if (step.in.pause_request) phases::begin_pause(step);
    if (!step.in.resume_request) return;
    if (step.state.phase != Phase::paused && step.state.phase != Phase::finished) {
        step.note(core::NoteKind::warning, "cannot resume",
                  "the vehicle has neither paused nor finished");
        return;
    }
    step.state.ready = true;
    step.enter(Phase::waking_up, kWakeUpPulse_s, 0.0, "state C for a moment");
}

void look_at_stops(Step& step) {
    const Phase phase = step.state.phase;
    if (phase < Phase::handshake || phase > Phase::charge_loop) return;
    if (step.in.stop_request) phases::begin_stop(step, StopCause::vehicle_request);
    if (phase != step.state.phase) return;
    const StopCause cause = asked_by_charger(step);
    const bool news = step.state.stop == StopCause::none;
    if (cause == StopCause::charger_error || (cause != StopCause::none && news)) {
        phases::begin_stop(step, cause);
    }
}

// A pilot that fails, or a link that the charger closes, ends everything at once.
void look_at_the_line(Step& step) {
    const Phase phase = step.state.phase;
    if (!linked(phase)) return;
    if (phase <= Phase::charge_loop && !asks_for_hlc(step.in.pilot)) {
        phases::fail(step, step.in.pilot.fault ? "pilot in state F" : "5 % duty gone");
    } else if (phase <= Phase::welding && !step.state.charger.link_ready) {
        phases::fail(step, "link closed by the charger");
    }
}

void look_at_the_contactors(Step& step) {
    if (step.state.open_contactors_at == core::kNever) return;
    if (step.current_gone() || step.in.now >= step.state.open_contactors_at) {
        step.open_contactors();
    }
}

void run_phases(Step& step) {
    for (int i = 0; i < kMostPhasesAtOnce; ++i) {
        const Phase before = step.state.phase;
        if (step.in.now >= step.state.deadline) {
            phases::fail(step, phases::timed_out_text(before));
        }
        kHandlers[static_cast<std::size_t>(step.state.phase)](step);
        if (step.state.phase == before) return;
    }
    assert(false && "phases go round in a circle");
}

core::Instant next_wakeup(const State& state, core::Instant now) {
    core::Instant next = core::kNever;
    for (const core::Instant at :
         {state.next_request, state.deadline, state.timer, state.open_contactors_at}) {
        if (at > now) next = core::earliest(next, at);
    }
    return next;
}

}  // namespace

Vehicle::Vehicle(Profile profile) : profile_(std::move(profile)) {
    assert(check(profile_).empty() && "a profile has to be checked before");
}

State Vehicle::initial_state(core::Instant now) const {
    State state;
    state.phase_since = now;
    state.next_request = now;
    return state;
}

void Vehicle::step(const Inputs& inputs, State& state, Outputs& outputs) const {
    outputs.clear();
    Step step(profile_, inputs, state, outputs);
    announce(step);
    if (inputs.plugged && state.phase == Phase::unplugged) plug_in(step);
    if (!inputs.plugged && state.phase != Phase::unplugged) unplug(step);
    take_commands(step);
    look_at_the_line(step);
    if (inputs.communication_lost && linked(state.phase)) phases::fail(step, "communication lost");
    if (inputs.emergency_request && linked(state.phase)) {
        phases::begin_emergency(step, link::DcEvErrorCode::FAILED_EVRESSMalfunction,
                                "emergency reported by the vehicle");
    }
    look_at_pauses(step);
    look_at_stops(step);
    run_phases(step);
    look_at_the_contactors(step);
    outputs.pilot = {inputs.plugged, inputs.plugged && state.ready};
    outputs.contactors_close = state.contactors_commanded;
    outputs.next_wakeup = next_wakeup(state, inputs.now);
}

}  // namespace chargerig::vehicle
