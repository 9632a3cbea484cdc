// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/traps.hpp"

#include <algorithm>
#include <string>

#include "sim/core/text.hpp"

namespace chargerig::controller {
namespace {

constexpr double kCcsLimit_kohm = 100.0;      // IEC 61851-23:2023 (spec 5.13)
constexpr double kMcsLimit_kohm = 125.0;      // IEC 61851-23-3 (spec 5.13)
constexpr double kResistanceStep_kohm = 2.0;  // Insulation_Resistance, interface 3.x (spec 4)

std::string figure(double value, std::string_view unit) {
    return core::fixed_text(value, value == static_cast<int>(value) ? 0 : 1) + " " +
           std::string(unit);
}

// What makes the charger's greatest voltage what it is.
std::string limited_by(const Context& context, double maximum_V) {
    const Configuration& c = context.configuration;
    if (c.max_charger_voltage_V <= maximum_V) return "max_charger_voltage";
    if (c.max_cable_voltage_V > 0.0 && c.max_cable_voltage_V <= maximum_V) {
        return "max_cable_voltage";
    }
    return "DC_Power_Parameters";
}

}  // namespace

void note_voltage_window(Context& context) {
    const link::VehicleView& vehicle = context.vehicle();
    if (context.session().voltage_window_noted || !vehicle.limits.maximum_voltage_V) return;
    const double offered_V = context.charger_limits().maximum_voltage_V;
    if (*vehicle.limits.maximum_voltage_V <= offered_V) return;
    context.session().voltage_window_noted = true;
    const double least_V = std::max(vehicle.limits.minimum_voltage_V.value_or(0.0),
                                    vehicle.battery.present_voltage_V.value_or(0.0));
    const std::string needs =
        least_V > offered_V
            ? "the vehicle needs " + figure(least_V, "V") + " at least"
            : "the vehicle goes up to " + figure(*vehicle.limits.maximum_voltage_V, "V");
    note(context, core::NoteKind::warning,
         needs + ", the charger offers " + figure(offered_V, "V") + " at most",
         "limited by " + limited_by(context, offered_V));
}

void note_insulation_at_limit(Context& context, double limit_kohm) {
    const double resistance_kohm = context.state.power->insulation_resistance_kohm;
    if (resistance_kohm - limit_kohm >= kResistanceStep_kohm) return;
    const bool too_low_for_mcs = resistance_kohm < kMcsLimit_kohm;
    note(context, core::NoteKind::warning,
         "insulation of " + figure(resistance_kohm, "kOhm") + " is just at the limit of " +
             figure(limit_kohm, "kOhm"),
         too_low_for_mcs ? "the next lower value fails, and MCS wants 125 kOhm"
                         : "the next lower value fails");
}

void note_insulation_below_mcs(Context& context, double limit_kohm) {
    if (!context.state.power || limit_kohm < kMcsLimit_kohm) return;
    const double resistance_kohm = context.state.power->insulation_resistance_kohm;
    if (resistance_kohm < kCcsLimit_kohm || resistance_kohm >= limit_kohm) return;
    note(context, core::NoteKind::warning,
         "insulation of " + figure(resistance_kohm, "kOhm") + " is enough for CCS, not for " +
             figure(limit_kohm, "kOhm"),
         "the limit that is set is the one of MCS or a higher one");
}

}  // namespace chargerig::controller
