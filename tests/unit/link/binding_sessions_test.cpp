// SPDX-License-Identifier: Apache-2.0
//
// Whole sessions, scripted as the modules of EVerest publish them (EvseV2G for DIN 70121 and ISO
// 15118-2, Evse15118D20 for ISO 15118-20), and what the view shows after each step.
#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "sim/link/iso15118_binding.hpp"
#include "sim/link/schema.hpp"

namespace chargerig::link {
namespace {

struct Step {
    VarName name;
    VarPayload payload;
    HlcPhase phase;  // after this step
    std::function<void(VehicleView&)> changes = {};
};

// After each step the view must be the one before with the named changes and nothing else.
void play(const std::vector<Step>& steps) {
    BindingState state;
    VehicleView view;
    apply(state, PilotFromCharger{}, PilotFromVehicle{.plugged = true}, view);
    VehicleView expected = view;
    for (const Step& step : steps) {
        const Var message = var({}, step.name, step.payload);
        SCOPED_TRACE(std::string(literal(step.name)));
        ASSERT_EQ(validate(message), std::nullopt);
        apply(state, message, view);
        if (step.changes) step.changes(expected);
        expected.phase = step.phase;
        EXPECT_TRUE(view == expected);
        EXPECT_EQ(view.phase, step.phase);
    }
}

constexpr DcEvMaximumLimits kMaximumLimits{.dc_ev_maximum_current_limit = 200.0,
                                           .dc_ev_maximum_power_limit = 80e3,
                                           .dc_ev_maximum_voltage_limit = 420.0};

void show_maximum_limits(VehicleView& view) {
    view.limits.maximum_charge_current_A = 200.0;
    view.limits.maximum_charge_power_W = 80e3;
    view.limits.maximum_voltage_V = 420.0;
}

Step limits(HlcPhase phase) {
    return {VarName::dc_ev_maximum_limits, kMaximumLimits, phase, show_maximum_limits};
}
Step status(double soc, HlcPhase phase) {
    return {VarName::dc_ev_status, DcEvStatus{.dc_ev_ready = true, .dc_ev_ress_soc = soc}, phase,
            [soc](VehicleView& view) { view.battery.soc_percent = soc; }};
}
Step target(double voltage, double current, HlcPhase phase) {
    return {VarName::dc_ev_target_voltage_current,
            DcEvTargetValues{.dc_ev_target_voltage = voltage, .dc_ev_target_current = current},
            phase, [voltage, current](VehicleView& view) {
                view.request.target_voltage_V = voltage;
                view.request.target_current_A = current;
                ++view.request.count;
            }};
}
Step protocol(const char* name, HlcProtocol known) {
    return {VarName::selected_protocol, Text(name), HlcPhase::setup,
            [known](VehicleView& view) { view.protocol = known; }};
}
Step evcc_id() {
    return {VarName::evcc_id, Text("00:7D:FA:01:02:03"), HlcPhase::setup,
            [](VehicleView& view) { view.evcc_id.assign("00:7D:FA:01:02:03"); }};
}
Step ask_identification() {
    return {VarName::require_auth_eim, {}, HlcPhase::authorisation, [](VehicleView& view) {
                view.authorisation_asked = true;
            }};
}
Step v2g(V2gMessageId id, HlcPhase phase) {
    return {VarName::v2g_messages, V2gMessages{.id = id}, phase};
}
Step number(VarName name, double value, HlcPhase phase, std::function<void(VehicleView&)> changes) {
    return {name, value, phase, std::move(changes)};
}
Step open_contactor() {
    return {VarName::dc_open_contactor, {}, HlcPhase::stopped, [](VehicleView& view) {
                view.open_contactors_asked = true;
            }};
}

std::vector<Step> ending(V2gMessageId welding) {
    return {{VarName::current_demand_finished, {}, HlcPhase::stopped},
            open_contactor(),
            v2g(welding, HlcPhase::welding),
            v2g(V2gMessageId::SessionStopReq, HlcPhase::welding),
            {VarName::dlink_terminate, {}, HlcPhase::closed}};
}

void append(std::vector<Step>& steps, std::vector<Step> more) {
    for (Step& step : more) steps.push_back(std::move(step));
}

TEST(BindingSessions, din_70121) {
    std::vector<Step> steps{
        v2g(V2gMessageId::SupportedAppProtocolReq, HlcPhase::none),
        protocol("DIN70121", HlcProtocol::din_70121),
        evcc_id(),
        ask_identification(),
        {VarName::requested_energy_transfer_mode, EnergyTransferMode::DC_extended,
         HlcPhase::authorisation},
        number(VarName::dc_ev_energy_capacity, 60e3, HlcPhase::authorisation,
               [](VehicleView& view) { view.battery.capacity_kWh = 60.0; }),
        number(VarName::dc_full_soc, 100.0, HlcPhase::authorisation,
               [](VehicleView& view) { view.battery.maximum_soc_percent = 100.0; }),
        limits(HlcPhase::parameters),
        status(30.0, HlcPhase::parameters),
        {VarName::start_cable_check, {}, HlcPhase::cable_check},
        {VarName::start_pre_charge, {}, HlcPhase::precharge},
        target(380.0, 1.0, HlcPhase::precharge),
        {VarName::v2g_setup_finished, {}, HlcPhase::power_delivery},
        {VarName::current_demand_started, {}, HlcPhase::charge_loop},
        target(410.0, 120.0, HlcPhase::charge_loop),
        status(31.0, HlcPhase::charge_loop),
        target(410.0, 120.0, HlcPhase::charge_loop),
    };
    append(steps, ending(V2gMessageId::WeldingDetectionReq));
    play(steps);
}

TEST(BindingSessions, iso15118_2) {
    std::vector<Step> steps{
        protocol("ISO15118-2-2013", HlcProtocol::iso15118_2_2013),
        evcc_id(),
        {VarName::selected_payment_option, PaymentOption::ExternalPayment, HlcPhase::setup},
        ask_identification(),
        {VarName::requested_energy_transfer_mode, EnergyTransferMode::DC_core,
         HlcPhase::authorisation, [](VehicleView& view) { view.extended_pins = false; }},
        {VarName::departure_time, Text("2025-01-31T12:00:00Z"), HlcPhase::authorisation},
        number(VarName::dc_ev_energy_request, 20e3, HlcPhase::authorisation,
               [](VehicleView& view) { view.battery.target_energy_request_kWh = 20.0; }),
        number(VarName::dc_bulk_soc, 80.0, HlcPhase::authorisation,
               [](VehicleView& view) { view.battery.target_soc_percent = 80.0; }),
        status(55.0, HlcPhase::authorisation),
        limits(HlcPhase::parameters),
        {VarName::start_cable_check, {}, HlcPhase::cable_check},
        // the order across names is not relied on: the target may overtake the event
        target(395.0, 2.0, HlcPhase::cable_check),
        {VarName::start_pre_charge, {}, HlcPhase::precharge},
        {VarName::dc_charging_complete, false, HlcPhase::precharge},
        {VarName::v2g_setup_finished, {}, HlcPhase::power_delivery},
        {VarName::current_demand_started, {}, HlcPhase::charge_loop},
        target(415.0, 100.0, HlcPhase::charge_loop),
        {VarName::dc_ev_remaining_time,
         DcEvRemainingTime{.ev_remaining_time_to_full_soc = DateTime("2025-01-31T12:00:00Z")},
         HlcPhase::charge_loop},
        limits(HlcPhase::charge_loop),
    };
    append(steps, ending(V2gMessageId::WeldingDetectionReq));
    play(steps);
}

Step service(ServiceCategory category, ControlMode mode) {
    return {
        VarName::selected_service_parameters,
        SelectedServiceParameters{
            .energy_transfer = category, .connector = Connector::Extended, .control_mode = mode},
        HlcPhase::authorisation, [=](VehicleView& view) {
            view.bidirectional = category == ServiceCategory::DC_BPT;
            view.dynamic_control = mode == ControlMode::DynamicControl;
        }};
}

Step display(double soc) {
    return {VarName::display_parameters, DisplayParameters{.present_soc = soc, .target_soc = 80.0},
            HlcPhase::charge_loop, [soc](VehicleView& view) {
                view.battery.soc_percent = soc;
                view.battery.target_soc_percent = 80.0;
            }};
}

Step present_voltage(double voltage) {
    return number(VarName::dc_ev_present_voltage, voltage, HlcPhase::charge_loop,
                  [voltage](VehicleView& view) { view.battery.present_voltage_V = voltage; });
}

std::vector<Step> part_20_until_loop(ServiceCategory category, ControlMode mode) {
    return {protocol("ISO15118-20:DC", HlcProtocol::iso15118_20),
            evcc_id(),
            ask_identification(),
            service(category, mode),
            limits(HlcPhase::parameters),
            {VarName::start_cable_check, {}, HlcPhase::cable_check},
            {VarName::start_pre_charge, {}, HlcPhase::precharge},
            target(390.0, 0.0, HlcPhase::precharge),
            target(390.0, 0.0, HlcPhase::precharge),
            {VarName::v2g_setup_finished, {}, HlcPhase::power_delivery},
            {VarName::current_demand_started, {}, HlcPhase::charge_loop}};
}

TEST(BindingSessions, iso15118_20_scheduled) {
    std::vector<Step> steps =
        part_20_until_loop(ServiceCategory::DC_BPT, ControlMode::ScheduledControl);
    append(steps, {target(410.0, 60.0, HlcPhase::charge_loop),
                   present_voltage(391.0),
                   display(40.0),
                   target(410.0, -60.0, HlcPhase::charge_loop),
                   display(39.0),
                   {VarName::meter_info_requested, {}, HlcPhase::charge_loop}});
    append(steps, ending(V2gMessageId::DcWeldingDetectionReq));
    play(steps);
}

TEST(BindingSessions, iso15118_20_dynamic_bidirectional) {
    std::vector<Step> steps =
        part_20_until_loop(ServiceCategory::DC_BPT, ControlMode::DynamicControl);
    const Step range{VarName::d20_dc_dynamic_charge_mode,
                     DcChargeDynamicModeValues{.target_energy_request = 20e3,
                                               .max_energy_request = 40e3,
                                               .min_energy_request = -0.0,
                                               .max_charge_power = 90e3,
                                               .min_charge_power = 0.0,
                                               .max_charge_current = 180.0,
                                               .max_voltage = 415.0,
                                               .min_voltage = 320.0,
                                               .max_discharge_power = 40e3,
                                               .min_discharge_power = 0.0,
                                               .max_discharge_current = 90.0},
                     HlcPhase::charge_loop, [](VehicleView& view) {
                         view.limits.maximum_voltage_V = 415.0;
                         view.limits.minimum_voltage_V = 320.0;
                         view.limits.maximum_charge_current_A = 180.0;
                         view.limits.maximum_charge_power_W = 90e3;
                         view.limits.minimum_charge_power_W = 0.0;
                         view.limits.maximum_discharge_current_A = 90.0;
                         view.limits.maximum_discharge_power_W = 40e3;
                         view.limits.minimum_discharge_power_W = 0.0;
                         view.battery.minimum_energy_request_kWh = 0.0;
                         view.battery.target_energy_request_kWh = 20.0;
                         view.battery.maximum_energy_request_kWh = 40.0;
                         view.request.target_voltage_V = 415.0;
                         ++view.request.count;
                     }};
    append(steps, {range, present_voltage(392.0), display(50.0), range, display(51.0)});
    append(steps, ending(V2gMessageId::DcWeldingDetectionReq));
    play(steps);
}

// EVerest's BCB toggle: a vehicle that has paused, or ended its session, and goes from B to C and
// back wants to go on.
TEST(BindingSessions, a_pulse_on_the_pilot_begins_a_paused_or_ended_session_anew) {
    const PilotFromVehicle b{.plugged = true};
    const PilotFromVehicle c{.plugged = true, .ready = true};
    for (const VarName end : {VarName::dlink_pause, VarName::dlink_terminate}) {
        BindingState state;
        VehicleView view;
        apply(state, PilotFromCharger{}, b, view);
        apply(state, var({}, VarName::evcc_id, Text{"02:00:00:00:00:01"}), view);
        apply(state, PilotFromCharger{}, c, view);
        apply(state, PilotFromCharger{}, b, view);
        EXPECT_EQ(view.phase, HlcPhase::setup) << "no pulse counts before the pause";
        apply(state, var({}, end), view);
        CommandList commands;
        commands_for({}, state, view, ChargerView{}, {}, commands);
        const VehicleView before = view;
        apply(state, PilotFromCharger{}, b, view);
        EXPECT_EQ(view, before);
        apply(state, PilotFromCharger{}, c, view);
        EXPECT_EQ(view.phase, before.phase) << "only when it is over";
        EXPECT_EQ(view.cp, CpState::C);
        apply(state, PilotFromCharger{}, b, view);
        VehicleView fresh;
        fresh.plugged = true;
        fresh.cp = CpState::B;
        fresh.wake_ups = 1;
        EXPECT_EQ(view, fresh);
        EXPECT_TRUE(state.plug_in_pending) << "stop and contactors are told anew";
        EXPECT_FALSE(state.waking_up);
        apply(state, PilotFromCharger{}, PilotFromVehicle{}, view);
        apply(state, PilotFromCharger{}, b, view);
        EXPECT_EQ(view.wake_ups, 0u) << "counted from the plug on";
    }
}

TEST(BindingSessions, a_failed_communication_is_not_begun_anew_by_the_pilot) {
    BindingState state;
    VehicleView view;
    const PilotFromVehicle b{.plugged = true};
    apply(state, PilotFromCharger{}, b, view);
    apply(state, var({}, VarName::dlink_error), view);
    apply(state, PilotFromCharger{}, {.plugged = true, .ready = true}, view);
    apply(state, PilotFromCharger{}, b, view);
    EXPECT_EQ(view.phase, HlcPhase::failed);
    EXPECT_EQ(view.wake_ups, 0u);
}

// The code says that charger and vehicle do not fit: before the cable check that is a refusal, and
// nothing is wrong with the vehicle; later it is an error like any other.
TEST(BindingSessions, incompatibility_is_a_refusal_before_the_cable_check_alone) {
    const DcEvStatus incompatible{
        .dc_ev_ready = false,
        .dc_ev_error_code = DcEvErrorCode::FAILED_ChargingSystemIncompatibility,
        .dc_ev_ress_soc = 40.0};
    for (const bool late : {false, true}) {
        BindingState state;
        VehicleView view;
        apply(state, PilotFromCharger{}, {.plugged = true}, view);
        if (late) apply(state, var({}, VarName::start_cable_check), view);
        apply(state, var({}, VarName::dc_ev_status, incompatible), view);
        EXPECT_EQ(view.refused, !late);
        EXPECT_EQ(view.emergency, late);
    }
}

TEST(BindingSessions, interrupted_charging_as_torn_down_by_the_provider) {
    play({protocol("DIN70121", HlcProtocol::din_70121),
          {VarName::current_demand_started, {}, HlcPhase::charge_loop},
          {VarName::current_demand_finished, {}, HlcPhase::stopped},
          open_contactor(),
          {VarName::hlc_session_failed, HlcSessionFailedReasonEnum::ChargingInterrupted,
           HlcPhase::failed, [](VehicleView& view) { view.emergency = true; }},
          {VarName::dlink_terminate, {}, HlcPhase::failed}});
}

}  // namespace
}  // namespace chargerig::link
