// SPDX-License-Identifier: Apache-2.0
//
// What is refused in steps that hold steps, triggers, profiles and the section `post`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "sim/scenario/as_played.hpp"
#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {
namespace {

const ReadOptions kOptions{CHARGERIG_SOURCE_DIR "/resources", {}};

std::vector<std::string> errors_of(const std::string& body) {
    const auto scenario = parse_scenario("format: 1\nname: t\n" + body + "\n", "f.yaml", kOptions);
    std::vector<std::string> out;
    if (scenario) return out;
    for (const auto& error : scenario.error()) out.push_back(error.text());
    return out;
}

struct Bad {
    const char* body;
    const char* error;
};

class BadSteps : public testing::TestWithParam<Bad> {};

TEST_P(BadSteps, SayWhatIsWrongAndWhatIsAllowed) {
    EXPECT_THAT(errors_of(GetParam().body), testing::ElementsAre(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(
    Lists, BadSteps,
    testing::Values(
        Bad{"steps: [parallel: [[hold_s: 1]]]",
            "f.yaml:3:19: parallel needs lists of steps; allowed: [[steps], [steps], ...], 2 to "
            "16"},
        Bad{"steps: [parallel: [hold_s: 1, [hold_s: 2]]]",
            "f.yaml:3:20: a branch must be a list; allowed: '- step' lines"},
        Bad{"steps: [parallel: [[hold_s: 1], [hold: 2]]]",
            "f.yaml:3:34: unknown step: 'hold'; allowed: plug_in, press_start, wait, hold_s, set, "
            "profile, stop, fault, clear, pause, resume, unplug, parallel, repeat, when"},
        Bad{"steps: [repeat: {times: 0, steps: [hold_s: 1]}]",
            "f.yaml:3:25: times is out of range: '0'; allowed: a whole number from 1 to 100000"},
        Bad{"steps: [repeat: {steps: [hold_s: 1]}]",
            "f.yaml:3:17: a repeat needs its end; allowed: times: N, or until: CONDITION and "
            "within_s"},
        Bad{"steps: [repeat: {times: 2}]",
            "f.yaml:3:17: the repeat lacks the key 'steps'; add 'steps:'"},
        Bad{"steps: [repeat: {until: {state: Charging}, steps: [hold_s: 1]}]",
            "f.yaml:3:17: until and within_s belong together; allowed: both, or times alone"},
        Bad{"steps: [repeat: {until: {state: Chargin}, within_s: 1, steps: [hold_s: 1]}]",
            "f.yaml:3:25: unknown state: 'Chargin'; allowed: Initialising, Waiting_For_PEV, "
            "Negotiating_Connection, Connected_With_Full_Info, Insulation_Test, Precharge, "
            "Waiting_For_Charge, Charging, Ending_Charge, Welding_Detection, "
            "Closing_Communication, CCS_Authorisation_Process, Not_Available, Charge_Pause"},
        Bad{"steps: [repeat: {until: {}, within_s: 1, steps: [hold_s: 1]}]",
            "f.yaml:3:25: a repeat needs one condition; allowed: state, or signal with a "
            "condition"},
        Bad{"steps:\n  - repeat:\n      times: 100000\n      steps:\n        - repeat: {times: 11, "
            "steps: [hold_s: 1]}",
            "f.yaml:7:19: repeated too often, counting what it stands in: '1100000'; allowed: at "
            "most 1000000 times"}));

INSTANTIATE_TEST_SUITE_P(
    Triggers, BadSteps,
    testing::Values(
        Bad{"steps: [when: {steps: [hold_s: 1]}]",
            "f.yaml:3:15: a trigger needs one event; allowed: after_s, state, signal (with a "
            "condition) or message"},
        Bad{"steps: [when: {state: Charging, message: A, steps: [hold_s: 1]}]",
            "f.yaml:3:15: a trigger needs one event; allowed: after_s, state, signal (with a "
            "condition) or message"},
        Bad{"steps: [when: {signal: A.B, steps: [hold_s: 1]}]",
            "f.yaml:3:15: a trigger on a signal needs one condition; allowed: one of is, near "
            "(with tolerance), at_least, at_most"},
        Bad{"steps: [when: {after_s: 1, count: 2, steps: [hold_s: 1]}]",
            "f.yaml:3:15: a time comes once: 'count: 2'; allowed: count with state, signal or "
            "message; times repeats a trigger"},
        Bad{"steps: [when: {after_s: 5, within_s: 4, steps: [hold_s: 1]}]",
            "f.yaml:3:15: the trigger is given up before its time comes; allowed: within_s of "
            "after_s or more, or none"},
        Bad{"steps: [when: {state: Charging}]",
            "f.yaml:3:15: the trigger lacks the key 'steps'; add 'steps:'"},
        Bad{"steps: [when: {state: Charging, within: 4, steps: [hold_s: 1]}]",
            "f.yaml:3:33: the trigger has an unknown key: 'within'; allowed: after_s, state, "
            "signal, message, count, within_s, times, required, steps; did you mean "
            "'within_s'?"},
        Bad{"steps: [fault: {kind: silence, from: modules, start: {begun: x}}]",
            "f.yaml:3:54: a trigger needs one event; allowed: after_s, state, signal (with a "
            "condition) or message"},
        Bad{"steps: [fault: {kind: silence, from: modules, end: {after_s: 1, times: 2}}]",
            "f.yaml:3:65: the event has an unknown key: 'times'; allowed: after_s, state, signal, "
            "message, count"}));

INSTANTIATE_TEST_SUITE_P(
    Profiles, BadSteps,
    testing::Values(
        Bad{"steps: [profile: {set: ocpp.target_current_A, shape: square}]",
            "f.yaml:3:54: shape has an unknown value: 'square'; allowed: steps, ramp, sine, csv"},
        Bad{"steps: [profile: {set: ocpp.target_current_A, shape: steps, points: []}]",
            "f.yaml:3:69: points must be a list; allowed: [[seconds, value], ...]"},
        Bad{"steps: [profile: {set: ocpp.target_current_A, shape: steps, points: [[0, 1], [0, "
            "2]]}]",
            "f.yaml:3:78: the times of a profile have to rise: '0'; allowed: more than 0 s"},
        Bad{"steps: [profile: {set: ocpp.target_current_A, shape: steps, points: [[0, 1, 2]]}]",
            "f.yaml:3:70: a point of a profile has a time and a value; allowed: [seconds, value]"},
        Bad{"steps: [profile: {set: ocpp.target_current_A, shape: steps, points: [[0, 9000]]}]",
            "f.yaml:3:9: ocpp.target_current_A is out of range: '9000'; allowed: a number from "
            "-3276.8 to 3276.7 A"},
        Bad{"steps: [profile: {set: modules.maximum_charge_current, shape: sine, mean: 10, "
            "amplitude: 20, period_s: 5, for_s: 5}]",
            "f.yaml:3:9: modules: maximum_charge_current cannot have this value: '-10'; allowed: "
            "0 to 3276.7 A; correct the value"},
        Bad{"steps: [profile: {set: modules.not_allowed_code, shape: ramp, from: 0, to: 10, "
            "over_s: 5}]",
            "f.yaml:3:9: modules: not_allowed_code cannot have this value: '6.18'; allowed: 0 to "
            "255, whole; correct the value"},
        Bad{"steps: [profile: {set: controller.dig_in1, shape: steps, points: [[0, 1]]}]",
            "f.yaml:3:9: controller.dig_in1 is switched on or off: '1'; allowed: true, false"},
        Bad{"steps: [profile: {set: ocpp.target_current_A, shape: ramp, from: 0, to: 1, over_s: 1, "
            "points: [[0, 1]]}]",
            "f.yaml:3:87: the profile has an unknown key: 'points'; allowed: set, shape, from, to, "
            "over_s, every_s"},
        Bad{"steps: [profile: {set: ocpp.target_current_A, shape: csv, file: none.csv}]",
            "f.yaml:3:65: cannot read the file: No such file or directory: 'none.csv'; check the "
            "path and its permissions"},
        Bad{"steps: [profile: {set: ocpp.target_current_A, shape: csv, file: /dev/zero}]",
            "f.yaml:3:65: not a file that can be read: '/dev/zero'; allowed: a table in a file"}));

INSTANTIATE_TEST_SUITE_P(
    Post, BadSteps,
    testing::Values(Bad{"post: unplug",
                        "f.yaml:3:7: post must be a list: 'unplug'; allowed: "
                        "'- step' lines"},
                    Bad{"post: [plug_in]",
                        "f.yaml:3:8: not a step of post, which brings things to their end: "
                        "'plug_in'; allowed: wait, hold_s, set, profile, stop, clear, pause, "
                        "unplug, parallel, repeat"},
                    Bad{"post: [repeat: {times: 2, steps: [when: {after_s: 1, steps: [unplug]}]}]",
                        "f.yaml:3:41: not a step of post, which brings things to their end: 'when "
                        "{after_s 1}'; allowed: wait, hold_s, set, profile, stop, clear, pause, "
                        "unplug, parallel, repeat"}));

TEST(BadSteps, EightListsMayStandInEachOther) {
    const auto nested = [](int lists) {
        std::string out = "hold_s: 1";
        for (int i = 1; i < lists; ++i) out = "repeat: {times: 1, steps: [" + out + "]}";
        return errors_of("steps: [" + out + "]");
    };
    EXPECT_TRUE(nested(8).empty());
    EXPECT_THAT(nested(9),
                testing::ElementsAre("f.yaml:3:224: steps are nested too deeply; allowed: 8 lists "
                                     "of steps in each other"));
}

TEST(BadSteps, AnIdStandsOnceInAllLists) {
    EXPECT_THAT(errors_of("steps: [{id: a, hold_s: 1}, parallel: [[{id: a, hold_s: 1}], [hold_s: "
                          "1]]]\npost: [{id: b, hold_s: 1}, {id: b, hold_s: 1}]"),
                testing::SizeIs(2));
}

TEST(BadSteps, ANestedClearKnowsTheFaultsBeforeIt) {
    EXPECT_TRUE(errors_of("steps: [fault: {kind: silence, from: modules}, parallel: [[clear: "
                          "silence], [hold_s: 1]]]")
                    .empty());
    EXPECT_THAT(errors_of("steps: [repeat: {times: 2, steps: [clear: silence]}]"),
                testing::ElementsAre("f.yaml:3:36: no step before this one begins the fault: "
                                     "'silence'"));
}

// A folder of its own with a table and a scenario that names it.
class Tables : public testing::Test {
protected:
    Tables() { std::filesystem::create_directories(folder_); }
    ~Tables() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name) << text;
    }
    auto read(const std::string& keys) const {
        write("s.yaml",
              "format: 1\nname: t\nsteps:\n  - profile: {set: ocpp.target_current_A, shape: csv, " +
                  keys + "}\n");
        return read_scenario((folder_ / "s.yaml").string(), kOptions);
    }
    std::vector<std::string> errors(const std::string& keys) const {
        const auto scenario = read(keys);
        std::vector<std::string> out;
        if (scenario) return out;
        for (const auto& error : scenario.error()) {
            std::string text = error.text();
            const std::string place = folder_.string() + "/";
            const std::size_t at = text.find(place);
            if (at != text.npos) text.erase(at, place.size());
            out.push_back(std::move(text));
        }
        return out;
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("chargerig-tables-" + std::to_string(getpid()));
};

TEST_F(Tables, AreReadByTheNamesOfTheirColumns) {
    write("a.csv", "note,current,at\nx,5,0\ny,7.5,1.5\n");
    const auto scenario = read("file: a.csv, columns: [at, current]");
    ASSERT_TRUE(scenario) << scenario.error().front().text();
    const auto& profile = std::get<Profile>(scenario->steps.at(0).action);
    EXPECT_EQ(profile.shape, Profile::Shape::held);
    ASSERT_EQ(profile.points.size(), 2U);
    EXPECT_EQ(profile.points[1].at, core::from_seconds(1.5));
    EXPECT_EQ(profile.points[1].value, 7.5);
    EXPECT_THAT(scenario->files_beside, testing::ElementsAre((folder_ / "a.csv").string()));
}

TEST_F(Tables, MayBeInterpolated) {
    write("a.csv", "time_s,value\n0,10\n2,20\n");
    const auto scenario = read("file: a.csv, interpolate: true, every_s: 0.5");
    ASSERT_TRUE(scenario) << scenario.error().front().text();
    const auto& profile = std::get<Profile>(scenario->steps.at(0).action);
    EXPECT_EQ(value_at(profile, core::from_seconds(0.5)), 12.5);
    EXPECT_EQ(next_sample(profile, core::from_seconds(0.5)), core::from_seconds(1.0));
    EXPECT_EQ(next_sample(profile, core::from_seconds(1.8)), core::from_seconds(2.0));
    EXPECT_EQ(next_sample(profile, core::from_seconds(2.0)), kNoSample);
}

TEST_F(Tables, AllMistakesAreNamedWithTheirPlaces) {
    write("a.csv", "time_s,value\n0,x\n-1,2\n3,4\n3,5\n");
    EXPECT_THAT(errors("file: a.csv"),
                testing::ElementsAre(
                    "a.csv:2:3: value is not a number: 'x'; allowed: a number from -1e+12 to "
                    "1e+12",
                    "a.csv:3:1: time_s is out of range: '-1'; allowed: a number from 0 to 31536000 "
                    "s",
                    "a.csv:5:1: the times of a profile have to rise: '3'; allowed: more than 3 s"));
    write("a.csv", "time_s;value\n0;1\n");
    EXPECT_THAT(errors("file: a.csv"),
                testing::ElementsAre("a.csv:1:1: the table has no such column: 'time_s'; allowed: "
                                     "time_s;value; columns: [TIME, VALUE] names them",
                                     "a.csv:1:1: the table has no such column: 'value'; allowed: "
                                     "time_s;value; columns: [TIME, VALUE] names them"));
    write("a.csv", "time_s,value\n");
    EXPECT_THAT(errors("file: a.csv"),
                testing::ElementsAre("a.csv:1:1: the table has no rows; allowed: a row of column "
                                     "names, then rows of numbers"));
}

TEST_F(Tables, ATableFullOfMistakesIsNotRecited) {
    std::string text = "time_s,value\n";
    for (int i = 0; i < 1000; ++i) text += "x,y\n";
    write("a.csv", text);
    EXPECT_LE(errors("file: a.csv").size(), 21U);
}

TEST_F(Tables, GoWithTheScenarioAsItWasPlayed) {
    write("a.csv", "time_s,value\n0,1\n");
    write("b.csv", "time_s,value\n0,1\n");
    write("s.yaml",
          "format: 1\nname: t\npost:\n  - profile: {set: ocpp.target_current_A, shape: csv, file: "
          "a.csv}\nsteps:\n  - repeat:\n      times: 2\n      steps:\n        - profile: {set: "
          "ocpp.target_current_A, shape: csv, file: b.csv}\n");
    const std::string path = (folder_ / "s.yaml").string();
    const auto scenario = read_scenario(path, kOptions);
    ASSERT_TRUE(scenario) << scenario.error().front().text();
    ASSERT_THAT(scenario->files_beside, testing::SizeIs(2));
    EXPECT_THAT(scenario->files_beside[0], testing::EndsWith("b.csv"));
    const auto played = read_as_played(path, kOptions);
    ASSERT_TRUE(played);
    std::filesystem::create_directories(folder_ / "out");
    for (std::size_t i = 0; i < 2; ++i) {
        std::filesystem::copy_file(scenario->files_beside[i], folder_ / "out" / table_as_played(i));
    }
    write("out/s.yaml", *played);
    const auto again = read_scenario((folder_ / "out/s.yaml").string(), kOptions);
    ASSERT_TRUE(again) << again.error().front().text();
    EXPECT_THAT(again->files_beside[0], testing::EndsWith("out/table-1.csv"));
    EXPECT_THAT(*played, testing::HasSubstr("table-2.csv"));
}

}  // namespace
}  // namespace chargerig::scenario
