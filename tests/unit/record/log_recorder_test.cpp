// SPDX-License-Identifier: Apache-2.0
#include "sim/record/log_recorder.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace chargerig::record {
namespace {

using namespace core::literals;

can::Frame status_at(core::Duration t) {
    can::Frame frame;
    frame.time = core::Instant{} + t;
    frame.id = 0x0106B000;
    frame.length = 1;
    frame.data[0] = 0x0C;
    return frame;
}

std::string temp_path(const char* name) {
    // Several test programs may run at once.
    const std::string own = std::to_string(getpid()) + name;
    return (std::filesystem::path(testing::TempDir()) / own).string();
}

TEST(LogRecorder, DigestOfNoFramesIsTheKnownOneOfNoBytes) {
    auto log = LogRecorder::open("", "sim0", {});
    ASSERT_TRUE(log);
    EXPECT_EQ(log->close().value(),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(LogRecorder, TheFileHoldsTheBytesThatWereHashed) {
    const std::string path = temp_path("chargerig_record_test.log");
    auto log = LogRecorder::open(path, "sim0", {});
    ASSERT_TRUE(log);
    log->write(status_at(0_ms));
    log->write(status_at(100_ms));
    // sha256sum of the two lines below, computed with coreutils.
    EXPECT_EQ(log->close().value(),
              "feb5557f748ba2c79e58b6b455e13795ea8df6de24f8ae68a2547f612304ae1f");
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_EQ(text.str(),
              "(0000000000.000000) sim0 0106B000#0C\n(0000000000.100000) sim0 0106B000#0C\n");
    std::filesystem::remove(path);
}

TEST(LogRecorder, TheDigestDoesNotDependOnFlushesOrBlocks) {
    auto once = LogRecorder::open("", "sim0", {});
    auto often = LogRecorder::open("", "sim0", {});
    for (int i = 0; i < 5'000; ++i) {
        once->write(status_at(1_ms * i));
        often->write(status_at(1_ms * i));
        if (i % 7 == 0) often->flush();
    }
    EXPECT_EQ(once->close().value(), often->close().value());
}

TEST(LogRecorder, AFolderThatIsNotThereIsAnError) {
    const auto log = LogRecorder::open("no/such/folder/x.log", "sim0", {});
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().text(),
              "no/such/folder/x.log: cannot write the log: No such file or directory; check the "
              "folder and its permissions");
}

TEST(LogRecorder, AFullDiskIsToldAtTheEnd) {
    auto log = LogRecorder::open("/dev/full", "sim0", {});
    ASSERT_TRUE(log);
    log->write(status_at(0_ms));
    const auto digest = log->close();
    ASSERT_FALSE(digest);
    EXPECT_EQ(digest.error().what, "the log is not complete: No space left on device");
}

}  // namespace
}  // namespace chargerig::record
