// SPDX-License-Identifier: Apache-2.0
//
// The abnormal ways that begin at the vehicle (spec 6.5).
#include <gtest/gtest.h>

#include "sim/controller/context.hpp"
#include "tests/unit/controller/expectations.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;
using evse::DcPowerControl;
using evse::EmergencyOrigin;
using evse::StopState;

struct VehicleTrouble {
    const char* name;
    void (*happens)(Bench&);
};
constexpr VehicleTrouble kError{"error code", [](Bench& b) {
                                    b.vehicle.emergency = true;
                                    b.step();
                                }};
constexpr VehicleTrouble kLosses[] = {
    {"communication lost", [](Bench& b) { b.phase(HlcPhase::failed); }},
    {"unplugged", [](Bench& b) { b.unplug(); }},
};

void expect_origin_pev_everywhere(const VehicleTrouble& trouble) {
    for (const ControllerState state :
         {Connected_With_Full_Info, Insulation_Test, Precharge, Waiting_For_Charge, Charging,
          Ending_Charge, Welding_Detection}) {
        SCOPED_TRACE(std::string(trouble.name) + " in " + std::string(label(state)));
        Bench bench;
        bench.reach(state);
        bench.run_for(163_ms);
        trouble.happens(bench);
        const bool powered = state >= Insulation_Test;
        if (powered && state < Ending_Charge) expect_open_at_once(bench, bench.now);
        expect_emergency(bench, bench.now, EmergencyOrigin::PEV, powered);
    }
}

TEST(Spec_6_5, Row_vehicle_emergency_HasOriginPev) {
    expect_origin_pev_everywhere(kError);
}

TEST(Spec_6_5, Row_communication_loss_HasOriginPev) {
    for (const VehicleTrouble& loss : kLosses) expect_origin_pev_everywhere(loss);
}

// A vehicle that says that it does not fit the charger goes in order, however its link ends.
TEST(Spec_6_5, Row_vehicle_refuses_IsNoEmergency) {
    for (const HlcPhase end : {HlcPhase::closed, HlcPhase::failed}) {
        Bench bench;
        bench.reach(Connected_With_Full_Info);
        bench.run_for(163_ms);
        bench.vehicle.refused = true;
        bench.phase(end);
        EXPECT_EQ(bench.state.state, Closing_Communication);
        EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, "the vehicle refused the charger"));
        bench.run_for(10_s);
        EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
        EXPECT_TRUE(bench.sent<evse::DcPowerControl>().empty());
        EXPECT_EQ(bench.finished(), StopState::Rushed_Stop);
    }
}

TEST(VehicleEmergency, a_link_lost_after_the_refusal_was_overcome_is_one) {
    Bench bench;
    bench.reach(Connected_With_Full_Info);
    bench.vehicle.refused = true;
    bench.reach(Insulation_Test);
    bench.phase(HlcPhase::failed);
    EXPECT_FALSE(bench.sent<evse::EmergencyStop>().empty());
}

TEST(VehicleEmergency, unplugged_while_negotiating_is_none) {
    Bench bench;
    bench.reach(Negotiating_Connection);
    bench.unplug();
    EXPECT_EQ(bench.state.state, Closing_Communication);
    bench.run_for(4_s);
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
    EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
}

TEST(VehicleEmergency, unplugging_after_a_closed_communication_is_none) {
    Bench bench;
    bench.reach(Ending_Charge);
    bench.phase(HlcPhase::closed);
    bench.unplug();
    bench.run_for(1_s);
    EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
    EXPECT_EQ(bench.finished(), StopState::Clean_Stop);
}

TEST(VehicleEmergency, persists_until_the_vehicle_is_gone) {
    Bench bench;
    bench.reach(Charging);
    bench.vehicle.emergency = true;
    bench.step();
    bench.run_for(20_s);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    bench.unplug();
    bench.run_for(200_ms);
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
    bench.run_for(200_ms);
    bench.plug_in();
    EXPECT_EQ(bench.state.state, Negotiating_Connection) << "a fresh plug-in is a fresh session";
}

TEST(VehicleEmergency, is_over_with_the_communication) {
    for (const HlcPhase phase : {HlcPhase::closed, HlcPhase::failed}) {
        Bench bench;
        bench.reach(Charging);
        bench.vehicle.emergency = true;
        bench.step();
        bench.run_for(10_s);
        EXPECT_EQ(bench.state.state, Closing_Communication);
        bench.phase(phase);
        bench.run_for(200_ms);
        EXPECT_EQ(bench.state.state, Waiting_For_PEV);
        bench.run_for(5_s);
        EXPECT_EQ(bench.state.state, Waiting_For_PEV) << "the plug is still in";
    }
}

TEST(VehicleEmergency, lost_in_the_loop_does_not_outlast_the_session) {
    Bench bench;
    bench.reach(Charging);
    bench.vehicle.emergency = true;  // the link reports a loss in the loop as an emergency, too
    bench.phase(HlcPhase::failed);
    const auto stops = bench.sent<evse::EmergencyStop>();
    ASSERT_FALSE(stops.empty());
    EXPECT_EQ(stops.back().message.origin, EmergencyOrigin::PEV);
    EXPECT_TRUE(bench.run_to(Waiting_For_PEV, 10_s));
}

TEST(Abnormal, the_first_emergency_keeps_its_origin) {
    Bench bench;
    bench.reach(Charging);
    bench.phase(HlcPhase::failed);
    bench.run_for(100_ms);
    bench.emergency_button = true;
    bench.run_for(1_s);
    for (const auto& stop : bench.sent<evse::EmergencyStop>()) {
        EXPECT_EQ(stop.message.origin, EmergencyOrigin::PEV);
    }
    expect_rushed_once(bench);
}

TEST(Abnormal, the_vehicle_may_end_before_charging) {
    for (const ControllerState state : {Connected_With_Full_Info, Insulation_Test, Precharge}) {
        Bench bench;
        bench.reach(state);
        bench.run_for(1_s);
        bench.phase(HlcPhase::closed);
        EXPECT_EQ(bench.state.state, Closing_Communication) << label(state);
        bench.run_for(2_s);
        expect_rushed_once(bench);
        EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
    }
}

TEST(Abnormal, a_session_follows_a_replug_during_the_hold) {
    Bench bench;
    bench.reach(Closing_Communication);
    bench.run_for(500_ms);
    bench.unplug();
    bench.run_for(100_ms);
    EXPECT_EQ(bench.outputs.pilot.duty_percent, 100.0);
    EXPECT_FALSE(bench.outputs.charger.communication_allowed);
    bench.plug_in();
    EXPECT_EQ(bench.state.state, Closing_Communication);
    EXPECT_EQ(bench.outputs.pilot.duty_percent, 100.0) << "not yet invited";
    EXPECT_FALSE(bench.outputs.charger.stop_asked) << "this vehicle was not asked to stop";
    EXPECT_TRUE(bench.run_to(Negotiating_Connection, 5_s));
}

}  // namespace
}  // namespace chargerig::controller::test
