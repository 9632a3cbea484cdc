// SPDX-License-Identifier: Apache-2.0
#include "models/battery.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "models/relaxation.hpp"

namespace chargerig::models {
namespace {

BatteryParameters pack() {
    BatteryParameters out;
    out.ocv = {{0, 3.0}, {10, 3.4}, {50, 3.7}, {100, 4.2}};
    out.series_cells = 100;
    out.capacity_Ah = 150.0;
    out.resistance_ohm = 0.08;
    out.rc = {{{0.03, 20.0}, {0.04, 700.0}}};
    return out;
}

TEST(Relaxation, MeansAgreeWithNumericalIntegration) {
    for (const double x : {1e-9, 1e-4, 0.0199, 0.0201, 0.5, 3.0, 80.0}) {
        constexpr int kParts = 20000;
        double decay = 0.0;
        double response = 0.0;
        double square = 0.0;
        for (int i = 0; i < kParts; ++i) {
            const double u = x * (i + 0.5) / kParts;
            const double risen = -std::expm1(-u) / x;
            decay += std::exp(-u) / kParts;
            response += risen / kParts;
            square += risen * risen / kParts;
        }
        EXPECT_NEAR(mean_of_decay(x), decay, 1e-6 * decay) << x;
        EXPECT_NEAR(mean_of_response(x), response, 1e-6 * response) << x;
        EXPECT_NEAR(mean_square_of_response(x), square, 1e-6 * square) << x;
    }
}

TEST(Relaxation, SeriesAndClosedFormMeetWithoutAStep) {
    const double below = 0.02 * (1.0 - 1e-15);
    EXPECT_NEAR(mean_of_response(below), mean_of_response(0.02), 1e-13);
    EXPECT_NEAR(mean_square_of_response(below), mean_square_of_response(0.02), 1e-10);
    EXPECT_EQ(mean_of_decay(0.0), 1.0);
    EXPECT_EQ(mean_of_response(0.0), 0.5);
    EXPECT_DOUBLE_EQ(mean_square_of_response(0.0), 1.0 / 3.0);
}

TEST(Battery, OpenCircuitVoltageIsLinearBetweenPointsAndContinuesOutside) {
    const Battery battery(pack());
    EXPECT_DOUBLE_EQ(battery.open_circuit_voltage_V(0.0), 300.0);
    EXPECT_DOUBLE_EQ(battery.open_circuit_voltage_V(5.0), 320.0);
    EXPECT_DOUBLE_EQ(battery.open_circuit_voltage_V(10.0), 340.0);
    EXPECT_DOUBLE_EQ(battery.open_circuit_voltage_V(30.0), 355.0);
    EXPECT_DOUBLE_EQ(battery.open_circuit_voltage_V(100.0), 420.0);
    EXPECT_DOUBLE_EQ(battery.open_circuit_voltage_V(101.0), 421.0);
    EXPECT_DOUBLE_EQ(battery.open_circuit_voltage_V(-1.0), 296.0);
}

TEST(Battery, SegmentIsFoundFromEveryHint) {
    const Battery battery(pack());
    for (std::uint32_t hint = 0; hint < 3; ++hint) {
        EXPECT_EQ(battery.segment_of(-5.0, hint), 0u);
        EXPECT_EQ(battery.segment_of(9.999, hint), 0u);
        EXPECT_EQ(battery.segment_of(10.0, hint), 1u);
        EXPECT_EQ(battery.segment_of(50.0, hint), 2u);
        EXPECT_EQ(battery.segment_of(130.0, hint), 2u);
    }
}

TEST(Battery, CountsCoulombs) {
    const Battery battery(pack());
    BatteryState state = battery.initial_state(20.0);
    const BatteryStep step = battery.step(1e-3);
    for (int i = 0; i < 3'600'000; ++i) battery.advance(state, 75.0, step);  // one hour, C/2
    EXPECT_NEAR(state.soc_percent, 70.0, 1e-8);
    EXPECT_EQ(state.ocv_segment, 2u);
}

TEST(Battery, StepLengthDoesNotMatterAtConstantCurrent) {
    const Battery battery(pack());
    BatteryState one = battery.initial_state(30.0);
    BatteryState many = one;
    battery.advance(one, 100.0, battery.step(60.0));
    const BatteryStep fine = battery.step(1e-3);
    for (int i = 0; i < 60'000; ++i) battery.advance(many, 100.0, fine);
    EXPECT_NEAR(one.soc_percent, many.soc_percent, 1e-10);
    EXPECT_NEAR(one.rc_voltage_V[0], many.rc_voltage_V[0], 1e-10);
    EXPECT_NEAR(one.rc_voltage_V[1], many.rc_voltage_V[1], 1e-10);
    EXPECT_NEAR(one.rc_voltage_V[0], 100.0 * 0.03 * (1.0 - std::exp(-3.0)), 1e-12);
}

TEST(Battery, TerminalVoltageAddsEveryElement) {
    const Battery battery(pack());
    BatteryState state = battery.initial_state(50.0);
    state.rc_voltage_V = {1.5, 2.5};
    EXPECT_DOUBLE_EQ(battery.inner_voltage_V(state), 374.0);
    EXPECT_DOUBLE_EQ(battery.terminal_voltage_V(state, 100.0), 382.0);
    EXPECT_DOUBLE_EQ(battery.terminal_voltage_V(state, -100.0), 366.0);
}

TEST(Battery, BranchEnergyIsLossPlusStored) {
    const Battery battery(pack());
    const RcStep rc = battery.step(5.0).rc[0];
    const double start_V = 1.0;
    const double current_A = -40.0;
    const double end_V = rc.end_V(start_V, current_A);
    const double mean_V =
        rc.mean_decay * start_V + (1.0 - rc.mean_decay) * rc.resistance_ohm * current_A;
    const double stored_J = 0.5 * rc.capacitance_F * (end_V * end_V - start_V * start_V);
    EXPECT_NEAR(mean_V * current_A * 5.0, stored_J + 5.0 * rc.mean_loss_W(start_V, current_A),
                1e-9);
}

TEST(Battery, AbsentBranchStaysAtZero) {
    BatteryParameters parameters = pack();
    parameters.rc = {};
    const Battery battery(parameters);
    const BatteryStep step = battery.step(1.0);
    BatteryState state = battery.initial_state(50.0);
    battery.advance(state, 200.0, step);
    EXPECT_EQ(state.rc_voltage_V[0], 0.0);
    EXPECT_EQ(step.rc[0].mean_loss_W(0.0, 200.0), 0.0);
    EXPECT_EQ(step.mean_resistance_ohm, 0.0);
}

TEST(Battery, CellEnergyIsTheIntegralOfTheTable) {
    const Battery battery(pack());
    // 150 Ah * (0.1 * 320 V + 0.4 * 355 V + 0.5 * 395 V)
    EXPECT_NEAR(battery.cell_energy_kWh(0.0, 100.0), 0.150 * (32.0 + 142.0 + 197.5), 1e-12);
    EXPECT_NEAR(battery.cell_energy_kWh(60.0, 40.0), -battery.cell_energy_kWh(40.0, 60.0), 1e-12);
}

struct BadBattery {
    const char* text;
    void (*spoil)(BatteryParameters&);
};

class BatteryCheck : public testing::TestWithParam<BadBattery> {};

TEST_P(BatteryCheck, NamesWhatIsWrong) {
    BatteryParameters parameters = pack();
    GetParam().spoil(parameters);
    const core::Errors errors = check(parameters, {"car.yaml", 7, 3});
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0].text(), std::string("car.yaml:7:3: ") + GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Table, BatteryCheck,
    testing::Values(
        BadBattery{"the open-circuit voltage table is too short: '1'; allowed: 2 points or more, "
                   "from 0 % to 100 %",
                   [](BatteryParameters& p) { p.ocv.resize(1); }},
        BadBattery{"the open-circuit voltage table does not begin at 0 %: '5'; allowed: 0; add a "
                   "point at 0 %",
                   [](BatteryParameters& p) { p.ocv[0].soc_percent = 5; }},
        BadBattery{"the open-circuit voltage table does not end at 100 %: '95'; allowed: 100; add "
                   "a point at 100 %",
                   [](BatteryParameters& p) { p.ocv[3].soc_percent = 95; }},
        BadBattery{"point 3 of the OCV table: state of charge does not rise: '10'; allowed: more "
                   "than in the point before",
                   [](BatteryParameters& p) { p.ocv[2].soc_percent = 10; }},
        BadBattery{"point 3 of the OCV table: cell voltage does not rise: '3.4'; allowed: more "
                   "than in the point before",
                   [](BatteryParameters& p) { p.ocv[2].cell_voltage_V = 3.4; }},
        BadBattery{"point 1 of the OCV table: cell voltage is out of range: '0'; allowed: more "
                   "than 0",
                   [](BatteryParameters& p) { p.ocv[0].cell_voltage_V = 0; }},
        BadBattery{"series_cells is out of range: '0'; allowed: 1 to 1000",
                   [](BatteryParameters& p) { p.series_cells = 0; }},
        BadBattery{"capacity_Ah is out of range: '-1'; allowed: more than 0",
                   [](BatteryParameters& p) { p.capacity_Ah = -1; }},
        BadBattery{"resistance_ohm is out of range: 'nan'; allowed: more than 0",
                   [](BatteryParameters& p) {
                       p.resistance_ohm = std::numeric_limits<double>::quiet_NaN();
                   }},
        BadBattery{"resistance_ohm of an RC branch is out of range: '-0.5'; allowed: 0 to 1000",
                   [](BatteryParameters& p) { p.rc[1].resistance_ohm = -0.5; }},
        BadBattery{"time_constant_s of an RC branch is out of range: '0'; allowed: more than 0",
                   [](BatteryParameters& p) { p.rc[0].time_constant_s = 0; }}));

TEST(BatteryCheck, AcceptsAGoodPackAndReportsAllErrorsAtOnce) {
    BatteryParameters parameters = pack();
    EXPECT_TRUE(check(parameters).empty());
    parameters.capacity_Ah = 0.0;
    parameters.series_cells = -3;
    EXPECT_EQ(check(parameters).size(), 2u);
}

}  // namespace
}  // namespace chargerig::models
