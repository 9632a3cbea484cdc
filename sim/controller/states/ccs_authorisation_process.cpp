// SPDX-License-Identifier: Apache-2.0
//
// State 11: the power side decides by CCS_Authorisation_Done and CCS_Authorisation_Valid, and may
// take as long as the vehicle waits, up to a limit of our own. A vehicle that goes on without
// having been authorised is held here all the same. With the answer the vehicle tells its charge
// parameters, and only then is everything known that the next state announces.
#include "sim/controller/flags.hpp"
#include "sim/controller/negotiation.hpp"
#include "sim/controller/states.hpp"

namespace chargerig::controller::states {
namespace {

void enter(Context& context) {
    sample_authorisation(context);
    context.set_timer(context.configuration.authorisation_limit_s);
}

void run(Context& context) {
    if (refuse_protocol(context)) return;
    const Session& session = context.session();
    if (context.timer_expired()) {
        abort_session(context, session.authorised ? late_text(context)
                                                  : "the authorisation did not come in time");
    } else if (session.authorised) {
        go_on_when_informed(context);
    } else if (session.authorisation_refused && context.may_leave()) {
        abort_session(context, "authorisation invalid");
    }
}

}  // namespace

const StateHandler kCcsAuthorisationProcess{enter, run};

}  // namespace chargerig::controller::states
