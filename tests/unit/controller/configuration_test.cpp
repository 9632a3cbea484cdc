// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/configuration.hpp"

#include <gtest/gtest.h>

#include <set>

namespace chargerig::controller {
namespace {

TEST(Configuration, has_the_vendors_defaults) {
    const Configuration c;
    EXPECT_EQ(c.charger_can_timeout_ms, 500.0);
    EXPECT_EQ(c.max_charger_voltage_V, 500.0);
    EXPECT_EQ(c.max_charger_current_A, 120.0);
    EXPECT_EQ(c.max_charger_discharge_current_A, 0.0);
    EXPECT_EQ(c.max_cable_current_A, 100.0);
    EXPECT_EQ(c.evse_id.view(), "33A51A0001");
    EXPECT_TRUE(c.supports_range_mode);
    EXPECT_FALSE(c.is_bidirectional);
    EXPECT_FALSE(c.enable_iso_part20);
    EXPECT_TRUE(check(c).empty());
}

TEST(Configuration, every_entry_reads_back_its_own_text) {
    std::set<std::string_view> names;
    for (const Entry& entry : configuration_entries()) {
        EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
        Configuration c;
        const std::string text = entry_text(c, entry);
        EXPECT_TRUE(set_entry(c, entry.name, text)) << entry.name << " = " << text;
        EXPECT_EQ(c, Configuration{}) << entry.name;
    }
    EXPECT_EQ(names.size(), configuration_entries().size());
}

TEST(Configuration, numbers_are_taken_at_both_ends_of_their_range_and_not_beyond) {
    for (const Entry& entry : configuration_entries()) {
        const bool number = std::holds_alternative<double Configuration::*>(entry.member) ||
                            std::holds_alternative<int Configuration::*>(entry.member);
        if (!number) continue;
        const auto text = [](double v) {
            std::string out = std::to_string(v);
            out.erase(out.find_last_not_of('0') + 1);
            if (out.back() == '.') out.pop_back();
            return out;
        };
        Configuration c;
        EXPECT_TRUE(set_entry(c, entry.name, text(entry.minimum))) << entry.name;
        EXPECT_EQ(entry_text(c, entry), text(entry.minimum));
        EXPECT_TRUE(set_entry(c, entry.name, text(entry.maximum))) << entry.name;
        EXPECT_EQ(entry_text(c, entry), text(entry.maximum));
        EXPECT_FALSE(set_entry(c, entry.name, text(entry.minimum - 1.0))) << entry.name;
        EXPECT_FALSE(set_entry(c, entry.name, text(entry.maximum + 1.0))) << entry.name;
        EXPECT_EQ(entry_text(c, entry), text(entry.maximum)) << "a refused value changes nothing";
    }
}

TEST(Configuration, older_spellings_and_page_titles_are_understood) {
    Configuration c;
    EXPECT_TRUE(set_entry(c, "max_voltage", "750"));
    EXPECT_TRUE(set_entry(c, "Max Charger Current", "60"));
    EXPECT_TRUE(set_entry(c, "enable Din", "False"));
    EXPECT_TRUE(set_entry(c, "enable_iso_ed1", "false"));
    EXPECT_TRUE(set_entry(c, "Charger Can Timeout ms", "800.5"));
    EXPECT_TRUE(set_entry(c, "Limit Non Bidir To Positive Current", "False"));
    EXPECT_TRUE(set_entry(c, "energy_transfer_type", "DC_core"));
    EXPECT_TRUE(set_entry(c, "wait_enable_in", "state3"));
    EXPECT_EQ(c.max_charger_voltage_V, 750.0);
    EXPECT_EQ(c.max_charger_current_A, 60.0);
    EXPECT_FALSE(c.enable_din);
    EXPECT_FALSE(c.enable_iso_part2);
    EXPECT_EQ(c.charger_can_timeout_ms, 800.5);
    EXPECT_FALSE(c.limit_non_bidir_to_positive_current);
    EXPECT_EQ(c.energy_transfer_type, EnergyTransferType::DC_core);
    EXPECT_EQ(c.wait_enable_in, WaitEnableIn::state3);
}

struct BadEntry {
    const char* name;
    const char* value;
    const char* error;
};

TEST(Configuration, errors_name_place_value_and_what_is_allowed) {
    const core::SourcePosition where{"a.cfg", 7, 3};
    for (const BadEntry& bad : {
             BadEntry{"max_charger_voltage", "7000",
                      "a.cfg:7:3: value of max_charger_voltage is not usable: '7000'; allowed: 0.1 "
                      "to 6553.5 V"},
             BadEntry{"max_charger_current", "12A",
                      "a.cfg:7:3: value of max_charger_current is not usable: '12A'; allowed: 0 to "
                      "3276.7 A"},
             BadEntry{"max_charger_current", "nan",
                      "a.cfg:7:3: value of max_charger_current is not usable: 'nan'; allowed: 0 to "
                      "3276.7 A"},
             BadEntry{"insulation_iterations", "10.5",
                      "a.cfg:7:3: value of insulation_iterations is not usable: '10.5'; allowed: 1 "
                      "to 200"},
             BadEntry{"is_bidirectional", "yes",
                      "a.cfg:7:3: value of is_bidirectional is not usable: 'yes'; allowed: true or "
                      "false"},
             BadEntry{"energy_transfer_type", "AC",
                      "a.cfg:7:3: value of energy_transfer_type is not usable: 'AC'; allowed: "
                      "DC_core or DC_extended"},
             BadEntry{"wait_enable_in", "state5",
                      "a.cfg:7:3: value of wait_enable_in is not usable: 'state5'; allowed: state3 "
                      "or state4"},
             BadEntry{"evse_id", "",
                      "a.cfg:7:3: value of evse_id is not usable; allowed: 1 to 37 "
                      "characters"},
             BadEntry{"use_sequence_flags", "1",
                      "a.cfg:7:3: value of use_sequence_flags is not usable: '1'; allowed: true or "
                      "false"},
         }) {
        Configuration c;
        const auto result = set_entry(c, bad.name, bad.value, where);
        ASSERT_FALSE(result) << bad.name;
        EXPECT_EQ(result.error().text(), bad.error);
        EXPECT_EQ(c, Configuration{});
    }
}

TEST(Configuration, an_unknown_entry_lists_the_known_ones) {
    Configuration c;
    const auto result = set_entry(c, "max_volts", "500");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().what, "unknown controller entry");
    EXPECT_EQ(result.error().value, "max_volts");
    for (const Entry& entry : configuration_entries()) {
        EXPECT_NE(result.error().allowed.find(entry.name), std::string::npos) << entry.name;
    }
}

TEST(Configuration, contradictions_are_all_found) {
    Configuration c;
    c.min_charger_voltage_V = 600.0;
    c.min_charger_current_A = 130.0;
    c.min_charger_discharge_current_A = 1.0;
    c.max_charger_power_W = 1000.0;
    c.min_charger_power_W = 2000.0;
    c.max_charger_discharge_power_W = 1000.0;
    c.min_charger_discharge_power_W = 2000.0;
    c.enable_din = c.enable_iso_part2 = false;
    c.insulation_limit_kohm = 0.0;
    const core::Errors errors = check(c);
    ASSERT_EQ(errors.size(), 7u);
    EXPECT_EQ(errors[0].text(),
              "min_charger_voltage is above max_charger_voltage: '600'; allowed: at most 500");
    EXPECT_EQ(errors[5].text(),
              "no vehicle protocol is enabled; set enable_din, enable_iso_part2 or "
              "enable_iso_part20 to true");
    c.skip_cable_check = true;
    EXPECT_EQ(check(c).size(), 6u);
}

TEST(Configuration, an_offer_that_the_vehicle_link_cannot_carry_is_refused) {
    Configuration c;
    c.max_charger_voltage_V = 2000.0;
    c.max_charger_current_A = 600.0;
    c.max_cable_voltage_V = c.max_cable_current_A = 0.0;
    c.is_bidirectional = true;
    c.max_charger_discharge_current_A = 501.0;
    const core::Errors errors = check(c);
    ASSERT_EQ(errors.size(), 3u);
    EXPECT_EQ(errors[0].text(),
              "the offered voltage does not fit the vehicle link: '2000'; allowed: at most 1500 V; "
              "lower max_charger_voltage or max_cable_voltage");
    EXPECT_EQ(
        errors[1].text(),
        "the offered power does not fit the vehicle link: '1200000'; allowed: at most 1000000 "
        "W; lower max_charger_power or max_cable_power");
    EXPECT_EQ(errors[2].text(),
              "the offered discharge power does not fit the vehicle link: '1002000'; allowed: at "
              "most 1000000 W; lower max_charger_discharge_power or max_cable_power");
    EXPECT_EQ(set_entry(c, "current_ripple", "401").error().allowed, "0 to 400 A");
}

}  // namespace
}  // namespace chargerig::controller
