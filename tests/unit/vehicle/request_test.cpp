// SPDX-License-Identifier: Apache-2.0
//
// What the vehicle asks for: its ramp, its limits and the charger's.
#include <gmock/gmock.h>

#include <cmath>

#include "sim/core/random.hpp"
#include "sim/vehicle/calendar.hpp"
#include "sim/vehicle/request.hpp"
#include "tests/unit/vehicle/harness.hpp"

namespace chargerig::vehicle::test {
namespace {

using link::VarName;

std::vector<std::pair<double, double>> requests(const Bench& bench) {
    std::vector<std::pair<double, double>> out;
    for (const auto& var : bench.vars) {
        const auto* target = std::get_if<link::DcEvTargetValues>(&var.payload);
        if (!target || var.time < bench.state.loop_since) continue;
        out.emplace_back(core::to_seconds(var.time - bench.state.loop_since),
                         target->dc_ev_target_current);
    }
    return out;
}

TEST(Ramp, TwentyAmperesASecondExactly) {
    Bench bench(test_profile(Protocol::iso20_scheduled));
    ASSERT_TRUE(bench.charge());
    bench.run_for(12.0);
    const auto all = requests(bench);
    ASSERT_GT(all.size(), 40u);
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_NEAR(all[i].first, 0.235 * static_cast<double>(i), 1e-9);
        const double expected = std::min(150.0, 4.7 * static_cast<double>(i));
        EXPECT_DOUBLE_EQ(all[i].second, expected) << i;
    }
    EXPECT_EQ(all.back().second, 150.0);
}

TEST(Ramp, GoesDownFasterAndThroughZero) {
    Profile profile = test_profile(Protocol::iso20_scheduled);
    profile.session.bidirectional = true;
    profile.session.power_profile = {{0.0, 17.5}, {10.0, -17.5}};
    profile.communication.loop_interval_s = 0.1;
    Bench bench(profile);
    ASSERT_TRUE(bench.charge());
    bench.run_for(16.0);
    const auto all = requests(bench);
    // 17.5 kW are 50 A at 350 V; the terminals rise with the current.
    const double charging = all[99].second;
    EXPECT_NEAR(charging, 49.3, 0.2);
    // 100 A/s down to zero takes half a second, then 20 A/s.
    EXPECT_NEAR(all[101].second, charging - 10.0, 10.1);
    EXPECT_NEAR(all[104].second, 0.0, 10.0);
    EXPECT_LT(all[106].second, 0.0);
    EXPECT_NEAR(all[107].second - all[108].second, 2.0, 0.1001);
    EXPECT_NEAR(all.back().second, -50.7, 0.3);
}

TEST(Ramp, AShrinkingOfferIsFollowedAtTheNextRequest) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.run_for(12.0);
    bench.behaviour.maximum_current_A = 30.0;
    bench.send_limits();
    bench.run_for(0.24);
    EXPECT_EQ(bench.last<link::DcEvTargetValues>(VarName::dc_ev_target_voltage_current)
                  ->dc_ev_target_current,
              30.0);
}

TEST(Request, VoltageIsTheBatterysMaximumWithinTheOffer) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.run_for(1.0);
    const auto voltage = [&] {
        return bench.last<link::DcEvTargetValues>(VarName::dc_ev_target_voltage_current)
            ->dc_ev_target_voltage;
    };
    EXPECT_EQ(voltage(), 410.0);
    bench.behaviour.maximum_voltage_V = 400.0;
    bench.send_limits();
    bench.run_for(0.24);
    EXPECT_EQ(voltage(), 400.0);
}

// Random offers and states of charge in every loop: no request leaves anybody's limits.
TEST(Request, NeverLeavesTheVehiclesOrTheChargersLimits) {
    core::RandomStream random(7, "offers");
    for (const Protocol protocol : {Protocol::din, Protocol::iso2, Protocol::iso20_scheduled}) {
        Profile profile = test_profile(protocol);
        profile.session.target_soc_percent = 100.0;
        profile.charging.ramp_up_A_per_s = 500.0;
        if (protocol == Protocol::iso20_scheduled) {
            profile.session.bidirectional = true;
            profile.session.power_profile = {{0.0, 55.0}, {20.0, -45.0}, {40.0, 60.0}};
        }
        Bench bench(profile);
        ASSERT_TRUE(bench.charge());
        std::size_t charging = 0;
        std::size_t discharging = 0;
        for (int i = 0; i < 300; ++i) {
            bench.behaviour.maximum_current_A = random.uniform(0.0, 300.0);
            bench.behaviour.maximum_power_W = random.uniform(0.0, 100e3);
            bench.behaviour.maximum_discharge_current_A = random.uniform(0.0, 150.0);
            bench.behaviour.maximum_discharge_power_W = random.uniform(0.0, 50e3);
            bench.behaviour.maximum_voltage_V = random.uniform(360.0, 500.0);
            bench.inputs.readings.soc_percent = random.uniform(10.0, 99.0);
            bench.send_limits();
            bench.vars.clear();
            bench.run_for(0.235);
            const auto* target =
                bench.last<link::DcEvTargetValues>(VarName::dc_ev_target_voltage_current);
            if (!target) continue;  // unchanged, thus held back
            const double current_A = target->dc_ev_target_current;
            // The terminals lie at 350 V or above while charging, at 340 V or above otherwise.
            const double power_W = std::abs(current_A) * (current_A > 0.0 ? 350.0 : 340.0);
            const ChargerBehaviour& offer = bench.behaviour;
            ASSERT_LE(target->dc_ev_target_voltage, std::min(offer.maximum_voltage_V, 410.0));
            ASSERT_LE(current_A, std::min(offer.maximum_current_A, 150.0));
            ASSERT_GE(current_A, -std::min(offer.maximum_discharge_current_A, 100.0));
            ASSERT_LE(power_W, current_A >= 0.0 ? std::min(offer.maximum_power_W, 60e3)
                                                : std::min(offer.maximum_discharge_power_W, 40e3));
            ASSERT_TRUE(bench.inputs.readings.soc_percent > 20.0 || current_A >= 0.0);
            charging += current_A > 0.0 ? 1 : 0;
            discharging += current_A < 0.0 ? 1 : 0;
        }
        EXPECT_GT(charging, 100u) << kProtocolNames[static_cast<std::size_t>(protocol)];
        EXPECT_EQ(discharging > 30u, protocol == Protocol::iso20_scheduled);
    }
}

TEST(Dynamic, TellsLimitsAndEnergies) {
    Profile profile = test_profile(Protocol::iso20_dynamic);
    profile.session.bidirectional = true;
    profile.limits.minimum_charge_power_kW = 1.0;
    profile.limits.minimum_discharge_power_kW = 2.0;
    Bench bench(profile);
    ASSERT_TRUE(bench.charge());
    bench.run_for(0.6);
    const auto* mode =
        bench.last<link::DcChargeDynamicModeValues>(VarName::d20_dc_dynamic_charge_mode);
    ASSERT_NE(mode, nullptr);
    // 50 % of 35 kWh; target 80 %, maximum 100 %, minimum 30 %; V2X from 20 to 80 %.
    EXPECT_EQ(mode->target_energy_request, 10500.0);
    EXPECT_EQ(mode->max_energy_request, 17500.0);
    EXPECT_EQ(mode->min_energy_request, 0.0);
    EXPECT_EQ(mode->max_v2x_energy_request, 10500.0);
    EXPECT_EQ(mode->min_v2x_energy_request, 0.0);
    EXPECT_EQ(mode->max_charge_power, 60000.0);
    EXPECT_EQ(mode->min_charge_power, 1000.0);
    EXPECT_EQ(mode->max_charge_current, 150.0);
    EXPECT_EQ(mode->max_voltage, 410.0);
    EXPECT_EQ(mode->min_voltage, 290.0);
    EXPECT_EQ(mode->max_discharge_power, 35000.0);  // 100 A at 350 V
    EXPECT_EQ(mode->min_discharge_power, 2000.0);
    EXPECT_EQ(mode->max_discharge_current, 100.0);
    EXPECT_NEAR(*mode->departure_time, 86400.0 - bench.seconds(), 1.0);
}

TEST(Dynamic, NothingGoesInAtTheMaximumNorOutAtTheMinimum) {
    Profile profile = test_profile(Protocol::iso20_dynamic);
    profile.session.bidirectional = true;
    Bench bench(profile);
    ASSERT_TRUE(bench.charge());
    bench.inputs.readings.soc_percent = 100.0;
    bench.run_for(0.6);
    const auto mode = [&] {
        return bench.last<link::DcChargeDynamicModeValues>(VarName::d20_dc_dynamic_charge_mode);
    };
    EXPECT_EQ(mode()->max_charge_current, 0.0);
    EXPECT_EQ(mode()->max_charge_power, 0.0);
    EXPECT_EQ(mode()->max_discharge_current, 100.0);
    bench.inputs.readings.soc_percent = 20.0;
    bench.run_for(0.6);
    EXPECT_EQ(mode()->max_charge_current, 150.0);
    EXPECT_EQ(mode()->max_discharge_current, 0.0);
    EXPECT_EQ(mode()->max_discharge_power, 0.0);
}

TEST(Rounding, OneDecimalTowardsZero) {
    EXPECT_EQ(one_decimal_towards_zero(4.79), 4.7);
    EXPECT_EQ(one_decimal_towards_zero(-4.79), -4.7);
    EXPECT_EQ(one_decimal_towards_zero(0.235 * 20.0), 4.7);
    EXPECT_EQ(one_decimal_towards_zero(14.1), 14.1);
    EXPECT_EQ(one_decimal(4.75001), 4.8);
}

TEST(Calendar, WritesUtc) {
    EXPECT_EQ(date_time_text(0.0).view(), "1970-01-01T00:00:00Z");
    EXPECT_EQ(date_time_text(1735689600.0).view(), "2025-01-01T00:00:00Z");
    EXPECT_EQ(date_time_text(1709210096.9).view(), "2024-02-29T12:34:56Z");
}

TEST(Determinism, TwoVehiclesSayTheSame) {
    const auto run = [] {
        Bench bench(test_profile(Protocol::iso20_dynamic));
        bench.plug_in();
        bench.run_for(40.0);
        bench.inputs.stop_request = true;
        bench.run_for(20.0);
        return std::pair{bench.vars, bench.state};
    };
    const auto first = run();
    EXPECT_EQ(first, run());
    EXPECT_GT(first.first.size(), 100u);
}

}  // namespace
}  // namespace chargerig::vehicle::test
