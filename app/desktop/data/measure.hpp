// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the two cursors of a plot tell. A value holds until the next sample, at most for `gap` (0:
// for ever); where no value holds, nothing is counted.
#pragma once

#include <optional>

#include "app/desktop/data/series.hpp"

namespace chargerig::desktop {

struct Measurement {
    std::optional<double> at_begin;  // the value that holds there
    std::optional<double> at_end;
    double mean = 0.0;  // over time, of what holds; in the curve's unit
    Extent extent;
    double held_s = 0.0;  // how much of the time a value held

    std::optional<double> difference() const {
        if (!at_begin || !at_end) return std::nullopt;
        return *at_end - *at_begin;
    }
};

// Between two instants, begin <= end. Empty where nothing holds.
std::optional<Measurement> measure(const Series& series, core::Instant begin, core::Instant end,
                                   core::Duration gap);

// The integral of voltage_V times current_A, positive into the vehicle.
double energy_kWh(const Series& voltage_V, const Series& current_A, core::Instant begin,
                  core::Instant end, core::Duration gap);

}  // namespace chargerig::desktop
