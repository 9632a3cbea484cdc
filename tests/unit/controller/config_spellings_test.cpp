// SPDX-License-Identifier: Apache-2.0
//
// Every entry that the vendor's pages name for a pistol, in every spelling that they use: written
// down here from the pages (spec 7) and not taken from the program's own table.
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "sim/controller/config_entries.hpp"
#include "sim/controller/config_file.hpp"

namespace chargerig::controller {
namespace {

struct Spelled {
    const char* name;
    const char* value;
    std::array<const char*, 3> others{};  // older names and titles; null: no more
};

constexpr Spelled kPages[] = {
    {"charger_type", "Advantics_Generic_DC_v3", {"Charger Type"}},
    {"index", "3", {"Index"}},
    {"charger_can_interface", "can0", {"Charger Can Interface"}},
    {"charger_can_timeout_ms", "500.0", {"Charger Can Timeout ms", "Charger Can Timeout Ms"}},
    {"use_sequence_flags", "True", {"Use Sequence Flags"}},
    {"is_bidirectional", "true", {"Is Bidirectional"}},
    {"supports_range_mode", "true", {"Supports Range Mode"}},
    {"limit_non_bidir_to_positive_current", "True", {"Limit Non Bidir To Positive Current"}},
    {"min_charger_voltage", "0", {"min_voltage", "Min Charger Voltage"}},
    {"max_charger_voltage", "500", {"max_voltage", "Max Charger Voltage"}},
    {"min_charger_current", "0", {"min_current", "Min Charger Current"}},
    {"max_charger_current", "60", {"max_current", "Max Charger Current"}},
    {"min_charger_power", "0", {"Min Charger Power"}},
    {"max_charger_power", "25000", {"max_power", "Max Charger Power"}},
    {"min_charger_discharge_voltage", "0", {"Min Charger Discharge Voltage"}},
    {"max_charger_discharge_voltage", "0", {"Max Charger Discharge Voltage"}},
    {"min_charger_discharge_current", "0", {"Min Charger Discharge Current"}},
    {"max_charger_discharge_current", "120", {"Max Charger Discharge Current"}},
    {"min_charger_discharge_power", "0", {"Min Charger Discharge Power"}},
    {"max_charger_discharge_power", "0", {"Max Charger Discharge Power"}},
    {"max_cable_voltage", "500", {"Max Cable Voltage"}},
    {"max_cable_current", "100", {"Max Cable Current"}},
    {"max_cable_power", "0", {"Max Cable Power"}},
    {"enable_din", "true", {"enable Din"}},
    {"enable_iso_part2", "true", {"enable_iso_ed1"}},
    {"enable_iso_part20", "true"},
    {"allow_no_tls_for_iso_part20", "false"},
    {"protocol_priority_order", "standard"},
    {"protocol_priority_order", "latest"},
    {"protocol_priority_order", "oldest"},
    {"chademo_precharge", "false", {"Chademo Precharge"}},
    {"support_welding_detection", "True", {"Support Welding Detection"}},
    {"skip_cable_check", "False", {"Skip Cable Check"}},
    {"energy_transfer_type", "DC_extended"},
    {"energy_transfer_type", "DC_core"},
    {"free_service", "True", {"free Service"}},
    {"evse_id", "33A51A0001"},
    {"current_ripple", "1"},
    {"current_ramp_up_rate", "20"},
    {"current_ramp_down_rate", "100"},
    {"insulation_monitor_type", "Not_Used"},
    {"insulation_monitor_type", "BenderISOCHA425HV"},
    {"stack_pos", "0"},
    {"llc_us_external_voltage", "0.0"},
    {"do_not_rearm_after_fault", "False"},
    {"boost_buck_mode", "boost"},
    {"boost_buck_max_current", "110"},
    {"precharge_min_current", "3"},
    {"temperatures", "PT1K_A: cable"},
    {"mcs_ce_id_use_median_filter", "false"},
    {"mcs_ce_id_filter_buffer_size", "5"},
    {"mcs_ce_id_use_debouncer", "false"},
    {"mcs_ce_id_debouncer_count", "3"},
    {"slac_app_version", "2"},
    {"C_EV_match_MNBC", "10"},
    {"TT_EVSE_SLAC_init", "20"},
    {"Attn_bias", "0"},
    {"ignore_pp", "True"},
    {"is_ventilated", "True"},
    {"number_of_phases", "3"},
    {"max_charger_phase_current", "32"},
    {"no_cable_lock", "True"},
};

// The notices of a file with this one line, without those about effects.
std::vector<std::string> spelling_notices(const ConfigFile& file) {
    std::vector<std::string> out;
    for (const ConfigNotice& notice : file.notices) {
        if (notice.text.find("no effect") == std::string::npos) out.push_back(notice.line());
    }
    return out;
}

std::string refusal(std::string_view bytes, std::string_view section) {
    const auto read = parse_config(bytes, "a.cfg", section);
    return read ? "" : read.error().front().text();
}

TEST(ConfigPages, each_entry_is_read_in_each_spelling_in_each_pistol_section) {
    for (const char* section : {"CCS DC", "CCS AC", "CHAdeMO", "MCS"}) {
        const std::string head = "[pistol:" + std::string(section) + "]\n";
        for (const Spelled& entry : kPages) {
            const std::string value = " = " + std::string(entry.value) + "\n";
            const std::string plain = head + entry.name + value;
            EXPECT_EQ(refusal(plain, section), "");
            const auto file = parse_config(plain, "a.cfg", section);
            ASSERT_TRUE(file) << plain;
            EXPECT_TRUE(spelling_notices(*file).empty()) << plain;
            for (const char* other : entry.others) {
                if (other == nullptr) continue;
                const std::string bytes = head + other + value;
                EXPECT_EQ(refusal(bytes, section), "");
                const auto spelled = parse_config(bytes, "a.cfg", section);
                ASSERT_TRUE(spelled) << bytes;
                EXPECT_EQ(spelled->configuration, file->configuration) << bytes;
                EXPECT_EQ(spelled->index, file->index) << bytes;
                const bool title = std::string_view(other).find(' ') != std::string_view::npos;
                const std::string expected =
                    title ? "a.cfg:2: '" + std::string(other) + "' is the web page's title of "
                          : "a.cfg:2: " + std::string(other) + " is the old name of ";
                if (plain_key(other) == plain_key(entry.name) && !title) {
                    EXPECT_TRUE(spelling_notices(*spelled).empty()) << bytes;
                } else {
                    EXPECT_EQ(spelling_notices(*spelled),
                              std::vector<std::string>{expected + entry.name});
                }
            }
        }
    }
}

TEST(ConfigPages, the_program_knows_no_entry_that_the_pages_do_not_name) {
    std::set<std::string> named;
    for (const Spelled& entry : kPages) {
        named.insert(plain_key(entry.name));
        for (const char* other : entry.others) {
            if (other != nullptr) named.insert(plain_key(other));
        }
    }
    for (const ConfigEntry& entry : config_entries()) {
        EXPECT_TRUE(named.count(plain_key(entry.name))) << entry.name;
        if (!entry.older.empty()) {
            EXPECT_TRUE(named.count(std::string(entry.older))) << entry.older;
        }
    }
}

TEST(ConfigPages, other_sections_are_read_and_listed_as_unused) {
    const auto file = parse_config(
        "[applications]\nocpp = True\n"
        "[pistols]\nccs_dc = True\n"
        "[pistol:CCS DC]\n"
        "[ocpp]\nenabled = False\nconnection_url =\nversion = 1.6\ntarget_current = 0.0\n"
        "[ocpp:1.6_core]\nHeartbeatInterval = 60\n"
        "[ocpp:1.6_local_auth]\nLocalAuthListEnabled = False\n"
        "[temperature_function:cable]\nsource = PT1K_A\n"
        "[temperature_action:stop]\naction = charge_stop\n",
        "a.cfg");
    ASSERT_TRUE(file) << file.error().front().text();
    ASSERT_EQ(file->notices.size(), 1u);
    EXPECT_EQ(file->notices[0].line(),
              "a.cfg: not used in this version: [applications], [pistols], [ocpp], "
              "[ocpp:1.6_core], [ocpp:1.6_local_auth], [temperature_function:cable], "
              "[temperature_action:stop]");
    EXPECT_EQ(file->configuration, Configuration{});
}

TEST(ConfigPages, inputs_and_outputs_of_the_box_are_read_wherever_their_section_stands) {
    const std::string hardware =
        "[hardware]\ndig_in1 = CHAdeMO_Start\nDig In2 = stop\ndig_in3 = CCS_AC_Stop\n"
        "dig_in4 = Monitor\ndig_out1 = CAN_Controlled\nled1 = CAN_Controlled\nmodel = 5\n";
    const std::string pistol = "[pistol:CCS DC]\nmax_charger_current = 60\n";
    Configuration expected;
    expected.max_charger_current_A = 60.0;
    expected.dig_in1 = InputRole::CHAdeMO_Start;
    expected.dig_in2 = InputRole::Stop;
    expected.dig_in3 = InputRole::CCS_AC_Stop;
    expected.dig_in4 = InputRole::Monitor;
    expected.dig_out1 = expected.led1 = OutputRole::CAN_Controlled;
    for (const std::string& text : {hardware + pistol, pistol + hardware}) {
        const auto file = parse_config(text, "a.cfg");
        ASSERT_TRUE(file) << file.error().front().text();
        EXPECT_EQ(file->configuration, expected);
        Configuration applied;
        EXPECT_TRUE(apply(*file, applied).empty());
        EXPECT_EQ(applied, expected);
    }
    const auto file = parse_config(hardware + pistol, "a.cfg");
    ASSERT_EQ(file->notices.size(), 3u);
    EXPECT_EQ(file->notices[0].line(),
              "a.cfg:2: dig_in1 = CHAdeMO_Start has no effect on a CCS DC pistol");
    EXPECT_EQ(file->notices[1].line(),
              "a.cfg:4: dig_in3 = CCS_AC_Stop has no effect on a CCS DC pistol");
    EXPECT_EQ(file->notices[2].line(), "a.cfg:1: no effect in this version: model");
}

TEST(ConfigPages, wrong_inputs_and_outputs_are_errors_with_their_line) {
    const auto file = parse_config(
        "[hardware]\ndig_in1 = Button\ndig_in2 = Stop\nDIG_IN2 = Stop\n"
        "[pistol:CCS DC]\ndig_in1 = Stop\n",
        "a.cfg");
    ASSERT_FALSE(file);
    ASSERT_EQ(file.error().size(), 3u);
    EXPECT_EQ(file.error()[0].text(),
              "a.cfg:2:11: value of dig_in1 is not usable: 'Button'; allowed: Not_Connected or "
              "Monitor or Stop or CCS_DC_Stop or CCS_AC_Stop or CHAdeMO_Start or CHAdeMO_Stop");
    EXPECT_EQ(file.error()[1].text(),
              "a.cfg:4:1: the key is there twice: 'DIG_IN2'; first on line 3, as dig_in2");
    EXPECT_EQ(file.error()[2].text(),
              "a.cfg:6:1: unknown key in [pistol:CCS DC]: 'dig_in1'; an entry of [hardware]");
}

TEST(ConfigPages, an_input_that_only_the_scenario_connects_is_told) {
    const auto file = parse_config("[pistol:CCS DC]\n", "a.cfg");
    ASSERT_TRUE(file);
    Configuration result;
    result.dig_in1 = InputRole::Stop;
    const auto notices = notices_of_other_values(*file, result);
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_EQ(notices[0].text,
              "the file leaves out dig_in1 (default Not_Connected); the scenario or --set says "
              "Stop");
}

}  // namespace
}  // namespace chargerig::controller
