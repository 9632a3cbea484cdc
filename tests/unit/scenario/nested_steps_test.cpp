// SPDX-License-Identifier: Apache-2.0
//
// Steps that hold steps, triggers, profiles and the section `post`: as read, and as played.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/engine.hpp"

namespace chargerig::scenario {
namespace {

using namespace core::literals;
using evse::ControllerState;
using testing::ElementsAre;

struct FakeBus final : BusView {
    ControllerState now_state = ControllerState::Waiting_For_PEV;
    std::optional<double> value;
    std::uint64_t count = 0;

    std::optional<ControllerState> state() const override { return now_state; }
    std::string state_text() const override { return "the label"; }
    std::optional<double> signal(std::size_t) const override { return value; }
    std::string signal_text(std::size_t) const override { return value ? "a value" : "nothing"; }
    std::uint64_t frames(std::size_t) const override { return count; }
};

Scenario read(const std::string& sections) {
    auto scenario = parse_scenario("format: 1\nname: t\n" + sections, "f.yaml",
                                   {CHARGERIG_SOURCE_DIR "/resources", {}});
    if (scenario) return std::move(*scenario);
    for (const auto& error : scenario.error()) ADD_FAILURE() << error.text();
    return {};
}

struct Player {
    explicit Player(const std::string& steps, Emulation emulate = {true, true, true})
        : scenario(read("steps:\n" + steps)),
          engine(scenario, emulate),
          state(engine.initial_state()) {}

    core::Instant play(core::Duration t) {
        commands.clear();
        notes.clear();
        return engine.advance(core::Instant{} + t, bus, state, commands, notes);
    }
    core::Instant post(core::Duration t) {
        commands.clear();
        notes.clear();
        return engine.advance_post(core::Instant{} + t, bus, state, commands, notes);
    }
    // The values set at this instant, by steps and profiles.
    std::vector<std::string> set() const {
        std::vector<std::string> out;
        for (const auto& each : commands.values) out.push_back(each.value);
        for (const auto& each : commands.samples) out.push_back(std::to_string(each.value));
        return out;
    }
    std::vector<double> sampled() const {
        std::vector<double> out;
        for (const auto& each : commands.samples) out.push_back(each.value);
        return out;
    }
    std::vector<std::string> told() const {
        std::vector<std::string> out;
        for (const auto& note : notes) {
            out.push_back(note.text + (note.cause.empty() ? "" : ": " + note.cause));
        }
        return out;
    }
    // "ID begins", "ID is done"
    std::vector<std::string> events() const {
        std::vector<std::string> out;
        for (const auto& event : commands.events) {
            out.push_back(scenario.steps[event.step].id + (event.done ? " is done" : " begins"));
        }
        return out;
    }

    Scenario scenario;
    Engine engine;
    EngineState state;
    FakeBus bus;
    Commands commands;
    std::vector<core::Note> notes;
};

TEST(Parallel, IsDoneWhenAllItsBranchesAre) {
    Player player(
        "  - parallel:\n"
        "      - [{hold_s: 1}, {set: {ocpp.target_current_A: 1}}]\n"
        "      - [{hold_s: 3}, {set: {modules.charge_duration: 2}}]\n"
        "  - set: {ocpp.target_current_A: 3}\n");
    EXPECT_EQ(player.play(0_s), core::Instant{} + 1_s);
    EXPECT_THAT(player.told(), ElementsAre("parallel, 2 branches: begins"));
    EXPECT_EQ(player.play(1_s), core::Instant{} + 3_s);
    EXPECT_THAT(player.set(), ElementsAre("1"));
    EXPECT_EQ(player.play(3_s), core::kNever);
    EXPECT_THAT(player.set(), ElementsAre("2", "3"));
    EXPECT_THAT(player.told(),
                ElementsAre("hold_s 3", "set {modules.charge_duration 2}",
                            "parallel, 2 branches: done", "set {ocpp.target_current_A 3}"));
    EXPECT_TRUE(player.state.finished());
}

TEST(Parallel, AMissedWaitInABranchEndsTheScript) {
    Player player(
        "  - parallel:\n"
        "      - [{wait: {state: Charging, within_s: 2}}, {set: {ocpp.target_current_A: 1}}]\n"
        "      - [{hold_s: 3}]\n"
        "  - set: {ocpp.target_current_A: 3}\n");
    EXPECT_EQ(player.play(0_s), core::Instant{} + 2_s);
    EXPECT_EQ(player.play(2_s), core::kNever);
    EXPECT_TRUE(player.state.finished() && player.state.missed);
    EXPECT_FALSE(player.commands.any());
    EXPECT_EQ(player.state.records[2].result, StepResult::missed);
    EXPECT_EQ(player.state.records[2].seen, "the label");
}

TEST(Parallel, TwoBranchesWaitForSignalsApart) {
    Player player(
        "  - parallel:\n"
        "      - [{wait: {signal: A.B, at_least: 5, held_s: 1, within_s: 9}}]\n"
        "      - [{wait: {signal: A.C, at_most: 7, held_s: 3, within_s: 9}}]\n");
    ASSERT_EQ(player.engine.questions().size(), 2U);
    player.bus.value = 6.0;
    EXPECT_EQ(player.play(0_s), core::Instant{} + 1_s);
    EXPECT_EQ(player.play(1_s), core::Instant{} + 3_s);
    EXPECT_EQ(player.play(3_s), core::kNever);
    EXPECT_TRUE(player.state.finished());
}

TEST(Repeat, PlaysItsStepsAsOftenAsItSays) {
    Player player(
        "  - repeat: {times: 3, steps: [{id: s, set: {ocpp.target_current_A: 1}}, {hold_s: 1}]}\n"
        "  - set: {ocpp.target_current_A: 9}\n");
    int sets = 0;
    for (core::Duration t = 0_s; t < 3_s; t = t + 1_s) {
        EXPECT_EQ(player.play(t), core::Instant{} + t + 1_s);
        sets += static_cast<int>(player.commands.values.size());
        EXPECT_THAT(player.events(), ElementsAre("s begins", "s is done"));
    }
    EXPECT_EQ(sets, 3);
    EXPECT_EQ(player.play(3_s), core::kNever);
    EXPECT_THAT(player.set(), ElementsAre("9"));
    EXPECT_EQ(player.state.records[1].first_done, core::Instant{});
    EXPECT_EQ(player.state.records[1].started, core::Instant{} + 2_s);
}

TEST(Repeat, APassWithoutTimeIsSeenBeforeTheNext) {
    Player player("  - repeat: {times: 2, steps: [set: {ocpp.target_current_A: 1}]}\n");
    EXPECT_EQ(player.play(0_s), core::Instant{} + 1_ms);
    EXPECT_THAT(player.set(), ElementsAre("1"));
    EXPECT_EQ(player.play(500_us), core::Instant{} + 1_ms);
    EXPECT_FALSE(player.commands.any());
    EXPECT_EQ(player.play(1_ms), core::kNever);
    EXPECT_THAT(player.set(), ElementsAre("1"));
    EXPECT_TRUE(player.state.finished());
}

TEST(Repeat, UntilIsLookedAtAfterEachPass) {
    Player player(
        "  - repeat: {until: {signal: A.B, at_least: 5}, within_s: 10, steps: [hold_s: 2]}\n");
    player.bus.value = 5.0;
    EXPECT_EQ(player.play(0_s), core::Instant{} + 2_s);
    player.bus.value = 4.0;
    EXPECT_EQ(player.play(2_s), core::Instant{} + 4_s);
    player.bus.value = 6.0;
    EXPECT_EQ(player.play(4_s), core::kNever);
    EXPECT_THAT(player.told(),
                ElementsAre("hold_s 2", "repeat until {signal A.B, at_least 5}: met, saw a value"));
}

TEST(Repeat, UntilIsMissedInTheMiddleOfAPass) {
    Player player(
        "  - repeat: {until: {state: Charging}, within_s: 3, steps: [hold_s: 2]}\n"
        "  - hold_s: 1\n");
    EXPECT_EQ(player.play(0_s), core::Instant{} + 2_s);
    EXPECT_EQ(player.play(2_s), core::Instant{} + 3_s);
    EXPECT_EQ(player.play(3_s), core::kNever);
    EXPECT_TRUE(player.state.finished() && player.state.missed);
    EXPECT_EQ(player.state.records[0].result, StepResult::missed);
}

TEST(Repeat, HoldsRepeatsAndBranches) {
    Player player(
        "  - repeat:\n"
        "      times: 2\n"
        "      steps:\n"
        "        - parallel:\n"
        "            - [repeat: {times: 3, steps: [{set: {ocpp.target_current_A: 1}}, hold_s: "
        "1]}]\n"
        "            - [hold_s: 2, set: {modules.charge_duration: 2}]\n");
    std::vector<std::string> all;
    core::Instant next = player.play(0_s);
    for (int i = 0; i < 20 && next != core::kNever; ++i) {
        for (const auto& each : player.set()) all.push_back(each);
        next = player.play(next - core::Instant{});
    }
    for (const auto& each : player.set()) all.push_back(each);
    EXPECT_TRUE(player.state.finished());
    EXPECT_THAT(all, ElementsAre("1", "1", "1", "2", "1", "1", "1", "2"));
}

TEST(When, ArmsAndLetsTheNextStepBegin) {
    Player player(
        "  - {id: w, when: {state: Charging, steps: [{set: {ocpp.target_current_A: 7}}]}}\n"
        "  - hold_s: 10\n");
    EXPECT_EQ(player.play(0_s), core::Instant{} + 10_s);
    EXPECT_THAT(player.told(), ElementsAre("when {state Charging}: armed"));
    EXPECT_TRUE(player.events().empty());
    player.bus.now_state = ControllerState::Charging;
    player.play(4_s);
    EXPECT_THAT(player.set(), ElementsAre("7"));
    EXPECT_THAT(player.events(), ElementsAre("w begins", "w is done"));
    player.play(5_s);
    EXPECT_FALSE(player.commands.any());
    EXPECT_EQ(player.play(10_s), core::kNever);
    EXPECT_TRUE(player.state.finished());
    EXPECT_EQ(player.state.records[0].result, StepResult::done);
}

TEST(When, WhatHasBegunIsPlayedToItsEnd) {
    Player player("  - {when: {after_s: 1, steps: [hold_s: 5]}}\n  - hold_s: 2\n");
    EXPECT_EQ(player.play(0_s), core::Instant{} + 1_s);
    EXPECT_EQ(player.play(1_s), core::Instant{} + 2_s);
    EXPECT_EQ(player.play(2_s), core::Instant{} + 6_s);
    EXPECT_FALSE(player.state.finished());
    EXPECT_EQ(player.play(6_s), core::kNever);
    EXPECT_TRUE(player.state.finished());
}

TEST(When, EndsWithTheScriptAndIsStillArmed) {
    Player player("  - {when: {state: Charging, steps: [hold_s: 5]}}\n  - hold_s: 2\n");
    player.play(0_s);
    EXPECT_EQ(player.play(2_s), core::kNever);
    EXPECT_TRUE(player.state.finished());
    EXPECT_EQ(player.state.records[0].result, StepResult::armed);
}

TEST(When, CountsHowOftenASignalBecomesTrue) {
    Player player(
        "  - {when: {signal: A.B, at_least: 5, count: 2, times: 2,"
        " steps: [set: {ocpp.target_current_A: 1}]}}\n"
        "  - hold_s: 99\n");
    int fired = 0;
    core::Duration t = 0_s;
    const auto say = [&](double value) {
        player.bus.value = value;
        t = t + 1_s;
        player.play(t);
        fired += static_cast<int>(player.commands.values.size());
        return fired;
    };
    EXPECT_EQ(say(6), 0);  // true when armed
    EXPECT_EQ(say(7), 0);
    EXPECT_EQ(say(1), 0);
    EXPECT_EQ(say(5), 1);
    EXPECT_EQ(say(6), 1);
    EXPECT_EQ(say(1), 1);
    EXPECT_EQ(say(5), 1);
    EXPECT_EQ(say(1), 1);
    EXPECT_EQ(say(5), 2);
    EXPECT_EQ(say(1), 2);
    EXPECT_EQ(say(5), 2);
    EXPECT_EQ(say(1), 2);
    EXPECT_EQ(say(5), 2);
}

TEST(When, CountsFramesFromItsTurnOn) {
    Player player(
        "  - {when: {message: A, count: 3, steps: [set: {ocpp.target_current_A: 1}]}}\n"
        "  - hold_s: 99\n");
    player.bus.count = 10;
    player.play(0_s);
    player.bus.count = 12;
    player.play(1_s);
    EXPECT_TRUE(player.set().empty());
    player.bus.count = 13;
    player.play(2_s);
    EXPECT_THAT(player.set(), ElementsAre("1"));
}

TEST(When, IsGivenUpAfterItsTime) {
    Player player(
        "  - {when: {state: Charging, within_s: 3, steps: [set: {ocpp.target_current_A: 1}]}}\n"
        "  - hold_s: 99\n");
    EXPECT_EQ(player.play(0_s), core::Instant{} + 3_s);
    player.play(3_s);
    EXPECT_THAT(player.told(),
                ElementsAre("when {state Charging, within_s 3}: did not happen in time"));
    EXPECT_EQ(player.notes[0].kind, core::NoteKind::warning);
    player.bus.now_state = ControllerState::Charging;
    player.play(4_s);
    EXPECT_TRUE(player.set().empty());
    EXPECT_EQ(player.state.records[0].result, StepResult::armed);
}

TEST(When, AfterATimeSeveralTimes) {
    Player player(
        "  - {when: {after_s: 0, times: 3, steps: [set: {ocpp.target_current_A: 1}]}}\n"
        "  - hold_s: 1\n");
    int fired = 0;
    core::Instant next{};
    while (next != core::kNever) {
        const core::Instant now = next;
        next = player.play(now - core::Instant{});
        fired += static_cast<int>(player.commands.values.size());
        ASSERT_GT(next, now);
    }
    EXPECT_EQ(fired, 3);
}

TEST(When, AMissedWaitInItEndsTheScript) {
    Player player(
        "  - {when: {after_s: 1, steps: [wait: {state: Charging, within_s: 1}]}}\n  - hold_s: 9\n");
    player.play(0_s);
    EXPECT_EQ(player.play(1_s), core::Instant{} + 2_s);
    player.play(2_s);
    EXPECT_TRUE(player.state.finished() && player.state.missed);
}

TEST(When, InARepeatIsArmedInEachPass) {
    Player player(
        "  - repeat:\n"
        "      times: 2\n"
        "      steps:\n"
        "        - {when: {after_s: 1, steps: [set: {ocpp.target_current_A: 1}]}}\n"
        "        - hold_s: 2\n");
    EXPECT_EQ(player.play(0_s), core::Instant{} + 1_s);
    player.play(1_s);
    EXPECT_THAT(player.set(), ElementsAre("1"));
    EXPECT_EQ(player.play(2_s), core::Instant{} + 3_s);
    player.play(3_s);
    EXPECT_THAT(player.set(), ElementsAre("1"));
}

TEST(FaultTimes, AFaultBeginsAndEndsByEvents) {
    Player player(
        "  - fault: {name: f, kind: silence, from: modules, start: {state: Charging},\n"
        "            end: {after_s: 4}}\n"
        "  - hold_s: 20\n");
    player.play(0_s);
    EXPECT_FALSE(player.commands.any());
    player.bus.now_state = ControllerState::Charging;
    EXPECT_EQ(player.play(1_s), core::Instant{} + 5_s);
    ASSERT_EQ(player.commands.faults.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<BeginFault>(player.commands.faults[0]));
    EXPECT_THAT(player.told(), ElementsAre("start of fault f: happens",
                                           "fault {name f, kind silence, from modules, start "
                                           "{state Charging}, end {after_s 4}}",
                                           "end of fault f: armed"));
    player.play(5_s);
    ASSERT_EQ(player.commands.faults.size(), 1U);
    EXPECT_EQ(std::get<ClearFault>(player.commands.faults[0]).name, "f");
}

TEST(FaultTimes, AnEndThatNeverComesIsNoFault) {
    const Scenario scenario = read(
        "steps: [fault: {kind: silence, from: modules, start: {after_s: 0}, end: {after_s: 1}}]");
    ASSERT_EQ(scenario.steps.size(), 4U);
    EXPECT_TRUE(std::get<When>(scenario.steps[0].action).required);
    EXPECT_TRUE(std::holds_alternative<BeginFault>(scenario.steps[1].action));
    EXPECT_FALSE(std::get<When>(scenario.steps[2].action).required);
    EXPECT_TRUE(std::holds_alternative<ClearFault>(scenario.steps[3].action));
}

TEST(Profiles, StepsSetEachValueAtItsTime) {
    Player player(
        "  - profile: {set: ocpp.target_current_A, shape: steps, points: [[0, 5], [1, 7], [3, 2]]}"
        "\n");
    EXPECT_EQ(player.play(0_s), core::Instant{} + 1_s);
    EXPECT_THAT(player.sampled(), ElementsAre(5.0));
    EXPECT_EQ(player.play(500_ms), core::Instant{} + 1_s);
    EXPECT_TRUE(player.sampled().empty());
    EXPECT_EQ(player.play(1_s), core::Instant{} + 3_s);
    EXPECT_THAT(player.sampled(), ElementsAre(7.0));
    EXPECT_EQ(player.play(3_s), core::kNever);
    EXPECT_THAT(player.sampled(), ElementsAre(2.0));
    EXPECT_TRUE(player.state.finished());
}

TEST(Profiles, NothingIsSetBeforeTheFirstPoint) {
    Player player("  - profile: {set: ocpp.target_current_A, shape: steps, points: [[2, 5]]}\n");
    EXPECT_EQ(player.play(0_s), core::Instant{} + 2_s);
    EXPECT_TRUE(player.sampled().empty());
    EXPECT_EQ(player.play(2_s), core::kNever);
    EXPECT_THAT(player.sampled(), ElementsAre(5.0));
}

TEST(Profiles, RampIsSampledAndEndsAtItsEnd) {
    Player player(
        "  - profile: {set: ocpp.target_current_A, shape: ramp, from: 10, to: 0, over_s: 1,"
        " every_s: 0.4}\n");
    EXPECT_EQ(player.play(0_s), core::Instant{} + 400_ms);
    EXPECT_THAT(player.sampled(), ElementsAre(10.0));
    EXPECT_EQ(player.play(400_ms), core::Instant{} + 800_ms);
    EXPECT_THAT(player.sampled(), ElementsAre(testing::DoubleNear(6.0, 1e-12)));
    EXPECT_EQ(player.play(800_ms), core::Instant{} + 1_s);
    EXPECT_EQ(player.play(1_s), core::kNever);
    EXPECT_THAT(player.sampled(), ElementsAre(0.0));
}

TEST(Profiles, WhatIsSetBehindItsEndComesBehindItsLastValue) {
    Player player(
        "  - set: {ocpp.target_current_A: 1}\n"
        "  - profile: {set: ocpp.target_current_A, shape: steps, points: [[0, 5]]}\n"
        "  - set: {ocpp.target_current_A: 2}\n");
    player.play(0_s);
    ASSERT_EQ(player.commands.samples.size(), 1U);
    EXPECT_EQ(player.commands.samples[0].after, 1U);
    EXPECT_EQ(player.commands.values.size(), 2U);
}

TEST(Profiles, SineGoesRoundItsMean) {
    Player player(
        "  - profile: {set: ocpp.target_current_A, shape: sine, mean: 50, amplitude: 20,"
        " period_s: 4, for_s: 3, every_s: 1}\n");
    std::vector<double> all;
    for (core::Duration t = 0_s; t <= 3_s; t = t + 1_s) {
        player.play(t);
        for (const double value : player.sampled()) all.push_back(value);
    }
    const auto near = [](double value) { return testing::DoubleNear(value, 1e-9); };
    EXPECT_THAT(all, ElementsAre(near(50), near(70), near(50), near(30)));
    EXPECT_TRUE(player.state.finished());
}

TEST(Profiles, AreTheSideOfTheirPath) {
    const std::string profile =
        "  - profile: {set: modules.maximum_voltage, shape: steps, points: [[0, 500]]}\n";
    Player player(profile, Emulation{true, true, false});
    player.play(0_s);
    EXPECT_FALSE(player.commands.any());
    EXPECT_EQ(player.notes.at(0).cause, "other side: skipped");
}

TEST(PostSection, IsNoPartOfTheScript) {
    Player player(
        "  - hold_s: 1\n"
        "post:\n"
        "  - set: {ocpp.target_current_A: 0}\n"
        "  - hold_s: 2\n");
    EXPECT_TRUE(player.engine.has_post());
    player.play(0_s);
    EXPECT_EQ(player.play(1_s), core::kNever);
    EXPECT_TRUE(player.state.finished());
    EXPECT_FALSE(player.commands.any());
    EXPECT_EQ(player.post(5_s), core::Instant{} + 7_s);
    EXPECT_THAT(player.told(), ElementsAre("post: set {ocpp.target_current_A 0}"));
    EXPECT_FALSE(player.state.post_over);
    EXPECT_EQ(player.post(7_s), core::kNever);
    EXPECT_TRUE(player.state.post_over);
}

TEST(PostSection, GoesOnBehindAMissedWait) {
    Player player(
        "  - hold_s: 1\n"
        "post:\n"
        "  - wait: {state: Charging, within_s: 1}\n"
        "  - repeat: {until: {state: Charging}, within_s: 1, steps: [hold_s: 9]}\n"
        "  - unplug\n");
    player.play(0_s);
    player.play(1_s);
    EXPECT_EQ(player.post(5_s), core::Instant{} + 6_s);
    EXPECT_EQ(player.post(6_s), core::Instant{} + 7_s);
    EXPECT_EQ(player.post(7_s), core::kNever);
    EXPECT_TRUE(player.commands.unplug);
    EXPECT_TRUE(player.state.post_over);
    EXPECT_FALSE(player.state.missed);
    EXPECT_EQ(player.state.records[2].result, StepResult::missed);
}

TEST(PostSection, AScenarioWithoutHasNone) {
    Player player("  - hold_s: 1\n");
    EXPECT_FALSE(player.engine.has_post());
    EXPECT_EQ(player.post(5_s), core::kNever);
}

TEST(NestedSteps, AStateIsAPlainValueThatCanBeTakenBack) {
    Player player(
        "  - parallel:\n"
        "      - [repeat: {times: 5, steps: [hold_s: 1, set: {ocpp.target_current_A: 1}]}]\n"
        "      - [profile: {set: modules.maximum_voltage, shape: ramp, from: 1, to: 2, over_s: 3}]"
        "\n");
    player.play(0_s);
    player.play(1_s);
    const EngineState then = player.state;
    const auto next = player.play(1_s + 500_ms);
    EXPECT_NE(player.state, then);
    player.state = then;
    EXPECT_EQ(player.play(1_s + 500_ms), next);
}

}  // namespace
}  // namespace chargerig::scenario
