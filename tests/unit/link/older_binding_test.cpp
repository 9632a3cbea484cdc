// SPDX-License-Identifier: Apache-2.0
//
// The charger over the older interface: what goes out, what it understands, what stays unset.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/link/iso15118_binding.hpp"
#include "sim/link/schema.hpp"
#include "sim/link/stream.hpp"

namespace chargerig::link {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class OlderBinding : public testing::Test {
protected:
    OlderBinding() {
        parameters.version = InterfaceVersion::older;
        charger.bidirectional = true;
        charger.maximum_voltage_V = 500.0;
        charger.minimum_voltage_V = 150.0;
        charger.maximum_current_A = 200.0;
        charger.maximum_power_W = 60e3;
        charger.minimum_power_W = 100.0;
        charger.maximum_discharge_current_A = 100.0;
        charger.maximum_discharge_power_W = 30e3;
    }

    // Every command must be one of the older interface, as written.
    CommandList step() {
        CommandList out;
        commands_for(parameters, state, view, charger, core::Instant{7}, out);
        for (const Command& each : out) {
            const auto bad = validate(each, Strictness::schema, InterfaceVersion::older);
            EXPECT_EQ(bad, std::nullopt) << bad->text();
        }
        return out;
    }
    std::vector<CommandName> names() {
        std::vector<CommandName> result;
        for (const Command& each : step()) result.push_back(each.name);
        return result;
    }
    void take(VarName name, VarPayload payload = {}) {
        apply(state, var({}, name, std::move(payload)), view);
    }
    void pass_cable_check() {
        take(VarName::start_cable_check);
        charger.cable_check = ChargerView::CableCheck::passed;
        step();
    }

    BindingParameters parameters;
    BindingState state;
    VehicleView view;
    ChargerView charger;
};

// The order of the current interface without what the older one lacks (interface facts 4.1).
TEST_F(OlderBinding, start_up_goes_in_the_order_of_everest) {
    EXPECT_THAT(
        names(),
        ElementsAre(CommandName::session_setup, CommandName::set_charging_parameters,
                    CommandName::update_dc_minimum_limits, CommandName::update_dc_present_values,
                    CommandName::receipt_is_required, CommandName::setup, CommandName::reset_error,
                    CommandName::update_dc_maximum_limits, CommandName::update_dc_minimum_limits));
    EXPECT_THAT(names(), IsEmpty());
}

TEST_F(OlderBinding, start_up_carries_what_the_older_interface_can_say) {
    const CommandList sent = step();
    EnergyTransferModes modes;
    modes.push_back(EnergyTransferMode::DC_extended);
    modes.push_back(EnergyTransferMode::DC_core);
    EXPECT_EQ(std::get<SetupArgs>(sent[5].payload),
              (SetupArgs{.evse_id = parameters.evse_id,
                         .supported_energy_transfer_modes = modes,
                         .sae_j2847_mode = SaeJ2847BidiMode::None,
                         .debug_mode = true}));
    EXPECT_EQ(std::get<DcEvseMaximumLimits>(sent[7].payload),
              (DcEvseMaximumLimits{.evse_maximum_current_limit = 200.0,
                                   .evse_maximum_power_limit = 60e3,
                                   .evse_maximum_voltage_limit = 500.0}));
    EXPECT_EQ(std::get<DcEvseMinimumLimits>(sent[8].payload),
              (DcEvseMinimumLimits{.evse_minimum_voltage_limit = 150.0}));
}

TEST_F(OlderBinding, setup_of_the_current_interface_has_no_modes) {
    parameters.version = InterfaceVersion::current;
    CommandList out;
    commands_for(parameters, state, view, charger, {}, out);
    for (const Command& each : out) {
        if (each.name != CommandName::setup) continue;
        EXPECT_TRUE(std::get<SetupArgs>(each.payload).supported_energy_transfer_modes.empty());
        return;
    }
    FAIL() << "no setup";
}

TEST_F(OlderBinding, the_first_target_after_the_cable_check_is_the_precharge) {
    step();
    pass_cable_check();
    EXPECT_EQ(view.phase, HlcPhase::cable_check);
    take(VarName::dc_ev_target_voltage_current, DcEvTargetValues{400.0, 1.0});
    EXPECT_EQ(view.phase, HlcPhase::precharge);
    EXPECT_EQ(view.request.target_voltage_V, 400.0);
    EXPECT_EQ(view.request.count, 1u);
}

TEST_F(OlderBinding, a_target_before_the_cable_check_is_over_is_none) {
    step();
    take(VarName::start_cable_check);
    take(VarName::dc_ev_target_voltage_current, DcEvTargetValues{400.0, 1.0});
    EXPECT_EQ(view.phase, HlcPhase::cable_check);
    charger.cable_check = ChargerView::CableCheck::failed;
    step();
    take(VarName::dc_ev_target_voltage_current, DcEvTargetValues{401.0, 1.0});
    EXPECT_EQ(view.phase, HlcPhase::cable_check);
}

TEST_F(OlderBinding, a_peer_that_sends_start_pre_charge_is_understood) {
    take(VarName::start_cable_check);
    take(VarName::start_pre_charge);
    EXPECT_EQ(view.phase, HlcPhase::precharge);
}

TEST_F(OlderBinding, a_link_that_breaks_in_the_charge_loop_is_an_emergency) {
    take(VarName::current_demand_started);
    take(VarName::dlink_error);
    EXPECT_EQ(view.phase, HlcPhase::failed);
    EXPECT_TRUE(view.emergency);
}

// A view that is filled by everything that the older interface has shows what it does not carry.
TEST_F(OlderBinding, what_the_older_interface_lacks_stays_unset) {
    take(VarName::selected_protocol, Text("ISO15118-2-2013"));
    take(VarName::evcc_id, Text("AA:BB:CC:DD:EE:0F"));
    take(VarName::requested_energy_transfer_mode, EnergyTransferMode::DC_core);
    take(VarName::dc_ev_energy_capacity, 60'000.0);
    take(VarName::dc_ev_energy_request, 20'000.0);
    take(VarName::dc_full_soc, 100.0);
    take(VarName::dc_bulk_soc, 80.0);
    take(VarName::dc_ev_status, DcEvStatus{.dc_ev_ready = true, .dc_ev_ress_soc = 50.0});
    take(VarName::dc_ev_maximum_limits, DcEvMaximumLimits{.dc_ev_maximum_current_limit = 120.0,
                                                          .dc_ev_maximum_power_limit = 50e3,
                                                          .dc_ev_maximum_voltage_limit = 420.0});
    VehicleView expected;
    expected.phase = HlcPhase::parameters;
    expected.protocol = HlcProtocol::iso15118_2_2013;
    expected.extended_pins = false;
    expected.evcc_id.assign("AA:BB:CC:DD:EE:0F");
    expected.limits.maximum_voltage_V = 420.0;
    expected.limits.maximum_charge_current_A = 120.0;
    expected.limits.maximum_charge_power_W = 50e3;
    expected.battery.capacity_kWh = 60.0;
    expected.battery.soc_percent = 50.0;
    expected.battery.target_soc_percent = 80.0;
    expected.battery.maximum_soc_percent = 100.0;
    expected.battery.target_energy_request_kWh = 20.0;
    EXPECT_EQ(view, expected);
}

TEST(OlderReduction, leaves_messages_that_both_have_as_they_are) {
    Var target = var({}, VarName::dc_ev_target_voltage_current, DcEvTargetValues{400.0, 20.0});
    const Var before = target;
    EXPECT_TRUE(reduce_to(InterfaceVersion::older, target));
    EXPECT_EQ(target, before);
}

TEST(OlderReduction, says_which_messages_there_are_not) {
    Var failed =
        var({}, VarName::hlc_session_failed, HlcSessionFailedReasonEnum::ChargingInterrupted);
    Var request = var({}, VarName::certificate_request, Boxed<RequestExiStreamSchema>());
    Var precharge = var({}, VarName::start_pre_charge);
    EXPECT_FALSE(reduce_to(InterfaceVersion::older, failed));
    EXPECT_FALSE(reduce_to(InterfaceVersion::older, precharge));
    EXPECT_TRUE(reduce_to(InterfaceVersion::older, request));
    EXPECT_FALSE(reduce_to(InterfaceVersion::current, request));
}

TEST(OlderReduction, gives_messages_without_a_name_the_name_for_such) {
    Var message = var({}, VarName::v2g_messages,
                      V2gMessages{.id = V2gMessageId::DcWeldingDetectionReq, .exi = "80"});
    EXPECT_TRUE(reduce_to(InterfaceVersion::older, message));
    EXPECT_EQ(std::get<V2gMessages>(message.payload),
              (V2gMessages{.id = V2gMessageId::UnknownMessage, .exi = "80"}));
}

TEST(OlderReduction, takes_fields_away_deep_inside) {
    Powermeter meter;
    meter.timestamp.assign("2025-01-31T12:00:00Z");
    meter.temperatures.emplace();
    meter.temperatures->push_back({.temperature = 40.0, .identification = "a", .location = "b"});
    Command info = command({}, CommandName::update_meter_info, Boxed<Powermeter>(meter));
    EXPECT_EQ(validate(info, Strictness::schema, InterfaceVersion::older)->text(),
              "command update_meter_info: field powermeter.temperatures[0].location is unknown; "
              "allowed: temperature, identification; remove it, or check the version of the "
              "interface");
    EXPECT_TRUE(reduce_to(InterfaceVersion::older, info));
    EXPECT_EQ(validate(info, Strictness::schema, InterfaceVersion::older), std::nullopt);
    const auto& left = *std::get<Boxed<Powermeter>>(info.payload);
    EXPECT_EQ(left.temperatures->front(),
              (Temperature{.temperature = 40.0, .identification = "a", .location = {}}));
}

// There is nothing to put in its place, so that the link refuses it.
TEST(OlderReduction, keeps_a_value_that_has_no_substitute) {
    Command answer = command(
        {}, CommandName::authorization_response,
        AuthorizationResponseArgs{.authorization_status = AuthorizationStatus::PinRequired});
    EXPECT_TRUE(reduce_to(InterfaceVersion::older, answer));
    EXPECT_EQ(validate(answer, Strictness::discharge_tolerant, InterfaceVersion::older)->what,
              "command authorization_response: field authorization_status is not a literal of the "
              "enumeration");
}

TEST(OlderStream, refuses_and_counts_what_the_older_interface_lacks) {
    HlcStream stream(core::Duration{1'000'000}, Strictness::discharge_tolerant,
                     InterfaceVersion::older);
    EXPECT_TRUE(stream.send(var({}, VarName::dc_full_soc, 80.0), {}));
    EXPECT_TRUE(stream.send(command({}, CommandName::reset_error), {}));
    EXPECT_FALSE(stream.send(var({}, VarName::meter_info_requested), {}));
    EXPECT_FALSE(stream.send(command({}, CommandName::pause_charging, true), {}));
    EXPECT_EQ(stream.to_charger.counts().refused, 1u);
    EXPECT_EQ(stream.to_vehicle.counts().refused, 1u);
    EXPECT_EQ(stream.to_charger.last_error()->what,
              "var meter_info_requested is not in the older interface");
    EXPECT_EQ(stream.to_vehicle.last_error()->what,
              "command pause_charging is not in the older interface");
}

}  // namespace
}  // namespace chargerig::link
