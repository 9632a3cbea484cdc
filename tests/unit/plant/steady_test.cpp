// SPDX-License-Identifier: Apache-2.0
//
// The steady step allocates nothing, and the way in which time is cut into calls leaves no trace.
#include <gtest/gtest.h>

#include "tests/support/allocation_count.hpp"
#include "world.hpp"

namespace chargerig::plant {
namespace {

TEST(Steady, ASessionAllocatesNothing) {
    World world;
    const std::size_t before = chargerig::test::allocations();
    world.connect();
    world.stage(current_command(100.0, 400.0));
    world.run(600.0);
    world.stage(bleed_command());
    world.contactors(false, false);
    world.run(10.0);
    const Readings readings = world.read();
    const Energy energy = world.plant.energy(world.state);
    EXPECT_EQ(chargerig::test::allocations() - before, 0U);
    EXPECT_GT(energy.stage_J, 0.0);
    EXPECT_GT(readings.soc_percent, 50.0);
}

TEST(Steady, OneLongAdvanceEqualsManyShortOnesBitForBit) {
    for (const Boundary boundary : {Boundary::whole, Boundary::reported, Boundary::load}) {
        World one(car_at_charger(boundary));
        World many(car_at_charger(boundary));
        for (World* world : {&one, &many}) {
            world->plug(true);
            world->contactors(true, true);
            world->stage(current_command(80.0, 390.0));
            if (boundary == Boundary::reported) world->plant.report(world->state, {375, 60, true});
            if (boundary == Boundary::load)
                world->plant.hint(world->state, {true, 5, false, false});
            if (boundary == Boundary::load)
                world->plant.hint(world->state, {false, 5, true, false});
        }
        one.plant.advance(one.state, 20'000);
        for (int i = 0; i < 20'000; ++i) many.plant.advance(many.state, 1);
        EXPECT_EQ(one.state, many.state);
        EXPECT_EQ(one.state.steps, 20'000);
        EXPECT_TRUE(one.read().vehicle_contactors_closed);
    }
}

TEST(Steady, RepeatingTheSameDrivesChangesNothing) {
    World world;
    world.connect();
    world.stage(current_command(80.0, 390.0));
    world.run(3.0);
    const State before = world.state;
    world.apply();
    EXPECT_EQ(world.state, before);
    world.plant.advance(world.state, 0);
    EXPECT_EQ(world.state, before);
}

TEST(Steady, WhatDecaysEndsAtZero) {
    World world;
    world.connect();
    world.stage(current_command(50.0, 450.0));
    world.run(30.0);
    world.stage({});
    world.contactors(false, false);
    world.run(25'000.0);
    EXPECT_EQ(world.state.battery.rc_voltage_V[0], 0.0);
    EXPECT_EQ(world.state.battery.rc_voltage_V[1], 0.0);
    EXPECT_EQ(world.state.stage_voltage_V, 0.0);
    EXPECT_EQ(world.state.inlet_voltage_V, 0.0);
    EXPECT_NEAR(world.plant.energy(world.state).residual_J(), 0.0, 1e-6);
}

TEST(Steady, AParameterCanChangeWhileRunning) {
    World world;
    world.connect();
    world.stage(current_command(100.0, 450.0));
    world.run(2.0);
    ASSERT_NEAR(world.read().stage_current_A, 20.0, 1e-6);
    Parameters faster = world.plant.parameters();
    faster.stage.current_ramp_up_A_per_s = 50.0;
    world.plant = Plant(faster);
    world.run(1.0);
    EXPECT_NEAR(world.read().stage_current_A, 70.0, 1e-6);
}

}  // namespace
}  // namespace chargerig::plant
