// SPDX-License-Identifier: Apache-2.0
//
// One entry of `steps:` to one Step.
#pragma once

#include <optional>

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {

// Empty when the step has errors; they are added to `errors`.
std::optional<Step> read_step(const core::YamlNode& node, core::Errors& errors);

// The controller states by the protocol's labels, as steps name them.
std::optional<evse::ControllerState> state_named(std::string_view label);
std::string_view state_name(evse::ControllerState state);  // empty for an undefined one
std::string state_names();

}  // namespace chargerig::scenario
