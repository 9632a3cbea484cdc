// SPDX-License-Identifier: Apache-2.0
//
// One test for each reaction of the vendor's simulator (spec vendor-simulators 3.1).
#include <gmock/gmock.h>

#include "tests/unit/modules/bench.hpp"

namespace chargerig::modules::test {
namespace {

using evse::ControllerState;
using evse::PowerFunction;
using evse::SystemEnable;

TEST(VendorReactions, StartUpSendsStatusLimitsAndOneSetOfFlags) {
    Bench bench;
    ASSERT_EQ(bench.sent.size(), 3U);
    const auto status = std::get<evse::PowerModulesStatus>(bench.sent[0].message);
    evse::PowerModulesStatus expected;
    expected.power_modules_temperature_degC = 20.0;
    expected.enclosure_temperature_degC = 20.0;
    EXPECT_EQ(status, expected);
    EXPECT_EQ(std::get<evse::DcPowerParameters>(bench.sent[1].message),
              (evse::DcPowerParameters{500.0, 120.0, 120.0, 0.0}));
    evse::SequenceControl flags;
    flags.start_charge_authorisation = true;
    EXPECT_EQ(std::get<evse::SequenceControl>(bench.sent[2].message), flags);

    bench.run(10_s);
    EXPECT_EQ(bench.all<evse::SequenceControl>().size(), 1U);
}

TEST(VendorReactions, ZeroDurationsSetTheirFlagsFromTheStart) {
    Parameters parameters;
    parameters.live.ccs_authorisation_duration_s = 0.0;
    parameters.live.charge_params_negotiation_duration_s = 0.0;
    Bench bench(parameters);
    EXPECT_TRUE(bench.state.sent_flags.ccs_authorisation_done);
    EXPECT_TRUE(bench.state.sent_flags.ccs_authorisation_valid);
    EXPECT_TRUE(bench.state.sent_flags.charge_parameters_done);

    parameters.live.ccs_authorisation_success = false;
    Bench refused(parameters);
    EXPECT_TRUE(refused.state.sent_flags.ccs_authorisation_done);
    EXPECT_FALSE(refused.state.sent_flags.ccs_authorisation_valid);
}

TEST(VendorReactions, NotAvailableBringsTheFlagsAgain) {
    Bench bench;
    bench.run(250_ms);
    bench.sent.clear();
    bench.enter(ControllerState::Not_Available);
    EXPECT_EQ(bench.all<evse::SequenceControl>().size(), 1U);
    bench.run(1_s);
    EXPECT_EQ(bench.all<evse::SequenceControl>().size(), 1U) << "a repeated state is no entry";
}

TEST(VendorReactions, AuthorisationIsAnsweredAfterItsDuration) {
    Bench bench;
    bench.enter(ControllerState::CCS_Authorisation_Process);
    bench.sent.clear();
    bench.run(3_s - 1_ns);
    EXPECT_TRUE(bench.all<evse::SequenceControl>().empty());
    bench.run(1_ns);
    const auto frames = bench.all<evse::SequenceControl>();
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames[0].first, core::Instant{} + 3_s);
    EXPECT_TRUE(frames[0].second.ccs_authorisation_done);
    EXPECT_TRUE(frames[0].second.ccs_authorisation_valid);
}

TEST(VendorReactions, RefusedAuthorisationIsDoneButNotValid) {
    Parameters parameters;
    parameters.live.ccs_authorisation_success = false;
    Bench bench(parameters);
    bench.enter(ControllerState::CCS_Authorisation_Process);
    bench.run(3_s);
    EXPECT_TRUE(bench.state.sent_flags.ccs_authorisation_done);
    EXPECT_FALSE(bench.state.sent_flags.ccs_authorisation_valid);
}

TEST(VendorReactions, ChargeParametersAreDoneAfterTheirDuration) {
    Bench bench;
    bench.enter(ControllerState::Connected_With_Full_Info);
    bench.run(1500_ms - 1_ns);
    EXPECT_FALSE(bench.state.sent_flags.charge_parameters_done);
    bench.run(1_ns);
    EXPECT_TRUE(bench.state.sent_flags.charge_parameters_done);
}

TEST(VendorReactions, InsulationTestStateWakesThePowerModules) {
    Bench bench;
    bench.enter(ControllerState::Connected_With_Full_Info);
    bench.receive(evse::NewChargeSession{});
    bench.run(5_s);
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Not_Allowed);
    bench.enter(ControllerState::Insulation_Test);
    bench.run(1_s - 1_ns);
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Not_Allowed);
    bench.run(1_ns);
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Allowed);
    EXPECT_EQ(bench.next_status_frame().system_enable, SystemEnable::Allowed);
    EXPECT_EQ(bench.count_notes("System_Enable Allowed"), 1U);
}

TEST(VendorReactions, OrNewChargeSessionDoes) {
    Parameters parameters;
    parameters.enable_at = EnableAt::new_charge_session;
    Bench bench(parameters);
    bench.enter(ControllerState::Connected_With_Full_Info);
    bench.run(2_s);
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Not_Allowed);
    bench.receive(evse::NewChargeSession{});
    bench.run(500_ms);
    bench.receive(evse::NewChargeSession{});  // repeated; the wait goes on from the first
    bench.enter(ControllerState::Insulation_Test);
    bench.run(500_ms - 1_ns);
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Not_Allowed);
    bench.run(1_ns);
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Allowed);
}

TEST(VendorReactions, AnEndOfSessionCancelsTheWakeUp) {
    for (const bool finished_frame : {true, false}) {
        Bench bench;
        bench.enter(ControllerState::Insulation_Test);
        bench.run(500_ms);
        if (finished_frame) {
            bench.receive(evse::ChargeSessionFinished{evse::StopState::Rushed_Stop});
        } else {
            bench.enter(ControllerState::Closing_Communication);
        }
        bench.run(5_s);
        EXPECT_EQ(system_enable(bench.state), SystemEnable::Not_Allowed) << finished_frame;
    }
}

TEST(VendorReactions, ChargeDurationPressesTheStopButtonOnce) {
    Bench bench(shipped("vendor-simulator"));
    bench.enter(ControllerState::Charging);
    bench.run(10_s - 1_ns);
    EXPECT_FALSE(bench.state.sent_flags.user_stop_button);
    bench.run(1_ns);
    EXPECT_TRUE(bench.state.sent_flags.user_stop_button);
    EXPECT_EQ(bench.count_notes("User_Stop_Button pressed"), 1U);
}

TEST(VendorReactions, ChargeDurationIsOffByDefaultAndEndsWithCharging) {
    Bench endless;
    endless.enter(ControllerState::Charging);
    endless.run(100_s);
    EXPECT_FALSE(endless.state.sent_flags.user_stop_button);

    Bench bench(shipped("vendor-simulator"));
    bench.enter(ControllerState::Charging);
    bench.run(5_s);
    bench.enter(ControllerState::Ending_Charge);
    bench.run(20_s);
    EXPECT_FALSE(bench.state.sent_flags.user_stop_button) << "the timer outlived Charging";
}

TEST(VendorReactions, ChangedChargeDurationCountsFromTheNextCharging) {
    Bench bench(shipped("vendor-simulator"));
    bench.enter(ControllerState::Charging);
    bench.run(1_s);
    bench.state.live.charge_duration_s = 2.0;
    bench.run(8_s);
    EXPECT_FALSE(bench.state.sent_flags.user_stop_button);
    bench.run(1_s);
    EXPECT_TRUE(bench.state.sent_flags.user_stop_button);
}

TEST(VendorReactions, WaitingForPevResetsTheSession) {
    Bench bench;
    bench.wake();
    bench.command(PowerFunction::Insulation_Test, 500.0);
    bench.receive(evse::EvInformationVoltages{300.0, 450.0, 350.0});
    bench.receive(evse::OcppControl{-50.0});
    set_user_stop_button(bench.state, true);
    bench.run(2_s);
    ASSERT_TRUE(bench.state.sent_flags.user_stop_button);
    ASSERT_EQ(bench.next_status_frame().insulation_resistance_kohm, 100.0);

    bench.enter(ControllerState::Waiting_For_PEV);
    const evse::PowerModulesStatus status = bench.next_status_frame();
    EXPECT_EQ(status.system_enable, SystemEnable::Not_Allowed);
    EXPECT_EQ(status.insulation_resistance_kohm, 0.0);
    EXPECT_EQ(bench.out.stage, (models::PowerStageCommand{.bleed = true}));
    evse::SequenceControl flags;
    flags.start_charge_authorisation = true;
    EXPECT_EQ(bench.state.sent_flags, flags);
    EXPECT_EQ(bench.state.setpoint_A, std::nullopt);
    EXPECT_EQ(bench.state.ev_minimum_voltage_V, 0.0);
}

TEST(VendorReactions, InsulationIsValidFromTheFirstTestFrame) {
    Bench bench;
    bench.wake();
    EXPECT_EQ(bench.next_status_frame().insulation_resistance_kohm, 0.0);
    bench.command(PowerFunction::Insulation_Test, 500.0);
    EXPECT_EQ(bench.next_status_frame().insulation_resistance_kohm, 100.0);
    bench.standby(true, true);
    EXPECT_EQ(bench.next_status_frame().insulation_resistance_kohm, 100.0) << "and stays known";
}

TEST(VendorReactions, InjectedFramesBecomeTheOwnState) {
    Bench bench;
    bench.wake();
    bench.command(PowerFunction::Insulation_Test, 500.0);
    bench.readings.stage_voltage_V = 333.0;
    evse::PowerModulesStatus injected;
    injected.present_voltage_V = 123.0;
    injected.system_enable = SystemEnable::Not_Allowed;
    injected.insulation_resistance_kohm = 40.0;
    bench.receive(injected);
    const evse::PowerModulesStatus own = bench.next_status_frame();
    EXPECT_EQ(own.system_enable, SystemEnable::Not_Allowed);
    EXPECT_EQ(own.insulation_resistance_kohm, 40.0);
    EXPECT_EQ(own.present_voltage_V, 333.0) << "measured, not adopted";
    bench.command(PowerFunction::Insulation_Test, 500.0);
    EXPECT_EQ(bench.next_status_frame().insulation_resistance_kohm, 100.0);

    bench.run(1_s);
    evse::SequenceControl flags;
    flags.user_stop_button = true;
    bench.sent.clear();
    bench.receive(flags);
    bench.run(1_s);
    EXPECT_EQ(bench.state.flags, flags);
    EXPECT_TRUE(bench.all<evse::SequenceControl>().empty()) << "no echo of what the other sent";
}

TEST(VendorReactions, TheRestIsIgnored) {
    Bench bench;
    bench.enter(ControllerState::Connected_With_Full_Info);
    State before = bench.state;
    for (evse::Message message :
         {evse::Message{evse::EvInformationBattery{}}, evse::Message{evse::EvInformationEnergy{}},
          evse::Message{evse::EvId{}}, evse::Message{evse::SeccInputs{}},
          evse::Message{evse::NewChargeSession{}},
          evse::Message{evse::ChargeStatusChange{evse::ChargeStatus::Charge_Stopped}}}) {
        bench.receive(message);
        EXPECT_EQ(bench.state, before);
    }
}

TEST(Commands, SystemEnableCanBeWithheldAndGivenBack) {
    Bench bench;
    bench.wake();
    bench.command(PowerFunction::Power_Transfer, 450.0, 50.0, 50.0);
    ASSERT_EQ(bench.out.stage.mode, models::StageMode::current);
    set_system_enable(bench.state, false);
    bench.step({});
    EXPECT_EQ(bench.out.stage.mode, models::StageMode::off);
    EXPECT_EQ(bench.next_status_frame().system_enable, SystemEnable::Not_Allowed);
    EXPECT_EQ(bench.count_notes("System_Enable Not_Allowed"), 1U);
    EXPECT_EQ(bench.count_notes("power refused"), 1U);
    set_system_enable(bench.state, true);
    EXPECT_EQ(bench.next_status_frame().system_enable, SystemEnable::Allowed);
    EXPECT_EQ(bench.out.stage.mode, models::StageMode::current);
}

TEST(Commands, UserStopButtonIsALevelOnTheFlag) {
    Bench bench;
    bench.enter(ControllerState::Charging);
    bench.sent.clear();
    set_user_stop_button(bench.state, true);
    bench.step({});
    set_user_stop_button(bench.state, false);
    bench.step({});
    const auto frames = bench.all<evse::SequenceControl>();
    ASSERT_EQ(frames.size(), 2U);
    EXPECT_TRUE(frames[0].second.user_stop_button);
    EXPECT_FALSE(frames[1].second.user_stop_button);
}

}  // namespace
}  // namespace chargerig::modules::test
