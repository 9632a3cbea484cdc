// SPDX-License-Identifier: Apache-2.0
//
// Resistance of the DC output against earth: constant, with step changes.
#pragma once

#include <vector>

#include "sim/core/error.hpp"
#include "sim/core/time.hpp"

namespace chargerig::models {

struct InsulationChange {
    core::Duration after;  // since the model's start, > 0
    double resistance_kohm = 100.0;
    friend bool operator==(const InsulationChange&, const InsulationChange&) = default;
};

struct InsulationParameters {
    double resistance_kohm = 100.0;         // >= 0 (vendor simulators 1.1)
    std::vector<InsulationChange> changes;  // strictly rising in time
    friend bool operator==(const InsulationParameters&, const InsulationParameters&) = default;
};

core::Errors check(const InsulationParameters& parameters, const core::SourcePosition& where = {});

double resistance_kohm(const InsulationParameters& parameters, core::Duration since_start);

}  // namespace chargerig::models
