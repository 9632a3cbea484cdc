// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "models/contactor.hpp"

namespace chargerig::models {
namespace {

TEST(Contactor, MovesAfterItsDelay) {
    const Contactor contactor({0.035, 0.015, 1e-3}, 1e-3);
    ContactorState state;
    contactor.command(state, true);
    EXPECT_EQ(state.steps_left, 35);
    Contactor::pass(state, 34);
    EXPECT_FALSE(state.closed);
    Contactor::pass(state, 1);
    EXPECT_TRUE(state.closed);
    contactor.command(state, false);
    EXPECT_EQ(state.steps_left, 15);
    EXPECT_TRUE(state.closed);
    Contactor::pass(state, 15);
    EXPECT_FALSE(state.closed);
}

TEST(Contactor, ACommandTakenBackInTimeNeverMovesIt) {
    const Contactor contactor({0.035, 0.015, 1e-3}, 1e-3);
    ContactorState state;
    contactor.command(state, true);
    Contactor::pass(state, 20);
    contactor.command(state, false);
    EXPECT_EQ(state.steps_left, 0);
    Contactor::pass(state, 100);
    EXPECT_FALSE(state.closed);
}

TEST(Contactor, WithoutDelayMovesAtOnceAndRepeatingACommandChangesNothing) {
    const Contactor contactor({0.0, 0.015, 1e-3}, 1e-3);
    ContactorState state;
    contactor.command(state, true);
    EXPECT_TRUE(state.closed);
    contactor.command(state, false);
    Contactor::pass(state, 10);
    const ContactorState before = state;
    contactor.command(state, false);
    EXPECT_EQ(state, before);
}

TEST(Contactor, CheckNamesWhatIsWrong) {
    EXPECT_TRUE(check(ContactorParameters{}).empty());
    const core::Errors errors = check(ContactorParameters{-1, 61, 0});
    ASSERT_EQ(errors.size(), 3u);
    EXPECT_EQ(errors[0].text(), "close_delay_s is out of range: '-1'; allowed: 0 to 60");
    EXPECT_EQ(errors[2].text(), "resistance_ohm is out of range: '0'; allowed: more than 0");
}

}  // namespace
}  // namespace chargerig::models
