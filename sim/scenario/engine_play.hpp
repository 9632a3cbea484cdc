// SPDX-License-Identifier: Apache-2.0
//
// One instant of Engine: the steps whose turn it is, and those that they hold.
#pragma once

#include "sim/scenario/engine.hpp"

namespace chargerig::scenario {

class Engine::Play {
public:
    enum class Turn : std::uint8_t {
        blocked,
        finished,
        missed,  // a wait was not met
    };

    Play(const Engine& engine, core::Instant now, const BusView& bus, EngineState& state,
         Commands& commands, std::vector<core::Note>& notes, bool post)
        : engine_(engine),
          now_(now),
          bus_(bus),
          state_(state),
          commands_(commands),
          notes_(notes),
          post_(post) {}

    // The steps from `at` to before `last`, which lie side by side.
    Turn list(std::size_t& at, std::size_t last);
    // A trigger that was armed before.
    Turn trigger(std::size_t index);
    core::Instant wakeup() const { return wakeup_; }

private:
    Turn step(std::size_t index);
    void enter(std::size_t index);
    Turn perform(std::size_t index);
    Turn parallel(std::size_t index);
    Turn repeat(const Repeat& repeat, std::size_t index);
    bool enough(const Repeat& repeat, std::size_t index);

    void arm(std::size_t index);
    void watch_again(const TriggerEvent& event, std::size_t index);
    bool happens(const TriggerEvent& event, std::size_t index);
    bool level(const TriggerEvent& event, std::size_t index) const;
    Turn not_yet(const When& when, std::size_t index);

    Turn wait_signal(const WaitSignal& wait, std::size_t index);
    Turn hold(const Hold& hold, std::size_t index);
    Turn profile(const Profile& profile, std::size_t index);
    Turn act(std::size_t index);
    // The end of a wait, one way or the other, or its deadline as a wake-up.
    Turn settle(std::size_t index, bool met, core::Duration within);
    bool reported(evse::ControllerState state) const { return bus_.state() == state; }
    bool holds(const Condition& condition, std::size_t question) const;
    std::string seen(std::size_t index) const;

    void finish(std::size_t index, StepResult result);
    void tell(std::size_t index, std::string cause, core::NoteKind kind = core::NoteKind::action);
    void tell_end(std::size_t index);
    void event(std::size_t index, bool done);
    void wake(core::Instant at) { wakeup_ = core::earliest(wakeup_, at); }

    const Step& of(std::size_t index) const { return engine_.steps_[index]; }
    std::size_t question(std::size_t index) const { return engine_.question_of_[index]; }
    StepCourse& course(std::size_t index) { return state_.courses[index]; }
    StepRecord& record(std::size_t index) { return state_.records[index]; }

    const Engine& engine_;
    core::Instant now_;
    const BusView& bus_;
    EngineState& state_;
    Commands& commands_;
    std::vector<core::Note>& notes_;
    bool post_;
    core::Instant wakeup_ = core::kNever;
};

}  // namespace chargerig::scenario
