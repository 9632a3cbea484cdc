// SPDX-License-Identifier: Apache-2.0
//
// Plays the steps of a scenario: pure, (time, what is seen) -> (commands, next wake-up). A step
// that acts on a side this process does not emulate is reported as "other side" and skipped; waits
// on bus signals stay, because everybody can see the bus.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/core/note.hpp"
#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {

// What the steps can see: the bus, decoded. Implemented by the rig.
class BusView {
public:
    virtual ~BusView() = default;
    // The state that the controller last reported; empty before its first status.
    virtual std::optional<evse::ControllerState> state() const = 0;
    // The same for people: the protocol's label, or that there is none.
    virtual std::string state_text() const = 0;
    // The latest value of a signal; empty before its first frame and when its sender is silent.
    virtual std::optional<double> signal(std::size_t question) const = 0;
    // The same for people: the label, the number, or why there is none.
    virtual std::string signal_text(std::size_t question) const = 0;
    // How many frames of its message there have been.
    virtual std::uint64_t frames(std::size_t question) const = 0;
};

// A sample of a profile. The profile is the scenario's.
struct ProfileSample {
    const Profile* profile = nullptr;
    double value = 0.0;
    std::size_t after = 0;  // so many of Commands::values are set before it
};

// A step with an id begins or is done; of a trigger: its steps do.
struct StepEvent {
    std::size_t step = 0;
    bool done = false;
    core::Instant time;
};

// What the steps want done at this instant, and what became of those that have an id.
struct Commands {
    bool plug_in = false;
    bool unplug = false;
    bool press_start = false;
    bool user_stop = false;
    bool vehicle_stop = false;
    bool vehicle_emergency = false;
    bool vehicle_pause = false;
    bool vehicle_resume = false;
    std::vector<SetValue> values;
    std::vector<ProfileSample> samples;
    std::vector<std::variant<BeginFault, ClearFault>> faults;  // in the order of the steps
    std::vector<StepEvent> events;

    // As new, but for the room that it has.
    void clear();
    // Something is to be done.
    bool any() const {
        return plug_in || unplug || press_start || user_stop || vehicle_stop || vehicle_emergency ||
               vehicle_pause || vehicle_resume || !values.empty() || !samples.empty() ||
               !faults.empty();
    }
};

enum class StepResult : std::uint8_t {
    pending,
    armed,  // a trigger that has not fired so far
    done,
    met,
    missed,
    other_side,
};

// Of the last time a step was played.
struct StepRecord {
    StepResult result = StepResult::pending;
    core::Instant started;
    core::Instant ended;
    std::string seen;                         // the last value or state a wait saw
    core::Instant first_done = core::kNever;  // of all times

    friend bool operator==(const StepRecord&, const StepRecord&) = default;
};

// How far a step is that is under way. What the members mean is the step's affair.
struct StepCourse {
    bool entered = false;
    bool playing = false;
    bool level = false;
    std::size_t at = 0;  // the step in turn, of those it holds
    std::uint32_t count = 0;
    std::uint32_t rounds = 0;
    std::uint64_t frames = 0;
    core::Instant since = core::kNever;

    friend bool operator==(const StepCourse&, const StepCourse&) = default;
};

struct EngineState {
    std::size_t at = 0;   // the step in turn
    bool over = false;    // the script, not the section `post`
    bool missed = false;  // a wait ended it
    bool post_over = false;
    std::vector<StepRecord> records;  // of each step
    std::vector<StepCourse> courses;

    bool finished() const { return over; }
    friend bool operator==(const EngineState&, const EngineState&) = default;
};

class Engine {
public:
    // `emulate` decides which steps are the other side's. The scenario must outlive the engine.
    Engine(const Scenario& scenario, Emulation emulate);

    EngineState initial_state() const;

    // Runs every step whose turn has come, but for the section `post`. Returns the next wake-up:
    // the end of a hold, the deadline of a wait, a sample of a profile; kNever when finished.
    core::Instant advance(core::Instant now, const BusView& bus, EngineState& state,
                          Commands& commands, std::vector<core::Note>& notes) const;

    bool has_post() const { return post_ < steps_.size(); }
    // The same for the section `post`, when all else is over. A wait that is not met is no reason
    // to leave out what follows.
    core::Instant advance_post(core::Instant now, const BusView& bus, EngineState& state,
                               Commands& commands, std::vector<core::Note>& notes) const;

    // The steps that ask about a signal or a message, in order of their index in BusView.
    const std::vector<std::size_t>& questions() const { return questions_; }

    // Whether somebody else would have to do this.
    bool other_side(const Action& action) const;

private:
    class Play;

    const std::vector<Step>& steps_;
    Emulation emulate_;
    std::size_t post_;                      // the step Post, or the end
    std::vector<std::size_t> after_;        // of each step: the one behind all that it holds
    std::vector<std::size_t> question_of_;  // of each step that asks one: its index in questions()
    std::vector<std::size_t> questions_;
    std::vector<std::size_t> triggers_;
};

}  // namespace chargerig::scenario
