// SPDX-License-Identifier: Apache-2.0
#include "sim/vehicle/request.hpp"

#include <algorithm>
#include <cmath>

namespace chargerig::vehicle {
namespace {

// A ramp that reached 4.7 A in binary fractions must not be cut to 4.6 A.
constexpr double kRoundingSlack = 1e-9;

CurrentWindow window(const Profile& profile, const plant::Readings& readings, bool bidirectional,
                     const models::OfferedLimits& charge, const models::OfferedLimits& discharge) {
    const models::BatteryView battery = battery_view(profile, readings);
    CurrentWindow out;
    out.charge_A = models::charge_current_A(profile.charge, battery, charge);
    if (bidirectional) {
        out.discharge_A = models::discharge_current_A(profile.charge, battery, discharge);
    }
    return out;
}

// The point of the power profile that holds at this time; the first holds before its own time too.
double planned_power_W(const std::vector<PowerProfilePoint>& profile, double time_s) {
    double power_kW = profile.front().power_kW;
    for (const auto& point : profile) {
        if (time_s >= point.time_s) power_kW = point.power_kW;
    }
    return power_kW * 1e3;
}

double wanted_A(const Profile& profile, const State& state, const plant::Readings& readings,
                const CurrentWindow& allowed, core::Instant now) {
    if (state.stop != StopCause::none) return 0.0;
    if (profile.session.power_profile.empty()) return allowed.charge_A;
    return planned_power_W(profile.session.power_profile,
                           core::to_seconds(now - state.loop_since)) /
           readings.battery_voltage_V;
}

// Rising away from zero has one rate, falling towards it another; a change of sign first falls.
double along_ramp(double from_A, double to_A, double time_s, const Charging& charging) {
    const bool same_sign = from_A * to_A >= 0.0;
    if (same_sign && std::abs(to_A) >= std::abs(from_A)) {
        const double reach_A = charging.ramp_up_A_per_s * time_s;
        return std::clamp(to_A, from_A - reach_A, from_A + reach_A);
    }
    const double reach_A = charging.ramp_down_A_per_s * time_s;
    if (same_sign) return std::clamp(to_A, from_A - reach_A, from_A + reach_A);
    if (std::abs(from_A) > reach_A) return from_A > 0.0 ? from_A - reach_A : from_A + reach_A;
    const double left_s = time_s - std::abs(from_A) / charging.ramp_down_A_per_s;
    const double risen_A = charging.ramp_up_A_per_s * left_s;
    return std::clamp(to_A, -risen_A, risen_A);
}

}  // namespace

models::BatteryView battery_view(const Profile& profile, const plant::Readings& readings) {
    const double current_A = readings.vehicle_contactors_closed ? readings.inlet_current_A : 0.0;
    models::BatteryView view;
    view.soc_percent = readings.soc_percent;
    view.terminal_voltage_V = readings.battery_voltage_V;
    view.resistance_ohm = profile.battery.resistance_ohm;
    view.inner_voltage_V =
        models::inner_voltage_V(view.terminal_voltage_V, current_A, view.resistance_ohm);
    return view;
}

CurrentWindow own_window(const Profile& profile, const plant::Readings& readings,
                         bool bidirectional) {
    const models::OfferedLimits own{profile.charge.maximum_charge_current_A,
                                    profile.limits.maximum_charge_power_kW * 1e3};
    return window(profile, readings, bidirectional, own, {});
}

CurrentWindow offered_window(const Profile& profile, const State& state,
                             const plant::Readings& readings) {
    const Offer& offer = state.charger.offer;
    const models::OfferedLimits charge{
        std::max(0.0, offer.maximum_current_A),
        std::clamp(offer.maximum_power_W, 0.0, profile.limits.maximum_charge_power_kW * 1e3)};
    const models::OfferedLimits discharge{std::max(0.0, offer.maximum_discharge_current_A),
                                          std::max(0.0, offer.maximum_discharge_power_W)};
    return window(profile, readings, state.bidirectional, charge, discharge);
}

double target_voltage_V(const Profile& profile, const State& state) {
    return one_decimal_towards_zero(
        std::min(profile.charge.maximum_voltage_V, state.charger.offer.maximum_voltage_V));
}

double precharge_voltage_V(const plant::Readings& readings) {
    return one_decimal(readings.battery_voltage_V);
}

double next_request_A(const Profile& profile, State& state, const plant::Readings& readings,
                      core::Instant now) {
    const CurrentWindow allowed = offered_window(profile, state, readings);
    const double wanted = std::clamp(wanted_A(profile, state, readings, allowed, now),
                                     allowed.discharge_A, allowed.charge_A);
    const double time_s = core::to_seconds(now - state.ramp_at);
    const double ramped = along_ramp(state.requested_current_A, wanted, time_s, profile.charging);
    state.ramp_at = now;
    state.requested_current_A = std::clamp(ramped, allowed.discharge_A, allowed.charge_A);
    return one_decimal_towards_zero(state.requested_current_A);
}

double one_decimal(double value) {
    return std::round(value * 10.0) / 10.0;
}

double one_decimal_towards_zero(double value) {
    const double scaled = value * 10.0;
    const double nearest = std::round(scaled);
    if (std::abs(scaled - nearest) < kRoundingSlack) return nearest / 10.0;
    return std::trunc(scaled) / 10.0;
}

}  // namespace chargerig::vehicle
