// SPDX-License-Identifier: Apache-2.0
//
// State 10: what is left of the safe order, the output down to a safe voltage, the formal end of
// the session, and a short hold. An emergency that is still there keeps the controller here
// (spec 8.18).
#include <string>

#include "sim/controller/flags.hpp"
#include "sim/controller/idle.hpp"
#include "sim/controller/senders.hpp"
#include "sim/controller/shutdown.hpp"
#include "sim/controller/states.hpp"
#include "sim/controller/supervision.hpp"
#include "sim/core/text.hpp"

namespace chargerig::controller::states {
namespace {

void enter(Context& context) {
    State& state = context.state;
    state.cycles.new_charge_session.stop();
    state.wait_for_unplug = context.vehicle().plugged;
    state.wake_ups_seen = context.vehicle().wake_ups;
    context.set_timer(context.configuration.lowering_limit_s);
}

// What is known of the output at the session's end.
std::string output_text(const Context& context) {
    if (!context.session().power_used) {
        return context.session().after_pause ? "the output is off since the pause"
                                             : "the output was not used";
    }
    if (context.power_stale()) return "output voltage unknown: no fresh Power_Modules_Status";
    if (!above_safe_voltage(context)) return "output at a safe voltage";
    return "output still at " + core::number_text(context.present_voltage_V()) + " V";
}

void finish(Context& context) {
    Session& session = context.session();
    const bool clean = session.ended_normally && !context.state.emergency.active();
    session.finished = true;
    context.send(evse::ChargeSessionFinished{clean ? evse::StopState::Clean_Stop
                                                   : evse::StopState::Rushed_Stop});
    stop_session_messages(context.state);
    context.set_timer(context.configuration.closing_hold_s);
    note(context, core::NoteKind::action,
         clean ? "session finished: Clean_Stop" : "session finished: Rushed_Stop",
         output_text(context));
}

void run(Context& context) {
    Session& session = context.session();
    // A vehicle that wakes up again is invited by the next session, not by this one.
    if (ended(context.vehicle())) session.communication_started = false;
    if (session.power_used) {
        continue_shutdown(context, must_lower(context) || context.power_stale());
    }
    if (!session.finished) {
        if (context.may_leave() && output_settled(context)) finish(context);
        return;
    }
    const bool waits_here =
        context.configuration.emergency_waits_in == EmergencyWaitsIn::closing_communication;
    const bool held_back = waits_here && emergency_blocks(context);
    if (context.timer_expired() && !held_back) {
        forget_session_flags(context);
        go_to(context, idle_state(context), "session closed");
    }
}

}  // namespace

const StateHandler kClosingCommunication{enter, run};

}  // namespace chargerig::controller::states
