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

// Where the table of a profile lies: what `file:` says, beside the file that says so.
std::string table_path(const core::YamlNode& file);

}  // namespace chargerig::scenario
