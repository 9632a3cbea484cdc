// SPDX-License-Identifier: Apache-2.0
//
// Scenario files and command lines that are hardly any, and exactly what is said about them. What
// is no YAML is in tests/unit/core/yaml_ugly_test.cpp.
#include <gtest/gtest.h>

#include <string>

#include "sim/modules/profile.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/vehicle/profile.hpp"

namespace chargerig::scenario {
namespace {

const ReadOptions kOptions{CHARGERIG_SOURCE_DIR "/resources", {}};

template <class T>
std::string all_text(const tl::expected<T, core::Errors>& result) {
    std::string out;
    if (result) return out;
    for (const auto& error : result.error()) out += (out.empty() ? "" : "\n") + error.text();
    return out;
}

std::string errors_of(const std::string& bytes) {
    return all_text(parse_scenario(bytes, "f.yaml", kOptions));
}

struct Ugly {
    const char* name;
    std::string bytes;
    std::string errors;
};

TEST(UglyScenarios, GetTheExactErrors) {
    const std::string kHead = "format: 1\nname: a\n";
    const std::string kNoMap = "f.yaml:1:1: the scenario must be a mapping of keys to values: '";
    for (const Ugly& ugly : {
             Ugly{"empty", "",
                  "f.yaml: the scenario lacks the key 'format'; add 'format:'\n"
                  "f.yaml: the scenario lacks the key 'name'; add 'name:'"},
             Ugly{"a word", "hello\n", kNoMap + "hello'; allowed: key: value lines"},
             Ugly{"a list", "- format: 1\n", kNoMap + "a list'; allowed: key: value lines"},
             Ugly{"another format", "format: 2\nname: a\n",
                  "f.yaml:1:9: format is out of range: '2'; allowed: a whole number from 1 to 1"},
             Ugly{"no values", "format:\nname:\n",
                  "f.yaml:1:1: format needs a value; allowed: a whole number\n"
                  "f.yaml:2:1: name needs a value; allowed: a text"},
             Ugly{"huge", kHead + "seed: 1e300\nbus: {latency_ms: 1e999}\n",
                  "f.yaml:3:7: seed is not a whole number: '1e300'; allowed: a whole number from 0 "
                  "to 9007199254740992\n"
                  "f.yaml:4:19: latency_ms is out of range: '1e999'; allowed: a number from 0.001 "
                  "to 60000 ms"},
             Ugly{"not finite",
                  kHead + "parameters: {electrical_step_ms: nan}\nsteps: [hold_s: inf]\n",
                  "f.yaml:3:34: electrical_step_ms is not a number: 'nan'; allowed: a number from "
                  "0.01 to 100 ms\n"
                  "f.yaml:4:17: hold_s is not a number: 'inf'; allowed: a number from 0 to "
                  "31536000 s"},
             Ugly{"NUL in a profile's name", kHead + "vehicle: {profile: \"vw-id3-58.yaml\\0\"}\n",
                  "f.yaml:3:20: the text has a control character: 'vw-id3-58.yaml\\x00'; allowed: "
                  "text, tabs and line ends"},
             Ugly{"a path as a profile", kHead + "modules: {profile: /etc/passwd}\n",
                  "f.yaml:3:20: unknown modules profile: '/etc/passwd'; allowed: bench, "
                  "vendor-simulator; 'chargerig list modules' describes them"},
             Ugly{"key twice", kHead + "steps: []\nsteps: []\n",
                  "f.yaml:4:1: the key stands twice: 'steps'; allowed: each key once; the first is "
                  "on line 3"},
             Ugly{"step that is nothing", kHead + "steps: [~, {}]\n",
                  "f.yaml:3:9: a step is one action; allowed: plug_in, press_start, wait, hold_s, "
                  "set, profile, stop, fault, clear, pause, resume, unplug, parallel, repeat, "
                  "when; begin each action with its own "
                  "'-'\n"
                  "f.yaml:3:12: a step is one action; allowed: plug_in, press_start, wait, hold_s, "
                  "set, profile, stop, fault, clear, pause, resume, unplug, parallel, repeat, "
                  "when; begin each action with its own "
                  "'-'"},
         }) {
        EXPECT_EQ(errors_of(ugly.bytes), ugly.errors) << ugly.name;
    }
}

TEST(UglyScenarios, AreTakenWhereTheyAreOnlyUgly) {
    EXPECT_EQ(errors_of("\xEF\xBB\xBF"
                        "format: 1\r\nname: \"a\"\r\n"),
              "");
    EXPECT_EQ(errors_of("{name: a, format: +1, steps: []}"), "");
    EXPECT_EQ(errors_of("---\nformat: 1\nname: |\n  a\n  b\n...\n"), "");
    EXPECT_EQ(errors_of("format: 1\nname: &n a\ndescription: *n\n"), "");
}

TEST(UglyFiles, GiveTheReason) {
    const std::string kFolder =
        "/: cannot read the file: Is a directory; check the path and its permissions";
    EXPECT_EQ(all_text(read_scenario("/", kOptions)), kFolder);
    EXPECT_EQ(all_text(vehicle::read_profile("/")), kFolder);
    EXPECT_EQ(all_text(modules::read_profile("/")), kFolder);
    EXPECT_EQ(all_text(read_scenario("/dev/zero", kOptions)),
              "/dev/zero: the file is too large; allowed: at most 1 MiB");
    const std::string kBinary =
        "p.yaml:1:1: the line has a control character; allowed: text and tabs; is this a YAML "
        "file?";
    EXPECT_EQ(all_text(vehicle::parse_profile("\x7F"
                                              "ELF",
                                              "p.yaml")),
              kBinary);
    EXPECT_EQ(all_text(modules::parse_profile("\x7F"
                                              "ELF",
                                              "p.yaml")),
              kBinary);
}

TEST(UglyOptions, AreRefused) {
    const auto set = [](const std::string& argument) {
        const auto change = parse_override(argument);
        if (!change) return change.error().text();
        ReadOptions options = kOptions;
        options.overrides.push_back(*change);
        return all_text(parse_scenario("format: 1\nname: a\n", "f.yaml", options));
    };
    const std::string kForm =
        "'; allowed: dotted.path=value; e.g. --set vehicle.initial_soc_percent=50";
    EXPECT_EQ(set(""),
              "--set: not a path and a value; allowed: dotted.path=value; e.g. --set "
              "vehicle.initial_soc_percent=50");
    EXPECT_EQ(set("=1"), "--set: not a path and a value: '=1" + kForm);
    EXPECT_EQ(set("pistol"), "--set: not a path and a value: 'pistol" + kForm);
    EXPECT_EQ(set("pistol="),
              "--set pistol: pistol is not a whole number; allowed: a whole number "
              "from 1 to 31");
    EXPECT_EQ(set("pistol=1=2"),
              "--set pistol: pistol is not a whole number: '1=2'; allowed: a "
              "whole number from 1 to 31");
    EXPECT_EQ(set(".=1"), "--set .: the path has an empty part: '.'; allowed: name.name.name");
    EXPECT_EQ(set("pistol.x=1"), "--set pistol.x: pistol needs a value; allowed: a whole number");
    EXPECT_EQ(set("format.x=1"),
              "--set format.x: the path goes through something that has no keys: "
              "'x'; allowed: a path of keys, each below the one before");
    EXPECT_EQ(set("\xFF=1").substr(0, 60),
              "--set \\xFF: the scenario has an unknown key: '\\xFF'; allowed");
    std::string deep = "a";
    for (int i = 0; i < 30'000; ++i) deep += ".a";
    EXPECT_NE(set(deep + "=1").find("the path has too many parts"), std::string::npos);
    EXPECT_EQ(set("modules.charge_duration=nan"),
              "--set modules.charge_duration: modules: charge_duration cannot have this value: "
              "'nan'; allowed: 0 to 86400 s; correct the value");
    EXPECT_EQ(set("vehicle.initial_soc_percent=-0.1"),
              "--set vehicle.initial_soc_percent: initial_soc_percent is out of range: '-0.1'; "
              "allowed: a number from 0 to 100 %");
    EXPECT_EQ(set("controller.config.evse_id=" + std::string(38, 'x')),
              "--set controller.config.evse_id: value of evse_id is not usable: '" +
                  std::string(38, 'x') + "'; allowed: 1 to 37 characters");
}

TEST(UglyEmulations, AreRefused) {
    const auto error = [](std::string_view text) {
        const auto sides = parse_emulation(text, {});
        return sides ? "" : sides.error().text();
    };
    const std::string kAllowed =
        "; allowed: controller, vehicle, modules with commas between, or none";
    EXPECT_EQ(error(""), "unknown side to emulate" + kAllowed);
    EXPECT_EQ(error("controller,"), "unknown side to emulate" + kAllowed);
    EXPECT_EQ(error("Controller"), "unknown side to emulate: 'Controller'" + kAllowed);
    EXPECT_EQ(error("none,vehicle"), "unknown side to emulate: 'none'" + kAllowed);
    EXPECT_EQ(error("vehicle\nmodules"), "unknown side to emulate: 'vehicle\\nmodules'" + kAllowed);
}

}  // namespace
}  // namespace chargerig::scenario
