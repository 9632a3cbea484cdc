// SPDX-License-Identifier: Apache-2.0
//
// What the plot holds equals what the log holds.
#include "app/desktop/data/log_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "app/desktop/data/curves.hpp"
#include "sim/can/candump_log.hpp"
#include "sim/rig/run.hpp"

namespace chargerig::desktop {
namespace {

namespace fs = std::filesystem;

const evse::Registry& registry() {
    static const auto all = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    return *all;
}

class LogFile : public testing::Test {
protected:
    std::string path(const std::string& name) const {
        return (fs::path(testing::TempDir()) / ("desktop_log_file_" + name)).string();
    }
    void write(const std::string& file, const std::string& text) const {
        std::ofstream(file, std::ios::binary) << text;
    }
};

TEST_F(LogFile, HoldsEachSampleOfTheLogOfASession) {
    const std::string file = path("session.log");
    const auto scenario = scenario::read_scenario(CHARGERIG_SOURCE_DIR "/scenarios/normal/din.yaml",
                                                  {CHARGERIG_SOURCE_DIR "/resources"});
    ASSERT_TRUE(scenario);
    rig::RunOptions options;
    options.registry = &registry();
    options.log_path = file;
    rig::Interrupt interrupt;
    ASSERT_TRUE(rig::run(*scenario, options, interrupt, {}));

    const auto version = *registry().find("3.6");
    const auto opened = open_log(file, version);
    ASSERT_TRUE(opened);
    EXPECT_TRUE(opened->errors.empty());
    const Recording& recording = *opened->recording;

    // The other way from a log to values: the one that `chargerig decode` takes.
    std::map<std::pair<std::string, std::string>, std::vector<Sample>> wanted;
    std::ifstream in(file, std::ios::binary);
    can::CandumpReader reader(in, file);
    can::Frame frame;
    std::uint64_t frames = 0;
    while (*reader.next(frame)) {
        ++frames;
        const auto decoded = version->describe(frame);
        ASSERT_TRUE(decoded);
        for (const auto& signal : decoded->signals) {
            wanted[{std::string(decoded->message), std::string(signal.name)}].push_back(
                {frame.time, signal.physical});
        }
    }
    EXPECT_GT(frames, 1000U);
    EXPECT_EQ(recording.frames().count(), frames);
    EXPECT_EQ(recording.understood(), frames);
    for (const auto& [name, samples] : wanted) {
        const Track* const track = recording.track(name.first, name.second);
        ASSERT_NE(track, nullptr) << name.first << '.' << name.second;
        ASSERT_EQ(track->series.size(), samples.size()) << name.first << '.' << name.second;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            ASSERT_EQ(track->series.at(i), samples[i]) << name.first << '.' << name.second;
        }
    }
}

TEST_F(LogFile, TellsItsEventsInTheirOrder) {
    const std::string file = path("events.log");
    write(
        file,
        "(0.000000) sim0 0106B000#01\n(0.100000) sim0 0106B000#01\n(0.200000) sim0 0106B000#07\n"
        "(0.210000) sim0 0106B005#01\n(0.310000) sim0 0106B005#01\n(0.320000) sim0 0106B004#01\n");
    const auto opened = open_log(file, *registry().find("3.6"));
    ASSERT_TRUE(opened);
    std::vector<std::string> told;
    for (const auto& note : opened->recording->notes()) told.push_back(note.text);
    EXPECT_EQ(told, (std::vector<std::string>{"Waiting_For_PEV", "Charging",
                                              "emergency stop, origin EVSE",
                                              "session finished: Rushed_Stop"}));
}

TEST_F(LogFile, BadLinesAreToldAndTheRestIsRead) {
    const std::string file = path("broken.log");
    write(file, "(0.000000) sim0 0106B000#01\nnonsense\n(0.100000) sim0 0106B000#07\n");
    const auto opened = open_log(file, *registry().find("3.6"));
    ASSERT_TRUE(opened);
    ASSERT_EQ(opened->errors.size(), 1U);
    EXPECT_EQ(opened->errors[0].where.line, 2);
    EXPECT_EQ(opened->recording->frames().count(), 2U);
}

TEST_F(LogFile, NoLogIsAnError) {
    const auto missing = open_log(path("missing.log"), *registry().find("3.6"));
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().text(),
              path("missing.log") + ": cannot read the log; check the path");
    const std::string file = path("empty.log");
    write(file, "");
    const auto empty = open_log(file, *registry().find("3.6"));
    ASSERT_FALSE(empty);
    EXPECT_EQ(empty.error().text(),
              file +
                  ": the log holds no frame; allowed: a log as `candump -l` writes it; record one: "
                  "chargerig run normal/din --log session.log");
}

}  // namespace
}  // namespace chargerig::desktop
