// SPDX-License-Identifier: Apache-2.0
//
// No session hangs for ever: each wait of the controller has a limit, and what follows it.
#include <gtest/gtest.h>

#include "sim/controller/context.hpp"
#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;

struct Wait {
    const char* name;
    double Configuration::*limit_s;
    ControllerState state;
    void (*prepare)(Bench&);  // leads to the wait
    const char* cause;
};

void nothing(Bench&) {}

const Wait kWaits[] = {
    {"negotiation", &Configuration::negotiation_limit_s, Negotiating_Connection,
     [](Bench& b) { b.run_until(b.state.entered + 500_ms); },
     "the vehicle did not come to charge parameters in time"},
    {"full info", &Configuration::full_info_limit_s, Connected_With_Full_Info, nothing,
     "the vehicle did not ask for the cable check in time"},
    {"lowering after the test", &Configuration::test_lowering_limit_s, Insulation_Test,
     [](Bench& b) {
         b.power.lowers = false;
         while (b.state.session.insulation_step != InsulationStep::lowering) b.run_for(10_ms);
     },
     "the output did not fall to a safe voltage after the insulation test"},
    {"precharge request", &Configuration::precharge_request_limit_s, Insulation_Test,
     [](Bench& b) {
         while (b.outputs.charger.cable_check != link::ChargerView::CableCheck::passed) {
             b.run_for(10_ms);
         }
     },
     "the vehicle did not ask for precharge in time"},
    {"precharge", &Configuration::precharge_limit_s, Precharge, nothing,
     "the vehicle did not finish precharge in time"},
    {"start of charging", &Configuration::charge_start_limit_s, Waiting_For_Charge, nothing,
     "charging did not begin in time"},
    {"end of charging", &Configuration::ending_close_limit_s, Ending_Charge,
     [](Bench& b) {
         while (b.state.session.shutdown != ShutdownStep::lowering) b.run_for(10_ms);
     },
     "the vehicle did not close the communication in time"},
    {"welding detection", &Configuration::welding_limit_s, Welding_Detection, nothing,
     "the vehicle did not finish the welding detection in time"},
};

TEST(WaitingLimits, each_ends_the_session_rushed_and_leaves_nothing_powered) {
    for (const Wait& wait : kWaits) {
        for (const double limit_s : {Configuration{}.*wait.limit_s, 5.0}) {
            SCOPED_TRACE(std::string(wait.name) + " " + std::to_string(limit_s));
            Configuration configuration;
            configuration.*wait.limit_s = limit_s;
            Bench bench(configuration);
            bench.reach(wait.state);
            wait.prepare(bench);
            ASSERT_EQ(bench.state.state, wait.state);
            const core::Instant limit = bench.state.timer;
            EXPECT_GT(limit, bench.now);
            EXPECT_LE(limit, bench.now + core::from_seconds(limit_s));
            EXPECT_GE(limit, bench.now + core::from_seconds(limit_s) - 200_ms);
            if (limit_s > 1'000.0) continue;  // a day has the same end as five seconds
            bench.run_until({limit.ns - 1});
            EXPECT_EQ(bench.state.state, wait.state);
            bench.run_until(limit);
            EXPECT_EQ(bench.state.state, Closing_Communication);
            EXPECT_TRUE(bench.outputs.charger.stop_asked);
            EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, wait.cause));
            ASSERT_TRUE(bench.run_to(Waiting_For_PEV, 60_s));
            EXPECT_EQ(bench.finished(), evse::StopState::Rushed_Stop);
            EXPECT_FALSE(bench.outputs.output_contactors_close);
            EXPECT_FALSE(bench.outputs.charger.communication_allowed);
            EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
        }
    }
}

TEST(WaitingLimits, a_failed_lowering_is_a_malfunction_and_no_insulation_fault) {
    Bench bench;
    bench.power.lowers = false;
    bench.reach(Insulation_Test);
    ASSERT_TRUE(bench.run_to(Closing_Communication, 40_s));
    EXPECT_TRUE(bench.outputs.charger.malfunction);
    EXPECT_EQ(bench.outputs.charger.cable_check, link::ChargerView::CableCheck::failed);
    EXPECT_EQ(bench.outputs.charger.insulation, link::ChargerView::Insulation::valid);
}

TEST(WaitingLimits, a_vehicle_that_stays_silent_while_charging_keeps_its_session) {
    Bench bench;
    bench.keep_log = false;
    bench.reach(Charging);
    bench.run_for(3600_s);
    EXPECT_EQ(bench.state.state, Charging) << "requests may be told on change only (spec 5.13)";
}

TEST(WaitingLimits, authorisation_that_never_comes) {
    Configuration configuration;
    configuration.use_sequence_flags = true;
    configuration.free_service = false;
    Bench bench(configuration);
    bench.run_to(Not_Available);
    evse::SequenceControl flags;
    flags.start_charge_authorisation = true;
    bench.run_for(200_ms);
    bench.receive(flags);
    bench.step();
    bench.run_for(200_ms);
    bench.plug_in();
    bench.run_for(600_ms);
    bench.vehicle.authorisation_asked = true;
    bench.phase(HlcPhase::authorisation);
    ASSERT_TRUE(bench.run_to(CCS_Authorisation_Process, 1_s));
    const core::Instant entered = bench.state.entered;
    bench.run_until(entered + 299'999_ms);
    EXPECT_EQ(bench.state.state, CCS_Authorisation_Process);
    bench.run_until(entered + 300_s);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, "the authorisation did not come in time"));
}

}  // namespace
}  // namespace chargerig::controller::test
