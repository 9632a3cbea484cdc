// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "models/cable.hpp"
#include "models/contactor.hpp"
#include "models/insulation.hpp"

namespace chargerig::models {
namespace {

using namespace core::literals;

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

TEST(Cable, ResistanceFollowsLengthSectionAndTemperature) {
    EXPECT_NEAR(resistance_ohm({5.0, 70.0, 0.0, 20.0}), 2.6e-3, 1e-9);
    EXPECT_NEAR(resistance_ohm({5.0, 35.0, 0.0, 20.0}), 5.2e-3, 1e-9);
    EXPECT_NEAR(resistance_ohm({5.0, 70.0, 1e-3, 120.0}), 2.6e-3 * 1.39 + 1e-3, 1e-9);
    EXPECT_NEAR(resistance_ohm({}), 3.2e-3, 1e-9);
}

TEST(Cable, CheckNamesWhatIsWrong) {
    EXPECT_TRUE(check(CableParameters{}).empty());
    const core::Errors errors = check(CableParameters{0, 70, 0, 20});
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0].text(), "length_m is out of range: '0'; allowed: 0.1 to 100");
}

TEST(Insulation, ChangesInSteps) {
    const InsulationParameters parameters{100.0, {{2_s, 50.0}, {5_s, 500.0}}};
    EXPECT_TRUE(check(parameters).empty());
    EXPECT_EQ(resistance_kohm(parameters, 0_s), 100.0);
    EXPECT_EQ(resistance_kohm(parameters, core::Duration{1'999'999'999}), 100.0);
    EXPECT_EQ(resistance_kohm(parameters, 2_s), 50.0);
    EXPECT_EQ(resistance_kohm(parameters, 100_s), 500.0);
}

TEST(Insulation, CheckNamesWhatIsWrong) {
    const core::Errors errors = check(InsulationParameters{-1.0, {{2_s, 50.0}, {2_s, 500.0}}});
    ASSERT_EQ(errors.size(), 2u);
    EXPECT_EQ(errors[0].text(), "resistance_kohm is out of range: '-1'; allowed: 0 or more");
    EXPECT_EQ(errors[1].text(),
              "the time of an insulation change does not rise: '2'; allowed: more than in the "
              "change before, in s");
}

}  // namespace
}  // namespace chargerig::models
