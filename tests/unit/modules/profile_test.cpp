// SPDX-License-Identifier: Apache-2.0
#include "sim/modules/profile.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "sim/core/yaml.hpp"
#include "sim/modules/entries.hpp"
#include "tests/unit/modules/bench.hpp"

namespace chargerig::modules {
namespace {

constexpr std::string_view kHead = "format: 1\nname: n\ndescription: d\n";

std::vector<std::string> complaints(std::string_view body) {
    std::vector<std::string> out;
    const auto profile = parse_profile(std::string(kHead) + std::string(body), "m.yaml");
    if (profile) return out;
    for (const auto& error : profile.error()) out.push_back(error.text());
    return out;
}

TEST(Profile, ReadsItsEntriesOverTheDefaults) {
    const auto profile =
        parse_profile(std::string(kHead) +
                          "ramps: {source: s, current_ramp_up_slope: 40}\n"
                          "behaviour: {source: s, enable_at: new_charge_session}\n",
                      "m.yaml");
    ASSERT_TRUE(profile) << profile.error().front().text();
    EXPECT_EQ(profile->name, "n");
    EXPECT_EQ(profile->description, "d");
    Parameters expected;
    expected.live.current_ramp_up_slope_A_per_s = 40.0;
    expected.enable_at = EnableAt::new_charge_session;
    EXPECT_EQ(profile->parameters, expected);
}

struct Bad {
    const char* body;
    const char* error;
};

TEST(Profile, SaysWhatIsWrong) {
    const Bad rows[] = {
        {"colour: {red: 1}\n",
         "m.yaml:4:1: modules profile has an unknown key: 'colour'; allowed: format, name, "
         "description, session, power_modules, ramps, senders, behaviour, faults"},
        {"ramps: [1]\n",
         "m.yaml:4:8: ramps must be a mapping of keys to values: 'a list'; allowed: key: value "
         "lines"},
        {"ramps: {current_ramp_up_slope: 40}\n",
         "m.yaml:4:8: ramps lacks the key 'source'; add 'source:'"},
        {"ramps: {source: \"\"}\n",
         "m.yaml:4:17: source is empty; allowed: a text that says where the figures come from"},
        {"ramps: {source: s, current_ramp_up_slope: 0}\n",
         "m.yaml:4:43: modules: current_ramp_up_slope cannot have this value: '0'; allowed: 0.1 to "
         "10000 A/s; correct the value"},
        {"ramps: {source: s, current_ramp_up_slope: [1]}\n",
         "m.yaml:4:43: current_ramp_up_slope needs a value; allowed: a text"},
        {"ramps: {source: s, charge_duration: 1}\nsession: {source: s, charge_duration: 2}\n",
         "m.yaml:4:20: the entry stands twice: 'charge_duration'; allowed: each entry once"},
    };
    for (const Bad& row : rows) {
        EXPECT_THAT(complaints(row.body), testing::ElementsAre(row.error)) << row.body;
    }
    EXPECT_EQ(complaints("ramps: {wrong: 1}\nwrong: 1\n").size(), 3U) << "all at once";
    EXPECT_FALSE(read_profile("/nowhere/m.yaml"));
}

TEST(ShippedProfiles, NameEveryFigure) {
    const std::filesystem::path folder = CHARGERIG_SOURCE_DIR "/resources/modules";
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        const auto profile = read_profile(file.path().string());
        ASSERT_TRUE(profile) << profile.error().front().text();
        EXPECT_FALSE(profile->name.empty() || profile->description.empty());
        std::vector<std::string> named;
        const auto document = core::read_yaml_file(file.path().string());
        for (const auto& group : document->entries()) {
            for (const auto& entry : group.value.entries()) named.push_back(entry.key);
        }
        for (const EntryInfo& entry : entries()) {
            if (entry.fault) continue;
            EXPECT_THAT(named, testing::Contains(std::string(entry.name))) << file.path();
        }
        ++count;
    }
    EXPECT_GE(count, 2);
}

TEST(ShippedProfiles, BenchIsTheDefault) {
    EXPECT_EQ(test::shipped("bench"), Parameters{});
}

TEST(ShippedProfiles, TheVendorsSimulatorStopsByItselfAndStartsARangeAtItsMaximum) {
    Parameters expected;
    expected.live.charge_duration_s = 10.0;
    expected.range_setpoint_start = RangeSetpointStart::range_maximum;
    EXPECT_EQ(test::shipped("vendor-simulator"), expected);
}

}  // namespace
}  // namespace chargerig::modules
