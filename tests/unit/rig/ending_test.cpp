// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/ending.hpp"

#include <gtest/gtest.h>

namespace chargerig::rig {
namespace {

using namespace core::literals;

core::Instant at(core::Duration t) {
    return core::Instant{} + t;
}

Progress progress(core::Duration t, bool script, bool session,
                  std::optional<core::Instant> finished = std::nullopt) {
    return {at(t), script, session, finished};
}

TEST(Ending, TheRunEndsFiveSecondsAfterTheLaterOfScriptAndSession) {
    Ending script_last(std::nullopt);
    EXPECT_EQ(script_last.update(progress(10_s, true, false, at(3_s))), Phase::running);
    EXPECT_EQ(script_last.next_wakeup(), at(15_s));
    EXPECT_EQ(script_last.update(progress(15_s, true, false, at(3_s))), Phase::over);

    Ending session_last(std::nullopt);
    EXPECT_EQ(session_last.update(progress(10_s, true, true)), Phase::running);
    EXPECT_EQ(session_last.update(progress(20_s, true, false, at(18_s))), Phase::running);
    EXPECT_EQ(session_last.next_wakeup(), at(23_s));
    EXPECT_EQ(session_last.update(progress(23_s, true, false, at(18_s))), Phase::over);
}

TEST(Ending, ASessionThatDoesNotEndIsOverdueAndStopped) {
    Ending ending(std::nullopt);
    ending.update(progress(10_s, true, true));
    EXPECT_EQ(ending.update(progress(609_s, true, true)), Phase::running);
    EXPECT_FALSE(ending.overdue());
    EXPECT_EQ(ending.update(progress(610_s, true, true)), Phase::stopping);
    EXPECT_TRUE(ending.overdue());
}

TEST(Ending, TheTimeoutStopsInTheSafeOrder) {
    Ending ending(at(7_s));
    EXPECT_EQ(ending.update(progress(1_s, false, true)), Phase::running);
    EXPECT_EQ(ending.next_wakeup(), at(7_s));
    EXPECT_EQ(ending.update(progress(7_s, false, true)), Phase::stopping);
    EXPECT_TRUE(ending.timed_out());
    EXPECT_EQ(ending.update(progress(9_s, false, false, at(9_s))), Phase::stopping);
    EXPECT_EQ(ending.update(progress(10_s, false, false, at(9_s))), Phase::over);
}

TEST(Ending, AStopThatIsNotFollowedBecomesAnEmergencyAndThenTheEnd) {
    Ending ending(std::nullopt);
    ending.stop(at(10_s));
    EXPECT_EQ(ending.update(progress(10_s, false, true)), Phase::stopping);
    EXPECT_EQ(ending.update(progress(39_s, false, true)), Phase::stopping);
    EXPECT_EQ(ending.update(progress(40_s, false, true)), Phase::emergency);
    EXPECT_EQ(ending.update(progress(42_s, false, true)), Phase::emergency);
    EXPECT_EQ(ending.update(progress(43_s, false, true)), Phase::over);
}

TEST(Ending, AStopBeforeAnySessionEndsSoon) {
    Ending ending(std::nullopt);
    ending.stop(at(2_s));
    EXPECT_EQ(ending.update(progress(2_s, false, false)), Phase::stopping);
    EXPECT_EQ(ending.next_wakeup(), at(3_s));
    EXPECT_EQ(ending.update(progress(3_s, false, false)), Phase::over);
}

}  // namespace
}  // namespace chargerig::rig
