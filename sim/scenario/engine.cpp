// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/engine.hpp"

#include <algorithm>
#include <cmath>

#include "sim/scenario/engine_play.hpp"

namespace chargerig::scenario {

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

void Commands::clear() {
    plug_in = unplug = press_start = user_stop = false;
    vehicle_stop = vehicle_emergency = vehicle_pause = vehicle_resume = false;
    values.clear();
    samples.clear();
    faults.clear();
    events.clear();
}

Engine::Engine(const Scenario& scenario, Emulation emulate)
    : steps_(scenario.steps),
      emulate_(emulate),
      post_(begin_of_post(steps_)),
      after_(steps_.size()),
      question_of_(steps_.size()) {
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        after_[i] = after(steps_, i);
        if (std::holds_alternative<When>(steps_[i].action)) triggers_.push_back(i);
        if (!condition_of(steps_[i].action)) continue;
        question_of_[i] = questions_.size();
        questions_.push_back(i);
    }
}

EngineState Engine::initial_state() const {
    EngineState state;
    state.records.resize(steps_.size());
    state.courses.resize(steps_.size());
    if (has_post()) state.courses[post_].at = post_ + 1;
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
    const auto* set = std::get_if<SetValue>(&action);
    const auto* profile = std::get_if<Profile>(&action);
    if (set || profile) {
        const std::string& path = set ? set->path : profile->path;
        if (path.starts_with("modules.")) return !emulate_.modules;
        return path.starts_with("vehicle.") ? !emulate_.vehicle : !emulate_.controller;
    }
    const auto* begin = std::get_if<BeginFault>(&action);
    const auto* clear = std::get_if<ClearFault>(&action);
    if (!begin && !clear) return false;
    const fault::Side side = begin ? fault::made_by(begin->fault) : clear->made_by;
    return side == fault::Side::controller ? !emulate_.controller : !emulate_.modules;
}

core::Instant Engine::advance(core::Instant now, const BusView& bus, EngineState& state,
                              Commands& commands, std::vector<core::Note>& notes) const {
    if (state.over) return core::kNever;
    Play play(*this, now, bus, state, commands, notes, false);
    Play::Turn turn = play.list(state.at, post_);
    bool going_on = turn == Play::Turn::blocked;
    for (const std::size_t index : triggers_) {
        if (turn == Play::Turn::missed) break;
        turn = play.trigger(index);
        going_on = going_on || state.courses[index].playing;
    }
    state.missed = turn == Play::Turn::missed;
    state.over = state.missed || !going_on;
    return state.over ? core::kNever : play.wakeup();
}

core::Instant Engine::advance_post(core::Instant now, const BusView& bus, EngineState& state,
                                   Commands& commands, std::vector<core::Note>& notes) const {
    if (state.post_over || !has_post()) return core::kNever;
    Play play(*this, now, bus, state, commands, notes, true);
    state.post_over = play.list(state.courses[post_].at, steps_.size()) == Play::Turn::finished;
    return state.post_over ? core::kNever : play.wakeup();
}

}  // namespace chargerig::scenario
