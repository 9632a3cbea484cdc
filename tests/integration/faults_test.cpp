// SPDX-License-Identifier: Apache-2.0
//
// The shipped scenarios of abnormal transitions (spec 6.5): that they pass is seen with all the
// others; here, that each of them says something.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/integration/played.hpp"

namespace chargerig::integration {
namespace {

using report::Verdict;

std::vector<std::string> fault_scenarios() {
    auto names = closed_loop_scenarios();
    std::erase_if(names, [](const std::string& name) { return !name.starts_with("faults/"); });
    return names;
}

// The step that brings the fault about: the first value that is set, or else the first stop, or
// else the unplugging.
template <class Action>
bool take_out_first(scenario::Scenario& scenario) {
    const auto found = std::ranges::find_if(scenario.steps, [](const scenario::Step& step) {
        return std::holds_alternative<Action>(step.action);
    });
    if (found == scenario.steps.end()) return false;
    scenario.steps.erase(found);
    return true;
}

bool take_out_the_fault(scenario::Scenario& scenario) {
    return take_out_first<scenario::SetValue>(scenario) ||
           take_out_first<scenario::Stop>(scenario) || take_out_first<scenario::Unplug>(scenario);
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

TEST(faults, no_scenario_passes_without_its_fault) {
    for (const auto& name : fault_scenarios()) {
        scenario::Scenario scenario = shipped(name);
        ASSERT_TRUE(take_out_the_fault(scenario)) << name;
        const Played played = play(scenario);
        EXPECT_NE(played.result.verdict, Verdict::pass) << name;
        EXPECT_NE(played.result.verdict, Verdict::error) << name << reasons(played.result);
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
