// SPDX-License-Identifier: Apache-2.0
//
// Reading vehicle profiles, setting single figures, and every complaint word by word.
#include <gmock/gmock.h>

#include <algorithm>

#include "sim/vehicle/entries.hpp"
#include "tests/unit/vehicle/harness.hpp"

namespace chargerig::vehicle::test {
namespace {

using ::testing::ElementsAre;

constexpr std::string_view kGood = R"(format: 1
name: Test car
description: a car for tests
battery:
  source: made up
  chemistry: NMC
  series_cells: 100
  capacity_kWh: 35
  capacity_Ah: 100
  ocv_soc_percent: [0, 100]
  ocv_cell_V: [3.0, 4.0]
  resistance_ohm: 0.1
limits:
  source: made up
  maximum_voltage_V: 410
  minimum_voltage_V: 290
  maximum_charge_current_A: 150
  maximum_charge_power_kW: 60
charge_curve:
  source: made up
  soc_percent: [0, 80, 100]
  power_kW: [60, 60, 10]
)";

// The good profile with one text replaced.
std::string with(std::string_view from, std::string_view to) {
    std::string text(kGood);
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

std::vector<std::string> complaints(const std::string& text) {
    std::vector<std::string> out;
    const auto profile = parse_profile(text, "car.yaml");
    if (profile) return out;
    for (const auto& error : profile.error()) out.push_back(error.text());
    return out;
}

TEST(ReadProfile, TheGoodOne) {
    const auto profile = parse_profile(kGood, "car.yaml");
    ASSERT_TRUE(profile.has_value()) << profile.error().front().text();
    EXPECT_EQ(profile->name, "Test car");
    EXPECT_EQ(profile->battery.series_cells, 100);
    EXPECT_EQ(profile->battery.ocv.size(), 2u);
    EXPECT_EQ(profile->charge.maximum_voltage_V, 410.0);
    EXPECT_EQ(profile->charge.curve.size(), 3u);
    EXPECT_EQ(profile->facts.usable_energy_kWh, 35.0);
    EXPECT_EQ(profile->charging.ramp_up_A_per_s, 20.0);
    EXPECT_EQ(profile->session.protocol, Protocol::iso2);
}

TEST(ReadProfile, AFileThatIsNotThere) {
    const auto profile = read_profile("/nowhere/car.yaml");
    ASSERT_FALSE(profile.has_value());
    EXPECT_EQ(profile.error().front().text(),
              "/nowhere/car.yaml: cannot read the file: No such file or directory; check the path "
              "and its permissions");
}

struct BadProfile {
    const char* name;
    const char* from;
    const char* to;
    const char* text;
};

void PrintTo(const BadProfile& c, std::ostream* out) {
    *out << c.name;
}

class BadProfiles : public ::testing::TestWithParam<BadProfile> {};

TEST_P(BadProfiles, SaysWhatIsWrong) {
    EXPECT_THAT(complaints(with(GetParam().from, GetParam().to)), ElementsAre(GetParam().text));
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadProfiles,
    ::testing::Values(
        BadProfile{"unknown_group", "limits:\n", "colour:\n  red: 1\nlimits:\n",
                   "car.yaml:13:1: vehicle profile has an unknown key: 'colour'; allowed: format, "
                   "name, description, battery, limits, charge_curve, contactors, communication, "
                   "charging, energy, session"},
        BadProfile{"unknown_key", "  maximum_voltage_V: 410",
                   "  maximum_voltage_V: 410\n  maximum_voltag_V: 1",
                   "car.yaml:16:3: limits has an unknown key: 'maximum_voltag_V'; allowed: source, "
                   "maximum_voltage_V, minimum_voltage_V, maximum_charge_current_A, "
                   "maximum_charge_power_kW, minimum_charge_current_A, minimum_charge_power_kW, "
                   "maximum_discharge_current_A, maximum_discharge_power_kW, "
                   "minimum_discharge_power_kW, cut_off_current_A; did you mean "
                   "'maximum_voltage_V'?"},
        BadProfile{"missing_source", "battery:\n  source: made up\n", "battery:\n",
                   "car.yaml:5:3: battery lacks the key 'source'; add 'source:'"},
        BadProfile{"empty_source", "  source: made up\n  soc", "  source: \"\"\n  soc",
                   "car.yaml:20:11: source is empty; allowed: a text that says where the figures "
                   "come from"},
        BadProfile{"missing_figure", "  maximum_voltage_V: 410\n", "",
                   "car.yaml:14:3: limits lacks the key 'maximum_voltage_V'; add "
                   "'maximum_voltage_V:'"},
        BadProfile{"out_of_range", "maximum_voltage_V: 410", "maximum_voltage_V: 4100",
                   "car.yaml:15:22: maximum_voltage_V is out of range: '4100'; allowed: a number "
                   "from 10 to 1500 V"},
        BadProfile{"not_a_number", "capacity_Ah: 100", "capacity_Ah: lots",
                   "car.yaml:9:16: capacity_Ah is not a number: 'lots'; allowed: a number from 0.1 "
                   "to 10000 Ah"},
        BadProfile{"not_whole", "series_cells: 100", "series_cells: 1.5",
                   "car.yaml:7:17: series_cells is not a whole number: '1.5'; allowed: a whole "
                   "number from 1 to 1000"},
        BadProfile{"a_list_for_a_figure", "resistance_ohm: 0.1", "resistance_ohm: [0.1]",
                   "car.yaml:12:19: resistance_ohm needs a single value; allowed: a value on the "
                   "same line"},
        BadProfile{"lengths", "power_kW: [60, 60, 10]", "power_kW: [60, 60]",
                   "car.yaml:20:3: soc_percent and power_kW differ in length: '3 and 2'; allowed: "
                   "one value of each for every point"},
        BadProfile{"other_format", "format: 1", "format: 2",
                   "car.yaml:1:9: format is out of range: '2'; allowed: a whole number from 1 to "
                   "1"},
        BadProfile{"below_the_window", "minimum_voltage_V: 290", "minimum_voltage_V: 310",
                   "car.yaml:1:1: the open-circuit voltage at 0 % lies below "
                   "limits.minimum_voltage_V: '300 V'; allowed: at least 310 V"},
        BadProfile{"above_the_window", "maximum_voltage_V: 410", "maximum_voltage_V: 390",
                   "car.yaml:1:1: the open-circuit voltage at 100 % lies above "
                   "limits.maximum_voltage_V: '400 V'; allowed: at most 390 V"},
        BadProfile{"energy", "capacity_kWh: 35", "capacity_kWh: 50",
                   "car.yaml:1:1: battery.capacity_Ah times the open-circuit voltage is not "
                   "battery.capacity_kWh: '35.0 kWh'; allowed: 50 kWh within 10 %"},
        BadProfile{"curve_too_strong", "maximum_charge_power_kW: 60", "maximum_charge_power_kW: 50",
                   "car.yaml:1:1: the charge curve goes beyond limits.maximum_charge_power_kW: "
                   "'60'; allowed: at most 50 kW"},
        BadProfile{"evcc_id", "charge_curve:",
                   "communication:\n  source: made up\n  evcc_id: \"02:00:00:00:00:0g\"\n"
                   "charge_curve:",
                   "car.yaml:21:12: evcc_id has an unknown value: '02:00:00:00:00:0g'; allowed: "
                   "six octets such as 02:00:00:00:00:01, upper-case hexadecimal"},
        BadProfile{"protocol", "charge_curve:", "session:\n  protocol: din\ncharge_curve:",
                   "car.yaml:20:13: protocol is chosen by the scenario, not the profile: 'din'; "
                   "write it below the scenario's 'vehicle:'"},
        BadProfile{"bidirectional",
                   "charge_curve:", "session:\n  bidirectional: true\ncharge_curve:",
                   "car.yaml:20:18: bidirectional is chosen by the scenario, not the profile: "
                   "'true'; write it below the scenario's 'vehicle:'"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ReadProfile, AllComplaintsAtOnce) {
    std::string text = with("maximum_voltage_V: 410", "maximum_voltage_V: x");
    text.replace(text.find("series_cells: 100"), 17, "series_cells: 0");
    EXPECT_EQ(complaints(text).size(), 2u);
}

std::string set_text(std::string_view name, std::string_view value) {
    Profile profile = test_profile(Protocol::iso2);
    const auto done = set_entry(profile, name, value, {"s.yaml", 3, 5});
    return done ? "" : done.error().text();
}

TEST(SetEntry, SessionNamesNeedNoGroup) {
    Profile profile = test_profile(Protocol::iso2);
    ASSERT_TRUE(set_entry(profile, "initial_soc_percent", "42", {}));
    ASSERT_TRUE(set_entry(profile, "session.target_soc_percent", "90", {}));
    ASSERT_TRUE(set_entry(profile, "protocol", "iso20_dynamic", {}));
    ASSERT_TRUE(set_entry(profile, "bidirectional", "true", {}));
    ASSERT_TRUE(set_entry(profile, "charging.ramp_up_A_per_s", "40", {}));
    EXPECT_EQ(profile.session.initial_soc_percent, 42.0);
    EXPECT_EQ(profile.session.target_soc_percent, 90.0);
    EXPECT_EQ(profile.session.protocol, Protocol::iso20_dynamic);
    EXPECT_TRUE(profile.session.bidirectional);
    EXPECT_EQ(profile.charging.ramp_up_A_per_s, 40.0);
    EXPECT_TRUE(check(profile).empty());
}

TEST(SetEntry, PowerProfile) {
    Profile profile = test_profile(Protocol::iso20_scheduled);
    ASSERT_TRUE(set_entry(profile, "power_profile", "0:30, 20 : -20.5", {}));
    EXPECT_THAT(profile.session.power_profile,
                ElementsAre(PowerProfilePoint{0.0, 30.0}, PowerProfilePoint{20.0, -20.5}));
    EXPECT_EQ(check(profile).front().text(),
              "the power profile discharges: 'power_profile'; allowed: powers of 0 kW or more, or "
              "bidirectional: true");
    ASSERT_TRUE(set_entry(profile, "power_profile", "", {}));
    EXPECT_TRUE(profile.session.power_profile.empty());
}

TEST(SetEntry, Complaints) {
    EXPECT_EQ(set_text("inital_soc_percent", "1"),
              "s.yaml:3:5: vehicle has no such entry: 'inital_soc_percent'; allowed: protocol, "
              "bidirectional, payment, initial_soc_percent, target_soc_percent, departure_time_s, "
              "maximum_session_time_s, power_profile; did you mean 'initial_soc_percent'?");
    EXPECT_EQ(
        set_text("motor.power_kW", "1"),
        "s.yaml:3:5: vehicle has no such entry: 'motor.power_kW'; allowed: battery., limits., "
        "contactors., communication., charging., energy., session.");
    EXPECT_EQ(set_text("protocol", "iso3"),
              "s.yaml:3:5: protocol has an unknown value: 'iso3'; allowed: din, iso2, "
              "iso20_scheduled or iso20_dynamic");
    EXPECT_EQ(set_text("target_soc_percent", "101"),
              "s.yaml:3:5: target_soc_percent is out of range: '101'; allowed: a number from 0 to "
              "100 %");
    EXPECT_EQ(set_text("power_profile", "20:1, 10:2"),
              "s.yaml:3:5: power_profile has an unknown value: '20:1, 10:2'; allowed: seconds:kW "
              "pairs with rising times, e.g. 0:30, 20:-20");
    EXPECT_EQ(set_text("bidirectional", "perhaps"),
              "s.yaml:3:5: bidirectional is neither true nor false: 'perhaps'; allowed: true or "
              "false");
}

TEST(SetEntry, EveryNameIsKnownOnce) {
    auto names = entry_names();
    EXPECT_GT(names.size(), 60u);
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

TEST(Check, WhatDoesNotFitTogether) {
    Profile profile = test_profile(Protocol::din);
    profile.session.bidirectional = true;
    EXPECT_EQ(check(profile).front().text(),
              "DIN 70121 knows no discharging: 'bidirectional: true'; allowed: iso2, "
              "iso20_scheduled or iso20_dynamic");
    profile = test_profile(Protocol::iso20_dynamic);
    profile.session.power_profile = {{0.0, 10.0}};
    EXPECT_EQ(
        check(profile).front().text(),
        "in dynamic control the charger chooses the power: 'power_profile'; allowed: no power "
        "profile, or protocol iso20_scheduled");
    profile = test_profile(Protocol::iso2);
    profile.charge.maximum_soc_percent = 70.0;
    EXPECT_EQ(check(profile).front().text(),
              "session.target_soc_percent is above energy.maximum_percent: '80'; allowed: at most "
              "70 %");
}

TEST(Entries, TextOfEachIsReadBack) {
    Profile written;
    ASSERT_TRUE(set_entry(written, "power_profile", "0:30, 20:-20.5", {}));
    ASSERT_TRUE(set_entry(written, "protocol", "iso20_dynamic", {}));
    ASSERT_TRUE(set_entry(written, "communication.evcc_id", "02:00:00:00:0A:01", {}));
    ASSERT_TRUE(set_entry(written, "battery.chemistry", "LFP", {}));
    ASSERT_TRUE(set_entry(written, "battery.capacity_Ah", "78.125", {}));
    Profile read;
    for (const auto& name : entry_names()) {
        const auto text = entry_text(written, name, {});
        ASSERT_TRUE(text) << name;
        const bool given = !text->empty() && set_entry(read, name, *text, {});
        EXPECT_EQ(given ? entry_text(read, name, {}).value() : *text, *text) << name;
    }
    EXPECT_EQ(entry_text(read, "power_profile", {}), "0:30, 20:-20.5");
    EXPECT_EQ(entry_text(read, "session.protocol", {}), "iso20_dynamic");
    EXPECT_EQ(entry_text(read, "communication.evcc_id", {}), "02:00:00:00:0A:01");
    EXPECT_EQ(entry_text(read, "battery.chemistry", {}), "LFP");
    EXPECT_EQ(read.battery.capacity_Ah, 78.125);
    EXPECT_EQ(entry_text(read, "soc", {"p", 0, 0}).error().what, "vehicle has no such entry");
}

}  // namespace
}  // namespace chargerig::vehicle::test
