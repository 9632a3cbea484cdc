// SPDX-License-Identifier: Apache-2.0
//
// Cyclic timing, toggles, live parameters, and the promises of a pure participant.
#include <gmock/gmock.h>

#include "tests/support/allocation_count.hpp"
#include "tests/unit/modules/bench.hpp"

namespace chargerig::modules::test {
namespace {

using evse::ControllerState;
using evse::PowerFunction;

TEST(Cycle, StatusComesEvery100MsToTheNanosecond) {
    Bench bench;
    bench.run(10_s);
    const auto frames = bench.all<evse::PowerModulesStatus>();
    ASSERT_EQ(frames.size(), 101U);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        EXPECT_EQ(frames[i].first, core::Instant{} + 100_ms * static_cast<std::int64_t>(i));
    }
    EXPECT_EQ(bench.all<evse::DcPowerParameters>().size(), 101U);
}

TEST(Cycle, PhaseAndStartShiftEveryDeadline) {
    const core::Instant start{7'000'000'123};
    Bench bench({.send_phase_s = 0.037}, start);
    EXPECT_TRUE(bench.all<evse::PowerModulesStatus>().empty());
    bench.run(1_s);
    const auto frames = bench.all<evse::PowerModulesStatus>();
    ASSERT_EQ(frames.size(), 10U);
    EXPECT_EQ(frames[0].first, start + 37_ms);
    EXPECT_EQ(frames[9].first, start + 937_ms);
}

TEST(Cycle, StatusGoesOutBeforeTheLimits) {
    Bench bench;
    bench.run(100_ms);
    ASSERT_EQ(bench.out.messages.size(), 0U) << "run() ends with a step without news";
    ASSERT_EQ(bench.sent.size(), 5U);
    EXPECT_TRUE(std::holds_alternative<evse::PowerModulesStatus>(bench.sent[3].message));
    EXPECT_TRUE(std::holds_alternative<evse::DcPowerParameters>(bench.sent[4].message));
}

TEST(Cycle, ALateStepSendsOnceAndCountsWhatItMissed) {
    Bench bench;
    bench.sent.clear();
    bench.now = core::Instant{} + 350_ms;
    bench.step({});
    EXPECT_EQ(bench.all<evse::PowerModulesStatus>().size(), 1U);
    EXPECT_EQ(bench.state.missed_cycles, 2U);
    EXPECT_EQ(bench.out.next_wakeup, core::Instant{} + 400_ms) << "the grid stays";
}

TEST(Cycle, StatusCarriesTheReadings) {
    Bench bench;
    bench.readings.stage_voltage_V = 401.25;
    bench.readings.stage_current_A = -33.3;
    bench.readings.stage_temperature_degC = 41.0;
    const evse::PowerModulesStatus status = bench.next_status_frame();
    EXPECT_EQ(status.present_voltage_V, 401.25);
    EXPECT_EQ(status.present_current_A, -33.3);
    EXPECT_EQ(status.power_modules_temperature_degC, 41.0);
    EXPECT_EQ(status.enclosure_temperature_degC, 20.0);
}

TEST(Toggles, EachSilencesItsMessageAlone) {
    Bench bench;
    bench.state.live.enable_power_module_status = false;
    bench.sent.clear();
    bench.run(1_s);
    EXPECT_TRUE(bench.all<evse::PowerModulesStatus>().empty());
    EXPECT_EQ(bench.all<evse::DcPowerParameters>().size(), 10U);

    bench.state.live.enable_power_module_status = true;
    bench.state.live.enable_dc_power_parameters = false;
    bench.sent.clear();
    bench.run(1_s);
    EXPECT_EQ(bench.all<evse::PowerModulesStatus>().size(), 10U) << "back on the same grid";
    EXPECT_EQ(bench.all<evse::PowerModulesStatus>().at(0).first, core::Instant{} + 1100_ms);
    EXPECT_TRUE(bench.all<evse::DcPowerParameters>().empty());
}

TEST(Toggles, FlagsStaySilentAndComeWholeWhenSwitchedOn) {
    Parameters parameters;
    parameters.live.enable_sequence_control = false;
    Bench bench(parameters);
    bench.enter(ControllerState::Not_Available);
    bench.enter(ControllerState::Connected_With_Full_Info);
    bench.run(5_s);
    EXPECT_TRUE(bench.all<evse::SequenceControl>().empty());
    bench.state.live.enable_sequence_control = true;
    bench.step({});
    const auto frames = bench.all<evse::SequenceControl>();
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_TRUE(frames[0].second.start_charge_authorisation);
    EXPECT_TRUE(frames[0].second.charge_parameters_done);
}

TEST(Toggles, FlagsComeAgainWithoutAnyChangeInBetween) {
    Bench bench;
    bench.state.live.enable_sequence_control = false;
    bench.step({});
    bench.sent.clear();
    bench.state.live.enable_sequence_control = true;
    bench.step({});
    EXPECT_EQ(bench.all<evse::SequenceControl>().size(), 1U);
}

TEST(LiveParameters, LimitsChangeMessageAndStageAtOnce) {
    Bench bench;
    bench.wake();
    bench.command(PowerFunction::Power_Transfer, 450.0, 100.0, 100.0);
    bench.state.live.maximum_charge_current_A = 80.0;
    bench.state.live.maximum_voltage_V = 420.0;
    bench.step({});
    EXPECT_EQ(bench.out.stage.current_A, 80.0);
    EXPECT_EQ(bench.out.stage.voltage_V, 420.0);
    bench.sent.clear();
    bench.run(100_ms);
    EXPECT_EQ(bench.all<evse::DcPowerParameters>().at(0).second,
              (evse::DcPowerParameters{420.0, 80.0, 120.0, 0.0}));
}

TEST(LiveParameters, InsulationFollowsAndSaturatesWhereTheMessageDoes) {
    Bench bench;
    bench.wake();
    bench.command(PowerFunction::Insulation_Test, 500.0);
    bench.state.live.insulation_resistance_kohm = 42.0;
    EXPECT_EQ(bench.next_status_frame().insulation_resistance_kohm, 42.0);
    bench.state.live.insulation_resistance_kohm = 1500.0;
    EXPECT_EQ(bench.next_status_frame().insulation_resistance_kohm, 510.0);
}

TEST(Purity, AStepWithoutNewsChangesNothing) {
    Bench bench;
    bench.wake();
    bench.command(PowerFunction::Power_Transfer, 450.0, 100.0, 100.0);
    const State before = bench.state;
    const models::PowerStageCommand stage = bench.out.stage;
    const core::Instant wakeup = bench.out.next_wakeup;
    for (int i = 0; i < 5; ++i) {
        bench.now = bench.now + 1_ms;
        bench.step({});
        EXPECT_EQ(bench.state, before);
        EXPECT_EQ(bench.out.stage, stage);
        EXPECT_EQ(bench.out.next_wakeup, wakeup);
        EXPECT_TRUE(bench.out.messages.empty());
        EXPECT_TRUE(bench.out.notes.empty());
    }
}

void whole_session(Bench& bench) {
    bench.wake();
    bench.command(PowerFunction::Insulation_Test, 500.0);
    bench.run(4_s);
    bench.standby(true, true);
    bench.run(5_s);
    bench.command(PowerFunction::Precharge, 350.0, 2.0);
    bench.run(3_s);
    bench.enter(ControllerState::Charging);
    bench.receive(evse::OcppControl{-40.0});
    bench.range(100.0, -100.0);
    bench.run(20_s);
    bench.enter(ControllerState::Ending_Charge);
    bench.standby(false, true);
    bench.enter(ControllerState::Closing_Communication);
    bench.run(3_s);
}

TEST(Purity, SameInputsGiveTheSameSession) {
    Bench first(shipped("vendor-simulator"));
    Bench second(shipped("vendor-simulator"));
    whole_session(first);
    whole_session(second);
    EXPECT_EQ(first.state, second.state);
    EXPECT_EQ(first.sent, second.sent);
    ASSERT_GT(first.sent.size(), 600U);
}

TEST(Purity, TheSteadyStepDoesNotAllocate) {
    Bench bench;
    bench.wake();
    bench.run(2_s);
    bench.receive(evse::OcppControl{-40.0});
    const evse::Message traffic[] = {evse::ControllerStatus{ControllerState::Insulation_Test},
                                     Bench::range_control(100.0, -100.0, 450.0)};
    std::size_t messages = 0;
    // Once for what is new in the first frame, then counted.
    bench.modules.step({bench.now, traffic, bench.readings}, bench.state, bench.out);
    const std::size_t before = chargerig::test::allocations();
    for (int i = 0; i < 1000; ++i) {
        bench.now = bench.now + 100_ms;
        bench.modules.step({bench.now, traffic, bench.readings}, bench.state, bench.out);
        messages += bench.out.messages.size();
    }
    EXPECT_EQ(chargerig::test::allocations() - before, 0U);
    EXPECT_EQ(messages, 2000U);
    EXPECT_EQ(bench.out.stage.current_A, -40.0);
}

TEST(Purity, TheAllocationCounterCounts) {
    const std::size_t before = chargerig::test::allocations();
    const std::vector<int> block(100, 1);
    EXPECT_EQ(chargerig::test::allocations() - before, 1U) << block.size();
}

}  // namespace
}  // namespace chargerig::modules::test
