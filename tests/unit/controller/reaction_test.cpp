// SPDX-License-Identifier: Apache-2.0
//
// The controller's reaction times, one by one (spec 5.13).
#include <gtest/gtest.h>

#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;
using evse::PowerFunction;
using link::ChargerView;

TEST(Spec_5_13, Row_status_lost_After500Milliseconds) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.power.sends = false;
    const core::Instant last = bench.state.power_received;
    bench.run_until(last + core::Duration{499'999'999});
    EXPECT_EQ(bench.state.state, Charging);
    EXPECT_TRUE(bench.outputs.output_contactors_close);
    bench.run_until(last + 500_ms);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    EXPECT_FALSE(bench.outputs.output_contactors_close);
    EXPECT_EQ(bench.sent<evse::EmergencyStop>(last + 500_ms, last + 500_ms).size(), 1u);
}

TEST(Spec_5_13, Row_status_period_Is100Milliseconds) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(5_s);
    const auto sent = bench.sent<evse::ControllerStatus>();
    ASSERT_GT(sent.size(), 50u);
    for (std::size_t i = 0; i < sent.size(); ++i) {
        EXPECT_EQ(sent[i].time, at_ms(100) + 100_ms * (static_cast<std::int64_t>(i) - 1));
    }
}

// Frames count from 90 % of the test voltage on.
TEST(Spec_5_13, Row_insulation_ramp_From90Percent) {
    for (const double voltage_V : {449.9, 450.0}) {
        Bench bench;
        bench.power.follows = false;
        bench.reach(Insulation_Test);
        bench.run_for(500_ms);
        bench.power.status.present_voltage_V = voltage_V;
        bench.run_for(2_s);
        EXPECT_EQ(bench.state.session.insulation_tested, voltage_V >= 450.0);
    }
}

TEST(Spec_5_13, Row_insulation_pass_AfterTenFrames) {
    for (const int iterations : {1, 10, 50, 200}) {
        Configuration configuration;
        configuration.insulation_iterations = iterations;
        Bench bench(configuration);
        bench.power.follows = false;
        bench.reach(Insulation_Test);
        bench.run_for(1_s);
        bench.power.status.present_voltage_V = 500.0;
        const std::size_t before = bench.sent<evse::DcPowerControl>().size();
        const core::Instant limit = bench.now + 25_s;
        while (!bench.state.session.insulation_tested && bench.now < limit) bench.run_for(10_ms);
        const std::size_t after = bench.sent<evse::DcPowerControl>().size();
        // The first status with the voltage may come a frame later.
        EXPECT_GE(after - before, static_cast<std::size_t>(iterations));
        EXPECT_LE(after - before, static_cast<std::size_t>(iterations) + 1);
    }
}

TEST(Spec_5_13, Row_insulation_timeout_After30Seconds) {
    Bench bench;
    bench.power.resistance_kohm = 98.0;
    bench.reach(Insulation_Test);
    while (!bench.outputs.output_contactors_close && bench.now < at_ms(20'000)) {
        bench.run_for(1_ms);
    }
    const core::Instant closed = bench.now;
    bench.run_until(closed + 29'990_ms);
    EXPECT_EQ(bench.state.state, Insulation_Test);
    bench.run_until(closed + 30'100_ms);
    EXPECT_EQ(bench.state.state, Closing_Communication);
}

TEST(Spec_5_13, Row_post_test_discharge_To20Volts) {
    for (const double voltage_V : {20.1, 20.0}) {
        Bench bench;
        bench.power.lowers = false;
        bench.reach(Insulation_Test);
        while (bench.state.session.insulation_step != InsulationStep::lowering &&
               bench.now < at_ms(20'000)) {
            bench.run_for(10_ms);
        }
        bench.power.status.present_voltage_V = voltage_V;
        bench.run_for(1_s);
        EXPECT_EQ(bench.outputs.charger.cable_check == ChargerView::CableCheck::passed,
                  voltage_V <= 20.0);
    }
}

// The vehicle judges the match (20 V); the controller goes on when it does, whatever the voltage.
TEST(Spec_5_13, Row_precharge_match_IsTheVehicles) {
    Bench bench;
    bench.reach(Precharge);
    bench.power.follows = false;
    bench.power.status.present_voltage_V = 331.0;
    bench.run_for(3_s);
    EXPECT_EQ(bench.state.state, Precharge);
    EXPECT_EQ(bench.last_power().power_function, PowerFunction::Precharge);
    bench.phase(HlcPhase::power_delivery);
    bench.run_for(100_ms);
    EXPECT_EQ(bench.state.state, Waiting_For_Charge);
}

TEST(Spec_5_13, Row_end_current_OpensBelowOneAmpere) {
    for (const double current_A : {1.0, 0.99, -1.0, -0.99}) {
        Bench bench;
        bench.reach(Charging);
        bench.run_for(1_s);
        bench.power.follows = false;
        bench.power.status.present_current_A = current_A;
        bench.run_for(200_ms);
        bench.phase(HlcPhase::stopped);
        bench.run_for(1_s);
        EXPECT_EQ(bench.outputs.output_contactors_close, std::abs(current_A) >= 1.0);
    }
}

TEST(Spec_5_13, Row_wake_up_Within40Seconds) {
    for (const bool in_time : {true, false}) {
        Bench bench;
        bench.power.wakes_up = false;
        bench.reach(Insulation_Test);
        const core::Instant entered = bench.state.entered;
        bench.run_until(entered + 39'800_ms);
        EXPECT_EQ(bench.state.state, Insulation_Test);
        if (in_time) bench.power.status.system_enable = evse::SystemEnable::Allowed;
        bench.run_until(entered + 40_s);
        EXPECT_EQ(bench.state.state, in_time ? Insulation_Test : Closing_Communication);
    }
}

// A vehicle may leave 60 s between its requests: the last one goes on, and the session with it.
TEST(Spec_5_13, Row_dcpc_gap_OfTheVehicleIsBridged) {
    Bench bench;
    bench.reach(Charging);
    const core::Instant start = bench.now;
    bench.run_for(60_s);
    bench.request(440.0, 51.0);
    EXPECT_EQ(bench.state.state, Charging);
    const auto frames = bench.sent<evse::DcPowerControl>(start);
    EXPECT_GT(frames.size(), 590u);
    for (std::size_t i = 1; i < frames.size(); ++i) {
        EXPECT_LE(frames[i].time - frames[i - 1].time, 150_ms);
    }
}

}  // namespace
}  // namespace chargerig::controller::test
