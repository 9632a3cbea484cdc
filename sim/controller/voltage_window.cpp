// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/voltage_window.hpp"

#include <algorithm>

#include "sim/core/protection.hpp"

namespace chargerig::controller {
namespace {

constexpr std::string_view kTooHigh = "the vehicle needs a higher voltage than the charger offers";
constexpr std::string_view kTooLow = "the vehicle takes no voltage as high as the charger's lowest";

}  // namespace

std::string_view voltage_mismatch(const Context& context) {
    const link::VehicleView& vehicle = context.vehicle();
    const ChargerLimits charger = context.charger_limits();
    const double least_V = std::max(vehicle.limits.minimum_voltage_V.value_or(0.0),
                                    vehicle.battery.present_voltage_V.value_or(0.0));
    const double most_V = vehicle.limits.maximum_voltage_V.value_or(charger.maximum_voltage_V);
    const bool too_high = least_V > charger.maximum_voltage_V;
    const bool too_low = most_V < charger.minimum_voltage_V;
    if (!too_high && !too_low) return {};
    if (!core::in_force(core::Protection::voltage_window)) return {};
    return too_high ? kTooHigh : kTooLow;
}

std::string_view precharge_mismatch(const Context& context) {
    const double wanted_V = context.vehicle().request.target_voltage_V;
    const ChargerLimits charger = context.charger_limits();
    const bool too_high = wanted_V > charger.maximum_voltage_V;
    const bool too_low = wanted_V > 0.0 && wanted_V < charger.minimum_voltage_V;
    if (!too_high && !too_low) return {};
    if (!core::in_force(core::Protection::precharge_voltage)) return {};
    return too_high ? kTooHigh : kTooLow;
}

}  // namespace chargerig::controller
