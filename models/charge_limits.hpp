// SPDX-License-Identifier: Apache-2.0
//
// What a vehicle asks for, before its request ramp: the least of its own current limit, its power
// curve over state of charge, constant voltage at the battery's maximum, and the charger's offer
// (physical models 1.5, taper).
#pragma once

#include <limits>
#include <vector>

#include "sim/core/error.hpp"

namespace chargerig::models {

struct PowerPoint {
    double soc_percent = 0.0;  // 0..100
    double power_kW = 0.0;     // >= 0
    friend bool operator==(const PowerPoint&, const PowerPoint&) = default;
};

struct ChargeLimitParameters {
    std::vector<PowerPoint> curve;   // strictly rising in SoC; linear in between, constant outside
    double maximum_voltage_V = 0.0;  // at the battery terminals, > minimum
    double minimum_voltage_V = 0.0;  // > 0
    double maximum_charge_current_A = 0.0;     // > 0
    double maximum_discharge_current_A = 0.0;  // >= 0; 0: the vehicle never discharges
    double maximum_discharge_power_kW = std::numeric_limits<double>::infinity();  // >= 0
    double maximum_soc_percent = 100.0;  // no charge current from here on
    double minimum_soc_percent = 0.0;    // no discharge current from here on downwards
    double cutoff_current_A = 0.0;       // >= 0; full when constant voltage asks for less than this
    friend bool operator==(const ChargeLimitParameters&, const ChargeLimitParameters&) = default;
};

core::Errors check(const ChargeLimitParameters& parameters, const core::SourcePosition& where = {});

// What the BMS knows about its battery. The terminal voltage must be > 0.
struct BatteryView {
    double soc_percent = 0.0;
    double terminal_voltage_V = 0.0;
    double inner_voltage_V = 0.0;  // behind the series resistance: OCV plus RC branches
    double resistance_ohm = 0.0;   // > 0
};

// The inner voltage as the BMS computes it from terminal voltage and current (positive charges).
constexpr double inner_voltage_V(double terminal_voltage_V, double current_A,
                                 double resistance_ohm) {
    return terminal_voltage_V - current_A * resistance_ohm;
}

// Magnitudes, >= 0. Infinite: the charger has not said.
struct OfferedLimits {
    double current_A = std::numeric_limits<double>::infinity();
    double power_W = std::numeric_limits<double>::infinity();
};

double curve_power_W(const ChargeLimitParameters& parameters, double soc_percent);

// Charging request in A, >= 0.
double charge_current_A(const ChargeLimitParameters& parameters, const BatteryView& battery,
                        const OfferedLimits& offered);

// Discharging request in A, <= 0.
double discharge_current_A(const ChargeLimitParameters& parameters, const BatteryView& battery,
                           const OfferedLimits& offered);

// Full: the SoC limit is reached, or constant voltage asks for less than the cut-off current.
bool is_full(const ChargeLimitParameters& parameters, const BatteryView& battery);

}  // namespace chargerig::models
