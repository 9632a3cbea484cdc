// SPDX-License-Identifier: Apache-2.0
//
// The steps of a scenario as data. Steps that hold other steps (parallel branches, repeats,
// triggers, the section `post`) stand before them in one flat list, and what they hold is one
// deeper: whoever looks for a kind of step need not know about nesting, and a step that is taken
// out leaves a list that is still sound.
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
#include "sim/fault/description.hpp"
#include "sim/scenario/condition.hpp"

namespace chargerig::scenario {

// How deep steps may hold steps: a list of its own in the file is one level.
inline constexpr int kDeepestSteps = 8;

struct PlugIn {};
struct PressStart {};
struct Unplug {};
struct Pause {};   // the vehicle pauses the charge
struct Resume {};  // and goes on with it

struct WaitState {
    evse::ControllerState state = evse::ControllerState::Waiting_For_PEV;
    core::Duration within;
};

// Met when the signal has satisfied the condition for `held` without a break.
struct WaitSignal : Condition {
    core::Duration held;
    core::Duration within;
};

struct Hold {
    core::Duration duration;
};

struct SetValue {
    std::string path;  // "modules.ENTRY", or one of those that read_setting() knows
    std::string value;
};

enum class StopBy : std::uint8_t { user, vehicle, emergency };
struct Stop {
    StopBy by = StopBy::user;
};

struct BeginFault {
    fault::Description fault;
};
struct ClearFault {
    std::string name;
    fault::Side made_by = fault::Side::controller;  // as of the fault
};

// A course of one value over time. Done at its end, with the last value set.
struct Profile {
    enum class Shape : std::uint8_t {
        held,    // each point's value from its time on
        linear,  // straight between the points
        sine,
    };
    struct Point {
        core::Duration at;  // from the beginning of the step; strictly rising
        double value = 0.0;
    };
    std::string path;  // as in SetValue; of a number
    Shape shape = Shape::held;
    std::vector<Point> points;  // of held and linear; at least one
    double mean = 0.0;          // of sine
    double amplitude = 0.0;
    core::Duration period{1'000'000'000};
    core::Duration lasts;               // of sine
    core::Duration every{100'000'000};  // between two samples, of linear and sine
};

core::Duration length_of(const Profile& profile);
// What is set at `at` from the beginning, 0 to length_of().
double value_at(const Profile& profile, core::Duration at);
// When a value is set first, and next after `at`: last at length_of(), and then kNoSample.
core::Duration first_sample(const Profile& profile);
inline constexpr core::Duration kNoSample{core::kNever.ns};
core::Duration next_sample(const Profile& profile, core::Duration at);

// Done when all its branches are.
struct Parallel {};
struct Branch {};

// Its steps several times, or until a condition is true after a pass of them.
struct Repeat {
    std::uint32_t times = 1;                                      // without `until`
    std::variant<std::monostate, WaitState, WaitSignal> until{};  // `within` is of all passes
};

// Something that a trigger waits for.
struct TriggerEvent {
    enum class Kind : std::uint8_t {
        after,    // a time after it was armed
        state,    // the controller reports it: does so when armed, or begins to
        signal,   // the condition is true when armed, or becomes true
        message,  // a frame of condition.message
    };
    Kind kind = Kind::after;
    core::Duration after;
    evse::ControllerState state = evse::ControllerState::Waiting_For_PEV;
    Condition condition;
    std::uint32_t count = 1;  // the occurrence that counts
};

// Armed in its turn, and the next step begins at once; plays its steps when the event happens.
struct When {
    TriggerEvent event;
    std::optional<core::Duration> within;  // of the first time; then it is given up
    std::uint32_t times = 1;               // then it is over
    bool required = true;                  // never fired: the verdict is inconclusive
};

// The last step of the list, if there is one: its steps are played when all else is over.
struct Post {};

using Action =
    std::variant<PlugIn, PressStart, WaitState, WaitSignal, Hold, SetValue, Stop, Pause, Resume,
                 Unplug, BeginFault, ClearFault, Profile, Parallel, Branch, Repeat, When, Post>;

// The signal that a step asks about, or the message alone; null if it does not.
Condition* condition_of(Action& action);
const Condition* condition_of(const Action& action);
// The state that a step asks about.
const evse::ControllerState* state_of(const Action& action);

struct Step {
    Action action;
    core::SourcePosition where;
    std::string text;  // the step in one line, for the timeline and for failures
    std::string id{};  // for expectations; empty: none
    int depth = 0;     // one more than that of the step that holds it
};

// The step behind all that this one holds.
std::size_t after(const std::vector<Step>& steps, std::size_t index);
// The index of Post; steps.size() if there is none.
std::size_t begin_of_post(const std::vector<Step>& steps);

}  // namespace chargerig::scenario
