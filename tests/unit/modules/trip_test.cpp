// SPDX-License-Identifier: Apache-2.0
//
// The watchdog on the controller (spec 5.5, 5.13) and Emergency_Stop (spec 5.11).
#include <gmock/gmock.h>

#include "tests/unit/modules/bench.hpp"

namespace chargerig::modules::test {
namespace {

using evse::ControllerState;
using evse::PowerFunction;
using evse::SystemEnable;
using models::StageMode;

const char* const kLost = "power off: the controller is silent";
const char* const kEmergency = "power off: Emergency_Stop received";

// Charging with 50 A; the last status came exactly at `bench.now`.
Bench charging_bench() {
    Bench bench;
    bench.wake();
    bench.command(PowerFunction::Power_Transfer, 450.0, 50.0, 50.0);
    bench.enter(ControllerState::Charging);
    return bench;
}

TEST(Watchdog, StillOnAtExactly200MsAndZeroOneNanosecondLater) {
    Bench bench = charging_bench();
    const core::Instant last = bench.now;
    bench.status_alive = false;
    bench.run_until(last + 200_ms);
    EXPECT_EQ(bench.out.stage.mode, StageMode::current);
    EXPECT_EQ(bench.out.stage.current_A, 50.0);
    EXPECT_FALSE(bench.out.stage.stop_now);
    EXPECT_EQ(bench.out.next_wakeup, last + 200_ms + 1_ns);

    bench.run_until(last + 200_ms + 1_ns);
    EXPECT_EQ(bench.out.stage, (models::PowerStageCommand{.stop_now = true}));
    ASSERT_EQ(bench.count_notes(kLost), 1U);
    const core::Note& lost = bench.find_note(kLost);
    EXPECT_EQ(lost.kind, core::NoteKind::abnormal);
    EXPECT_EQ(lost.time, last + 200_ms + 1_ns);
    EXPECT_EQ(bench.next_status_frame().system_enable, SystemEnable::Not_Allowed);
}

TEST(Watchdog, AStatusAt200MsIsInTime) {
    Bench bench = charging_bench();
    bench.status_alive = false;
    bench.run(200_ms);
    bench.enter(ControllerState::Charging);
    bench.run(200_ms);
    EXPECT_EQ(bench.out.stage.current_A, 50.0);
    EXPECT_EQ(bench.count_notes(kLost), 0U);
}

TEST(Watchdog, OtherFramesDoNotFeedIt) {
    Bench bench = charging_bench();
    bench.status_alive = false;
    bench.run(150_ms);
    bench.command(PowerFunction::Power_Transfer, 450.0, 50.0, 50.0);
    bench.run(50_ms + 1_ns);
    EXPECT_TRUE(bench.out.stage.stop_now);
}

TEST(Watchdog, MissingPowerControlIsNoFault) {
    Bench bench = charging_bench();
    bench.run(60_s);  // legal gap between requests of a vehicle (spec 5.9)
    EXPECT_EQ(bench.out.stage.current_A, 50.0);
}

TEST(Watchdog, SleepsUntilAControllerWasSeen) {
    Bench bench;
    bench.run(10_s);
    EXPECT_TRUE(bench.notes.empty());
    EXPECT_EQ(bench.state.trip, Trip::none);
}

TEST(Watchdog, ReturningStatusAloneGivesNoPower) {
    Bench bench = charging_bench();
    bench.status_alive = false;
    bench.run(1_s);
    bench.enter(ControllerState::Charging);
    bench.command(PowerFunction::Power_Transfer, 450.0, 50.0, 50.0);
    bench.run(30_s);
    EXPECT_TRUE(bench.out.stage.stop_now);
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Not_Allowed);
    EXPECT_EQ(bench.count_notes(kLost), 1U);
    bench.enter(ControllerState::Insulation_Test);
    bench.run(5_s);
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Not_Allowed) << "no wake-up while tripped";
}

TEST(Watchdog, ANewSessionRecovers) {
    Bench bench = charging_bench();
    bench.status_alive = false;
    bench.run(1_s);
    bench.wake();
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Allowed);
    bench.command(PowerFunction::Insulation_Test, 500.0);
    EXPECT_EQ(bench.out.stage.mode, StageMode::voltage);
}

TEST(Watchdog, AnIdleControllerThatReturnsIdleRecovers) {
    Bench bench;
    bench.enter(ControllerState::Waiting_For_PEV);
    bench.status_alive = false;
    bench.run(1_s);
    ASSERT_EQ(bench.state.trip, Trip::controller_lost);
    bench.enter(ControllerState::Waiting_For_PEV);
    EXPECT_EQ(bench.state.trip, Trip::none);
}

TEST(Watchdog, NewChargeSessionRecoversOnlyOnceTheStatusIsBack) {
    Bench bench = charging_bench();
    bench.status_alive = false;
    bench.run(1_s);
    bench.receive(evse::NewChargeSession{});
    EXPECT_EQ(bench.state.trip, Trip::controller_lost);
    bench.enter(ControllerState::Insulation_Test);
    bench.receive(evse::NewChargeSession{});
    EXPECT_EQ(bench.state.trip, Trip::none);
    bench.run(1_s);
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Allowed);
}

TEST(Watchdog, EachLossIsToldAgain) {
    Bench bench;
    for (std::size_t loss = 1; loss <= 3; ++loss) {
        bench.enter(ControllerState::Waiting_For_PEV);
        bench.status_alive = false;
        bench.run(1_s);
        EXPECT_EQ(bench.count_notes(kLost), loss);
    }
}

TEST(EmergencyStop, StopsInTheInstantAndOpens) {
    Bench bench = charging_bench();
    ASSERT_TRUE(output_contactors_close(bench.state));
    bench.receive(evse::EmergencyStop{evse::EmergencyOrigin::PEV});
    EXPECT_EQ(bench.out.stage, (models::PowerStageCommand{.stop_now = true}));
    EXPECT_FALSE(output_contactors_close(bench.state));
    ASSERT_EQ(bench.count_notes(kEmergency), 1U);
    EXPECT_EQ(bench.out.notes.at(0).kind, core::NoteKind::abnormal);
    EXPECT_EQ(bench.out.notes.at(0).cause, "Origin PEV");
    EXPECT_EQ(bench.next_status_frame().system_enable, SystemEnable::Not_Allowed);
}

TEST(EmergencyStop, LowersOnceTheContactorsAreOpen) {
    Bench bench = charging_bench();
    bench.receive(evse::EmergencyStop{});
    bench.standby(true, true);
    EXPECT_FALSE(bench.out.stage.bleed);
    bench.standby(false, true);
    EXPECT_EQ(bench.out.stage, (models::PowerStageCommand{.bleed = true}));
}

TEST(EmergencyStop, IsToldOnceWhileItRepeats) {
    Bench bench = charging_bench();
    for (int i = 0; i < 20; ++i) {
        bench.receive(evse::EmergencyStop{});
        if (i == 10) bench.enter(ControllerState::Waiting_For_PEV);
        bench.run(100_ms);
    }
    EXPECT_EQ(bench.count_notes(kEmergency), 1U);
    EXPECT_EQ(bench.state.trip, Trip::emergency_stop);
}

TEST(EmergencyStop, NewChargeSessionCountsAfterTwoSilentPeriods) {
    Bench bench = charging_bench();
    bench.receive(evse::EmergencyStop{});
    bench.run(200_ms);
    bench.receive(evse::NewChargeSession{});
    EXPECT_EQ(bench.state.trip, Trip::emergency_stop);
    bench.run(1_ns);
    bench.receive(evse::NewChargeSession{});
    EXPECT_EQ(bench.state.trip, Trip::none);
}

}  // namespace
}  // namespace chargerig::modules::test
