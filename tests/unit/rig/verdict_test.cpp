// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/evse/registry.hpp"

namespace chargerig::rig {
namespace {

using namespace core::literals;
using report::Verdict;
using scenario::StepResult;

evse::Binding binding() {
    static const auto registry = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    return *evse::Binding::make(*registry->find("3.6"), 1);
}

struct Court {
    scenario::Scenario scenario;
    scenario::EngineState engine;
    monitor::BusObserver observer{binding()};
    std::vector<core::Note> abnormal;
    std::vector<std::string> faults;
    bool timed_out = false;
    bool overdue = false;
    bool interrupted = false;
    std::vector<report::ExpectationResult> expectations;

    Court() {
        scenario.steps.push_back({scenario::WaitState{}, {"f.yaml", 3, 1}, "the step"});
        engine.records.resize(1);
        engine.records[0].result = StepResult::met;
    }
    void say(const evse::Message& message) {
        evse::LinkMemory memory;
        evse::Frames frames;
        ASSERT_TRUE(binding().encode(message, core::Instant{} + 9_s, memory, frames));
        for (const auto& frame : frames) observer.see(frame);
    }
    Evidence judge_evidence() const {
        return {scenario,  engine,  observer,    abnormal,    faults,
                timed_out, overdue, interrupted, expectations};
    }
    Judgement judge() const { return rig::judge(judge_evidence()); }
    void expect(Verdict verdict) {
        scenario.expectations.emplace_back().where = {"f.yaml", 9, 5};
        report::ExpectationResult result;
        result.id = "soon";
        result.verdict = verdict;
        result.reason = "within a cycle";
        result.seen = "took 0.300 s";
        result.t_s = 1.5;
        result.frame = 77;
        expectations.push_back(result);
    }
};

TEST(Verdict, AllWaitsMetAndTheSessionEndedAsWantedIsPass) {
    Court court;
    court.say(evse::ChargeSessionFinished{evse::StopState::Clean_Stop});
    EXPECT_EQ(court.judge().verdict, Verdict::pass);
    EXPECT_TRUE(court.judge().reasons.empty());
}

TEST(Verdict, AMissedWaitIsFailWithItsPlace) {
    Court court;
    court.say(evse::ChargeSessionFinished{evse::StopState::Clean_Stop});
    court.engine.records[0].result = StepResult::missed;
    court.engine.records[0].ended = core::Instant{} + 1500_ms;
    court.engine.records[0].seen = "12";
    EXPECT_EQ(court.judge().verdict, Verdict::fail);
    EXPECT_EQ(court.judge().reasons.front(),
              "1.500 s: f.yaml:3: not met in time: the step; saw 12");
}

TEST(Verdict, EachWantedEndIsToldFromTheOthers) {
    const auto verdict = [](scenario::End wanted, evse::StopState seen, bool emergency) {
        Court court;
        court.scenario.end = wanted;
        if (emergency) court.say(evse::EmergencyStop{});
        court.say(evse::ChargeSessionFinished{seen});
        return court.judge().verdict;
    };
    using evse::StopState;
    using scenario::End;
    EXPECT_EQ(verdict(End::clean, StopState::Rushed_Stop, false), Verdict::fail);
    EXPECT_EQ(verdict(End::clean, StopState::Clean_Stop, true), Verdict::fail);
    EXPECT_EQ(verdict(End::rushed, StopState::Rushed_Stop, false), Verdict::pass);
    EXPECT_EQ(verdict(End::rushed, StopState::Clean_Stop, false), Verdict::fail);
    EXPECT_EQ(verdict(End::rushed, StopState::Rushed_Stop, true), Verdict::fail);
    EXPECT_EQ(verdict(End::emergency, StopState::Rushed_Stop, true), Verdict::pass);
    EXPECT_EQ(verdict(End::emergency, StopState::Rushed_Stop, false), Verdict::fail);
}

TEST(Verdict, AnAbnormalTransitionThatNothingAskedForIsFail) {
    Court court;
    court.say(evse::ChargeSessionFinished{evse::StopState::Clean_Stop});
    court.abnormal.push_back({core::Instant{} + 2_s, core::Source::controller,
                              core::NoteKind::abnormal, "emergency", "status lost"});
    EXPECT_EQ(court.judge().verdict, Verdict::fail);
    EXPECT_EQ(court.judge().reasons.front(),
              "2.000 s: nothing asked for this: emergency (status lost)");
}

TEST(Verdict, WhatComesBeforeTheStepThatAsksForItIsNotAskedFor) {
    const auto verdict = [](core::Duration abnormal_at) {
        Court court;
        court.scenario.end = scenario::End::rushed;
        court.scenario.steps.push_back({scenario::Unplug{}, {}, "unplug"});
        const core::Instant begun = core::Instant{} + 5_s;
        court.engine.records.push_back({StepResult::done, begun, begun, "", begun});
        court.abnormal.push_back({core::Instant{} + abnormal_at, core::Source::controller,
                                  core::NoteKind::abnormal, "power off", ""});
        court.say(evse::ChargeSessionFinished{evse::StopState::Rushed_Stop});
        return court.judge().verdict;
    };
    EXPECT_EQ(verdict(5_s), Verdict::pass);
    EXPECT_EQ(verdict(4_s), Verdict::fail);
}

TEST(Verdict, WhatAStepDoesAfterTheSessionHasNotAskedForItsEnd) {
    Court court;
    court.scenario.end = scenario::End::rushed;
    court.scenario.steps.push_back({scenario::Unplug{}, {}, "unplug"});
    const core::Instant late = core::Instant{} + 9_s;
    court.engine.records.push_back({StepResult::done, late, late, "", late});
    court.abnormal.push_back({core::Instant{} + 2_s, core::Source::controller,
                              core::NoteKind::abnormal, "session given up", ""});
    court.say(evse::ChargeSessionFinished{evse::StopState::Rushed_Stop});  // at 9 s
    EXPECT_EQ(court.judge().verdict, Verdict::pass) << "the cause is in the configuration";
    court.scenario.end = scenario::End::clean;
    EXPECT_EQ(court.judge().verdict, Verdict::fail);
}

TEST(Verdict, WithoutAnEndOrWithTooLittleTimeItIsInconclusive) {
    EXPECT_EQ(Court().judge().verdict, Verdict::inconclusive);
    for (bool Court::*reason : {&Court::timed_out, &Court::overdue, &Court::interrupted}) {
        Court court;
        court.say(evse::ChargeSessionFinished{evse::StopState::Clean_Stop});
        court.*reason = true;
        EXPECT_EQ(court.judge().verdict, Verdict::inconclusive);
        EXPECT_EQ(court.judge().reasons.size(), 1U);
    }
}

TEST(Verdict, ARunCutShortIsNotJudgedByTheEndItForced) {
    Court court;
    court.timed_out = true;
    court.abnormal.push_back({});
    court.say(evse::ChargeSessionFinished{evse::StopState::Rushed_Stop});
    EXPECT_EQ(court.judge().verdict, Verdict::inconclusive);
    court.engine.records[0].result = StepResult::missed;
    EXPECT_EQ(court.judge().verdict, Verdict::fail) << "a wait that was missed before counts";
}

TEST(Verdict, ASecondSideOnTheBusIsNoPass) {
    Court court;
    court.observer.audit().set_roles({true, true});
    court.say(evse::ChargeSessionFinished{evse::StopState::Clean_Stop});
    EXPECT_EQ(court.judge().verdict, Verdict::pass);
    can::Frame foreign;
    foreign.time = core::Instant{} + 3_s;
    foreign.id = 0x0106B000;
    foreign.length = 1;
    court.observer.see(foreign);
    court.observer.see(foreign);
    EXPECT_EQ(court.judge().verdict, Verdict::fail);
    EXPECT_EQ(court.judge().reasons.front(),
              "3.000 s: a second controller is on the bus: 2 x 0106B000, 1 byte: "
              "Advantics_Controller_Status");
    court.timed_out = true;
    EXPECT_EQ(court.judge().verdict, Verdict::fail) << "however the run ended";
}

TEST(Verdict, AnExpectationThatDoesNotPassIsTheVerdictAndToldWithItsEvidence) {
    for (const Verdict verdict : {Verdict::pass, Verdict::fail, Verdict::inconclusive}) {
        Court court;
        court.say(evse::ChargeSessionFinished{evse::StopState::Clean_Stop});
        court.expect(Verdict::pass);
        court.expect(verdict);
        EXPECT_EQ(court.judge().verdict, verdict);
        if (verdict == Verdict::pass) continue;
        ASSERT_EQ(court.judge().reasons.size(), 1U);
        EXPECT_EQ(court.judge().reasons.front(), "1.500 s, frame 77: f.yaml:9: soon is " +
                                                     report::to_text(verdict) +
                                                     ", saw took 0.300 s (within a cycle)");
    }
}

TEST(Verdict, AFailedExpectationOutweighsAnInconclusiveOne) {
    Court court;
    court.say(evse::ChargeSessionFinished{evse::StopState::Clean_Stop});
    court.expect(Verdict::inconclusive);
    court.expect(Verdict::fail);
    EXPECT_EQ(court.judge().verdict, Verdict::fail);
}

TEST(Verdict, WithNeitherWaitNorExpectationNothingPasses) {
    Court court;
    court.scenario.steps[0].action = scenario::Hold{};
    court.say(evse::ChargeSessionFinished{evse::StopState::Clean_Stop});
    EXPECT_EQ(court.judge().verdict, Verdict::inconclusive);
    EXPECT_EQ(court.judge().reasons.front(), "nothing was waited for or expected");
    court.expect(Verdict::pass);
    EXPECT_EQ(court.judge().verdict, Verdict::pass);
}

TEST(Verdict, TheRigsOwnFaultOutweighsEverything) {
    Court court;
    court.engine.records[0].result = StepResult::missed;
    court.faults = {"3 frames were dropped"};
    EXPECT_EQ(court.judge().verdict, Verdict::error);
}

// The wait of the script, then a trigger that is still armed.
Court with_armed_trigger(bool required) {
    Court court;
    scenario::When when;
    when.required = required;
    court.scenario.steps.push_back({when, {"f.yaml", 7, 5}, "when {state Charging}"});
    court.engine.records.push_back({StepResult::armed, {}, {}, ""});
    court.say(evse::ChargeSessionFinished{evse::StopState::Clean_Stop});
    return court;
}

TEST(Verdict, ATriggerThatNeverFiredIsInconclusiveUnlessItMayStayAway) {
    const Court court = with_armed_trigger(true);
    EXPECT_EQ(court.judge().verdict, Verdict::inconclusive);
    EXPECT_THAT(court.judge().reasons,
                testing::ElementsAre("f.yaml:7: never happened: when {state Charging}"));
    EXPECT_EQ(with_armed_trigger(false).judge().verdict, Verdict::pass);
    Court missed = with_armed_trigger(true);
    missed.engine.records[0].result = StepResult::missed;
    EXPECT_EQ(missed.judge().verdict, Verdict::fail);
    EXPECT_EQ(missed.judge().reasons.size(), 1U);
}

TEST(Verdict, OnlyWhatWasDoneIsAReasonForAnAbnormalTransition) {
    Court court = with_armed_trigger(false);
    court.scenario.end = scenario::End::rushed;
    court.scenario.steps.push_back({scenario::Unplug{}, {}, "unplug", "", 1});
    court.engine.records.push_back({});
    court.say(evse::ChargeSessionFinished{evse::StopState::Rushed_Stop});
    EXPECT_EQ(court.judge().verdict, Verdict::pass);
    court.abnormal.push_back({core::Instant{} + 2_s, core::Source::controller,
                              core::NoteKind::abnormal, "power off", ""});
    EXPECT_EQ(court.judge().verdict, Verdict::fail);
    court.engine.records[2].first_done = core::Instant{} + 1_s;
    EXPECT_EQ(court.judge().verdict, Verdict::pass);
}

// The wait of the script, and `post` with a wait of its own.
struct CourtWithPost : Court {
    CourtWithPost() {
        scenario.steps.push_back({scenario::Post{}, {}, "post"});
        scenario.steps.push_back({scenario::WaitState{}, {"f.yaml", 9, 5}, "its wait", "", 1});
        engine.records.resize(3);
        engine.records[2] = {StepResult::met, {}, core::Instant{} + 11_s, "Charging"};
        post = {true, true, ""};
        say(evse::ChargeSessionFinished{evse::StopState::Clean_Stop});
    }
    Evidence evidence() const {
        return {scenario,  engine,  observer,    abnormal,     faults,
                timed_out, overdue, interrupted, expectations, post};
    }
    Verdict verdict() const { return rig::judge(evidence()).verdict; }

    PostEvidence post;
};

TEST(Verdict, AWaitThatPostMissesFailsTheScenario) {
    CourtWithPost court;
    EXPECT_EQ(court.verdict(), Verdict::pass);
    EXPECT_EQ(judge_post(court.evidence()), Verdict::pass);
    court.engine.records[2].result = StepResult::missed;
    EXPECT_EQ(court.verdict(), Verdict::fail);
    EXPECT_EQ(judge_post(court.evidence()), Verdict::fail);
    EXPECT_THAT(
        rig::judge(court.evidence()).reasons,
        testing::ElementsAre("11.000 s: f.yaml:9: post: not met in time: its wait; saw Charging"));
}

TEST(Verdict, APostThatDidNotGetToItsEndIsNoPass) {
    CourtWithPost court;
    court.post.problem = "post was not over after 600 s";
    EXPECT_EQ(court.verdict(), Verdict::fail);
    EXPECT_EQ(judge_post(court.evidence()), Verdict::fail);
    court.post.played = false;
    court.post.problem = "post was not played: the bus has ended";
    EXPECT_EQ(court.verdict(), Verdict::inconclusive);
    EXPECT_EQ(judge_post(court.evidence()), Verdict::inconclusive);
    EXPECT_THAT(rig::judge(court.evidence()).reasons, testing::ElementsAre(court.post.problem));
}

TEST(Verdict, AWaitOfPostAloneShowsNothing) {
    CourtWithPost court;
    court.scenario.steps[0].action = scenario::Hold{};
    EXPECT_EQ(court.verdict(), Verdict::inconclusive);
    EXPECT_EQ(judge_post(Court().judge_evidence()), std::nullopt);
}

}  // namespace
}  // namespace chargerig::rig
