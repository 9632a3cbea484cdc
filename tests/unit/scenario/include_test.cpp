// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {
namespace {

namespace fs = std::filesystem;

// A folder of its own with the files that a scenario includes.
class Include : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) /
                  (std::string("include_") +
                   testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(folder_);
        fs::create_directories(folder_ / "common");
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name) << text;
    }
    std::string path(const std::string& name) const { return (folder_ / name).string(); }

    tl::expected<Scenario, core::Errors> read(const std::string& body) const {
        return parse_scenario("format: 1\nname: t\n" + body, path("f.yaml"), kOptions);
    }
    // The folder's name is left out.
    std::string errors_of(const std::string& body) const {
        const auto scenario = read(body);
        std::string out;
        if (scenario) return out;
        for (const auto& error : scenario.error()) out += (out.empty() ? "" : "\n") + error.text();
        const std::string folder = folder_.string() + "/";
        for (auto at = out.find(folder); at != out.npos; at = out.find(folder)) {
            out.erase(at, folder.size());
        }
        return out;
    }

    const ReadOptions kOptions{CHARGERIG_SOURCE_DIR "/resources", {}, {}};
    fs::path folder_;
};

std::string steps_of(const Scenario& scenario) {
    std::string out;
    for (const auto& step : scenario.steps) out += (out.empty() ? "" : "; ") + step.text;
    return out;
}

TEST_F(Include, StandsForTheStepsOfAFile) {
    write("common/plug-in.yaml",
          "format: 1\nparameters: {S: {default: 60, unit: s}, WAY: {values: [user, vehicle]}}\n"
          "steps:\n  - plug_in\n  - hold_s: ${S}\n  - stop: ${WAY}\n  - include: out.yaml\n");
    write("common/out.yaml", "format: 1\nsteps: [unplug]\n");
    const auto scenario = read(
        "parameters: {LONG: {default: 9}}\n"
        "steps:\n  - include: common/plug-in.yaml\n    with: {WAY: user}\n  - press_start\n"
        "  - {include: common/plug-in.yaml, with: {WAY: vehicle, S: \"${LONG}\"}}\n");
    ASSERT_TRUE(scenario) << scenario.error().front().text();
    EXPECT_EQ(
        steps_of(*scenario),
        "plug_in; hold_s 60; stop user; unplug; press_start; plug_in; hold_s 9; stop vehicle; "
        "unplug");
    ASSERT_EQ(scenario->inclusions.size(), 4U);
    EXPECT_EQ(scenario->inclusions[1].file, path("common/out.yaml"));
    EXPECT_EQ(scenario->steps[0].where.file, path("common/plug-in.yaml"));
}

TEST_F(Include, StandsForTheExpectationsOfAFile) {
    write("rules.yaml",
          "format: 1\nexpect:\n  - {id: calm, reason: r, never: {message: Emergency_Stop}}\n");
    const auto scenario = read("expect:\n  - include: rules.yaml\n");
    ASSERT_TRUE(scenario) << scenario.error().front().text();
    ASSERT_EQ(scenario->expectations.size(), 1U);
    EXPECT_EQ(scenario->expectations[0].id, "calm");
}

TEST_F(Include, IsWrittenOutAsPlayed) {
    write("part.yaml", "format: 1\nparameters: {S: {default: 60}}\nsteps: [{hold_s: \"${S}\"}]\n");
    write("f.yaml", "format: 1\nname: t\nsteps: [{include: part.yaml, with: {S: 3}}]\n");
    const auto played = read_as_played(path("f.yaml"), kOptions);
    ASSERT_TRUE(played);
    EXPECT_EQ(*played, "# included " + path("part.yaml") +
                           "\nformat: 1\nname: t\nsteps:\n  -\n    hold_s: 3\n");
}

TEST_F(Include, ErrorsNameTheFileAndWhoIncludesIt) {
    write("a.yaml", "format: 1\nsteps:\n  - include: b.yaml\n");
    write("b.yaml", "format: 1\nsteps:\n  - hold_s: x\n");
    EXPECT_EQ(errors_of("steps:\n  - include: a.yaml\n  - hold_s: y\n  - include: b.yaml\n"),
              "b.yaml:3:13: hold_s is not a number: 'x'; allowed: a number from 0 to 31536000 s; "
              "included from a.yaml:3:14 and f.yaml:6:14\n"
              "f.yaml:5:13: hold_s is not a number: 'y'; allowed: a number from 0 to 31536000 s");
}

TEST_F(Include, IsRefusedWithTheExactErrors) {
    write("part.yaml",
          "format: 1\nparameters: {S: {default: 60, maximum: 70}}\nsteps: [{hold_s: \"${S}\"}]\n");
    write("broken.yaml", "format: 1\nsteps: [\n");
    write("more.yaml", "format: 1\nname: x\nparameters: {A: 1}\nsteps: []\n");
    write("list.yaml", "- plug_in\n");
    const auto steps = [&](const std::string& item) {
        return errors_of("steps:\n  - " + item + "\n");
    };
    EXPECT_EQ(steps("include: no.yaml"),
              "f.yaml:4:14: cannot read the file: No such file or directory: 'no.yaml'; check the "
              "path and its permissions");
    EXPECT_EQ(steps("{include: [a]}"),
              "f.yaml:4:15: an include names a file; allowed: include: FILE");
    EXPECT_EQ(steps("{include: part.yaml, id: a}"),
              "f.yaml:4:26: the include has an unknown key: 'id'; allowed: include, with");
    EXPECT_EQ(steps("{include: part.yaml, with: {T: 1}}"),
              "f.yaml:4:36: there is no such parameter: 'T'; allowed: S; did you mean 'S'?");
    EXPECT_EQ(steps("{include: part.yaml, with: {S: 71}}"),
              "f.yaml:4:36: parameter S is out of range: '71'; allowed: a number from -1e+12 to "
              "70");
    EXPECT_EQ(steps("{include: part.yaml, with: 3}"),
              "f.yaml:4:32: 'with' must be a mapping of names to values: '3'; allowed: with: "
              "{NAME: VALUE}");
    EXPECT_EQ(steps("include: broken.yaml").substr(0, 14), "broken.yaml:2:");
    EXPECT_NE(steps("include: broken.yaml").find("included from f.yaml:4:14"), std::string::npos);
    EXPECT_EQ(steps("include: more.yaml"),
              "more.yaml:2:1: the included file has an unknown key: 'name'; allowed: format, "
              "parameters, steps, expect; included from f.yaml:4:14\n"
              "more.yaml:3:14: a parameter of an included file is a map: 'A'; allowed: A: "
              "{default: ...}; included from f.yaml:4:14");
    EXPECT_EQ(steps("include: list.yaml"),
              "list.yaml:1:1: the included file must be a mapping of keys to values: 'a list'; "
              "allowed: key: value lines; included from f.yaml:4:14");
    EXPECT_EQ(errors_of("expect:\n  - include: part.yaml\n"),
              "f.yaml:4:14: the included file has no list 'expect': 'part.yaml'; allowed: expect: "
              "with '-' lines");
}

TEST_F(Include, NamesACircle) {
    write("a.yaml", "format: 1\nsteps: [{include: common/../b.yaml}]\n");
    write("b.yaml", "format: 1\nsteps: [{include: a.yaml}]\n");
    EXPECT_EQ(errors_of("steps:\n  - include: a.yaml\n"),
              "b.yaml:2:19: the file includes itself: 'a.yaml -> b.yaml -> a.yaml'; take one of "
              "them out; included from a.yaml:2:19");
    EXPECT_EQ(errors_of("steps:\n  - include: f.yaml\n"),
              "f.yaml:4:14: the file includes itself: 'f.yaml -> f.yaml'; take one of them out");
}

TEST_F(Include, GoesEightFilesDeep) {
    for (int i = 1; i < 9; ++i) {
        write(std::to_string(i) + ".yaml",
              "format: 1\nsteps: [press_start, {include: " + std::to_string(i + 1) + ".yaml}]\n");
    }
    write("9.yaml", "format: 1\nsteps: [press_start]\n");
    EXPECT_EQ(errors_of("steps:\n  - include: 2.yaml\n"), "");
    EXPECT_EQ(errors_of("steps:\n  - include: 1.yaml\n"),
              "8.yaml:2:32: included too deeply: '9.yaml'; allowed: at most 8 files within each "
              "other; included from 7.yaml:2:32");
}

TEST_F(Include, ComesToAnEnd) {
    for (int i = 1; i < 8; ++i) {
        const std::string next = "{include: " + std::to_string(i + 1) + ".yaml}";
        std::string all = next;
        for (int k = 1; k < 8; ++k) all += ", " + next;
        write(std::to_string(i) + ".yaml", "format: 1\nsteps: [" + all + "]\n");
    }
    write("8.yaml", "format: 1\nsteps: [plug_in]\n");
    const std::string errors = errors_of("steps:\n  - include: 1.yaml\n");
    EXPECT_NE(errors.find("too many included files"), std::string::npos) << errors;
    EXPECT_EQ(errors.find('\n'), std::string::npos) << errors;
}

}  // namespace
}  // namespace chargerig::scenario
