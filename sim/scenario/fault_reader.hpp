// SPDX-License-Identifier: Apache-2.0
//
// The `fault:` and `clear:` steps.
#pragma once

#include <optional>

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {

// What the fault waits for when its turn has come, and what ends it.
struct FaultTimes {
    std::optional<TriggerEvent> start;
    std::optional<TriggerEvent> end;
};

// Empty when the step has errors; they are added to `errors`. Whether the protocol's version knows
// the message and the signal is seen later.
std::optional<BeginFault> read_fault(const core::YamlNode& node, FaultTimes& times,
                                     core::Errors& errors);
std::optional<ClearFault> read_clear(const core::YamlNode& node, core::Errors& errors);

// Each fault has a name of its own, and what is cleared was begun before. Fills in what the
// clearing steps need to know of their faults.
void join_faults(std::vector<Step>& steps, core::Errors& errors);

}  // namespace chargerig::scenario
