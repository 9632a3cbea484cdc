// SPDX-License-Identifier: Apache-2.0
//
// The `expect` section of a scenario.
#pragma once

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {

// The steps must have been read: expectations name them by their ids. Adds every mistake to
// `errors`.
void read_expectations(const core::YamlNode& node, Scenario& scenario, core::Errors& errors);

// No two steps may have the same id.
void check_step_ids(const std::vector<Step>& steps, core::Errors& errors);

}  // namespace chargerig::scenario
