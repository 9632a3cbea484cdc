// SPDX-License-Identifier: Apache-2.0
//
// The ledger against an independent integration of the same circuit, and against the battery's
// table.
#include <gtest/gtest.h>

#include <cmath>

#include "world.hpp"

namespace chargerig::plant {
namespace {

// The circuit behind closed contactors, by classical Runge-Kutta with steps far below its time
// constant. State: node voltage, both RC voltages, charge; then the energies.
struct Circuit {
    static constexpr int kSize = 9;
    using Vector = std::array<double, kSize>;
    enum { kNode, kRc1, kRc2, kCharge, kStage, kCell, kSquare, kRcLoss, kNodeSquare };

    double stage_A;
    const models::BatteryParameters& battery;

    Vector slope(const Vector& x) const {
        constexpr double kCapacitance_F = 101e-6;
        constexpr double kConductance_S = 1.0 / 200e3 + 1.0 / 1e6;
        const double soc_percent = 50.0 + 100.0 * x[kCharge] / (battery.capacity_Ah * 3600.0);
        const double ocv_V = 369.7 + (soc_percent - 50.0) * (393.7 - 369.7) / 30.0;
        const double total_ohm = battery.resistance_ohm + 0.005 + 0.0004;
        const double current_A = (x[kNode] - ocv_V - x[kRc1] - x[kRc2]) / total_ohm;
        Vector out{};
        out[kNode] = (stage_A - kConductance_S * x[kNode] - current_A) / kCapacitance_F;
        for (int i = 0; i < 2; ++i) {
            const models::RcBranch& rc = battery.rc[static_cast<std::size_t>(i)];
            const double voltage_V = x[static_cast<std::size_t>(kRc1 + i)];
            out[static_cast<std::size_t>(kRc1 + i)] =
                (rc.resistance_ohm * current_A - voltage_V) / rc.time_constant_s;
            out[kRcLoss] += voltage_V * voltage_V / rc.resistance_ohm;
        }
        out[kCharge] = current_A;
        out[kStage] = stage_A * x[kNode];
        out[kCell] = ocv_V * current_A;
        out[kSquare] = current_A * current_A;
        out[kNodeSquare] = x[kNode] * x[kNode];
        return out;
    }
    void step(Vector& x, double h) const {
        const auto shifted = [&x](const Vector& k, double f) {
            Vector out = x;
            for (std::size_t i = 0; i < kSize; ++i) out[i] += f * k[i];
            return out;
        };
        const Vector k1 = slope(x);
        const Vector k2 = slope(shifted(k1, 0.5 * h));
        const Vector k3 = slope(shifted(k2, 0.5 * h));
        const Vector k4 = slope(shifted(k3, h));
        for (std::size_t i = 0; i < kSize; ++i) {
            x[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
};

TEST(Energy, AgreesWithRungeKuttaOverAnInrushAndConstantCurrent) {
    Parameters parameters = car_at_charger();
    parameters.stage.fidelity = models::StageFidelity::ideal;
    parameters.output_contactors.close_delay_s = 0.0;
    parameters.vehicle_contactors.close_delay_s = 0.0;
    World world(parameters);
    world.plug(true);
    world.contactors(true, false);
    world.stage(voltage_command(300.0, 200.0));
    world.run(0.001);
    const Energy before = world.plant.energy(world.state);
    world.stage(current_command(90.0, 450.0));
    world.contactors(true, true);
    const Circuit circuit{90.0, parameters.battery};
    Circuit::Vector x{};
    x[Circuit::kNode] = world.read().stage_voltage_V;
    ASSERT_NEAR(x[Circuit::kNode], 300.0, 1e-9);
    world.run(0.05);
    for (int i = 0; i < 100'000; ++i) circuit.step(x, 5e-7);

    const Energy after = world.plant.energy(world.state);
    const auto near = [](double value, double expected) {
        EXPECT_NEAR(value, expected, 1e-5 * std::abs(expected));
    };
    near(world.read().stage_voltage_V, x[Circuit::kNode]);
    near(after.stage_J - before.stage_J, x[Circuit::kStage]);
    near(after.cell_J, x[Circuit::kCell]);
    near(after.battery_loss_J, 0.08 * x[Circuit::kSquare]);
    near(after.cable_loss_J, 0.005 * x[Circuit::kSquare]);
    near(after.bleed_loss_J - before.bleed_loss_J, x[Circuit::kNodeSquare] / 200e3);
    near(after.leak_loss_J - before.leak_loss_J, x[Circuit::kNodeSquare] / 1e6);
    near(world.read().soc_percent - 50.0, 100.0 * x[Circuit::kCharge] / (150.0 * 3600.0));
    // The inrush reaches the slow branches spread over one step, which the losses there show.
    EXPECT_NEAR(after.rc_loss_J, x[Circuit::kRcLoss], 0.02 * x[Circuit::kRcLoss]);
    EXPECT_NEAR(world.state.battery.rc_voltage_V[0], x[Circuit::kRc1], 1e-4 * x[Circuit::kRc1]);
}

TEST(Energy, CellEnergyAgreesWithTheTable) {
    World world(car_at_charger(), 20.0);
    world.connect();
    world.stage(current_command(100.0, 450.0));
    world.run(3600.0);
    const Energy energy = world.plant.energy(world.state);
    const double table_kWh = world.plant.battery().cell_energy_kWh(20.0, world.read().soc_percent);
    EXPECT_NEAR(energy.cell_J / 3.6e6, table_kWh, 1e-6 * table_kWh);
    EXPECT_GT(table_kWh, 30.0);
}

TEST(Energy, ConstantCurrentLossesAreThoseOfThePaper) {
    Parameters parameters = car_at_charger();
    parameters.stage.fidelity = models::StageFidelity::ideal;
    parameters.output_bleed_ohm = parameters.inlet_leak_ohm = 1e15;
    World world(parameters);
    world.connect();
    const Energy before = world.plant.energy(world.state);
    world.stage(current_command(100.0, 450.0));
    world.run(600.0);
    const Energy after = world.plant.energy(world.state);
    EXPECT_NEAR(after.battery_loss_J - before.battery_loss_J, 0.08 * 1e4 * 600.0, 1.0);
    EXPECT_NEAR(after.cable_loss_J - before.cable_loss_J, 0.005 * 1e4 * 600.0, 0.1);
    // v^2 / R of a branch that charges from 0: R I^2 (T - 2 tau (1 - a) + tau / 2 (1 - a^2)).
    double expected_J = 0.0;
    for (const models::RcBranch& rc : parameters.battery.rc) {
        const double a = std::exp(-600.0 / rc.time_constant_s);
        expected_J += rc.resistance_ohm * 1e4 *
                      (600.0 - 2.0 * rc.time_constant_s * (1.0 - a) +
                       0.5 * rc.time_constant_s * (1.0 - a * a));
    }
    EXPECT_NEAR(after.rc_loss_J - before.rc_loss_J, expected_J, 1e-4 * expected_J);
}

TEST(Energy, TheInletsMeterIsWhatTheVehicleTakes) {
    World world;
    world.connect();
    world.stage(current_command(100.0, 450.0));
    world.run(1800.0);
    world.stage(current_command(-40.0, 450.0));
    world.run(600.0);
    const Energy energy = world.plant.energy(world.state);
    const double inlet_J = (energy.to_vehicle_kWh - energy.from_vehicle_kWh) * 3.6e6;
    const double vehicle_J = energy.cell_J + energy.rc_branches_J + energy.rc_loss_J +
                             energy.battery_loss_J + energy.contactor_loss_J;
    EXPECT_NEAR(inlet_J, vehicle_J, 1e-9 * vehicle_J);
    EXPECT_GT(energy.from_vehicle_kWh, 2.0);
}

}  // namespace
}  // namespace chargerig::plant
