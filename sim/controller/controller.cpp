// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/controller.hpp"

#include <cassert>
#include <utility>

#include "sim/controller/climate.hpp"
#include "sim/controller/flags.hpp"
#include "sim/controller/inputs_outputs.hpp"
#include "sim/controller/own_modules.hpp"
#include "sim/controller/senders.hpp"
#include "sim/controller/states.hpp"
#include "sim/controller/supervision.hpp"
#include "sim/controller/vehicle_side.hpp"

namespace chargerig::controller {
namespace {

using evse::ControllerState;

void take_status(Context& context, const evse::PowerModulesStatus& status) {
    State& state = context.state;
    state.power = status;
    state.power_received = context.now();
    ++state.power_count;
    Session& session = state.session;
    // From Connected_With_Full_Info on New_Charge_Session has been sent at least once (spec 5.6).
    const bool waking = state.state == ControllerState::Connected_With_Full_Info ||
                        state.state == ControllerState::Insulation_Test;
    const bool allowed = status.system_enable == evse::SystemEnable::Allowed;
    if (!waking || session.enabled || !allowed) return;
    session.enabled = true;
    state.cycles.new_charge_session.stop();
    note(context, core::NoteKind::action, "power side ready", "System_Enable = Allowed");
}

void receive(Context& context) {
    for (const evse::Message& message : context.inputs.received) {
        if (const auto* status = std::get_if<evse::PowerModulesStatus>(&message)) {
            take_status(context, *status);
        } else if (const auto* limits = std::get_if<evse::DcPowerParameters>(&message)) {
            context.parameters_changed |= context.state.parameters != *limits;
            context.state.parameters = *limits;
        } else if (const auto* flags = std::get_if<evse::SequenceControl>(&message)) {
            take_flags(context, *flags);
        } else if (const auto* secc = std::get_if<evse::SeccOutputs>(&message)) {
            take_outputs(context, *secc);
        } else if (const auto* spcc = std::get_if<evse::SpccOutputs>(&message)) {
            take_outputs(context, *spcc);
        }
    }
}

// A vehicle that is gone is neither invited nor asked for anything, and its return is a new
// plug-in.
void notice_unplug(Context& context) {
    if (context.vehicle().plugged) return;
    context.state.wait_for_unplug = false;
    context.session().communication_started = false;
    context.session().stop_asked = false;
}

// A back end names a set-point for a running transaction; it is kept until the session ends
// (spec 8.26).
void take_ocpp(Context& context) {
    if (!context.inputs.ocpp_target_current_A) return;
    const double target_A = *context.inputs.ocpp_target_current_A;
    const ControllerState state = context.state.state;
    const bool in_session =
        between(state, ControllerState::Negotiating_Connection, ControllerState::Charging);
    const bool fits = target_A >= -3276.8 && target_A <= 3276.7;
    const bool useless = state == ControllerState::Charging && !context.session().dynamic;
    if (!in_session || !fits || useless) {
        note(context, core::NoteKind::warning, "set-point of the back end ignored",
             !in_session ? "no session is running"
             : !fits     ? "OCPP_Control carries -3276.8 to 3276.7 A"
                         : "the session is not in dynamic control");
        return;
    }
    context.session().ocpp_target_A = target_A;
    context.session().ocpp_pending = true;
}

// Runs handlers until the state stays; each may enter the next one in the same instant.
void run_states(Context& context) {
    constexpr int kMostTransitions = 12;
    for (int i = 0; i < kMostTransitions; ++i) {
        const ControllerState before = context.state.state;
        handler(before).run(context);
        if (context.state.state == before) return;
    }
    assert(false && "states chase each other");
}

core::Instant next_wakeup(const Context& context) {
    const State& state = context.state;
    const Cycles& cycles = state.cycles;
    core::Instant next = core::kNever;
    for (core::Instant wish :
         {cycles.status.next, cycles.new_charge_session.next, cycles.power_control.next,
          cycles.ev_id.next, cycles.inputs.next, cycles.extra_information.next,
          cycles.emergency_stop.next, cycles.climate.next, state.timer,
          state.session.open_at_latest, state.session.ev_information.next,
          status_deadline(context.configuration, state),
          contactors_deadline(context.configuration, state), own_modules_deadline(context)}) {
        // A deadline that has passed waits for something else now.
        if (wish > context.now()) next = core::earliest(next, wish);
    }
    return next;
}

}  // namespace

Controller::Controller(Configuration configuration, Interface interface)
    : configuration_(std::move(configuration)), interface_(interface) {}

State Controller::initial_state(core::Instant now) const {
    State state;
    state.entered = now;
    state.timer = now + core::from_seconds(configuration_.boot_s);
    state.cycles.status.start(now);
    return state;
}

void Controller::step(const Inputs& inputs, State& state, Outputs& outputs) const {
    assert(inputs.vehicle != nullptr);
    outputs.clear();
    Context context{configuration_, interface_, inputs, state, outputs, inputs.stop_button};
    receive(context);
    take_inputs(context);
    notice_unplug(context);
    take_ocpp(context);
    update_climate(context);
    supervise(context);
    send_status(context);
    run_states(context);
    outputs.pilot = pilot(context);
    send_cyclic(context);
    drive_own_modules(context);
    outputs.charger = charger_view(context);
    outputs.output_contactors_close = state.output_contactors_close;
    outputs.box = state.box;
    outputs.next_wakeup = next_wakeup(context);
}

}  // namespace chargerig::controller
