// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/flags.hpp"

#include "sim/core/protection.hpp"

namespace chargerig::controller {
namespace {

using core::in_force;
using core::Protection;
using enum evse::ControllerState;

bool heard(const Context& context) {
    const Configuration& configuration = context.configuration;
    if (!configuration.use_sequence_flags) return false;
    return context.state.state != Initialising || configuration.flags_in_initialising;
}

// There is a session that the user may want to end.
bool stop_has_effect(evse::ControllerState state) {
    return between(state, Negotiating_Connection, Charging) || state == Charge_Pause;
}

}  // namespace

void take_flags(Context& context, const evse::SequenceControl& flags) {
    if (!heard(context)) return;
    State& state = context.state;
    const bool counts = state.flags_heard || context.configuration.first_flags_can_press;
    const bool pressed = counts && flags.user_stop_button && !state.flags.user_stop_button;
    state.flags = flags;
    state.flags_heard = true;
    if (pressed && stop_has_effect(state.state) && in_force(Protection::user_stop)) {
        context.stop_wanted = true;
    }
    if (state.state == CCS_Authorisation_Process) sample_authorisation(context);
}

void forget_session_flags(Context& context) {
    if (context.configuration.keep_flags_after_session) return;
    evse::SequenceControl& flags = context.state.flags;
    flags.ccs_authorisation_done = false;
    flags.ccs_authorisation_valid = false;
    flags.charge_parameters_done = false;
}

bool may_start(const Context& context) {
    return !context.configuration.use_sequence_flags ||
           context.state.flags.start_charge_authorisation ||
           !in_force(Protection::start_authorisation);
}

bool parameters_done(const Context& context) {
    return !context.configuration.use_sequence_flags ||
           context.state.flags.charge_parameters_done ||
           !in_force(Protection::charge_parameters_done);
}

bool external_authorisation(const Configuration& configuration) {
    return configuration.use_sequence_flags && !configuration.free_service &&
           in_force(Protection::external_authorisation);
}

void sample_authorisation(Context& context) {
    const evse::SequenceControl& flags = context.state.flags;
    Session& session = context.session();
    if (!flags.ccs_authorisation_done || session.authorised || session.authorisation_refused) {
        return;
    }
    session.authorised = flags.ccs_authorisation_valid;
    session.authorisation_refused = !flags.ccs_authorisation_valid;
    note(context, core::NoteKind::action,
         session.authorised ? "authorisation valid" : "authorisation invalid", "Sequence_Control");
}

}  // namespace chargerig::controller
