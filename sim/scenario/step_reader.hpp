// SPDX-License-Identifier: Apache-2.0
//
// One entry of `steps:` to one Step.
#pragma once

#include <optional>

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {

// Empty when the step has errors; they are added to `errors`.
std::optional<Step> read_step(const core::YamlNode& node, core::Errors& errors);

// "signal: MESSAGE.SIGNAL"; and with one of is, near (with tolerance), at_least, at_most beside it,
// taken from `map`, which was made of `node`. `what` asks, for the errors.
void read_signal_name(core::YamlMap& map, const core::YamlNode& node, Condition& condition,
                      core::Errors& errors);
void read_condition(core::YamlMap& map, const core::YamlNode& node, std::string_view what,
                    Condition& condition, core::Errors& errors);

// A step or an event in one line, as it stands in the file, for people.
std::string text_of(const core::YamlNode& node);

// The controller states by the protocol's labels, as steps name them.
std::optional<evse::ControllerState> state_named(std::string_view label);
std::string_view state_name(evse::ControllerState state);  // empty for an undefined one
std::string state_names();

}  // namespace chargerig::scenario
