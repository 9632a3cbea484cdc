// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/limits.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/core/protection.hpp"

namespace chargerig::controller {
namespace {

constexpr double kUnlimited = std::numeric_limits<double>::infinity();
constexpr double kEndOfField_A = 3276.7;  // of a current in DC_Power_Control (spec 4)

// 0 in DC_Power_Parameters means "use the configured value", else the smaller one counts.
double merged(double configured, double signalled) {
    return signalled > 0.0 ? std::min(configured, signalled) : configured;
}

double capped(double value, double cap) {
    return cap > 0.0 ? std::min(value, cap) : value;
}

double current_for_power_A(double power_W, double voltage_V) {
    if (voltage_V <= 0.0 || power_W == kUnlimited) return kUnlimited;
    return std::floor(power_W / voltage_V * 10.0 + 1e-9) / 10.0;
}

// The vehicle link takes limits a little below 0; they leave nothing.
double told(const std::optional<double>& limit, double silent) {
    return std::max(limit.value_or(silent), 0.0);
}

struct SessionCurrents {
    double charge_A;
    double discharge_A;
};

SessionCurrents session_currents(const ChargerLimits& charger, const link::VehicleView& vehicle,
                                 double measured_V) {
    const link::VehicleLimits& ev = vehicle.limits;
    const double voltage_V =
        std::max({measured_V, charger.minimum_voltage_V, ev.minimum_voltage_V.value_or(0.0)});
    const double charge_W =
        std::min(charger.maximum_power_W, told(ev.maximum_charge_power_W, kUnlimited));
    const double discharge_W =
        std::min(charger.maximum_discharge_power_W, told(ev.maximum_discharge_power_W, kUnlimited));
    // In scheduled control a vehicle tells no discharge limit: it asks for the current itself.
    const double silent_A = vehicle.dynamic_control ? 0.0 : kUnlimited;
    SessionCurrents out{kEndOfField_A, kEndOfField_A};
    if (core::in_force(core::Protection::current_limit)) {
        out.charge_A =
            std::min(charger.maximum_current_A, told(ev.maximum_charge_current_A, kUnlimited));
        out.discharge_A = std::min(charger.maximum_discharge_current_A,
                                   told(ev.maximum_discharge_current_A, silent_A));
    }
    if (core::in_force(core::Protection::power_limit)) {
        out.charge_A = std::min(out.charge_A, current_for_power_A(charge_W, voltage_V));
        out.discharge_A = std::min(out.discharge_A, current_for_power_A(discharge_W, voltage_V));
    }
    return out;
}

bool bidirectional_session(const Configuration& configuration, const link::VehicleView& vehicle) {
    const bool permitted = configuration.is_bidirectional && vehicle.bidirectional;
    return permitted || !core::in_force(core::Protection::discharge_needs_permission);
}

}  // namespace

ChargerLimits charger_limits(const Configuration& c,
                             const std::optional<evse::DcPowerParameters>& parameters,
                             double derating_percent) {
    const double part = 1.0 - derating_percent / 100.0;
    const evse::DcPowerParameters given = parameters.value_or(evse::DcPowerParameters{});
    ChargerLimits out;
    out.maximum_voltage_V =
        capped(merged(c.max_charger_voltage_V, given.maximum_voltage_V), c.max_cable_voltage_V);
    out.minimum_voltage_V = std::min(c.min_charger_voltage_V, out.maximum_voltage_V);
    out.maximum_current_A =
        part * capped(merged(c.max_charger_current_A, given.maximum_charge_current_A),
                      c.max_cable_current_A);
    out.minimum_current_A = std::min(c.min_charger_current_A, out.maximum_current_A);
    const double configured_power_W = c.max_charger_power_W > 0.0
                                          ? c.max_charger_power_W
                                          : c.max_charger_voltage_V * c.max_charger_current_A;
    out.maximum_power_W = std::min(capped(configured_power_W, c.max_cable_power_W),
                                   out.maximum_voltage_V * out.maximum_current_A);
    const double minimum_power_W = c.min_charger_power_W > 0.0
                                       ? c.min_charger_power_W
                                       : c.min_charger_voltage_V * c.min_charger_current_A;
    out.minimum_power_W = std::min(minimum_power_W, out.maximum_power_W);
    if (!c.is_bidirectional) return out;

    out.maximum_discharge_current_A =
        part * capped(merged(c.max_charger_discharge_current_A, given.maximum_discharge_current_A),
                      c.max_cable_current_A);
    out.minimum_discharge_current_A =
        std::min(c.min_charger_discharge_current_A, out.maximum_discharge_current_A);
    const double discharge_power_W =
        c.max_charger_discharge_power_W > 0.0
            ? c.max_charger_discharge_power_W
            : c.max_charger_voltage_V * c.max_charger_discharge_current_A;
    out.maximum_discharge_power_W =
        std::min(capped(discharge_power_W, c.max_cable_power_W),
                 out.maximum_voltage_V * out.maximum_discharge_current_A);
    const double minimum_discharge_W =
        c.min_charger_discharge_power_W > 0.0
            ? c.min_charger_discharge_power_W
            : c.min_charger_voltage_V * c.min_charger_discharge_current_A;
    out.minimum_discharge_power_W = std::min(minimum_discharge_W, out.maximum_discharge_power_W);
    return out;
}

CurrentRange session_range(const Configuration& configuration, const ChargerLimits& charger,
                           const link::VehicleView& vehicle, double voltage_V) {
    const link::VehicleLimits& ev = vehicle.limits;
    const SessionCurrents now = session_currents(charger, vehicle, voltage_V);
    if (!bidirectional_session(configuration, vehicle)) {
        const double minimum_A =
            std::max(charger.minimum_current_A, ev.minimum_charge_current_A.value_or(0.0));
        return {now.charge_A, std::min(minimum_A, now.charge_A)};
    }
    if (now.charge_A > 0.0) return {now.charge_A, -now.discharge_A};
    // The vehicle only gives: the upper end is the smallest current it wants to give.
    const double minimum_A =
        std::max(charger.minimum_discharge_current_A, ev.minimum_discharge_current_A.value_or(0.0));
    return {-std::min(minimum_A, now.discharge_A), -now.discharge_A};
}

double outside_dead_band_A(const ChargerLimits& charger, const link::VehicleView& vehicle,
                           double chosen_A) {
    const link::VehicleLimits& ev = vehicle.limits;
    const double minimum_A =
        chosen_A >= 0.0
            ? std::max(charger.minimum_current_A, ev.minimum_charge_current_A.value_or(0.0))
            : std::max(charger.minimum_discharge_current_A,
                       ev.minimum_discharge_current_A.value_or(0.0));
    return std::abs(chosen_A) < minimum_A ? 0.0 : chosen_A;
}

double limited_target_A(const Configuration& configuration, const ChargerLimits& charger,
                        const link::VehicleView& vehicle, double voltage_V, double wanted_A) {
    const SessionCurrents now = session_currents(charger, vehicle, voltage_V);
    const bool may_discharge = bidirectional_session(configuration, vehicle) ||
                               !configuration.limit_non_bidir_to_positive_current;
    return std::clamp(wanted_A, may_discharge ? -now.discharge_A : 0.0, now.charge_A);
}

}  // namespace chargerig::controller
