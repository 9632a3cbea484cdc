// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/resources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace chargerig::rig {
namespace {

class Home : public testing::Test {
protected:
    void TearDown() override { unsetenv("CHARGERIG_HOME"); }
};

TEST_F(Home, FindsTheFilesAboveTheProgram) {
    unsetenv("CHARGERIG_HOME");
    const auto folders = find_folders();
    ASSERT_TRUE(folders);
    EXPECT_EQ(folders->resources, CHARGERIG_SOURCE_DIR "/resources");
    EXPECT_EQ(folders->scenarios, CHARGERIG_SOURCE_DIR "/scenarios");
}

TEST_F(Home, TheEnvironmentDecides) {
    setenv("CHARGERIG_HOME", CHARGERIG_SOURCE_DIR, 1);
    EXPECT_EQ(find_folders()->resources, CHARGERIG_SOURCE_DIR "/resources");
    setenv("CHARGERIG_HOME", "nowhere", 1);
    EXPECT_EQ(find_folders().error().text(),
              "CHARGERIG_HOME: does not lead to the program's files: 'nowhere'; allowed: a folder "
              "that holds resources/protocols and scenarios; correct the variable or unset it");
}

TEST(ScenarioFiles, AreSortedAndComplete) {
    const auto files = scenario_files(CHARGERIG_SOURCE_DIR "/scenarios");
    ASSERT_TRUE(files);
    EXPECT_GE(files->size(), 6U);
    EXPECT_TRUE(std::is_sorted(files->begin(), files->end()));
    EXPECT_FALSE(scenario_files("no/such/folder"));
}

// They hold what other scenarios include.
TEST(ScenarioFiles, OfFoldersNamedCommonAreNoScenarios) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(testing::TempDir()) / "scenario_files";
    fs::create_directories(folder / "a/common/deeper");
    for (const char* name :
         {"a/b.yaml", "a/common/c.yaml", "a/common/deeper/d.yaml", "common.yml"}) {
        std::ofstream(folder / name) << "format: 1\n";
    }
    const auto files = scenario_files(folder.string());
    ASSERT_TRUE(files);
    EXPECT_THAT(*files, testing::ElementsAre((folder / "a/b.yaml").string(),
                                             (folder / "common.yml").string()));
    fs::remove_all(folder);
}

}  // namespace
}  // namespace chargerig::rig
