// SPDX-License-Identifier: Apache-2.0
//
// Climate control: what hot power modules and a hot cable do to the offered current, and to the
// charge (spec 5.1, 6.5).
#include "sim/controller/climate.hpp"

#include <gtest/gtest.h>

#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;

TEST(Derating, grows_from_one_temperature_to_another) {
    EXPECT_EQ(derating_percent(-40.0, 75.0, 85.0, 50.0), 0.0);
    EXPECT_EQ(derating_percent(75.0, 75.0, 85.0, 50.0), 0.0);
    EXPECT_EQ(derating_percent(80.0, 75.0, 85.0, 50.0), 25.0);
    EXPECT_EQ(derating_percent(85.0, 75.0, 85.0, 50.0), 50.0);
    EXPECT_EQ(derating_percent(200.0, 75.0, 85.0, 50.0), 50.0);
    EXPECT_EQ(derating_percent(70.0, 70.0, 70.0, 50.0), 50.0) << "a step";
}

TEST(Derating, lowers_currents_and_powers_in_both_directions) {
    Configuration c;
    c.is_bidirectional = true;
    c.max_charger_discharge_current_A = 80.0;
    const ChargerLimits limits = charger_limits(c, {}, 50.0);
    EXPECT_EQ(limits.maximum_current_A, 50.0);
    EXPECT_EQ(limits.maximum_power_W, 25'000.0);
    EXPECT_EQ(limits.maximum_discharge_current_A, 40.0);
    EXPECT_EQ(limits.maximum_discharge_power_W, 20'000.0);
    EXPECT_EQ(limits.maximum_voltage_V, 500.0);
}

TEST(Climate, hot_power_modules_lower_the_offer_and_the_target_within_a_second) {
    Bench bench;
    bench.reach(Charging);
    bench.request(440.0, 90.0);
    bench.run_for(1_s);
    EXPECT_EQ(bench.last_power().current_range_max_A, 90.0);
    bench.power.status.power_modules_temperature_degC = 80.0;
    bench.run_for(1'200_ms);
    EXPECT_EQ(bench.outputs.charger.maximum_current_A, 75.0);
    EXPECT_EQ(bench.last_power().current_range_max_A, 75.0);
    EXPECT_TRUE(bench.noted(core::NoteKind::warning, "climate control lowers the offered current"));
    bench.power.status.power_modules_temperature_degC = 70.0;
    bench.run_for(1'200_ms);
    EXPECT_EQ(bench.outputs.charger.maximum_current_A, 100.0);
    EXPECT_EQ(bench.last_power().current_range_max_A, 90.0);
    EXPECT_TRUE(bench.noted(core::NoteKind::warning, "offers the whole current again"));
    EXPECT_EQ(bench.state.state, Charging);
}

TEST(Climate, the_higher_derating_wins) {
    Bench bench;
    bench.reach(Charging);
    bench.power.status.power_modules_temperature_degC = 76.0;  // 5 %
    bench.connector_degC = {20.0, 75.0};                       // 25 %
    bench.run_for(1'200_ms);
    EXPECT_EQ(bench.outputs.charger.maximum_current_A, 75.0);
    const auto inputs = bench.sent<evse::SeccInputs>();
    ASSERT_FALSE(inputs.empty());
    EXPECT_EQ(inputs.back().message.pistol_ptc_degC, bench.connector_degC);
}

TEST(Climate, is_evaluated_once_a_period) {
    Configuration configuration;
    configuration.climate_period_s = 10.0;
    Bench bench(configuration);
    bench.reach(Charging);
    while (bench.state.cycles.climate.next - bench.now < 9_s) bench.run_for(100_ms);
    bench.power.status.power_modules_temperature_degC = 80.0;
    bench.run_for(8_s);
    EXPECT_EQ(bench.outputs.charger.maximum_current_A, 100.0);
    bench.run_for(2'500_ms);
    EXPECT_EQ(bench.outputs.charger.maximum_current_A, 75.0);
}

struct TooHot {
    double modules_degC;
    double cable_degC;
    const char* cause;  // null: charging goes on
};

TEST(Spec_6_5, Row_temperature_stop_EndsTheChargeInTheNormalWay) {
    for (const TooHot& hot :
         {TooHot{84.0, 89.0, nullptr}, TooHot{85.0, -40.0, "power modules too hot"},
          TooHot{-40.0, 90.0, "cable too hot"}}) {
        Bench bench;
        bench.reach(Charging);
        bench.run_for(1_s);
        bench.power.status.power_modules_temperature_degC = hot.modules_degC;
        bench.connector_degC = {hot.cable_degC, -40.0};
        bench.run_for(1'200_ms);
        EXPECT_EQ(bench.state.state, Charging) << "the vehicle has not followed yet";
        EXPECT_EQ(bench.outputs.charger.stop_asked, hot.cause != nullptr);
        if (hot.cause == nullptr) continue;
        EXPECT_TRUE(bench.noted(core::NoteKind::action, hot.cause));
        bench.phase(HlcPhase::stopped);
        EXPECT_EQ(bench.state.state, Ending_Charge);
        bench.run_for(1_s);
        bench.phase(HlcPhase::closed);
        bench.run_for(1_s);
        EXPECT_EQ(bench.finished(), evse::StopState::Clean_Stop);
        EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
    }
}

TEST(Spec_6_5, Row_temperature_stop_ThatTheVehicleIgnoresEndsRushed) {
    Bench bench;
    bench.reach(Charging);
    bench.power.status.power_modules_temperature_degC = 90.0;
    ASSERT_TRUE(bench.run_to(Ending_Charge, 22_s));
    bench.run_for(1_s);
    bench.phase(HlcPhase::closed);
    bench.run_for(1_s);
    EXPECT_EQ(bench.finished(), evse::StopState::Rushed_Stop);
}

TEST(Climate, temperatures_that_nobody_provides_change_nothing) {
    Configuration configuration;
    configuration.power_module_derating_from_degC = configuration.cable_derating_from_degC = -39.0;
    Bench bench(configuration);
    bench.reach(Charging);
    bench.run_for(2_s);
    EXPECT_EQ(bench.outputs.charger.maximum_current_A, 100.0);
}

}  // namespace
}  // namespace chargerig::controller::test
