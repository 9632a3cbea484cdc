// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "sim/link/schema.hpp"

namespace chargerig::link {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

const SchemaRow* find(bool is_command, std::string_view owner, std::string_view path) {
    for (const SchemaRow& row : schema_table()) {
        if (row.is_command == is_command && row.owner == owner && row.path == path) return &row;
    }
    return nullptr;
}

TEST(SchemaTable, has_every_command_and_variable_of_the_current_interface) {
    std::size_t commands = 0;
    std::size_t vars = 0;
    std::string_view last;
    for (const SchemaRow& row : schema_table()) {
        if (row.owner != last) ++(row.is_command ? commands : vars);
        last = row.owner;
    }
    EXPECT_EQ(commands, 28u);
    EXPECT_EQ(vars, 46u);
}

TEST(SchemaTable, names_what_was_removed_or_renamed_no_more) {
    EXPECT_FALSE(offers(InterfaceVersion::current, CommandName::certificate_response));
    EXPECT_FALSE(offers(InterfaceVersion::current, VarName::certificate_request));
    EXPECT_EQ(from_literal<CommandName>("update_ac_current"), std::nullopt);
    EXPECT_EQ(from_literal<VarName>("Require_Auth_EIM"), std::nullopt);
    EXPECT_EQ(from_literal<DcEvErrorCode>("FAILED_ChargingCurrentdifferentia"), std::nullopt);
}

struct Expected {
    bool is_command;
    std::string_view owner;
    std::string_view path;
    JsonType type;
    std::string_view unit;
    double minimum;
    double maximum;
    bool required;
};

// From EVerest everest-core, interfaces/ISO15118_charger.yaml, types/iso15118.yaml and
// types/power_supply_DC.yaml.
const Expected kExpected[] = {
    {true, "set_charging_parameters", "physical_values.dc_peak_current_ripple", JsonType::number,
     "A", 0, 400, false},
    {true, "set_charging_parameters", "physical_values.dc_energy_to_be_delivered", JsonType::number,
     "Wh", 0, 200000, false},
    {true, "setup", "debug_mode", JsonType::boolean, "", -kInf, kInf, true},
    {true, "setup", "evse_id.evse_id_din", JsonType::string, "", -kInf, kInf, false},
    {true, "session_setup", "central_contract_validation_allowed", JsonType::boolean, "", -kInf,
     kInf, true},
    {true, "update_ac_max_current", "max_current", JsonType::number, "A", 0, 400, true},
    {true, "update_dc_maximum_limits", "maximum_limits.evse_maximum_current_limit",
     JsonType::number, "A", -10000, 10000, true},
    {true, "update_dc_maximum_limits", "maximum_limits.evse_maximum_power_limit", JsonType::number,
     "W", -1000000, 1000000, true},
    {true, "update_dc_maximum_limits", "maximum_limits.evse_maximum_voltage_limit",
     JsonType::number, "V", 0, 1500, true},
    {true, "update_dc_maximum_limits", "maximum_limits.evse_maximum_discharge_current_limit",
     JsonType::number, "A", 0, 10000, false},
    {true, "update_dc_minimum_limits", "minimum_limits.evse_minimum_power_limit", JsonType::number,
     "W", 0, 1000000, true},
    {true, "update_dc_minimum_limits", "minimum_limits.evse_minimum_discharge_power_limit",
     JsonType::number, "W", 0, 1000000, false},
    {true, "update_dc_present_values", "present_voltage_current.evse_present_voltage",
     JsonType::number, "V", 0, 1500, true},
    {true, "update_dc_present_values", "present_voltage_current.evse_present_current",
     JsonType::number, "A", 0, 10000, false},
    {true, "set_powersupply_capabilities", "capabilities.max_export_power_W", JsonType::number, "W",
     -kInf, kInf, true},
    {true, "set_powersupply_capabilities", "capabilities.conversion_efficiency_export",
     JsonType::number, "", 0, 1, false},
    {true, "dlink_ready", "value", JsonType::boolean, "", -kInf, kInf, true},
    {true, "reset_error", "", JsonType::null, "", -kInf, kInf, true},
    {false, "dc_ev_energy_capacity", "", JsonType::number, "Wh", 0, 200000, true},
    {false, "dc_full_soc", "", JsonType::number, "%", 0, 100, true},
    {false, "dc_ev_present_voltage", "", JsonType::number, "V", -kInf, kInf, true},
    {false, "dc_ev_status", "dc_ev_ress_soc", JsonType::number, "%", 0, 100, true},
    {false, "dc_ev_status", "dc_ev_cabin_conditioning", JsonType::boolean, "", -kInf, kInf, false},
    {false, "dc_ev_target_voltage_current", "dc_ev_target_voltage", JsonType::number, "V", -2, 1500,
     true},
    {false, "dc_ev_target_voltage_current", "dc_ev_target_current", JsonType::number, "A", -2,
     10000, true},
    {false, "dc_ev_maximum_limits", "dc_ev_maximum_power_limit", JsonType::number, "W", -2, 350000,
     false},
    {false, "ev_app_protocol", "Protocols[].priority", JsonType::integer, "", 1, 20, true},
    {false, "ev_app_protocol", "Protocols[].schema_id", JsonType::integer, "", 0, 255, true},
    {false, "display_parameters", "battery_energy_capacity", JsonType::number, "Wh", 0, kInf,
     false},
    {false, "d20_dc_dynamic_charge_mode", "max_charge_power", JsonType::number, "W", 0, kInf, true},
    {false, "d20_dc_dynamic_charge_mode", "max_discharge_current", JsonType::number, "A", 0, kInf,
     false},
    {false, "require_auth_pnc", "connectors[]", JsonType::integer, "", 1, kInf, true},
    {false, "require_auth_eim", "", JsonType::null, "", -kInf, kInf, true},
    {false, "ac_ev_max_voltage", "", JsonType::number, "V", 0, 1000, true},
};

TEST(SchemaTable, holds_types_units_and_ranges_of_the_interface) {
    for (const Expected& expected : kExpected) {
        const SchemaRow* row = find(expected.is_command, expected.owner, expected.path);
        SCOPED_TRACE(std::string(expected.owner) + " " + std::string(expected.path));
        ASSERT_NE(row, nullptr);
        EXPECT_EQ(row->type, expected.type);
        EXPECT_EQ(row->unit, expected.unit);
        EXPECT_EQ(row->minimum, expected.minimum);
        EXPECT_EQ(row->maximum, expected.maximum);
        EXPECT_EQ(row->required, expected.required);
    }
}

TEST(SchemaTable, lets_only_two_fields_go_lower_when_discharging) {
    std::vector<std::string> wider;
    for (const SchemaRow& row : schema_table()) {
        if (row.discharge_minimum != row.minimum) wider.push_back(row.path);
    }
    EXPECT_THAT(wider, testing::ElementsAre("present_voltage_current.evse_present_current",
                                            "dc_ev_target_current"));
}

TEST(SchemaTable, holds_sizes_of_lists_and_texts) {
    const SchemaRow* modes =
        find(true, "update_energy_transfer_modes", "supported_energy_transfer_modes");
    ASSERT_NE(modes, nullptr);
    EXPECT_EQ(modes->minimum_size, 1u);
    EXPECT_EQ(modes->maximum_size, 6u);
    const SchemaRow* options = find(true, "session_setup", "payment_options");
    ASSERT_NE(options, nullptr);
    EXPECT_EQ(options->minimum_size, 1u);
    EXPECT_EQ(options->maximum_size, 2u);
    const SchemaRow* token = find(false, "require_auth_pnc", "id_token.value");
    ASSERT_NE(token, nullptr);
    EXPECT_EQ(token->maximum_size, 36u);
}

TEST(SchemaTable, counts_the_literals_of_the_enumerations) {
    EXPECT_EQ(kLiterals<PaymentOption>.size(), 2u);
    EXPECT_EQ(kLiterals<EnergyTransferMode>.size(), 17u);
    EXPECT_EQ(kLiterals<IsolationStatus>.size(), 5u);
    EXPECT_EQ(kLiterals<DcEvErrorCode>.size(), 12u);
    EXPECT_EQ(kLiterals<EvseError>.size(), 5u);
    EXPECT_EQ(kLiterals<V2gMessageId>.size(), 61u);
    EXPECT_EQ(kLiterals<ServiceCategory>.size(), 11u);
    EXPECT_EQ(kLiterals<Connector>.size(), 13u);
    EXPECT_EQ(kLiterals<AuthorizationStatus>.size(), 12u);
    EXPECT_EQ(kLiterals<CertificateStatus>.size(), 7u);
    EXPECT_EQ(kLiterals<HlcSessionFailedReasonEnum>.size(), 7u);
    EXPECT_EQ(literal(IsolationStatus::No_IMD), "No_IMD");
    EXPECT_EQ(literal(V2gMessageId::UnknownMessage), "UnknownMessage");
}

TEST(SchemaTable, gives_one_command_a_result) {
    for (std::size_t i = 0; i < kLiterals<CommandName>.size(); ++i) {
        const auto name = static_cast<CommandName>(i);
        EXPECT_EQ(result_type(name), name == CommandName::update_supported_app_protocols
                                         ? JsonType::boolean
                                         : JsonType::null);
    }
}

}  // namespace
}  // namespace chargerig::link
