// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/link/schema_samples.hpp"

namespace chargerig::link::test {
namespace {

using testing::HasSubstr;

const Owner kStatus{false, "dc_ev_status"};

TEST(SchemaJson, every_command_and_variable_survives_a_round_trip) {
    for (const Owner& owner : owners()) {
        for (const Fill fill : {Fill::required_only, Fill::everything}) {
            const Json payload = sample(owner, fill);
            EXPECT_EQ(round_trip(owner, payload), payload) << title(owner);
        }
    }
}

TEST(SchemaJson, a_missing_required_key_is_refused_everywhere) {
    std::size_t tried = 0;
    for (const Owner& owner : owners()) {
        for (const SchemaRow& row : rows_of(owner)) {
            if (row.path.empty() || row.path.back() == ']' || !row.required) continue;
            Json payload = sample(owner, Fill::everything);
            const auto at = pointer(row.path);
            payload[at.parent_pointer()].erase(at.back());
            const auto refused = refusal(owner, payload);
            ASSERT_TRUE(refused.has_value()) << title(owner) << " " << row.path;
            EXPECT_THAT(*refused, HasSubstr("is missing")) << title(owner) << " " << row.path;
            ++tried;
        }
    }
    EXPECT_GT(tried, 90u);
}

TEST(SchemaJson, a_missing_optional_key_is_taken_everywhere) {
    for (const Owner& owner : owners()) {
        for (const SchemaRow& row : rows_of(owner)) {
            if (row.required) continue;
            Json payload = sample(owner, Fill::everything);
            const auto at = pointer(row.path);
            payload[at.parent_pointer()].erase(at.back());
            EXPECT_EQ(refusal(owner, payload), std::nullopt) << title(owner) << " " << row.path;
        }
    }
}

TEST(SchemaJson, null_is_no_value_for_an_optional_field) {
    for (const Owner& owner : owners()) {
        for (const SchemaRow& row : rows_of(owner)) {
            if (row.path.empty()) continue;
            Json payload = sample(owner, Fill::everything);
            payload[pointer(row.path)] = nullptr;
            EXPECT_NE(refusal(owner, payload), std::nullopt) << title(owner) << " " << row.path;
        }
    }
}

TEST(SchemaJson, an_unknown_key_is_refused_in_every_object) {
    for (const Owner& owner : owners()) {
        std::vector<std::string> objects;
        if (owner.is_command) objects.push_back("");
        for (const SchemaRow& row : rows_of(owner)) {
            if (row.type == JsonType::object) objects.push_back(row.path);
        }
        for (const std::string& path : objects) {
            Json payload = sample(owner, Fill::everything);
            payload[pointer(path)]["surprise"] = 1;
            const auto refused = refusal(owner, payload);
            ASSERT_TRUE(refused.has_value()) << title(owner) << " " << path;
            EXPECT_THAT(*refused, HasSubstr("surprise is unknown")) << title(owner) << " " << path;
        }
    }
}

TEST(SchemaJson, a_wrong_type_is_refused_everywhere) {
    for (const Owner& owner : owners()) {
        for (const SchemaRow& row : rows_of(owner)) {
            if (owner.is_command && row.path.empty()) continue;
            const Json wrong = row.type == JsonType::boolean ? Json("true") : Json(true);
            Json payload = sample(owner, Fill::everything);
            payload[pointer(row.path)] = wrong;
            const auto refused = refusal(owner, payload);
            ASSERT_TRUE(refused.has_value()) << title(owner) << " " << row.path;
            EXPECT_THAT(*refused, HasSubstr("has the wrong type"))
                << title(owner) << " " << row.path;
        }
    }
}

struct BadText {
    Owner owner;
    std::string json;
    std::string error;
};

class SchemaJsonBadText : public testing::TestWithParam<BadText> {};

TEST_P(SchemaJsonBadText, is_refused_with_a_reason) {
    const BadText& bad = GetParam();
    const std::string error =
        bad.owner.is_command
            ? command_from_json({}, *from_literal<CommandName>(bad.owner.name), bad.json)
                  .error()
                  .text()
            : var_from_json({}, *from_literal<VarName>(bad.owner.name), bad.json).error().text();
    EXPECT_EQ(error, bad.error);
}

INSTANTIATE_TEST_SUITE_P(
    Table, SchemaJsonBadText,
    testing::Values(
        BadText{
            {false, "dc_full_soc"},
            "{80",
            "var dc_full_soc: value is not JSON: '{80'; allowed: one JSON value; check brackets, "
            "quotes and commas"},
        BadText{{true, "dlink_ready"},
                R"({"value":true,"value":false})",
                "command dlink_ready: field value is there more than once; allowed: each key once; "
                "remove the repetition"},
        BadText{{true, "dlink_ready"},
                "{}",
                "command dlink_ready: field value is missing; allowed: the argument value; add the "
                "argument"},
        BadText{
            {true, "dlink_ready"},
            R"({"Value":true})",
            "command dlink_ready: field Value is unknown; allowed: value; remove it, or check the "
            "version of the interface"},
        BadText{{true, "reset_error"},
                R"({"error":"Error_RCD"})",
                "command reset_error: field error is unknown; allowed: no argument; remove it, or "
                "check the version of the interface"},
        BadText{{true, "send_error"},
                R"({"error":"error_rcd"})",
                "command send_error: field error is not a literal of the enumeration: 'error_rcd'; "
                "allowed: Error_Contactor, Error_RCD, Error_UtilityInterruptEvent, "
                "Error_Malfunction, Error_EmergencyShutdown; literals are case-sensitive"},
        BadText{{true, "update_isolation_status"},
                R"({"isolation_status":1})",
                "command update_isolation_status: field isolation_status has the wrong type: '1'; "
                "allowed: string; send the JSON type of the interface"},
        BadText{
            {false, "start_cable_check"},
            "{}",
            "var start_cable_check: value has the wrong type: '{}'; allowed: null; send the JSON "
            "type of the interface"},
        BadText{{false, "evcc_id"},
                R"("aa:bb:cc:dd:ee:ff")",
                "var evcc_id: value does not match the pattern: 'aa:bb:cc:dd:ee:ff'; allowed: "
                "^[A-F0-9]{2}(:[A-F0-9]{2}){5}$; write six octets in upper case, separated by "
                "colons"},
        BadText{
            {false, "dc_ev_maximum_limits"},
            R"({"dc_ev_maximum_current_limit":1e999})",
            "var dc_ev_maximum_limits: value is not JSON: "
            "'{\"dc_ev_maximum_current_limit\":1e999}'; allowed: one JSON value; check brackets, "
            "quotes and commas"},
        BadText{
            {true, "update_dc_minimum_limits"},
            R"({"minimum_limits":{"evse_minimum_current_limit":0,"evse_minimum_voltage_limit":0}})",
            "command update_dc_minimum_limits: field minimum_limits.evse_minimum_power_limit is "
            "missing; allowed: number; add the field"},
        BadText{
            {false, "v2g_messages"},
            R"({"v2g_message_id":"PreChargeReq"})",
            "var v2g_messages: field v2g_message_id is unknown; allowed: id, xml, v2g_json, exi, "
            "exi_base64; remove it, or check the version of the interface"},
        BadText{
            {false, "ev_app_protocol"},
            R"({"Protocols":[{"protocol_namespace":"urn:din:70121:2012:MsgDef",)"
            R"("version_number_major":2,"version_number_minor":0,"schema_id":1.5,"priority":1}]})",
            "var ev_app_protocol: field Protocols[0].schema_id has the wrong type: '1.5'; "
            "allowed: integer; send the JSON type of the interface"}));

TEST(SchemaJson, holds_to_the_pattern_of_evcc_id) {
    const Owner evcc_id{false, "evcc_id"};
    EXPECT_EQ(refusal(evcc_id, "AA:BB:CC:DD:EE:FF"), std::nullopt);
    EXPECT_EQ(refusal(evcc_id, "01:23:45:67:89:0A"), std::nullopt);
    for (const char* bad : {"", "AA:BB:CC:DD:EE", "AA-BB-CC-DD-EE-FF", "AA:BB:CC:DD:EE:F",
                            "AA:BB:CC:DD:EE:FF:00", "AA:BB:CC:DD:EE:FG", "AABBCCDDEEFF"}) {
        EXPECT_NE(refusal(evcc_id, bad), std::nullopt) << bad;
    }
}

TEST(SchemaJson, takes_date_times_with_and_without_milliseconds) {
    const Owner departure{false, "departure_time"};
    for (const char* good : {"2025-01-31T12:00:00Z", "2025-01-31T12:00:00.123Z",
                             "2024-02-29T23:59:60Z", "2025-01-31T12:00:00+01:00"}) {
        EXPECT_EQ(refusal(departure, good), std::nullopt) << good;
    }
    for (const char* bad :
         {"", "2025-01-31", "2025-01-31T12:00:00", "2025-01-31 12:00:00Z", "2025-13-01T12:00:00Z",
          "2025-02-29T12:00:00Z", "2025-04-31T12:00:00Z", "2025-01-31T24:00:00Z",
          "2025-01-31T12:60:00Z", "2025-01-31T12:00:60Z", "2025-01-31T12:00:00.Z",
          "2025-01-31T12:00:00+1:00", "2025-01-31T12:00:00ZZ", "20250131T120000Z",
          "2025-01-31T12:00:00.1234567890123456789012345678901234567890123456789012345678901234567"
          "8901234567890123456789012345678901234567890Z"}) {
        EXPECT_NE(refusal(departure, bad), std::nullopt) << bad;
    }
}

TEST(SchemaJson, takes_integers_for_numbers_and_whole_reals_for_integers) {
    Json status = sample(kStatus, Fill::required_only);
    status["dc_ev_ress_soc"] = 50;
    EXPECT_EQ(refusal(kStatus, status), std::nullopt);
    const Owner app{false, "ev_app_protocol"};
    Json protocols = sample(app, Fill::required_only);
    protocols[pointer("Protocols[].priority")] = 2.0;
    EXPECT_EQ(refusal(app, protocols), std::nullopt);
    protocols[pointer("Protocols[].version_number_major")] = 3000000000;
    EXPECT_NE(refusal(app, protocols), std::nullopt);
}

TEST(SchemaJson, counts_the_items_of_energy_modes_and_payment_options) {
    const Owner modes{true, "update_energy_transfer_modes"};
    for (const std::size_t count : {0u, 1u, 6u, 7u}) {
        const Json payload{
            {"supported_energy_transfer_modes", std::vector<std::string>(count, "DC_extended")}};
        EXPECT_EQ(!refusal(modes, payload).has_value(), count == 1 || count == 6) << count;
    }
    const Owner setup{true, "session_setup"};
    for (const std::size_t count : {0u, 1u, 2u, 3u}) {
        Json payload = sample(setup, Fill::everything);
        payload["payment_options"] = std::vector<std::string>(count, "Contract");
        EXPECT_EQ(!refusal(setup, payload).has_value(), count == 1 || count == 2) << count;
    }
}

TEST(SchemaJson, a_message_keeps_its_time_and_its_values) {
    const auto target =
        var_from_json(core::Instant{5}, VarName::dc_ev_target_voltage_current,
                      R"({"dc_ev_target_voltage":400.5,"dc_ev_target_current":-20})");
    ASSERT_TRUE(target.has_value());
    EXPECT_EQ(*target,
              var(core::Instant{5}, VarName::dc_ev_target_voltage_current,
                  DcEvTargetValues{.dc_ev_target_voltage = 400.5, .dc_ev_target_current = -20.0}));
    EXPECT_EQ(to_json(*target), R"({"dc_ev_target_current":-20.0,"dc_ev_target_voltage":400.5})");
    EXPECT_EQ(to_json(command({}, CommandName::stop_charging, true)), R"({"stop":true})");
    EXPECT_EQ(to_json(command({}, CommandName::reset_error)), "{}");
    EXPECT_EQ(to_json(var({}, VarName::dlink_pause)), "null");
}

}  // namespace
}  // namespace chargerig::link::test
