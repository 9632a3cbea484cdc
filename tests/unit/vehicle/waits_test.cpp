// SPDX-License-Identifier: Apache-2.0
//
// What the vehicle waits for, and what it does when it waits in vain.
#include <gmock/gmock.h>

#include "tests/unit/vehicle/harness.hpp"

namespace chargerig::vehicle::test {
namespace {

using link::HlcSessionFailedReasonEnum;
using link::VarName;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct WaitCase {
    const char* name;
    void (*prepare)(ChargerBehaviour&);
    Phase phase;
    double limit_s;
    HlcSessionFailedReasonEnum reason;
    const char* text;
};

void PrintTo(const WaitCase& c, std::ostream* out) {
    *out << c.name;
}

class Waits : public ::testing::TestWithParam<WaitCase> {};

TEST_P(Waits, EndsWithItsReason) {
    ChargerBehaviour behaviour;
    GetParam().prepare(behaviour);
    Bench bench(test_profile(Protocol::iso2), behaviour);
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(GetParam().phase));
    const double entered_s = bench.seconds();
    ASSERT_TRUE(bench.run_until(Phase::failed, 200.0));
    EXPECT_NEAR(bench.seconds() - entered_s, GetParam().limit_s, 1e-6);
    const auto* reason = bench.last<HlcSessionFailedReasonEnum>(VarName::hlc_session_failed);
    ASSERT_NE(reason, nullptr);
    EXPECT_EQ(*reason, GetParam().reason);
    EXPECT_EQ(bench.vars.back().name, VarName::dlink_error);
    EXPECT_THAT(bench.note_texts(core::NoteKind::abnormal),
                ElementsAre(std::string("session failed <- ") + GetParam().text));
    EXPECT_FALSE(bench.outputs.contactors_close);
    EXPECT_FALSE(bench.outputs.pilot.ready);
}

INSTANTIATE_TEST_SUITE_P(
    All, Waits,
    ::testing::Values(
        WaitCase{"link", [](ChargerBehaviour& b) { b.closes_link = false; }, Phase::link_setup,
                 20.0, HlcSessionFailedReasonEnum::ProtocolNegotiationFailed,
                 "no link with the charger in time"},
        WaitCase{"authorisation", [](ChargerBehaviour& b) { b.authorises = false; },
                 Phase::authorisation, 60.0, HlcSessionFailedReasonEnum::AuthorizationFailed,
                 "not authorised in time"},
        WaitCase{"limits", [](ChargerBehaviour& b) { b.gives_limits = false; }, Phase::parameters,
                 60.0, HlcSessionFailedReasonEnum::ChargingParametersNotAccepted,
                 "no limits from the charger in time"},
        WaitCase{"cable_check", [](ChargerBehaviour& b) { b.passes_cable_check = false; },
                 Phase::cable_check, 40.0, HlcSessionFailedReasonEnum::EnergyTransferSetupFailed,
                 "cable check not finished in time"},
        WaitCase{"precharge", [](ChargerBehaviour& b) { b.precharges = false; }, Phase::precharge,
                 7.0, HlcSessionFailedReasonEnum::EnergyTransferSetupFailed,
                 "precharge voltage not reached in time"},
        WaitCase{"contactors", [](ChargerBehaviour& b) { b.contactors_work = false; },
                 Phase::closing_contactors, 3.0,
                 HlcSessionFailedReasonEnum::EnergyTransferSetupFailed,
                 "contactors not closed in time"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(WaitsForPwm, NothingHappensWithoutFivePercent) {
    Bench bench(test_profile(Protocol::iso2));
    bench.inputs.pilot.duty_percent = 100.0;
    bench.plug_in();
    bench.run_for(120.0);
    EXPECT_EQ(bench.state.phase, Phase::waiting_for_pwm);
    EXPECT_THAT(bench.var_names(), ElementsAre("supported_app_protocols_secc"));
    EXPECT_TRUE(bench.outputs.pilot.plugged);
    EXPECT_EQ(bench.outputs.next_wakeup, core::kNever);
}

TEST(WaitsForPwm, SlacTakesItsTime) {
    Bench bench(test_profile(Protocol::iso2));
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::handshake));
    EXPECT_DOUBLE_EQ(bench.seconds(), 2.0);
}

TEST(WaitsForLink, Iso20AlsoNeedsAllFiveSetUpCommands) {
    Bench bench(test_profile(Protocol::iso20_dynamic));
    bench.run_for(0.1);
    bench.state.charger.capabilities_seen = false;
    bench.plug_in();
    bench.run_for(10.0);
    EXPECT_EQ(bench.state.phase, Phase::link_setup);
    bench.send(link::CommandName::set_powersupply_capabilities,
               link::Boxed<link::Capabilities>{link::Capabilities{}});
    bench.run_for(0.01);
    EXPECT_EQ(bench.state.phase, Phase::handshake);
}

TEST(WaitsForCableCheck, PilotIsInStateCBefore) {
    Bench bench(test_profile(Protocol::iso2));
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::parameters));
    EXPECT_FALSE(bench.outputs.pilot.ready);
    ASSERT_TRUE(bench.run_until(Phase::cable_check));
    EXPECT_TRUE(bench.outputs.pilot.ready);
    EXPECT_EQ(bench.count(VarName::start_cable_check), 0u);
    bench.run_for(0.25);
    EXPECT_EQ(bench.count(VarName::start_cable_check), 1u);
}

TEST(WaitsForCableCheck, AnAnswerFromBeforeDoesNotCount) {
    ChargerBehaviour behaviour;
    behaviour.passes_cable_check = false;
    Bench bench(test_profile(Protocol::iso2), behaviour);
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::cable_check));
    bench.send(link::CommandName::cable_check_finished, true);
    bench.run_for(0.1);
    EXPECT_EQ(bench.count(VarName::start_cable_check), 0u);
    bench.run_for(10.0);
    EXPECT_EQ(bench.state.phase, Phase::cable_check);
}

TEST(WaitsForCableCheck, AFailedOneKeepsTheVehicleWaiting) {
    ChargerBehaviour behaviour;
    behaviour.passes_cable_check = false;
    Bench bench(test_profile(Protocol::iso2), behaviour);
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::cable_check));
    bench.run_for(1.0);
    bench.send(link::CommandName::cable_check_finished, false);
    bench.run_for(30.0);
    EXPECT_EQ(bench.state.phase, Phase::cable_check);
}

TEST(Precharge, AsksForBatteryVoltageAndLittleCurrent) {
    Bench bench(test_profile(Protocol::din));
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::closing_contactors));
    const auto* target = bench.last<link::DcEvTargetValues>(VarName::dc_ev_target_voltage_current);
    ASSERT_NE(target, nullptr);
    EXPECT_DOUBLE_EQ(target->dc_ev_target_voltage, 350.0);
    EXPECT_DOUBLE_EQ(target->dc_ev_target_current, 2.0);
}

// inlet voltage in V against 350 V in the battery
class PrechargeWindow : public ::testing::TestWithParam<std::pair<double, bool>> {};

TEST_P(PrechargeWindow, ContactorsCloseWithinTwentyVoltsAlone) {
    ChargerBehaviour behaviour;
    behaviour.precharges = false;
    Bench bench(test_profile(Protocol::iso2), behaviour);
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::precharge));
    bench.before_step = [&] {
        if (!bench.inputs.readings.vehicle_contactors_closed) {
            bench.inputs.readings.inlet_voltage_V = GetParam().first;
        }
    };
    bench.run_for(2.0);
    EXPECT_EQ(bench.outputs.contactors_close, GetParam().second);
}

INSTANTIATE_TEST_SUITE_P(Edges, PrechargeWindow,
                         ::testing::Values(std::pair{329.9, false}, std::pair{330.0, true},
                                           std::pair{370.0, true}, std::pair{370.1, false}));

TEST(Precharge, MismatchIsIgnoredForOneSecondAfterTheCommand) {
    ChargerBehaviour behaviour;
    behaviour.contactors_work = false;
    Bench bench(test_profile(Protocol::iso2), behaviour);
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::closing_contactors));
    ASSERT_TRUE(bench.outputs.contactors_close);
    bench.before_step = [&] { bench.inputs.readings.inlet_voltage_V = 100.0; };
    bench.run_for(0.99);
    EXPECT_EQ(bench.state.phase, Phase::closing_contactors);
    bench.run_for(0.01);
    EXPECT_EQ(bench.state.phase, Phase::failed);
    const auto* status = bench.last<link::DcEvStatus>(VarName::dc_ev_status);
    ASSERT_NE(status, nullptr);
    EXPECT_EQ(status->dc_ev_error_code, link::DcEvErrorCode::FAILED_ChargingVoltageOutOfRange);
}

TEST(Precharge, PreparationDelaysTheContactors) {
    Profile profile = test_profile(Protocol::iso2);
    profile.contactors.preparation_s = 2.5;
    Bench bench(profile);
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::closing_contactors));
    bench.run_for(2.49);
    EXPECT_FALSE(bench.outputs.contactors_close);
    bench.run_for(0.01);
    EXPECT_TRUE(bench.outputs.contactors_close);
}

TEST(Parameters, AChargerWithoutEnoughVoltageIsRefused) {
    ChargerBehaviour behaviour;
    behaviour.maximum_voltage_V = 300.0;
    Bench bench(test_profile(Protocol::din), behaviour);
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::session_stop));
    const auto* status = bench.last<link::DcEvStatus>(VarName::dc_ev_status);
    ASSERT_NE(status, nullptr);
    EXPECT_EQ(status->dc_ev_error_code, link::DcEvErrorCode::FAILED_ChargingSystemIncompatibility);
    EXPECT_THAT(
        bench.note_texts(core::NoteKind::abnormal),
        ElementsAre("refuses the charger <- the charger's voltage range does not fit the battery"));
    ASSERT_TRUE(bench.run_until(Phase::finished)) << "in order, nothing failed";
    EXPECT_FALSE(bench.outputs.contactors_close);
}

struct PinsCase {
    Protocol protocol;
    bool extended_pins;
    std::vector<link::EnergyTransferMode> offered;
    bool charges;
};

TEST(Parameters, TheChargerMustOfferThePinsOfTheInlet) {
    using enum link::EnergyTransferMode;
    const std::vector<PinsCase> cases{
        {Protocol::din, true, {DC_extended}, true},
        {Protocol::din, false, {DC_extended}, false},
        {Protocol::din, false, {DC_extended, DC_core}, true},
        {Protocol::iso2, true, {DC_core}, false},
        {Protocol::iso2, false, {DC_core}, true},
        {Protocol::iso20_scheduled, true, {DC_core, DC_BPT}, false},
        {Protocol::iso20_dynamic, false, {DC_extended, DC_BPT}, false},
        {Protocol::iso20_dynamic, false, {DC_extended, DC_core, DC_BPT}, true},
        {Protocol::iso20_dynamic, false, {DC, DC_BPT}, true},
    };
    for (const PinsCase& each : cases) {
        Profile profile = test_profile(each.protocol);
        profile.communication.extended_pins = each.extended_pins;
        Bench bench(profile);
        link::EnergyTransferModes modes;
        for (const auto mode : each.offered) modes.push_back(mode);
        bench.send(link::CommandName::update_energy_transfer_modes, modes);
        bench.plug_in();
        const auto place = &each - cases.data();
        EXPECT_EQ(bench.run_until(Phase::cable_check), each.charges) << place;
        if (each.charges) continue;
        EXPECT_THAT(bench.note_texts(core::NoteKind::abnormal),
                    ElementsAre("refuses the charger <- the charger does not offer the vehicle's "
                                "energy transfer mode"))
            << place;
    }
}

// The older interface has no other place for the modes.
TEST(Parameters, ModesThatComeWithSetupCountAsWell) {
    for (const auto mode :
         {link::EnergyTransferMode::DC_core, link::EnergyTransferMode::DC_extended}) {
        Bench bench(test_profile(Protocol::din));
        link::SetupArgs setup;
        setup.supported_energy_transfer_modes.push_back(mode);
        setup.debug_mode = true;
        bench.send(link::CommandName::setup, setup);
        bench.plug_in();
        EXPECT_EQ(bench.run_until(Phase::cable_check),
                  mode == link::EnergyTransferMode::DC_extended);
    }
}

TEST(Authorisation, RefusalEndsTheSession) {
    ChargerBehaviour behaviour;
    behaviour.authorises = false;
    Bench bench(test_profile(Protocol::iso2), behaviour);
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::authorisation));
    bench.run_for(1.0);
    bench.send(link::CommandName::authorization_response,
               link::AuthorizationResponseArgs{link::AuthorizationStatus::Blocked, {}});
    bench.run_for(0.5);
    EXPECT_EQ(bench.state.phase, Phase::failed);
    EXPECT_THAT(bench.note_texts(core::NoteKind::abnormal),
                ElementsAre("session failed <- authorisation refused"));
}

TEST(Authorisation, PlugAndChargeIsAskedForAndRefused) {
    ChargerBehaviour behaviour;
    behaviour.contract = true;
    Profile profile = test_profile(Protocol::iso2);
    profile.session.payment = Payment::contract;
    Bench bench(profile, behaviour);
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::failed));
    EXPECT_EQ(bench.count(VarName::require_auth_pnc), 1u);
    EXPECT_EQ(bench.count(VarName::require_auth_eim), 0u);
}

TEST(Handshake, AChargerThatDoesNotSpeakTheProtocol) {
    Bench bench(test_profile(Protocol::iso2));
    link::SupportedAppProtocols protocols;
    protocols.app_protocols.push_back(link::SupportedAppProtocol::DIN70121);
    bench.send(link::CommandName::update_supported_app_protocols, protocols);
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::failed));
    EXPECT_EQ(bench.count(VarName::selected_protocol), 0u);
    EXPECT_EQ(*bench.last<HlcSessionFailedReasonEnum>(VarName::hlc_session_failed),
              HlcSessionFailedReasonEnum::ProtocolNegotiationFailed);
}

TEST(Waiting, ACallWithoutNewsChangesNothing) {
    Bench bench(test_profile(Protocol::iso2));
    bench.plug_in();
    for (int i = 0; i < 3000; ++i) {
        bench.run_for(0.01);
        const State before = bench.state;
        Inputs again = bench.inputs;
        again.commands = {};
        State state = bench.state;
        Outputs outputs;
        bench.vehicle.step(again, state, outputs);
        ASSERT_EQ(state, before) << bench.seconds();
        ASSERT_TRUE(outputs.vars.empty()) << bench.seconds();
        ASSERT_THAT(outputs.notes, IsEmpty());
        ASSERT_EQ(outputs.next_wakeup, bench.outputs.next_wakeup);
    }
    EXPECT_EQ(bench.state.phase, Phase::charge_loop);
}

}  // namespace
}  // namespace chargerig::vehicle::test
