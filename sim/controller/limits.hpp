// SPDX-License-Identifier: Apache-2.0
//
// Merging limits: what the charger offers (configuration, DC_Power_Parameters, cable) and what a
// session may carry (that offer and the vehicle's limits). Discharge values are positive
// magnitudes.
#pragma once

#include <optional>

#include "sim/controller/configuration.hpp"
#include "sim/evse/messages.hpp"
#include "sim/link/vehicle_view.hpp"

namespace chargerig::controller {

// The charger's own side (spec 5.2, section 7).
struct ChargerLimits {
    double maximum_voltage_V = 0.0;
    double minimum_voltage_V = 0.0;
    double maximum_current_A = 0.0;
    double minimum_current_A = 0.0;
    double maximum_power_W = 0.0;
    double minimum_power_W = 0.0;
    double maximum_discharge_current_A = 0.0;
    double minimum_discharge_current_A = 0.0;
    double maximum_discharge_power_W = 0.0;
    double minimum_discharge_power_W = 0.0;
    friend bool operator==(const ChargerLimits&, const ChargerLimits&) = default;
};

// `derating_percent`, 0 to 100, lowers the currents, and with them the powers.
ChargerLimits charger_limits(const Configuration& configuration,
                             const std::optional<evse::DcPowerParameters>& parameters,
                             double derating_percent = 0.0);

// Signed, positive charges; maximum >= minimum always (sign rules of spec 5.9).
struct CurrentRange {
    double maximum_A = 0.0;
    double minimum_A = 0.0;
    friend bool operator==(const CurrentRange&, const CurrentRange&) = default;
};

// The range of a session at this moment. Power limits become currents by I <= P / max(U, U min)
// (spec 8.23), cut to the 0.1 A that a frame carries so that rounding never exceeds the power.
CurrentRange session_range(const Configuration& configuration, const ChargerLimits& charger,
                           const link::VehicleView& vehicle, double voltage_V);

// A current that the controller itself chooses inside the range: none where vehicle or charger
// could only carry a larger one (the minimum currents of each direction, which a bidirectional
// range cannot show, spec 5.9).
double outside_dead_band_A(const ChargerLimits& charger, const link::VehicleView& vehicle,
                           double chosen_A);

// A wanted current in Target_Mode, brought into what the session may carry.
double limited_target_A(const Configuration& configuration, const ChargerLimits& charger,
                        const link::VehicleView& vehicle, double voltage_V, double wanted_A);

}  // namespace chargerig::controller
