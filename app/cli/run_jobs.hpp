// SPDX-License-Identifier: GPL-3.0-or-later
//
// Plays jobs, tells how they go, and writes every report that the arguments ask for.
#pragma once

#include <functional>
#include <vector>

#include "app/cli/arguments.hpp"
#include "app/cli/run_one.hpp"
#include "sim/core/wall_clock.hpp"

namespace chargerig::cli {

// Of more than the arguments' reports: called when all has been played.
using MoreReports = std::function<core::Result<void>(const std::vector<report::BatchEntry>&)>;

// Returns the process's exit code. `out` is open, or null; `clock` began with the command.
int run_jobs(std::vector<Job>& jobs, Plan& plan, const Arguments& arguments, OutFolder* out,
             const core::WallClock& clock, const MoreReports& more = {});

}  // namespace chargerig::cli
