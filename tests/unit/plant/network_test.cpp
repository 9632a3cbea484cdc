// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "world.hpp"

namespace chargerig::plant {
namespace {

TEST(Network, StartsDischargedUnpluggedAndAtRest) {
    const World world;
    const Readings readings = world.read();
    EXPECT_EQ(readings.stage_voltage_V, 0.0);
    EXPECT_EQ(readings.inlet_voltage_V, 0.0);
    EXPECT_EQ(readings.soc_percent, 50.0);
    EXPECT_NEAR(readings.battery_voltage_V, 369.7, 1e-9);
    EXPECT_EQ(readings.battery_voltage_V, readings.open_circuit_voltage_V);
    EXPECT_FALSE(readings.output_contactors_closed);
    EXPECT_FALSE(readings.vehicle_contactors_closed);
}

TEST(Network, PrechargeFollowsDeadTimeAndRampAndArrives) {
    World world;
    world.plug(true);
    world.contactors(true, false);
    world.stage(voltage_command(369.7, 2.0));
    world.run(1.0);
    EXPECT_EQ(world.read().stage_voltage_V, 0.0);
    world.run(1.0);
    EXPECT_NEAR(world.read().stage_voltage_V, 200.0, 1e-6);
    EXPECT_NEAR(world.read().inlet_voltage_V, 200.0, 1e-6);
    world.run(0.9);
    EXPECT_NEAR(world.read().stage_voltage_V, 369.7, 1e-9);
    EXPECT_LT(world.read().stage_current_A, 0.01);
}

TEST(Network, LoweringFollowsTheDownRampToBelowTwentyVolts) {
    World world;
    world.plug(true);
    world.contactors(true, false);
    world.stage(voltage_command(500.0, 2.0));
    world.run(1.0 + 2.5 + 0.1);
    world.stage(bleed_command());
    world.run(1.0);
    EXPECT_NEAR(world.read().stage_voltage_V, 400.0, 1e-6);
    EXPECT_EQ(world.read().stage_current_A, 0.0);
    world.run(3.8);
    EXPECT_NEAR(world.read().stage_voltage_V, 20.0, 1e-6);
    world.run(0.3);
    EXPECT_NEAR(world.read().stage_voltage_V, 0.0, 1e-9);
}

TEST(Network, OutputFloatsAndFallsThroughItsPassiveBleed) {
    Parameters parameters = car_at_charger();
    parameters.output_bleed_ohm = 200e3;
    World world(parameters);
    world.stage(voltage_command(400.0, 2.0));
    world.run(4.0);
    world.stage({});
    world.run(10.0);
    EXPECT_NEAR(world.read().stage_voltage_V, 400.0 * std::exp(-10.0 / 20.0), 1e-6);
}

TEST(Network, OutputWithoutAnyLeakHoldsItsVoltage) {
    Parameters parameters = car_at_charger();
    parameters.output_bleed_ohm = models::PowerStageParameters{}.power_limit_W;  // infinite
    parameters.inlet_leak_ohm = parameters.output_bleed_ohm;
    World world(parameters);
    world.contactors(true, false);
    world.stage(voltage_command(400.0, 2.0));
    world.run(4.0);
    world.stage({});
    world.run(100.0);
    EXPECT_NEAR(world.read().stage_voltage_V, 400.0, 1e-9);
    EXPECT_NEAR(world.plant.energy(world.state).residual_J(), 0.0, 1e-9);
}

TEST(Network, ChargesAlongTheCurrentRampAndCountsCoulombs) {
    World world;
    world.connect();
    const double before_percent = world.read().soc_percent;
    world.stage(current_command(60.0, 450.0));
    world.run(1.0 + 2.0);
    EXPECT_NEAR(world.read().stage_current_A, 40.0, 1e-6);
    world.run(1.0);
    EXPECT_NEAR(world.read().stage_current_A, 60.0, 1e-9);
    EXPECT_NEAR(world.read().inlet_current_A, 60.0, 0.01);
    world.run(3600.0 - 4.0);
    // 3 s of ramp carry half of 60 A.
    const double charge_As = 60.0 * (3600.0 - 1.0 - 3.0 / 2.0);
    EXPECT_NEAR(world.read().soc_percent - before_percent, 100.0 * charge_As / (150.0 * 3600.0),
                2e-3);
}

TEST(Network, VoltagesAlongTheCableAddUp) {
    World world;
    world.connect();
    world.stage(current_command(100.0, 450.0));
    world.run(10.0);
    const Readings readings = world.read();
    EXPECT_NEAR(readings.stage_voltage_V - readings.inlet_voltage_V,
                readings.inlet_current_A * 0.005, 1e-9);
    EXPECT_NEAR(readings.inlet_voltage_V - readings.battery_voltage_V,
                readings.inlet_current_A * 0.0004, 2e-3);
    EXPECT_GT(readings.battery_voltage_V, readings.open_circuit_voltage_V + 8.0);
}

TEST(Network, ChargesAtConstantVoltageWithoutOvershoot) {
    World world(car_at_charger(), 79.0);
    world.connect();
    const double limit_V = 400.0;
    world.stage(current_command(120.0, limit_V));
    double highest_V = 0.0;
    double before_A = 0.0;
    bool tapers = false;
    for (int i = 0; i < 600'000; ++i) {
        world.plant.advance(world.state, 1);
        const Readings now = world.read();
        highest_V = std::max(highest_V, now.stage_voltage_V);
        if (tapers) {
            EXPECT_LE(now.stage_current_A, before_A + 1e-9);
        }
        if (now.stage_voltage_V > limit_V - 1e-6) tapers = true;
        before_A = now.stage_current_A;
    }
    EXPECT_TRUE(tapers);
    EXPECT_LE(highest_V, limit_V + 1e-9);
    EXPECT_NEAR(highest_V, limit_V, 1e-9);
    EXPECT_LT(before_A, 60.0);
    EXPECT_GT(before_A, 0.0);
}

TEST(Network, RestartAfterStandbyBeginsWithoutAJump) {
    World world;
    world.connect();
    world.stage(current_command(50.0, 450.0));
    world.run(5.0);
    world.stage({});
    EXPECT_EQ(world.read().stage_current_A, 0.0);
    world.run(3.0);
    world.stage(current_command(50.0, 450.0));
    world.run(1.0);
    EXPECT_EQ(world.read().stage_current_A, 0.0);
    world.run(0.001);
    EXPECT_NEAR(world.read().stage_current_A, 0.02, 1e-9);
    world.stage({});
    world.run(1.0);
    world.stage(voltage_command(380.0, 100.0));
    world.run(1.001);
    EXPECT_LT(world.read().stage_current_A, 0.2 / 0.085);  // one step of the voltage ramp
}

TEST(Network, StopNowEndsTheCurrentInTheInstant) {
    World world;
    world.connect();
    world.stage(current_command(100.0, 450.0));
    world.run(10.0);
    ASSERT_GT(world.read().inlet_current_A, 99.0);
    models::PowerStageCommand stop = current_command(100.0, 450.0);
    stop.stop_now = true;
    world.stage(stop);
    EXPECT_EQ(world.read().stage_current_A, 0.0);
    EXPECT_EQ(world.read().inlet_current_A, 0.0);
    world.run(0.001);
    EXPECT_EQ(world.read().stage_current_A, 0.0);
    EXPECT_NEAR(world.read().inlet_current_A, 0.0, 0.01);
}

TEST(Network, PowerLimitHolds) {
    Parameters parameters = car_at_charger();
    parameters.stage.power_limit_W = 20e3;
    World world(parameters);
    world.connect();
    for (const double current_A : {100.0, -100.0}) {
        world.stage(current_command(current_A, 450.0));
        world.run(30.0);
        const Readings readings = world.read();
        EXPECT_NEAR(std::abs(readings.stage_current_A) * readings.stage_voltage_V, 20e3, 1.0);
        EXPECT_EQ(readings.stage_current_A > 0.0, current_A > 0.0);
    }
}

TEST(Network, ContactorsMoveAfterTheirDelayAndFeedBackTheirPosition) {
    World world;
    world.plug(true);
    world.contactors(true, true);
    world.run(0.034);
    EXPECT_FALSE(world.read().output_contactors_closed);
    EXPECT_FALSE(world.read().vehicle_contactors_closed);
    world.run(0.001);
    EXPECT_TRUE(world.read().output_contactors_closed);
    EXPECT_TRUE(world.read().vehicle_contactors_closed);
    world.contactors(true, false);
    world.run(0.014);
    EXPECT_TRUE(world.read().vehicle_contactors_closed);
    world.run(0.001);
    EXPECT_FALSE(world.read().vehicle_contactors_closed);
}

TEST(Network, BatteryIsAtTheInletOnlyBehindClosedContactorsAndAPlug) {
    World world;
    world.contactors(false, true);
    world.run(0.1);
    EXPECT_NEAR(world.read().inlet_voltage_V, 369.7, 1e-9);  // open pins of the car, unplugged
    EXPECT_EQ(world.state.inlet_voltage_V, 0.0);
    world.plug(true);
    world.run(0.01);
    EXPECT_NEAR(world.read().inlet_voltage_V, 369.7, 1e-3);
    EXPECT_EQ(world.read().stage_voltage_V, 0.0);
    world.plug(false);
    world.contactors(false, false);
    world.run(0.1);
    EXPECT_EQ(world.read().inlet_voltage_V, 0.0);
}

TEST(Network, ClosingOutputContactorsSharesTheCharge) {
    World world;
    world.plug(true);
    world.stage(voltage_command(400.0, 2.0));
    world.run(4.0);
    world.contactors(true, false);
    world.stage({});
    world.run(0.034);
    const double before_V = world.read().stage_voltage_V;
    world.run(0.001);
    EXPECT_NEAR(world.read().stage_voltage_V, before_V * 100.0 / 101.0, 0.03);
    EXPECT_EQ(world.read().inlet_voltage_V, world.read().stage_voltage_V);
    EXPECT_NEAR(world.plant.energy(world.state).charge_sharing_loss_J,
                0.5 * (100e-6 * 1e-6 / 101e-6) * before_V * before_V, 2e-5);
}

TEST(Network, InrushIsShownAndLosesHalfOfWhatTheCapacitorGets) {
    Parameters parameters = car_at_charger();
    parameters.output_bleed_ohm = parameters.inlet_leak_ohm = 1e12;
    parameters.battery.rc = {};
    parameters.vehicle_contactors.close_delay_s = 0.0;
    parameters.output_contactors.close_delay_s = 0.0;
    World world(parameters);
    world.plug(true);
    world.contactors(true, true);
    const double total_ohm = 0.08 + 0.005 + 0.0004;
    EXPECT_NEAR(world.plant.diagnose(world.state).inrush_peak_A, -369.7 / total_ohm, 1e-6);
    world.run(0.001);
    const Energy energy = world.plant.energy(world.state);
    const double stored_J = 0.5 * 101e-6 * 369.7 * 369.7;
    EXPECT_NEAR(energy.capacitors_J, stored_J, 1e-4 * stored_J);
    EXPECT_NEAR(energy.battery_loss_J + energy.cable_loss_J + energy.contactor_loss_J, stored_J,
                1e-4 * stored_J);
    EXPECT_NEAR(energy.cell_J, -2.0 * stored_J, 1e-4 * stored_J);
    EXPECT_NEAR(energy.battery_loss_J / energy.cable_loss_J, 0.08 / 0.005, 1e-9);
}

TEST(Network, AChargerWithoutOutputContactorsIsAlwaysOneNode) {
    Parameters parameters = car_at_charger();
    parameters.has_output_contactors = false;
    World world(parameters);
    world.stage(voltage_command(300.0, 2.0));
    world.run(4.0);
    EXPECT_FALSE(world.read().output_contactors_closed) << "of the relay, which switches nothing";
    world.plug(true);
    EXPECT_NEAR(world.read().inlet_voltage_V, 300.0, 1e-6);
}

TEST(Network, DischargesThroughTheStage) {
    World world;
    world.connect();
    world.stage(current_command(-80.0, 450.0));
    world.run(3600.0);
    const Readings readings = world.read();
    EXPECT_NEAR(readings.inlet_current_A, -80.0, 0.01);
    EXPECT_LT(readings.soc_percent, 0.0);  // nobody stopped it: shown as it is
    const Energy energy = world.plant.energy(world.state);
    EXPECT_GT(energy.from_vehicle_kWh, 20.0);
    EXPECT_LT(energy.to_vehicle_kWh, 1e-3);
}

TEST(Network, BleedDoesNotDrainAConnectedBattery) {
    World world;
    world.connect();
    world.stage(bleed_command());
    world.run(10.0);
    EXPECT_NEAR(world.read().inlet_voltage_V, 369.7, 0.1);
    EXPECT_EQ(world.plant.energy(world.state).bleeder_loss_J, 0.0);
}

TEST(Network, RestedBatteryLosesItsOverpotential) {
    World world;
    world.connect();
    world.stage(current_command(100.0, 450.0));
    world.run(60.0);
    world.stage({});
    world.contactors(true, false);
    world.run(0.015);
    const double start_V = world.read().battery_voltage_V - world.read().open_circuit_voltage_V;
    ASSERT_GT(start_V, 2.0);
    world.run(7000.0);
    EXPECT_LT(world.read().battery_voltage_V - world.read().open_circuit_voltage_V, 1e-3 * start_V);
}

TEST(Network, CheckReportsEveryRoomOfTheParameters) {
    Parameters parameters = car_at_charger();
    EXPECT_TRUE(check(parameters).empty());
    parameters.step = core::Duration{0};
    parameters.battery.capacity_Ah = 0.0;
    parameters.stage.dead_time_s = -1.0;
    parameters.output_capacitance_F = 0.0;
    parameters.load.resistance_ohm = 0.0;
    const core::Errors errors = check(parameters, {"rig.yaml", 4, 2});
    ASSERT_EQ(errors.size(), 5u);
    EXPECT_EQ(errors[0].text(), "rig.yaml:4:2: step_s is out of range: '0'; allowed: 1e-06 to 0.1");
    EXPECT_EQ(errors[1].text(),
              "rig.yaml:4:2: dead_time_s is out of range: '-1'; allowed: 0 to 86400");
    EXPECT_EQ(errors[2].text(),
              "rig.yaml:4:2: capacity_Ah is out of range: '0'; allowed: more than 0");
    EXPECT_EQ(errors[3].text(),
              "rig.yaml:4:2: output_capacitance_F is out of range: '0'; allowed: more than 0");
    EXPECT_EQ(errors[4].text(),
              "rig.yaml:4:2: load resistance_ohm is out of range: '0'; allowed: more than 0");
}

}  // namespace
}  // namespace chargerig::plant
