// SPDX-License-Identifier: Apache-2.0
#include "sim/report/result.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace chargerig::report {
namespace {

RunResult sample() {
    RunResult run;
    run.scenario = "main job";
    run.verdict = Verdict::pass;
    run.simulated_s = 600.0;
    run.wall_s = 0.05;
    PistolResult pistol;
    pistol.states = {{0.2, "Waiting_For_PEV"}};
    run.pistols = {pistol};
    return run;
}

TEST(ResultJson, OneRunIsOneObjectWithEveryField) {
    const auto json = nlohmann::json::parse(to_json(sample(), "0.1.0"));
    for (const char* key : {"version",
                            "scenario",
                            "verdict",
                            "seed",
                            "protocol",
                            "simulated_s",
                            "wall_s",
                            "load_s",
                            "speed_factor",
                            "electrical_steps",
                            "step_ns",
                            "frames_sent",
                            "frames_received",
                            "frames_dropped",
                            "bus_load_percent",
                            "bus_load_peak_percent",
                            "unexpected_frames",
                            "faults",
                            "inputs",
                            "log_sha256",
                            "failures",
                            "expectations",
                            "rules",
                            "pistols"}) {
        EXPECT_TRUE(json.contains(key)) << key;
    }
    EXPECT_EQ(json["verdict"], "pass");
    EXPECT_DOUBLE_EQ(json["speed_factor"].get<double>(), 12'000.0);
    const auto& pistol = json["pistols"][0];
    EXPECT_EQ(pistol["states"][0]["state"], "Waiting_For_PEV");
    EXPECT_TRUE(pistol["final_soc_percent"].is_null());
    EXPECT_TRUE(pistol["session_end"].is_null());
}

TEST(ResultJson, RulesStandInAList) {
    RunResult run = sample();
    EXPECT_EQ(nlohmann::json::parse(to_json(run, "0.1.0"))["rules"], nlohmann::json::array());
    run.rules = {"6.2/0", "6.5/interlock"};
    EXPECT_EQ(nlohmann::json::parse(to_json(run, "0.1.0"))["rules"],
              nlohmann::json({"6.2/0", "6.5/interlock"}));
}

TEST(ResultJson, AnExpectationShowsWhatWasSeenAndWhere) {
    RunResult run = sample();
    run.expectations = {{"soon", Verdict::fail, "spec 6.5", "took 0.300 s", 1.5, 77},
                        {"later", Verdict::inconclusive, "spec 6.4", "never", 9.0, std::nullopt}};
    const auto json = nlohmann::json::parse(to_json(run, "0.1.0"))["expectations"];
    EXPECT_EQ(json[0], nlohmann::json::parse(R"({"id": "soon", "verdict": "fail", "frame": 77,
        "reason": "spec 6.5", "seen": "took 0.300 s", "t_s": 1.5})"));
    EXPECT_TRUE(json[1]["frame"].is_null());
}

TEST(ResultJson, ManyRunsStandInAList) {
    const auto json = nlohmann::json::parse(to_json({sample(), sample()}, "0.1.0"));
    EXPECT_EQ(json["runs"].size(), 2U);
    const std::vector<RunResult> one{sample()};
    EXPECT_EQ(nlohmann::json::parse(to_json(one, "0.1.0"))["runs"].size(), 1U);
}

TEST(ResultJson, BrokenTextIsReplacedNotThrown) {
    RunResult run = sample();
    run.failures = {"\xFF\xFE"};
    EXPECT_TRUE(nlohmann::json::accept(to_json(run, "0.1.0")));
}

TEST(ExitCode, FollowsTheVerdictAndTheInterrupt) {
    RunResult run = sample();
    EXPECT_EQ(exit_code(run), 0);
    run.verdict = Verdict::fail;
    EXPECT_EQ(exit_code(run), 1);
    run.verdict = Verdict::error;
    EXPECT_EQ(exit_code(run), 3);
    run.verdict = Verdict::inconclusive;
    EXPECT_EQ(exit_code(run), 4);
    run.interrupted = true;
    EXPECT_EQ(exit_code(run), 130);
}

TEST(ExitCode, TheWorstOfManyCounts) {
    EXPECT_EQ(worst_exit_code({0, 4, 1, 3, 2, 130}), 130);
    EXPECT_EQ(worst_exit_code({0, 4, 1, 3, 2}), 2);
    EXPECT_EQ(worst_exit_code({0, 4, 1, 3}), 3);
    EXPECT_EQ(worst_exit_code({0, 4, 1}), 1);
    EXPECT_EQ(worst_exit_code({0, 4}), 4);
    EXPECT_EQ(worst_exit_code({0, 0}), 0);
}

}  // namespace
}  // namespace chargerig::report
