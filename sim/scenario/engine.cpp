// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/engine.hpp"

#include <cmath>

namespace chargerig::scenario {
namespace {

// Long enough for the electrical world to pass a point of its grid, whatever its step.
constexpr core::Duration kPlugSeen{100'000'000};

void finish(StepRecord& record, StepResult result, core::Instant now) {
    record.result = result;
    record.ended = now;
}

// True when the wait is over, one way or the other.
bool settle(StepRecord& record, bool met, core::Instant now, core::Duration within,
            core::Instant& wakeup) {
    const core::Instant deadline = record.started + within;
    if (met) {
        finish(record, StepResult::met, now);
        return true;
    }
    if (now >= deadline) {
        finish(record, StepResult::missed, now);
        return true;
    }
    wakeup = core::earliest(wakeup, deadline);
    return false;
}

bool wait_state(const WaitState& wait, core::Instant now, const BusView& bus, StepRecord& record,
                core::Instant& wakeup) {
    const auto state = bus.state();
    const bool met = state && *state == wait.state;
    const bool over = settle(record, met, now, wait.within, wakeup);
    if (over) record.seen = state ? bus.state_text() : "no status yet";
    return over;
}

bool wait_signal(const WaitSignal& wait, std::size_t wait_index, core::Instant now,
                 const BusView& bus, EngineState& state, StepRecord& record,
                 core::Instant& wakeup) {
    const std::optional<double> value = bus.signal(wait_index);
    if (!value || !satisfied(wait, *value)) {
        state.held_since = core::kNever;
    } else if (state.held_since == core::kNever) {
        state.held_since = now;
    }
    const bool holding = state.held_since != core::kNever;
    const bool met = holding && now - state.held_since >= wait.held;
    if (holding && !met) wakeup = core::earliest(wakeup, state.held_since + wait.held);
    const bool over = settle(record, met, now, wait.within, wakeup);
    if (over) record.seen = bus.signal_text(wait_index);
    return over;
}

core::Note note_for(const Step& step, const StepRecord& record) {
    core::Note note{record.ended, core::Source::scenario, core::NoteKind::action, step.text, ""};
    switch (record.result) {
        case StepResult::met:
            note.cause = "met, saw " + record.seen;
            break;
        case StepResult::missed:
            note.kind = core::NoteKind::warning;
            note.cause = "not met in time, saw " + record.seen;
            break;
        case StepResult::other_side:
            note.cause = "other side: skipped";
            break;
        case StepResult::done:
            if (std::holds_alternative<PressStart>(step.action)) {
                note.cause = "no effect: CCS starts by plugging in";
            }
            break;
        case StepResult::pending:
            break;
    }
    return note;
}

}  // namespace

bool satisfied(const Condition& condition, double value) {
    switch (condition.comparison) {
        case Comparison::near_to:
            return std::abs(value - condition.value) <= condition.tolerance;
        case Comparison::at_least:
            return value >= condition.value;
        case Comparison::at_most:
            return value <= condition.value;
    }
    return false;
}

Engine::Engine(const Scenario& scenario, Emulation emulate)
    : scenario_(scenario), emulate_(emulate), wait_index_(scenario.steps.size()) {
    for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
        const auto* wait = std::get_if<WaitSignal>(&scenario.steps[i].action);
        if (!wait) continue;
        wait_index_[i] = signal_waits_.size();
        signal_waits_.push_back(wait);
    }
}

EngineState Engine::initial_state() const {
    EngineState state;
    state.records.resize(scenario_.steps.size());
    return state;
}

bool Engine::other_side(const Action& action) const {
    if (std::holds_alternative<PlugIn>(action) || std::holds_alternative<Unplug>(action) ||
        std::holds_alternative<Pause>(action) || std::holds_alternative<Resume>(action)) {
        return !emulate_.vehicle;
    }
    if (std::holds_alternative<PressStart>(action)) return !emulate_.controller;
    if (const auto* stop = std::get_if<Stop>(&action)) {
        return stop->by == StopBy::user ? !emulate_.controller : !emulate_.vehicle;
    }
    if (const auto* set = std::get_if<SetValue>(&action)) {
        if (set->path.starts_with("modules.")) return !emulate_.modules;
        return set->path.starts_with("vehicle.") ? !emulate_.vehicle : !emulate_.controller;
    }
    const auto* begin = std::get_if<BeginFault>(&action);
    const auto* clear = std::get_if<ClearFault>(&action);
    if (!begin && !clear) return false;
    const fault::Side side = begin ? fault::made_by(begin->fault) : clear->made_by;
    return side == fault::Side::controller ? !emulate_.controller : !emulate_.modules;
}

Engine::Turn Engine::perform(std::size_t index, core::Instant now, const BusView& bus,
                             EngineState& state, Commands& commands, core::Instant& wakeup) const {
    const Action& action = scenario_.steps[index].action;
    StepRecord& record = state.records[index];
    if (other_side(action)) {
        finish(record, StepResult::other_side, now);
        return Turn::finished;
    }
    // The vehicle has to see the one before the other can happen.
    const bool plug =
        std::holds_alternative<PlugIn>(action) || std::holds_alternative<Unplug>(action);
    if (plug && (commands.plug_in || commands.unplug)) {
        wakeup = now + kPlugSeen;
        return Turn::blocked;
    }
    if (const auto* wait = std::get_if<WaitState>(&action)) {
        return wait_state(*wait, now, bus, record, wakeup) ? Turn::finished : Turn::blocked;
    }
    if (const auto* wait = std::get_if<WaitSignal>(&action)) {
        const bool over = wait_signal(*wait, wait_index_[index], now, bus, state, record, wakeup);
        return over ? Turn::finished : Turn::blocked;
    }
    if (const auto* hold = std::get_if<Hold>(&action)) {
        const core::Instant end = record.started + hold->duration;
        if (now < end) {
            wakeup = core::earliest(wakeup, end);
            return Turn::blocked;
        }
    } else if (const auto* set = std::get_if<SetValue>(&action)) {
        commands.values.push_back(*set);
    } else if (const auto* begin = std::get_if<BeginFault>(&action)) {
        commands.faults.emplace_back(*begin);
    } else if (const auto* clear = std::get_if<ClearFault>(&action)) {
        commands.faults.emplace_back(*clear);
    } else if (const auto* stop = std::get_if<Stop>(&action)) {
        commands.user_stop |= stop->by == StopBy::user;
        commands.vehicle_stop |= stop->by == StopBy::vehicle;
        commands.vehicle_emergency |= stop->by == StopBy::emergency;
    } else {
        commands.plug_in |= std::holds_alternative<PlugIn>(action);
        commands.unplug |= std::holds_alternative<Unplug>(action);
        commands.vehicle_pause |= std::holds_alternative<Pause>(action);
        commands.vehicle_resume |= std::holds_alternative<Resume>(action);
        commands.press_start |= std::holds_alternative<PressStart>(action);
    }
    finish(record, StepResult::done, now);
    return Turn::finished;
}

core::Instant Engine::advance(core::Instant now, const BusView& bus, EngineState& state,
                              Commands& commands, std::vector<core::Note>& notes) const {
    core::Instant wakeup = core::kNever;
    while (!state.finished()) {
        StepRecord& record = state.records[state.current];
        if (!state.entered) {
            record.started = now;
            state.entered = true;
            state.held_since = core::kNever;
        }
        if (perform(state.current, now, bus, state, commands, wakeup) == Turn::blocked) break;
        notes.push_back(note_for(scenario_.steps[state.current], record));
        // A missed wait ends the script: what follows was meant for a session that got there.
        if (record.result == StepResult::missed) {
            state.current = state.records.size();
            break;
        }
        ++state.current;
        state.entered = false;
    }
    return wakeup;
}

}  // namespace chargerig::scenario
