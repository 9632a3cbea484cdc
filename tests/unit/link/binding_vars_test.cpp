// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/link/iso15118_binding.hpp"

namespace chargerig::link {
namespace {

class BindingVars : public testing::Test {
protected:
    void take(VarName name, VarPayload payload = {}) {
        apply(state, var({}, name, std::move(payload)), view);
    }
    void pilot(bool plugged, bool ready = false) {
        apply(state, PilotFromCharger{}, PilotFromVehicle{.plugged = plugged, .ready = ready},
              view);
    }

    BindingState state;
    VehicleView view;
};

TEST_F(BindingVars, tells_the_protocol_by_its_name) {
    const std::pair<const char*, HlcProtocol> names[] = {
        {"DIN70121", HlcProtocol::din_70121},
        {"ISO15118-2-2010", HlcProtocol::iso15118_2_2010},
        {"ISO15118-2-2013", HlcProtocol::iso15118_2_2013},
        {"ISO15118-20:DC", HlcProtocol::iso15118_20},
        {"ISO15118-20:AC", HlcProtocol::iso15118_20},
        {"None", HlcProtocol::unknown},
    };
    for (const auto& [name, protocol] : names) {
        take(VarName::selected_protocol, Text(name));
        EXPECT_EQ(view.protocol, protocol) << name;
        EXPECT_EQ(view.phase, HlcPhase::setup);
    }
}

TEST_F(BindingVars, each_event_reaches_its_phase) {
    const std::pair<VarName, HlcPhase> events[] = {
        {VarName::require_auth_eim, HlcPhase::authorisation},
        {VarName::start_cable_check, HlcPhase::cable_check},
        {VarName::start_pre_charge, HlcPhase::precharge},
        {VarName::v2g_setup_finished, HlcPhase::power_delivery},
        {VarName::current_demand_started, HlcPhase::charge_loop},
        {VarName::current_demand_finished, HlcPhase::stopped},
        {VarName::dlink_terminate, HlcPhase::closed},
        {VarName::dlink_pause, HlcPhase::paused},
        {VarName::dlink_error, HlcPhase::failed},
    };
    for (const auto& [name, phase] : events) {
        VehicleView fresh;
        apply(state, var({}, name), fresh);
        EXPECT_EQ(fresh.phase, phase) << literal(name);
        take(name);
        EXPECT_EQ(view.phase, phase) << literal(name);
    }
}

TEST_F(BindingVars, phases_never_go_back) {
    take(VarName::current_demand_started);
    take(VarName::start_cable_check);
    take(VarName::evcc_id, Text("AA:BB:CC:DD:EE:FF"));
    take(VarName::dc_ev_maximum_limits, DcEvMaximumLimits{});
    EXPECT_EQ(view.phase, HlcPhase::charge_loop);
}

TEST_F(BindingVars, welding_is_known_from_either_debug_message) {
    for (const V2gMessageId id :
         {V2gMessageId::WeldingDetectionReq, V2gMessageId::DcWeldingDetectionReq}) {
        VehicleView fresh;
        apply(state, var({}, VarName::v2g_messages, V2gMessages{.id = id}), fresh);
        EXPECT_EQ(fresh.phase, HlcPhase::welding);
    }
    take(VarName::v2g_messages, V2gMessages{.id = V2gMessageId::CurrentDemandReq});
    EXPECT_EQ(view.phase, HlcPhase::none);
}

TEST_F(BindingVars, identity_and_pins) {
    take(VarName::evcc_id, Text("AA:BB:CC:DD:EE:0F"));
    EXPECT_EQ(view.evcc_id.view(), "AA:BB:CC:DD:EE:0F");
    take(VarName::requested_energy_transfer_mode, EnergyTransferMode::DC_core);
    EXPECT_FALSE(view.extended_pins);
    take(VarName::requested_energy_transfer_mode, EnergyTransferMode::DC_extended);
    EXPECT_TRUE(view.extended_pins);
    EXPECT_FALSE(view.bidirectional);
}

TEST_F(BindingVars, service_of_part_20) {
    take(VarName::selected_service_parameters,
         SelectedServiceParameters{.energy_transfer = ServiceCategory::DC_BPT,
                                   .connector = Connector::Core,
                                   .control_mode = ControlMode::DynamicControl,
                                   .bpt_channel = BptChannel::Unified,
                                   .generator_mode = GeneratorMode::GridFollowing});
    EXPECT_EQ(view.protocol, HlcProtocol::iso15118_20);
    EXPECT_TRUE(view.dynamic_control);
    EXPECT_TRUE(view.bidirectional);
    EXPECT_FALSE(view.extended_pins);
    take(VarName::selected_service_parameters,
         SelectedServiceParameters{.energy_transfer = ServiceCategory::DC,
                                   .connector = Connector::Extended,
                                   .control_mode = ControlMode::ScheduledControl});
    EXPECT_FALSE(view.dynamic_control);
    EXPECT_FALSE(view.bidirectional);
    EXPECT_TRUE(view.extended_pins);
}

TEST_F(BindingVars, limits_that_are_not_carried_stay_empty_or_as_they_were) {
    take(VarName::dc_ev_maximum_limits, DcEvMaximumLimits{.dc_ev_maximum_current_limit = 200.0,
                                                          .dc_ev_maximum_voltage_limit = 420.0});
    VehicleLimits expected;
    expected.maximum_charge_current_A = 200.0;
    expected.maximum_voltage_V = 420.0;
    EXPECT_EQ(view.limits, expected);
    EXPECT_EQ(view.phase, HlcPhase::parameters);
    take(VarName::dc_ev_maximum_limits, DcEvMaximumLimits{.dc_ev_maximum_power_limit = 80e3});
    expected.maximum_charge_power_W = 80e3;
    EXPECT_EQ(view.limits, expected);
}

TEST_F(BindingVars, battery_of_din_and_part_2) {
    take(VarName::dc_ev_energy_capacity, 60'000.0);
    take(VarName::dc_ev_energy_request, 25'500.0);
    take(VarName::dc_full_soc, 100.0);
    take(VarName::dc_bulk_soc, 80.0);
    take(VarName::dc_ev_status, DcEvStatus{.dc_ev_ready = true, .dc_ev_ress_soc = 42.0});
    take(VarName::dc_ev_present_voltage, 398.5);
    VehicleBattery expected;
    expected.capacity_kWh = 60.0;
    expected.target_energy_request_kWh = 25.5;
    expected.maximum_soc_percent = 100.0;
    expected.target_soc_percent = 80.0;
    expected.soc_percent = 42.0;
    expected.present_voltage_V = 398.5;
    EXPECT_EQ(view.battery, expected);
}

TEST_F(BindingVars, battery_of_part_20) {
    take(VarName::display_parameters, DisplayParameters{.present_soc = 42.0,
                                                        .minimum_soc = 10.0,
                                                        .target_soc = 80.0,
                                                        .maximum_soc = 95.0,
                                                        .battery_energy_capacity = 77'000.0});
    VehicleBattery expected;
    expected.soc_percent = 42.0;
    expected.minimum_soc_percent = 10.0;
    expected.target_soc_percent = 80.0;
    expected.maximum_soc_percent = 95.0;
    expected.capacity_kWh = 77.0;
    EXPECT_EQ(view.battery, expected);
    take(VarName::display_parameters, DisplayParameters{.present_soc = 43.0});
    expected.soc_percent = 43.0;
    EXPECT_EQ(view.battery, expected);
}

TEST_F(BindingVars, dynamic_control_names_a_range) {
    take(VarName::d20_dc_dynamic_charge_mode,
         DcChargeDynamicModeValues{.target_energy_request = 30'000.0,
                                   .max_energy_request = 50'000.0,
                                   .min_energy_request = 1'000.0,
                                   .max_charge_power = 100e3,
                                   .min_charge_power = 500.0,
                                   .max_charge_current = 250.0,
                                   .max_voltage = 420.0,
                                   .min_voltage = 300.0,
                                   .max_discharge_power = 50e3,
                                   .min_discharge_power = 100.0,
                                   .max_discharge_current = 125.0});
    EXPECT_TRUE(view.dynamic_control);
    EXPECT_TRUE(view.bidirectional);
    VehicleLimits limits;
    limits.maximum_voltage_V = 420.0;
    limits.minimum_voltage_V = 300.0;
    limits.maximum_charge_current_A = 250.0;
    limits.maximum_charge_power_W = 100e3;
    limits.minimum_charge_power_W = 500.0;
    limits.maximum_discharge_current_A = 125.0;
    limits.maximum_discharge_power_W = 50e3;
    limits.minimum_discharge_power_W = 100.0;
    EXPECT_EQ(view.limits, limits);
    EXPECT_EQ(view.battery.minimum_energy_request_kWh, 1.0);
    EXPECT_EQ(view.battery.target_energy_request_kWh, 30.0);
    EXPECT_EQ(view.battery.maximum_energy_request_kWh, 50.0);
    EXPECT_EQ(view.request, (VehicleRequest{.target_voltage_V = 420.0, .count = 1}));
}

TEST_F(BindingVars, dynamic_control_without_discharge_leaves_those_limits_empty) {
    take(VarName::d20_dc_dynamic_charge_mode, DcChargeDynamicModeValues{.max_charge_current = 9.0});
    EXPECT_FALSE(view.bidirectional);
    EXPECT_FALSE(view.limits.maximum_discharge_current_A.has_value());
    EXPECT_FALSE(view.limits.maximum_discharge_power_W.has_value());
}

TEST_F(BindingVars, each_request_counts_also_an_unchanged_one) {
    const DcEvTargetValues target{.dc_ev_target_voltage = 400.0, .dc_ev_target_current = -12.0};
    take(VarName::dc_ev_target_voltage_current, target);
    take(VarName::dc_ev_target_voltage_current, target);
    EXPECT_EQ(view.request,
              (VehicleRequest{.target_voltage_V = 400.0, .target_current_A = -12.0, .count = 2}));
}

TEST_F(BindingVars, error_codes_of_the_vehicle_are_an_emergency) {
    for (std::size_t i = 0; i < kLiterals<DcEvErrorCode>.size(); ++i) {
        const auto code = static_cast<DcEvErrorCode>(i);
        VehicleView fresh;
        fresh.phase = HlcPhase::cable_check;  // before it, one code is a refusal
        apply(state, var({}, VarName::dc_ev_status, DcEvStatus{.dc_ev_error_code = code}), fresh);
        EXPECT_EQ(fresh.emergency, code != DcEvErrorCode::NO_ERROR && code != DcEvErrorCode::NoData)
            << literal(code);
    }
}

TEST_F(BindingVars, an_emergency_stays_until_the_next_session) {
    pilot(true);
    take(VarName::dc_ev_status,
         DcEvStatus{.dc_ev_error_code = DcEvErrorCode::FAILED_EVRESSMalfunction});
    take(VarName::dc_ev_status, DcEvStatus{});
    EXPECT_TRUE(view.emergency);
    pilot(false);
    EXPECT_TRUE(view.emergency);
    pilot(true);
    EXPECT_FALSE(view.emergency);
}

TEST_F(BindingVars, a_lost_link_is_an_emergency_in_the_charge_loop_only) {
    take(VarName::start_cable_check);
    take(VarName::dlink_error);
    EXPECT_EQ(view.phase, HlcPhase::failed);
    EXPECT_FALSE(view.emergency);

    VehicleView charging;
    apply(state, var({}, VarName::current_demand_started), charging);
    apply(state, var({}, VarName::dlink_error), charging);
    EXPECT_EQ(charging.phase, HlcPhase::failed);
    EXPECT_TRUE(charging.emergency);
}

TEST_F(BindingVars, a_failed_session_says_whether_charging_was_interrupted) {
    for (std::size_t i = 0; i < kLiterals<HlcSessionFailedReasonEnum>.size(); ++i) {
        const auto reason = static_cast<HlcSessionFailedReasonEnum>(i);
        VehicleView fresh;
        apply(state, var({}, VarName::current_demand_finished), fresh);
        apply(state, var({}, VarName::hlc_session_failed, reason), fresh);
        apply(state, var({}, VarName::dlink_terminate), fresh);
        EXPECT_EQ(fresh.phase, HlcPhase::failed);
        EXPECT_EQ(fresh.emergency, reason == HlcSessionFailedReasonEnum::ChargingInterrupted)
            << literal(reason);
    }
}

TEST_F(BindingVars, contactors_and_plug_and_charge) {
    take(VarName::dc_open_contactor);
    EXPECT_TRUE(view.open_contactors_asked);
    take(VarName::require_auth_pnc, Boxed<ProvidedIdToken>{});
    EXPECT_TRUE(view.plug_and_charge_asked);
    EXPECT_FALSE(view.authorisation_asked);
    EXPECT_EQ(view.phase, HlcPhase::authorisation);
}

TEST_F(BindingVars, variables_without_a_use_change_nothing) {
    const VehicleView before = view;
    take(VarName::ac_close_contactor);
    take(VarName::ac_open_contactor);
    take(VarName::ac_eamount, 1.0);
    take(VarName::ac_ev_max_voltage, 230.0);
    take(VarName::ac_ev_max_current, 16.0);
    take(VarName::ac_ev_min_current, 6.0);
    take(VarName::ac_ev_power_limits, Boxed<AcEvPowerLimits>{});
    take(VarName::ac_ev_present_powers, AcEvPresentPowerValues{});
    take(VarName::ac_ev_dynamic_control_mode, AcEvDynamicModeValues{});
    take(VarName::supported_app_protocols_secc, SupportedAppProtocols{});
    take(VarName::ev_app_protocol, AppProtocols{});
    take(VarName::sae_bidi_mode_active);
    take(VarName::selected_payment_option, PaymentOption::ExternalPayment);
    take(VarName::departure_time, Text("2025-01-31T12:00:00Z"));
    take(VarName::dc_bulk_charging_complete, true);
    take(VarName::dc_charging_complete, true);
    take(VarName::dc_ev_remaining_time, DcEvRemainingTime{});
    take(VarName::meter_info_requested);
    take(VarName::ev_termination, EvTermination{});
    EXPECT_EQ(view, before);
}

TEST_F(BindingVars, the_pilot_shows_plug_and_state) {
    pilot(true);
    EXPECT_TRUE(view.plugged);
    EXPECT_EQ(view.cp, CpState::B);
    pilot(true, true);
    EXPECT_EQ(view.cp, CpState::C);
    apply(state, PilotFromCharger{.duty_percent = 100.0, .fault = true},
          PilotFromVehicle{.plugged = true}, view);
    EXPECT_EQ(view.cp, CpState::F);
    pilot(false);
    EXPECT_FALSE(view.plugged);
    EXPECT_EQ(view.cp, CpState::A);
}

TEST_F(BindingVars, a_new_plug_in_starts_the_view_afresh) {
    pilot(true);
    take(VarName::selected_protocol, Text("DIN70121"));
    take(VarName::dc_ev_energy_capacity, 60'000.0);
    take(VarName::dlink_terminate);
    pilot(false);
    EXPECT_EQ(view.phase, HlcPhase::closed);
    pilot(true);
    VehicleView fresh;
    fresh.plugged = true;
    fresh.cp = CpState::B;
    EXPECT_EQ(view, fresh);
}

}  // namespace
}  // namespace chargerig::link
