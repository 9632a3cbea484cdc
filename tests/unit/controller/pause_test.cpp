// SPDX-License-Identifier: Apache-2.0
//
// Charge_Pause: how it is reached, its silence, and the ways out (spec 6.2, row 13, and 8.29).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;
using evse::DcPowerControl;

// A vehicle that has charged and now pauses; Charge_Pause has just been entered.
struct Paused : Bench {
    explicit Paused(bool lowers = true) {
        reach(Charging);
        run_for(1_s);
        power.lowers = lowers;
        phase(HlcPhase::stopped);
        run_for(500_ms);
        phase(HlcPhase::paused);
        EXPECT_TRUE(run_to(Charge_Pause, 1_s));
    }
    // What the link makes of the pulse on the pilot: the session before is forgotten.
    void wake_up() {
        vehicle = link::VehicleView{};
        vehicle.plugged = true;
        vehicle.cp = link::CpState::B;
        vehicle.protocol = link::HlcProtocol::iso15118_2_2013;
        step();
    }
};

template <class M>
std::size_t count(const Bench& bench, core::Instant from) {
    return bench.sent<M>(from).size();
}

void expect_silence(const Bench& bench, core::Instant from) {
    EXPECT_EQ(count<DcPowerControl>(bench, from), 0u);
    EXPECT_EQ(count<evse::NewChargeSession>(bench, from), 0u);
    EXPECT_EQ(count<evse::EvInformationBattery>(bench, from), 0u);
    EXPECT_EQ(count<evse::EvId>(bench, from), 0u);
    EXPECT_EQ(count<evse::ChargeSessionFinished>(bench, {}), 0u);
    EXPECT_EQ(count<evse::EmergencyStop>(bench, {}), 0u);
}

TEST(Spec_6_2, Row_13_TakesPowerAwayAsEndingChargeAndFallsSilent) {
    Paused bench;
    EXPECT_FALSE(bench.outputs.output_contactors_close);
    EXPECT_EQ(bench.sent<evse::ChargeStatusChange>().back().message.vehicle_ready_for_charging,
              evse::ChargeStatus::Charge_Stopped);
    bench.run_for(1_s);
    const core::Instant from = bench.now;
    // The power side may sleep: nobody misses its status, and its permission may go.
    bench.power.sends = false;
    bench.run_for(7200_s);
    EXPECT_EQ(bench.state.state, Charge_Pause);
    expect_silence(bench, from);
    EXPECT_EQ(count<evse::ControllerStatus>(bench, from + 1_ms), 72'000u);
    EXPECT_EQ(bench.outputs.pilot.duty_percent, 100.0);
    EXPECT_FALSE(bench.outputs.charger.communication_allowed);
    EXPECT_EQ(bench.outputs.charger.cable_check, link::ChargerView::CableCheck::pending);
    EXPECT_FALSE(bench.outputs.charger.authorised);
}

TEST(Spec_6_2, Row_13_LowersTheOutputFirst) {
    Paused bench(false);
    bench.run_for(1_s);
    EXPECT_TRUE(bench.sent<DcPowerControl>().back().message.lower_output_voltage);
    EXPECT_GE(bench.sent<DcPowerControl>().back().time + 100_ms, bench.now) << "still cyclic";
    bench.wake_up();
    bench.run_for(1_s);
    EXPECT_EQ(bench.state.state, Charge_Pause) << "not before the output is safe";
    EXPECT_EQ(bench.outputs.pilot.duty_percent, 100.0);
    bench.power.status.present_voltage_V = 20.0;
    bench.run_for(200_ms);
    EXPECT_EQ(bench.state.state, Negotiating_Connection);
}

TEST(Spec_6_2, Row_13_DoesNotWaitForEverForASafeOutput) {
    Paused bench(false);
    bench.run_for(21_s);
    EXPECT_TRUE(bench.noted(core::NoteKind::warning, "output still at 350 V"));
    const core::Instant from = bench.now;
    bench.run_for(10_s);
    expect_silence(bench, from);
}

TEST(Spec_6_2, Row_13_ResumesThroughAWholeNewSequence) {
    Paused bench;
    bench.run_for(10_s);
    const core::Instant from = bench.now;
    bench.wake_up();
    EXPECT_EQ(bench.state.state, Negotiating_Connection);
    EXPECT_FALSE(bench.outputs.charger.communication_allowed);
    bench.reach(Connected_With_Full_Info);
    bench.run_for(500_ms);
    EXPECT_GE(count<evse::NewChargeSession>(bench, from), 1u);
    EXPECT_EQ(count<evse::EvInformationBattery>(bench, from), 1u) << "announced anew";
    bench.reach(Charging);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message.power_function,
              evse::PowerFunction::Power_Transfer);
    bench.run_for(1_s);
    bench.phase(HlcPhase::stopped);
    bench.run_for(500_ms);
    bench.phase(HlcPhase::closed);
    bench.run_for(1_s);
    const auto finished = bench.sent<evse::ChargeSessionFinished>();
    ASSERT_EQ(finished.size(), 1u) << "one session, paused once";
    EXPECT_EQ(finished[0].message.state, evse::StopState::Clean_Stop);
}

TEST(Spec_6_2, Row_13_TheTestIsDoneAgainAfterThePause) {
    Paused bench;
    bench.run_for(10_s);
    bench.wake_up();
    bench.power.resistance_kohm = 50.0;
    bench.power.status.insulation_resistance_kohm = 50.0;
    bench.reach(Insulation_Test);
    EXPECT_FALSE(bench.state.session.insulation_tested);
    EXPECT_TRUE(bench.run_to(Closing_Communication, 60_s));
    EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, "resistance below the limit"));
}

TEST(Spec_6_2, Row_13_UnpluggedItCloses) {
    Paused bench;
    bench.run_for(10_s);
    bench.unplug();
    EXPECT_EQ(bench.state.state, Closing_Communication);
    bench.run_for(1_s);
    EXPECT_EQ(bench.sent<evse::ChargeSessionFinished>().at(0).message.state,
              evse::StopState::Clean_Stop);
    EXPECT_FALSE(bench.noted(core::NoteKind::abnormal, ""));
    EXPECT_TRUE(bench.run_to(Waiting_For_PEV));
}

TEST(Spec_6_2, Row_13_TheUserEndsItToo) {
    Configuration configuration;
    configuration.use_sequence_flags = true;
    for (const bool on_bus : {true, false}) {
        Paused bench;
        bench.run_for(10_s);
        if (on_bus) {
            bench.controller = Controller(configuration);
            evse::SequenceControl flags;
            flags.start_charge_authorisation = flags.user_stop_button = true;
            bench.receive(flags);
            bench.step();
        } else {
            bench.press_stop();
        }
        EXPECT_EQ(bench.state.state, Closing_Communication);
        bench.run_for(1_s);
        EXPECT_EQ(bench.sent<evse::ChargeSessionFinished>().at(0).message.state,
                  evse::StopState::Clean_Stop);
        EXPECT_TRUE(bench.run_to(Waiting_For_PEV));
        bench.run_for(10_s);
        EXPECT_EQ(bench.state.state, Waiting_For_PEV) << "the plug is still in";
    }
}

TEST(Spec_6_2, Row_13_AnOpenCurrentLoopIsAnEmergencyThere) {
    Paused bench;
    bench.run_for(10_s);
    bench.emergency_button = true;
    bench.step();
    EXPECT_EQ(bench.state.state, Closing_Communication);
    EXPECT_EQ(bench.sent<evse::EmergencyStop>().at(0).message.origin, evse::EmergencyOrigin::EVSE);
}

// It is valid while charging only; and what did not end in order is no pause.
TEST(Spec_6_2, Row_13_OnlyAfterAChargeThatEndedInOrder) {
    for (const bool charged : {false, true}) {
        Bench bench;
        bench.reach(charged ? Charging : Waiting_For_Charge);
        bench.power.drops_current = !charged;
        bench.power.status.present_current_A = charged ? 50.0 : 0.0;
        bench.phase(HlcPhase::paused);
        EXPECT_TRUE(bench.run_to(Closing_Communication, 10_s));
        EXPECT_THAT(bench.states_seen(), ::testing::Not(::testing::Contains(Charge_Pause)));
    }
}

TEST(Spec_8, Row_29_PauseIsReadAsAnEndThatCanGoOn) {
    Paused bench;
    bench.run_for(1_s);
    EXPECT_TRUE(bench.sent<evse::ChargeSessionFinished>().empty());
    EXPECT_THAT(bench.states_seen(),
                ::testing::ElementsAre(Initialising, Waiting_For_PEV, Negotiating_Connection,
                                       Connected_With_Full_Info, Insulation_Test, Precharge,
                                       Waiting_For_Charge, Charging, Ending_Charge, Charge_Pause));
}

}  // namespace
}  // namespace chargerig::controller::test
