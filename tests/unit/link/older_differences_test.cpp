// SPDX-License-Identifier: Apache-2.0
//
// Every difference between the older and the current interface, one row each (interface facts 1.3
// and 2.3; EVerest everest-core e4b30fac7 against 23c9dac16), and none besides.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "sim/link/schema.hpp"

namespace chargerig::link {
namespace {

using Places = std::map<std::string, SchemaRow>;

std::string message_of(const SchemaRow& row) {
    return (row.is_command ? "command " : "var ") + std::string(row.owner);
}

// A row by its place: "command setup", "command setup debug_mode".
Places places(InterfaceVersion version) {
    Places out;
    for (const SchemaRow& row : schema_table(version)) {
        out.emplace(message_of(row), row);
        if (!row.path.empty()) out.emplace(message_of(row) + " " + row.path, row);
    }
    return out;
}

bool same_rules(const SchemaRow& a, const SchemaRow& b) {
    return a.type == b.type && a.unit == b.unit && a.required == b.required &&
           a.minimum == b.minimum && a.maximum == b.maximum &&
           a.discharge_minimum == b.discharge_minimum && a.minimum_size == b.minimum_size &&
           a.maximum_size == b.maximum_size && a.format == b.format;
}

// What is in `have` and not in `other`; of a whole message that is not there its name alone.
void add_missing(const Places& have, const Places& other, const std::string& where,
                 std::set<std::string>& out) {
    for (const auto& [place, row] : have) {
        const bool own_field = place != message_of(row);
        const bool message_there = other.contains(message_of(row));
        if (other.contains(place) || (own_field && !message_there)) continue;
        out.insert(place + ": " + where);
    }
}

void add_literals(const SchemaRow& have, const SchemaRow& other, const std::string& where,
                  const std::string& place, std::set<std::string>& out) {
    for (const std::string_view literal : have.literals) {
        const auto found = std::find(other.literals.begin(), other.literals.end(), literal);
        if (found != other.literals.end()) continue;
        out.insert(place + " " + std::string(literal) + ": " + where);
    }
}

const std::set<std::string>& differences() {
    static const std::set<std::string> kFound = [] {
        std::set<std::string> out;
        const Places current = places(InterfaceVersion::current);
        const Places older = places(InterfaceVersion::older);
        add_missing(current, older, "current", out);
        add_missing(older, current, "older", out);
        for (const auto& [place, row] : current) {
            const auto same = older.find(place);
            if (same == older.end()) continue;
            if (!same_rules(row, same->second)) out.insert(place + ": rules");
            if (place == message_of(row) && !row.path.empty()) continue;
            add_literals(row, same->second, "current", place, out);
            add_literals(same->second, row, "older", place, out);
        }
        return out;
    }();
    return kFound;
}

const char* const kDifferences[] = {
    // Messages.
    "command bpt_setup: current",
    "command set_powersupply_capabilities: current",
    "command pause_charging: current",
    "command no_energy_pause_charging: current",
    "command update_supported_app_protocols: current",
    "command update_energy_transfer_modes: current",
    "command update_ac_parameters: current",
    "command update_ac_maximum_limits: current",
    "command update_ac_minimum_limits: current",
    "command update_ac_target_values: current",
    "command update_ac_present_power: current",
    "command certificate_response: older",
    "var supported_app_protocols_secc: current",
    "var start_pre_charge: current",
    "var ac_ev_power_limits: current",
    "var ac_ev_present_powers: current",
    "var ac_ev_dynamic_control_mode: current",
    "var hlc_session_failed: current",
    "var display_parameters: current",
    "var d20_dc_dynamic_charge_mode: current",
    "var dc_ev_present_voltage: current",
    "var meter_info_requested: current",
    "var selected_service_parameters: current",
    "var ev_termination: current",
    "var certificate_request: older",
    // Arguments and fields.
    "command setup supported_energy_transfer_modes: older",
    "command setup supported_energy_transfer_modes[]: older",
    "command session_setup central_contract_validation_allowed: current",
    "command update_dc_maximum_limits maximum_limits.evse_maximum_discharge_current_limit: current",
    "command update_dc_maximum_limits maximum_limits.evse_maximum_discharge_power_limit: current",
    "command update_dc_minimum_limits minimum_limits.evse_minimum_power_limit: current",
    "command update_dc_minimum_limits minimum_limits.evse_minimum_discharge_current_limit: current",
    "command update_dc_minimum_limits minimum_limits.evse_minimum_discharge_power_limit: current",
    "command update_meter_info powermeter.temperatures[].location: current",
    "var v2g_messages id: current",
    "var v2g_messages v2g_message_id: older",
    "var v2g_messages xml: current",
    "var v2g_messages v2g_message_xml: older",
    "var v2g_messages v2g_json: current",
    "var v2g_messages v2g_message_json: older",
    "var v2g_messages exi: current",
    "var v2g_messages v2g_message_exi_hex: older",
    "var v2g_messages exi_base64: current",
    "var v2g_messages v2g_message_exi_base64: older",
    // Values of enumerations.
    "var requested_energy_transfer_mode AC_two_phase: current",
    "var requested_energy_transfer_mode DC: current",
    "var requested_energy_transfer_mode AC_BPT: current",
    "var requested_energy_transfer_mode AC_BPT_DER: current",
    "var requested_energy_transfer_mode AC_DER: current",
    "var requested_energy_transfer_mode DC_BPT: current",
    "var requested_energy_transfer_mode DC_ACDP: current",
    "var requested_energy_transfer_mode DC_ACDP_BPT: current",
    "var requested_energy_transfer_mode WPT: current",
    "var requested_energy_transfer_mode MCS: current",
    "var requested_energy_transfer_mode MCS_BPT: current",
    "var dc_ev_status dc_ev_error_code FAILED_ChargingCurrentdifferential: current",
    "var dc_ev_status dc_ev_error_code FAILED_ChargingCurrentdifferentia: older",
    "command authorization_response authorization_status PinRequired: current",
    "command authorization_response authorization_status Timeout: current",
};

class OlderDifference : public testing::TestWithParam<const char*> {};

TEST_P(OlderDifference, is_in_the_tables) {
    EXPECT_TRUE(differences().contains(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Facts, OlderDifference, testing::ValuesIn(kDifferences));

TEST(OlderDifferences, are_no_more_than_the_rows_say) {
    std::set<std::string> more = differences();
    for (const char* row : kDifferences) more.erase(row);
    EXPECT_TRUE(more.empty()) << testing::PrintToString(more);
}

TEST(OlderDifferences, leave_18_commands_and_35_variables) {
    std::set<std::string> commands;
    std::set<std::string> vars;
    for (const SchemaRow& row : schema_table(InterfaceVersion::older)) {
        (row.is_command ? commands : vars).insert(std::string(row.owner));
    }
    EXPECT_EQ(commands.size(), 18u);
    EXPECT_EQ(vars.size(), 35u);
}

const SchemaRow& older_row(const std::string& place) {
    static const Places kOlder = places(InterfaceVersion::older);
    return kOlder.at(place);
}

// The renamed field hides this one from the comparison: the names of ISO 15118-20 are gone.
TEST(OlderDifferences, take_20_of_61_names_of_messages_away) {
    const SchemaRow& id = older_row("var v2g_messages v2g_message_id");
    ASSERT_EQ(id.literals.size(), 41u);
    EXPECT_EQ(id.literals.front(), "SupportedAppProtocolReq");
    EXPECT_EQ(id.literals[39], "CertificateUpdateRes");
    EXPECT_EQ(id.literals.back(), "UnknownMessage");
}

TEST(OlderDifferences, leave_the_modes_of_din_and_part_2_in_setup) {
    const SchemaRow& modes = older_row("command setup supported_energy_transfer_modes");
    EXPECT_EQ(modes.minimum_size, 1u);
    EXPECT_EQ(modes.maximum_size, 6u);
    EXPECT_TRUE(modes.required);
    EXPECT_EQ(
        older_row("command setup supported_energy_transfer_modes[]").literals,
        (std::vector<std::string_view>{"AC_single_phase_core", "AC_three_phase_core", "DC_core",
                                       "DC_extended", "DC_combo_core", "DC_unique"}));
}

TEST(OlderDifferences, leave_limits_of_certificates) {
    EXPECT_EQ(older_row("var certificate_request exi_request").maximum_size, 5600u);
    EXPECT_EQ(older_row("var certificate_request iso15118_schema_version").maximum_size, 50u);
    EXPECT_EQ(older_row("command certificate_response exi_stream_status.exi_response").maximum_size,
              5600u);
    EXPECT_EQ(older_row("command certificate_response exi_stream_status.status").literals,
              (std::vector<std::string_view>{"Accepted", "Failed"}));
    EXPECT_EQ(older_row("var certificate_request certificate_action").literals,
              (std::vector<std::string_view>{"Install", "Update"}));
}

}  // namespace
}  // namespace chargerig::link
