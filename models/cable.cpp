// SPDX-License-Identifier: Apache-2.0
#include "models/cable.hpp"

#include "models/check.hpp"

namespace chargerig::models {

namespace {

// 70 mm2: 0.26 mOhm/m and pole at 20 degC; +0.39 %/K (physical models 4) [K].
constexpr double kResistivity_ohm_mm2_per_m = 0.26e-3 * 70.0;
constexpr double kTemperatureCoefficient_per_K = 0.0039;
constexpr double kReferenceTemperature_degC = 20.0;

}  // namespace

core::Errors check(const CableParameters& parameters, const core::SourcePosition& where) {
    Checker checker(where);
    checker.within("length_m", parameters.length_m, 0.1, 100.0);
    checker.within("section_mm2", parameters.section_mm2, 1.0, 1000.0);
    checker.within("contacts_ohm", parameters.contacts_ohm, 0.0, 0.1);
    checker.within("temperature_degC", parameters.temperature_degC, -50.0, 150.0);
    return checker.take();
}

double resistance_ohm(const CableParameters& parameters) {
    const double warm = 1.0 + kTemperatureCoefficient_per_K *
                                  (parameters.temperature_degC - kReferenceTemperature_degC);
    const double poles_ohm =
        2.0 * parameters.length_m * kResistivity_ohm_mm2_per_m / parameters.section_mm2;
    return poles_ohm * warm + parameters.contacts_ohm;
}

}  // namespace chargerig::models
