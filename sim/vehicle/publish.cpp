// SPDX-License-Identifier: Apache-2.0
#include "sim/vehicle/publish.hpp"

#include <algorithm>
#include <cmath>

#include "sim/vehicle/calendar.hpp"
#include "sim/vehicle/request.hpp"

namespace chargerig::vehicle::publish {
namespace {

using link::VarName;

constexpr double kSecondsPerHour = 3600.0;
// Largest value of DcEvMaximumLimits.dc_ev_maximum_power_limit; a vehicle beyond leaves the field
// out.
constexpr double kLargestPowerLimit_W = 350000.0;
// Largest value of dc_ev_energy_capacity and dc_ev_energy_request; both are optional.
constexpr double kLargestEnergy_Wh = 200000.0;
// Below this power the time that is left means nothing [E].
constexpr double kLeastPowerForEstimate_W = 100.0;
constexpr double kEstimateGrid_s = 60.0;

template <class T>
void on_change(Step& step, VarName name, std::optional<T>& last, const T& value) {
    if (last == value) return;
    last = value;
    step.publish(name, value);
}

double usable_Wh(const Step& step) {
    return step.profile.facts.usable_energy_kWh * 1e3;
}

// Energy that is missing up to a state of charge; the schema allows nothing below 0.
double missing_Wh(const Step& step, double soc_percent) {
    const double missing_percent = soc_percent - step.in.readings.soc_percent;
    return std::max(0.0, std::round(missing_percent / 100.0 * usable_Wh(step)));
}

double whole_percent(double percent) {
    return std::clamp(std::round(percent), 0.0, 100.0);
}

std::optional<double> seconds_to(const Step& step, double soc_percent) {
    const double power_W = step.in.readings.inlet_voltage_V * step.in.readings.inlet_current_A;
    if (power_W < kLeastPowerForEstimate_W) return std::nullopt;
    return std::round(missing_Wh(step, soc_percent) / power_W * kSecondsPerHour);
}

link::DcEvMaximumLimits maximum_limits(const Step& step) {
    const Profile& profile = step.profile;
    link::DcEvMaximumLimits limits;
    limits.dc_ev_maximum_current_limit = profile.charge.maximum_charge_current_A;
    limits.dc_ev_maximum_voltage_limit = profile.charge.maximum_voltage_V;
    const double power_W = profile.limits.maximum_charge_power_kW * 1e3;
    if (power_W <= kLargestPowerLimit_W) limits.dc_ev_maximum_power_limit = power_W;
    return limits;
}

}  // namespace

void status(Step& step) {
    link::DcEvStatus value;
    value.dc_ev_ready = step.state.ready && step.state.error_code == link::DcEvErrorCode::NO_ERROR;
    value.dc_ev_error_code = step.state.error_code;
    value.dc_ev_ress_soc = whole_percent(step.in.readings.soc_percent);
    on_change(step, VarName::dc_ev_status, step.state.published.status, value);
}

void target(Step& step, double voltage_V, double current_A) {
    on_change(step, VarName::dc_ev_target_voltage_current, step.state.published.target,
              link::DcEvTargetValues{voltage_V, current_A});
}

void limits(Step& step) {
    on_change(step, VarName::dc_ev_maximum_limits, step.state.published.limits,
              maximum_limits(step));
}

// Whole minutes: a vehicle's estimate is no finer, and the text changes only when the estimate
// does.
void remaining_time(Step& step) {
    const auto& charging = step.profile.charging;
    const auto to_full = seconds_to(step, charging.full_soc_percent);
    const auto to_bulk = seconds_to(step, charging.bulk_soc_percent);
    if (!to_full || !to_bulk) return;
    const double now_s = step.profile.session.start_time_unix_s + core::to_seconds(step.in.now);
    const auto at = [now_s](double after_s) {
        return date_time_text(std::round((now_s + after_s) / kEstimateGrid_s) * kEstimateGrid_s);
    };
    link::DcEvRemainingTime value;
    value.ev_remaining_time_to_full_soc = at(*to_full);
    value.ev_remaining_time_to_full_bulk_soc = at(*to_bulk);
    on_change(step, VarName::dc_ev_remaining_time, step.state.published.remaining_time, value);
}

void battery_scalars(Step& step) {
    if (usable_Wh(step) <= kLargestEnergy_Wh) {
        step.publish(VarName::dc_ev_energy_capacity, usable_Wh(step));
        step.publish(VarName::dc_ev_energy_request,
                     missing_Wh(step, step.profile.session.target_soc_percent));
    }
    step.publish(VarName::dc_full_soc, step.profile.charging.full_soc_percent);
    step.publish(VarName::dc_bulk_soc, step.profile.charging.bulk_soc_percent);
}

void bulk_complete(Step& step) {
    step.publish(VarName::dc_bulk_charging_complete, step.state.bulk_complete);
}

void charging_complete(Step& step) {
    step.publish(VarName::dc_charging_complete, step.state.charging_complete);
}

void target_always(Step& step, double voltage_V, double current_A) {
    step.state.published.target.reset();
    target(step, voltage_V, current_A);
}

void limits_always(Step& step) {
    step.state.published.limits.reset();
    limits(step);
}

void dynamic_mode(Step& step) {
    const Profile& profile = step.profile;
    const plant::Readings& readings = step.in.readings;
    const CurrentWindow own = own_window(profile, readings, step.state.bidirectional);
    const double curve_W = std::min(models::curve_power_W(profile.charge, readings.soc_percent),
                                    profile.limits.maximum_charge_power_kW * 1e3);
    const double elapsed_s = core::to_seconds(step.in.now - step.state.plugged_since);

    link::DcChargeDynamicModeValues value;
    value.departure_time = std::max(0.0, std::round(profile.session.departure_time_s - elapsed_s));
    value.target_energy_request = missing_Wh(step, profile.session.target_soc_percent);
    value.max_energy_request = missing_Wh(step, profile.charge.maximum_soc_percent);
    value.min_energy_request = missing_Wh(step, profile.energy.minimum_percent);
    value.max_charge_power = own.charge_A > 0.0 ? std::floor(curve_W) : 0.0;
    value.min_charge_power = profile.limits.minimum_charge_power_kW * 1e3;
    value.max_charge_current = one_decimal_towards_zero(own.charge_A);
    value.max_voltage = profile.charge.maximum_voltage_V;
    value.min_voltage = profile.charge.minimum_voltage_V;
    if (step.state.bidirectional) {
        const double discharge_A = -own.discharge_A;
        const double power_W = std::min(profile.charge.maximum_discharge_power_kW * 1e3,
                                        discharge_A * readings.battery_voltage_V);
        value.max_discharge_power = std::floor(power_W);
        value.min_discharge_power = profile.limits.minimum_discharge_power_kW * 1e3;
        value.max_discharge_current = one_decimal_towards_zero(discharge_A);
        value.max_v2x_energy_request = missing_Wh(step, profile.energy.maximum_v2x_percent);
        value.min_v2x_energy_request = missing_Wh(step, profile.charge.minimum_soc_percent);
    }
    step.publish(VarName::d20_dc_dynamic_charge_mode, value);
}

void present_voltage(Step& step) {
    step.publish(VarName::dc_ev_present_voltage, one_decimal(step.in.readings.inlet_voltage_V));
}

void display_parameters(Step& step) {
    const Profile& profile = step.profile;
    link::DisplayParameters value;
    value.present_soc = whole_percent(step.in.readings.soc_percent);
    value.minimum_soc = whole_percent(profile.energy.minimum_percent);
    value.target_soc = whole_percent(profile.session.target_soc_percent);
    value.maximum_soc = whole_percent(profile.charge.maximum_soc_percent);
    value.remaining_time_to_minimum_soc = seconds_to(step, profile.energy.minimum_percent);
    value.remaining_time_to_target_soc = seconds_to(step, profile.session.target_soc_percent);
    value.remaining_time_to_maximum_soc = seconds_to(step, profile.charge.maximum_soc_percent);
    value.charging_complete = step.state.charging_complete;
    value.battery_energy_capacity = usable_Wh(step);
    value.inlet_hot = false;
    step.publish(VarName::display_parameters, value);
}

}  // namespace chargerig::vehicle::publish
