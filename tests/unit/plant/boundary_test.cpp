// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "world.hpp"

namespace chargerig::plant {
namespace {

TEST(ReportedBoundary, ShowsWhatTheModulesReportAndNothingBefore) {
    World world(car_at_charger(Boundary::reported));
    world.plug(true);
    world.contactors(true, false);
    world.run(0.1);
    EXPECT_EQ(world.read().inlet_voltage_V, 0.0);
    world.plant.report(world.state, {365.5, 0.4, true});
    EXPECT_EQ(world.read().inlet_voltage_V, 365.5);
    EXPECT_EQ(world.read().stage_voltage_V, 365.5);
    EXPECT_EQ(world.read().inlet_current_A, 0.4);
    world.contactors(false, false);
    world.run(0.1);
    EXPECT_EQ(world.read().stage_voltage_V, 365.5);
    EXPECT_EQ(world.read().inlet_voltage_V, 0.0);
}

TEST(ReportedBoundary, IntegratesTheReportedCurrentOnlyBehindClosedContactors) {
    World world(car_at_charger(Boundary::reported), 40.0);
    world.plug(true);
    world.contactors(true, false);
    world.plant.report(world.state, {380.0, 75.0, true});
    world.run(10.0);
    EXPECT_EQ(world.read().soc_percent, 40.0);
    world.contactors(true, true);
    world.run(0.035);
    world.run(720.0);
    EXPECT_NEAR(world.read().soc_percent, 50.0, 1e-6);
    const Energy energy = world.plant.energy(world.state);
    EXPECT_NEAR(energy.to_vehicle_kWh, 380.0 * 75.0 * 720.0 / 3.6e6, 1e-6);
    EXPECT_EQ(energy.from_vehicle_kWh, 0.0);
    EXPECT_NEAR(energy.cell_J / 3.6e6, world.plant.battery().cell_energy_kWh(40.0, 50.0), 1e-5);
    const Readings readings = world.read();
    EXPECT_NEAR(readings.battery_voltage_V,
                readings.open_circuit_voltage_V + 75.0 * 0.08 +
                    world.state.battery.rc_voltage_V[0] + world.state.battery.rc_voltage_V[1],
                1e-9);
    world.plant.report(world.state, {370.0, -75.0, true});
    world.run(720.0);
    EXPECT_NEAR(world.read().soc_percent, 40.0, 1e-6);
    EXPECT_NEAR(world.plant.energy(world.state).from_vehicle_kWh, 370.0 * 75.0 * 720.0 / 3.6e6,
                1e-6);
}

TEST(ReportedBoundary, AStaleReportCarriesNoCurrent) {
    World world(car_at_charger(Boundary::reported), 40.0);
    world.plug(true);
    world.contactors(true, true);
    world.run(0.1);
    world.plant.report(world.state, {380.0, 75.0, false});
    world.run(100.0);
    EXPECT_EQ(world.read().soc_percent, 40.0);
    EXPECT_EQ(world.read().stage_voltage_V, 0.0);
    EXPECT_EQ(world.read().inlet_voltage_V, world.read().battery_voltage_V);
    EXPECT_FALSE(world.plant.diagnose(world.state).load_mismatch);
}

TEST(ReportedBoundary, AVoltageThatTheBatteryCouldNotHaveIsAMismatch) {
    World world(car_at_charger(Boundary::reported), 50.0);  // 369.7 V
    world.plug(true);
    world.contactors(true, false);
    world.plant.report(world.state, {200.0, 0.0, true});
    world.run(0.1);
    EXPECT_FALSE(world.plant.diagnose(world.state).load_mismatch);
    world.contactors(true, true);
    world.run(0.1);
    EXPECT_TRUE(world.plant.diagnose(world.state).load_mismatch);
    EXPECT_NEAR(world.plant.diagnose(world.state).load_deviation_V, -169.7, 1e-6);
    world.plant.report(world.state, {369.7 * 1.049, 0.0, true});
    EXPECT_FALSE(world.plant.diagnose(world.state).load_mismatch);
    world.plant.report(world.state, {369.7 * 1.051, 0.0, true});
    EXPECT_TRUE(world.plant.diagnose(world.state).load_mismatch);
    // 200 A lift the terminals by 16 V: the same voltage is possible again.
    world.plant.report(world.state, {369.7 * 1.051, 200.0, true});
    EXPECT_FALSE(world.plant.diagnose(world.state).load_mismatch);
}

// The modules' side of a session in boundary load, up to matching voltages.
World precharged() {
    World world(car_at_charger(Boundary::load));
    world.plug(true);
    world.contactors(true, true);  // the vehicle's line means nothing here
    world.plant.hint(world.state, {true, 380.0, false, false});
    world.stage(voltage_command(380.0, 2.0));
    world.run(4.0);
    return world;
}

TEST(LoadBoundary, BatteryFollowsThePrechargeTarget) {
    World world = precharged();
    EXPECT_EQ(world.read().battery_voltage_V, 380.0);
    EXPECT_FALSE(world.read().vehicle_contactors_closed);
    world.plant.hint(world.state, {true, 390.0, false, false});
    EXPECT_EQ(world.read().open_circuit_voltage_V, 390.0);
}

TEST(LoadBoundary, ContactorsCloseASettableTimeAfterTheMatchInStandby) {
    World world = precharged();
    world.stage({});
    world.plant.hint(world.state, {false, 0.0, true, false});
    EXPECT_EQ(world.read().battery_voltage_V, 380.0);
    world.run(0.349);
    EXPECT_FALSE(world.read().vehicle_contactors_closed);
    world.run(0.001);
    EXPECT_TRUE(world.read().vehicle_contactors_closed);
    world.run(0.01);
    EXPECT_NEAR(world.read().inlet_voltage_V, 380.0, 0.01);
}

TEST(LoadBoundary, ContactorsStayOpenWithoutAMatch) {
    World world = precharged();
    world.plant.hint(world.state, {true, 420.0, false, false});
    world.stage({});
    world.plant.hint(world.state, {false, 0.0, true, false});
    world.run(5.0);
    EXPECT_FALSE(world.read().vehicle_contactors_closed);
}

TEST(LoadBoundary, CarriesCurrentAndOpensWhenTheChargeEnds) {
    World world = precharged();
    world.stage({});
    world.plant.hint(world.state, {false, 0.0, true, false});
    world.run(0.5);
    world.plant.hint(world.state, {});
    world.stage(current_command(50.0, 450.0));
    world.run(5.0);
    EXPECT_NEAR(world.read().inlet_current_A, 50.0, 0.01);
    EXPECT_NEAR(world.read().battery_voltage_V, 385.0, 0.01);
    EXPECT_EQ(world.read().soc_percent, 50.0);
    EXPECT_NEAR(world.plant.energy(world.state).residual_J(), 0.0, 1e-6);
    world.plant.hint(world.state, {false, 0.0, false, true});
    EXPECT_FALSE(world.read().vehicle_contactors_closed);
    EXPECT_EQ(world.read().inlet_current_A, 0.0);
}

TEST(LoadBoundary, NeedsNoBatteryParameters) {
    Parameters parameters = car_at_charger(Boundary::load);
    parameters.battery = {};
    EXPECT_TRUE(check(parameters).empty());
    parameters.boundary = Boundary::whole;
    EXPECT_FALSE(check(parameters).empty());
}

}  // namespace
}  // namespace chargerig::plant
