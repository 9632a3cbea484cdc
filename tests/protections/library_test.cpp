// SPDX-License-Identifier: Apache-2.0
//
// The shipped scenarios, one test each, with all protections in force but the one that the
// environment switches off: switch_off.py expects that at least one of them does not pass then.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "sim/rig/resources.hpp"
#include "sim/rig/run.hpp"

namespace chargerig {
namespace {

const char* const kScenarios = CHARGERIG_SOURCE_DIR "/scenarios";
const char* const kResources = CHARGERIG_SOURCE_DIR "/resources";

std::string test_name(const testing::TestParamInfo<std::string>& info) {
    std::string out = std::filesystem::path(info.param)
                          .lexically_relative(kScenarios)
                          .replace_extension()
                          .string();
    std::ranges::replace_if(
        out, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return out;
}

class Library : public testing::TestWithParam<std::string> {};

TEST_P(Library, passes) {
    static const auto registry = evse::Registry::load(kResources);
    ASSERT_TRUE(registry);
    const auto scenario = scenario::read_scenario(GetParam(), {kResources, {}});
    ASSERT_TRUE(scenario) << scenario.error().front().text();
    if (!scenario->emulate.all()) GTEST_SKIP() << "needs a bus with the other side";
    rig::RunOptions options;
    options.registry = &*registry;
    rig::Interrupt interrupt;
    const auto result = rig::run(*scenario, options, interrupt, {});
    ASSERT_TRUE(result) << result.error().front().text();
    EXPECT_EQ(result->verdict, report::Verdict::pass)
        << (result->failures.empty() ? "" : result->failures.front());
}

INSTANTIATE_TEST_SUITE_P(shipped, Library,
                         testing::ValuesIn(rig::scenario_files(kScenarios).value()), test_name);

}  // namespace
}  // namespace chargerig
