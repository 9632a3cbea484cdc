// SPDX-License-Identifier: Apache-2.0
//
// Steps that wait or act, and what is told of each.
#include <algorithm>

#include "sim/scenario/engine_play.hpp"

namespace chargerig::scenario {
namespace {

// Long enough for the electrical world to pass a point of its grid, whatever its step.
constexpr core::Duration kPlugSeen{100'000'000};

bool plugs(const Action& action) {
    return std::holds_alternative<PlugIn>(action) || std::holds_alternative<Unplug>(action);
}

}  // namespace

Engine::Play::Turn Engine::Play::perform(std::size_t index) {
    const Action& action = of(index).action;
    if (const auto* wait = std::get_if<WaitState>(&action)) {
        return settle(index, reported(wait->state), wait->within);
    }
    if (const auto* wait = std::get_if<WaitSignal>(&action)) return wait_signal(*wait, index);
    if (const auto* time = std::get_if<Hold>(&action)) return hold(*time, index);
    if (const auto* course = std::get_if<Profile>(&action)) return profile(*course, index);
    if (const auto* passes = std::get_if<Repeat>(&action)) return repeat(*passes, index);
    if (std::holds_alternative<Parallel>(action)) return parallel(index);
    return act(index);
}

Engine::Play::Turn Engine::Play::settle(std::size_t index, bool met, core::Duration within) {
    const core::Instant deadline = record(index).started + within;
    if (!met && now_ < deadline) {
        wake(deadline);
        return Turn::blocked;
    }
    finish(index, met ? StepResult::met : StepResult::missed);
    record(index).seen = seen(index);
    return met ? Turn::finished : Turn::missed;
}

bool Engine::Play::holds(const Condition& condition, std::size_t question) const {
    const auto value = bus_.signal(question);
    return value && satisfied(condition, *value);
}

std::string Engine::Play::seen(std::size_t index) const {
    if (!state_of(of(index).action)) return bus_.signal_text(question(index));
    return bus_.state() ? bus_.state_text() : "no status yet";
}

Engine::Play::Turn Engine::Play::wait_signal(const WaitSignal& wait, std::size_t index) {
    core::Instant& since = course(index).since;
    if (!holds(wait, question(index))) {
        since = core::kNever;
    } else if (since == core::kNever) {
        since = now_;
    }
    const bool holding = since != core::kNever;
    const bool met = holding && now_ - since >= wait.held;
    if (holding && !met) wake(since + wait.held);
    return settle(index, met, wait.within);
}

Engine::Play::Turn Engine::Play::hold(const Hold& hold, std::size_t index) {
    const core::Instant end = record(index).started + hold.duration;
    if (now_ < end) {
        wake(end);
        return Turn::blocked;
    }
    finish(index, StepResult::done);
    return Turn::finished;
}

Engine::Play::Turn Engine::Play::profile(const Profile& profile, std::size_t index) {
    core::Instant& due = course(index).since;
    if (now_ >= due) {
        const core::Duration at = std::min(now_ - record(index).started, length_of(profile));
        commands_.samples.push_back({&profile, value_at(profile, at), commands_.values.size()});
        const core::Duration next = next_sample(profile, at);
        due = next == kNoSample ? core::kNever : record(index).started + next;
    }
    if (due != core::kNever) {
        wake(due);
        return Turn::blocked;
    }
    finish(index, StepResult::done);
    return Turn::finished;
}

Engine::Play::Turn Engine::Play::act(std::size_t index) {
    const Action& action = of(index).action;
    // The vehicle has to see the one before the other can happen.
    if (plugs(action) && (commands_.plug_in || commands_.unplug)) {
        wake(now_ + kPlugSeen);
        return Turn::blocked;
    }
    if (const auto* set = std::get_if<SetValue>(&action)) {
        commands_.values.push_back(*set);
    } else if (const auto* begin = std::get_if<BeginFault>(&action)) {
        commands_.faults.emplace_back(*begin);
    } else if (const auto* clear = std::get_if<ClearFault>(&action)) {
        commands_.faults.emplace_back(*clear);
    } else if (const auto* stop = std::get_if<Stop>(&action)) {
        commands_.user_stop |= stop->by == StopBy::user;
        commands_.vehicle_stop |= stop->by == StopBy::vehicle;
        commands_.vehicle_emergency |= stop->by == StopBy::emergency;
    } else {
        commands_.plug_in |= std::holds_alternative<PlugIn>(action);
        commands_.unplug |= std::holds_alternative<Unplug>(action);
        commands_.vehicle_pause |= std::holds_alternative<Pause>(action);
        commands_.vehicle_resume |= std::holds_alternative<Resume>(action);
        commands_.press_start |= std::holds_alternative<PressStart>(action);
    }
    finish(index, StepResult::done);
    return Turn::finished;
}

void Engine::Play::finish(std::size_t index, StepResult result) {
    StepRecord& own = record(index);
    own.result = result;
    own.ended = now_;
    const bool done = result == StepResult::done || result == StepResult::met;
    if (done && own.first_done == core::kNever) own.first_done = own.started;
}

void Engine::Play::tell(std::size_t index, std::string cause, core::NoteKind kind) {
    notes_.push_back({now_, core::Source::scenario, kind, (post_ ? "post: " : "") + of(index).text,
                      std::move(cause)});
}

void Engine::Play::tell_end(std::size_t index) {
    const StepRecord& own = record(index);
    const Action& action = of(index).action;
    switch (own.result) {
        case StepResult::met:
            return tell(index, "met, saw " + own.seen);
        case StepResult::missed:
            return tell(index, "not met in time, saw " + own.seen, core::NoteKind::warning);
        case StepResult::other_side:
            return tell(index, "other side: skipped");
        case StepResult::done: {
            const bool lasts = std::holds_alternative<Profile>(action) ||
                               std::holds_alternative<Repeat>(action) ||
                               std::holds_alternative<Parallel>(action);
            const bool start = std::holds_alternative<PressStart>(action);
            return tell(index, lasts   ? "done"
                               : start ? "no effect: CCS starts by plugging in"
                                       : "");
        }
        case StepResult::pending:
        case StepResult::armed:
            return;
    }
}

void Engine::Play::event(std::size_t index, bool done) {
    if (!of(index).id.empty()) commands_.events.push_back({index, done, now_});
}

}  // namespace chargerig::scenario
