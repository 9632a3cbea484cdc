// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is the same for all scenarios of one `chargerig run`.
#pragma once

#include <tl/expected.hpp>

#include "app/cli/arguments.hpp"
#include "app/cli/installation.hpp"
#include "sim/rig/run.hpp"

namespace chargerig::cli {

struct Plan {
    scenario::ReadOptions read;
    rig::RunOptions run;
    int jobs = 1;
    bool quiet = false;  // standard output takes a result
};

core::Error usage(std::string what, std::string value, std::string allowed);

// All mistakes at once. `installation` outlives the plan.
tl::expected<Plan, core::Errors> make_plan(const Arguments& arguments,
                                           const Installation& installation);

}  // namespace chargerig::cli
