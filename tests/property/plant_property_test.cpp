// SPDX-License-Identifier: Apache-2.0
//
// What holds for the plant under any sequence of drives. Each case prints its seed through the
// trace, so that a failure can be repeated.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/core/random.hpp"
#include "sim/plant/plant.hpp"

namespace chargerig::plant {
namespace {

constexpr std::uint64_t kSeeds = 40;
constexpr int kSegments = 60;

bool chance(core::RandomStream& random, double share) {
    return random.uniform() < share;
}

Parameters random_parameters(core::RandomStream& random) {
    Parameters out;
    out.battery.series_cells = static_cast<int>(80 + random.below(120));
    out.battery.ocv = {{0, 2.9}, {5, 3.2}, {50, 3.6}, {95, 4.0}, {100, 4.2}};
    out.battery.capacity_Ah = random.uniform(5.0, 200.0);
    out.battery.resistance_ohm = random.uniform(0.02, 0.3);
    out.battery.rc[0] = {random.uniform(0.01, 0.1), random.uniform(5.0, 30.0)};
    out.battery.rc[1] = {chance(random, 0.2) ? 0.0 : random.uniform(0.01, 0.1), 600.0};
    out.stage.dead_time_s = chance(random, 0.5) ? 0.0 : random.uniform(0.0, 1.0);
    out.stage.current_ramp_up_A_per_s = random.uniform(10.0, 500.0);
    out.stage.current_ramp_down_A_per_s = random.uniform(10.0, 500.0);
    if (chance(random, 0.3)) out.stage.power_limit_W = random.uniform(1e3, 60e3);
    if (chance(random, 0.1)) out.stage.fidelity = models::StageFidelity::ideal;
    out.output_capacitance_F = random.uniform(20e-6, 400e-6);
    out.inlet_capacitance_F = random.uniform(0.1e-6, 5e-6);
    if (chance(random, 0.1)) out.output_bleed_ohm = models::PowerStageParameters{}.power_limit_W;
    out.has_output_contactors = chance(random, 0.8);
    out.step = core::Duration{static_cast<std::int64_t>(100'000 + random.below(2'000'000))};
    return out;
}

models::PowerStageCommand random_command(core::RandomStream& random) {
    models::PowerStageCommand out;
    out.mode = static_cast<models::StageMode>(random.below(3));
    out.voltage_V = random.uniform(0.0, 900.0);
    out.current_A = random.uniform(-150.0, 150.0);
    out.current_max_A = random.uniform(0.0, 150.0);
    out.current_min_A = chance(random, 0.5) ? 0.0 : random.uniform(-150.0, 0.0);
    out.bleed = chance(random, 0.3);
    out.stop_now = chance(random, 0.1);
    return out;
}

void change_drives(core::RandomStream& random, Drives& drives) {
    if (chance(random, 0.6)) drives.stage = random_command(random);
    if (chance(random, 0.3)) drives.output_contactors_close = chance(random, 0.7);
    if (chance(random, 0.3)) drives.vehicle_contactors_close = chance(random, 0.7);
    if (chance(random, 0.2)) drives.plugged = chance(random, 0.8);
}

// Runs `check(plant, before, after)` after each step of a random session.
template <class Check>
void for_each_step(Check check) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        SCOPED_TRACE(seed);
        core::RandomStream random(seed, "plant");
        const Plant plant(random_parameters(random));
        State state = plant.initial_state(random.uniform(5.0, 95.0));
        Drives drives;
        for (int segment = 0; segment < kSegments; ++segment) {
            change_drives(random, drives);
            plant.apply(state, drives);
            const std::uint64_t steps = random.below(400);
            for (std::uint64_t i = 0; i < steps; ++i) {
                const State before = state;
                plant.advance(state, 1);
                check(plant, before, state);
                if (testing::Test::HasFailure()) return;
            }
        }
    }
}

double turnover_J(const Energy& energy) {
    return std::abs(energy.stage_J) + std::abs(energy.cell_J) + energy.capacitors_J +
           energy.rc_branches_J + energy.losses_J();
}

TEST(PlantProperty, EnergyBalancesUnderRandomDrives) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        SCOPED_TRACE(seed);
        core::RandomStream random(seed, "energy");
        const Plant plant(random_parameters(random));
        State state = plant.initial_state(random.uniform(20.0, 80.0));
        Drives drives;
        for (int segment = 0; segment < kSegments; ++segment) {
            change_drives(random, drives);
            plant.apply(state, drives);
            plant.advance(state, static_cast<std::int64_t>(random.below(4000)));
            const Energy energy = plant.energy(state);
            ASSERT_LE(std::abs(energy.residual_J()), 1e-9 * turnover_J(energy) + 1e-9) << segment;
            ASSERT_GE(energy.losses_J(), 0.0);
        }
    }
}

TEST(PlantProperty, EnergyBalancesOverHoursWithContactorEvents) {
    Parameters parameters;
    parameters.battery.series_cells = 108;
    parameters.battery.ocv = {{0, 3.2}, {50, 3.7}, {100, 4.2}};
    parameters.battery.capacity_Ah = 150.0;
    parameters.battery.resistance_ohm = 0.08;
    parameters.battery.rc = {{{0.03, 20.0}, {0.03, 700.0}}};
    const Plant plant(parameters);
    State state = plant.initial_state(40.0);
    Drives drives;
    drives.plugged = true;
    for (int cycle = 0; cycle < 12; ++cycle) {
        const double current_A = cycle % 2 == 0 ? 60.0 : -50.0;
        drives.output_contactors_close = drives.vehicle_contactors_close = true;
        drives.stage = {models::StageMode::current, 450.0, current_A, 0, 0, false, false};
        plant.apply(state, drives);
        plant.advance(state, 900'000);
        drives.vehicle_contactors_close = cycle % 3 != 0;
        drives.output_contactors_close = cycle % 3 == 0;
        drives.stage = {};
        plant.apply(state, drives);
        plant.advance(state, 10'000);
    }
    const Energy energy = plant.energy(state);
    const double smallest_side_J = std::abs(energy.stage_J);
    EXPECT_GT(smallest_side_J, 1e6);
    EXPECT_LT(std::abs(energy.residual_J()), 1e-9 * smallest_side_J);
}

TEST(PlantProperty, StateOfChargeFollowsTheSignOfTheMeanCurrent) {
    for_each_step([](const Plant& plant, const State& before, const State& after) {
        const double charge_J = plant.energy(after).cell_J - plant.energy(before).cell_J;
        const double rise = after.battery.soc_percent - before.battery.soc_percent;
        // Below the resolution of the sums a step cannot be told from rounding.
        if (std::abs(charge_J) > 1e-6) {
            ASSERT_EQ(rise > 0.0, charge_J > 0.0);
        }
        const bool connected = before.drives.plugged && before.vehicle_contactors.closed;
        if (!connected) {
            ASSERT_EQ(rise, 0.0);
        }
    });
}

TEST(PlantProperty, CurrentStaysWithinTheCommandAndItsRamp) {
    for_each_step([](const Plant& plant, const State& before, const State& after) {
        const models::PowerStageCommand& command = before.drives.stage;
        const models::PowerStageParameters& stage = plant.parameters().stage;
        const double current_A = after.stage.current_A;
        if (command.stop_now || command.mode == models::StageMode::off) {
            ASSERT_EQ(current_A, 0.0);
            return;
        }
        if (command.mode == models::StageMode::voltage) {
            ASSERT_LE(current_A, command.current_max_A);
            ASSERT_GE(current_A, command.current_min_A);
            return;
        }
        // In mode current: between where the current was and where it shall go.
        ASSERT_LE(current_A, std::max({before.stage.current_A, command.current_A, 0.0}));
        ASSERT_GE(current_A, std::min({before.stage.current_A, command.current_A, 0.0}));
        if (stage.fidelity == models::StageFidelity::ideal) return;
        const double step_s = core::to_seconds(plant.parameters().step);
        const double slope_A_per_s =
            std::max(stage.current_ramp_up_A_per_s, stage.current_ramp_down_A_per_s);
        const double grown_A = std::abs(current_A) - std::abs(before.stage.current_A);
        ASSERT_LE(grown_A, slope_A_per_s * step_s + 1e-9);
    });
}

TEST(PlantProperty, PowerStaysWithinItsLimit) {
    for_each_step([](const Plant& plant, const State& before, const State& after) {
        const double limit_W = plant.parameters().stage.power_limit_W;
        ASSERT_LE(std::abs(after.stage.current_A * before.stage_voltage_V),
                  limit_W * (1.0 + 1e-12));
    });
}

TEST(PlantProperty, AChargingStageNeverLiftsTheOutputAboveItsVoltage) {
    for_each_step([](const Plant&, const State& before, const State& after) {
        const models::PowerStageCommand& command = before.drives.stage;
        if (command.mode == models::StageMode::off || after.stage.current_A <= 0.0) return;
        // A contactor that moves at the end of the step is not the stage's doing.
        if (after.output_contactors != before.output_contactors) return;
        if (command.mode == models::StageMode::current) {
            ASSERT_LE(after.stage_voltage_V, command.voltage_V + 1e-6);
            return;
        }
        const double reference_V = std::max({command.voltage_V, before.stage.voltage_reference_V});
        ASSERT_LE(after.stage_voltage_V, reference_V + 1e-6);
    });
}

TEST(PlantProperty, VoltagesStayPositiveAndFinite) {
    for_each_step([](const Plant& plant, const State&, const State& after) {
        const Readings readings = plant.read(after);
        for (const double value :
             {readings.stage_voltage_V, readings.inlet_voltage_V, readings.battery_voltage_V,
              readings.stage_current_A, readings.inlet_current_A, readings.soc_percent}) {
            ASSERT_TRUE(std::isfinite(value));
        }
        ASSERT_GE(after.stage_voltage_V, -1e-9);
        ASSERT_GE(after.inlet_voltage_V, -1e-9);
    });
}

TEST(PlantProperty, StopNowEndsTheCurrentFromAnyState) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        SCOPED_TRACE(seed);
        core::RandomStream random(seed, "stop");
        const Plant plant(random_parameters(random));
        State state = plant.initial_state(random.uniform(20.0, 80.0));
        Drives drives;
        for (int segment = 0; segment < kSegments; ++segment) {
            change_drives(random, drives);
            plant.apply(state, drives);
            plant.advance(state, static_cast<std::int64_t>(random.below(2000)));
            State stopped = state;
            Drives stop = drives;
            stop.stage.stop_now = true;
            plant.apply(stopped, stop);
            ASSERT_EQ(plant.read(stopped).stage_current_A, 0.0);
            if (!(stop == drives)) {
                ASSERT_EQ(plant.read(stopped).inlet_current_A, 0.0);
            }
            plant.advance(stopped, 50);
            ASSERT_EQ(plant.read(stopped).stage_current_A, 0.0);
        }
    }
}

TEST(PlantProperty, SameDrivesSameBitsHoweverTimeIsCut) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        SCOPED_TRACE(seed);
        core::RandomStream random(seed, "cut");
        const Plant plant(random_parameters(random));
        State whole = plant.initial_state(random.uniform(20.0, 80.0));
        State cut = whole;
        Drives drives;
        for (int segment = 0; segment < kSegments; ++segment) {
            change_drives(random, drives);
            plant.apply(whole, drives);
            plant.apply(cut, drives);
            const std::int64_t steps = static_cast<std::int64_t>(random.below(1000));
            plant.advance(whole, steps);
            for (std::int64_t left = steps; left > 0;) {
                const std::int64_t part =
                    std::min(left, static_cast<std::int64_t>(1 + random.below(50)));
                plant.advance(cut, part);
                plant.apply(cut, drives);
                left -= part;
            }
            ASSERT_EQ(whole, cut);
        }
    }
}

TEST(PlantProperty, StepLengthDoesNotMatterAtConstantCurrent) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        SCOPED_TRACE(seed);
        core::RandomStream random(seed, "step");
        Parameters parameters = random_parameters(random);
        parameters.stage.fidelity = models::StageFidelity::ideal;
        parameters.stage.power_limit_W = models::PowerStageParameters{}.power_limit_W;
        parameters.battery.capacity_Ah = 100.0;
        const double current_A = random.uniform(-100.0, 100.0);
        std::array<Readings, 3> readings;
        std::array<Energy, 3> energies;
        constexpr std::array<std::int64_t, 3> kSteps_us = {200, 1000, 5000};
        for (std::size_t i = 0; i < kSteps_us.size(); ++i) {
            parameters.step = core::Duration{kSteps_us[i] * 1000};
            const Plant plant(parameters);
            State state = plant.initial_state(55.0);
            Drives drives;
            drives.plugged = true;
            drives.output_contactors_close = drives.vehicle_contactors_close = true;
            plant.apply(state, drives);
            plant.advance(state, 100'000 / kSteps_us[i]);  // contactors close; the grids agree
            drives.stage = {models::StageMode::current, 2000.0, current_A, 0, 0, false, false};
            plant.apply(state, drives);
            plant.advance(state, 30'000'000 / kSteps_us[i]);
            readings[i] = plant.read(state);
            energies[i] = plant.energy(state);
        }
        for (std::size_t i = 1; i < kSteps_us.size(); ++i) {
            EXPECT_NEAR(readings[i].soc_percent, readings[0].soc_percent, 1e-6);
            EXPECT_NEAR(readings[i].battery_voltage_V, readings[0].battery_voltage_V, 1e-2);
            EXPECT_NEAR(energies[i].stage_J, energies[0].stage_J,
                        1e-4 * std::abs(energies[0].stage_J));
        }
    }
}

TEST(PlantProperty, PrechargeConvergesAndLoweringEmpties) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        SCOPED_TRACE(seed);
        core::RandomStream random(seed, "precharge");
        Parameters parameters = random_parameters(random);
        parameters.stage.power_limit_W = models::PowerStageParameters{}.power_limit_W;
        const Plant plant(parameters);
        State state = plant.initial_state(50.0);
        const double target_V = random.uniform(50.0, 900.0);
        const double step_s = core::to_seconds(parameters.step);
        const auto run = [&](double seconds) {
            plant.advance(state, static_cast<std::int64_t>(std::ceil(seconds / step_s)) + 1);
        };
        Drives drives;
        drives.plugged = true;
        drives.output_contactors_close = true;
        plant.apply(state, drives);
        run(0.1);
        drives.stage = {models::StageMode::voltage, target_V, 0, 2.0, 0, false, false};
        plant.apply(state, drives);
        run(parameters.stage.dead_time_s + target_V / 200.0 + 0.5);
        EXPECT_NEAR(plant.read(state).inlet_voltage_V, target_V, 1e-6);
        drives.stage = {};
        drives.stage.bleed = true;
        plant.apply(state, drives);
        run((target_V - 20.0) / 100.0 + 0.01);
        EXPECT_LE(plant.read(state).inlet_voltage_V, 20.0);
        run(0.5);
        EXPECT_NEAR(plant.read(state).inlet_voltage_V, 0.0, 1e-6);
    }
}

}  // namespace
}  // namespace chargerig::plant
