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
    // The same for people: the protocol's label.
    virtual std::string state_text() const = 0;
    // The latest value of a signal; empty before its first frame and when its sender is silent.
    virtual std::optional<double> signal(std::size_t wait_index) const = 0;
    // The same for people: the label, the number, or why there is none.
    virtual std::string signal_text(std::size_t wait_index) const = 0;
};

// What the steps want done at this instant.
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
    std::vector<std::variant<BeginFault, ClearFault>> faults;  // in the order of the steps

    bool any() const {
        return plug_in || unplug || press_start || user_stop || vehicle_stop || vehicle_emergency ||
               vehicle_pause || vehicle_resume || !values.empty() || !faults.empty();
    }
};

enum class StepResult : std::uint8_t { pending, done, met, missed, other_side };

struct StepRecord {
    StepResult result = StepResult::pending;
    core::Instant started;
    core::Instant ended;
    std::string seen;  // the last value or state a wait saw

    friend bool operator==(const StepRecord&, const StepRecord&) = default;
};

struct EngineState {
    std::size_t current = 0;
    bool entered = false;
    core::Instant held_since = core::kNever;
    std::vector<StepRecord> records;

    bool finished() const { return current >= records.size(); }
    friend bool operator==(const EngineState&, const EngineState&) = default;
};

class Engine {
public:
    // `emulate` decides which steps are the other side's.
    Engine(const Scenario& scenario, Emulation emulate);

    EngineState initial_state() const;

    // Runs every step whose turn has come. Returns the next wake-up: the end of a hold or the
    // deadline of a wait, kNever when finished.
    core::Instant advance(core::Instant now, const BusView& bus, EngineState& state,
                          Commands& commands, std::vector<core::Note>& notes) const;

    // The signal waits in order of their index in BusView::signal().
    const std::vector<const WaitSignal*>& signal_waits() const { return signal_waits_; }

    // Whether somebody else would have to do this.
    bool other_side(const Action& action) const;

private:
    enum class Turn { blocked, finished };
    Turn perform(std::size_t index, core::Instant now, const BusView& bus, EngineState& state,
                 Commands& commands, core::Instant& wakeup) const;

    const Scenario& scenario_;
    Emulation emulate_;
    std::vector<const WaitSignal*> signal_waits_;
    std::vector<std::size_t> wait_index_;  // of each step
};

}  // namespace chargerig::scenario
