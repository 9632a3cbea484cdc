// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/config_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "sim/controller/config_entries.hpp"

namespace chargerig::controller {
namespace {

std::string all_text(const core::Errors& errors) {
    std::string out;
    for (const auto& error : errors) out += (out.empty() ? "" : "\n") + error.text();
    return out;
}

std::string errors_of(std::string_view bytes, std::string_view section = kDefaultPistolSection) {
    const auto read = parse_config(bytes, "a.cfg", section);
    return read ? "no error" : all_text(read.error());
}

// A good file with these lines in the chosen section, which begins on line 1.
ConfigFile parsed(std::string_view lines) {
    const auto read = parse_config("[pistol:CCS DC]\n" + std::string(lines), "a.cfg");
    EXPECT_TRUE(read) << errors_of("[pistol:CCS DC]\n" + std::string(lines));
    return read.value_or(ConfigFile{});
}

std::vector<std::string> lines_of(const std::vector<ConfigNotice>& notices) {
    std::vector<std::string> out;
    for (const auto& notice : notices) out.push_back(notice.line());
    return out;
}

// A value that fits and is not the default, so that it can be seen to arrive.
std::string other_value(const Entry& entry) {
    const std::string initial = entry_text(Configuration{}, entry);
    if (initial == "true") return "False";
    if (initial == "false") return "True";
    if (initial == "DC_extended") return "DC_core";
    if (entry.name == "evse_id") return "XY*1";
    return initial == "7" ? "8" : "7";
}

std::string title(std::string name) {
    bool first = true;
    for (char& c : name) {
        if (first && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        first = c == '_';
        if (c == '_') c = ' ';
    }
    return name;
}

TEST(ConfigEntries, those_with_an_effect_are_entries_of_the_controller) {
    std::set<std::string> keys;
    for (const ConfigEntry& entry : config_entries()) {
        EXPECT_TRUE(keys.insert(plain_key(entry.name)).second) << entry.name;
        if (!entry.older.empty()) {
            EXPECT_TRUE(keys.insert(std::string(entry.older)).second) << entry.older;
        }
        bool known = false;
        for (const Entry& own : configuration_entries()) known = known || own.name == entry.name;
        EXPECT_EQ(known, entry.effect == ConfigEffect::controller) << entry.name;
        EXPECT_FALSE(entry.source.empty()) << entry.name;
        EXPECT_FALSE(allowed_text(entry).empty()) << entry.name;
    }
}

TEST(ConfigEntries, defaults_fit_their_own_kind) {
    for (const ConfigEntry& entry : config_entries()) {
        if (entry.effect == ConfigEffect::controller || entry.initial.empty()) continue;
        EXPECT_TRUE(fits(entry, entry.initial)) << entry.name;
    }
}

TEST(ConfigFile, every_entry_is_taken_in_every_spelling) {
    for (const Entry& own : configuration_entries()) {
        const ConfigEntry* known = find_config_entry(own.name);
        if (known == nullptr) continue;
        const std::string value = other_value(own);
        Configuration expected;
        ASSERT_TRUE(set_entry(expected, own.name, value)) << own.name << " = " << value;
        const std::string name(own.name);
        std::vector<std::string> spellings{name, title(name), plain_key(title(name))};
        if (!known->older.empty()) spellings.emplace_back(known->older);
        for (const auto& spelling : spellings) {
            for (const char* sign : {" = ", "=", ": ", ":", "\t=\t"}) {
                const ConfigFile file = parsed(spelling + sign + value + "\n");
                EXPECT_EQ(file.configuration, expected) << spelling << sign << value;
                ASSERT_EQ(file.settings.size(), 1u);
                EXPECT_EQ(file.settings.front().name, name);
            }
        }
    }
}

TEST(ConfigFile, entries_without_effect_are_named_together) {
    std::string lines;
    std::string names;
    for (const ConfigEntry& entry : config_entries()) {
        if (entry.effect != ConfigEffect::none) continue;
        std::string value(entry.initial);
        if (value.empty())
            value = entry.kind == ConfigKind::choice
                        ? std::string(entry.choices.substr(0, entry.choices.find(',')))
                        : "1";
        lines += std::string(entry.name) + " = " + value + "\n";
        names += (names.empty() ? "" : ", ") + std::string(entry.name);
    }
    const ConfigFile file = parsed(lines);
    EXPECT_EQ(file.configuration, Configuration{});
    EXPECT_EQ(lines_of(file.notices),
              std::vector<std::string>{"a.cfg:1: no effect in this version: " + names});
}

TEST(ConfigFile, older_names_and_titles_get_a_notice) {
    const ConfigFile file = parsed(
        "max_voltage = 750\n"
        "Max Charger Current = 60\n"
        "ENABLE_DIN = true\n"
        "enable_iso_ed1 = false\n");
    EXPECT_EQ(lines_of(file.notices),
              (std::vector<std::string>{
                  "a.cfg:2: max_voltage is the old name of max_charger_voltage",
                  "a.cfg:3: 'Max Charger Current' is the web page's title of max_charger_current",
                  "a.cfg:5: enable_iso_ed1 is the old name of enable_iso_part2"}));
}

TEST(ConfigFile, a_complete_file_is_read_as_it_is) {
    const std::string path = CHARGERIG_SOURCE_DIR "/tests/data/config/station.cfg";
    const auto file = read_config_file(path);
    ASSERT_TRUE(file) << all_text(file.error());
    Configuration expected;
    expected.charger_can_timeout_ms = 600.0;
    expected.min_charger_voltage_V = 150.0;
    expected.max_charger_voltage_V = 920.0;
    expected.max_charger_power_W = 60'000.0;
    expected.max_cable_voltage_V = 1000.0;
    expected.current_ripple_A = 2.0;
    expected.evse_id.assign("DE*ADV*E0001");
    expected.dig_in1 = InputRole::CCS_DC_Stop;
    expected.dig_out1 = expected.led1 = OutputRole::CAN_Controlled;
    EXPECT_EQ(file->configuration, expected);
    EXPECT_EQ(file->index, 3);
    std::vector<std::string> notices = lines_of(file->notices);
    for (auto& notice : notices) notice.erase(0, path.size());
    EXPECT_EQ(notices,
              (std::vector<std::string>{
                  ":21: min_voltage is the old name of min_charger_voltage",
                  ":22: max_voltage is the old name of max_charger_voltage",
                  ":23: min_current is the old name of min_charger_current",
                  ":24: max_current is the old name of max_charger_current",
                  ":25: max_power is the old name of max_charger_power",
                  ":26: 'Max Cable Voltage' is the web page's title of max_cable_voltage",
                  ":28: enable_iso_ed1 is the old name of enable_iso_part2",
                  ":14: no effect in this version: charger_type, charger_can_interface, "
                  "protocol_priority_order, insulation_monitor_type, stack_pos, "
                  "TT_EVSE_SLAC_init, temperatures",
                  ": not used in this version: [applications], [pistols], [pistol:CCS AC], [ocpp], "
                  "[temperature_function:cable]"}));
}

TEST(ConfigFile, another_pistol_can_be_chosen) {
    const std::string path = CHARGERIG_SOURCE_DIR "/tests/data/config/station.cfg";
    const auto file = read_config_file(path, "CCS AC");
    ASSERT_TRUE(file) << all_text(file.error());
    EXPECT_EQ(file->index, 4);
    Configuration expected;  // the box is the same
    expected.dig_in1 = InputRole::CCS_DC_Stop;
    expected.dig_out1 = expected.led1 = OutputRole::CAN_Controlled;
    EXPECT_EQ(file->configuration, expected);
}

TEST(ConfigFile, apply_changes_only_what_the_file_names) {
    Configuration configuration;
    configuration.max_cable_current_A = 300.0;
    configuration.max_charger_current_A = 250.0;
    configuration.boot_s = 1.0;
    Configuration expected = configuration;
    expected.max_charger_current_A = 60.0;
    const ConfigFile file = parsed("max_current = 60\n");
    EXPECT_TRUE(apply(file, configuration).empty());
    EXPECT_EQ(configuration, expected);
    EXPECT_EQ(lines_of(notices_of_other_values(file, configuration)),
              std::vector<std::string>{"a.cfg:1: the file leaves out max_cable_current (default "
                                       "100); the scenario or --set says 300"});
}

TEST(ConfigFile, comments_empty_lines_and_line_ends) {
    const auto file = parse_config(
        "# comment \xC2\xB0"
        "C\r\n\r\n[pistol:CCS DC]\r\n#index = 9\r\n   \r\nindex = 2",
        "a.cfg");
    ASSERT_TRUE(file) << all_text(file.error());
    EXPECT_EQ(file->index, 2);
    EXPECT_TRUE(file->notices.empty());
}

struct Ugly {
    const char* name;
    std::string bytes;
    const char* errors;
};

const std::string kHead = "[pistol:CCS DC]\n";

TEST(ConfigFile, ugly_input_gets_the_exact_error) {
    using namespace std::string_literals;
    for (
        const Ugly& ugly : {
            Ugly{"unknown key, near", kHead + "max_charger_volage = 500\n",
                 "a.cfg:2:1: unknown key in [pistol:CCS DC]: 'max_charger_volage'; did you mean "
                 "'max_charger_voltage'?"},
            Ugly{"unknown key, near an older name", kHead + "max_voltag = 500\n",
                 "a.cfg:2:1: unknown key in [pistol:CCS DC]: 'max_voltag'; did you mean "
                 "'max_voltage'?"},
            Ugly{"unknown key, far", kHead + "colour = red\n",
                 "a.cfg:2:1: unknown key in [pistol:CCS DC]: 'colour'; docs/config.md shows the "
                 "known ones"},
            Ugly{"the rig's own entry", kHead + "boot_s = 1\n",
                 "a.cfg:2:1: unknown key in [pistol:CCS DC]: 'boot_s'; an entry of the rig, not "
                 "of the vendor's file: --set controller.config.boot_s=..."},
            Ugly{
                "unknown key in a pistol that is not played", kHead + "[pistol:MCS]\nx = 1\n",
                "a.cfg:3:1: unknown key in [pistol:MCS]: 'x'; docs/config.md shows the known ones"},
            Ugly{"out of range", kHead + "max_voltage = 7000\n",
                 "a.cfg:2:15: value of max_charger_voltage is not usable: '7000'; allowed: 0.1 to "
                 "6553.5 V"},
            Ugly{"not a number", kHead + "max_current: 12O\n",
                 "a.cfg:2:14: value of max_charger_current is not usable: '12O'; allowed: 0 to "
                 "3276.7 A"},
            Ugly{"no value", kHead + "max_current =\n",
                 "a.cfg:2:14: value of max_charger_current is not usable; allowed: 0 to 3276.7 A"},
            Ugly{"comment behind a value", kHead + "max_current = 60 # A\n",
                 "a.cfg:2:15: value of max_charger_current is not usable: '60 # A'; allowed: 0 to "
                 "3276.7 A; a comment needs a line of its own"},
            Ugly{"not true or false", kHead + "enable_din = yes\n",
                 "a.cfg:2:14: value of enable_din is not usable: 'yes'; allowed: true or false"},
            Ugly{"sequence flags", kHead + "use_sequence_flags = On\n",
                 "a.cfg:2:22: value of use_sequence_flags is not usable: 'On'; allowed: true or "
                 "false"},
            Ugly{"index 0", kHead + "index = 0\n",
                 "a.cfg:2:9: value of index is not usable: '0'; allowed: 1 to 31"},
            Ugly{"index 32", kHead + "index = 32\n",
                 "a.cfg:2:9: value of index is not usable: '32'; allowed: 1 to 31"},
            Ugly{"index 1.5", kHead + "index = 1.5\n",
                 "a.cfg:2:9: value of index is not usable: '1.5'; allowed: 1 to 31"},
            Ugly{"no effect, out of range", kHead + "TT_EVSE_SLAC_init = 60\n",
                 "a.cfg:2:21: value of TT_EVSE_SLAC_init is not usable: '60'; allowed: 20 to 50 "
                 "s"},
            Ugly{"no effect, not a number", kHead + "llc_us_external_voltage = inf\n",
                 "a.cfg:2:27: value of llc_us_external_voltage is not usable: 'inf'; allowed: any "
                 "number"},
            Ugly{"unknown word", kHead + "insulation_monitor_type = Bender\n",
                 "a.cfg:2:27: value of insulation_monitor_type is not usable: 'Bender'; allowed: "
                 "Not_Used, BenderISOCHA425HV"},
            Ugly{"key twice", kHead + "index = 1\nINDEX = 2\n",
                 "a.cfg:3:1: the key is there twice: 'INDEX'; first on line 2, as index"},
            Ugly{"key twice in two spellings", kHead + "max_voltage = 1\nmax_charger_voltage = 2\n",
                 "a.cfg:3:1: the key is there twice: 'max_charger_voltage'; first on line 2, as "
                 "max_voltage"},
            Ugly{"key twice in a section that is not used", kHead + "[ocpp]\na = 1\na = 1\n",
                 "a.cfg:4:1: the key is there twice: 'a'; first on line 3"},
            Ugly{"section twice", kHead + "[ocpp]\n[ocpp]\n",
                 "a.cfg:3:1: the section is there twice: 'ocpp'; first on line 2"},
            Ugly{"unknown section", kHead + "[pistol:CCS dc]\nx = 1\n",
                 "a.cfg:2:1: unknown section: 'pistol:CCS dc'; allowed: applications, hardware, "
                 "pistols, pistol:CCS DC, pistol:CCS AC, pistol:CHAdeMO, pistol:MCS, ocpp, "
                 "ocpp:1.6_core, ocpp:1.6_local_auth, temperature_action:*, "
                 "temperature_function:*; did you mean 'pistol:CCS DC'?"},
            Ugly{"no equals sign", kHead + "max_voltage 500\n",
                 "a.cfg:2:1: there is no '=' after the key: 'max_voltage 500'; allowed: key = "
                 "value"},
            Ugly{"no key", kHead + "= 500\n",
                 "a.cfg:2:1: there is no key before the sign: '= 500'; allowed: key = value"},
            Ugly{"leading blank", kHead + " index = 1\n",
                 "a.cfg:2:1: the line begins with a blank: 'index = 1'; allowed: no leading "
                 "blanks; a value cannot go on in the next line"},
            Ugly{"leading tab", kHead + "\tindex = 1\n",
                 "a.cfg:2:1: the line begins with a blank: 'index = 1'; allowed: no leading "
                 "blanks; a value cannot go on in the next line"},
            Ugly{"unterminated section", kHead + "[ocpp\n",
                 "a.cfg:2:1: the section has no ']': '[ocpp'; allowed: [name]"},
            Ugly{"text behind a section", kHead + "[ocpp] # x\n",
                 "a.cfg:2:1: there is text after the section's ']': '[ocpp] # x'; allowed: [name]; "
                 "a comment needs a line of its own"},
            Ugly{"section without a name", kHead + "[]\n",
                 "a.cfg:2:1: the section has no name: '[]'; allowed: [name]"},
            Ugly{"key before the first section", "index = 1\n" + kHead,
                 "a.cfg:1:1: the key stands before the first section: 'index'; allowed: [section] "
                 "first"},
            Ugly{"Latin-1", kHead + "evse_id = \xE4\n",
                 "a.cfg:2:1: the line is not UTF-8 text; save the file as UTF-8"},
            Ugly{"overlong", kHead + "# \xC0\x80\n",
                 "a.cfg:2:1: the line is not UTF-8 text; save the file as UTF-8"},
            Ugly{"surrogate", kHead + "# \xED\xA0\x80\n",
                 "a.cfg:2:1: the line is not UTF-8 text; save the file as UTF-8"},
            Ugly{"cut off", kHead + "# \xE2\x82",
                 "a.cfg:2:1: the line is not UTF-8 text; save the file as UTF-8"},
            Ugly{"NUL", kHead + "index = \0 1\n"s,
                 "a.cfg:2:1: the line has a control character; allowed: text and tabs; is this a "
                 "configuration file?"},
            Ugly{"byte-order mark", "\xEF\xBB\xBF" + kHead,
                 "a.cfg:1:1: the file begins with a byte-order mark; allowed: plain UTF-8; save it "
                 "without the mark: the real box does not read it"},
            Ugly{"long line", kHead + "#" + std::string(4096, 'x') + "\n",
                 "a.cfg:2:1: the line is too long; allowed: at most 4096 bytes"},
            Ugly{"large file", kHead + std::string(1'048'576, '\n'),
                 "a.cfg: the file is too large; allowed: at most 1 MiB\n"
                 "a.cfg: there is no section [pistol:CCS DC]; the file has no pistol section"},
            Ugly{"empty", "",
                 "a.cfg: there is no section [pistol:CCS DC]; the file has no pistol section"},
            Ugly{"other pistols only", "[pistol:MCS]\n[pistol:CHAdeMO]\n",
                 "a.cfg: there is no section [pistol:CCS DC]; its pistol sections: "
                 "[pistol:CHAdeMO], [pistol:MCS]"},
        }) {
        EXPECT_EQ(errors_of(ugly.bytes), ugly.errors) << ugly.name;
    }
}

TEST(ConfigFile, all_errors_come_at_once_in_the_order_of_the_lines_and_at_most_20) {
    EXPECT_EQ(
        errors_of(kHead + "max_current = x\nnothing\n colour = 1\nindex = 0\n"),
        "a.cfg:2:15: value of max_charger_current is not usable: 'x'; allowed: 0 to 3276.7 A\n"
        "a.cfg:3:1: there is no '=' after the key: 'nothing'; allowed: key = value\n"
        "a.cfg:4:1: the line begins with a blank: 'colour = 1'; allowed: no leading blanks; a "
        "value cannot go on in the next line\n"
        "a.cfg:5:9: value of index is not usable: '0'; allowed: 1 to 31");
    std::string many = kHead;
    for (int i = 0; i < 30; ++i) many += "unknown_" + std::to_string(i) + " = 1\nnothing\n";
    const auto read = parse_config(many, "a.cfg");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().size(), 20u);
}

TEST(ConfigFile, a_file_that_cannot_be_read_is_an_error) {
    const auto read = read_config_file("/nonexistent/a.cfg");
    ASSERT_FALSE(read);
    EXPECT_EQ(all_text(read.error()),
              "/nonexistent/a.cfg: cannot read the file: No such file or directory; check the path "
              "and its permissions");
    const auto folder = read_config_file("/");
    ASSERT_FALSE(folder);
    EXPECT_EQ(all_text(folder.error()),
              "/: cannot read the file: Is a directory; check the path and its permissions");
}

// One row of the table in docs/config.md.
std::string document_row(const ConfigEntry& entry) {
    std::string initial(entry.initial);
    for (const Entry& own : configuration_entries()) {
        if (own.name == entry.name) initial = entry_text(Configuration{}, own);
    }
    const std::string older = entry.older.empty() ? "" : "`" + std::string(entry.older) + "`";
    return "| `" + std::string(entry.name) + "` | " + older + " | " + initial + " | " +
           allowed_text(entry) + " | " + (entry.effect == ConfigEffect::none ? "no" : "yes") +
           " | " + std::string(entry.source) + " |";
}

TEST(ConfigDocument, shows_every_entry_and_no_other) {
    std::ifstream stream(CHARGERIG_SOURCE_DIR "/docs/config.md");
    std::vector<std::string> shown;
    std::string hardware;
    bool in_hardware = false;
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("## ")) in_hardware = line == "## Entries of [hardware]";
        if (!line.starts_with("| `")) continue;
        if (in_hardware) {
            hardware += line;
        } else {
            shown.push_back(line);
        }
    }
    std::vector<std::string> expected;
    for (const ConfigEntry& entry : config_entries()) expected.push_back(document_row(entry));
    EXPECT_EQ(shown, expected);
    for (const std::string_view key : hardware_keys()) {
        EXPECT_NE(hardware.find("`" + std::string(key) + "`"), std::string::npos) << key;
    }
}

}  // namespace
}  // namespace chargerig::controller
