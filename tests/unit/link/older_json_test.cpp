// SPDX-License-Identifier: Apache-2.0
//
// The same messages as each version writes and reads them, and what the older one refuses.
#include <gtest/gtest.h>

#include "sim/link/schema.hpp"

namespace chargerig::link {
namespace {

constexpr auto kCurrent = InterfaceVersion::current;
constexpr auto kOlder = InterfaceVersion::older;
constexpr auto kStrict = Strictness::schema;
constexpr auto kTolerant = Strictness::discharge_tolerant;

SetupArgs setup_args(bool with_modes) {
    SetupArgs args{.evse_id = {.evse_id = "DE*CRG*E00001", .evse_id_din = "49A80737A45678"},
                   .sae_j2847_mode = SaeJ2847BidiMode::V2H,
                   .debug_mode = true};
    if (with_modes) args.supported_energy_transfer_modes.push_back(EnergyTransferMode::DC_extended);
    return args;
}

SessionSetupArgs session_setup_args() {
    SessionSetupArgs args;
    args.payment_options.push_back(PaymentOption::ExternalPayment);
    return args;
}

struct GoldenCommand {
    Command message;
    std::string current;  // empty: the message is not of that version
    std::string older;
};

const GoldenCommand kCommands[] = {
    {command({}, CommandName::setup, setup_args(false)),
     R"({"debug_mode":true,"evse_id":{"evse_id":"DE*CRG*E00001","evse_id_din":"49A80737A45678"},)"
     R"("sae_j2847_mode":"V2H"})",
     ""},
    {command({}, CommandName::setup, setup_args(true)), "",
     R"({"debug_mode":true,"evse_id":{"evse_id":"DE*CRG*E00001","evse_id_din":"49A80737A45678"},)"
     R"("sae_j2847_mode":"V2H","supported_energy_transfer_modes":["DC_extended"]})"},
    {command({}, CommandName::session_setup, session_setup_args()),
     R"({"central_contract_validation_allowed":false,"payment_options":["ExternalPayment"],)"
     R"("supported_certificate_service":false})",
     R"({"payment_options":["ExternalPayment"],"supported_certificate_service":false})"},
    {command({}, CommandName::update_dc_maximum_limits,
             DcEvseMaximumLimits{.evse_maximum_current_limit = 125.5,
                                 .evse_maximum_power_limit = 50000.0,
                                 .evse_maximum_voltage_limit = 500.0}),
     R"({"maximum_limits":{"evse_maximum_current_limit":125.5,)"
     R"("evse_maximum_power_limit":50000.0,"evse_maximum_voltage_limit":500.0}})",
     R"({"maximum_limits":{"evse_maximum_current_limit":125.5,)"
     R"("evse_maximum_power_limit":50000.0,"evse_maximum_voltage_limit":500.0}})"},
    {command({}, CommandName::update_dc_minimum_limits,
             DcEvseMinimumLimits{.evse_minimum_current_limit = 1.0,
                                 .evse_minimum_voltage_limit = 150.0}),
     R"({"minimum_limits":{"evse_minimum_current_limit":1.0,"evse_minimum_power_limit":0.0,)"
     R"("evse_minimum_voltage_limit":150.0}})",
     R"({"minimum_limits":{"evse_minimum_current_limit":1.0,)"
     R"("evse_minimum_voltage_limit":150.0}})"},
    {command({}, CommandName::reset_error), "{}", "{}"},
    {command({}, CommandName::certificate_response,
             Boxed<ResponseExiStreamStatus>({.status = ExiStreamStatus::Failed,
                                             .exi_response = "gJgB",
                                             .certificate_action = CertificateActionEnum::Update})),
     "",
     R"({"exi_stream_status":{"certificate_action":"Update","exi_response":"gJgB",)"
     R"("status":"Failed"}})"},
    {command({}, CommandName::pause_charging, true), R"({"pause":true})", ""},
};

TEST(OlderJson, of_commands_is_that_of_the_version_in_both_directions) {
    for (const GoldenCommand& golden : kCommands) {
        for (const auto& [version, text] :
             {std::pair{kCurrent, golden.current}, std::pair{kOlder, golden.older}}) {
            SCOPED_TRACE(std::string(literal(golden.message.name)) + " " +
                         std::string(name(version)));
            EXPECT_EQ(validate(golden.message, kStrict, version).has_value(), text.empty());
            if (text.empty()) continue;
            EXPECT_EQ(to_json(golden.message, version), text);
            EXPECT_EQ(command_from_json({}, golden.message.name, text, kStrict, version),
                      golden.message);
        }
    }
}

struct GoldenVar {
    Var message;
    std::string current;
    std::string older;
};

const GoldenVar kVars[] = {
    {var({}, VarName::v2g_messages,
         V2gMessages{.id = V2gMessageId::CableCheckReq,
                     .xml = "<a/>",
                     .v2g_json = "{}",
                     .exi = "80",
                     .exi_base64 = "gA=="}),
     R"({"exi":"80","exi_base64":"gA==","id":"CableCheckReq","v2g_json":"{}","xml":"<a/>"})",
     R"({"v2g_message_exi_base64":"gA==","v2g_message_exi_hex":"80",)"
     R"("v2g_message_id":"CableCheckReq","v2g_message_json":"{}","v2g_message_xml":"<a/>"})"},
    {var({}, VarName::v2g_messages, V2gMessages{.id = V2gMessageId::DcCableCheckReq}),
     R"({"id":"DcCableCheckReq"})", ""},
    {var({}, VarName::dc_ev_status,
         DcEvStatus{.dc_ev_ready = true,
                    .dc_ev_error_code = DcEvErrorCode::FAILED_ChargingCurrentdifferential,
                    .dc_ev_ress_soc = 55.0}),
     R"({"dc_ev_error_code":"FAILED_ChargingCurrentdifferential","dc_ev_ready":true,)"
     R"("dc_ev_ress_soc":55.0})",
     R"({"dc_ev_error_code":"FAILED_ChargingCurrentdifferentia","dc_ev_ready":true,)"
     R"("dc_ev_ress_soc":55.0})"},
    {var({}, VarName::dc_ev_target_voltage_current, DcEvTargetValues{400.0, 20.0}),
     R"({"dc_ev_target_current":20.0,"dc_ev_target_voltage":400.0})",
     R"({"dc_ev_target_current":20.0,"dc_ev_target_voltage":400.0})"},
    {var({}, VarName::requested_energy_transfer_mode, EnergyTransferMode::DC_core), R"("DC_core")",
     R"("DC_core")"},
    {var({}, VarName::requested_energy_transfer_mode, EnergyTransferMode::DC_BPT), R"("DC_BPT")",
     ""},
    {var({}, VarName::start_cable_check), "null", "null"},
    {var({}, VarName::start_pre_charge), "null", ""},
    {var({}, VarName::certificate_request,
         Boxed<RequestExiStreamSchema>(
             {.exi_request = "gJgC",
              .iso15118_schema_version = core::InlineString<50>("urn:iso:15118:2:2013:MsgDef"),
              .certificate_action = CertificateActionEnum::Install})),
     "",
     R"({"certificate_action":"Install","exi_request":"gJgC",)"
     R"("iso15118_schema_version":"urn:iso:15118:2:2013:MsgDef"})"},
};

TEST(OlderJson, of_variables_is_that_of_the_version_in_both_directions) {
    for (const GoldenVar& golden : kVars) {
        for (const auto& [version, text] :
             {std::pair{kCurrent, golden.current}, std::pair{kOlder, golden.older}}) {
            SCOPED_TRACE(std::string(literal(golden.message.name)) + " " +
                         std::string(name(version)));
            EXPECT_EQ(validate(golden.message, kStrict, version).has_value(), text.empty());
            if (text.empty()) continue;
            EXPECT_EQ(to_json(golden.message, version), text);
            EXPECT_EQ(var_from_json({}, golden.message.name, text, kStrict, version),
                      golden.message);
        }
    }
}

// Two days after that version the variable came, and the first release has both (interface facts
// 8).
TEST(OlderJson, takes_start_pre_charge_unless_it_is_held_as_written) {
    EXPECT_TRUE(var_from_json({}, VarName::start_pre_charge, "null", kTolerant, kOlder));
    EXPECT_FALSE(var_from_json({}, VarName::start_pre_charge, "null", kStrict, kOlder));
    EXPECT_EQ(validate(var({}, VarName::start_pre_charge), kTolerant, kOlder), std::nullopt);
    EXPECT_FALSE(offers(kOlder, VarName::start_pre_charge));
}

constexpr const char* kOlderCommands =
    "setup, set_charging_parameters, session_setup, authorization_response, ac_contactor_closed, "
    "dlink_ready, cable_check_finished, receipt_is_required, stop_charging, "
    "update_ac_max_current, update_dc_maximum_limits, update_dc_minimum_limits, "
    "update_isolation_status, update_dc_present_values, update_meter_info, send_error, "
    "reset_error, certificate_response";

constexpr const char* kOlderVars =
    "require_auth_eim, require_auth_pnc, ac_close_contactor, ac_open_contactor, "
    "start_cable_check, dc_open_contactor, v2g_setup_finished, current_demand_started, "
    "current_demand_finished, sae_bidi_mode_active, evcc_id, selected_payment_option, "
    "requested_energy_transfer_mode, departure_time, ac_eamount, ac_ev_max_voltage, "
    "ac_ev_max_current, ac_ev_min_current, dc_ev_energy_capacity, dc_ev_energy_request, "
    "dc_full_soc, dc_bulk_soc, dc_ev_status, dc_bulk_charging_complete, dc_charging_complete, "
    "dc_ev_target_voltage_current, dc_ev_maximum_limits, dc_ev_remaining_time, dlink_terminate, "
    "dlink_error, dlink_pause, ev_app_protocol, v2g_messages, selected_protocol, "
    "certificate_request";

struct RefusedCommand {
    CommandName name;
    const char* json;
    std::string error;
};

const RefusedCommand kRefusedCommands[] = {
    {CommandName::bpt_setup, "{}",
     std::string("command bpt_setup is not in the older interface; allowed: ") + kOlderCommands +
         "; leave it out, or choose the other version of the interface"},
    {CommandName::setup, R"({"evse_id":{"evse_id":"x"},"sae_j2847_mode":"None","debug_mode":true})",
     "command setup: field supported_energy_transfer_modes is missing; allowed: array; add the "
     "field"},
    {CommandName::setup,
     R"({"evse_id":{"evse_id":"x"},"sae_j2847_mode":"None","debug_mode":true,)"
     R"("supported_energy_transfer_modes":["DC_BPT"]})",
     "command setup: field supported_energy_transfer_modes[0] is not a literal of the "
     "enumeration: 'DC_BPT'; allowed: AC_single_phase_core, AC_three_phase_core, DC_core, "
     "DC_extended, DC_combo_core, DC_unique; literals are case-sensitive"},
    {CommandName::session_setup,
     R"({"payment_options":["Contract"],"supported_certificate_service":true,)"
     R"("central_contract_validation_allowed":true})",
     "command session_setup: field central_contract_validation_allowed is unknown; allowed: "
     "payment_options, supported_certificate_service; remove it, or check the version of the "
     "interface"},
    {CommandName::update_dc_minimum_limits,
     R"({"minimum_limits":{"evse_minimum_current_limit":0,"evse_minimum_voltage_limit":0,)"
     R"("evse_minimum_power_limit":0}})",
     "command update_dc_minimum_limits: field minimum_limits.evse_minimum_power_limit is unknown; "
     "allowed: evse_minimum_current_limit, evse_minimum_voltage_limit; remove it, or check the "
     "version of the interface"},
    {CommandName::authorization_response,
     R"({"authorization_status":"Timeout","certificate_status":"Accepted"})",
     "command authorization_response: field authorization_status is not a literal of the "
     "enumeration: 'Timeout'; allowed: Accepted, Blocked, ConcurrentTx, Expired, Invalid, "
     "NoCredit, NotAllowedTypeEVSE, NotAtThisLocation, NotAtThisTime, Unknown; literals are "
     "case-sensitive"},
    {CommandName::update_ac_max_current, R"({"max_current":400.5})",
     "command update_ac_max_current: field max_current is out of range: '400.5'; allowed: 0 to "
     "400 A; send a value inside the range of the interface"},
};

TEST(OlderJson, refuses_commands_of_the_current_interface_with_a_reason) {
    for (const RefusedCommand& refused : kRefusedCommands) {
        const auto result = command_from_json({}, refused.name, refused.json, kTolerant, kOlder);
        ASSERT_FALSE(result) << refused.error;
        EXPECT_EQ(result.error().text(), refused.error);
    }
}

struct RefusedVar {
    VarName name;
    const char* json;
    std::string error;
};

const RefusedVar kRefusedVars[] = {
    {VarName::d20_dc_dynamic_charge_mode, "{}",
     std::string("var d20_dc_dynamic_charge_mode is not in the older interface; allowed: ") +
         kOlderVars + "; leave it out, or choose the other version of the interface"},
    {VarName::v2g_messages, R"({"id":"CableCheckReq"})",
     "var v2g_messages: field id is unknown; allowed: v2g_message_id, v2g_message_xml, "
     "v2g_message_json, v2g_message_exi_hex, v2g_message_exi_base64; remove it, or check the "
     "version of the interface"},
    {VarName::dc_ev_status,
     R"({"dc_ev_ready":true,"dc_ev_error_code":"FAILED_ChargingCurrentdifferential",)"
     R"("dc_ev_ress_soc":1})",
     "var dc_ev_status: field dc_ev_error_code is not a literal of the enumeration: "
     "'FAILED_ChargingCurrentdifferential'; allowed: NO_ERROR, FAILED_RESSTemperatureInhibit, "
     "FAILED_EVShiftPosition, FAILED_ChargerConnectorLockFault, FAILED_EVRESSMalfunction, "
     "FAILED_ChargingCurrentdifferentia, FAILED_ChargingVoltageOutOfRange, Reserved_A, "
     "Reserved_B, Reserved_C, FAILED_ChargingSystemIncompatibility, NoData; literals are "
     "case-sensitive"},
    {VarName::requested_energy_transfer_mode, R"("AC_two_phase")",
     "var requested_energy_transfer_mode: value is not a literal of the enumeration: "
     "'AC_two_phase'; allowed: AC_single_phase_core, AC_three_phase_core, DC_core, DC_extended, "
     "DC_combo_core, DC_unique; literals are case-sensitive"},
};

TEST(OlderJson, refuses_variables_of_the_current_interface_with_a_reason) {
    for (const RefusedVar& refused : kRefusedVars) {
        const auto result = var_from_json({}, refused.name, refused.json, kTolerant, kOlder);
        ASSERT_FALSE(result) << refused.error;
        EXPECT_EQ(result.error().text(), refused.error);
    }
}

TEST(OlderJson, is_refused_by_the_current_interface) {
    const auto setup =
        command_from_json({}, CommandName::setup,
                          R"({"evse_id":{"evse_id":"x"},"sae_j2847_mode":"None","debug_mode":true,)"
                          R"("supported_energy_transfer_modes":["DC_core"]})",
                          kTolerant, kCurrent);
    ASSERT_FALSE(setup);
    EXPECT_EQ(setup.error().text(),
              "command setup: field supported_energy_transfer_modes is unknown; allowed: evse_id, "
              "sae_j2847_mode, debug_mode; remove it, or check the version of the interface");
    const auto limits = command_from_json(
        {}, CommandName::update_dc_minimum_limits,
        R"({"minimum_limits":{"evse_minimum_current_limit":0,"evse_minimum_voltage_limit":0}})",
        kTolerant, kCurrent);
    ASSERT_FALSE(limits);
    EXPECT_EQ(limits.error().text(),
              "command update_dc_minimum_limits: field minimum_limits.evse_minimum_power_limit is "
              "missing; allowed: number; add the field");
}

}  // namespace
}  // namespace chargerig::link
