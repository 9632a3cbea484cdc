// SPDX-License-Identifier: Apache-2.0
//
// Energy in the closed loop: each element is integrated by itself, so what goes in must come out.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/core/random.hpp"
#include "sim/core/text.hpp"
#include "tests/integration/played.hpp"

namespace chargerig::integration {
namespace {

constexpr double kJoulePerKilowattHour = 3.6e6;

double sum_of_magnitudes_J(const plant::Energy& energy) {
    return std::abs(energy.stage_J) + std::abs(energy.cell_J) + std::abs(energy.capacitors_J) +
           std::abs(energy.rc_branches_J) + energy.losses_J();
}

void expect_balance(const Played& played) {
    ASSERT_GT(played.energies.size(), 20u);
    for (const auto& energy : played.energies) {
        EXPECT_LE(std::abs(energy.residual_J()), 1e-6 * sum_of_magnitudes_J(energy))
            << "of " << sum_of_magnitudes_J(energy) << " J";
    }
}

// Energy between two states of charge, straight from the vehicle's table: the area below the
// open-circuit voltage over the charge, trapezoid by trapezoid.
double cell_energy_J(const models::BatteryParameters& battery, double from_percent,
                     double to_percent) {
    const auto voltage_V = [&](double soc_percent) {
        const auto& ocv = battery.ocv;
        std::size_t i = 1;
        while (i + 1 < ocv.size() && ocv[i].soc_percent < soc_percent) ++i;
        const double part =
            (soc_percent - ocv[i - 1].soc_percent) / (ocv[i].soc_percent - ocv[i - 1].soc_percent);
        return battery.series_cells *
               std::lerp(ocv[i - 1].cell_voltage_V, ocv[i].cell_voltage_V, part);
    };
    const double low = std::min(from_percent, to_percent);
    const double high = std::max(from_percent, to_percent);
    std::vector<double> knots{low};
    for (const auto& point : battery.ocv) {
        if (point.soc_percent > low && point.soc_percent < high) knots.push_back(point.soc_percent);
    }
    knots.push_back(high);
    double volt_percent = 0.0;
    for (std::size_t i = 1; i < knots.size(); ++i) {
        volt_percent +=
            0.5 * (voltage_V(knots[i - 1]) + voltage_V(knots[i])) * (knots[i] - knots[i - 1]);
    }
    const double magnitude_J = volt_percent / 100.0 * battery.capacity_Ah * 3600.0;
    return to_percent >= from_percent ? magnitude_J : -magnitude_J;
}

// The plant integrates OCV * I step by step; the table gives the same energy from its end points.
// Within a step the open-circuit voltage is taken as constant, hence not to the last digit: 1e-6
// of all the energy that was moved, and 1 mJ because the state of charge is a sum of many small
// parts. A battery whose voltage a step has changed has another table than that of the scenario.
void expect_cell_energy(const scenario::Scenario& scenario, const Played& played) {
    const plant::Energy& energy = played.energies.back();
    const double wanted_J =
        cell_energy_J(scenario.vehicle.battery, scenario.vehicle.session.initial_soc_percent,
                      played.final_soc_percent);
    const double moved_J =
        (energy.to_vehicle_kWh + energy.from_vehicle_kWh) * kJoulePerKilowattHour;
    const bool changed = std::ranges::any_of(scenario.steps, [](const scenario::Step& step) {
        const auto* set = std::get_if<scenario::SetValue>(&step.action);
        return set && set->path == "vehicle.battery_voltage_percent";
    });
    if (changed) return;
    EXPECT_NEAR(energy.cell_J, wanted_J, 1e-6 * moved_J + 1e-3);
}

struct InletEnergy {
    double to_vehicle_kWh = 0.0;
    double from_vehicle_kWh = 0.0;
    double drained_kWh = 0.0;  // while no current is reported: what the output's resistors may take
    double cut_kWh = 0.0;      // between two reports with a jump, from one power to the other
};

// From nothing but the voltages and currents that the modules reported.
InletEnergy energy_of_log(const scenario::Scenario& scenario, const Played& played) {
    const double drain_S =
        1.0 / scenario.plant.output_bleed_ohm + 1.0 / scenario.plant.inlet_leak_ohm;
    InletEnergy out;
    double last_s = 0.0;
    double last_W = 0.0;
    double last_A = 0.0;
    constexpr double kJump_A = 5.0;  // ramps make 2 A of it in 100 ms
    for (const auto& [time_s, status] : all<evse::PowerModulesStatus>(played)) {
        const double power_W = status.present_voltage_V * status.present_current_A;
        const double mean_W = 0.5 * (power_W + last_W);
        const double energy_kWh = mean_W * (time_s - last_s) / kJoulePerKilowattHour;
        if (power_W == 0.0) {
            out.drained_kWh += status.present_voltage_V * status.present_voltage_V * drain_S *
                               (time_s - last_s) / kJoulePerKilowattHour;
        }
        if (std::abs(status.present_current_A - last_A) > kJump_A) {
            out.cut_kWh +=
                0.5 * std::abs(power_W - last_W) * (time_s - last_s) / kJoulePerKilowattHour;
        }
        last_A = status.present_current_A;
        (energy_kWh > 0.0 ? out.to_vehicle_kWh : out.from_vehicle_kWh) += std::abs(energy_kWh);
        last_s = time_s;
        last_W = power_W;
    }
    return out;
}

void expect_energy_of_log(const scenario::Scenario& scenario, const Played& played) {
    const InletEnergy log = energy_of_log(scenario, played);
    const auto& told = played.result.pistols.at(0);
    // 36 J: what the battery gives to the capacitors when the contactors close falls between two
    // reports.
    constexpr double kUnseen_kWh = 1e-5;
    EXPECT_NEAR(log.to_vehicle_kWh, told.energy_to_vehicle_kWh,
                0.01 * told.energy_to_vehicle_kWh + kUnseen_kWh + log.cut_kWh);
    EXPECT_NEAR(log.from_vehicle_kWh, told.energy_from_vehicle_kWh,
                0.01 * told.energy_from_vehicle_kWh + kUnseen_kWh + log.drained_kWh + log.cut_kWh);
}

void expect_all(const scenario::Scenario& scenario) {
    const Played played = play(scenario);
    ASSERT_EQ(played.result.verdict, report::Verdict::pass) << reasons(played.result);
    expect_balance(played);
    expect_cell_energy(scenario, played);
    // What was reported while something was wrong need not be so.
    if (scenario.end == scenario::End::clean) expect_energy_of_log(scenario, played);
}

TEST(energy, balances_in_every_shipped_scenario) {
    for (const auto& name : closed_loop_scenarios()) {
        SCOPED_TRACE(name);
        expect_all(shipped(name));
    }
}

// The main job with set-points and pauses of its own, half of them beyond the range.
scenario::Scenario random_session(std::uint64_t seed) {
    core::RandomStream random(seed, "set-points");
    std::string text = shipped_text("bidirectional/iso20-dynamic-ocpp");
    const std::size_t begin = text.find("  - set: {ocpp.target_current_A: 50}");
    const std::size_t end = text.find("  - stop: user");
    EXPECT_TRUE(begin != text.npos && end != text.npos && begin < end);
    std::string steps;
    for (int i = 0; i < 40; ++i) {
        steps += "  - set: {ocpp.target_current_A: " +
                 core::fixed_text(random.uniform(-220.0, 220.0), 1) + "}\n";
        steps += "  - hold_s: " + core::fixed_text(random.uniform(0.05, 20.0), 3) + "\n";
    }
    text.replace(begin, end - begin, steps);
    auto scenario =
        scenario::parse_scenario(text, "random-" + std::to_string(seed), read_options());
    if (!scenario) {
        ADD_FAILURE() << scenario.error().front().text();
        return shipped("bidirectional/iso20-dynamic-ocpp");
    }
    return std::move(*scenario);
}

TEST(energy, balances_under_random_set_points) {
    for (std::uint64_t seed : {1u, 2u, 3u}) {
        SCOPED_TRACE(seed);
        expect_all(random_session(seed));
    }
}

TEST(energy, goes_both_ways_in_the_main_job) {
    const Played played = play(shipped("bidirectional/iso20-dynamic-ocpp"));
    const auto& told = played.result.pistols.at(0);
    EXPECT_GT(told.energy_to_vehicle_kWh, 1.0);
    EXPECT_GT(told.energy_from_vehicle_kWh, 1.0);
    // Coulombs: what came in less what went out is the change of the state of charge.
    double charge_As = 0.0, last_s = 0.0, last_A = 0.0;
    for (const auto& [time_s, status] : all<evse::PowerModulesStatus>(played)) {
        charge_As += 0.5 * (status.present_current_A + last_A) * (time_s - last_s);
        last_s = time_s;
        last_A = status.present_current_A;
    }
    const auto scenario = shipped("bidirectional/iso20-dynamic-ocpp");
    const double gained_As =
        (played.final_soc_percent - 50.0) / 100.0 * scenario.vehicle.battery.capacity_Ah * 3600.0;
    // Reported in steps of 0.1 A every 100 ms: 0.05 A over the session's 600 s is 30 As.
    EXPECT_NEAR(charge_As, gained_As, 60.0);
    EXPECT_GT(gained_As, 300.0);
}

}  // namespace
}  // namespace chargerig::integration
