// SPDX-License-Identifier: Apache-2.0
//
// State 3: the session is announced to the power side, which may still be asleep. The vehicle goes
// on by itself when it asks for the cable check, and is kept waiting there for
// Charge_Parameters_Done where sequence flags are used; where wait_enable_in says so, System_Enable
// is awaited here.
#include "sim/controller/flags.hpp"
#include "sim/controller/states.hpp"
#include "sim/controller/traps.hpp"
#include "sim/controller/voltage_window.hpp"
#include "sim/core/protection.hpp"

namespace chargerig::controller::states {
namespace {

void enter(Context& context) {
    context.state.cycles.new_charge_session.start(context.now());
    context.state.cycles.ev_id.start(context.now());
    context.set_timer(context.configuration.full_info_limit_s);
}

void run(Context& context) {
    note_voltage_window(context);
    const std::string_view mismatch = voltage_mismatch(context);
    if (!mismatch.empty() && context.may_leave()) return abort_session(context, mismatch);
    if (!reached(context.vehicle(), link::HlcPhase::cable_check)) {
        if (context.timer_expired()) {
            abort_session(context, "the vehicle did not ask for the cable check in time");
        }
        return;
    }
    if (!parameters_done(context)) {
        if (context.timer_expired()) {
            abort_session(context, "Charge_Parameters_Done did not come in time");
        }
        return;
    }
    const bool wait_here = context.configuration.wait_enable_in == WaitEnableIn::state3;
    if (wait_here && !context.session().enabled) {
        if (!context.session().enable_awaited) {
            context.session().enable_awaited = true;
            context.set_timer(context.configuration.wake_up_limit_s);
        } else if (context.timer_expired() && core::in_force(core::Protection::wake_up_limit)) {
            abort_session(context, "the power side did not wake up in time");
        }
        return;
    }
    if (context.may_leave()) {
        go_to(context, evse::ControllerState::Insulation_Test,
              "the vehicle asks for the cable check");
    }
}

}  // namespace

const StateHandler kConnectedWithFullInfo{enter, run};

}  // namespace chargerig::controller::states
