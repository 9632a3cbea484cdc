// SPDX-License-Identifier: Apache-2.0
//
// State 4, in four steps: 4a the power side wakes up, 4b the output contactors close, 4c the test,
// 4d the output goes back to a safe voltage. The state is entered before System_Enable is seen,
// because a power side may wait for it (spec 8.1).
#include "sim/controller/insulation.hpp"
#include "sim/controller/senders.hpp"
#include "sim/controller/states.hpp"
#include "sim/controller/traps.hpp"
#include "sim/core/protection.hpp"

namespace chargerig::controller::states {
namespace {

using core::in_force;
using core::Protection;
using link::ChargerView;

void fail_test(Context& context, std::string_view cause) {
    context.session().insulation = ChargerView::Insulation::fault;
    context.session().cable_check = ChargerView::CableCheck::failed;
    context.session().malfunction = true;
    context.outputs.causes.add(evse::Rule::insulation_test_fails);
    abort_session(context, cause);
}

void close_contactors(Context& context) {
    context.state.output_contactors_close = true;
    note(context, core::NoteKind::action, "output contactors close", "power side ready");
}

void wake_up(Context& context) {
    if (context.session().enabled) {
        // Exactly one Standby frame, and with it the contactors, or with the next one (spec 8.10).
        const bool close = context.configuration.contactors_close_in == ContactorsCloseIn::standby;
        context.session().insulation_step = InsulationStep::ready;
        context.state.cycles.power_control.start(context.now());
        if (close) close_contactors(context);
        send_power(context, standby_frame(close));
        context.set_timer(context.configuration.insulation_timeout_s);
    } else if (context.timer_expired() && in_force(Protection::wake_up_limit)) {
        abort_session(context, "the power side did not wake up in time");
    } else if (power_due(context)) {
        send_power(context, evse::DcPowerControl{});
    }
}

evse::DcPowerControl test_frame(double voltage_V) {
    evse::DcPowerControl frame;
    frame.target_voltage_V = voltage_V;
    frame.power_function = evse::PowerFunction::Insulation_Test;
    frame.output_contactors_close = true;
    return frame;
}

void begin_lowering(Context& context) {
    context.session().insulation_step = InsulationStep::lowering;
    context.set_timer(context.configuration.test_lowering_limit_s);
}

void test(Context& context) {
    Session& session = context.session();
    if (context.timer_expired() && in_force(Protection::insulation_timeout)) {
        const bool voltage_missing =
            context.present_voltage_V() <
            test_voltage_V(context) * context.configuration.insulation_ready_percent / 100.0;
        if (!voltage_missing) {
            note_insulation_below_mcs(
                context, insulation_limit_kohm(context.configuration, test_voltage_V(context)));
        }
        fail_test(context, voltage_missing
                               ? "insulation test timed out: the test voltage was not reached"
                               : "insulation test timed out: resistance below the limit");
        return;
    }
    if (!power_due(context)) return;
    const double voltage_V = test_voltage_V(context);
    const bool holds = insulation_holds(context, voltage_V);
    session.insulation_count = holds ? session.insulation_count + 1 : 0;
    send_power(context, test_frame(voltage_V));
    if (session.insulation_count < context.configuration.insulation_iterations) return;
    session.insulation_tested = true;
    session.tested_voltage_V = voltage_V;
    session.insulation = ChargerView::Insulation::valid;
    begin_lowering(context);
    note(context, core::NoteKind::action, "insulation test passed",
         "resistance held for the wanted number of frames");
    note_insulation_at_limit(context, insulation_limit_kohm(context.configuration, voltage_V));
}

// Goes on to the test a cycle after the Standby frame, once the relay says that it is closed.
void ready(Context& context) {
    if (context.timer_expired()) {
        fail_test(context, "insulation test timed out: the output contactors did not close");
        return;
    }
    if (!power_due(context)) return;
    const bool close_now = !context.state.output_contactors_close;
    if (close_now) close_contactors(context);
    const bool closed = close_now || context.inputs.output_contactors_closed ||
                        !in_force(Protection::contactor_feedback);
    if (!closed) return;
    context.state.cycles.power_control.start(context.now());
    if (context.configuration.skip_cable_check) {
        begin_lowering(context);
        note(context, core::NoteKind::warning, "insulation is not tested", "skip_cable_check");
        return;
    }
    context.session().insulation_step = InsulationStep::test;
    test(context);
}

void give_up_lowering(Context& context) {
    Session& session = context.session();
    if (session.cable_check == ChargerView::CableCheck::passed) {
        return abort_session(context, "the vehicle did not ask for precharge in time");
    }
    session.cable_check = ChargerView::CableCheck::failed;
    session.malfunction = true;
    abort_session(context, "the output did not fall to a safe voltage after the insulation test");
}

void lowering(Context& context) {
    Session& session = context.session();
    const bool safe = context.present_voltage_V() <= context.configuration.safe_voltage_V ||
                      !in_force(Protection::safe_voltage_after_test);
    if (safe && session.cable_check == ChargerView::CableCheck::pending) {
        session.cable_check = ChargerView::CableCheck::passed;
        context.set_timer(context.configuration.precharge_request_limit_s);
    }
    if (session.cable_check == ChargerView::CableCheck::passed && context.may_leave() &&
        reached(context.vehicle(), link::HlcPhase::precharge)) {
        return go_to(context, evse::ControllerState::Precharge, "the vehicle asks for precharge");
    }
    if (context.timer_expired()) return give_up_lowering(context);
    if (power_due(context)) send_power(context, standby_frame(true, true));
}

void enter(Context& context) {
    context.session().insulation_step = InsulationStep::wake_up;
    if (context.configuration.wake_up_power_frames) {
        context.state.cycles.power_control.start(context.now());
    } else {
        context.state.cycles.power_control.stop();
    }
    context.set_timer(context.configuration.wake_up_limit_s);
}

void run(Context& context) {
    switch (context.session().insulation_step) {
        case InsulationStep::wake_up:
            return wake_up(context);
        case InsulationStep::ready:
            return ready(context);
        case InsulationStep::test:
            return test(context);
        case InsulationStep::lowering:
            return lowering(context);
    }
}

}  // namespace

const StateHandler kInsulationTest{enter, run};

}  // namespace chargerig::controller::states
