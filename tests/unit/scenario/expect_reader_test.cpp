// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {
namespace {

tl::expected<Scenario, core::Errors> read(const std::string& expect) {
    return parse_scenario(
        "format: 1\nname: t\nsteps:\n  - {id: press, stop: user}\n  - {id: out, do: unplug}\n"
        "expect:\n" +
            expect,
        "f.yaml", {CHARGERIG_SOURCE_DIR "/resources", {}});
}

struct Ugly {
    const char* kind;
    const char* error;
};

class BadExpectation : public testing::TestWithParam<Ugly> {};

TEST_P(BadExpectation, SaysWhatIsWrongAndWhatIsAllowed) {
    const auto scenario =
        read("  - id: a\n    reason: r\n    " + std::string(GetParam().kind) + "\n");
    ASSERT_FALSE(scenario);
    ASSERT_EQ(scenario.error().size(), 1U) << scenario.error()[1].text();
    EXPECT_EQ(scenario.error().front().text(), GetParam().error);
}

constexpr const char* kStates =
    "Initialising, Waiting_For_PEV, Negotiating_Connection, Connected_With_Full_Info, "
    "Insulation_Test, Precharge, Waiting_For_Charge, Charging, Ending_Charge, Welding_Detection, "
    "Closing_Communication, CCS_Authorisation_Process, Not_Available, Charge_Pause";

const std::string kUnknownState = std::string("f.yaml:9:20: unknown state: 'Chargin'; allowed: ") +
                                  kStates + "; did you mean 'Charging'?";

INSTANTIATE_TEST_SUITE_P(
    Expect, BadExpectation,
    testing::Values(
        Ugly{"never: {state: Chargin}", kUnknownState.c_str()},
        Ugly{
            "value: {state: Charging, at: {begun: pres}}",
            "f.yaml:9:42: no step has this id: 'pres'; allowed: press, out; did you mean 'press'?"},
        Ugly{"reach: {message: Emergency_Stop, within_s: 1}",
             "f.yaml:9:12: only a state or a signal lasts; allowed: state, signal"},
        Ugly{
            "reach: {state: Charging, within_s: 1 s}",
            "f.yaml:9:40: within_s is not a number: '1 s'; allowed: a number from 0 to 31536000 s"},
        Ugly{"always: {state: Charging, form: start}",
             "f.yaml:9:31: always has an unknown key: 'form'; allowed: state, message, signal, "
             "begun, done, from, to; did you mean 'from'?"},
        Ugly{"never: {state: Charging, from: {begun: out}, to: {begun: out}}",
             "f.yaml:9:12: nothing can lie between these two events; allowed: from: an event "
             "before the one of to:"},
        Ugly{"order: [{state: Charging}]",
             "f.yaml:9:12: an order needs two or more events; allowed: start, end, {state: ...}, "
             "{message: ...}, {signal: ..., is: ...}, {begun: STEP}, {done: STEP}"},
        Ugly{"period: {message: Emergency_Stop}",
             "f.yaml:9:13: a period needs a limit; allowed: at_least_s, at_most_s, mean_s, "
             "jitter_s"},
        Ugly{"period: {message: Emergency_Stop, at_least_s: 2, at_most_s: 1}",
             "f.yaml:9:13: at_least is more than at_most; allowed: at_least <= at_most"},
        Ugly{"response: {from: {begun: out}, to: end, at_most_s: 1}",
             "f.yaml:9:15: the end of the run is no reaction; allowed: to: another event"},
        Ugly{"step_response: {signal: A.B, from: {begun: out}, target: 1, settle_s: 3, tolerance: "
             "1, for_s: 2}",
             "f.yaml:9:20: nobody looks for as long as it may settle; allowed: for_s >= settle_s"},
        Ugly{"count: {of: {message: Emergency_Stop}}",
             "f.yaml:9:12: a count needs one limit or two; allowed: exactly, or at_least and "
             "at_most"},
        Ugly{"count: {of: later, exactly: 1}",
             "f.yaml:9:17: unknown event: 'later'; allowed: start, end, {state: ...}, {message: "
             "...}, {signal: ..., is: ...}, {begun: STEP}, {done: STEP}"}));

TEST(ExpectReader, GivesAllErrorsAtOnce) {
    const auto scenario = read(
        "  - id: a\n    never: {state: X}\n"
        "  - id: a\n    reason: r\n    never: {begun: y}\n    count: 3\n"
        "  - 3\n");
    ASSERT_FALSE(scenario);
    std::string all;
    for (const auto& error : scenario.error()) all += error.text() + "\n";
    for (const char* part :
         {"lacks the key 'reason'", "unknown state", "two expectations have this id",
          "no step has this id", "count must be a mapping", "an expectation is of one kind",
          "the expectation must be a mapping"}) {
        EXPECT_NE(all.find(part), all.npos) << part << " is not in\n" << all;
    }
}

TEST(ExpectReader, StepsHaveTheirOwnIds) {
    const auto scenario = parse_scenario(
        "format: 1\nname: t\nsteps:\n  - {id: a, stop: user}\n  - {id: a, do: unplug}\n", "f.yaml",
        {CHARGERIG_SOURCE_DIR "/resources", {}});
    ASSERT_FALSE(scenario);
    EXPECT_EQ(scenario.error().front().text(),
              "f.yaml:5:5: two steps have this id: 'a'; the other is in line 4");
}

}  // namespace
}  // namespace chargerig::scenario
