// SPDX-License-Identifier: Apache-2.0
#include "models/charge_limits.hpp"

#include <gtest/gtest.h>

namespace chargerig::models {
namespace {

ChargeLimitParameters limits() {
    ChargeLimitParameters out;
    out.curve = {{10, 100}, {20, 120}, {70, 50}};
    out.minimum_voltage_V = 320;
    out.maximum_voltage_V = 450;
    out.maximum_charge_current_A = 300;
    out.maximum_discharge_current_A = 50;
    out.maximum_discharge_power_kW = 10;
    out.maximum_soc_percent = 98;
    out.minimum_soc_percent = 10;
    out.cutoff_current_A = 5;
    return out;
}

constexpr BatteryView kMiddle{50.0, 400.0, 396.0, 0.1};

TEST(ChargeLimits, CurveIsLinearAndConstantOutside) {
    EXPECT_DOUBLE_EQ(curve_power_W(limits(), 0.0), 100e3);
    EXPECT_DOUBLE_EQ(curve_power_W(limits(), 15.0), 110e3);
    EXPECT_DOUBLE_EQ(curve_power_W(limits(), 20.0), 120e3);
    EXPECT_DOUBLE_EQ(curve_power_W(limits(), 45.0), 85e3);
    EXPECT_DOUBLE_EQ(curve_power_W(limits(), 100.0), 50e3);
}

TEST(ChargeLimits, EachLimitBindsInTurn) {
    ChargeLimitParameters own = limits();
    EXPECT_DOUBLE_EQ(charge_current_A(own, kMiddle, {}), 78e3 / 400.0);
    EXPECT_DOUBLE_EQ(charge_current_A(own, kMiddle, {100.0, 1e9}), 100.0);
    EXPECT_DOUBLE_EQ(charge_current_A(own, kMiddle, {1e9, 20e3}), 50.0);
    own.maximum_charge_current_A = 30.0;
    EXPECT_DOUBLE_EQ(charge_current_A(own, kMiddle, {}), 30.0);
    own.maximum_voltage_V = 398.0;
    EXPECT_NEAR(charge_current_A(own, kMiddle, {}), 20.0, 1e-9);
}

TEST(ChargeLimits, NeverAsksForAnythingWhenFullOrAboveTheVoltage) {
    EXPECT_EQ(charge_current_A(limits(), {98.0, 400.0, 396.0, 0.1}, {}), 0.0);
    EXPECT_EQ(charge_current_A(limits(), {50.0, 460.0, 455.0, 0.1}, {}), 0.0);
}

TEST(ChargeLimits, FullByStateOfChargeOrByCutoffCurrent) {
    EXPECT_FALSE(is_full(limits(), kMiddle));
    EXPECT_TRUE(is_full(limits(), {98.0, 400.0, 396.0, 0.1}));
    EXPECT_FALSE(is_full(limits(), {90.0, 450.0, 449.4, 0.1}));
    EXPECT_TRUE(is_full(limits(), {90.0, 450.0, 449.6, 0.1}));
}

TEST(ChargeLimits, DischargeIsNegativeAndEachLimitBindsInTurn) {
    ChargeLimitParameters own = limits();
    EXPECT_DOUBLE_EQ(discharge_current_A(own, kMiddle, {}), -25.0);  // 10 kW at 400 V
    EXPECT_DOUBLE_EQ(discharge_current_A(own, kMiddle, {20.0, 1e9}), -20.0);
    EXPECT_DOUBLE_EQ(discharge_current_A(own, kMiddle, {1e9, 4e3}), -10.0);
    own.maximum_discharge_power_kW = 1e3;
    EXPECT_DOUBLE_EQ(discharge_current_A(own, kMiddle, {}), -50.0);
    EXPECT_NEAR(discharge_current_A(own, {50.0, 323.0, 323.0, 0.1}, {}), -30.0, 1e-9);
    EXPECT_EQ(discharge_current_A(own, {50.0, 319.0, 319.0, 0.1}, {}), 0.0);
    EXPECT_EQ(discharge_current_A(own, {10.0, 400.0, 396.0, 0.1}, {}), 0.0);
    own.maximum_discharge_current_A = 0.0;
    EXPECT_EQ(discharge_current_A(own, kMiddle, {}), 0.0);
}

TEST(ChargeLimits, InnerVoltageUndoesTheSeriesResistance) {
    EXPECT_DOUBLE_EQ(inner_voltage_V(410.0, 100.0, 0.1), 400.0);
    EXPECT_DOUBLE_EQ(inner_voltage_V(390.0, -100.0, 0.1), 400.0);
}

struct BadLimits {
    const char* text;
    void (*spoil)(ChargeLimitParameters&);
};

class ChargeLimitsCheck : public testing::TestWithParam<BadLimits> {};

TEST_P(ChargeLimitsCheck, NamesWhatIsWrong) {
    ChargeLimitParameters parameters = limits();
    GetParam().spoil(parameters);
    const core::Errors errors = check(parameters);
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0].text(), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ChargeLimitsCheck,
    testing::Values(
        BadLimits{"the charge curve is empty; allowed: 1 point or more",
                  [](ChargeLimitParameters& p) { p.curve.clear(); }},
        BadLimits{"point 2 of the charge curve: state of charge does not rise: '10'; allowed: more "
                  "than in the point before",
                  [](ChargeLimitParameters& p) { p.curve[1].soc_percent = 10; }},
        BadLimits{"point 3 of the charge curve: soc_percent is out of range: '101'; allowed: 0 to "
                  "100",
                  [](ChargeLimitParameters& p) { p.curve[2].soc_percent = 101; }},
        BadLimits{"point 1 of the charge curve: power_kW is out of range: '-1'; allowed: 0 to "
                  "10000",
                  [](ChargeLimitParameters& p) { p.curve[0].power_kW = -1; }},
        BadLimits{"maximum_voltage_V is not above minimum_voltage_V: '320'; allowed: more than "
                  "minimum_voltage_V",
                  [](ChargeLimitParameters& p) { p.maximum_voltage_V = 320; }},
        BadLimits{"maximum_charge_current_A is out of range: '0'; allowed: more than 0",
                  [](ChargeLimitParameters& p) { p.maximum_charge_current_A = 0; }},
        BadLimits{"maximum_discharge_power_kW is out of range: '-1'; allowed: 0 or more",
                  [](ChargeLimitParameters& p) { p.maximum_discharge_power_kW = -1; }},
        BadLimits{"minimum_soc_percent is not below maximum_soc_percent: '98'; allowed: less than "
                  "maximum_soc_percent",
                  [](ChargeLimitParameters& p) { p.minimum_soc_percent = 98; }}));

TEST(ChargeLimitsCheck, AcceptsGoodLimits) {
    EXPECT_TRUE(check(limits()).empty());
}

}  // namespace
}  // namespace chargerig::models
