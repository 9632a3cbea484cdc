// SPDX-License-Identifier: Apache-2.0
//
// Logs that are none, and exactly what is said about them.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "sim/can/bus_address.hpp"
#include "sim/can/candump_log.hpp"

namespace chargerig::can {
namespace {

using namespace std::string_literals;

constexpr int kEndless = 10'000;

// Every result up to the end: "frame", or an error's text.
std::vector<std::string> results_of(std::istream& in) {
    CandumpReader reader(in, "a.log");
    std::vector<std::string> out;
    Frame frame;
    for (int i = 0; i < kEndless; ++i) {
        const auto more = reader.next(frame);
        if (more && !*more) return out;
        out.push_back(more ? "frame" : more.error().text());
    }
    return {"never ends"};
}

std::vector<std::string> results_of(const std::string& bytes) {
    std::istringstream in(bytes);
    return results_of(in);
}

std::string time_stamp_error(const std::string& shown, int line = 1) {
    return "a.log:" + std::to_string(line) + ":1: no time stamp: '" + shown +
           "'; allowed: (seconds.microseconds), e.g. (1436509052.249713)";
}

struct Ugly {
    const char* name;
    std::string bytes;
    std::vector<std::string> results;
};

TEST(UglyLogs, GetTheExactErrors) {
    const std::string kTooLong =
        ":1: the line is too long; allowed: at most 1024 bytes; is this a log of candump -l?";
    const std::string kName = "'; allowed: 1 to 64 characters of UTF-8 text";
    for (const Ugly& ugly : {
             Ugly{"empty", "", {}},
             Ugly{"line ends only", "\n\r\n\n", {}},
             Ugly{"no line end at the end", "(0.0) a 001#", {"frame"}},
             Ugly{"binary",
                  "\x7F"
                  "ELF\x02\x01\0\0\n\xFF\xFE"s,
                  {time_stamp_error("\\x7FELF\\x02\\x01\\x00\\x00"),
                   time_stamp_error("\\xFF\\xFE", 2)}},
             Ugly{"byte-order mark",
                  "\xEF\xBB\xBF(0.0) a 001#\n(0.1) a 001#\n",
                  {time_stamp_error("\xEF\xBB\xBF(0.0)"), "frame"}},
             Ugly{"long line",
                  std::string(1025, 'x') + "\n(0.0) a 001#\n",
                  {"a.log:1" + kTooLong, "frame"}},
             Ugly{"the longest line", "(0.0) a 001#" + std::string(1012, ' ') + "\n", {"frame"}},
             Ugly{"a gigantic line", std::string(2'000'000, '0'), {"a.log:1" + kTooLong}},
             Ugly{
                 "a line without an end",
                 std::string(16'777'217, '0') + "\n(0.0) a 001#\n",
                 {"a.log:1:1: the line does not end; allowed: at most 1024 bytes; is this a log of "
                  "candump -l?"}},
             Ugly{"long value",
                  std::string(1000, 'x') + "\n",
                  {time_stamp_error(std::string(200, 'x') + "...")}},
             Ugly{"long name",
                  "(0.0) " + std::string(65, 'n') + " 001#\n",
                  {"a.log:1:7: name of an interface: '" + std::string(65, 'n') + kName}},
             Ugly{"longest name", "(0.0) " + std::string(64, 'n') + " 001#\n", {"frame"}},
             Ugly{"escape in a name",
                  "(0.0) a\x1B[2J 001#\n",
                  {"a.log:1:7: name of an interface: 'a\\x1B[2J" + kName}},
             Ugly{"NUL in a name",
                  "(0.0) a\0b 001#\n"s,
                  {"a.log:1:7: name of an interface: 'a\\x00b" + kName}},
             Ugly{"Latin-1 in a name",
                  "(0.0) \xE4 001#\n",
                  {"a.log:1:7: name of an interface: '\\xE4" + kName}},
             Ugly{"NUL in the data",
                  "(0.0) a 001#0\0\n"s,
                  {"a.log:1:14: data: '0\\x00'; allowed: hex digits, two for each byte"}},
             Ugly{"cut off",
                  "(0.0) a 0106B0",
                  {"a.log:1:9: no frame: '0106B0'; allowed: ID#DATA, e.g. 0106B000#01"}},
         }) {
        EXPECT_EQ(results_of(ugly.bytes), ugly.results) << ugly.name;
    }
}

TEST(UglyLogs, HaveAtMost256Interfaces) {
    std::string log;
    for (int i = 0; i < 257; ++i) log += "(0.0) a" + std::to_string(i) + " 001#\n";
    const auto results = results_of(log);
    ASSERT_EQ(results.size(), 257U);
    EXPECT_EQ(results.back(),
              "a.log:257: too many interfaces in one log: 'a256'; allowed: 256; split the log");
}

TEST(UglyLogs, AFolderComesToAnEnd) {
    std::ifstream folder("/");
    EXPECT_THAT(results_of(folder), testing::ElementsAre("a.log: cannot read on"));
}

TEST(UglyBusAddresses, SayWhatIsAllowed) {
    const auto error = [](std::string_view text) {
        const auto address = parse_bus_address(text);
        return address ? "" : address.error().text();
    };
    const std::string kForms =
        "allowed: in-process, can:IFACE or PLUGIN:INTERFACE, e.g. virtualcan:can0";
    EXPECT_EQ(error("can:can0?bitrate=500000&bitrate=500000"),
              "bus option given twice: 'bitrate=500000'; allowed: each option once");
    EXPECT_EQ(error("can:can0?bitrate=500000&&receive_own=true"),
              "bus option without a value; allowed: key=value");
    EXPECT_EQ(error("can:can0?bitrate=5e5"),
              "bus option bitrate: '5e5'; allowed: 5000 to 1000000 (bit/s)");
    EXPECT_EQ(error("can:can0?bitrate=99999999999999999999"),
              "bus option bitrate: '99999999999999999999'; allowed: 5000 to 1000000 (bit/s)");
    EXPECT_EQ(error("can:can0?bitrate=-5000"),
              "bus option bitrate: '-5000'; allowed: 5000 to 1000000 (bit/s)");
    EXPECT_EQ(error("virtualcan:a\x1B"),
              "name of an interface: 'a\\x1B'; allowed: UTF-8 text without blanks");
    EXPECT_EQ(error(std::string_view("virtualcan:a\0b", 14)),
              "name of an interface: 'a\\x00b'; allowed: UTF-8 text without blanks");
    EXPECT_EQ(error("virtualcan:\xE4"),
              "name of an interface: '\\xE4'; allowed: UTF-8 text without blanks");
    EXPECT_EQ(error(":"), "not a kind of bus; " + kForms);
    EXPECT_EQ(error(std::string(100'000, ':')), "not a kind of bus; " + kForms);
    EXPECT_EQ(error(std::string(100'000, 'x')),
              "not a bus: '" + std::string(200, 'x') + "...'; " + kForms);
}

}  // namespace
}  // namespace chargerig::can
