// SPDX-License-Identifier: Apache-2.0
#include "sim/plant/plant.hpp"

namespace chargerig::plant {

namespace {

constexpr double kJoulesPerKilowattHour = 3.6e6;

}  // namespace

Energy Plant::energy(const State& state) const {
    const EnergyLedger& sum = state.ledger;
    const double step_s = core::to_seconds(parameters_.step);
    const double battery_A2 = sum.joined_current_A2 + sum.split_current_A2;
    Energy out;
    out.stage_J = step_s * sum.stage_W;
    out.cell_J = step_s * sum.cell_W;
    out.capacitors_J =
        0.5 * (parameters_.output_capacitance_F * state.stage_voltage_V * state.stage_voltage_V +
               parameters_.inlet_capacitance_F * state.inlet_voltage_V * state.inlet_voltage_V);
    for (std::size_t i = 0; i < battery_step_.rc.size(); ++i) {
        const double voltage_V = state.battery.rc_voltage_V[i];
        out.rc_branches_J += 0.5 * battery_step_.rc[i].capacitance_F * voltage_V * voltage_V;
    }
    out.rc_loss_J = step_s * sum.rc_loss_W;
    out.battery_loss_J = step_s * battery_.parameters().resistance_ohm * battery_A2;
    out.contactor_loss_J = step_s * parameters_.vehicle_contactors.resistance_ohm * battery_A2;
    out.cable_loss_J = step_s * parameters_.cable_resistance_ohm * sum.joined_current_A2;
    out.bleed_loss_J =
        step_s * (sum.joined_voltage_V2 + sum.stage_voltage_V2) / parameters_.output_bleed_ohm;
    out.leak_loss_J =
        step_s * (sum.joined_voltage_V2 + sum.inlet_voltage_V2) / parameters_.inlet_leak_ohm;
    out.bleeder_loss_J = step_s * sum.bleeder_W;
    out.charge_sharing_loss_J = sum.charge_sharing_J;
    out.to_vehicle_kWh = step_s * sum.to_vehicle_W / kJoulesPerKilowattHour;
    out.from_vehicle_kWh = step_s * sum.from_vehicle_W / kJoulesPerKilowattHour;
    return out;
}

}  // namespace chargerig::plant
