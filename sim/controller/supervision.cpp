// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/supervision.hpp"

#include <algorithm>
#include <string_view>

#include "sim/controller/insulation.hpp"
#include "sim/core/protection.hpp"

namespace chargerig::controller {
namespace {

using core::in_force;
using core::Protection;
using enum evse::ControllerState;

// System_Enable has fallen after the handshake; any value but 1 is "not allowed" (spec 8.16).
bool enable_withdrawn(const Context& context) {
    return context.session().enabled && context.state.power &&
           context.state.power->system_enable != evse::SystemEnable::Allowed;
}

// The vehicle has said that it does not fit the charger: it goes, and nothing was lost.
bool refused(const Context& context) {
    return context.vehicle().refused && context.state.state == Connected_With_Full_Info;
}

bool communication_lost(const Context& context) {
    const link::VehicleView& vehicle = context.vehicle();
    if (vehicle.phase == link::HlcPhase::failed) return !refused(context);
    return !vehicle.plugged && !ended(vehicle);
}

EmergencyCause find_emergency(const Context& context) {
    const evse::ControllerState state = context.state.state;
    const bool in_session =
        between(state, Negotiating_Connection, Closing_Communication) || state == Charge_Pause;
    if (context.session().finished || !in_session) {
        return EmergencyCause::none;
    }
    if (context.inputs.emergency_stop_button && in_force(Protection::emergency_button)) {
        return EmergencyCause::button;
    }
    if (status_deadline(context.configuration, context.state) <= context.now() &&
        in_force(Protection::status_timeout)) {
        return EmergencyCause::status_lost;
    }
    if (contactors_welded(context)) return EmergencyCause::contactors;
    if (state == Charging && enable_withdrawn(context) &&
        in_force(Protection::system_enable_while_charging)) {
        return EmergencyCause::system_enable;
    }
    if (between(state, Precharge, Ending_Charge) && running_insulation_low(context) &&
        in_force(Protection::insulation_while_charging)) {
        return EmergencyCause::insulation;
    }
    if (!between(state, Connected_With_Full_Info, Welding_Detection)) return EmergencyCause::none;
    if (communication_lost(context) && in_force(Protection::communication_loss)) {
        return EmergencyCause::communication;
    }
    if (context.vehicle().emergency && in_force(Protection::vehicle_emergency)) {
        return EmergencyCause::vehicle;
    }
    return EmergencyCause::none;
}

std::string_view text(EmergencyCause cause) {
    switch (cause) {
        case EmergencyCause::button:
            return "emergency stop button, current loop open";
        case EmergencyCause::system_enable:
            return "System_Enable withdrawn while charging";
        case EmergencyCause::insulation:
            return "insulation below the running limit";
        case EmergencyCause::status_lost:
            return "Power_Modules_Status timed out";
        case EmergencyCause::contactors:
            return "the output contactors stay closed";
        case EmergencyCause::vehicle:
            return "the vehicle reports an emergency";
        case EmergencyCause::communication:
            return "communication with the vehicle lost";
        case EmergencyCause::none:
            break;
    }
    return "";
}

// What no message on the bus tells.
void tell_cause(Context& context, EmergencyCause cause) {
    evse::Rules& causes = context.outputs.causes;
    if (cause == EmergencyCause::button) causes.add(evse::Rule::interlock);
    if (cause == EmergencyCause::contactors) causes.add(evse::Rule::output_contactors_welded);
    if (cause == EmergencyCause::vehicle) causes.add(evse::Rule::vehicle_emergency);
    if (cause == EmergencyCause::communication) causes.add(evse::Rule::communication_loss);
}

bool from_vehicle(EmergencyCause cause) {
    return cause == EmergencyCause::vehicle || cause == EmergencyCause::communication;
}

void begin_emergency(Context& context, EmergencyCause cause) {
    State& state = context.state;
    state.emergency = {
        cause, from_vehicle(cause) ? evse::EmergencyOrigin::PEV : evse::EmergencyOrigin::EVSE};
    state.session.ended_normally = false;
    // An ISO 15118-20 vehicle is reached by the pilot and by a request to stop only.
    state.session.stop_asked = context.vehicle().plugged;
    if (cause == EmergencyCause::insulation) {
        state.session.insulation = link::ChargerView::Insulation::fault;
    }
    // The next frame is Standby with the contactors open, in this instant, and the relay follows
    // it.
    if (state.session.shutdown < ShutdownStep::standby) {
        state.session.shutdown = ShutdownStep::standby;
    }
    state.output_contactors_close = false;
    if (state.session.power_used) state.cycles.power_control.start(context.now());
    state.cycles.emergency_stop.start(context.now());
    tell_cause(context, cause);
    note(context, core::NoteKind::abnormal,
         from_vehicle(cause) ? "emergency, origin PEV" : "emergency, origin EVSE", text(cause));
    if (state.state != Closing_Communication) go_to(context, Closing_Communication, text(cause));
}

// A power side that says "not allowed" once it has been told the state that it should wake up in
// (spec 8.15).
bool wake_up_refused(const Context& context) {
    const State& state = context.state;
    return context.configuration.not_allowed_at_wake_up == NotAllowedAtWakeUp::refusal &&
           state.state == Insulation_Test && state.reported && !state.session.enabled &&
           state.power && state.power_received == context.now();
}

// An end before charging that is no emergency (spec 6.5).
struct Abort {
    std::string_view cause;  // empty: none
    bool in_order = false;   // user or vehicle wanted it
};

Abort find_abort(const Context& context) {
    const evse::ControllerState state = context.state.state;
    if (!between(state, Negotiating_Connection, Waiting_For_Charge)) return {};
    if (context.stop_wanted) {
        context.outputs.causes.add(evse::Rule::user_stop_before_charging);
        return {"stopped by the user", true};
    }
    const link::VehicleView& vehicle = context.vehicle();
    if (state == Negotiating_Connection || state == CCS_Authorisation_Process) {
        if (!vehicle.plugged) return {"unplugged"};
        if (vehicle.phase == link::HlcPhase::failed) return {"communication set-up failed"};
    } else if (enable_withdrawn(context) && in_force(Protection::system_enable_before_charging)) {
        return {"System_Enable withdrawn before charging"};
    } else if (wake_up_refused(context)) {
        return {"the power side refused to wake up"};
    }
    if (refused(context) && vehicle.phase >= link::HlcPhase::stopped) {
        context.outputs.causes.add(evse::Rule::vehicle_refuses);
        return {"the vehicle refused the charger"};
    }
    if (state != Waiting_For_Charge && vehicle.phase >= link::HlcPhase::stopped) {
        return {"the vehicle ended the session before charging", true};
    }
    return {};
}

// Whether the feedback follows the drive when the contactors open.
void watch_contactors(Context& context) {
    State& state = context.state;
    if (state.output_contactors_close || !context.inputs.output_contactors_closed) {
        state.contactors_closed_since = core::kNever;
        state.contactors_noted = false;
        return;
    }
    state.contactors_closed_since = core::earliest(state.contactors_closed_since, context.now());
    if (!contactors_welded(context) || state.contactors_noted) return;
    state.contactors_noted = true;
    note(context, core::NoteKind::abnormal, "output contactors welded",
         "their feedback shows closed although they were told to open");
}

}  // namespace

core::Instant status_deadline(const Configuration& configuration, const State& state) {
    const Session& session = state.session;
    const bool from_announcement =
        configuration.supervise_status_from == SuperviseStatusFrom::new_charge_session;
    const bool begun = from_announcement ? session.announced : session.enabled;
    if (!begun || session.finished) return core::kNever;
    const core::Instant since = from_announcement
                                    ? std::max(state.power_received, session.announced_at)
                                    : state.power_received;
    return since + core::from_seconds(configuration.charger_can_timeout_ms / 1000.0);
}

void supervise(Context& context) {
    watch_contactors(context);
    if (!context.state.emergency.active()) {
        const EmergencyCause cause = find_emergency(context);
        if (cause != EmergencyCause::none) return begin_emergency(context, cause);
    }
    const Abort abort = find_abort(context);
    if (!abort.cause.empty()) abort_session(context, abort.cause, abort.in_order);
}

core::Instant contactors_deadline(const Configuration& configuration, const State& state) {
    if (state.contactors_closed_since == core::kNever) return core::kNever;
    return state.contactors_closed_since +
           core::from_seconds(configuration.contactors_open_limit_s);
}

bool contactors_welded(const Context& context) {
    return contactors_deadline(context.configuration, context.state) <= context.now() &&
           in_force(Protection::contactors_opened);
}

bool emergency_blocks(const Context& context) {
    return emergency_persists(context) && in_force(Protection::emergency_blocks_next_session);
}

bool emergency_persists(const Context& context) {
    if (context.inputs.emergency_stop_button || contactors_welded(context)) return true;
    switch (context.state.emergency.cause) {
        case EmergencyCause::vehicle:
            // Once the communication is over, nobody reports the error any more.
            return context.vehicle().emergency && context.vehicle().plugged &&
                   context.vehicle().phase < link::HlcPhase::closed;
        case EmergencyCause::insulation:
            return !context.power_stale() && running_insulation_low(context);
        case EmergencyCause::contactors:
        // These live on the alive window or on the session, and both are over.
        case EmergencyCause::system_enable:
        case EmergencyCause::status_lost:
        case EmergencyCause::communication:
        case EmergencyCause::button:
        case EmergencyCause::none:
            break;
    }
    return false;
}

}  // namespace chargerig::controller
