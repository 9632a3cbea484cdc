// SPDX-License-Identifier: Apache-2.0
//
// The section `post` in whole runs: played whatever came before, behind the end of the session.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/integration/played.hpp"

namespace chargerig::integration {
namespace {

using report::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;

struct Seen {
    report::RunResult result;
    std::vector<core::Note> notes;

    // The time of the first note with this text, in seconds; -1: there is none.
    double at(const std::string& text, const std::string& cause = "") const {
        for (const auto& note : notes) {
            if (note.text == text && (cause.empty() || note.cause == cause)) {
                return core::to_seconds(note.time);
            }
        }
        return -1.0;
    }
};

constexpr const char* kCharge =
    "steps:\n"
    "  - plug_in\n"
    "  - wait: {state: Charging, within_s: 60}\n"
    "  - hold_s: 5\n"
    "  - stop: user\n"
    "  - wait: {state: Closing_Communication, within_s: 30}\n";

constexpr const char* kSafe =
    "post:\n"
    "  - wait: {signal: Power_Modules_Status.Present_Current, at_most: 1, within_s: 10}\n"
    "  - unplug\n"
    "  - wait: {state: Waiting_For_PEV, within_s: 20}\n";

// `see` is shown each note and may ask for the end of the run.
Seen run(const std::string& sections, std::optional<double> timeout_s = {},
         const std::function<void(const core::Note&, rig::Interrupt&)>& see = {}) {
    Seen out;
    const auto scenario = scenario::parse_scenario(
        "format: 1\nname: t\nvehicle: {protocol: iso2}\n" + sections, "f.yaml", read_options());
    if (!scenario) {
        ADD_FAILURE() << scenario.error().front().text();
        return out;
    }
    rig::RunOptions options;
    options.registry = &registry();
    options.timeout_s = timeout_s;
    rig::Interrupt interrupt;
    auto result = rig::run(*scenario, options, interrupt, [&](const core::Note& note) {
        out.notes.push_back(note);
        if (see) see(note, interrupt);
    });
    if (result) {
        out.result = std::move(*result);
    } else {
        ADD_FAILURE() << result.error().front().text();
    }
    return out;
}

TEST(post, FollowsTheEndOfTheSession) {
    const Seen with = run(std::string(kCharge) + kSafe);
    EXPECT_EQ(with.result.verdict, Verdict::pass) << reasons(with.result);
    EXPECT_EQ(with.result.post, Verdict::pass);
    EXPECT_LT(with.at("stop user"), with.at("post", "begins"));
    EXPECT_GE(with.at("post: unplug"), with.at("post", "begins"));
    EXPECT_GE(with.at("post", "done"), with.at("post: unplug"));
    const Seen without = run(kCharge);
    EXPECT_EQ(without.result.post, std::nullopt);
    EXPECT_LT(without.result.simulated_s, with.result.simulated_s);
}

TEST(post, IsPlayedWhenAWaitWasMissed) {
    const Seen seen =
        run("steps:\n  - plug_in\n  - wait: {state: Charging, within_s: 60}\n"
            "  - wait: {state: Precharge, within_s: 3}\n  - set: {ocpp.target_current_A: 1}\n" +
            std::string(kSafe));
    EXPECT_EQ(seen.result.verdict, Verdict::fail);
    EXPECT_EQ(seen.result.post, Verdict::pass);
    EXPECT_THAT(seen.result.failures, ElementsAre(HasSubstr("not met in time")));
    EXPECT_GT(seen.at("post: unplug"), 0.0);
    EXPECT_EQ(seen.result.pistols.front().session_end, "Clean_Stop");
}

TEST(post, IsPlayedWhenTheTimeIsOver) {
    const Seen seen = run("steps:\n  - plug_in\n  - hold_s: 1000\n" + std::string(kSafe), 40.0);
    EXPECT_EQ(seen.result.verdict, Verdict::inconclusive);
    EXPECT_EQ(seen.result.post, Verdict::pass);
    EXPECT_GT(seen.at("post: unplug"), 40.0);
    EXPECT_LT(seen.at("post: unplug"), 100.0);
}

TEST(post, IsPlayedWhenTheScriptIsOverAndTheSessionGoesOn) {
    const Seen seen = run("steps:\n  - plug_in\n  - wait: {state: Charging, within_s: 60}\n" +
                          std::string(kSafe));
    EXPECT_EQ(seen.result.post, Verdict::pass) << reasons(seen.result);
    EXPECT_GT(seen.at("post: unplug"), 600.0);
}

TEST(post, OneInterruptLeavesItToBePlayedTwoDoNot) {
    for (const int times : {1, 2}) {
        int asked = 0;
        const Seen seen = run(std::string(kCharge) + kSafe, {},
                              [&](const core::Note& note, rig::Interrupt& interrupt) {
                                  if (note.text != "wait {state Charging, within_s 60}") return;
                                  for (; asked < times; ++asked) interrupt.request();
                              });
        EXPECT_TRUE(seen.result.interrupted);
        EXPECT_EQ(seen.result.verdict, Verdict::inconclusive) << reasons(seen.result);
        EXPECT_EQ(seen.result.post, times == 1 ? Verdict::pass : Verdict::inconclusive);
        EXPECT_EQ(seen.at("post: unplug") > 0.0, times == 1);
        if (times == 2) {
            EXPECT_THAT(seen.result.failures,
                        testing::Contains("post was not played: interrupted twice"));
        }
    }
}

TEST(post, AnInterruptEndsIt) {
    const Seen seen = run(std::string(kCharge) + "post:\n  - unplug\n  - hold_s: 100\n", {},
                          [](const core::Note& note, rig::Interrupt& interrupt) {
                              if (note.text == "post: unplug") interrupt.request();
                          });
    EXPECT_EQ(seen.result.verdict, Verdict::fail);
    EXPECT_EQ(seen.result.post, Verdict::fail);
    EXPECT_THAT(seen.result.failures,
                testing::Contains("post was not over when the run was interrupted"));
    EXPECT_LT(seen.result.simulated_s, 100.0);
}

TEST(post, AWaitThatItMissesFailsTheScenario) {
    const Seen seen =
        run(std::string(kCharge) + "post:\n  - wait: {state: Charging, within_s: 2}\n  - unplug\n");
    EXPECT_EQ(seen.result.verdict, Verdict::fail);
    EXPECT_EQ(seen.result.post, Verdict::fail);
    EXPECT_THAT(seen.result.failures, ElementsAre(HasSubstr("post: not met in time: wait {state "
                                                            "Charging, within_s 2}; saw ")));
    EXPECT_GT(seen.at("post: unplug"), 0.0);
}

TEST(post, HasALimitOfItsOwn) {
    const Seen seen = run(std::string(kCharge) + "post:\n  - hold_s: 10000\n");
    EXPECT_EQ(seen.result.verdict, Verdict::fail);
    EXPECT_THAT(seen.result.failures, ElementsAre("post was not over after 600 s"));
    EXPECT_LT(seen.result.simulated_s, 700.0);
}

TEST(post, ExpectationsEndBeforeIt) {
    const Seen seen = run(std::string(kCharge) +
                          "post: [{id: late, hold_s: 1}]\n"
                          "expect:\n  - {id: e, reason: r, never: {begun: late}}\n");
    EXPECT_EQ(seen.result.verdict, Verdict::pass) << reasons(seen.result);
    EXPECT_EQ(seen.result.post, Verdict::pass);
}

}  // namespace
}  // namespace chargerig::integration
