// SPDX-License-Identifier: Apache-2.0
//
// What the power functions make of the power stage (spec 5.9, 5.12, 8.25, 8.37).
#include <gmock/gmock.h>

#include "tests/unit/modules/bench.hpp"

namespace chargerig::modules::test {
namespace {

using evse::ControllerState;
using evse::PowerFunction;
using models::PowerStageCommand;
using models::StageMode;

const PowerStageCommand kFloating{};
const PowerStageCommand kBleeding{.bleed = true};

Bench awake_bench(const Parameters& parameters = {}) {
    Bench bench(parameters);
    bench.wake();
    return bench;
}

TEST(PowerFunctions, StandbyFloats) {
    Bench bench = awake_bench();
    bench.standby(true, false);
    EXPECT_EQ(bench.out.stage, kFloating);
}

TEST(PowerFunctions, InsulationTestHoldsTheTestVoltageWithASmallCurrent) {
    Bench bench = awake_bench();
    bench.command(PowerFunction::Insulation_Test, 480.0);
    const PowerStageCommand expected{
        .mode = StageMode::voltage, .voltage_V = 480.0, .current_max_A = 2.0};
    EXPECT_EQ(bench.out.stage, expected);
}

TEST(PowerFunctions, PrechargeKeepsToTheVehiclesCurrent) {
    Bench bench = awake_bench();
    bench.command(PowerFunction::Precharge, 352.5, 1.5);
    PowerStageCommand expected{
        .mode = StageMode::voltage, .voltage_V = 352.5, .current_max_A = 1.5};
    EXPECT_EQ(bench.out.stage, expected);
    bench.command(PowerFunction::Precharge, 352.5, 0.0);
    expected.current_max_A = 2.0;
    EXPECT_EQ(bench.out.stage, expected) << "0 A reads as not stated";
}

TEST(PowerFunctions, APrechargeLimitBelowZeroLeavesNoCurrent) {
    Bench bench = awake_bench();
    bench.command(PowerFunction::Precharge, 352.5, -1.5, -3.0);
    const PowerStageCommand expected{.mode = StageMode::voltage, .voltage_V = 352.5};
    EXPECT_EQ(bench.out.stage, expected);
    EXPECT_EQ(bench.count_notes("no current: precharge limit below 0 A"), 1U);
}

TEST(PowerFunctions, NoPowerForAControllerThatHasNeverSentItsStatus) {
    Parameters parameters;
    parameters.enable_at = EnableAt::new_charge_session;
    parameters.live.power_modules_wake_up_duration_s = 0.0;
    Bench bench(parameters);
    bench.receive(evse::NewChargeSession{});
    bench.command(PowerFunction::Power_Transfer, 450.0, 50.0, 50.0);
    EXPECT_EQ(bench.out.stage, kFloating);
    EXPECT_EQ(bench.find_note("power refused").cause,
              "a power function was commanded before any Advantics_Controller_Status");
    bench.enter(ControllerState::Charging);
    EXPECT_EQ(bench.out.stage.current_A, 50.0);
}

TEST(PowerFunctions, TargetModeTakesCurrentAndVoltageLimit) {
    Bench bench = awake_bench();
    bench.command(PowerFunction::Power_Transfer, 450.0, 100.0, 100.0);
    PowerStageCommand expected{.mode = StageMode::current, .voltage_V = 450.0, .current_A = 100.0};
    EXPECT_EQ(bench.out.stage, expected);
    bench.command(PowerFunction::Power_Transfer, 450.0, -60.0, -60.0);
    expected.current_A = -60.0;
    EXPECT_EQ(bench.out.stage, expected);
}

TEST(PowerFunctions, TargetModeIgnoresTheSetpointOfTheRange) {
    Bench bench = awake_bench();
    bench.receive(evse::OcppControl{10.0});
    bench.command(PowerFunction::Power_Transfer, 450.0, 100.0, 100.0);
    EXPECT_EQ(bench.out.stage.current_A, 100.0);
}

TEST(PowerFunctions, OwnMaximaLimitAndAreToldOnce) {
    Bench bench = awake_bench();
    for (int i = 0; i < 3; ++i) {
        bench.command(PowerFunction::Power_Transfer, 600.0, 150.0, 150.0);
        EXPECT_EQ(bench.out.stage.voltage_V, 500.0);
        EXPECT_EQ(bench.out.stage.current_A, 120.0);
    }
    EXPECT_EQ(bench.count_notes("voltage limited by maximum_voltage"), 1U);
    EXPECT_EQ(bench.count_notes("current limited by the modules' own maximum"), 1U);
    bench.command(PowerFunction::Power_Transfer, 450.0, -130.0, -130.0);
    EXPECT_EQ(bench.out.stage.current_A, -120.0);
}

TEST(PowerFunctions, NothingRunsBeforeSystemEnable) {
    Bench bench;
    bench.enter(ControllerState::Insulation_Test);
    for (int i = 0; i < 3; ++i) {
        bench.command(PowerFunction::Insulation_Test, 500.0);
        EXPECT_EQ(bench.out.stage, kFloating);
    }
    EXPECT_EQ(bench.count_notes("power refused"), 1U);
    bench.run(1_s);
    EXPECT_EQ(bench.out.stage.mode, StageMode::voltage) << "begins once awake";
}

TEST(PowerFunctions, UndefinedCodesAreOffAndToldOnce) {
    for (int code = 0; code < 16; ++code) {
        if (code == 0 || code == 1 || code == 2 || code == 4 || code == 8) continue;
        Bench bench = awake_bench();
        bench.command(static_cast<PowerFunction>(code), 400.0, 50.0, 50.0);
        EXPECT_EQ(bench.out.stage, kBleeding) << code;
        bench.command(static_cast<PowerFunction>(code), 400.0, 50.0, 50.0);
        EXPECT_EQ(bench.count_notes("undefined Power_Function taken as Off"), 1U) << code;
        EXPECT_EQ(bench.notes.back().cause, "DC_Power_Control with code " + std::to_string(code));
    }
}

TEST(PowerFunctions, OwnMaximumAlsoHoldsInConstantVoltage) {
    Parameters parameters;
    parameters.live.maximum_charge_current_A = 1.0;
    Bench bench = awake_bench(parameters);
    bench.command(PowerFunction::Insulation_Test, 480.0);
    EXPECT_EQ(bench.out.stage.current_max_A, 1.0);
    bench.command(PowerFunction::Precharge, 350.0, 2.0);
    EXPECT_EQ(bench.out.stage.current_max_A, 1.0);
}

TEST(PowerFunctions, ALimitThatLastsIsNotToldAgainWhenAnotherBegins) {
    Bench bench = awake_bench();
    bench.command(PowerFunction::Power_Transfer, 600.0, 50.0, 50.0);
    bench.command(PowerFunction::Power_Transfer, 600.0, 150.0, 150.0);
    bench.command(PowerFunction::Power_Transfer, 600.0, 50.0, 50.0);
    EXPECT_EQ(bench.count_notes("voltage limited by maximum_voltage"), 1U);
    bench.command(PowerFunction::Power_Transfer, 400.0, 50.0, 50.0);
    bench.command(PowerFunction::Power_Transfer, 600.0, 50.0, 50.0);
    EXPECT_EQ(bench.count_notes("voltage limited by maximum_voltage"), 2U) << "a new beginning";
}

// Lowering, spec 5.9. Each row: what happened before, what is commanded, and whether it may bleed.
TEST(Lowering, AfterTheInsulationTestWithContactorsClosed) {
    for (const bool contactors : {true, false}) {
        Bench bench = awake_bench({.output_contactors = contactors});
        bench.command(PowerFunction::Insulation_Test, 500.0);
        bench.standby(true, true);
        EXPECT_EQ(bench.out.stage, kBleeding) << contactors;
    }
}

TEST(Lowering, NeverOnABattery) {
    for (const PowerFunction function : {PowerFunction::Precharge, PowerFunction::Power_Transfer}) {
        Bench bench = awake_bench();
        bench.command(function, 400.0, 2.0);
        for (int i = 0; i < 3; ++i) {
            bench.standby(true, true);
            EXPECT_EQ(bench.out.stage, kFloating);
        }
        EXPECT_EQ(bench.count_notes("Lower_Output_Voltage ignored"), 1U);
        bench.command(PowerFunction::Off);
        EXPECT_EQ(bench.out.stage, kFloating) << "Off must not discharge a battery either";
    }
}

TEST(Lowering, OnlyInStandby) {
    Bench bench;
    evse::DcPowerControl control;
    control.power_function = PowerFunction::Insulation_Test;
    control.lower_output_voltage = true;
    bench.receive(control);
    EXPECT_EQ(bench.out.stage, kFloating);
}

TEST(Lowering, ChargeStartedMeansABattery) {
    Bench bench = awake_bench();
    bench.receive(evse::ChargeStatusChange{evse::ChargeStatus::Charge_Started});
    bench.standby(true, true);
    EXPECT_EQ(bench.out.stage, kFloating);
}

TEST(Lowering, InEndingChargeOnlyWithOutputContactors) {
    for (const bool contactors : {true, false}) {
        Bench bench = awake_bench({.output_contactors = contactors});
        bench.command(PowerFunction::Power_Transfer, 450.0, 50.0, 50.0);
        bench.enter(ControllerState::Ending_Charge);
        bench.standby(false, true);
        EXPECT_EQ(bench.out.stage, contactors ? kBleeding : kFloating) << contactors;
    }
}

TEST(Lowering, WithoutOutputContactorsAgainInClosingCommunication) {
    Bench bench = awake_bench({.output_contactors = false});
    bench.command(PowerFunction::Power_Transfer, 450.0, 50.0, 50.0);
    bench.enter(ControllerState::Ending_Charge);
    bench.standby(false, true);
    ASSERT_EQ(bench.out.stage, kFloating);
    bench.enter(ControllerState::Closing_Communication);
    EXPECT_EQ(bench.out.stage, kBleeding);
}

// A session given up before or while charging: the vehicle's contactors may still be closed.
TEST(Lowering, WithoutOutputContactorsNotBeforeAnotherSessionIfNoEndingChargeLedThere) {
    for (const PowerFunction function : {PowerFunction::Precharge, PowerFunction::Power_Transfer}) {
        Bench bench = awake_bench({.output_contactors = false});
        bench.command(function, 400.0, 2.0);
        bench.enter(ControllerState::Closing_Communication);
        bench.standby(false, true);
        bench.run(1_s);
        EXPECT_EQ(bench.out.stage, kFloating);
        bench.enter(ControllerState::Waiting_For_PEV);
        bench.standby(false, true);
        EXPECT_EQ(bench.out.stage, kBleeding);
    }
}

TEST(Lowering, AnEndingChargeCountsForItsOwnSessionAlone) {
    Bench bench = awake_bench({.output_contactors = false});
    bench.enter(ControllerState::Ending_Charge);
    bench.enter(ControllerState::Closing_Communication);
    bench.wake();
    bench.command(PowerFunction::Precharge, 400.0, 2.0);
    bench.enter(ControllerState::Closing_Communication);
    bench.standby(false, true);
    EXPECT_EQ(bench.out.stage, kFloating);
}

// The vehicle has opened its contactors before it pauses; what follows is a session of its own.
TEST(Lowering, WithoutOutputContactorsInAPauseAndInTheTestAfterIt) {
    Bench bench = awake_bench({.output_contactors = false});
    bench.command(PowerFunction::Power_Transfer, 450.0, 50.0, 50.0);
    bench.enter(ControllerState::Ending_Charge);
    bench.standby(false, true);
    ASSERT_EQ(bench.out.stage, kFloating);
    bench.enter(ControllerState::Charge_Pause);
    EXPECT_EQ(bench.out.stage, kBleeding);
    bench.enter(ControllerState::Insulation_Test);
    bench.standby(true, true);
    EXPECT_EQ(bench.out.stage, kBleeding);
    bench.command(PowerFunction::Precharge, 400.0, 2.0);
    bench.enter(ControllerState::Closing_Communication);
    bench.standby(false, true);
    EXPECT_EQ(bench.out.stage, kFloating) << "given up, no Ending_Charge since the pause";
}

TEST(Lowering, ButNotIfAnEmergencyLedThere) {
    Bench bench = awake_bench({.output_contactors = false});
    bench.command(PowerFunction::Power_Transfer, 450.0, 50.0, 50.0);
    bench.receive(evse::EmergencyStop{evse::EmergencyOrigin::PEV});
    bench.enter(ControllerState::Closing_Communication);
    bench.standby(false, true);
    EXPECT_FALSE(bench.out.stage.bleed);
    EXPECT_TRUE(bench.out.stage.stop_now);
}

struct RangeRow {
    double setpoint_A, max_A, min_A, expected_A;
};

TEST(RangeMode, SetpointIsClampedIntoTheRangeOfEachFrame) {
    const RangeRow rows[] = {
        {0.0, 100.0, -80.0, 0.0},     {50.0, 100.0, -80.0, 50.0},    {-50.0, 100.0, -80.0, -50.0},
        {500.0, 100.0, -80.0, 100.0}, {-500.0, 100.0, -80.0, -80.0}, {0.0, 100.0, 5.0, 5.0},
        {0.0, -10.0, -80.0, -10.0},   {50.0, 0.0, 0.0, 0.0},
    };
    for (const RangeRow& row : rows) {
        Bench bench = awake_bench();
        bench.receive(evse::OcppControl{row.setpoint_A});
        bench.range(row.max_A, row.min_A);
        EXPECT_EQ(bench.out.stage.mode, StageMode::current);
        EXPECT_EQ(bench.out.stage.voltage_V, 450.0);
        EXPECT_EQ(bench.out.stage.current_A, row.expected_A)
            << row.setpoint_A << " in " << row.min_A << " to " << row.max_A;
    }
}

TEST(RangeMode, AShrinkingRangeTakesTheSetpointAlongAndGivesItBack) {
    Bench bench = awake_bench();
    bench.range(100.0, -100.0);
    bench.receive(evse::OcppControl{90.0});
    EXPECT_EQ(bench.out.stage.current_A, 90.0) << "without waiting for the next frame";
    bench.range(40.0, -100.0);
    EXPECT_EQ(bench.out.stage.current_A, 40.0);
    bench.range(-5.0, -100.0);
    EXPECT_EQ(bench.out.stage.current_A, -5.0);
    bench.range(100.0, -100.0);
    EXPECT_EQ(bench.out.stage.current_A, 90.0);
}

TEST(RangeMode, StartsAtZeroClampedOrAtTheMaximum) {
    Bench zero = awake_bench();
    zero.range(100.0, -100.0);
    EXPECT_EQ(zero.out.stage.current_A, 0.0);
    zero.range(100.0, 6.0);
    EXPECT_EQ(zero.out.stage.current_A, 6.0);

    Bench maximum = awake_bench(shipped("vendor-simulator"));
    maximum.range(100.0, -100.0);
    EXPECT_EQ(maximum.out.stage.current_A, 100.0);
    maximum.range(70.0, -100.0);
    EXPECT_EQ(maximum.out.stage.current_A, 70.0);
    maximum.receive(evse::OcppControl{0.0});
    EXPECT_EQ(maximum.out.stage.current_A, 0.0);
}

TEST(RangeMode, OwnSetpointAndOcppTheLastOneCounts) {
    Bench bench = awake_bench({.current_setpoint_A = 30.0});
    bench.range(100.0, -100.0);
    EXPECT_EQ(bench.out.stage.current_A, 30.0);
    bench.receive(evse::OcppControl{-20.0});
    EXPECT_EQ(bench.out.stage.current_A, -20.0);
    set_current_setpoint(bench.state, 60.0);
    bench.step({});
    EXPECT_EQ(bench.out.stage.current_A, 60.0);
    bench.enter(ControllerState::Waiting_For_PEV);
    EXPECT_EQ(bench.state.setpoint_A, 30.0) << "each session starts with the parameter";
}

TEST(RangeMode, ModulesOfTheControllerTakeItsSetpointWithinTheRange) {
    Bench bench = awake_bench({.current_setpoint_A = 30.0});
    bench.range(100.0, -100.0);
    bench.own_set_point_A = -70.0;
    bench.receive(evse::OcppControl{-20.0});
    EXPECT_EQ(bench.out.stage.current_A, -70.0);
    bench.own_set_point_A = 101.0;
    bench.step({});
    EXPECT_EQ(bench.out.stage.current_A, 100.0);
    bench.own_set_point_A.reset();
    bench.step({});
    EXPECT_EQ(bench.out.stage.current_A, -20.0) << "the power side chooses again";
}

TEST(RangeMode, RangeTargetCurrentIsWhatAPersonSets) {
    Bench bench = awake_bench();
    bench.state.live.range_target_current_A = -12.5;
    bench.run_until(bench.now + 100_ms);
    const auto sent = bench.all<evse::DcPowerParameters>();
    ASSERT_FALSE(sent.empty());
    EXPECT_EQ(sent.front().second.range_target_current_A, 0.0);
    EXPECT_EQ(sent.back().second.range_target_current_A, -12.5);
}

TEST(RangeMode, AContradictoryRangeGivesNoCurrent) {
    Bench bench = awake_bench();
    bench.receive(evse::OcppControl{50.0});
    bench.range(10.0, 20.0);
    EXPECT_EQ(bench.out.stage.current_A, 0.0);
    EXPECT_EQ(bench.count_notes("no current: contradictory range"), 1U);
}

TEST(RangeMode, DischargeEndsAtTheVehiclesMinimumVoltage) {
    Bench bench = awake_bench();
    bench.receive(evse::EvInformationVoltages{320.0, 450.0, 0.0});
    bench.receive(evse::OcppControl{-50.0});
    bench.readings.stage_voltage_V = 320.1;
    bench.range(100.0, -100.0);
    EXPECT_EQ(bench.out.stage.current_A, -50.0);
    bench.readings.stage_voltage_V = 320.0;
    bench.range(100.0, -100.0);
    EXPECT_EQ(bench.out.stage.current_A, 0.0);
    bench.readings.stage_voltage_V = 330.0;  // the battery recovers without current
    bench.range(100.0, -100.0);
    EXPECT_EQ(bench.out.stage.current_A, 0.0);
    EXPECT_EQ(bench.count_notes("discharge stopped"), 1U);
    bench.receive(evse::OcppControl{20.0});
    EXPECT_EQ(bench.out.stage.current_A, 20.0);
    bench.receive(evse::OcppControl{-20.0});
    EXPECT_EQ(bench.out.stage.current_A, -20.0) << "a charge in between sets it free";
}

TEST(RangeMode, WithoutAMinimumVoltageDischargeGoesOn) {
    Bench bench = awake_bench();
    bench.receive(evse::OcppControl{-50.0});
    bench.readings.stage_voltage_V = 10.0;
    bench.range(100.0, -100.0);
    EXPECT_EQ(bench.out.stage.current_A, -50.0);
}

}  // namespace
}  // namespace chargerig::modules::test
