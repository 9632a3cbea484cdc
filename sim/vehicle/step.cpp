// SPDX-License-Identifier: Apache-2.0
#include "sim/vehicle/step.hpp"

#include <cmath>
#include <string>

namespace chargerig::vehicle {

void Step::enter(Phase phase, double first_request_s, double limit_s, std::string_view cause) {
    state.phase = phase;
    state.phase_since = in.now;
    state.rounds = 0;
    request_in(first_request_s);
    state.timer = core::kNever;
    state.deadline = limit_s > 0.0 ? in.now + core::from_seconds(limit_s) : core::kNever;
    note(core::NoteKind::state, name(phase), cause);
}

void Step::publish_message(link::V2gMessageId id) {
    if (!iso20() && !state.charger.debug_mode) return;
    link::V2gMessages message;
    message.id = id;
    publish(link::VarName::v2g_messages, std::move(message));
}

void Step::note(core::NoteKind kind, std::string_view text, std::string_view cause) {
    out.notes.push_back(
        {in.now, core::Source::vehicle, kind, std::string(text), std::string(cause)});
}

bool Step::voltage_matches() const {
    return std::abs(in.readings.inlet_voltage_V - in.readings.battery_voltage_V) <=
           profile.contactors.match_voltage_V;
}

bool Step::current_gone() const {
    return std::abs(in.readings.inlet_current_A) <= profile.contactors.open_current_A;
}

void Step::open_contactors() {
    state.open_contactors_at = core::kNever;
    if (!state.contactors_commanded) return;
    state.contactors_commanded = false;
    note(core::NoteKind::action, "contactors open");
}

void Step::open_contactors_within(double delay_s) {
    if (!state.contactors_commanded) return;
    if (current_gone()) {
        open_contactors();
        return;
    }
    state.open_contactors_at = in.now + core::from_seconds(delay_s);
}

}  // namespace chargerig::vehicle
