// SPDX-License-Identifier: Apache-2.0
//
// Sequence_Control: the states Not_Available and CCS_Authorisation_Process, and what each flag does
// in the others (spec 5.3, 6.2, 6.3, 6.5, 8.2, 8.19 to 8.22).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/controller/context.hpp"
#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;
using evse::SequenceControl;
using ::testing::ElementsAre;

Configuration with_flags(bool free_service) {
    Configuration configuration;
    configuration.use_sequence_flags = true;
    configuration.free_service = free_service;
    return configuration;
}

// A power side that sends flags by hand. The flags of each frame are the complete wanted state.
class FlagBench : public Bench {
public:
    explicit FlagBench(bool free_service = true) : Bench(with_flags(free_service)) {}
    explicit FlagBench(Configuration configuration) : Bench(configuration) {}

    SequenceControl flags;

    void send() {
        receive(flags);
        step();
    }
    void set(bool SequenceControl::*flag, bool value = true) {
        flags.*flag = value;
        send();
    }
    // To Waiting_For_PEV, seen by the bus.
    void start() {
        run_to(Not_Available);
        run_for(200_ms);
        set(&SequenceControl::start_charge_authorisation);
        run_to(Waiting_For_PEV);
        run_for(200_ms);
    }
    // To the vehicle that asks for authorisation.
    void ask() {
        if (!vehicle.plugged) plug_in();
        run_to(Negotiating_Connection);
        run_for(600_ms);
        vehicle.authorisation_asked = true;
        phase(HlcPhase::authorisation);
        run_for(200_ms);
    }
    void answered() {
        vehicle.authorisation_asked = false;
        phase(HlcPhase::parameters);
        run_for(200_ms);
    }
};

TEST(Spec_6_2, Row_12_WithheldStartLeadsThereAndPermissionOut) {
    FlagBench bench;
    EXPECT_TRUE(bench.run_to(Not_Available));
    bench.run_for(1_s);
    EXPECT_EQ(bench.state.state, Not_Available);
    for (const Sent& sent : bench.log) {
        EXPECT_FALSE(std::holds_alternative<evse::NewChargeSession>(sent.message));
        EXPECT_FALSE(std::holds_alternative<evse::DcPowerControl>(sent.message));
    }
    bench.set(&SequenceControl::start_charge_authorisation);
    bench.run_for(300_ms);
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
    bench.set(&SequenceControl::start_charge_authorisation, false);
    EXPECT_EQ(bench.state.state, Not_Available) << "withdrawn";
}

TEST(Spec_6_2, Row_12_KeepsThePilotAt100PercentAndRemembersThePlug) {
    FlagBench bench;
    bench.run_to(Not_Available);
    bench.plug_in();
    bench.run_for(30_s);
    EXPECT_EQ(bench.state.state, Not_Available);
    EXPECT_EQ(bench.outputs.pilot.duty_percent, 100.0);
    EXPECT_FALSE(bench.outputs.charger.communication_allowed);
    const auto extra = bench.sent<evse::CcsExtraInformation>();
    ASSERT_FALSE(extra.empty());
    EXPECT_EQ(extra.back().message, (evse::CcsExtraInformation{evse::CpCode::B, 100.0}));
    bench.set(&SequenceControl::start_charge_authorisation);
    bench.run_for(300_ms);
    EXPECT_EQ(bench.state.state, Negotiating_Connection);
    EXPECT_THAT(bench.states_seen(),
                ElementsAre(Initialising, Not_Available, Waiting_For_PEV, Negotiating_Connection));
    bench.run_for(600_ms);
    EXPECT_EQ(bench.outputs.pilot.duty_percent, 5.0);
}

TEST(Spec_6_2, Row_12_APlugThatWasPulledAgainStartsNothing) {
    FlagBench bench;
    bench.run_to(Not_Available);
    bench.plug_in();
    bench.run_for(1_s);
    bench.unplug();
    bench.run_for(1_s);
    bench.set(&SequenceControl::start_charge_authorisation);
    bench.run_for(2_s);
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
}

TEST(Spec_6_2, Row_12_AfterASessionWhoseStartWasWithdrawn) {
    FlagBench bench;
    bench.start();
    bench.ask();
    bench.set(&SequenceControl::start_charge_authorisation, false);
    bench.answered();
    EXPECT_EQ(bench.state.state, Connected_With_Full_Info) << "a session that runs goes on";
    bench.unplug();
    EXPECT_TRUE(bench.run_to(Not_Available));
    EXPECT_FALSE(bench.state.emergency.active());
    EXPECT_EQ(bench.state.session, Session{});
}

TEST(Spec_6_2, Row_1_StartsByPlugAloneAndIgnoresTheChademoButton) {
    FlagBench bench;
    bench.start();
    bench.set(&SequenceControl::chademo_start_button);
    bench.run_for(1_s);
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
    bench.plug_in();
    EXPECT_EQ(bench.state.state, Negotiating_Connection);
    for (const bool pressed : {false, true}) {
        bench.set(&SequenceControl::chademo_start_button, pressed);
        bench.run_for(200_ms);
        EXPECT_EQ(bench.state.state, Negotiating_Connection);
    }
}

TEST(Spec_6_2, Row_11_HoldsUntilDoneAndGoesOnWhenValid) {
    FlagBench bench(false);
    bench.start();
    bench.ask();
    EXPECT_EQ(bench.state.state, CCS_Authorisation_Process);
    EXPECT_FALSE(bench.outputs.charger.authorised);
    bench.run_for(299_s);
    EXPECT_EQ(bench.state.state, CCS_Authorisation_Process);
    EXPECT_FALSE(bench.outputs.charger.authorised);
    EXPECT_TRUE(bench.sent<evse::NewChargeSession>().empty());
    bench.flags.ccs_authorisation_valid = true;
    bench.set(&SequenceControl::ccs_authorisation_done);
    EXPECT_TRUE(bench.outputs.charger.authorised);
    EXPECT_FALSE(bench.outputs.charger.authorisation_refused);
    EXPECT_EQ(bench.state.state, CCS_Authorisation_Process) << "the parameters are not known yet";
    bench.answered();
    EXPECT_EQ(bench.state.state, Connected_With_Full_Info);
    EXPECT_THAT(bench.states_seen(),
                ElementsAre(Initialising, Not_Available, Waiting_For_PEV, Negotiating_Connection,
                            CCS_Authorisation_Process, Connected_With_Full_Info));
}

TEST(Spec_6_2, Row_11_DoesNotWaitForEver) {
    FlagBench bench(false);
    bench.start();
    bench.ask();
    const core::Instant entered = bench.state.entered;
    bench.run_until(entered + 299'999_ms);
    EXPECT_EQ(bench.state.state, CCS_Authorisation_Process);
    bench.run_until(entered + 300_s);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, "the authorisation did not come in time"));
}

TEST(Spec_6_2, Row_11_ValidAndDoneInFramesOfTheirOwn) {
    FlagBench bench(false);
    bench.start();
    bench.ask();
    bench.set(&SequenceControl::ccs_authorisation_valid);
    bench.run_for(1_s);
    EXPECT_FALSE(bench.outputs.charger.authorised);
    bench.set(&SequenceControl::ccs_authorisation_done);
    EXPECT_TRUE(bench.outputs.charger.authorised);
    bench.set(&SequenceControl::ccs_authorisation_valid, false);
    EXPECT_TRUE(bench.outputs.charger.authorised) << "decided";
}

// The frames of one instant count one after the other.
TEST(Spec_6_2, Row_11_DoneBeforeValidIsARefusal) {
    FlagBench bench(false);
    bench.start();
    bench.ask();
    bench.flags.ccs_authorisation_done = true;
    bench.receive(bench.flags);
    bench.flags.ccs_authorisation_valid = true;
    bench.receive(bench.flags);
    bench.step();
    EXPECT_TRUE(bench.outputs.charger.authorisation_refused);
    EXPECT_FALSE(bench.outputs.charger.authorised);
    EXPECT_EQ(bench.state.state, Closing_Communication);
}

TEST(Spec_6_2, Row_11_TheVehicleCannotForceItsWayThrough) {
    FlagBench bench(false);
    bench.start();
    bench.plug_in();
    bench.run_for(600_ms);
    for (const HlcPhase phase : {HlcPhase::parameters, HlcPhase::cable_check}) {
        bench.phase(phase);
        bench.run_for(1_s);
        EXPECT_EQ(bench.state.state, CCS_Authorisation_Process);
        EXPECT_EQ(bench.outputs.charger.cable_check, link::ChargerView::CableCheck::pending);
        EXPECT_FALSE(bench.outputs.output_contactors_close);
    }
}

TEST(Spec_6_2, Row_3_WaitsForChargeParametersDone) {
    FlagBench bench;
    bench.start();
    bench.ask();
    bench.answered();
    ASSERT_EQ(bench.state.state, Connected_With_Full_Info);
    bench.phase(HlcPhase::cable_check);
    bench.run_for(30_s);
    EXPECT_EQ(bench.state.state, Connected_With_Full_Info);
    EXPECT_GT(bench.sent<evse::NewChargeSession>().size(), 290u);
    bench.set(&SequenceControl::charge_parameters_done);
    EXPECT_EQ(bench.state.state, Insulation_Test);
}

// The last DC_Power_Parameters before the flag is what the vehicle is told (spec 5.2).
TEST(Spec_6_2, Row_3_TheParametersAtTheFlagCount) {
    FlagBench bench;
    bench.start();
    bench.ask();
    bench.answered();
    bench.phase(HlcPhase::cable_check);
    bench.receive(evse::DcPowerParameters{400.0, 80.0, 0.0, 0.0});
    bench.step();
    bench.receive(evse::DcPowerParameters{450.0, 60.0, 0.0, 0.0});
    bench.set(&SequenceControl::charge_parameters_done);
    EXPECT_EQ(bench.outputs.charger.maximum_current_A, 60.0);
    EXPECT_EQ(bench.outputs.charger.maximum_voltage_V, 450.0);
    EXPECT_EQ(bench.state.state, Insulation_Test);
}

TEST(Spec_6_5, Row_authorisation_invalid_StopsTheVehicleAndCloses) {
    FlagBench bench(false);
    bench.start();
    bench.ask();
    bench.set(&SequenceControl::ccs_authorisation_done);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    EXPECT_TRUE(bench.outputs.charger.authorisation_refused);
    EXPECT_FALSE(bench.outputs.charger.authorised);
    EXPECT_TRUE(bench.outputs.charger.stop_asked);
    // What comes too late, and a vehicle that goes on all the same, change nothing.
    bench.set(&SequenceControl::ccs_authorisation_valid);
    bench.phase(HlcPhase::cable_check);
    bench.run_for(1_s);
    EXPECT_FALSE(bench.outputs.charger.authorised);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    const auto finished = bench.sent<evse::ChargeSessionFinished>();
    ASSERT_EQ(finished.size(), 1u);
    EXPECT_EQ(finished[0].message.state, evse::StopState::Rushed_Stop);
    EXPECT_TRUE(bench.sent<evse::DcPowerControl>().empty());
    EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
    EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, "authorisation invalid"));
}

// Late is as late as the vehicle makes it: its end is the session's.
TEST(Spec_6_5, Row_authorisation_invalid_AVehicleThatWaitsNoLonger) {
    for (const HlcPhase end : {HlcPhase::failed, HlcPhase::closed}) {
        FlagBench bench(false);
        bench.start();
        bench.ask();
        bench.run_for(55_s);
        ASSERT_EQ(bench.state.state, CCS_Authorisation_Process);
        bench.phase(end);
        EXPECT_EQ(bench.state.state, Closing_Communication);
        bench.flags.ccs_authorisation_valid = true;
        bench.set(&SequenceControl::ccs_authorisation_done);
        EXPECT_FALSE(bench.outputs.charger.authorised);
        bench.run_for(1_s);
        EXPECT_EQ(bench.sent<evse::ChargeSessionFinished>().at(0).message.state,
                  evse::StopState::Rushed_Stop);
    }
    FlagBench bench(false);
    bench.start();
    bench.ask();
    bench.unplug();
    EXPECT_EQ(bench.state.state, Closing_Communication);
    EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, "unplugged"));
}

TEST(Spec_6_5, Row_authorisation_invalid_TheCurrentLoopIsWatchedThereToo) {
    FlagBench bench(false);
    bench.start();
    bench.ask();
    bench.emergency_button = true;
    bench.step();
    EXPECT_EQ(bench.state.state, Closing_Communication);
    EXPECT_EQ(bench.sent<evse::EmergencyStop>().at(0).message.origin, evse::EmergencyOrigin::EVSE);
}

// Presses the button at this moment of a session with flags: by Sequence_Control or the input.
void press(FlagBench& bench, bool on_bus) {
    if (on_bus) {
        bench.set(&SequenceControl::user_stop_button);
    } else {
        bench.press_stop();
    }
}

// A session with all other flags given, led to the state.
FlagBench led_to(evse::ControllerState wanted) {
    FlagBench bench(wanted != CCS_Authorisation_Process);
    bench.flags.charge_parameters_done = true;
    bench.start();
    if (wanted == CCS_Authorisation_Process) {
        bench.ask();
    } else {
        bench.reach(wanted);
    }
    EXPECT_EQ(bench.state.state, wanted);
    return bench;
}

TEST(Spec_6_5, Row_user_stop_before_charging_ClosesWithoutEmergency) {
    for (const auto state :
         {Negotiating_Connection, CCS_Authorisation_Process, Connected_With_Full_Info,
          Insulation_Test, Precharge, Waiting_For_Charge}) {
        for (const bool on_bus : {true, false}) {
            FlagBench bench = led_to(state);
            press(bench, on_bus);
            EXPECT_EQ(bench.state.state, Closing_Communication) << label(state);
            EXPECT_TRUE(bench.outputs.charger.stop_asked) << label(state);
            bench.run_for(3_s);
            const auto finished = bench.sent<evse::ChargeSessionFinished>();
            ASSERT_EQ(finished.size(), 1u) << label(state);
            EXPECT_EQ(finished[0].message.state, evse::StopState::Rushed_Stop) << label(state);
            EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty()) << label(state);
            EXPECT_FALSE(bench.outputs.output_contactors_close) << label(state);
            EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, "stopped by the user"));
        }
    }
}

TEST(Spec_6_5, Row_user_stop_charging_EndsNormally) {
    for (const bool on_bus : {true, false}) {
        FlagBench bench = led_to(Charging);
        bench.run_for(1_s);
        press(bench, on_bus);
        EXPECT_EQ(bench.state.state, Charging) << "until the vehicle complies";
        EXPECT_TRUE(bench.outputs.charger.stop_asked);
        EXPECT_EQ(bench.sent<evse::DcPowerControl>().back().message.power_function,
                  evse::PowerFunction::Power_Transfer);
        bench.run_for(1_s);
        bench.phase(HlcPhase::stopped);
        EXPECT_EQ(bench.state.state, Ending_Charge);
        bench.run_for(1_s);
        bench.phase(HlcPhase::closed);
        bench.run_for(1_s);
        EXPECT_EQ(bench.sent<evse::ChargeSessionFinished>().at(0).message.state,
                  evse::StopState::Clean_Stop);
        EXPECT_FALSE(bench.noted(core::NoteKind::abnormal, ""));
    }
}

TEST(Spec_6_5, Row_user_stop_charging_AfterTheEndItMeansNothing) {
    FlagBench bench = led_to(Ending_Charge);
    press(bench, true);
    bench.phase(HlcPhase::closed);
    bench.run_for(2_s);
    EXPECT_EQ(bench.sent<evse::ChargeSessionFinished>().at(0).message.state,
              evse::StopState::Clean_Stop);
}

TEST(Spec_8, Row_2_StateThreeIsReportedBeforeTheParametersAreDone) {
    FlagBench bench;
    bench.start();
    bench.ask();
    bench.answered();
    bench.run_for(1_s);
    EXPECT_EQ(bench.states_seen().back(), Connected_With_Full_Info);
    EXPECT_FALSE(bench.state.flags.charge_parameters_done);
    EXPECT_FALSE(bench.sent<evse::NewChargeSession>().empty());
}

TEST(Spec_8, Row_2_OrTheStateComesAfterTheFlag) {
    for (const bool external : {false, true}) {
        Configuration configuration = with_flags(!external);
        configuration.wait_parameters_in = WaitParametersIn::state2;
        FlagBench bench(configuration);
        bench.start();
        bench.ask();
        if (external) {
            bench.flags.ccs_authorisation_valid = true;
            bench.set(&SequenceControl::ccs_authorisation_done);
        }
        bench.answered();
        bench.run_for(10_s);
        EXPECT_EQ(bench.state.state, external ? CCS_Authorisation_Process : Negotiating_Connection);
        EXPECT_TRUE(bench.sent<evse::NewChargeSession>().empty());
        FlagBench late = bench;
        bench.set(&SequenceControl::charge_parameters_done);
        EXPECT_EQ(bench.state.state, Connected_With_Full_Info);
        late.run_for(300_s);
        EXPECT_TRUE(
            late.noted(core::NoteKind::abnormal, "Charge_Parameters_Done did not come in time"));
    }
}

TEST(Spec_8, Row_19_FlagsBeforeTheFirstStateThatAsksForThem) {
    for (const bool accepted : {false, true}) {
        Configuration configuration = with_flags(true);
        configuration.flags_in_initialising = accepted;
        FlagBench bench(configuration);
        bench.step();
        bench.set(&SequenceControl::start_charge_authorisation);
        bench.run_for(2_s);
        EXPECT_EQ(bench.state.state, accepted ? Waiting_For_PEV : Not_Available);
        EXPECT_EQ(bench.states_seen().size(), 2u);
        bench.send();
        bench.run_for(200_ms);
        EXPECT_EQ(bench.state.state, Waiting_For_PEV);
    }
}

TEST(Spec_8, Row_20_LevelsStayForTheNextSession) {
    FlagBench bench(false);
    bench.start();
    bench.ask();
    bench.flags.ccs_authorisation_valid = bench.flags.charge_parameters_done = true;
    bench.set(&SequenceControl::ccs_authorisation_done);
    bench.answered();
    bench.unplug();
    ASSERT_TRUE(bench.run_to(Waiting_For_PEV));
    bench.run_for(200_ms);
    EXPECT_EQ(bench.state.flags, bench.flags);
    bench.plug_in();
    bench.ask();
    EXPECT_TRUE(bench.outputs.charger.authorised) << "decided on the way in";
    EXPECT_THAT(bench.states_seen(), ::testing::Contains(CCS_Authorisation_Process).Times(2));
    bench.answered();
    bench.phase(HlcPhase::cable_check);
    EXPECT_EQ(bench.state.state, Insulation_Test);
}

TEST(Spec_8, Row_20_OrThoseOfASessionGoBackToZero) {
    for (const bool keep : {true, false}) {
        Configuration configuration = with_flags(false);
        configuration.keep_flags_after_session = keep;
        FlagBench bench(configuration);
        bench.start();
        bench.flags.ccs_authorisation_valid = bench.flags.charge_parameters_done = true;
        bench.flags.user_stop_button = true;
        bench.set(&SequenceControl::ccs_authorisation_done);
        bench.ask();
        bench.answered();
        ASSERT_EQ(bench.state.state, Connected_With_Full_Info);
        bench.unplug();
        ASSERT_TRUE(bench.run_to(Waiting_For_PEV));
        SequenceControl left;
        left.start_charge_authorisation = left.user_stop_button = true;
        EXPECT_EQ(bench.state.flags, keep ? bench.flags : left);
        bench.run_for(200_ms);
        bench.plug_in();
        bench.ask();
        bench.answered();
        EXPECT_EQ(bench.state.state, keep ? Connected_With_Full_Info : CCS_Authorisation_Process);
    }
}

TEST(Spec_8, Row_21_APressCountsWhereItHasAnEffectAndAnewWhenLetGo) {
    FlagBench bench;
    bench.start();
    bench.set(&SequenceControl::user_stop_button);
    bench.ask();
    bench.send();
    bench.run_for(1_s);
    EXPECT_EQ(bench.state.state, Negotiating_Connection) << "held since before the session";
    bench.set(&SequenceControl::user_stop_button, false);
    EXPECT_EQ(bench.state.state, Negotiating_Connection);
    bench.set(&SequenceControl::user_stop_button);
    EXPECT_EQ(bench.state.state, Closing_Communication);
}

TEST(Spec_8, Row_21_TheFirstFrameOfAllMayBeAPress) {
    Configuration configuration = with_flags(true);
    configuration.flags_in_initialising = true;
    FlagBench bench(configuration);
    bench.step();
    bench.flags.start_charge_authorisation = true;
    bench.send();
    bench.run_to(Waiting_For_PEV);
    bench.ask();
    // Let go and pressed within one instant.
    bench.flags.user_stop_button = true;
    bench.receive(bench.flags);
    bench.flags.user_stop_button = false;
    bench.receive(bench.flags);
    bench.step();
    EXPECT_EQ(bench.state.state, Closing_Communication);
}

TEST(Spec_8, Row_21_OrTheFirstFrameOnlyTellsTheLevels) {
    for (const bool counts : {true, false}) {
        // What Start_Charge_Authorisation asks for comes without a frame: nothing else was heard.
        Configuration configuration = with_flags(true);
        configuration.first_flags_can_press = counts;
        FlagBench bench(configuration);
        bench.step();
        bench.state.flags.start_charge_authorisation = true;
        ASSERT_TRUE(bench.run_to(Waiting_For_PEV));
        bench.run_for(200_ms);
        bench.ask();
        ASSERT_EQ(bench.state.state, Negotiating_Connection);
        bench.flags.start_charge_authorisation = true;
        bench.set(&SequenceControl::user_stop_button);
        EXPECT_EQ(bench.state.state, counts ? Closing_Communication : Negotiating_Connection);
        if (counts) continue;
        bench.set(&SequenceControl::user_stop_button, false);
        bench.set(&SequenceControl::user_stop_button);
        EXPECT_EQ(bench.state.state, Closing_Communication) << "the second frame";
    }
}

TEST(Spec_8, Row_22_AuthorisationIsAskedForByFlagsAndFreeServiceTogether) {
    for (const bool flags : {false, true}) {
        for (const bool free_service : {false, true}) {
            Configuration configuration;
            configuration.use_sequence_flags = flags;
            configuration.free_service = free_service;
            FlagBench bench(configuration);
            bench.flags.start_charge_authorisation = true;
            bench.run_for(1_s);
            bench.send();
            bench.run_for(300_ms);
            bench.ask();
            EXPECT_EQ(bench.state.state == CCS_Authorisation_Process, flags && !free_service);
            EXPECT_EQ(bench.outputs.charger.authorised, !flags || free_service);
        }
    }
}

// Spec 6.3: nothing is waited for, nothing is pressed, in any state.
TEST(SequenceFlags, switched_off_have_no_effect_in_any_state) {
    using enum evse::ControllerState;
    const auto run = [](bool send_flags) {
        Bench bench;
        SequenceControl flags;
        for (const auto state :
             {Waiting_For_PEV, Negotiating_Connection, Connected_With_Full_Info, Insulation_Test,
              Precharge, Waiting_For_Charge, Charging, Ending_Charge, Closing_Communication}) {
            bench.reach(state);
            for (const bool pressed : {true, false}) {
                flags.user_stop_button = flags.chademo_start_button = pressed;
                flags.ccs_authorisation_done = pressed;
                if (send_flags) bench.receive(flags);
                bench.step();
            }
        }
        EXPECT_EQ(bench.state.flags, SequenceControl{});
        return bench.log;
    };
    EXPECT_EQ(run(true), run(false));
}

}  // namespace
}  // namespace chargerig::controller::test
