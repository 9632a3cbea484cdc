// SPDX-License-Identifier: Apache-2.0
#include "models/power_stage.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

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

PowerStageParameters overshooting() {
    PowerStageParameters out = no_dead_time();
    out.current_ramp_up_A_per_s = 1000;
    out.current_ramp_down_A_per_s = 1000;
    out.voltage_overshoot_percent = 10;
    out.current_overshoot_percent = 20;
    out.overshoot_s = 0.1;
    return out;
}

TEST(PowerStage, CurrentOvershootsByAPartOfItsWayAndComesBackWithTheTimeConstant) {
    const PowerStage stage(overshooting(), kStep_s);
    PowerStageState state;
    stage.command(state, current(50, 450), 400);
    for (int i = 0; i < 60; ++i) stage.regulate(state, battery(400, 400));
    EXPECT_NEAR(state.current_A, 60.0, 1e-9) << "50 A and a fifth of the way";
    for (int i = 0; i < 100; ++i) stage.regulate(state, battery(400, 400));
    EXPECT_NEAR(state.current_A, 50.0 + 10.0 * std::exp(-1.0), 1e-6);
    for (int i = 0; i < 1500; ++i) stage.regulate(state, battery(400, 400));
    EXPECT_EQ(state.current_A, 50.0);
    EXPECT_EQ(state.overshoot, 0.0);
}

TEST(PowerStage, OvershootGoesTheWayOfTheStep) {
    const PowerStage stage(overshooting(), kStep_s);
    PowerStageState state;
    stage.command(state, current(50, 450), 400);
    state.current_A = 50;
    state.overshoot = 0.0;
    stage.command(state, current(-50, 450), 400);
    for (int i = 0; i < 120; ++i) stage.regulate(state, battery(400, 400));
    EXPECT_NEAR(state.current_A, -70.0, 1e-9);
    stage.command(state, current(-50, 450), 400);
    EXPECT_LT(state.overshoot, -19.0) << "the same command again begins nothing";
    stage.command(state, {}, 400);
    EXPECT_EQ(state.overshoot, 0.0);
}

TEST(PowerStage, VoltageOvershootsAndStaysOnACapacitorThatNothingEmpties) {
    const PowerStage stage(overshooting(), kStep_s);
    PowerStageState state;
    double output_V = 0.0;
    stage.command(state, voltage(400, 5), output_V);
    double highest_V = 0.0;
    for (int i = 0; i < 5000; ++i) {
        output_V += 10.0 * stage.regulate(state, capacitor(output_V));
        highest_V = std::max(highest_V, output_V);
    }
    EXPECT_NEAR(highest_V, 440.0, 1e-6);
    EXPECT_NEAR(output_V, 440.0, 1e-6) << "the stage sinks nothing";
    stage.command(state, voltage(500, 5), output_V);
    for (int i = 0; i < 5000; ++i) {
        output_V += 10.0 * stage.regulate(state, capacitor(output_V));
        highest_V = std::max(highest_V, output_V);
    }
    EXPECT_NEAR(highest_V, 506.0, 1e-6) << "a tenth of the 60 V that were left";
}

TEST(PowerStage, WithoutOvershootNothingChanges) {
    PowerStageParameters with = no_dead_time();
    with.overshoot_s = 3.0;
    const PowerStage one(no_dead_time(), kStep_s);
    const PowerStage other(with, kStep_s);
    PowerStageState a;
    PowerStageState b;
    for (int i = 0; i < 500; ++i) {
        const auto wanted = current(i % 200 - 80, 450);
        one.command(a, wanted, 400);
        other.command(b, wanted, 400);
        ASSERT_EQ(one.regulate(a, battery(400, 401)), other.regulate(b, battery(400, 401)));
    }
    EXPECT_EQ(a, b);
}

TEST(PowerStage, OvershootOutOfRangeIsRefused) {
    PowerStageParameters parameters;
    parameters.voltage_overshoot_percent = -1;
    parameters.current_overshoot_percent = 101;
    parameters.overshoot_s = 0;
    EXPECT_EQ(check(parameters).size(), 3u);
}

}  // namespace
}  // namespace chargerig::models
