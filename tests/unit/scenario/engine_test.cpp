// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/engine.hpp"

#include <gtest/gtest.h>

namespace chargerig::scenario {
namespace {

using namespace core::literals;
using evse::ControllerState;

struct FakeBus final : BusView {
    std::optional<ControllerState> now_state;
    std::optional<double> value;
    std::uint64_t count = 0;

    std::optional<ControllerState> state() const override { return now_state; }
    std::string state_text() const override { return "the label"; }
    std::optional<double> signal(std::size_t) const override { return value; }
    std::string signal_text(std::size_t) const override { return value ? "a value" : "nothing"; }
    std::uint64_t frames(std::size_t) const override { return count; }
};

Scenario with_steps(std::vector<Action> actions) {
    Scenario scenario;
    for (auto& action : actions) scenario.steps.push_back({std::move(action), {}, "step"});
    return scenario;
}

struct Player {
    Player(std::vector<Action> actions, Emulation emulate = {true, true, true})
        : scenario(with_steps(std::move(actions))),
          engine(scenario, emulate),
          state(engine.initial_state()) {}

    core::Instant play(core::Duration t) {
        commands = {};
        notes.clear();
        return engine.advance(core::Instant{} + t, bus, state, commands, notes);
    }

    Scenario scenario;
    Engine engine;
    EngineState state;
    FakeBus bus;
    Commands commands;
    std::vector<core::Note> notes;
};

TEST(Engine, StepsWithoutWaitRunInOneInstant) {
    Player player({PlugIn{}, PressStart{}, Stop{StopBy::user}, Stop{StopBy::vehicle},
                   Stop{StopBy::emergency}, SetValue{"modules.x", "1"}});
    EXPECT_EQ(player.play(0_s), core::kNever);
    EXPECT_TRUE(player.state.finished());
    EXPECT_TRUE(player.commands.plug_in && player.commands.press_start);
    EXPECT_TRUE(player.commands.user_stop && player.commands.vehicle_stop &&
                player.commands.vehicle_emergency);
    ASSERT_EQ(player.commands.values.size(), 1U);
    ASSERT_EQ(player.notes.size(), 6U);
    EXPECT_EQ(player.notes[1].cause, "no effect: CCS starts by plugging in");
}

TEST(Engine, PauseAndResumeAreTheVehicles) {
    Player player({Pause{}, Resume{}});
    player.play(0_s);
    EXPECT_TRUE(player.commands.vehicle_pause && player.commands.vehicle_resume);
    EXPECT_TRUE(player.commands.any());
    Player other({Pause{}, Resume{}}, Emulation{true, false, true});
    other.play(0_s);
    EXPECT_FALSE(other.commands.any());
    EXPECT_EQ(other.notes.at(0).cause, "other side: skipped");
    EXPECT_EQ(other.notes.at(1).cause, "other side: skipped");
}

TEST(Engine, PluggingInAgainWaitsUntilTheUnplugWasSeen) {
    Player player({Unplug{}, PlugIn{}, Unplug{}});
    EXPECT_EQ(player.play(0_s), core::Instant{} + 100_ms);
    EXPECT_TRUE(player.commands.unplug);
    EXPECT_FALSE(player.commands.plug_in);
    player.play(100_ms);
    EXPECT_TRUE(player.commands.plug_in);
    EXPECT_FALSE(player.commands.unplug);
    player.play(200_ms);
    EXPECT_TRUE(player.commands.unplug);
    EXPECT_TRUE(player.state.finished());
}

TEST(Engine, HoldEndsExactly) {
    Player player({Hold{2_s}, PlugIn{}});
    EXPECT_EQ(player.play(1_s), core::Instant{} + 3_s);
    player.play(3_s - 1_ns);
    EXPECT_FALSE(player.commands.plug_in);
    player.play(3_s);
    EXPECT_TRUE(player.commands.plug_in);
}

TEST(Engine, WaitForAStateIsMetOrMissedAtItsDeadline) {
    Player met({WaitState{ControllerState::Charging, 5_s}});
    EXPECT_EQ(met.play(0_s), core::Instant{} + 5_s);
    met.bus.now_state = ControllerState::Charging;
    met.play(5_s);
    EXPECT_EQ(met.state.records[0].result, StepResult::met);
    EXPECT_EQ(met.state.records[0].seen, "the label");

    Player missed({WaitState{ControllerState::Charging, 5_s}, PlugIn{}});
    missed.play(0_s);
    missed.play(5_s - 1_ns);
    EXPECT_EQ(missed.state.records[0].result, StepResult::pending);
    missed.play(5_s);
    EXPECT_EQ(missed.state.records[0].result, StepResult::missed);
    EXPECT_EQ(missed.state.records[0].seen, "no status yet");
    EXPECT_TRUE(missed.state.finished());
    EXPECT_FALSE(missed.commands.plug_in) << "what follows a missed wait is not played";
}

TEST(Engine, SignalConditions) {
    const auto result = [](Comparison comparison, double value) {
        Player player({WaitSignal{"M", "S", comparison, 10.0, "", 2.0, {}, 0_s}});
        player.bus.value = value;
        player.play(0_s);
        return player.state.records[0].result;
    };
    EXPECT_EQ(result(Comparison::near_to, 12.0), StepResult::met);
    EXPECT_EQ(result(Comparison::near_to, 12.1), StepResult::missed);
    EXPECT_EQ(result(Comparison::near_to, 7.9), StepResult::missed);
    EXPECT_EQ(result(Comparison::at_least, 10.0), StepResult::met);
    EXPECT_EQ(result(Comparison::at_least, 9.9), StepResult::missed);
    EXPECT_EQ(result(Comparison::at_most, 10.0), StepResult::met);
    EXPECT_EQ(result(Comparison::at_most, 10.1), StepResult::missed);
}

TEST(Engine, AHeldConditionStartsAgainAfterABreak) {
    Player player({WaitSignal{"M", "S", Comparison::at_least, 10.0, "", 0.0, 2_s, 10_s}});
    player.bus.value = 11.0;
    EXPECT_EQ(player.play(0_s), core::Instant{} + 2_s);
    player.bus.value = 9.0;
    EXPECT_EQ(player.play(1_s), core::Instant{} + 10_s);
    player.bus.value = 11.0;
    EXPECT_EQ(player.play(2_s), core::Instant{} + 4_s);
    player.play(3_s);
    EXPECT_EQ(player.state.records[0].result, StepResult::pending);
    player.play(4_s);
    EXPECT_EQ(player.state.records[0].result, StepResult::met);
}

TEST(Engine, ASenderThatFallsSilentBreaksAHeldCondition) {
    Player player({WaitSignal{"M", "S", Comparison::at_least, 10.0, "", 0.0, 2_s, 10_s}});
    player.bus.value = 11.0;
    player.play(0_s);
    player.bus.value.reset();
    player.play(2_s);
    EXPECT_EQ(player.state.records[0].result, StepResult::pending);
    player.bus.value = 11.0;
    player.play(3_s);
    player.play(5_s);
    EXPECT_EQ(player.state.records[0].result, StepResult::met);
    EXPECT_EQ(player.state.records[0].seen, "a value");
}

TEST(Engine, WithoutAFrameASignalIsNotMet) {
    Player player({WaitSignal{"M", "S", Comparison::at_most, 10.0, "", 0.0, {}, 1_s}});
    player.play(0_s);
    player.play(1_s);
    EXPECT_EQ(player.state.records[0].result, StepResult::missed);
    EXPECT_EQ(player.state.records[0].seen, "nothing");
}

TEST(Engine, EachSideTakesTheValuesThatAreItsOwn) {
    const auto taken = [](const char* path, Emulation emulate) {
        Player player({SetValue{path, "1"}}, emulate);
        player.play(0_s);
        return player.commands.any();
    };
    constexpr Emulation kController{true, false, false};
    constexpr Emulation kVehicle{false, true, false};
    constexpr Emulation kModules{false, false, true};
    for (const char* path : {"ocpp.target_current_A", "controller.enable_controller_status"}) {
        EXPECT_TRUE(taken(path, kController)) << path;
        EXPECT_FALSE(taken(path, kVehicle)) << path;
        EXPECT_FALSE(taken(path, kModules)) << path;
    }
    EXPECT_TRUE(taken("vehicle.communication", kVehicle));
    EXPECT_FALSE(taken("vehicle.communication", kController));
    EXPECT_TRUE(taken("modules.system_enable", kModules));
    EXPECT_FALSE(taken("modules.system_enable", kVehicle));
}

TEST(Engine, TheOtherSidesStepsAreSkippedAndSaid) {
    Player player({PlugIn{}, Stop{StopBy::vehicle}, Stop{StopBy::user}, SetValue{"modules.x", "1"},
                   SetValue{"ocpp.target_current_A", "1"},
                   SetValue{"controller.emergency_stop_button", "true"},
                   SetValue{"vehicle.communication", "lost"}, PressStart{}, Unplug{}},
                  {false, false, false});
    player.play(0_s);
    EXPECT_FALSE(player.commands.any());
    for (const auto& record : player.state.records) {
        EXPECT_EQ(record.result, StepResult::other_side);
    }
    EXPECT_EQ(player.notes.front().cause, "other side: skipped");
}

}  // namespace
}  // namespace chargerig::scenario
