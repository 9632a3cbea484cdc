// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {
namespace {

using Overrides = std::vector<Override>;

ReadOptions with(Overrides overrides) {
    return {CHARGERIG_SOURCE_DIR "/resources", std::move(overrides), {}};
}

tl::expected<Scenario, core::Errors> read(const std::string& body, Overrides overrides = {}) {
    return parse_scenario("format: 1\nname: t\n" + body, "f.yaml", with(std::move(overrides)));
}

std::string errors_of(const tl::expected<Scenario, core::Errors>& read) {
    std::string out;
    if (read) return out;
    for (const auto& error : read.error()) out += (out.empty() ? "" : "\n") + error.text();
    return out;
}

const std::string kHold =
    "parameters:\n  T: {default: 100, unit: s, minimum: 0, maximum: 500, description: how long}\n"
    "steps:\n  - hold_s: ${T}\n";

double hold_of(const tl::expected<Scenario, core::Errors>& read) {
    return read ? core::to_seconds(std::get<Hold>(read->steps.at(0).action).duration) : -1.0;
}

TEST(OwnParameters, AreTheirDefaultUnlessTheRunSaysOtherwise) {
    EXPECT_EQ(hold_of(read(kHold)), 100.0);
    EXPECT_EQ(hold_of(read(kHold, {{"parameters.T", "7.5"}})), 7.5);
    EXPECT_EQ(hold_of(read(kHold, {{"parameters.T", "7.5"}, {"parameters.T", "8"}})), 8.0);
}

TEST(OwnParameters, StandInsideOfTextsKeysAndOtherSections) {
    const auto scenario = read(
        "description: \"${A} A for ${A}0 s, $${A}, $A, $$\"\n"
        "parameters:\n  A: {default: 2}\n  WHICH: {values: [maximum_voltage, charge_duration], "
        "default: charge_duration}\n  load_match_V: ${A}1\n"
        "modules:\n  ${WHICH}: ${A}\nvehicle: {initial_soc_percent: \"${A}5\"}\n"
        "steps:\n  - set:\n      modules.${WHICH}: 4${A}\n");
    ASSERT_TRUE(scenario) << errors_of(scenario);
    EXPECT_EQ(scenario->description, "2 A for 20 s, ${A}, $A, $$");
    EXPECT_EQ(scenario->plant.load.match_V, 21.0);
    EXPECT_EQ(scenario->modules.live.charge_duration_s, 2.0);
    EXPECT_EQ(scenario->vehicle.session.initial_soc_percent, 25.0);
    const auto& set = std::get<SetValue>(scenario->steps.at(0).action);
    EXPECT_EQ(set.path + "=" + set.value, "modules.charge_duration=42");
    EXPECT_EQ(scenario->steps.at(0).text, "set {modules.charge_duration 42}");
}

TEST(OwnParameters, StandInWhatOneRunWasGiven) {
    const auto scenario =
        read("parameters: {A: {default: 20}}\nmodules: {charge_duration: \"${A}\"}\n",
             {{"vehicle.initial_soc_percent", "${A}"}, {"controller.config.boot_s", "${A}"}});
    ASSERT_TRUE(scenario) << errors_of(scenario);
    EXPECT_EQ(scenario->vehicle.session.initial_soc_percent, 20.0);
    EXPECT_EQ(scenario->controller.boot_s, 20.0);
}

struct Ugly {
    std::string body;
    Overrides overrides;
    std::string errors;
};

TEST(OwnParameters, AreRefusedWithTheExactErrors) {
    const std::string kPlant =
        "electrical_step_ms, cable_resistance_ohm, output_capacitance_uF, output_bleed_kohm, "
        "inlet_capacitance_uF, inlet_leak_kohm, load_close_delay_s, load_match_V, "
        "load_resistance_ohm, load_mismatch_percent";
    for (const Ugly& ugly : {
             Ugly{kHold,
                  {{"parameters.T", "501"}},
                  "--set parameters.T: parameter T is out of range: '501'; allowed: a number from "
                  "0 to 500 s"},
             Ugly{kHold,
                  {{"parameters.T", "long"}},
                  "--set parameters.T: parameter T is not a number: 'long'; allowed: a number from "
                  "0 to 500 s\n"
                  "f.yaml:6:13: hold_s is not a number: 'long'; allowed: a number from 0 to "
                  "31536000 s"},
             Ugly{kHold,
                  {{"parameters.X", "1"}},
                  "--set parameters.X: parameters has an unknown key: 'X'; allowed: " + kPlant +
                      "; a parameter of the scenario's own is a map: 'X: {default: ...}'"},
             Ugly{"parameters: {LIMIT: {default: 1}}\nsteps: [{hold_s: \"${LIMT}\"}]\n",
                  {},
                  "f.yaml:3:14: the parameter is not used: 'LIMIT'; write '${LIMIT}' where its "
                  "value belongs\n"
                  "f.yaml:4:18: there is no such parameter: '${LIMT}'; allowed: LIMIT; did you "
                  "mean 'LIMIT'?"},
             Ugly{"description: costs ${ 5\n",
                  {},
                  "f.yaml:3:14: there is no such parameter: '${ 5'; '$${' writes the characters "
                  "'${'"},
             Ugly{"parameters: {limit: 5}\n",
                  {},
                  "f.yaml:3:14: parameters has an unknown key: 'limit'; allowed: " + kPlant +
                      "; a parameter of the scenario's own is a map: 'limit: {default: ...}'"},
             Ugly{"parameters: {load_match: 5}\n",
                  {},
                  "f.yaml:3:14: parameters has an unknown key: 'load_match'; allowed: " + kPlant +
                      "; did you mean 'load_match_V'?"},
             Ugly{"parameters: {load_match_V: {default: 5}}\n",
                  {},
                  "f.yaml:3:28: load_match_V needs a value; allowed: a number from 0.1 to 200 V"},
             Ugly{"parameters: {A: {unit: s}}\nsteps: [{hold_s: \"${A}\"}]\n",
                  {},
                  "f.yaml:3:14: the parameter has no value: 'A'; give it a default, or a value "
                  "with --set or 'with'"},
             Ugly{"parameters: {A: {default: 1, minimum: 2, max: 3}}\nsteps: [{hold_s: "
                  "\"${A}\"}]\n",
                  {},
                  "f.yaml:3:27: parameter A is out of range: '1'; allowed: a number from 2 to "
                  "1e+12\n"
                  "f.yaml:3:42: the parameter A has an unknown key: 'max'; allowed: default, unit, "
                  "minimum, maximum, values, description"},
             Ugly{"parameters: {A: {default: 1, minimum: 2, maximum: 0}}\nsteps: [{hold_s: "
                  "\"${A}\"}]\n",
                  {},
                  "f.yaml:3:14: minimum is more than maximum; allowed: minimum <= maximum\n"
                  "f.yaml:3:27: parameter A is out of range: '1'; allowed: a number from 2 to 0"},
             Ugly{"parameters: {A: {default: din2, values: [din, iso2]}}\nvehicle: {protocol: "
                  "\"${A}\"}\n",
                  {},
                  "f.yaml:3:27: parameter A has an unknown value: 'din2'; allowed: din, iso2; did "
                  "you mean 'din'?\n"
                  "f.yaml:4:21: protocol has an unknown value: 'din2'; allowed: din, iso2, "
                  "iso20_scheduled or iso20_dynamic"},
             Ugly{"parameters: {A: {default: x, values: x}}\nname2: ${A}\n",
                  {},
                  "f.yaml:3:38: values are a list of words: 'x'; allowed: [a, b, ...], without "
                  "unit, minimum and maximum\n"
                  "f.yaml:4:1: the scenario has an unknown key: 'name2'; allowed: format, name, "
                  "description, emulate, protocol, pistol, seed, start_time, end, controller, "
                  "vehicle, modules, bus, parameters, steps, post, expect; did you mean 'name'?"},
             Ugly{"parameters: {A: {default: [1]}}\nsteps: [{hold_s: \"${A}\"}]\n",
                  {},
                  "f.yaml:3:27: parameter A needs a value; allowed: a text or number of at most "
                  "1000 characters\n"
                  "f.yaml:4:18: hold_s is not a number; allowed: a number from 0 to 31536000 s"},
             Ugly{"parameters: {\"a b\": {default: 1}}\ndescription: \"${a b}\"\n",
                  {},
                  "f.yaml:3:14: not a name for a parameter: 'a b'; allowed: a letter, then "
                  "letters, digits and _"},
             Ugly{"parameters: {A: {default: bus}}\n${A}: {}\nbus: {}\n",
                  {},
                  "f.yaml:5:1: the key stands twice: 'bus'; allowed: each key once"},
         }) {
        EXPECT_EQ(errors_of(read(ugly.body, ugly.overrides)), ugly.errors) << ugly.body;
    }
}

// What a run was made of can be run again, without what it was given.
TEST(OwnParameters, AreShownAsPlayed) {
    const auto path = std::filesystem::path(testing::TempDir()) / "own_parameters.yaml";
    std::ofstream(path) << "format: 1\nname: t\ndescription: $${T}\n" << kHold;
    const auto played = read_as_played(path.string(), with({{"parameters.T", "7"}}));
    ASSERT_TRUE(played);
    EXPECT_EQ(*played,
              "# parameter T: 7 s\nformat: 1\nname: t\ndescription: \"$${T}\"\nparameters: "
              "{}\nsteps:\n  -\n    hold_s: 7\n");
    const auto again = parse_scenario(*played, "again.yaml", with({}));
    EXPECT_EQ(hold_of(again), 7.0) << errors_of(again);
    EXPECT_EQ(again->description, "${T}");
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace chargerig::scenario
