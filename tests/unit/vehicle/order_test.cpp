// SPDX-License-Identifier: Apache-2.0
//
// The order of variables and messages in a whole session, for each protocol (EVerest, interface
// facts 4.4 and 4.5).
#include <gmock/gmock.h>

#include "sim/link/schema.hpp"
#include "tests/unit/vehicle/harness.hpp"

namespace chargerig::vehicle::test {
namespace {

using link::VarName;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

using Names = std::vector<std::string>;

// Runs into the charge loop, makes two requests, and stops from the vehicle.
void whole_session(Bench& bench) {
    ASSERT_TRUE(bench.charge());
    bench.run_for(0.8);
    bench.inputs.stop_request = true;
    ASSERT_TRUE(bench.run_until(Phase::finished)) << name(bench.state.phase);
}

// Takes repeated groups of the charge loop out: what follows the first request up to the stop.
Names without_repetitions(const Names& names, std::size_t first_loop, std::size_t after_loop) {
    Names out(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(first_loop));
    out.insert(out.end(), names.end() - static_cast<std::ptrdiff_t>(after_loop), names.end());
    return out;
}

TEST(Order, DIN_70121) {
    Bench bench(test_profile(Protocol::din));
    whole_session(bench);
    const Names expected{
        "supported_app_protocols_secc", "ev_app_protocol", "selected_protocol", "evcc_id",
        "require_auth_eim",
        // ChargeParameterDiscovery
        "requested_energy_transfer_mode", "dc_ev_energy_capacity", "dc_ev_energy_request",
        "dc_full_soc", "dc_bulk_soc", "dc_ev_maximum_limits", "dc_ev_status",
        // CableCheck, PreCharge, PowerDelivery; the status changes with S2 alone
        "start_cable_check", "dc_ev_status", "start_pre_charge", "dc_ev_target_voltage_current",
        "dc_charging_complete", "dc_bulk_charging_complete", "v2g_setup_finished",
        // first CurrentDemand
        "current_demand_started", "dc_bulk_charging_complete", "dc_charging_complete",
        "dc_ev_target_voltage_current",
        // PowerDelivery stop, welding detection, end
        "dc_charging_complete", "dc_bulk_charging_complete", "current_demand_finished",
        "dc_open_contactor", "dc_ev_status", "dlink_terminate"};
    EXPECT_THAT(without_repetitions(bench.var_names(), 23, 6), ElementsAreArray(expected));
    EXPECT_THAT(bench.messages(),
                ElementsAre("SupportedAppProtocolReq", "SessionSetupReq", "ServiceDiscoveryReq",
                            "ServicePaymentSelectionReq", "ContractAuthenticationReq",
                            "ChargeParameterDiscoveryReq", "CableCheckReq", "PreChargeReq",
                            "PowerDeliveryReq", "CurrentDemandReq", "PowerDeliveryReq",
                            "WeldingDetectionReq", "SessionStopReq"));
}

TEST(Order, ISO_15118_2) {
    Bench bench(test_profile(Protocol::iso2));
    whole_session(bench);
    const Names expected{"supported_app_protocols_secc",
                         "ev_app_protocol",
                         "selected_protocol",
                         "evcc_id",
                         "selected_payment_option",
                         "require_auth_eim",
                         "requested_energy_transfer_mode",
                         "departure_time",
                         "dc_ev_energy_capacity",
                         "dc_ev_energy_request",
                         "dc_full_soc",
                         "dc_bulk_soc",
                         "dc_ev_maximum_limits",
                         "dc_ev_status",
                         "start_cable_check",
                         "dc_ev_status",
                         "start_pre_charge",
                         "dc_ev_target_voltage_current",
                         "dc_charging_complete",
                         "dc_bulk_charging_complete",
                         "v2g_setup_finished",
                         "current_demand_started",
                         "dc_bulk_charging_complete",
                         "dc_charging_complete",
                         "dc_ev_target_voltage_current",
                         "dc_charging_complete",
                         "dc_bulk_charging_complete",
                         "current_demand_finished",
                         "dc_open_contactor",
                         "dc_ev_status",
                         "dlink_terminate"};
    EXPECT_THAT(without_repetitions(bench.var_names(), 25, 6), ElementsAreArray(expected));
    EXPECT_THAT(
        bench.messages(),
        ElementsAre("SupportedAppProtocolReq", "SessionSetupReq", "ServiceDiscoveryReq",
                    "PaymentServiceSelectionReq", "AuthorizationReq", "ChargeParameterDiscoveryReq",
                    "CableCheckReq", "PreChargeReq", "PowerDeliveryReq", "CurrentDemandReq",
                    "PowerDeliveryReq", "WeldingDetectionReq", "SessionStopReq"));
}

const Names kIso20Messages{"SupportedAppProtocolReq", "SessionSetupReq",
                           "AuthorizationSetupReq",   "AuthorizationReq",
                           "ServiceDiscoveryReq",     "ServiceDetailReq",
                           "ServiceSelectionReq",     "DcChargeParameterDiscoveryReq",
                           "ScheduleExchangeReq",     "DcCableCheckReq",
                           "DcPreChargeReq",          "PowerDeliveryReq",
                           "DcChargeLoopReq",         "PowerDeliveryReq",
                           "DcWeldingDetectionReq",   "SessionStopReq"};

TEST(Order, ISO_15118_20_scheduled) {
    Bench bench(test_profile(Protocol::iso20_scheduled));
    whole_session(bench);
    const Names expected{"supported_app_protocols_secc",
                         "selected_protocol",
                         "evcc_id",
                         "require_auth_eim",
                         "selected_service_parameters",
                         "dc_ev_maximum_limits",
                         "start_cable_check",
                         "start_pre_charge",
                         "dc_ev_target_voltage_current",
                         "dc_ev_target_voltage_current",
                         "v2g_setup_finished",
                         "current_demand_started",
                         "dc_ev_target_voltage_current",
                         "dc_ev_maximum_limits",
                         "dc_ev_present_voltage",
                         "meter_info_requested",
                         "display_parameters",
                         "current_demand_finished",
                         "dc_open_contactor",
                         "ev_termination",
                         "dlink_terminate"};
    EXPECT_THAT(without_repetitions(bench.var_names(), 17, 4), ElementsAreArray(expected));
    EXPECT_THAT(bench.messages(), ElementsAreArray(kIso20Messages));
}

TEST(Order, ISO_15118_20_dynamic) {
    Bench bench(test_profile(Protocol::iso20_dynamic));
    whole_session(bench);
    const Names expected{"supported_app_protocols_secc",
                         "selected_protocol",
                         "evcc_id",
                         "require_auth_eim",
                         "selected_service_parameters",
                         "dc_ev_maximum_limits",
                         "start_cable_check",
                         "start_pre_charge",
                         "dc_ev_target_voltage_current",
                         "dc_ev_target_voltage_current",
                         "v2g_setup_finished",
                         "current_demand_started",
                         "d20_dc_dynamic_charge_mode",
                         "dc_ev_present_voltage",
                         "meter_info_requested",
                         "display_parameters",
                         "current_demand_finished",
                         "dc_open_contactor",
                         "ev_termination",
                         "dlink_terminate"};
    EXPECT_THAT(without_repetitions(bench.var_names(), 16, 4), ElementsAreArray(expected));
    EXPECT_THAT(bench.messages(), ElementsAreArray(kIso20Messages));
}

// What the link would refuse never leaves the vehicle: whole sessions, discharging included.
class Schema : public ::testing::TestWithParam<Protocol> {};

TEST_P(Schema, HoldsForEveryVariable) {
    Profile profile = test_profile(GetParam());
    profile.session.bidirectional = is_iso20(GetParam());
    if (GetParam() == Protocol::iso20_scheduled) {
        profile.session.power_profile = {{0.0, 20.0}, {5.0, -20.0}};
    }
    Bench bench(profile);
    ASSERT_TRUE(bench.charge());
    bench.run_for(15.0);
    bench.inputs.stop_request = true;
    ASSERT_TRUE(bench.run_until(Phase::finished));
    for (const auto& var : bench.vars) {
        const auto error = link::validate(var);
        EXPECT_FALSE(error.has_value()) << error->text();
    }
}

INSTANTIATE_TEST_SUITE_P(Protocols, Schema,
                         ::testing::Values(Protocol::din, Protocol::iso2, Protocol::iso20_scheduled,
                                           Protocol::iso20_dynamic),
                         [](const auto& test) {
                             return std::string(
                                 kProtocolNames[static_cast<std::size_t>(test.param)]);
                         });

TEST(Order, NoDebugModeMeansNoProtocolAndNoMessagesInEvseV2G) {
    ChargerBehaviour behaviour;
    behaviour.debug_mode = false;
    Bench bench(test_profile(Protocol::iso2), behaviour);
    whole_session(bench);
    EXPECT_EQ(bench.count(VarName::ev_app_protocol), 0u);
    EXPECT_EQ(bench.count(VarName::selected_protocol), 0u);
    EXPECT_EQ(bench.count(VarName::v2g_messages), 0u);
}

TEST(Order, SaeModeIsTakenUpInIso2) {
    ChargerBehaviour behaviour;
    behaviour.sae_mode = link::SaeJ2847BidiMode::V2G;
    Profile profile = test_profile(Protocol::iso2);
    profile.session.bidirectional = true;
    Bench bench(profile, behaviour);
    ASSERT_TRUE(bench.charge());
    EXPECT_EQ(bench.count(VarName::sae_bidi_mode_active), 1u);
    EXPECT_TRUE(bench.state.bidirectional);
}

TEST(Order, RemainingTimeComesWithCurrentAndOnChangeAlone) {
    Bench bench(test_profile(Protocol::iso2));
    ASSERT_TRUE(bench.charge());
    bench.run_for(20.0);
    const auto* time = bench.last<link::DcEvRemainingTime>(VarName::dc_ev_remaining_time);
    ASSERT_NE(time, nullptr);
    // 30 % of 35 kWh with 150 A at 365 V: 0.19 h after midnight.
    EXPECT_EQ(time->ev_remaining_time_to_full_bulk_soc->view(), "2025-01-01T00:12:00Z");
    const auto before = bench.count(VarName::dc_ev_remaining_time);
    bench.run_for(5.0);
    EXPECT_EQ(bench.count(VarName::dc_ev_remaining_time), before);
}

TEST(Order, OnChangeFilterHoldsStatusTargetAndLimitsBack) {
    Bench bench(test_profile(Protocol::din));
    ASSERT_TRUE(bench.charge());
    bench.run_for(20.0);  // the ramp is over
    const auto target = bench.count(VarName::dc_ev_target_voltage_current);
    const auto status = bench.count(VarName::dc_ev_status);
    const auto complete = bench.count(VarName::dc_charging_complete);
    bench.run_for(2.35);
    EXPECT_EQ(bench.count(VarName::dc_ev_target_voltage_current), target);
    EXPECT_EQ(bench.count(VarName::dc_ev_status), status);
    EXPECT_EQ(bench.count(VarName::dc_ev_maximum_limits), 1u);
    EXPECT_GE(bench.count(VarName::dc_charging_complete), complete + 9);
}

TEST(Order, SelectedServiceNamesTheBidirectionalService) {
    Profile profile = test_profile(Protocol::iso20_dynamic);
    profile.session.bidirectional = true;
    Bench bench(profile);
    ASSERT_TRUE(bench.charge());
    const auto* service =
        bench.last<link::SelectedServiceParameters>(VarName::selected_service_parameters);
    ASSERT_NE(service, nullptr);
    EXPECT_EQ(service->energy_transfer, link::ServiceCategory::DC_BPT);
    EXPECT_EQ(service->control_mode, link::ControlMode::DynamicControl);
    EXPECT_EQ(service->connector, link::Connector::Extended);
    EXPECT_EQ(service->bpt_channel, link::BptChannel::Unified);
}

TEST(Order, ChargesOnlyWhereTheChargerOffersNoBpt) {
    ChargerBehaviour behaviour;
    behaviour.bidirectional = false;
    Profile profile = test_profile(Protocol::iso20_dynamic);
    profile.session.bidirectional = true;
    Bench bench(profile, behaviour);
    ASSERT_TRUE(bench.charge());
    bench.run_for(1.0);
    EXPECT_FALSE(bench.state.bidirectional);
    const auto* mode =
        bench.last<link::DcChargeDynamicModeValues>(VarName::d20_dc_dynamic_charge_mode);
    ASSERT_NE(mode, nullptr);
    EXPECT_FALSE(mode->max_discharge_power.has_value());
    EXPECT_THAT(bench.note_texts(core::NoteKind::warning),
                ElementsAre("charges only <- the charger does not offer DC_BPT"));
}

TEST(Order, SecondSessionAfterReplugging) {
    Bench bench(test_profile(Protocol::iso2));
    whole_session(bench);
    const auto first = bench.var_names();
    bench.vars.clear();
    bench.unplug();
    bench.run_for(1.0);
    EXPECT_EQ(bench.state.phase, Phase::unplugged);
    EXPECT_TRUE(bench.vars.empty());
    whole_session(bench);
    auto again = bench.var_names();
    again.insert(again.begin(), "supported_app_protocols_secc");
    EXPECT_EQ(first, again);
}

}  // namespace
}  // namespace chargerig::vehicle::test
