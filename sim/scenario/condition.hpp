// SPDX-License-Identifier: Apache-2.0
//
// A question about one signal on the bus, as waits and expectations ask it.
#pragma once

#include <cstdint>
#include <string>

namespace chargerig::scenario {

enum class Comparison : std::uint8_t { near_to, at_least, at_most };

struct Condition {
    std::string message;
    std::string signal;
    Comparison comparison = Comparison::near_to;
    double value = 0.0;  // in the signal's unit
    std::string label;   // instead of `value`: a label of the signal; empty if a number was given
    double tolerance = 0.0;  // of near_to, >= 0
};

bool satisfied(const Condition& condition, double value);

}  // namespace chargerig::scenario
