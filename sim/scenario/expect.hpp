// SPDX-License-Identifier: Apache-2.0
//
// Expectations as data: what must be true of the frames on the bus, and between them and the steps
// of the script. docs/expectations.md describes the keys; ExpectJudge says what came of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/core/time.hpp"
#include "sim/evse/messages.hpp"
#include "sim/scenario/condition.hpp"

namespace chargerig::scenario {

// Something that happens at an instant.
struct ExpectEvent {
    enum class Kind : std::uint8_t {
        start,      // of the run
        end,        // of the run, or of its script's part when the rig has to stop it
        message,    // a frame of condition.message
        condition,  // becomes true; a value that satisfies it in the first frame counts
        step_begun,
        step_done,
    };
    Kind kind = Kind::start;
    Condition condition;
    std::optional<evse::ControllerState> state;  // the condition is that this state is reported
    std::string step;                            // the id of the step
    std::size_t step_index = 0;
    core::SourcePosition where;
    std::string text;  // "state Charging", for people

    // Filled in for one version of the interface, by the rig:
    int message_index = -1;        // of the version's database
    std::size_t signal_index = 0;  // of that message
    core::Duration valid_for;      // how long a value counts; 0: for ever
};

// At every `from`, the last value satisfies targets[0].
struct ExpectValue {};
// targets[0] becomes or is true no later than `within` after the first `from`, and stays so.
struct ExpectReach {
    core::Duration within;
    core::Duration held;
};
// Each frame of targets[0] between `from` and `to` satisfies it, or none does.
struct ExpectBetween {
    bool never = false;
};
// The first occurrences of all targets, in this order.
struct ExpectOrder {};
// Gaps between the frames of targets[0] in the window.
struct ExpectPeriod {
    std::optional<core::Duration> at_least;
    std::optional<core::Duration> at_most;
    std::optional<core::Duration> mean;
    core::Duration mean_tolerance;
    std::optional<core::Duration> jitter;  // longest less shortest gap
};
// From each `from` to the first `to` at or after it.
struct ExpectResponse {
    std::optional<core::Duration> at_least;
    core::Duration at_most;
};
// How the signal of targets[0] goes from its value at the first `from` to `target`, looked at for
// `length`.
struct ExpectStep {
    double target = 0.0;  // in the signal's unit
    core::Duration length;
    std::optional<core::Duration> rise;    // from 10 to 90 % of the way
    std::optional<core::Duration> settle;  // until it stays within `tolerance` of the target
    double tolerance = 0.0;
    std::optional<double> overshoot;  // beyond the target, in the signal's unit
};
// How often targets[0] happens in the window.
struct ExpectCount {
    std::uint64_t at_least = 0;
    std::optional<std::uint64_t> at_most;
};

using ExpectKind = std::variant<ExpectValue, ExpectReach, ExpectBetween, ExpectOrder, ExpectPeriod,
                                ExpectResponse, ExpectStep, ExpectCount>;

struct Expectation {
    std::string id;
    std::string reason;
    core::SourcePosition where;
    ExpectKind kind;
    ExpectEvent from;  // of an order nothing
    ExpectEvent to;    // of a window or a response
    std::vector<ExpectEvent> targets;
};

}  // namespace chargerig::scenario
