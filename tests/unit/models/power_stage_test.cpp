// SPDX-License-Identifier: Apache-2.0
#include "models/power_stage.hpp"

#include <gtest/gtest.h>

namespace chargerig::models {
namespace {

constexpr double kStep_s = 1e-3;

// A capacitor of 100 uF, as the stage sees it over one step.
StageLoad capacitor(double voltage_V) {
    return {voltage_V, voltage_V, 10.0, 0.1, true};
}

// A stiff battery behind 0.1 ohm.
StageLoad battery(double inner_V, double voltage_V) {
    return {voltage_V, inner_V, 0.1, 10.0, false};
}

PowerStageParameters no_dead_time() {
    PowerStageParameters out;
    out.dead_time_s = 0.0;
    return out;
}

PowerStageCommand current(double current_A, double voltage_V) {
    return {StageMode::current, voltage_V, current_A, 0, 0, false, false};
}
PowerStageCommand voltage(double voltage_V, double max_A, double min_A = 0.0) {
    return {StageMode::voltage, voltage_V, 0, max_A, min_A, false, false};
}

TEST(PowerStage, DeadTimeRunsOnceAfterOffAndNotOnANewSetPoint) {
    const PowerStage stage({}, kStep_s);
    PowerStageState state;
    stage.command(state, current(50, 450), 0);
    EXPECT_EQ(state.phase, StagePhase::dead_time);
    EXPECT_EQ(state.dead_steps_left, 1000);
    EXPECT_EQ(stage.regulate(state, battery(400, 400)), 0.0);
    stage.pass_dead_time(state, 600, 400);
    stage.command(state, current(20, 450), 400);
    EXPECT_EQ(state.dead_steps_left, 400);
    stage.pass_dead_time(state, 400, 400);
    EXPECT_EQ(state.phase, StagePhase::current);
    stage.command(state, current(30, 450), 400);
    EXPECT_EQ(state.phase, StagePhase::current);
    stage.command(state, voltage(410, 10), 400);
    EXPECT_EQ(state.phase, StagePhase::voltage);
    stage.command(state, {}, 400);
    EXPECT_EQ(state.phase, StagePhase::off);
    stage.command(state, current(30, 450), 400);
    EXPECT_EQ(state.dead_steps_left, 1000);
}

TEST(PowerStage, CurrentRampsUpAwayFromZeroAndDownTowardsIt) {
    PowerStageParameters parameters = no_dead_time();
    parameters.current_ramp_up_A_per_s = 20;
    parameters.current_ramp_down_A_per_s = 100;
    const PowerStage stage(parameters, kStep_s);
    PowerStageState state;
    stage.command(state, current(40, 450), 400);
    EXPECT_NEAR(stage.regulate(state, battery(400, 400)), 0.02, 1e-12);
    state.current_A = 40;
    stage.command(state, current(-40, 450), 400);
    EXPECT_NEAR(stage.regulate(state, battery(400, 400)), 39.9, 1e-12);
    state.current_A = -10;
    EXPECT_NEAR(stage.regulate(state, battery(400, 400)), -10.02, 1e-12);
    stage.command(state, current(0, 450), 400);
    EXPECT_NEAR(stage.regulate(state, battery(400, 400)), -9.92, 1e-12);
}

TEST(PowerStage, CurrentEndsExactlyAtTheSetPoint) {
    const PowerStage stage(no_dead_time(), kStep_s);
    PowerStageState state;
    stage.command(state, current(1.234, 450), 400);
    for (int i = 0; i < 100; ++i) stage.regulate(state, battery(400, 400));
    EXPECT_EQ(state.current_A, 1.234);
}

TEST(PowerStage, CurrentGivesWayToTheVoltageLimitAndThenRampsAgain) {
    const PowerStage stage(no_dead_time(), kStep_s);
    PowerStageState state;
    stage.command(state, current(100, 405), 400);
    state.current_A = 99.99;
    EXPECT_NEAR(stage.regulate(state, battery(400, 405)), 50.0, 1e-9);
    EXPECT_NEAR(stage.regulate(state, battery(390, 405)), 50.02, 1e-9);
}

TEST(PowerStage, ChargingCurrentNeverSinksBelowTheVoltageLimit) {
    const PowerStage stage(no_dead_time(), kStep_s);
    PowerStageState state;
    stage.command(state, current(100, 350), 400);
    EXPECT_EQ(stage.regulate(state, battery(400, 400)), 0.0);
}

TEST(PowerStage, DischargingCurrentEmptiesACapacitorButNotBelowZero) {
    const PowerStage stage(no_dead_time(), kStep_s);
    PowerStageState state;
    stage.command(state, current(-50, 450), 400);
    state.current_A = -10;
    EXPECT_NEAR(stage.regulate(state, capacitor(50)), -5.0, 1e-12);
    EXPECT_NEAR(stage.regulate(state, capacitor(0)), 0.0, 1e-12);
}

TEST(PowerStage, VoltageReferenceStartsAtThePresentOutput) {
    const PowerStage stage({}, kStep_s);
    PowerStageState state;
    stage.command(state, voltage(500, 2), 380);
    stage.pass_dead_time(state, 1000, 385);
    EXPECT_NEAR(stage.regulate(state, capacitor(385)), 0.02, 1e-9);
    EXPECT_NEAR(state.voltage_reference_V, 385.2, 1e-9);
}

TEST(PowerStage, VoltageReferenceWaitsWhileTheCurrentLimitBinds) {
    const PowerStage stage(no_dead_time(), kStep_s);
    PowerStageState state;
    stage.command(state, voltage(500, 0.01), 100);
    EXPECT_NEAR(stage.regulate(state, capacitor(100)), 0.01, 1e-12);
    EXPECT_NEAR(state.voltage_reference_V, 100.1, 1e-12);
}

TEST(PowerStage, SinksInVoltageModeOnlyWhereAllowed) {
    const PowerStage stage(no_dead_time(), kStep_s);
    PowerStageState state;
    stage.command(state, voltage(0, 5), 100);
    EXPECT_EQ(stage.regulate(state, capacitor(100)), 0.0);
    stage.command(state, voltage(0, 5, -5), 100);
    EXPECT_NEAR(stage.regulate(state, capacitor(100)), -0.01, 1e-12);
}

TEST(PowerStage, BleedFollowsTheDownRampInOffAndHelpsInVoltageMode) {
    const PowerStage stage(no_dead_time(), kStep_s);
    PowerStageState state;
    PowerStageCommand lower;
    lower.bleed = true;
    stage.command(state, lower, 100);
    ASSERT_TRUE(PowerStage::bleeds(state));
    EXPECT_EQ(stage.regulate(state, capacitor(100)), 0.0);
    EXPECT_NEAR(stage.bleed(state, capacitor(100)), 0.01, 1e-12);
    PowerStageCommand regulated = voltage(0, 5);
    regulated.bleed = true;
    stage.command(state, regulated, 100);
    EXPECT_EQ(stage.regulate(state, capacitor(100)), 0.0);
    EXPECT_NEAR(stage.bleed(state, capacitor(100)), 0.01, 1e-12);
    EXPECT_NEAR(state.voltage_reference_V, 99.9, 1e-12);
}

TEST(PowerStage, BleedCurrentIsLimited) {
    PowerStageParameters parameters = no_dead_time();
    parameters.bleed_current_A = 0.004;
    const PowerStage stage(parameters, kStep_s);
    PowerStageState state;
    PowerStageCommand lower;
    lower.bleed = true;
    stage.command(state, lower, 100);
    EXPECT_EQ(stage.bleed(state, capacitor(100)), 0.004);
    EXPECT_NEAR(state.voltage_reference_V, 99.96, 1e-12);
}

TEST(PowerStage, PowerLimitHoldsInBothDirections) {
    PowerStageParameters parameters = no_dead_time();
    parameters.power_limit_W = 8000;
    const PowerStage stage(parameters, kStep_s);
    PowerStageState state;
    stage.command(state, current(50, 450), 400);
    state.current_A = 30;
    EXPECT_DOUBLE_EQ(stage.regulate(state, battery(398, 400)), 20.0);
    stage.command(state, current(-50, 450), 400);
    state.current_A = -30;
    EXPECT_DOUBLE_EQ(stage.regulate(state, battery(402, 400)), -20.0);
}

TEST(PowerStage, OffAndStopNowAreWithoutCurrentFromThisInstant) {
    const PowerStage stage(no_dead_time(), kStep_s);
    for (const bool stop : {false, true}) {
        PowerStageState state;
        stage.command(state, current(50, 450), 400);
        state.current_A = 50;
        PowerStageCommand end = stop ? current(50, 450) : PowerStageCommand{};
        end.stop_now = stop;
        end.bleed = stop;
        stage.command(state, end, 400);
        EXPECT_EQ(state.current_A, 0.0);
        EXPECT_EQ(stage.regulate(state, battery(400, 400)), 0.0);
        EXPECT_FALSE(PowerStage::bleeds(state));
    }
}

TEST(PowerStage, IdealHasNeitherDeadTimeNorRamps) {
    PowerStageParameters parameters;
    parameters.fidelity = StageFidelity::ideal;
    const PowerStage stage(parameters, kStep_s);
    PowerStageState state;
    stage.command(state, current(50, 450), 400);
    EXPECT_EQ(stage.regulate(state, battery(400, 400)), 50.0);
    stage.command(state, voltage(405, 100), 400);
    EXPECT_NEAR(stage.regulate(state, battery(400, 400)), 50.0, 1e-9);
}

TEST(PowerStage, CheckNamesWhatIsWrong) {
    PowerStageParameters parameters;
    EXPECT_TRUE(check(parameters).empty());
    parameters.voltage_ramp_up_V_per_s = 0;
    parameters.dead_time_s = 86401;
    parameters.power_limit_W = -1;
    const core::Errors errors = check(parameters);
    ASSERT_EQ(errors.size(), 3u);
    EXPECT_EQ(errors[0].text(),
              "voltage_ramp_up_V_per_s is out of range: '0'; allowed: more than 0");
    EXPECT_EQ(errors[1].text(), "dead_time_s is out of range: '86401'; allowed: 0 to 86400");
    EXPECT_EQ(errors[2].text(),
              "power_limit_W is out of range: '-1'; allowed: more than 0, also .inf");
}

}  // namespace
}  // namespace chargerig::models
