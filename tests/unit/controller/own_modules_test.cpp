// SPDX-License-Identifier: Apache-2.0
//
// The set-point of power modules that the controller drives itself (spec 5.2, 8.24).
#include "sim/controller/own_modules.hpp"

#include <gtest/gtest.h>

#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;

Configuration side_channel() {
    Configuration configuration;
    configuration.enable_iso_part20 = true;
    configuration.side_channel = true;
    return configuration;
}

void charge(Bench& bench, bool dynamic) {
    bench.plug_in_iso20(dynamic);
    bench.reach(Charging);
}

evse::DcPowerParameters range_target(double current_A) {
    return {0.0, 0.0, 0.0, current_A};
}

TEST(OwnModules, the_target_is_the_upper_end_until_a_frame_names_one_within_the_range) {
    const CurrentRange range{80.0, -60.0};
    EXPECT_EQ(own_target_A(range, {}, RangeTargetZero::no_current), 80.0);
    EXPECT_EQ(own_target_A(range, range_target(0.0), RangeTargetZero::no_current), 0.0);
    EXPECT_EQ(own_target_A(range, range_target(33.0), RangeTargetZero::no_current), 33.0);
    EXPECT_EQ(own_target_A(range, range_target(-33.0), RangeTargetZero::no_current), -33.0);
    EXPECT_EQ(own_target_A(range, range_target(81.0), RangeTargetZero::no_current), 80.0);
    EXPECT_EQ(own_target_A(range, range_target(-61.0), RangeTargetZero::no_current), -60.0);
}

TEST(OwnModules, ramps_go_up_away_from_zero_and_down_towards_it) {
    EXPECT_EQ(ramped_A(0.0, 100.0, 2.0, 10.0, 40.0), 20.0);
    EXPECT_EQ(ramped_A(100.0, 20.0, 1.0, 10.0, 40.0), 60.0);
    EXPECT_EQ(ramped_A(0.0, -100.0, 2.0, 10.0, 40.0), -20.0);
    EXPECT_EQ(ramped_A(-100.0, -20.0, 1.0, 10.0, 40.0), -60.0);
    EXPECT_EQ(ramped_A(0.0, 15.0, 2.0, 10.0, 40.0), 15.0) << "not beyond";
    // Through zero: a second down, then up.
    EXPECT_EQ(ramped_A(40.0, -30.0, 0.5, 10.0, 40.0), 20.0);
    EXPECT_EQ(ramped_A(40.0, -30.0, 3.0, 10.0, 40.0), -20.0);
    EXPECT_EQ(ramped_A(40.0, -30.0, 9.0, 10.0, 40.0), -30.0);
    EXPECT_EQ(ramped_A(40.0, -30.0, 0.0, 0.0, 0.0), -30.0) << "no ramp";
    EXPECT_EQ(ramped_A(40.0, -30.0, 1.0, 10.0, 0.0), -10.0);
}

TEST(OwnModules, the_set_point_is_ramped_from_zero) {
    Configuration configuration = side_channel();
    configuration.current_ramp_up_rate_A_per_s = 10.0;
    configuration.current_ramp_down_rate_A_per_s = 40.0;
    Bench bench(configuration);
    charge(bench, true);
    bench.receive(range_target(0.0));
    bench.step();
    bench.run_for(5_s);
    ASSERT_TRUE(bench.outputs.own_set_point_A);
    EXPECT_EQ(*bench.outputs.own_set_point_A, 0.0);
    bench.receive(range_target(60.0));
    bench.step();
    bench.run_for(3_s);
    EXPECT_NEAR(*bench.outputs.own_set_point_A, 30.0, 0.11);
    bench.run_for(4_s);
    EXPECT_EQ(*bench.outputs.own_set_point_A, 60.0);
    bench.receive(range_target(20.0));
    bench.step();
    bench.run_for(500_ms);
    EXPECT_NEAR(*bench.outputs.own_set_point_A, 40.0, 0.41);
    bench.run_for(1_s);
    EXPECT_EQ(*bench.outputs.own_set_point_A, 20.0);
}

TEST(OwnModules, a_range_that_shrinks_takes_the_set_point_along_at_once) {
    Bench bench(side_channel());
    charge(bench, true);
    bench.run_for(6_s);
    EXPECT_EQ(bench.outputs.own_set_point_A, 100.0);
    bench.receive(evse::DcPowerParameters{0.0, 25.0, 0.0, 90.0});
    bench.step();
    EXPECT_EQ(bench.last_power().current_range_max_A, 25.0);
    EXPECT_EQ(bench.outputs.own_set_point_A, 25.0);
}

TEST(OwnModules, there_is_no_set_point_without_a_range) {
    Bench target(side_channel());
    charge(target, false);
    target.receive(range_target(20.0));
    target.step();
    target.run_for(5_s);
    EXPECT_EQ(target.last_power().setpoints_mode, evse::SetpointsMode::Target_Mode);
    EXPECT_EQ(target.last_power().current_range_max_A, 50.0);
    EXPECT_FALSE(target.outputs.own_set_point_A);

    Configuration interface_modules = side_channel();
    interface_modules.side_channel = false;
    Bench follows(interface_modules);
    charge(follows, true);
    follows.run_for(5_s);
    EXPECT_FALSE(follows.outputs.own_set_point_A);

    Bench ended(side_channel());
    charge(ended, true);
    ended.run_for(5_s);
    EXPECT_TRUE(ended.outputs.own_set_point_A);
    ended.phase(HlcPhase::stopped);
    ASSERT_TRUE(ended.run_to(Ending_Charge));
    EXPECT_FALSE(ended.outputs.own_set_point_A);
    EXPECT_EQ(ended.state.own_modules, OwnModules{});
}

TEST(OwnModules, an_emergency_takes_the_set_point_away) {
    Bench bench(side_channel());
    charge(bench, true);
    bench.run_for(5_s);
    bench.emergency_button = true;
    bench.step();
    EXPECT_FALSE(bench.outputs.own_set_point_A);
}

}  // namespace
}  // namespace chargerig::controller::test
