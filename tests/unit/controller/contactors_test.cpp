// SPDX-License-Identifier: Apache-2.0
//
// Output contactors that stay closed although they are told to open (spec 6.5).
#include <gtest/gtest.h>

#include "sim/controller/context.hpp"
#include "tests/unit/controller/expectations.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;
using evse::EmergencyOrigin;
using evse::StopState;

void weld(Bench& bench) {
    bench.relay_follows = false;
    bench.relay_closed = true;
}

core::Instant opened(const Bench& bench) {
    for (const auto& frame : bench.sent<evse::DcPowerControl>()) {
        const bool standby = frame.message.power_function == evse::PowerFunction::Standby;
        if (standby && !frame.message.output_contactors_close) return frame.time;
    }
    ADD_FAILURE() << "never told to open";
    return {};
}

TEST(Spec_6_5, Row_output_contactors_welded_AfterTheCharge) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    weld(bench);
    bench.phase(HlcPhase::stopped);
    bench.run_for(200_ms);
    const core::Instant found = opened(bench) + 500_ms;
    bench.run_until({found.ns - 1});
    EXPECT_EQ(bench.state.state, Ending_Charge);
    EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
    // The feedback is first looked at in the step after the one that opens.
    bench.run_for(100_ms);
    ASSERT_EQ(bench.state.state, Closing_Communication);
    expect_emergency(bench, bench.state.entered, EmergencyOrigin::EVSE, true);
    EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, "output contactors welded"));
}

TEST(Spec_6_5, Row_output_contactors_welded_WhenASessionIsGivenUp) {
    for (const ControllerState state : {Insulation_Test, Precharge, Waiting_For_Charge}) {
        Bench bench;
        bench.reach(state);
        bench.run_for(500_ms);
        ASSERT_TRUE(bench.outputs.output_contactors_close) << label(state);
        weld(bench);
        bench.press_stop();
        bench.run_for(2_s);
        EXPECT_EQ(bench.finished(), StopState::Rushed_Stop);
        const auto stops = bench.sent<evse::EmergencyStop>();
        ASSERT_FALSE(stops.empty()) << label(state);
        EXPECT_EQ(stops.front().message.origin, EmergencyOrigin::EVSE);
    }
}

TEST(Spec_6_5, Row_output_contactors_welded_BlocksTheNextSession) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    weld(bench);
    bench.phase(HlcPhase::stopped);
    bench.run_for(30_s);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    EXPECT_GE(bench.sent<evse::EmergencyStop>().back().time, bench.now - 100_ms);
    bench.unplug();
    bench.run_for(10_s);
    bench.plug_in();
    bench.run_for(10_s);
    EXPECT_EQ(bench.state.state, Closing_Communication) << "it lasts";
    bench.relay_closed = false;
    EXPECT_TRUE(bench.run_to(Negotiating_Connection, 1_s));
}

// Without a session there is no emergency to tell, but none begins either.
TEST(Spec_6_5, Row_output_contactors_welded_BetweenSessions) {
    Bench bench;
    bench.reach(Waiting_For_PEV);
    weld(bench);
    bench.run_for(2_s);
    EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, "output contactors welded"));
    EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
    bench.plug_in();
    bench.run_for(10_s);
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
    EXPECT_TRUE(bench.noted(core::NoteKind::warning, "no session begins"));
    bench.relay_closed = false;
    EXPECT_TRUE(bench.run_to(Negotiating_Connection, 1_s));
}

TEST(Spec_6_5, Row_output_contactors_welded_AfterTheLimitAlone) {
    for (const double limit_s : {0.5, 2.0}) {
        Configuration configuration;
        configuration.contactors_open_limit_s = limit_s;
        Bench bench(configuration);
        bench.reach(Charging);
        bench.run_for(1_s);
        weld(bench);
        bench.phase(HlcPhase::stopped);
        bench.run_for(200_ms);
        bench.run_until(opened(bench) + core::from_seconds(limit_s - 0.05));
        EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
        bench.relay_closed = false;
        bench.run_for(5_s);
        EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty()) << "slow, and in time";
        bench.phase(HlcPhase::closed);
        bench.run_for(1_s);
        EXPECT_EQ(bench.finished(), StopState::Clean_Stop);
    }
}

// Nobody says that the session is over before it is known whether they opened.
TEST(OutputContactors, the_end_of_a_session_waits_for_their_feedback) {
    Bench bench;
    bench.reach(Precharge);
    bench.run_for(500_ms);
    bench.relay_follows = false;
    bench.press_stop();
    bench.run_for(300_ms);
    bench.run_until(opened(bench) + 400_ms);
    EXPECT_FALSE(bench.finished());
    bench.relay_closed = false;
    bench.run_for(100_ms);
    EXPECT_TRUE(bench.finished());
    EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
}

}  // namespace
}  // namespace chargerig::controller::test
