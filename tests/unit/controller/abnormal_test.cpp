// SPDX-License-Identifier: Apache-2.0
//
// The abnormal ways out of states 0 to 10 (spec 6.5).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/controller/context.hpp"
#include "tests/unit/controller/expectations.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;
using evse::DcPowerControl;
using evse::EmergencyOrigin;
using evse::PowerFunction;
using evse::StopState;

constexpr ControllerState kPowered[] = {Insulation_Test, Precharge, Waiting_For_Charge, Charging,
                                        Ending_Charge};

TEST(Spec_6_5, Row_enable_before_charging_TellsTheVehicleAndTakesThePowerAway) {
    for (const ControllerState state : {Insulation_Test, Precharge, Waiting_For_Charge}) {
        Bench bench;
        bench.reach(state);
        bench.run_for(1_s);
        bench.power.status.system_enable = evse::SystemEnable::Not_Allowed;
        bench.power.lowers = false;
        const core::Instant from = bench.now;
        EXPECT_TRUE(bench.run_to(Closing_Communication, 100_ms)) << label(state);
        const core::Instant trigger = bench.state.entered;
        EXPECT_GE(trigger, from);
        EXPECT_TRUE(bench.outputs.charger.stop_asked);
        EXPECT_FALSE(bench.outputs.charger.emergency);
        bench.run_until(trigger + 350_ms);
        const auto frames = bench.sent<DcPowerControl>(trigger);
        ASSERT_GE(frames.size(), 3u);
        EXPECT_EQ(frames[0].time, trigger);
        expect_frame(frames.end()[-1], false, true);
        const auto standby = std::find_if(frames.begin(), frames.end(), [](const auto& f) {
            return f.message.power_function == PowerFunction::Standby;
        });
        ASSERT_GE(frames.end() - standby, 3);
        expect_frame(*standby, true, false);
        expect_frame(standby[1], false, false);
        expect_frame(standby[2], false, true);
        bench.power.status.present_voltage_V = 0.0;
        bench.run_for(500_ms);
        expect_rushed_once(bench);
        EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
    }
}

TEST(Spec_6_5, Row_enable_before_charging_InConnectedWithFullInfo) {
    Bench bench;
    bench.power.wakes_up = false;
    bench.reach(Connected_With_Full_Info);
    bench.power.status.system_enable = evse::SystemEnable::Allowed;
    bench.run_for(500_ms);
    ASSERT_EQ(bench.state.state, Connected_With_Full_Info);
    bench.power.status.system_enable = evse::SystemEnable::Not_Allowed;
    EXPECT_TRUE(bench.run_to(Closing_Communication, 110_ms));
    EXPECT_TRUE(bench.outputs.charger.stop_asked);
    bench.run_for(500_ms);
    expect_rushed_once(bench);
    EXPECT_TRUE(bench.sent<DcPowerControl>().empty()) << "nothing was powered";
    EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
}

TEST(Spec_6_5, Row_enable_before_charging_InEachStepOfTheInsulationTest) {
    for (const InsulationStep step :
         {InsulationStep::ready, InsulationStep::test, InsulationStep::lowering}) {
        Bench bench;
        bench.relay_follows = step != InsulationStep::ready;
        bench.power.lowers = false;
        bench.reach(Insulation_Test);
        while (bench.state.session.insulation_step != step && bench.now < at_ms(10'000)) {
            bench.run_for(10_ms);
        }
        ASSERT_EQ(bench.state.session.insulation_step, step);
        bench.power.wakes_up = false;
        bench.power.status.system_enable = evse::SystemEnable::Not_Allowed;
        EXPECT_TRUE(bench.run_to(Closing_Communication, 110_ms));
        EXPECT_EQ(bench.outputs.charger.cable_check, link::ChargerView::CableCheck::pending);
        bench.run_for(500_ms);
        EXPECT_FALSE(bench.outputs.output_contactors_close);
        EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
    }
}

TEST(SystemEnable, withdrawn_after_charging_is_nobodys_concern) {
    for (const ControllerState state : {Ending_Charge, Welding_Detection}) {
        Bench bench;
        bench.reach(state);
        bench.run_for(500_ms);
        bench.power.status.system_enable = evse::SystemEnable::Not_Allowed;
        bench.run_for(1_s);
        EXPECT_EQ(bench.state.state, state);
        bench.phase(HlcPhase::closed);
        bench.run_for(1_s);
        EXPECT_EQ(bench.finished(), StopState::Clean_Stop);
    }
}

// Never under current, except in an emergency or when it does not go in time (spec 8.11).
TEST(OutputContactors, wait_for_the_current_before_charging_too) {
    for (const bool current_goes : {true, false}) {
        Bench bench;
        bench.reach(Precharge);
        bench.run_for(500_ms);
        bench.power.drops_current = false;
        bench.power.status.present_current_A = 1.5;
        bench.power.status.system_enable = evse::SystemEnable::Not_Allowed;
        ASSERT_TRUE(bench.run_to(Closing_Communication, 110_ms));
        const core::Instant trigger = bench.state.entered;
        bench.run_until(trigger + 4'900_ms);
        EXPECT_TRUE(bench.outputs.output_contactors_close);
        EXPECT_EQ(bench.last_power().power_function, PowerFunction::Standby);
        if (current_goes) bench.power.status.present_current_A = 0.9;
        bench.run_until(trigger + 5_s);
        EXPECT_EQ(bench.noted(core::NoteKind::abnormal, "open under current"), !current_goes);
        bench.run_for(100_ms);
        EXPECT_FALSE(bench.outputs.output_contactors_close);
        bench.run_for(1_s);
        expect_rushed_once(bench);
    }
}

TEST(Spec_6_5, Row_enable_while_charging_IsAnEmergency) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.power.status.system_enable = evse::SystemEnable::Not_Allowed;
    EXPECT_TRUE(bench.run_to(Closing_Communication, 110_ms));
    const core::Instant trigger = bench.state.entered;
    EXPECT_EQ(trigger, bench.state.power_received) << "in the instant it was received";
    expect_open_at_once(bench, trigger);
    expect_emergency(bench, trigger, EmergencyOrigin::EVSE, true);
}

TEST(SystemEnable, other_values_count_as_not_allowed) {
    Bench bench;
    bench.reach(Charging);
    bench.power.status.system_enable = static_cast<evse::SystemEnable>(2);
    EXPECT_TRUE(bench.run_to(Closing_Communication, 110_ms));
}

TEST(SystemEnable, low_while_waiting_is_no_abort) {
    Bench bench;
    bench.power.wakes_up = false;
    bench.reach(Insulation_Test);
    bench.run_for(10_s);
    EXPECT_EQ(bench.state.state, Insulation_Test);
}

TEST(Spec_6_5, Row_running_insulation_IsAnEmergencyWhilePowered) {
    for (const ControllerState state : {Precharge, Waiting_For_Charge, Charging}) {
        Bench bench;
        bench.reach(state);
        bench.run_for(1_s);
        ASSERT_EQ(bench.state.power->present_voltage_V, 350.0);
        bench.power.status.insulation_resistance_kohm = 36.0;
        bench.run_for(200_ms);
        EXPECT_EQ(bench.state.state, state) << "100 Ohm/V at 350 V is 35 kOhm";
        bench.power.status.insulation_resistance_kohm = 34.0;
        EXPECT_TRUE(bench.run_to(Closing_Communication, 110_ms));
        EXPECT_EQ(bench.outputs.charger.insulation, link::ChargerView::Insulation::fault);
        const core::Instant trigger = bench.state.entered;
        expect_open_at_once(bench, trigger);
        expect_emergency(bench, trigger, EmergencyOrigin::EVSE, true);
    }
}

TEST(Spec_6_5, Row_running_insulation_IsAnEmergencyWhileTheChargeEnds) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.power.drops_current = false;
    bench.power.follows = false;
    bench.phase(HlcPhase::stopped);
    bench.run_for(200_ms);
    ASSERT_EQ(bench.state.state, Ending_Charge);
    bench.power.status.insulation_resistance_kohm = 34.0;
    EXPECT_TRUE(bench.run_to(Closing_Communication, 110_ms));
    const core::Instant trigger = bench.state.entered;
    expect_open_at_once(bench, trigger);
    bench.power.follows = true;
    expect_emergency(bench, trigger, EmergencyOrigin::EVSE, true);
}

TEST(Insulation, is_judged_no_more_in_welding_detection) {
    Bench bench;
    bench.reach(Welding_Detection);
    bench.power.follows = false;
    bench.power.status.present_voltage_V = 350.0;
    bench.power.status.insulation_resistance_kohm = 0.0;
    bench.run_for(2_s);
    EXPECT_EQ(bench.state.state, Welding_Detection);
}

TEST(Insulation, is_not_judged_below_the_floor_nor_before_the_test) {
    Bench bench;
    bench.power.resistance_kohm = 0.0;
    bench.reach(Insulation_Test);
    bench.run_for(5_s);
    EXPECT_EQ(bench.state.state, Insulation_Test) << "the test itself may wait for a good value";
    Bench second;
    second.reach(Precharge);
    second.power.follows = false;
    second.power.status.present_voltage_V = 60.0;
    second.power.status.insulation_resistance_kohm = 0.0;
    second.run_for(5_s);
    EXPECT_EQ(second.state.state, Precharge);
    second.power.status.present_voltage_V = 60.1;
    EXPECT_TRUE(second.run_to(Closing_Communication, 110_ms));
}

TEST(Spec_6_5, Row_status_timeout_IsAnEmergencyWhilePowered) {
    for (const ControllerState state : kPowered) {
        Bench bench;
        bench.reach(state);
        if (state == Insulation_Test) bench.run_for(1_s);
        bench.power.sends = false;
        const core::Instant last = bench.state.power_received;
        bench.run_until(last + 499_ms);
        EXPECT_NE(bench.state.state, Closing_Communication) << label(state);
        bench.run_until(last + 500_ms);
        const bool opened_before = state == Ending_Charge;
        if (!opened_before) expect_open_at_once(bench, last + 500_ms);
        expect_emergency(bench, last + 500_ms, EmergencyOrigin::EVSE, true);
    }
}

TEST(PowerModulesStatus, timeout_is_a_parameter) {
    Configuration configuration;
    configuration.charger_can_timeout_ms = 1'500.0;
    Bench bench(configuration);
    bench.reach(Charging);
    bench.power.sends = false;
    const core::Instant last = bench.state.power_received;
    bench.run_until(last + 1'499_ms);
    EXPECT_EQ(bench.state.state, Charging);
    bench.run_until(last + 1'500_ms);
    EXPECT_EQ(bench.state.state, Closing_Communication);
}

TEST(PowerModulesStatus, a_frame_in_the_last_instant_still_counts) {
    Bench bench;
    bench.reach(Charging);
    bench.power.sends = false;
    const core::Instant last = bench.state.power_received;
    bench.run_until(last + 499_ms);
    bench.now = last + 500_ms;
    bench.receive(bench.power.status);
    bench.step();
    EXPECT_EQ(bench.state.state, Charging);
}

TEST(PowerModulesStatus, may_be_missing_until_the_power_side_has_woken_up) {
    Bench bench;
    bench.power.sends = false;
    bench.reach(Insulation_Test);
    bench.run_for(30_s);
    EXPECT_EQ(bench.state.state, Insulation_Test);
    EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
}

TEST(PowerModulesStatus, may_be_missing_after_the_session_has_finished) {
    Bench bench;
    bench.reach(Closing_Communication);
    bench.run_for(500_ms);
    ASSERT_EQ(bench.sent<evse::ChargeSessionFinished>().size(), 1u);
    bench.power.sends = false;
    bench.run_for(2_s);
    EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
}

// Both causes last here, and end with the session all the same (spec 5.11, 8.13, 8.18).
void expect_emergency_stop_until_waiting(Bench& bench) {
    const core::Instant trigger = bench.state.entered;
    ASSERT_TRUE(bench.run_to(Waiting_For_PEV, 30_s));
    const core::Instant waiting = bench.state.entered;
    const auto finished = bench.sent<evse::ChargeSessionFinished>();
    ASSERT_EQ(finished.size(), 1u);
    EXPECT_EQ(waiting, finished[0].time + 3_s) << "the hold, and no longer";
    bench.run_for(5_s);
    const auto stops = bench.sent<evse::EmergencyStop>();
    ASSERT_FALSE(stops.empty());
    EXPECT_EQ(stops.front().time, trigger);
    EXPECT_LT(stops.back().time, waiting);
    EXPECT_GE(stops.back().time, waiting - 100_ms);
}

TEST(EmergencyStop, of_a_lost_status_ends_with_the_session_though_nobody_came_back) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.power.sends = false;
    ASSERT_TRUE(bench.run_to(Closing_Communication, 1_s));
    expect_emergency_stop_until_waiting(bench);
}

TEST(EmergencyStop, of_a_withdrawn_enable_ends_with_the_session_though_it_stays_withdrawn) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.power.status.system_enable = evse::SystemEnable::Not_Allowed;
    ASSERT_TRUE(bench.run_to(Closing_Communication, 1_s));
    expect_emergency_stop_until_waiting(bench);
    EXPECT_EQ(bench.state.power->system_enable, evse::SystemEnable::Not_Allowed);
}

// The cause of the note that tells the session's end.
std::string cause_of_the_end(const Bench& bench) {
    for (const core::Note& note : bench.notes) {
        if (note.text.starts_with("session finished")) return note.cause;
    }
    return "";
}

TEST(SessionFinished, says_what_is_known_of_the_output) {
    Bench safe;
    safe.reach(Closing_Communication);
    safe.run_for(1_s);
    EXPECT_EQ(cause_of_the_end(safe), "output at a safe voltage");

    Bench silent;
    silent.reach(Charging);
    silent.power.sends = false;
    silent.run_for(2_s);
    EXPECT_EQ(cause_of_the_end(silent), "output voltage unknown: no fresh Power_Modules_Status");

    Bench stuck;
    stuck.reach(Charging);
    stuck.run_for(1_s);
    stuck.power.lowers = false;
    stuck.emergency_button = true;
    stuck.run_for(30_s);
    EXPECT_EQ(cause_of_the_end(stuck), "output still at 350 V");

    Bench unused;
    unused.reach(Connected_With_Full_Info);
    unused.press_stop();
    unused.run_for(1_s);
    EXPECT_EQ(cause_of_the_end(unused), "the output was not used");
}

TEST(UserStop, before_charging_closes_the_session) {
    for (const ControllerState state : {Negotiating_Connection, Connected_With_Full_Info,
                                        Insulation_Test, Precharge, Waiting_For_Charge}) {
        Bench bench;
        bench.reach(state);
        bench.run_for(1_s);
        bench.press_stop();
        EXPECT_EQ(bench.state.state, Closing_Communication) << label(state);
        EXPECT_TRUE(bench.outputs.charger.stop_asked);
        bench.run_for(2_s);
        expect_rushed_once(bench);
        EXPECT_FALSE(bench.outputs.output_contactors_close);
        EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
    }
}

TEST(UserStop, while_charging_asks_the_vehicle_and_ends_clean) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.press_stop();
    EXPECT_TRUE(bench.outputs.charger.stop_asked);
    bench.run_for(5_s);
    EXPECT_EQ(bench.state.state, Charging) << "the vehicle has not followed yet";
    bench.phase(HlcPhase::stopped);
    EXPECT_EQ(bench.state.state, Ending_Charge);
    bench.run_for(1_s);
    bench.phase(HlcPhase::closed);
    bench.run_for(2_s);
    EXPECT_EQ(bench.finished(), StopState::Clean_Stop);
}

TEST(UserStop, that_the_vehicle_ignores_ends_rushed) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.press_stop();
    const core::Instant pressed = bench.now;
    bench.run_until(pressed + 19'999_ms);
    EXPECT_EQ(bench.state.state, Charging);
    bench.run_until(pressed + 20_s);
    EXPECT_EQ(bench.state.state, Ending_Charge);
    bench.run_for(1_s);
    bench.phase(HlcPhase::closed);
    bench.run_for(2_s);
    expect_rushed_once(bench);
}

TEST(UserStop, has_no_effect_where_nothing_runs) {
    for (const ControllerState state :
         {Initialising, Waiting_For_PEV, Ending_Charge, Welding_Detection, Closing_Communication}) {
        Bench pressed;
        Bench left_alone;
        pressed.reach(state);
        left_alone.reach(state);
        pressed.press_stop();
        left_alone.step();
        EXPECT_EQ(pressed.state, left_alone.state) << label(state);
    }
}

TEST(Spec_6_5, Row_interlock_EndsEveryRunningSession) {
    for (const ControllerState state :
         {Negotiating_Connection, Connected_With_Full_Info, Insulation_Test, Precharge,
          Waiting_For_Charge, Charging, Ending_Charge, Welding_Detection}) {
        Bench bench;
        bench.reach(state);
        bench.run_for(163_ms);
        bench.emergency_button = true;
        bench.step();
        const bool powered = state >= Insulation_Test;
        if (powered && state < Ending_Charge) expect_open_at_once(bench, bench.now);
        expect_emergency(bench, bench.now, EmergencyOrigin::EVSE, powered);
    }
}

TEST(EmergencyButton, held_keeps_emergency_stop_going) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.emergency_button = true;
    bench.step();
    bench.run_for(30_s);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    const auto stops = bench.sent<evse::EmergencyStop>();
    ASSERT_FALSE(stops.empty());
    EXPECT_GE(stops.back().time, bench.now - 100_ms);
    bench.emergency_button = false;
    bench.run_for(200_ms);
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
    const core::Instant last = bench.sent<evse::EmergencyStop>().back().time;
    bench.run_for(5_s);
    EXPECT_EQ(bench.sent<evse::EmergencyStop>().back().time, last);
}

TEST(Spec_6_5, Row_interlock_BlocksANewSession) {
    Bench bench;
    bench.reach(Waiting_For_PEV);
    bench.emergency_button = true;
    bench.plug_in();
    bench.run_for(5_s);
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
    EXPECT_EQ(std::count_if(bench.notes.begin(), bench.notes.end(),
                            [](const core::Note& n) { return n.text == "no session begins"; }),
              1);
    EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty()) << "there is no session to stop";
    bench.emergency_button = false;
    bench.run_for(200_ms);
    EXPECT_EQ(bench.state.state, Negotiating_Connection);
}

TEST(EmergencyButton, in_the_middle_of_giving_up_opens_at_once) {
    Bench bench;
    bench.reach(Precharge);
    bench.run_for(500_ms);
    bench.press_stop();
    ASSERT_TRUE(bench.outputs.output_contactors_close);
    bench.run_for(10_ms);
    bench.emergency_button = true;
    bench.step();
    expect_open_at_once(bench, bench.now);
    EXPECT_FALSE(bench.outputs.output_contactors_close);
    bench.run_for(2_s);
    expect_rushed_once(bench);
}

struct FailedTest {
    const char* name;
    void (*prepare)(Bench&);
    const char* cause;
};
constexpr FailedTest kFailedTests[] = {
    {"resistance", [](Bench& b) { b.power.resistance_kohm = 98.0; },
     "insulation test timed out: resistance below the limit"},
    {"voltage", [](Bench& b) { b.power.follows = false; },
     "insulation test timed out: the test voltage was not reached"},
    {"contactors", [](Bench& b) { b.relay_follows = false; },
     "insulation test timed out: the output contactors did not close"},
};

TEST(Spec_6_5, Row_insulation_test_fails_TellsAMalfunctionAndEndsRushed) {
    for (const FailedTest& failed : kFailedTests) {
        SCOPED_TRACE(failed.name);
        Bench bench;
        failed.prepare(bench);
        bench.reach(Insulation_Test);
        const core::Instant from = bench.now;
        ASSERT_TRUE(bench.run_to(Closing_Communication, 31_s));
        EXPECT_GE(bench.state.entered, from + 29'800_ms);
        const link::ChargerView& told = bench.outputs.charger;
        EXPECT_EQ(told.insulation, link::ChargerView::Insulation::fault);
        EXPECT_EQ(told.cable_check, link::ChargerView::CableCheck::failed);
        EXPECT_TRUE(told.malfunction);
        EXPECT_TRUE(told.stop_asked);
        EXPECT_FALSE(told.emergency);
        EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, failed.cause));
        bench.run_for(1_s);
        expect_rushed_once(bench);
        EXPECT_FALSE(bench.outputs.output_contactors_close);
        EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
    }
}

TEST(Spec_6_5, Row_emission_InTheInstantOfTheCause) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.power.lowers = false;
    bench.run_for(17_ms);
    bench.emergency_button = true;
    const core::Instant trigger = bench.now;
    bench.step();
    EXPECT_FALSE(bench.outputs.output_contactors_close);
    const auto stops = bench.sent<evse::EmergencyStop>(trigger, trigger);
    ASSERT_EQ(stops.size(), 1u);
    const auto frames = bench.sent<DcPowerControl>(trigger, trigger);
    ASSERT_EQ(frames.size(), 1u);
    expect_frame(frames[0], false, false);
    bench.run_until(trigger + 100_ms);
    const auto status = bench.sent<evse::ControllerStatus>(trigger);
    ASSERT_FALSE(status.empty());
    EXPECT_EQ(status[0].message.state, Closing_Communication);
    const auto second = bench.sent<DcPowerControl>(trigger + 1_ms);
    ASSERT_FALSE(second.empty());
    EXPECT_EQ(second[0].time, trigger + 100_ms);
    expect_frame(second[0], false, true);
    EXPECT_EQ(bench.finished(), std::nullopt) << "the output is lowered first";
    bench.power.status.present_voltage_V = 0.0;
    bench.run_for(300_ms);
    expect_rushed_once(bench);
    bench.emergency_button = false;
    ASSERT_TRUE(bench.run_to(Waiting_For_PEV, 10_s));
    const core::Instant over = bench.state.entered;
    bench.run_for(5_s);
    const auto all = bench.sent<evse::EmergencyStop>();
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].time, trigger + 100_ms * static_cast<std::int64_t>(i));
    }
    EXPECT_LT(all.back().time, over);
    EXPECT_GE(all.back().time, over - 100_ms);
}

}  // namespace
}  // namespace chargerig::controller::test
