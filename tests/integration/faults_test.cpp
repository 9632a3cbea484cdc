// SPDX-License-Identifier: Apache-2.0
//
// The shipped scenarios of abnormal transitions (spec 6.5): that they pass is seen with all the
// others; here, that each of them says something.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "sim/scenario/engine.hpp"
#include "tests/integration/played.hpp"

namespace chargerig::integration {
namespace {

using report::Verdict;

std::vector<std::string> fault_scenarios() {
    auto names = closed_loop_scenarios();
    std::erase_if(names, [](const std::string& name) { return !name.starts_with("faults/"); });
    return names;
}

// The step that brings the fault about is called so; an end of it goes with it.
constexpr std::string_view kFaultStep = "fault";

std::ptrdiff_t fault_steps(const scenario::Scenario& scenario) {
    return std::ranges::count(scenario.steps, kFaultStep, &scenario::Step::id);
}

void take_out_the_fault(scenario::Scenario& scenario) {
    std::erase_if(scenario.steps, [](const scenario::Step& step) {
        return step.id == kFaultStep || std::holds_alternative<scenario::ClearFault>(step.action);
    });
}

// Those of the expectations that do not pass, with their verdicts.
std::map<std::string, Verdict> missed(const report::RunResult& result) {
    std::map<std::string, Verdict> out;
    for (const auto& each : result.expectations) {
        if (each.verdict != Verdict::pass) out[each.id] = each.verdict;
    }
    return out;
}

TEST(faults, a_scenario_stands_for_each_abnormal_transition) {
    EXPECT_THAT(
        fault_scenarios(),
        testing::IsSupersetOf({"faults/communication-lost", "faults/contactors-stuck-open",
                               "faults/controller-status-lost", "faults/current-does-not-fall",
                               "faults/emergency-button", "faults/enable-at-wake-up",
                               "faults/enable-before-charging", "faults/enable-in-precharge",
                               "faults/enable-while-charging", "faults/insulation",
                               "faults/insulation-timeout", "faults/insulation-while-charging",
                               "faults/late-wake-up", "faults/no-bleed", "faults/status-lost",
                               "faults/stuck-voltage-after-test", "faults/temperature-stop",
                               "faults/unplugged-under-load", "faults/vehicle-emergency"}));
}

TEST(faults, a_scenario_stands_for_each_kind_of_fault_on_frames) {
    std::set<fault::Kind> shown;
    for (const auto& name : fault_scenarios()) {
        for (const auto& step : shipped(name).steps) {
            const auto* begin = std::get_if<scenario::BeginFault>(&step.action);
            if (begin) shown.insert(begin->fault.kind);
        }
    }
    EXPECT_EQ(shown.size(), fault::kKinds);
}

TEST(faults, on_frames_are_counted_and_are_no_drops) {
    const Played played = play(shipped("faults/frames-silence"));
    EXPECT_EQ(played.result.verdict, Verdict::pass) << reasons(played.result);
    EXPECT_EQ(played.result.frames_dropped, 0u);
    ASSERT_EQ(played.result.faults.size(), 1u);
    EXPECT_EQ(played.result.faults[0].name, "quiet");
    EXPECT_EQ(played.result.faults[0].kind, "silence");
    EXPECT_EQ(played.result.faults[0].frames, 40u);  // status and parameters, every 100 ms for 2 s
    const auto ended = std::ranges::find_if(
        played.notes, [](const core::Note& note) { return note.text == "fault quiet ends"; });
    ASSERT_NE(ended, played.notes.end());
    EXPECT_EQ(ended->cause, "40 frames");
}

TEST(faults, that_rest_on_chance_are_the_same_for_the_same_seed) {
    for (const char* name : {"faults/frames-jitter", "faults/frames-corrupt-bits"}) {
        const Played first = play(shipped(name));
        EXPECT_EQ(first.result.log_sha256, play(shipped(name)).result.log_sha256) << name;
        const Played other = play(shipped(name, {{"seed", "2"}}));
        EXPECT_NE(first.result.log_sha256, other.result.log_sha256) << name;
    }
}

// Whoever does not play the side that makes a fault leaves it to the other one.
TEST(faults, of_a_side_that_is_not_played_are_skipped) {
    scenario::Scenario scenario = shipped("faults/frames-silence");
    ASSERT_TRUE(rig::check_against_version(scenario, registry()).empty());
    const scenario::Engine engine(scenario, {true, true, false});
    class Nobody final : public scenario::BusView {
        std::optional<evse::ControllerState> state() const override { return wanted; }
        std::string state_text() const override { return ""; }
        std::optional<double> signal(std::size_t) const override { return 1000.0; }
        std::string signal_text(std::size_t) const override { return ""; }
        std::uint64_t frames(std::size_t) const override { return 0; }

    public:
        std::optional<evse::ControllerState> wanted;
    };
    Nobody bus;
    auto state = engine.initial_state();
    scenario::Commands commands;
    std::vector<core::Note> notes;
    bus.wanted = evse::ControllerState::Waiting_For_PEV;
    engine.advance(core::Instant{}, bus, state, commands, notes);
    bus.wanted = evse::ControllerState::Charging;
    engine.advance(core::Instant{1}, bus, state, commands, notes);
    EXPECT_TRUE(commands.faults.empty());
    EXPECT_TRUE(std::ranges::any_of(notes, [](const core::Note& note) {
        return note.text.starts_with("id fault") && note.cause == "other side: skipped";
    }));
}

std::string first_error(const std::string& fault, const std::string& protocol) {
    const auto scenario = scenario::parse_scenario(
        "format: 1\nname: t\nprotocol: " + protocol + "\nsteps:\n  - fault: " + fault + "\n",
        "f.yaml", read_options());
    if (!scenario) return scenario.error().front().text();
    const auto errors = rig::check_against_version(*scenario, registry());
    return errors.empty() ? "" : errors.front().text();
}

TEST(faults, name_what_the_version_has) {
    EXPECT_EQ(first_error("{kind: stop_message, message: OCPP_Control}", "3.2"), "");
    EXPECT_EQ(first_error("{kind: stop_message, message: OCPP_Control}", "3.1"),
              "f.yaml:5:5: protocol 3.1 has no message OCPP_Control; allowed: protocol 3.2; the "
              "first version that has it is 3.2");
    EXPECT_EQ(first_error("{kind: drop, from: controller, message: Power_Modules_Status}", "3.6"),
              "f.yaml:5:5: Power_Modules_Status has another sender: 'controller'; allowed: from: "
              "modules; or leave it out");
    EXPECT_THAT(first_error("{kind: stop_message, message: Power_Module_Status}", "3.6"),
                testing::EndsWith("did you mean 'Power_Modules_Status'?"));
    EXPECT_THAT(
        first_error("{kind: freeze_signal, message: Power_Modules_Status, signal: Present_Curent}",
                    "3.6"),
        testing::EndsWith("did you mean 'Present_Current'?"));
    EXPECT_THAT(first_error("{kind: force_signal, message: Power_Modules_Status, signal: "
                            "System_Enable, value: Alowed}",
                            "3.6"),
                testing::EndsWith("did you mean 'Allowed'?"));
    EXPECT_THAT(first_error("{kind: force_signal, message: Power_Modules_Status, signal: "
                            "Present_Current, value: 5000}",
                            "3.6"),
                testing::StartsWith("f.yaml:5:5: Power_Modules_Status.Present_Current cannot carry "
                                    "this value: '5000'"));
}

// With the fault everything that is expected is seen; without it the same expectations do not all
// pass, because the reaction stays away.
TEST(faults, are_what_the_expectations_of_each_scenario_rest_on) {
    for (const auto& name : fault_scenarios()) {
        scenario::Scenario scenario = shipped(name);
        ASSERT_EQ(fault_steps(scenario), 1) << name << ": one step has the id fault";
        ASSERT_FALSE(scenario.expectations.empty()) << name;
        const Played with = play(scenario);
        EXPECT_EQ(with.result.verdict, Verdict::pass) << name << reasons(with.result);
        EXPECT_TRUE(missed(with.result).empty()) << name;

        take_out_the_fault(scenario);
        const Played without = play(scenario);
        EXPECT_NE(without.result.verdict, Verdict::pass) << name;
        const auto lost = missed(without.result);
        EXPECT_FALSE(lost.empty()) << name << ": every expectation passes without the fault";
        for (const auto& [id, verdict] : lost) {
            EXPECT_NE(verdict, Verdict::error) << name << " " << id;
        }
    }
}

// A fault is not asked for by whatever comes later.
TEST(faults, an_emergency_before_the_step_that_was_to_bring_it_about_fails) {
    scenario::Scenario scenario = shipped("faults/vehicle-emergency");
    const auto stop = std::ranges::find_if(scenario.steps, [](const scenario::Step& step) {
        return std::holds_alternative<scenario::Stop>(step.action);
    });
    ASSERT_NE(stop, scenario.steps.end());
    scenario.modules.live.insulation_resistance_kohm = 60.0;
    const Played played = play(scenario);
    EXPECT_EQ(played.result.verdict, Verdict::fail);
}

}  // namespace
}  // namespace chargerig::integration
