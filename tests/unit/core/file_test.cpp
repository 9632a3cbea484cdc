// SPDX-License-Identifier: Apache-2.0
#include "sim/core/file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace chargerig::core {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCheck = "; check the path and its permissions";

// A folder of its own for each test.
class ReadFile : public testing::Test {
protected:
    void SetUp() override { fs::create_directories(folder_); }
    void TearDown() override {
        fs::permissions(folder_, fs::perms::owner_all);
        fs::remove_all(folder_);
    }
    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    std::string write(const std::string& name, const std::string& bytes) const {
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    }

private:
    fs::path folder_ =
        fs::temp_directory_path() / ("chargerig_file_test." + std::to_string(getpid()));
};

TEST_F(ReadFile, GivesAllBytes) {
    const std::string bytes("\0\r\n\xFF\x1A", 5);
    EXPECT_EQ(read_file(write("a", bytes)), bytes);
    EXPECT_EQ(read_file(write("b", "")), "");
    const std::string large(200'000, 'x');
    EXPECT_EQ(read_file(write("c", large)), large);
}

TEST_F(ReadFile, TakesAsMuchAsIsAllowedAndNoMore) {
    const std::string name = write("a", std::string(1'048'576, 'x'));
    EXPECT_TRUE(read_file(name, 1'048'576));
    EXPECT_EQ(read_file(write("a", std::string(1'048'577, 'x')), 1'048'576).error().text(),
              name + ": the file is too large; allowed: at most 1 MiB");
    EXPECT_EQ(read_file("/dev/zero", 1'048'576).error().text(),
              "/dev/zero: the file is too large; allowed: at most 1 MiB");
}

TEST_F(ReadFile, SaysWhyItCannot) {
    EXPECT_EQ(read_file(path("none")).error().text(),
              path("none") + ": cannot read the file: No such file or directory" + kCheck);
    EXPECT_EQ(read_file(path("")).error().text(),
              path("") + ": cannot read the file: Is a directory" + kCheck);
    EXPECT_EQ(read_file(write("a", "") + "/b").error().text(),
              path("a") + "/b: cannot read the file: Not a directory" + kCheck);
    EXPECT_EQ(read_file("").error().text(),
              "cannot read the file: No such file or directory" + std::string(kCheck));
}

// Root may read everything, so it is somebody else as long as this lives.
class NotRoot {
public:
    NotRoot() {
        constexpr uid_t kNobody = 65534;
        if (before_ == 0) {
            EXPECT_EQ(seteuid(kNobody), 0);
        }
    }
    NotRoot(const NotRoot&) = delete;
    NotRoot& operator=(const NotRoot&) = delete;
    ~NotRoot() { EXPECT_EQ(seteuid(before_), 0); }

private:
    const uid_t before_ = geteuid();
};

TEST_F(ReadFile, NeedsThePermission) {
    const std::string name = write("a", "x");
    fs::permissions(name, fs::perms::none);
    const NotRoot not_root;
    EXPECT_EQ(read_file(name).error().text(),
              name + ": cannot read the file: Permission denied" + kCheck);
}

}  // namespace
}  // namespace chargerig::core
