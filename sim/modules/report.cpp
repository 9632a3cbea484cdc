// SPDX-License-Identifier: Apache-2.0
#include "sim/modules/report.hpp"

#include <algorithm>

namespace chargerig::modules {
namespace {

// The signals of Power_Modules_Status (spec 4.v3.6).
constexpr double kVoltageMaximum_V = 6553.5;
constexpr double kCurrentMinimum_A = -3276.8;
constexpr double kCurrentMaximum_A = 3276.7;
constexpr double kTemperatureMinimum_degC = -40.0;
constexpr double kTemperatureMaximum_degC = 215.0;
constexpr double kInsulationMaximum_kohm = 510.0;  // "or more" (spec 5.1)

constexpr double kCycle_s = 0.1;

double report(const Report& report, double measured, double last) {
    switch (report.as) {
        case ReportAs::held:
            return last;
        case ReportAs::given:
            return report.value;
        case ReportAs::measured:
            break;
    }
    return measured;
}

struct Span {
    double minimum;
    double maximum;
};
constexpr Span kTemperature_degC{kTemperatureMinimum_degC, kTemperatureMaximum_degC};
// As far as the parameter goes.
constexpr Span kInsulation_kohm{0.0, 10'000.0};

double drifted(Drift& drift, double from, double rate_per_s, std::int64_t cycles, Span span) {
    if (drift.from != from) drift = {from, 0.0};
    drift.by = std::clamp(drift.by + rate_per_s * kCycle_s * static_cast<double>(cycles),
                          span.minimum - from, span.maximum - from);
    return from + drift.by;
}

double parallel(double one, double other) {
    return one + other > 0.0 ? one * other / (one + other) : 0.0;
}

// Both poles to earth, as an insulation monitor sees them.
double measured_insulation_kohm(const Live& live, double symmetric_kohm) {
    if (!live.insulation_positive_kohm && !live.insulation_negative_kohm) return symmetric_kohm;
    return parallel(live.insulation_positive_kohm.value_or(2.0 * symmetric_kohm),
                    live.insulation_negative_kohm.value_or(2.0 * symmetric_kohm));
}

double insulation_kohm(State& state, std::int64_t cycles) {
    const double symmetric_kohm =
        drifted(state.insulation_drift, state.live.insulation_resistance_kohm,
                state.live.insulation_drift_kohm_per_s, cycles, kInsulation_kohm);
    const double present_kohm = measured_insulation_kohm(state.live, symmetric_kohm);
    const double known_kohm = state.insulation_known ? present_kohm : 0.0;
    return std::min(state.injected_insulation_kohm.value_or(known_kohm), kInsulationMaximum_kohm);
}

evse::SystemEnable enable_code(const State& state) {
    const evse::SystemEnable truth = system_enable(state);
    if (truth == evse::SystemEnable::Allowed) return truth;
    return static_cast<evse::SystemEnable>(state.live.not_allowed_code);
}

}  // namespace

evse::PowerModulesStatus next_status(State& state, const plant::Readings& readings,
                                     std::int64_t cycles) {
    const Live& live = state.live;
    state.reported_voltage_V =
        std::clamp(report(live.reported_voltage,
                          readings.stage_voltage_V * live.reported_voltage_gain +
                              live.reported_voltage_offset_V,
                          state.reported_voltage_V),
                   0.0, kVoltageMaximum_V);
    state.reported_current_A =
        std::clamp(report(live.reported_current,
                          readings.stage_current_A * live.reported_current_gain +
                              live.reported_current_offset_A,
                          state.reported_current_A),
                   kCurrentMinimum_A, kCurrentMaximum_A);
    const double temperature_degC =
        std::clamp(report(live.power_modules_temperature, readings.stage_temperature_degC,
                          state.reported_temperature_degC),
                   kTemperatureMinimum_degC, kTemperatureMaximum_degC);
    state.reported_temperature_degC =
        drifted(state.modules_drift, temperature_degC,
                live.power_modules_temperature_drift_degC_per_s, cycles, kTemperature_degC);

    evse::PowerModulesStatus status;
    status.present_voltage_V = state.reported_voltage_V;
    status.present_current_A = state.reported_current_A;
    status.power_modules_temperature_degC = state.reported_temperature_degC;
    status.enclosure_temperature_degC =
        drifted(state.enclosure_drift, live.enclosure_temperature_degC,
                live.enclosure_temperature_drift_degC_per_s, cycles, kTemperature_degC);
    status.system_enable = enable_code(state);
    status.insulation_resistance_kohm = insulation_kohm(state, cycles);
    return status;
}

evse::DcPowerParameters power_parameters(const Live& live) {
    evse::DcPowerParameters message;
    message.maximum_voltage_V = live.maximum_voltage_V;
    message.maximum_charge_current_A = live.maximum_charge_current_A;
    message.maximum_discharge_current_A = live.maximum_discharge_current_A;
    message.range_target_current_A = live.range_target_current_A;
    return message;
}

}  // namespace chargerig::modules
