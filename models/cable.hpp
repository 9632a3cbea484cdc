// SPDX-License-Identifier: Apache-2.0
//
// Series resistance of a charging cable with its connector, both poles.
#pragma once

#include "sim/core/error.hpp"

namespace chargerig::models {

struct CableParameters {
    double length_m = 5.0;           // 0.1..100
    double section_mm2 = 70.0;       // of one pole, 1..1000
    double contacts_ohm = 0.0006;    // all contacts in series, 0..0.1 [K] (physical models 4)
    double temperature_degC = 20.0;  // -50..150
    friend bool operator==(const CableParameters&, const CableParameters&) = default;
};

core::Errors check(const CableParameters& parameters, const core::SourcePosition& where = {});

// 5 m of 70 mm2: 3.2 mOhm.
double resistance_ohm(const CableParameters& parameters);

}  // namespace chargerig::models
