// SPDX-License-Identifier: Apache-2.0
#include "models/charge_limits.hpp"

#include <algorithm>
#include <cassert>
#include <string>

#include "models/check.hpp"

namespace chargerig::models {

namespace {

void check_curve(Checker& checker, const std::vector<PowerPoint>& curve) {
    if (curve.empty()) {
        checker.add("the charge curve is empty", "1 point or more");
    }
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const std::string row = "point " + std::to_string(i + 1) + " of the charge curve: ";
        checker.within(row + "soc_percent", curve[i].soc_percent, 0.0, 100.0);
        checker.within(row + "power_kW", curve[i].power_kW, 0.0, 1e4);
        if (i > 0 && !(curve[i].soc_percent > curve[i - 1].soc_percent)) {
            checker.add(row + "state of charge does not rise", curve[i].soc_percent,
                        "more than in the point before", "");
        }
    }
}

double constant_voltage_A(const ChargeLimitParameters& parameters, const BatteryView& battery) {
    return (parameters.maximum_voltage_V - battery.inner_voltage_V) / battery.resistance_ohm;
}

}  // namespace

core::Errors check(const ChargeLimitParameters& parameters, const core::SourcePosition& where) {
    Checker checker(where);
    check_curve(checker, parameters.curve);
    checker.above_zero("minimum_voltage_V", parameters.minimum_voltage_V);
    checker.above_zero("maximum_voltage_V", parameters.maximum_voltage_V);
    if (parameters.maximum_voltage_V <= parameters.minimum_voltage_V) {
        checker.add("maximum_voltage_V is not above minimum_voltage_V",
                    parameters.maximum_voltage_V, "more than minimum_voltage_V", "");
    }
    checker.above_zero("maximum_charge_current_A", parameters.maximum_charge_current_A);
    checker.within("maximum_discharge_current_A", parameters.maximum_discharge_current_A, 0.0, 1e4);
    checker.within("maximum_discharge_power_kW", parameters.maximum_discharge_power_kW, 0.0,
                   kInfinity);
    checker.within("maximum_soc_percent", parameters.maximum_soc_percent, 0.0, 100.0);
    checker.within("minimum_soc_percent", parameters.minimum_soc_percent, 0.0, 100.0);
    if (parameters.minimum_soc_percent >= parameters.maximum_soc_percent) {
        checker.add("minimum_soc_percent is not below maximum_soc_percent",
                    parameters.minimum_soc_percent, "less than maximum_soc_percent", "");
    }
    checker.within("cutoff_current_A", parameters.cutoff_current_A, 0.0, 1e4);
    return checker.take();
}

double curve_power_W(const ChargeLimitParameters& parameters, double soc_percent) {
    const std::vector<PowerPoint>& curve = parameters.curve;
    assert(!curve.empty());
    if (soc_percent <= curve.front().soc_percent) return curve.front().power_kW * 1e3;
    for (std::size_t i = 1; i < curve.size(); ++i) {
        if (soc_percent >= curve[i].soc_percent) continue;
        const double share = (soc_percent - curve[i - 1].soc_percent) /
                             (curve[i].soc_percent - curve[i - 1].soc_percent);
        return (curve[i - 1].power_kW + share * (curve[i].power_kW - curve[i - 1].power_kW)) * 1e3;
    }
    return curve.back().power_kW * 1e3;
}

double charge_current_A(const ChargeLimitParameters& parameters, const BatteryView& battery,
                        const OfferedLimits& offered) {
    assert(battery.terminal_voltage_V > 0.0 && battery.resistance_ohm > 0.0);
    if (battery.soc_percent >= parameters.maximum_soc_percent) return 0.0;
    const double power_W =
        std::min(curve_power_W(parameters, battery.soc_percent), offered.power_W);
    const double current_A =
        std::min({parameters.maximum_charge_current_A, offered.current_A,
                  power_W / battery.terminal_voltage_V, constant_voltage_A(parameters, battery)});
    return std::max(0.0, current_A);
}

double discharge_current_A(const ChargeLimitParameters& parameters, const BatteryView& battery,
                           const OfferedLimits& offered) {
    assert(battery.terminal_voltage_V > 0.0 && battery.resistance_ohm > 0.0);
    if (battery.soc_percent <= parameters.minimum_soc_percent) return 0.0;
    const double power_W = std::min(parameters.maximum_discharge_power_kW * 1e3, offered.power_W);
    const double lowest_voltage_A =
        (battery.inner_voltage_V - parameters.minimum_voltage_V) / battery.resistance_ohm;
    const double magnitude_A = std::min({parameters.maximum_discharge_current_A, offered.current_A,
                                         power_W / battery.terminal_voltage_V, lowest_voltage_A});
    return magnitude_A > 0.0 ? -magnitude_A : 0.0;
}

bool is_full(const ChargeLimitParameters& parameters, const BatteryView& battery) {
    return battery.soc_percent >= parameters.maximum_soc_percent ||
           constant_voltage_A(parameters, battery) <= parameters.cutoff_current_A;
}

}  // namespace chargerig::models
