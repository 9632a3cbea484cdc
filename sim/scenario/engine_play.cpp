// SPDX-License-Identifier: Apache-2.0
//
// Steps that hold steps: lists, branches, repeats, triggers.
#include "sim/scenario/engine_play.hpp"

#include <algorithm>

namespace chargerig::scenario {
namespace {

// What took no time is done again this much later, so that everybody sees each time.
constexpr core::Duration kSeen{1'000'000};

}  // namespace

Engine::Play::Turn Engine::Play::list(std::size_t& at, std::size_t last) {
    while (at < last) {
        const Turn turn = step(at);
        if (turn == Turn::blocked) return turn;
        // What follows a missed wait was meant for a session that got there.
        if (turn == Turn::missed && !post_) return turn;
        at = engine_.after_[at];
    }
    return Turn::finished;
}

Engine::Play::Turn Engine::Play::step(std::size_t index) {
    if (std::holds_alternative<When>(of(index).action)) {
        arm(index);
        return Turn::finished;
    }
    if (engine_.other_side(of(index).action)) {
        record(index).started = now_;
        finish(index, StepResult::other_side);
        tell_end(index);
        return Turn::finished;
    }
    if (!course(index).entered) enter(index);
    const Turn turn = perform(index);
    if (turn == Turn::blocked) return turn;
    for (std::size_t i = index; i < engine_.after_[index]; ++i) course(i).entered = false;
    if (turn == Turn::finished) event(index, true);
    if (record(index).result != StepResult::pending) tell_end(index);
    return turn;
}

void Engine::Play::enter(std::size_t index) {
    course(index) = {};
    course(index).entered = true;
    course(index).at = index + 1;
    record(index).result = StepResult::pending;
    record(index).started = now_;
    const Action& action = of(index).action;
    if (std::holds_alternative<Parallel>(action)) {
        for (std::size_t b = index + 1; b < engine_.after_[index]; b = engine_.after_[b]) {
            course(b) = {};
            course(b).entered = true;
            course(b).at = b + 1;
        }
    }
    const auto* profile = std::get_if<Profile>(&action);
    const bool repeats = std::holds_alternative<Repeat>(action);
    if (repeats) course(index).since = now_;
    if (profile) course(index).since = now_ + first_sample(*profile);
    if (profile || repeats || std::holds_alternative<Parallel>(action)) tell(index, "begins");
    event(index, false);
}

Engine::Play::Turn Engine::Play::parallel(std::size_t index) {
    bool blocked = false;
    for (std::size_t b = index + 1; b < engine_.after_[index]; b = engine_.after_[b]) {
        if (!course(b).entered) continue;
        const Turn turn = list(course(b).at, engine_.after_[b]);
        if (turn == Turn::missed) return turn;
        blocked = blocked || turn == Turn::blocked;
        if (turn != Turn::finished) continue;
        course(b).entered = false;
        finish(b, StepResult::done);
    }
    if (blocked) return Turn::blocked;
    finish(index, StepResult::done);
    return Turn::finished;
}

Engine::Play::Turn Engine::Play::repeat(const Repeat& repeat, std::size_t index) {
    StepCourse& own = course(index);
    while (now_ >= own.since) {
        const Turn turn = list(own.at, engine_.after_[index]);
        if (turn == Turn::missed) return turn;
        if (turn == Turn::blocked) break;
        ++own.count;
        own.at = index + 1;
        if (enough(repeat, index)) return Turn::finished;
        own.since = std::max(now_, own.since + kSeen);
    }
    if (now_ < own.since) wake(own.since);
    if (const auto* wait = std::get_if<WaitState>(&repeat.until)) {
        return settle(index, false, wait->within);
    }
    const auto* wait = std::get_if<WaitSignal>(&repeat.until);
    return wait ? settle(index, false, wait->within) : Turn::blocked;
}

// After a pass of its steps.
bool Engine::Play::enough(const Repeat& repeat, std::size_t index) {
    if (std::holds_alternative<std::monostate>(repeat.until)) {
        if (course(index).count < repeat.times) return false;
        finish(index, StepResult::done);
        return true;
    }
    const auto* wait = std::get_if<WaitState>(&repeat.until);
    const bool met =
        wait ? reported(wait->state) : holds(std::get<WaitSignal>(repeat.until), question(index));
    if (met) settle(index, true, {});
    return met;
}

void Engine::Play::arm(std::size_t index) {
    if (course(index).playing) return;
    course(index) = {};
    course(index).entered = true;
    course(index).since = now_;
    const auto& event = std::get<When>(of(index).action).event;
    if (event.kind == TriggerEvent::Kind::message) {
        course(index).frames = bus_.frames(question(index));
    }
    record(index).result = StepResult::armed;
    record(index).started = now_;
    tell(index, "armed");
}

Engine::Play::Turn Engine::Play::trigger(std::size_t index) {
    const auto& when = std::get<When>(of(index).action);
    StepCourse& own = course(index);
    while (own.entered) {
        if (!own.playing) {
            if (!happens(when.event, index)) return not_yet(when, index);
            own.playing = true;
            own.at = index + 1;
            ++own.rounds;
            record(index).started = now_;
            tell(index, "happens");
            event(index, false);
        }
        const Turn turn = list(own.at, engine_.after_[index]);
        if (turn != Turn::finished) return turn;
        own.playing = false;
        own.entered = own.rounds < when.times;
        finish(index, StepResult::done);
        event(index, true);
        if (own.entered) watch_again(when.event, index);
    }
    return Turn::finished;
}

// What happened while its steps were played does not count.
void Engine::Play::watch_again(const TriggerEvent& event, std::size_t index) {
    StepCourse& own = course(index);
    own.since = now_ + kSeen;
    own.count = 0;
    own.level = level(event, index);
    if (event.kind == TriggerEvent::Kind::message) own.frames = bus_.frames(question(index));
}

bool Engine::Play::level(const TriggerEvent& event, std::size_t index) const {
    if (event.kind == TriggerEvent::Kind::state) return reported(event.state);
    return event.kind == TriggerEvent::Kind::signal && holds(event.condition, question(index));
}

bool Engine::Play::happens(const TriggerEvent& event, std::size_t index) {
    StepCourse& own = course(index);
    switch (event.kind) {
        case TriggerEvent::Kind::after: {
            const core::Instant due = own.since + event.after;
            if (now_ < due) wake(due);
            return now_ >= due;
        }
        case TriggerEvent::Kind::message:
            return bus_.frames(question(index)) - own.frames >= event.count;
        case TriggerEvent::Kind::state:
        case TriggerEvent::Kind::signal: {
            const bool now = level(event, index);
            own.count += now && !own.level ? 1 : 0;
            own.level = now;
            return own.count >= event.count;
        }
    }
    return false;
}

Engine::Play::Turn Engine::Play::not_yet(const When& when, std::size_t index) {
    if (!when.within || course(index).rounds > 0) return Turn::blocked;
    const core::Instant deadline = course(index).since + *when.within;
    if (now_ < deadline) {
        wake(deadline);
        return Turn::blocked;
    }
    course(index).entered = false;
    record(index).ended = now_;
    tell(index, "did not happen in time",
         when.required ? core::NoteKind::warning : core::NoteKind::action);
    return Turn::finished;
}

}  // namespace chargerig::scenario
