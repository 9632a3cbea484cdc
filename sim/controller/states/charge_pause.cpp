// SPDX-License-Identifier: Apache-2.0
//
// State 13: the vehicle has ended the charge in order and paused its communication. Nothing is
// documented but the label (spec 8.29). Our reading: what is left of the safe order, then silence,
// in which the power side may sleep; the session is not finished. A vehicle that wakes the
// communication up goes through everything again, and what was known of it is forgotten; the plug
// or the user ends the session.
#include "sim/controller/senders.hpp"
#include "sim/controller/shutdown.hpp"
#include "sim/controller/states.hpp"

namespace chargerig::controller::states {
namespace {

void enter(Context& context) {
    // The next invitation and the next request to stop belong to the time after the pause.
    context.session().communication_started = false;
    context.session().stop_asked = false;
    stop_session_messages(context.state);
    context.set_timer(context.configuration.lowering_limit_s);
}

bool silent(const Context& context) {
    return !context.session().power_used;
}

// A session that begins anew and, as it stands, ended in order.
void become_silent(Context& context) {
    State& state = context.state;
    const bool normally = state.session.ended_normally;
    state.session = Session{};
    state.session.ended_normally = normally;
    state.session.after_pause = true;
    state.cycles.power_control.stop();
    state.timer = core::kNever;
}

void take_power_away(Context& context) {
    continue_shutdown(context, must_lower(context) || context.power_stale());
    if (output_settled(context)) become_silent(context);
}

void close(Context& context, std::string_view cause) {
    go_to(context, evse::ControllerState::Closing_Communication, cause);
}

void run(Context& context) {
    const link::VehicleView& vehicle = context.vehicle();
    if (!silent(context)) take_power_away(context);
    if (!context.may_leave()) return;
    if (!vehicle.plugged) return close(context, "unplugged while paused");
    if (context.stop_wanted) return close(context, "stopped by the user while paused");
    if (!silent(context) || vehicle.phase == link::HlcPhase::paused) return;
    context.session().ended_normally = false;
    go_to(context, evse::ControllerState::Negotiating_Connection,
          "the vehicle woke the communication up");
}

}  // namespace

const StateHandler kChargePause{enter, run};

}  // namespace chargerig::controller::states
