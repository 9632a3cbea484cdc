// SPDX-License-Identifier: Apache-2.0
//
// Each kind of expectation passes, fails and is inconclusive, by frames and steps made for it.
#include "sim/rig/expect_watch.hpp"

#include <gtest/gtest.h>

#include <array>
#include <functional>

#include "sim/scenario/scenario.hpp"

namespace chargerig::rig {
namespace {

using core::Instant;
using report::Verdict;

const evse::Registry& registry() {
    static const auto loaded = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    return *loaded;
}

// One expectation, and a bus on which the test says what it likes. Two steps have ids: "press" and
// "other".
class Bench {
public:
    explicit Bench(const std::string& kind)
        : binding_(*evse::Binding::make(*registry().find("3.6"), 1)), observer_(binding_) {
        auto read = scenario::parse_scenario(
            "format: 1\nname: t\nsteps: [{id: press, hold_s: 1}, {id: other, hold_s: 1}]\n"
            "expect:\n  - {id: e, reason: r, " +
                kind + "}\n",
            "f.yaml", {CHARGERIG_SOURCE_DIR "/resources", {}});
        if (!read) {
            ADD_FAILURE() << read.error().front().text();
            return;
        }
        scenario_ = std::move(*read);
        core::Errors errors;
        resolve_expectations(scenario_, binding_.version(), registry(), errors);
        if (!errors.empty()) {
            ADD_FAILURE() << errors.front().text();
            return;
        }
        watch_ = std::make_unique<ExpectWatch>(scenario_.expectations, binding_.version());
        observer_.set_sink(watch_.get());
    }

    void say(double time_s, const evse::Message& message) {
        evse::Frames frames;
        ASSERT_TRUE(binding_.encode(message, at(time_s), memory_, frames));
        for (const auto& frame : frames) observer_.see(frame);
    }
    void voltage(double time_s, double value_V) {
        evse::PowerModulesStatus status;
        status.present_voltage_V = value_V;
        say(time_s, status);
    }
    void state(double time_s, evse::ControllerState state) {
        say(time_s, evse::ControllerStatus{state});
    }
    // The step `press` begins and is done.
    void press(double time_s) {
        watch_->on_script({{0, false, at(time_s)}, {0, true, at(time_s)}});
    }
    // Voltages every 100 ms from a time on.
    void voltages(double from_s, const std::vector<double>& values_V) {
        for (std::size_t i = 0; i < values_V.size(); ++i) {
            voltage(from_s + 0.1 * static_cast<double>(i), values_V[i]);
        }
    }
    report::ExpectationResult end(double time_s, bool rig_failed = false, bool cut_short = false) {
        watch_->finish(at(time_s), cut_short);
        return watch_->results(rig_failed).front();
    }

private:
    static Instant at(double time_s) { return Instant{} + core::from_seconds(time_s); }

    evse::Binding binding_;
    monitor::BusObserver observer_;
    scenario::Scenario scenario_;
    evse::LinkMemory memory_;
    std::unique_ptr<ExpectWatch> watch_;
};

using enum evse::ControllerState;

struct Row {
    const char* name;
    const char* kind;
    std::function<void(Bench&)> story;
    Verdict verdict;
    const char* seen;
    double t_s;
    std::uint64_t frame;  // 0: none
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.name;
}

class Expectations : public testing::TestWithParam<Row> {};

// Every run ends at 10 s.
TEST_P(Expectations, AreJudgedWithTheirEvidence) {
    Bench bench(GetParam().kind);
    if (HasFailure()) return;
    GetParam().story(bench);
    const auto result = bench.end(10.0);
    EXPECT_EQ(report::to_text(result.verdict), report::to_text(GetParam().verdict));
    EXPECT_EQ(result.seen, GetParam().seen);
    EXPECT_DOUBLE_EQ(result.t_s, GetParam().t_s);
    EXPECT_EQ(result.frame.value_or(0), GetParam().frame);
}

std::string name_of(const testing::TestParamInfo<Row>& row) {
    return row.param.name;
}

constexpr Verdict kPass = Verdict::pass;
constexpr Verdict kFail = Verdict::fail;
constexpr Verdict kOpen = Verdict::inconclusive;
const auto nothing = [](Bench&) {};

constexpr const char* kValue =
    "value: {signal: Power_Modules_Status.Present_Voltage, at_most: 20, at: {state: Precharge}}";
INSTANTIATE_TEST_SUITE_P(Value, Expectations,
                         testing::Values(Row{"Passes", kValue,
                                             [](Bench& b) {
                                                 b.voltage(1.0, 12.5);
                                                 b.state(1.1, Precharge);
                                             },
                                             kPass, "1 time, last 12.5", 1.1, 2},
                                         Row{"FailsAtTheSecondTime", kValue,
                                             [](Bench& b) {
                                                 b.voltage(1.0, 12.5);
                                                 b.state(1.1, Precharge);
                                                 b.state(1.2, Charging);
                                                 b.voltage(1.2, 25.5);
                                                 b.state(1.3, Precharge);
                                             },
                                             kFail, "25.5 V", 1.3, 5},
                                         Row{"FailsOnASilentSender", kValue,
                                             [](Bench& b) {
                                                 b.voltage(1.0, 12.5);
                                                 b.state(1.5, Precharge);
                                             },
                                             kFail, "no frame for 0.500 s, 12.5 V before", 1.5, 2},
                                         Row{"CannotBeToldWithoutTheEvent", kValue,
                                             [](Bench& b) { b.voltage(1.0, 12.5); }, kOpen,
                                             "'state Precharge' never happened", 10.0, 0}),
                         name_of);

constexpr const char* kReach =
    "reach: {signal: Power_Modules_Status.Present_Voltage, at_least: 400, after: {begun: press}, "
    "within_s: 1, held_s: 0.3}";
INSTANTIATE_TEST_SUITE_P(
    Reach, Expectations,
    testing::Values(
        Row{"Passes", kReach,
            [](Bench& b) {
                b.press(1.0);
                b.voltages(1.5, {0, 401, 402, 403, 404});
            },
            kPass, "true after 0.600 s, for 0.300 s", 1.9, 5},
        Row{"HoldsAgainAfterABreak", kReach,
            [](Bench& b) {
                b.press(1.0);
                b.voltages(1.5, {401, 0, 402, 403, 404, 405});
            },
            kPass, "true after 0.700 s, for 0.300 s", 2.0, 6},
        Row{"FailsTooLate", kReach,
            [](Bench& b) {
                b.press(1.0);
                b.voltages(1.5, {0, 0, 0, 0, 0, 0, 401});
            },
            kFail, "401 V when the time was over", 2.1, 7},
        Row{"FailsWhenItDoesNotHold", kReach,
            [](Bench& b) {
                b.press(1.0);
                b.voltages(1.9, {401, 402, 0});
            },
            kFail, "0 V when the time was over", 2.1, 3},
        Row{"FailsWhenNothingCame", kReach, [](Bench& b) { b.press(1.0); }, kFail,
            "Power_Modules_Status.Present_Voltage: no frame yet", 10.0, 0},
        Row{"CannotBeToldWithoutTheStep", kReach, [](Bench& b) { b.voltage(1.0, 401); }, kOpen,
            "'begun press' never happened", 10.0, 0},
        Row{"CannotBeToldWhenTheRunIsTooShort", kReach, [](Bench& b) { b.press(9.5); }, kOpen,
            "Power_Modules_Status.Present_Voltage: no frame yet when the run ended before the time",
            10.0, 0}),
    name_of);

constexpr const char* kAlways =
    "always: {signal: Power_Modules_Status.Present_Voltage, at_most: 500, from: {state: Charging}, "
    "to: {state: Ending_Charge}}";
constexpr const char* kNever = "never: {message: Emergency_Stop, from: {state: Charging}}";
INSTANTIATE_TEST_SUITE_P(Between, Expectations,
                         testing::Values(Row{"AlwaysPasses", kAlways,
                                             [](Bench& b) {
                                                 b.voltage(0.9, 600);
                                                 b.state(1.0, Charging);
                                                 b.voltages(1.1, {400, 500});
                                                 b.state(2.0, Ending_Charge);
                                                 b.voltage(2.1, 600);
                                             },
                                             kPass, "judged 2 times", 1.2, 4},
                                         Row{"AlwaysFails", kAlways,
                                             [](Bench& b) {
                                                 b.state(1.0, Charging);
                                                 b.voltages(1.1, {400, 500.1});
                                             },
                                             kFail, "500.1 V", 1.2, 3},
                                         Row{"AlwaysWithoutAnEndCannotBeTold", kAlways,
                                             [](Bench& b) {
                                                 b.state(1.0, Charging);
                                                 b.voltage(1.1, 400);
                                             },
                                             kOpen, "'state Ending_Charge' never happened", 10.0,
                                             0},
                                         Row{"AlwaysWithoutAFrameCannotBeTold", kAlways,
                                             [](Bench& b) {
                                                 b.state(1.0, Charging);
                                                 b.state(1.1, Ending_Charge);
                                             },
                                             kOpen, "no frame between the two events", 10.0, 0},
                                         Row{"NeverPasses", kNever,
                                             [](Bench& b) {
                                                 b.say(0.5, evse::EmergencyStop{});
                                                 b.state(1.0, Charging);
                                             },
                                             kPass, "judged 0 times", 10.0, 0},
                                         Row{"NeverFails", kNever,
                                             [](Bench& b) {
                                                 b.state(1.0, Charging);
                                                 b.say(1.5, evse::EmergencyStop{});
                                             },
                                             kFail, "message Emergency_Stop", 1.5, 2},
                                         Row{"NeverInAnEmptyWindowCannotBeTold",
                                             "never: {message: Emergency_Stop, from: {begun: "
                                             "press}, to: {done: press}}",
                                             [](Bench& b) { b.press(1.0); }, kOpen,
                                             "no time between the two events", 10.0, 0},
                                         Row{"NeverWithoutABeginningCannotBeTold", kNever, nothing,
                                             kOpen, "'state Charging' never happened", 10.0, 0}),
                         name_of);

constexpr const char* kOrder =
    "order: [{state: Precharge}, {begun: press}, {message: Emergency_Stop}]";
INSTANTIATE_TEST_SUITE_P(
    Order, Expectations,
    testing::Values(Row{"Passes", kOrder,
                        [](Bench& b) {
                            b.state(1.0, Precharge);
                            b.press(1.5);
                            b.say(2.0, evse::EmergencyStop{});
                        },
                        kPass, "all 3 in this order", 2.0, 2},
                    Row{"Fails", kOrder,
                        [](Bench& b) {
                            b.state(1.0, Precharge);
                            b.say(1.2, evse::EmergencyStop{});
                            b.press(1.5);
                        },
                        kFail, "'message Emergency_Stop' before 'begun press'", 1.2, 2},
                    Row{"FailsHalfway", kOrder,
                        [](Bench& b) {
                            b.state(1.0, Precharge);
                            b.press(1.5);
                        },
                        kFail, "'message Emergency_Stop' never happened after 'begun press'", 10.0,
                        0},
                    Row{"KnowsOneEventTwice",
                        "order: [{state: Charging}, {state: Charge_Pause}, {state: Charging}]",
                        [](Bench& b) {
                            b.state(1.0, Charging);
                            b.state(2.0, Charge_Pause);
                            b.state(3.0, Charging);
                        },
                        kPass, "all 3 in this order", 3.0, 3},
                    Row{"CannotBeToldBeforeItsFirst", kOrder, nothing, kOpen,
                        "'state Precharge' never happened", 10.0, 0}),
    name_of);

constexpr const char* kPeriod =
    "period: {message: Power_Modules_Status, at_least_s: 0.08, at_most_s: 0.12, mean_s: 0.1, "
    "mean_tolerance_s: 0.005, jitter_s: 0.02, to: {state: Charging}}";
const auto beat = [](std::vector<double> times_s) {
    return [times_s](Bench& b) {
        for (const double time_s : times_s) b.voltage(time_s, 0);
        b.state(times_s.empty() ? 0.01 : times_s.back() + 0.05, Charging);
    };
};
INSTANTIATE_TEST_SUITE_P(
    Period, Expectations,
    testing::Values(
        Row{"Passes", kPeriod, beat({0.1, 0.2, 0.29, 0.4}), kPass,
            "0.090 s to 0.110 s, mean 0.100 s of 3", 0.4, 4},
        Row{"FailsTooLong", kPeriod, beat({0.1, 0.2, 0.35}), kFail, "0.150 s between two", 0.35, 3},
        Row{"FailsTooShort", kPeriod, beat({0.1, 0.15}), kFail, "0.050 s between two", 0.15, 2},
        Row{"FailsByItsMean", kPeriod, beat({0.1, 0.21, 0.32}), kFail,
            "0.110 s to 0.110 s, mean 0.110 s of 2", 0.32, 3},
        Row{"FailsByItsJitter", kPeriod, beat({0.1, 0.185, 0.3, 0.4}), kFail,
            "0.085 s to 0.115 s, mean 0.100 s of 3", 0.4, 4},
        Row{"FailsWhenItStops", kPeriod,
            [](Bench& b) {
                b.voltages(0.1, {0, 0});
                b.state(0.6, Charging);
            },
            kFail, "none for 0.400 s", 0.6, 3},
        Row{"CannotBeToldFromOneFrame", kPeriod, beat({0.1}), kOpen, "fewer than two frames", 10.0,
            0},
        Row{"HasNoJitterInOneGap", kPeriod, beat({0.1, 0.2}), kOpen, "fewer than three frames",
            10.0, 0}),
    name_of);

constexpr const char* kResponse =
    "response: {from: {begun: press}, to: {message: Emergency_Stop}, at_least_s: 0.05, at_most_s: "
    "0.1}";
const auto reaction = [](double time_s) {
    return [time_s](Bench& b) {
        b.press(1.0);
        b.say(time_s, evse::EmergencyStop{});
    };
};
INSTANTIATE_TEST_SUITE_P(
    Response, Expectations,
    testing::Values(
        Row{"Passes", kResponse, reaction(1.1), kPass, "0.100 s", 1.1, 1},
        Row{"FailsTooLate", kResponse, reaction(1.101), kFail, "took 0.101 s", 1.101, 1},
        Row{"FailsTooSoon", kResponse, reaction(1.049), kFail, "took 0.049 s", 1.049, 1},
        Row{"FailsWithoutAReaction", kResponse, [](Bench& b) { b.press(1.0); }, kFail,
            "'message Emergency_Stop' did not follow in 9.000 s", 10.0, 0},
        Row{"OfEachStimulus",
            "response: {from: {state: Precharge}, to: {state: Charging}, at_most_s: 2}",
            [](Bench& b) {
                b.state(1.0, Precharge);
                b.state(1.5, Charging);
                b.state(3.0, Precharge);
                b.state(4.0, Charging);
                b.state(5.0, Precharge);
                b.state(5.2, Charging);
            },
            kPass, "1.000 s at most, 3 times", 4.0, 4},
        Row{"CannotBeToldWithoutTheStimulus", kResponse,
            [](Bench& b) { b.say(1.0, evse::EmergencyStop{}); }, kOpen,
            "'begun press' never happened", 10.0, 0},
        Row{"CannotBeToldAtTheVeryEnd", kResponse, [](Bench& b) { b.press(9.95); }, kOpen,
            "the run ended before the time", 10.0, 0},
        Row{"CannotBeToldOfTheLastStimulus",
            "response: {from: {state: Precharge}, to: {state: Charging}, at_most_s: 2}",
            [](Bench& b) {
                b.state(1.0, Precharge);
                b.state(1.5, Charging);
                b.state(9.0, Precharge);
            },
            kOpen, "the run ended before the time", 10.0, 0}),
    name_of);

constexpr const char* kStep =
    "step_response: {signal: Power_Modules_Status.Present_Voltage, from: {begun: press}, target: "
    "100, rise_s: 0.4, settle_s: 0.7, tolerance: 2, overshoot: 5, for_s: 1}";
const auto course = [](std::vector<double> values_V) {
    return [values_V](Bench& b) {
        b.voltage(0.9, 0);
        b.press(1.0);
        b.voltages(1.1, values_V);
    };
};
INSTANTIATE_TEST_SUITE_P(
    StepResponse, Expectations,
    testing::Values(
        Row{"Passes", kStep, course({0, 30, 60, 95, 104, 101, 100, 100, 100, 100}), kPass,
            "rose in 0.200 s, settled in 0.600 s, overshoot 4", 1.6, 7},
        Row{"FailsTooSlow", kStep, course({10, 30, 50, 70, 80, 99, 100, 100, 100, 100}), kFail,
            "rose in 0.500 s", 1.6, 7},
        Row{"FailsTooFar", kStep, course({30, 80, 105.5}), kFail, "105.5 V: too far", 1.3, 4},
        Row{"FailsToSettle", kStep, course({30, 95, 97, 97, 97, 97, 97, 97, 97, 97, 97}), kFail,
            "97 V: not settled", 2.1, 12},
        Row{"FailsToSettleInTime", kStep, course({30, 95, 97, 97, 97, 97, 97, 100, 100, 100}),
            kFail, "settled in 0.800 s", 1.8, 9},
        Row{"FailsToRise", kStep, course({30, 50, 50, 50, 50}), kFail,
            "no frame for 8.500 s, 50 V before: below 90 % of the step", 10.0, 0},
        Row{"CannotBeToldWhenItFallsSilent", kStep, course({60, 95, 100, 100}), kOpen,
            "no frame in the last 0.600 s of the time", 10.0, 0},
        Row{"HasNoOvershootFarBelow",
            "step_response: {signal: Power_Modules_Status.Present_Voltage, from: {begun: press}, "
            "target: 100, overshoot: 5, for_s: 1}",
            course({30, 50, 50, 50, 50, 50, 50, 50, 50, 50}), kOpen,
            "no frame for 8.000 s, 50 V before: below 90 % of the step", 10.0, 0},
        Row{"CannotBeToldWithoutTheStep", kStep, [](Bench& b) { b.voltage(1.0, 0); }, kOpen,
            "'begun press' never happened", 10.0, 0},
        Row{"CannotBeToldAtTheTarget", kStep,
            [](Bench& b) {
                b.voltage(0.9, 100);
                b.press(1.0);
            },
            kOpen, "it was at the target already", 1.0, 0}),
    name_of);

constexpr const char* kCount =
    "count: {of: {state: Charging}, at_least: 1, at_most: 2, from: {begun: press}}";
INSTANTIATE_TEST_SUITE_P(Count, Expectations,
                         testing::Values(Row{"Passes", kCount,
                                             [](Bench& b) {
                                                 b.press(1.0);
                                                 b.state(1.1, Charging);
                                                 b.state(1.2, Charging);  // entered before
                                             },
                                             kPass, "1 time", 1.1, 1},
                                         Row{"FailsTooOften", kCount,
                                             [](Bench& b) {
                                                 b.press(1.0);
                                                 for (const double time_s : {1.0, 2.0, 3.0}) {
                                                     b.state(time_s, Charging);
                                                     b.state(time_s + 0.5, Precharge);
                                                 }
                                             },
                                             kFail, "3 times", 3.0, 5},
                                         Row{"FailsTooRarely", kCount,
                                             [](Bench& b) { b.press(1.0); }, kFail, "0 times", 10.0,
                                             0},
                                         Row{"CannotBeToldWithoutItsWindow", kCount,
                                             [](Bench& b) { b.state(1.0, Charging); }, kOpen,
                                             "'begun press' never happened", 10.0, 0}),
                         name_of);

// One of each kind, about the voltage after the step `press`.
constexpr std::array kAboutTheVoltage{
    "value: {signal: Power_Modules_Status.Present_Voltage, at_most: 9999, at: {begun: press}}",
    "reach: {signal: Power_Modules_Status.Present_Voltage, at_most: 9999, after: {begun: press}, "
    "within_s: 1}",
    "always: {signal: Power_Modules_Status.Present_Voltage, at_most: 9999, from: {begun: press}}",
    "never: {signal: Power_Modules_Status.Present_Voltage, at_least: 6000, from: {begun: press}}",
    "order: [{begun: press}, {signal: Power_Modules_Status.Present_Voltage, at_least: 90}]",
    "period: {message: Power_Modules_Status, at_most_s: 60, from: {begun: press}}",
    "response: {from: {begun: press}, to: {message: Power_Modules_Status}, at_most_s: 60}",
    "step_response: {signal: Power_Modules_Status.Present_Voltage, from: {begun: press}, target: "
    "100, overshoot: 9999, for_s: 1}",
    "count: {of: {message: Power_Modules_Status}, at_least: 1, from: {begun: press}}",
};

TEST(ExpectWatch, WhatNobodySendsNeverPasses) {
    for (const char* kind : kAboutTheVoltage) {
        Bench bench(kind);
        bench.press(1.0);
        EXPECT_NE(bench.end(10.0).verdict, Verdict::pass) << kind;
    }
}

TEST(ExpectWatch, WhatIsNeverAskedNeverPasses) {
    for (const char* kind : kAboutTheVoltage) {
        Bench bench(kind);
        bench.voltages(0.1, {0, 0, 0, 95, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100});
        EXPECT_NE(bench.end(1.6).verdict, Verdict::pass) << kind;
    }
}

TEST(ExpectWatch, WhatIsAskedAndSentPasses) {
    for (const char* kind : kAboutTheVoltage) {
        Bench bench(kind);
        bench.voltage(0.1, 0);
        bench.press(0.1);
        bench.voltages(0.2, {0, 0, 95, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100});
        const auto result = bench.end(1.6);
        EXPECT_EQ(result.verdict, Verdict::pass) << kind << ": " << result.seen;
    }
}

TEST(ExpectWatch, WhatCannotBeToldWhenTheRigFailedIsAnError) {
    Bench bench(kCount);
    EXPECT_EQ(bench.end(10.0, true).verdict, Verdict::error);
    Bench failed(kNever);
    failed.state(1.0, Charging);
    failed.say(1.5, evse::EmergencyStop{});
    EXPECT_EQ(failed.end(10.0, true).verdict, kFail) << "what was seen was seen";
}

TEST(ExpectWatch, AStepThatWasTakenOutNeverBegins) {
    auto scenario = scenario::parse_scenario(
        "format: 1\nname: t\nsteps: [{id: press, hold_s: 1}]\nexpect:\n"
        "  - {id: e, reason: r, never: {message: Emergency_Stop, from: {begun: press}}}\n",
        "f.yaml", {CHARGERIG_SOURCE_DIR "/resources", {}});
    ASSERT_TRUE(scenario);
    scenario->steps.clear();
    const auto version = *registry().find("3.6");
    core::Errors errors;
    resolve_expectations(*scenario, *version, registry(), errors);
    EXPECT_TRUE(errors.empty());
    ExpectWatch watch(scenario->expectations, *version);
    watch.on_script({});
    watch.finish(Instant{} + core::from_seconds(1.0), false);
    EXPECT_EQ(watch.results(false).front().verdict, kOpen);
}

TEST(ExpectWatch, UnknownNamesAreAllNamedAtOnceWithWhatIsMeant) {
    auto scenario = scenario::parse_scenario(
        "format: 1\nname: t\nexpect:\n"
        "  - {id: a, reason: r, never: {message: Emergency_Stp}}\n"
        "  - {id: b, reason: r, never: {signal: Power_Modules_Status.Present_Curent, is: 1}}\n"
        "  - {id: c, reason: r, never: {signal: OCPP_Control.Dynamic_Target_Current, is: 1}}\n"
        "  - {id: d, reason: r, never: {state: Charge_Pause}}\n",
        "f.yaml", {CHARGERIG_SOURCE_DIR "/resources", {}});
    ASSERT_TRUE(scenario);
    core::Errors errors;
    resolve_expectations(*scenario, **registry().find("3.0"), registry(), errors);
    ASSERT_EQ(errors.size(), 4U);
    EXPECT_EQ(errors[0].where, (core::SourcePosition{"f.yaml", 4, 31}));
    EXPECT_EQ(errors[0].hint, "did you mean 'Emergency_Stop'?");
    EXPECT_EQ(errors[1].hint, "did you mean 'Present_Current'?");
    EXPECT_EQ(errors[2].hint, "the first version that has it is 3.2");
    EXPECT_EQ(errors[3].hint, "the first version that has it is 3.4");
}

TEST(ExpectWatch, WhatMightHaveComeInARunCutShortIsInconclusive) {
    Bench order(kOrder);
    order.state(1.0, Precharge);
    EXPECT_EQ(order.end(2.0, false, true).verdict, kOpen);
    Bench count(kCount);
    count.press(1.0);
    EXPECT_EQ(count.end(2.0, false, true).verdict, kOpen);
    Bench late(kResponse);
    late.press(1.0);
    EXPECT_EQ(late.end(2.0, false, true).verdict, kFail) << "its time was over";
}

TEST(ExpectWatch, NothingCountsAfterTheEnd) {
    Bench bench(kNever);
    bench.state(1.0, Charging);
    EXPECT_EQ(bench.end(10.0).verdict, kPass);
    bench.say(11.0, evse::EmergencyStop{});
    EXPECT_EQ(bench.end(12.0).verdict, kPass);
}

}  // namespace
}  // namespace chargerig::rig
