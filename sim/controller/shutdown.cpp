// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/shutdown.hpp"

#include <cmath>
#include <string>

#include "sim/controller/senders.hpp"
#include "sim/core/protection.hpp"
#include "sim/core/text.hpp"

namespace chargerig::controller {
namespace {

bool current_gone(const Context& context) {
    return std::abs(context.present_current_A()) < context.configuration.ending_current_A ||
           !core::in_force(core::Protection::contactors_wait_for_current);
}

// The current is still there: has it had its time?
bool give_up_waiting(Context& context) {
    if (context.session().open_at_latest > context.now() ||
        !core::in_force(core::Protection::ending_limit)) {
        return false;
    }
    context.session().ended_normally = false;
    context.state.cycles.power_control.start(context.now());
    note(context, core::NoteKind::abnormal, "output contactors open under current",
         "the current did not go away in time");
    return true;
}

bool may_open(Context& context) {
    const bool nothing_to_wait_for =
        context.state.emergency.active() || !context.state.output_contactors_close;
    return nothing_to_wait_for || current_gone(context) || give_up_waiting(context);
}

}  // namespace

void begin_shutdown(Context& context) {
    Session& session = context.session();
    session.shutdown = ShutdownStep::none;
    session.open_at_latest =
        context.now() + core::from_seconds(context.configuration.ending_limit_s);
    context.state.cycles.power_control.start(context.now());
}

void continue_shutdown(Context& context, bool keep_lowering) {
    ShutdownStep& step = context.session().shutdown;
    const bool open = step == ShutdownStep::standby && may_open(context);
    if (!power_due(context)) return;
    if (open) {
        step = ShutdownStep::open;
        context.session().open_at_latest = core::kNever;
        context.state.output_contactors_close = false;
        send_power(context, standby_frame(false));
    } else if (step <= ShutdownStep::standby) {
        step = ShutdownStep::standby;
        send_power(context, standby_frame(context.state.output_contactors_close));
    } else if (step == ShutdownStep::open) {
        step = ShutdownStep::lowering;
        send_power(context, standby_frame(false, true));
    } else {
        send_power(context, standby_frame(false, keep_lowering));
    }
}

bool above_safe_voltage(const Context& context) {
    return context.present_voltage_V() > context.configuration.safe_voltage_V;
}

bool must_lower(const Context& context) {
    return above_safe_voltage(context) && core::in_force(core::Protection::lowering_before_unplug);
}

bool output_settled(Context& context) {
    const Session& session = context.session();
    if (!session.power_used) return true;
    if (session.shutdown != ShutdownStep::lowering) return false;
    // Either their feedback shows it, or the supervision finds that they are welded.
    if (context.state.contactors_closed_since != core::kNever &&
        !context.state.emergency.active() && core::in_force(core::Protection::contactors_opened)) {
        return false;
    }
    if (!must_lower(context) || context.power_stale()) return true;
    if (!context.timer_expired()) return false;
    note(context, core::NoteKind::warning,
         "output still at " + core::number_text(context.present_voltage_V()) + " V",
         "the power side did not lower it in time");
    return true;
}

void leave_with_vehicle(Context& context) {
    const Session& session = context.session();
    if (context.vehicle().phase == link::HlcPhase::paused && session.charging_reached &&
        session.ended_normally && context.interface.charge_pause) {
        go_to(context, evse::ControllerState::Charge_Pause, "the vehicle pauses");
    } else {
        go_to(context, evse::ControllerState::Closing_Communication,
              "the vehicle has closed the communication");
    }
}

void close_without_vehicle(Context& context, std::string_view cause) {
    context.session().stop_asked = context.vehicle().plugged;
    context.session().ended_normally = false;
    note(context, core::NoteKind::abnormal, "session closed without the vehicle", cause);
    go_to(context, evse::ControllerState::Closing_Communication, cause);
}

}  // namespace chargerig::controller
