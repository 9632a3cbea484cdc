// SPDX-License-Identifier: Apache-2.0
//
// The entries of `steps:` and `post:`, and what they have in common with expectations.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {

// Adds the steps of the list, with all that they hold, to the scenario, and every mistake to
// `errors`. What the steps say about each other is looked at by check_steps().
void read_steps(const core::YamlNode& node, Scenario& scenario, core::Errors& errors);
// One entry of such a list.
void read_step(const core::YamlNode& node, Scenario& scenario, core::Errors& errors);
// The section `post`, behind the steps.
void read_post(const core::YamlNode& node, Scenario& scenario, core::Errors& errors);
void check_steps(Scenario& scenario, core::Errors& errors);

// The action of a step that holds no others, "hold_s: 1" or "unplug"; empty when it has errors.
// Files that it names are added to `files`.
std::optional<Action> read_action(const core::YamlNode::Entry& entry,
                                  std::vector<std::string>& files, core::Errors& errors);
std::optional<Action> read_plain_action(const core::YamlNode& node, core::Errors& errors);

// What a trigger waits for: one of after_s, state, signal with its condition, message; and count.
std::optional<TriggerEvent> read_trigger_event(core::YamlMap& map, const core::YamlNode& node,
                                               core::Errors& errors);

// "signal: MESSAGE.SIGNAL"; and with one of is, near (with tolerance), at_least, at_most beside it,
// taken from `map`, which was made of `node`. `what` asks, for the errors.
void read_signal_name(core::YamlMap& map, const core::YamlNode& node, Condition& condition,
                      core::Errors& errors);
void read_condition(core::YamlMap& map, const core::YamlNode& node, std::string_view what,
                    Condition& condition, core::Errors& errors);

// A step or an event in one line, as it stands in the file, for people.
std::string text_of(const core::YamlNode& node);

// All forms of steps, for errors.
inline constexpr const char* kStepNames =
    "plug_in, press_start, wait, hold_s, set, profile, stop, fault, clear, pause, resume, unplug, "
    "parallel, repeat, when";

// The controller states by the protocol's labels, as steps name them.
std::optional<evse::ControllerState> read_state_name(const std::string& label,
                                                     const core::YamlNode& node,
                                                     core::Errors& errors);
std::optional<evse::ControllerState> state_named(std::string_view label);
std::string_view state_name(evse::ControllerState state);  // empty for an undefined one
std::string state_names();

}  // namespace chargerig::scenario
