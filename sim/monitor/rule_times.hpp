// SPDX-License-Identifier: Apache-2.0
//
// How exactly the rules look at times.
#pragma once

#include "sim/core/time.hpp"

namespace chargerig::monitor::rule_times {

// A frame waits for others on a real wire.
inline constexpr double kTolerance_s = 0.01;

inline double seconds_between(core::Instant from, core::Instant to) {
    return core::to_seconds(to - from);
}

inline bool about(double seconds, double wanted_s) {
    return seconds >= wanted_s - kTolerance_s && seconds <= wanted_s + kTolerance_s;
}

}  // namespace chargerig::monitor::rule_times
