// SPDX-License-Identifier: Apache-2.0
//
// Every way in which a session ends.
#include <gmock/gmock.h>

#include "tests/unit/vehicle/harness.hpp"

namespace chargerig::vehicle::test {
namespace {

using link::CommandName;
using link::VarName;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

using Names = std::vector<std::string>;

Names names_from(const Bench& bench, std::size_t first) {
    const Names all = bench.var_names();
    return {all.begin() + static_cast<std::ptrdiff_t>(first), all.end()};
}

TEST(Endings, ChargerAsksForAStop) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.run_for(10.0);
    bench.send(CommandName::stop_charging, true);
    ASSERT_TRUE(bench.run_until(Phase::finished));
    EXPECT_EQ(bench.vars.back().name, VarName::dlink_terminate);
    EXPECT_EQ(bench.count(VarName::hlc_session_failed), 0u);
    EXPECT_EQ(bench.state.stop, StopCause::charger_request);
    EXPECT_FALSE(bench.outputs.pilot.ready);
    EXPECT_FALSE(bench.outputs.contactors_close);
}

TEST(Endings, TheRequestGoesDownBeforePowerDeliveryStops) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.run_for(10.0);
    EXPECT_EQ(bench.last<link::DcEvTargetValues>(VarName::dc_ev_target_voltage_current)
                  ->dc_ev_target_current,
              150.0);
    bench.inputs.stop_request = true;
    ASSERT_TRUE(bench.run_until(Phase::stopping));
    EXPECT_EQ(bench.last<link::DcEvTargetValues>(VarName::dc_ev_target_voltage_current)
                  ->dc_ev_target_current,
              0.0);
}

TEST(Endings, TargetStateOfCharge) {
    Bench bench(test_profile(Protocol::din));
    ASSERT_TRUE(bench.charge());
    bench.run_for(2.0);
    bench.inputs.readings.soc_percent = 79.99;
    bench.run_for(1.0);
    EXPECT_EQ(bench.state.stop, StopCause::none);
    bench.inputs.readings.soc_percent = 80.0;
    ASSERT_TRUE(bench.run_until(Phase::finished));
    EXPECT_EQ(bench.state.stop, StopCause::target_reached);
    EXPECT_TRUE(*bench.last<bool>(VarName::dc_charging_complete));
    EXPECT_TRUE(*bench.last<bool>(VarName::dc_bulk_charging_complete));
}

TEST(Endings, CutOffAtMaximumVoltage) {
    Profile profile = test_profile(Protocol::iso2);
    profile.charge.cutoff_current_A = 5.0;
    Bench bench(profile);
    ASSERT_TRUE(bench.charge());
    bench.run_for(1.0);
    // 0.4 V below the maximum and no current: constant voltage leaves 4 A.
    bench.behaviour.follows_current = false;
    bench.before_step = [&] {
        bench.inputs.readings.inlet_current_A = 0.0;
        bench.inputs.readings.battery_voltage_V = 409.6;
    };
    ASSERT_TRUE(bench.run_until(Phase::stopping));
    EXPECT_EQ(bench.state.stop, StopCause::cut_off_current);
}

TEST(Endings, DepartureTime) {
    Profile profile = test_profile(Protocol::iso20_dynamic);
    profile.session.departure_time_s = 30.0;
    Bench bench(profile);
    ASSERT_TRUE(bench.charge());
    ASSERT_TRUE(bench.run_until(Phase::stopping));
    EXPECT_EQ(bench.state.stop, StopCause::departure_time);
    EXPECT_NEAR(bench.seconds(), 30.0, 0.235);
    EXPECT_GE(bench.seconds(), 30.0);
}

TEST(Endings, MaximumSessionTime) {
    Profile profile = test_profile(Protocol::iso2);
    profile.session.maximum_session_time_s = 25.0;
    Bench bench(profile);
    ASSERT_TRUE(bench.charge());
    bench.run_for(30.0);
    EXPECT_EQ(bench.state.stop, StopCause::maximum_session_time);
}

TEST(Endings, BidirectionalSessionsDoNotEndAtTheTarget) {
    Profile profile = test_profile(Protocol::iso20_dynamic);
    profile.session.bidirectional = true;
    Bench bench(profile);
    ASSERT_TRUE(bench.charge());
    bench.inputs.readings.soc_percent = 90.0;
    bench.run_for(5.0);
    EXPECT_EQ(bench.state.phase, Phase::charge_loop);
    EXPECT_EQ(bench.state.stop, StopCause::none);
}

TEST(Endings, StopBeforePowerGoesStraightToSessionStop) {
    for (const Phase phase : {Phase::handshake, Phase::authorisation, Phase::parameters,
                              Phase::cable_check, Phase::precharge}) {
        Bench bench(test_profile(Protocol::iso2));
        bench.plug_in();
        ASSERT_TRUE(bench.run_until(phase));
        bench.inputs.stop_request = true;
        ASSERT_TRUE(bench.run_until(Phase::finished)) << name(phase);
        EXPECT_EQ(bench.vars.back().name, VarName::dlink_terminate);
        EXPECT_EQ(bench.count(VarName::current_demand_finished), 0u);
        EXPECT_EQ(bench.messages().back(), "SessionStopReq");
    }
}

TEST(Endings, Iso20HearsTheChargerInTheLoopAlone) {
    Bench bench(test_profile(Protocol::iso20_scheduled));
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::precharge));
    bench.send(CommandName::stop_charging, true);
    ASSERT_TRUE(bench.run_until(Phase::charge_loop));
    ASSERT_TRUE(bench.run_until(Phase::finished));
    EXPECT_EQ(bench.count(VarName::current_demand_started), 1u);
    EXPECT_EQ(bench.state.stop, StopCause::charger_request);
}

TEST(Endings, Iso20WaitsFiveSecondsAfterSessionStop) {
    Bench bench(test_profile(Protocol::iso20_dynamic));
    ASSERT_TRUE(bench.charge());
    bench.run_for(1.0);
    bench.inputs.stop_request = true;
    ASSERT_TRUE(bench.run_until(Phase::finished));
    const auto size = bench.vars.size();
    EXPECT_EQ(bench.vars[size - 2].name, VarName::ev_termination);
    EXPECT_NEAR(core::to_seconds(bench.vars[size - 1].time - bench.vars[size - 2].time), 5.0, 1e-9);
    EXPECT_EQ(bench.last<link::EvTermination>(VarName::ev_termination)->ev_termination_explanation,
              "stop asked for in the vehicle");
}

TEST(Endings, PauseAskedForByTheCharger) {
    Bench bench(test_profile(Protocol::iso20_dynamic));
    ASSERT_TRUE(bench.charge());
    bench.run_for(1.0);
    bench.send(CommandName::pause_charging, true);
    ASSERT_TRUE(bench.run_until(Phase::paused));
    EXPECT_EQ(bench.vars.back().name, VarName::dlink_pause);
}

TEST(Endings, PauseOfItsOwnAndOnWithIt) {
    for (const Protocol protocol :
         {Protocol::iso2, Protocol::iso20_scheduled, Protocol::iso20_dynamic}) {
        Bench bench(test_profile(protocol));
        ASSERT_TRUE(bench.charge());
        bench.run_for(5.0);
        bench.inputs.pause_request = true;
        ASSERT_TRUE(bench.run_until(Phase::paused));
        EXPECT_EQ(bench.vars.back().name, VarName::dlink_pause);
        EXPECT_FALSE(bench.outputs.contactors_close);
        EXPECT_EQ(bench.messages().back(), "SessionStopReq");
        if (is_iso20(protocol)) {
            const auto* why = bench.last<link::EvTermination>(VarName::ev_termination);
            ASSERT_NE(why, nullptr);
            EXPECT_EQ(why->ev_termination_code, "Pause");
            EXPECT_EQ(why->ev_termination_explanation, "pause asked for in the vehicle");
        }
        const core::Instant plugged = bench.state.plugged_since;
        bench.run_for(3600.0);
        EXPECT_EQ(bench.state.phase, Phase::paused);
        const auto before = bench.vars.size();
        bench.inputs.resume_request = true;
        bench.step();
        EXPECT_TRUE(bench.outputs.pilot.ready) << "state C";
        bench.run_for(0.29);
        EXPECT_TRUE(bench.outputs.pilot.ready);
        bench.run_for(0.02);
        EXPECT_FALSE(bench.outputs.pilot.ready) << "state B";
        EXPECT_EQ(bench.vars.size(), before) << "the pilot alone tells";
        ASSERT_TRUE(bench.run_until(Phase::charge_loop));
        EXPECT_EQ(bench.count(VarName::evcc_id), 2u);
        EXPECT_EQ(bench.count(VarName::start_cable_check), 2u) << "the whole sequence again";
        EXPECT_EQ(bench.state.plugged_since, plugged) << "departure counts from the plug";
    }
}

TEST(Endings, NoPauseWhereThereIsNone) {
    Bench din(test_profile(Protocol::din));
    ASSERT_TRUE(din.charge());
    din.inputs.pause_request = true;
    din.run_for(5.0);
    EXPECT_EQ(din.state.phase, Phase::charge_loop);
    EXPECT_EQ(din.state.stop, StopCause::none);
    Bench early(test_profile(Protocol::iso2));
    early.plug_in();
    ASSERT_TRUE(early.run_until(Phase::cable_check));
    early.inputs.pause_request = true;
    early.inputs.resume_request = true;
    ASSERT_TRUE(early.run_until(Phase::charge_loop));
    EXPECT_EQ(
        early.note_texts(core::NoteKind::warning),
        (std::vector<std::string>{"cannot pause <- the vehicle is not charging",
                                  "cannot resume <- the vehicle has neither paused nor finished"}));
    EXPECT_EQ(din.note_texts(core::NoteKind::warning),
              (std::vector<std::string>{"cannot pause <- DIN 70121 has no pause"}));
}

TEST(Endings, ErrorFromTheChargerStopsAtOnce) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.run_for(10.0);
    const auto first = bench.var_names().size();
    bench.send(CommandName::send_error, link::EvseError::Error_EmergencyShutdown);
    bench.step();
    EXPECT_THAT(names_from(bench, first),
                ElementsAre("dc_charging_complete", "dc_bulk_charging_complete",
                            "current_demand_finished", "dc_open_contactor"));
    bench.run_for(0.05);
    EXPECT_FALSE(bench.outputs.contactors_close);
}

TEST(Endings, ErrorHasNoEffectInIso20) {
    Bench bench(test_profile(Protocol::iso20_dynamic));
    ASSERT_TRUE(bench.charge());
    bench.send(CommandName::send_error, link::EvseError::Error_EmergencyShutdown);
    bench.run_for(5.0);
    EXPECT_EQ(bench.state.phase, Phase::charge_loop);
}

TEST(Endings, EmergencyOfTheVehicle) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.run_for(10.0);
    bench.behaviour.follows_current = false;
    const auto first = bench.var_names().size();
    bench.inputs.emergency_request = true;
    bench.step();
    const auto* status = bench.last<link::DcEvStatus>(VarName::dc_ev_status);
    EXPECT_EQ(status->dc_ev_error_code, link::DcEvErrorCode::FAILED_EVRESSMalfunction);
    EXPECT_FALSE(status->dc_ev_ready);
    EXPECT_FALSE(bench.outputs.pilot.ready);
    EXPECT_TRUE(bench.outputs.contactors_close);
    bench.run_for(0.05);
    EXPECT_FALSE(bench.outputs.contactors_close);
    bench.run_for(0.2);
    EXPECT_THAT(names_from(bench, first),
                ElementsAre("dc_ev_status", "current_demand_finished", "dc_open_contactor",
                            "hlc_session_failed", "dlink_error"));
    EXPECT_EQ(*bench.last<link::HlcSessionFailedReasonEnum>(VarName::hlc_session_failed),
              link::HlcSessionFailedReasonEnum::ChargingInterrupted);
}

TEST(Endings, EmergencyInIso20ShowsOnThePilotAndTheLink) {
    Bench bench(test_profile(Protocol::iso20_dynamic));
    ASSERT_TRUE(bench.charge());
    bench.run_for(3.0);
    bench.inputs.emergency_request = true;
    bench.step();
    EXPECT_FALSE(bench.outputs.pilot.ready);
    bench.run_for(0.3);
    EXPECT_EQ(bench.count(VarName::dc_ev_status), 0u);
    EXPECT_EQ(bench.count(VarName::hlc_session_failed), 0u);
    EXPECT_EQ(bench.vars.back().name, VarName::dlink_error);
}

TEST(Endings, CommunicationLostEndsEverythingAtOnce) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.run_for(10.0);
    const auto first = bench.var_names().size();
    bench.inputs.communication_lost = true;
    bench.step();
    EXPECT_THAT(names_from(bench, first),
                ElementsAre("current_demand_finished", "dc_open_contactor", "hlc_session_failed",
                            "dlink_error"));
    EXPECT_EQ(bench.state.phase, Phase::failed);
    EXPECT_FALSE(bench.outputs.pilot.ready);
    EXPECT_TRUE(bench.outputs.pilot.plugged);
    bench.run_for(0.1);
    EXPECT_FALSE(bench.outputs.contactors_close);
}

TEST(Endings, WithoutCommunicationThereIsNoneToLose) {
    Bench bench(test_profile(Protocol::iso2));
    bench.inputs.communication_lost = true;
    bench.step();
    EXPECT_EQ(bench.state.phase, Phase::unplugged);
    EXPECT_TRUE(bench.outputs.notes.empty());
}

TEST(Endings, PulledConnector) {
    Bench bench(test_profile(Protocol::din));
    ASSERT_TRUE(bench.charge());
    bench.run_for(3.0);
    const auto first = bench.var_names().size();
    bench.unplug();
    bench.step();
    EXPECT_THAT(names_from(bench, first),
                ElementsAre("current_demand_finished", "dc_open_contactor", "hlc_session_failed",
                            "dlink_error"));
    EXPECT_EQ(bench.state.phase, Phase::unplugged);
    EXPECT_FALSE(bench.outputs.contactors_close);
    EXPECT_FALSE(bench.outputs.pilot.plugged);
}

TEST(Endings, PulledConnectorAfterTheEndIsNoFailure) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.inputs.stop_request = true;
    ASSERT_TRUE(bench.run_until(Phase::finished));
    const auto before = bench.vars.size();
    bench.unplug();
    bench.step();
    EXPECT_EQ(bench.vars.size(), before);
    EXPECT_TRUE(bench.note_texts(core::NoteKind::abnormal).empty());
}

TEST(Endings, PilotInStateF) {
    Bench bench(test_profile(Protocol::iso20_dynamic));
    ASSERT_TRUE(bench.charge());
    bench.run_for(3.0);
    bench.inputs.pilot.fault = true;
    bench.step();
    EXPECT_EQ(bench.state.phase, Phase::failed);
    EXPECT_THAT(bench.note_texts(core::NoteKind::abnormal),
                ElementsAre("session failed <- pilot in state F"));
    bench.run_for(0.06);
    EXPECT_FALSE(bench.outputs.contactors_close);
}

TEST(Endings, LinkClosedByTheCharger) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.send(CommandName::dlink_ready, false);
    bench.step();
    EXPECT_EQ(bench.state.phase, Phase::failed);
    EXPECT_EQ(bench.vars.back().name, VarName::dlink_error);
}

TEST(Endings, ContactorsWaitForTheCurrentToGo) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.run_for(5.0);
    bench.behaviour.follows_current = false;
    bench.inputs.readings.inlet_current_A = 1.5;
    bench.inputs.stop_request = true;
    ASSERT_TRUE(bench.run_until(Phase::stopping));
    bench.run_for(10.0);
    EXPECT_TRUE(bench.outputs.contactors_close);
    EXPECT_TRUE(bench.outputs.pilot.ready);
    bench.inputs.readings.inlet_current_A = 1.0;
    bench.step();
    EXPECT_FALSE(bench.outputs.contactors_close);
    EXPECT_FALSE(bench.outputs.pilot.ready);
}

TEST(Endings, LooksForTheCurrentWithoutBeingCalled) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.run_for(5.0);
    bench.behaviour.follows_current = false;
    bench.inputs.readings.inlet_current_A = 5.0;
    bench.inputs.stop_request = true;
    ASSERT_TRUE(bench.run_until(Phase::stopping));
    bench.run_for(3.0);
    EXPECT_LE(bench.outputs.next_wakeup, bench.now() + core::from_seconds(0.235));
}

TEST(Endings, ContactorsOpenUnderLoadAtLast) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.run_for(5.0);
    bench.behaviour.follows_current = false;
    bench.inputs.readings.inlet_current_A = 30.0;
    bench.inputs.stop_request = true;
    ASSERT_TRUE(bench.run_until(Phase::stopping));
    bench.run_for(19.99);
    EXPECT_TRUE(bench.outputs.contactors_close);
    bench.run_for(0.01);
    EXPECT_FALSE(bench.outputs.contactors_close);
    EXPECT_THAT(bench.note_texts(core::NoteKind::warning),
                ElementsAre("contactors open under load <- 30.0 A still flow"));
}

TEST(Endings, WeldedContactorIsTold) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.run_for(2.0);
    bench.behaviour.contactors_work = false;
    bench.inputs.stop_request = true;
    ASSERT_TRUE(bench.run_until(Phase::finished));
    EXPECT_THAT(bench.note_texts(core::NoteKind::warning),
                ElementsAre("a vehicle contactor may be welded <- 350.0 V still at the inlet"));
    std::size_t rounds = 0;
    for (const auto& var : bench.vars) {
        const auto* message = std::get_if<link::V2gMessages>(&var.payload);
        if (message && message->id == link::V2gMessageId::WeldingDetectionReq) ++rounds;
    }
    EXPECT_EQ(rounds, 10u);
}

TEST(Endings, WithoutWeldingTestTheContactorsOpenAllTheSame) {
    Profile profile = test_profile(Protocol::iso2);
    profile.charging.welding_test = false;
    Bench bench(profile);
    ASSERT_TRUE(bench.charge());
    bench.inputs.stop_request = true;
    ASSERT_TRUE(bench.run_until(Phase::finished));
    EXPECT_THAT(bench.messages(), Not(Contains("WeldingDetectionReq")));
    EXPECT_FALSE(bench.outputs.contactors_close);
}

}  // namespace
}  // namespace chargerig::vehicle::test
