// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/insulation.hpp"

#include <algorithm>

#include "sim/core/protection.hpp"

namespace chargerig::controller {

double test_voltage_V(const Context& context) {
    const Configuration& c = context.configuration;
    const double maximum_V = context.charger_limits().maximum_voltage_V;
    double voltage_V = c.test_voltage_V > 0.0 ? std::min(c.test_voltage_V, maximum_V) : maximum_V;
    const auto& vehicle_V = context.vehicle().limits.maximum_voltage_V;
    if (c.test_voltage_capped_to_vehicle && vehicle_V && *vehicle_V > 0.0) {
        voltage_V = std::min(voltage_V, *vehicle_V);
    }
    return voltage_V;
}

double insulation_limit_kohm(const Configuration& c, double voltage_V) {
    return std::max(c.insulation_limit_kohm, c.insulation_limit_ohm_per_V * voltage_V / 1000.0);
}

bool insulation_holds(const Context& context, double voltage_V) {
    if (!context.state.power) return false;
    const Configuration& c = context.configuration;
    const evse::PowerModulesStatus& power = *context.state.power;
    const bool voltage_there =
        power.present_voltage_V >= voltage_V * c.insulation_ready_percent / 100.0 ||
        !core::in_force(core::Protection::insulation_test_voltage);
    const bool resistance_there =
        power.insulation_resistance_kohm >= insulation_limit_kohm(c, voltage_V) ||
        !core::in_force(core::Protection::insulation_at_test);
    return voltage_there && resistance_there;
}

bool running_insulation_low(const Context& context) {
    if (!context.session().insulation_tested || !context.state.power) return false;
    const Configuration& c = context.configuration;
    const double present_V = context.state.power->present_voltage_V;
    const bool by_test = c.running_insulation_voltage == RunningInsulationVoltage::test;
    const double voltage_V = by_test ? context.session().tested_voltage_V : present_V;
    return present_V > c.running_insulation_floor_V &&
           context.state.power->insulation_resistance_kohm <
               c.running_insulation_limit_ohm_per_V * voltage_V / 1000.0;
}

}  // namespace chargerig::controller
