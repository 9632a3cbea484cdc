// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of a sweep: a line for each point, comma-separated (RFC 4180, with \n at the ends).
#pragma once

#include <string>
#include <vector>

#include "sim/report/batch.hpp"
#include "sim/scenario/sweep.hpp"

namespace chargerig::cli {

// `entries` are those of `points`, in the same order.
std::string sweep_csv(const std::vector<scenario::SweepAxis>& axes,
                      const std::vector<scenario::SweepPoint>& points,
                      const std::vector<report::BatchEntry>& entries);

}  // namespace chargerig::cli
