// SPDX-License-Identifier: Apache-2.0
//
// The `profile:` step.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {

// Empty when the step has errors; they are added to `errors`. A file that it names is read and
// added to `files`.
std::optional<Profile> read_profile(const core::YamlNode& node, std::vector<std::string>& files,
                                    core::Errors& errors);

}  // namespace chargerig::scenario
