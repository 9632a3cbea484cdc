// SPDX-License-Identifier: Apache-2.0
//
// State 1: waits for a plug-in. A plug that is still in from the session before does not count
// unless the vehicle wakes the communication up, and nothing starts while the current loop is open
// or the output contactors stay closed (spec 8.18, 8.34).
#include <string>

#include "sim/controller/flags.hpp"
#include "sim/controller/idle.hpp"
#include "sim/controller/states.hpp"
#include "sim/controller/supervision.hpp"
#include "sim/core/protection.hpp"
#include "sim/core/text.hpp"

namespace chargerig::controller::states {
namespace {

void note_cap(Context& context, std::string_view what, double configured, double cap,
              std::string_view unit) {
    if (cap <= 0.0 || cap >= configured) return;
    std::string text = "cable limits " + std::string(what) + " to " + core::number_text(cap) + " " +
                       std::string(unit);
    std::string cause = "configured " + core::number_text(configured) + " " + std::string(unit);
    note(context, core::NoteKind::warning, text, cause);
}

// Once: a cable entry below the charger's own entry is easily overlooked (spec 7, default 100 A).
void note_caps(Context& context) {
    if (context.state.limits_noted) return;
    context.state.limits_noted = true;
    const Configuration& c = context.configuration;
    note_cap(context, "voltage", c.max_charger_voltage_V, c.max_cable_voltage_V, "V");
    note_cap(context, "current", c.max_charger_current_A, c.max_cable_current_A, "A");
    if (c.is_bidirectional) {
        note_cap(context, "discharge current", c.max_charger_discharge_current_A,
                 c.max_cable_current_A, "A");
    }
    if (c.max_charger_power_W > 0.0) {
        note_cap(context, "power", c.max_charger_power_W, c.max_cable_power_W, "W");
    }
}

// The same plug, but the vehicle has pulsed the pilot since the session closed (B-C-B, spec 8.34).
bool woken_by_pilot(const Context& context) {
    return context.configuration.restart_by_pilot && context.state.wait_for_unplug &&
           context.vehicle().wake_ups != context.state.wake_ups_seen;
}

// What keeps a session from beginning; empty: nothing.
std::string_view hindrance_text(const Context& context) {
    if (!core::in_force(core::Protection::emergency_blocks_next_session)) return {};
    if (context.inputs.emergency_stop_button) return "emergency stop button, current loop open";
    if (contactors_welded(context)) return "output contactors welded";
    return {};
}

void enter(Context& context) {
    become_idle(context);
    note_caps(context);
}

void run(Context& context) {
    const bool over = emergency_over(context);
    if (!may_start(context)) {
        if (!context.may_leave()) return;
        go_to(context, evse::ControllerState::Not_Available, "Start_Charge_Authorisation = 0");
        return;
    }
    if (!context.vehicle().plugged) return;
    const bool woken = woken_by_pilot(context);
    if (context.state.wait_for_unplug && !woken) return;
    const std::string_view hindrance = over ? hindrance_text(context) : "the emergency lasts";
    if (!hindrance.empty() && !context.state.held_back_noted) {
        note(context, core::NoteKind::warning, "no session begins", hindrance);
    }
    context.state.held_back_noted = !hindrance.empty();
    if (!hindrance.empty() || !context.may_leave()) return;
    context.state.wait_for_unplug = false;
    go_to(context, evse::ControllerState::Negotiating_Connection,
          woken ? "the vehicle woke the communication up" : "plugged in");
}

}  // namespace

const StateHandler kWaitingForPev{enter, run};

}  // namespace chargerig::controller::states
