// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <iterator>

#include "sim/core/text.hpp"
#include "sim/vehicle/profile.hpp"

namespace chargerig::vehicle {
namespace {

using core::number_text;

class Complaints {
public:
    explicit Complaints(const core::SourcePosition& where) : where_(where) {}

    void add(std::string what, std::string value, std::string allowed) {
        errors_.push_back({where_, std::move(what), std::move(value), std::move(allowed), ""});
    }
    void take(core::Errors errors) {
        errors_.insert(errors_.end(), std::make_move_iterator(errors.begin()),
                       std::make_move_iterator(errors.end()));
    }
    core::Errors result() { return std::move(errors_); }

private:
    core::SourcePosition where_;
    core::Errors errors_;
};

// The usable energy is the integral of the open-circuit voltage over the charge; a tenth covers
// what rounding in data sheets does, more is a contradiction.
constexpr double kEnergyTolerance = 0.1;

void check_battery(const Profile& profile, Complaints& out) {
    const models::Battery battery(profile.battery);
    const double lowest_V = battery.open_circuit_voltage_V(0.0);
    const double highest_V = battery.open_circuit_voltage_V(100.0);
    const auto& limits = profile.charge;
    if (lowest_V < limits.minimum_voltage_V) {
        out.add("the open-circuit voltage at 0 % lies below limits.minimum_voltage_V",
                number_text(lowest_V) + " V",
                "at least " + number_text(limits.minimum_voltage_V) + " V");
    }
    if (highest_V > limits.maximum_voltage_V) {
        out.add("the open-circuit voltage at 100 % lies above limits.maximum_voltage_V",
                number_text(highest_V) + " V",
                "at most " + number_text(limits.maximum_voltage_V) + " V");
    }
    const double energy_kWh = battery.cell_energy_kWh(0.0, 100.0);
    const double stated_kWh = profile.facts.usable_energy_kWh;
    if (std::abs(energy_kWh - stated_kWh) > kEnergyTolerance * stated_kWh) {
        out.add("battery.capacity_Ah times the open-circuit voltage is not battery.capacity_kWh",
                core::fixed_text(energy_kWh, 1) + " kWh",
                number_text(stated_kWh) + " kWh within 10 %");
    }
}

void check_limits(const Profile& profile, Complaints& out) {
    double peak_kW = 0.0;
    for (const auto& point : profile.charge.curve) peak_kW = std::max(peak_kW, point.power_kW);
    if (peak_kW > profile.limits.maximum_charge_power_kW) {
        out.add("the charge curve goes beyond limits.maximum_charge_power_kW", number_text(peak_kW),
                "at most " + number_text(profile.limits.maximum_charge_power_kW) + " kW");
    }
    if (profile.charging.welding_minimum_rounds > profile.charging.welding_maximum_rounds) {
        out.add("charging.welding_minimum_rounds is above charging.welding_maximum_rounds",
                std::to_string(profile.charging.welding_minimum_rounds),
                "at most " + std::to_string(profile.charging.welding_maximum_rounds));
    }
}

void check_session(const Profile& profile, Complaints& out) {
    const SessionOptions& session = profile.session;
    if (session.target_soc_percent > profile.charge.maximum_soc_percent) {
        out.add("session.target_soc_percent is above energy.maximum_percent",
                number_text(session.target_soc_percent),
                "at most " + number_text(profile.charge.maximum_soc_percent) + " %");
    }
    if (session.bidirectional && session.protocol == Protocol::din) {
        out.add("DIN 70121 knows no discharging", "bidirectional: true",
                "iso2, iso20_scheduled or iso20_dynamic");
    }
    if (session.bidirectional && profile.charge.maximum_discharge_current_A <= 0.0) {
        out.add("this vehicle cannot discharge", "bidirectional: true",
                "false, or limits.maximum_discharge_current_A above 0");
    }
    if (session.power_profile.empty()) return;
    if (session.protocol == Protocol::iso20_dynamic) {
        out.add("in dynamic control the charger chooses the power", "power_profile",
                "no power profile, or protocol iso20_scheduled");
    }
    const bool discharges = std::any_of(session.power_profile.begin(), session.power_profile.end(),
                                        [](const auto& point) { return point.power_kW < 0.0; });
    if (discharges && !session.bidirectional) {
        out.add("the power profile discharges", "power_profile",
                "powers of 0 kW or more, or bidirectional: true");
    }
}

}  // namespace

core::Errors check(const Profile& profile, const core::SourcePosition& where) {
    Complaints out(where);
    core::Errors battery = models::check(profile.battery, where);
    const bool usable_battery = battery.empty();
    out.take(std::move(battery));
    core::Errors charge = models::check(profile.charge, where);
    const bool usable_limits = charge.empty();
    out.take(std::move(charge));
    if (usable_battery && usable_limits) check_battery(profile, out);
    check_limits(profile, out);
    check_session(profile, out);
    return out.result();
}

}  // namespace chargerig::vehicle
