// SPDX-License-Identifier: Apache-2.0
#include "sim/can/candump_log.hpp"

#include <gmock/gmock.h>

#include <array>
#include <sstream>

namespace chargerig::can {
namespace {

using namespace core::literals;

std::string line_of(const Frame& frame, std::string_view interface = "sim0",
                    core::Duration offset = {}) {
    std::array<char, kMaxCandumpLine> buffer;
    return {buffer.data(), write_candump_line(frame, offset, interface, buffer.data())};
}

Frame frame_of(std::uint32_t id, std::initializer_list<std::uint8_t> data,
               std::uint8_t flags = kExtended, core::Instant time = {}) {
    Frame frame;
    frame.time = time;
    frame.id = id;
    frame.flags = flags;
    frame.length = static_cast<std::uint8_t>(data.size());
    std::copy(data.begin(), data.end(), frame.data.begin());
    return frame;
}

TEST(CandumpWriter, WritesAnExtendedFrameAsCandumpDoes) {
    EXPECT_EQ(line_of(frame_of(0x0106B000, {0x01})), "(0000000000.000000) sim0 0106B000#01\n");
}

TEST(CandumpWriter, WritesEightBytesInUpperCase) {
    const Frame frame = frame_of(0x01063000, {0xDE, 0xAD, 0xBE, 0xEF, 0x00, 0x01, 0x9A, 0xFF},
                                 kExtended, {100'000'000});
    EXPECT_EQ(line_of(frame), "(0000000000.100000) sim0 01063000#DEADBEEF00019AFF\n");
}

TEST(CandumpWriter, WritesStandardRemoteEmptyAndErrorFrames) {
    EXPECT_EQ(line_of(frame_of(0x7F, {0xAB}, 0)), "(0000000000.000000) sim0 07F#AB\n");
    EXPECT_EQ(line_of(frame_of(0x7FF, {}, 0)), "(0000000000.000000) sim0 7FF#\n");
    EXPECT_EQ(line_of(frame_of(0x123, {}, kRemote)), "(0000000000.000000) sim0 123#R\n");
    Frame remote = frame_of(0x123, {}, kRemote | kExtended);
    remote.length = 8;
    EXPECT_EQ(line_of(remote), "(0000000000.000000) sim0 00000123#R8\n");
    EXPECT_EQ(line_of(frame_of(0x4, {0, 0x30}, kErrorFrame | kExtended)),
              "(0000000000.000000) sim0 20000004#0030\n");
}

TEST(CandumpWriter, CutsToWholeMicrosecondsAndAddsTheOffset) {
    const Frame frame = frame_of(1, {}, kExtended, {1'999});
    EXPECT_EQ(line_of(frame), "(0000000000.000001) sim0 00000001#\n");
    EXPECT_EQ(line_of(frame, "vcan0", 1'436'509'052_s), "(1436509052.000001) vcan0 00000001#\n");
    EXPECT_EQ(line_of(frame_of(1, {}, 0, {INT64_MAX})), "(9223372036.854775) sim0 001#\n");
}

TEST(CandumpWriter, LongestLineFitsTheBuffer) {
    const std::string name(kMaxInterfaceName, 'x');
    const Frame frame = frame_of(0x1FFFFFFF, {1, 2, 3, 4, 5, 6, 7, 8});
    EXPECT_EQ(line_of(frame, name).size(), kMaxCandumpLine);
}

struct Log {
    std::vector<Frame> frames;
    std::vector<std::string> errors;
    std::vector<std::string> interfaces;
    std::uint64_t times_backwards = 0;
};

Log read(const std::string& text) {
    std::istringstream in(text);
    CandumpReader reader(in, "a.log");
    Log log;
    Frame frame;
    for (;;) {
        const auto more = reader.next(frame);
        if (!more) {
            log.errors.push_back(more.error().text());
        } else if (!*more) {
            break;
        } else {
            log.frames.push_back(frame);
        }
    }
    log.interfaces = reader.interfaces();
    log.times_backwards = reader.times_backwards();
    return log;
}

TEST(CandumpReader, ReadsBackWhatTheWriterWrote) {
    std::vector<Frame> frames;
    std::string text;
    std::uint32_t random = 12345;  // a linear congruential generator suffices here
    const auto next = [&] { return random = random * 1664525u + 1013904223u, random >> 3; };
    for (int i = 0; i < 5000; ++i) {
        Frame frame;
        frame.time = {static_cast<std::int64_t>(i) * 1'234'567'000 + 7'000};
        frame.flags = static_cast<std::uint8_t>(next() % 4);
        if (i % 50 == 0) frame.flags = kErrorFrame | kExtended;
        frame.id = next() & (frame.extended() ? kMaxExtendedId : kMaxStandardId);
        frame.length = static_cast<std::uint8_t>(next() % 9);
        if ((frame.flags & kRemote) == 0) {
            for (int b = 0; b < frame.length; ++b)
                frame.data[b] = static_cast<std::uint8_t>(next());
        }
        frames.push_back(frame);
        text += line_of(frame);
    }
    const Log log = read(text);
    EXPECT_TRUE(log.errors.empty());
    EXPECT_EQ(log.frames, frames);
    EXPECT_EQ(log.times_backwards, 0u);
}

TEST(CandumpReader, TakesWhatOtherToolsWrite) {
    const Log log = read(
        "(0.0) vcan0 001#8d00100100820100\r\n"
        "\n"
        "  \t\r\n"
        "(1436509052.249713)  vcan0   044#2A366C2BBA R\n"
        "(1436509052.249713123)\tcan1 1fffffff#r T\n"
        "(1436509053.5) vcan0 20000080#0000000000000000  ");
    EXPECT_TRUE(log.errors.empty());
    ASSERT_EQ(log.frames.size(), 4u);
    EXPECT_EQ(log.frames[0].id, 1u);
    EXPECT_FALSE(log.frames[0].extended());
    EXPECT_EQ(log.frames[0].data[0], 0x8D);
    EXPECT_EQ(log.frames[1].time.ns, 1'436'509'052'249'713'000);
    EXPECT_EQ(log.frames[1].direction, Direction::received);
    EXPECT_EQ(log.frames[2].time.ns, 1'436'509'052'249'713'123);
    EXPECT_EQ(log.frames[2].direction, Direction::sent);
    EXPECT_EQ(log.frames[2].flags, kExtended | kRemote);
    EXPECT_EQ(log.frames[2].bus, 1);
    EXPECT_EQ(log.frames[3].flags, kExtended | kErrorFrame);
    EXPECT_EQ(log.frames[3].id, 0x80u);
    EXPECT_THAT(log.interfaces, testing::ElementsAre("vcan0", "can1"));
}

TEST(CandumpReader, CountsTimesThatGoBackwardsAndDeliversThem) {
    const Log log = read("(5.0) a 001#\n(4.0) a 002#\n(4.5) a 003#\n(1.0) a 004#\n");
    EXPECT_EQ(log.frames.size(), 4u);
    EXPECT_EQ(log.times_backwards, 2u);
}

TEST(CandumpReader, GoesOnAfterABadLine) {
    const Log log = read("(0.1) a 001#\nrubbish\n(0.2) a 002#\n");
    EXPECT_EQ(log.frames.size(), 2u);
    EXPECT_THAT(log.errors,
                testing::ElementsAre("a.log:2:1: no time stamp: 'rubbish'; allowed: "
                                     "(seconds.microseconds), e.g. (1436509052.249713)"));
}

struct UglyLine {
    const char* line;
    const char* error;
};

class CandumpReaderErrors : public testing::TestWithParam<UglyLine> {};

TEST_P(CandumpReaderErrors, NamePlaceValueAndWhatIsAllowed) {
    const Log log = read(GetParam().line);
    EXPECT_TRUE(log.frames.empty());
    ASSERT_EQ(log.errors.size(), 1u);
    EXPECT_EQ(log.errors[0], GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Table, CandumpReaderErrors,
    testing::Values(
        UglyLine{"(1.5 can0 001#",
                 "a.log:1:1: no time stamp: '(1.5'; allowed: (seconds.microseconds), e.g. "
                 "(1436509052.249713)"},
        UglyLine{"(1.) can0 001#",
                 "a.log:1:1: no time stamp: '(1.)'; allowed: (seconds.microseconds), e.g. "
                 "(1436509052.249713)"},
        UglyLine{"(1.0123456789) can0 001#",
                 "a.log:1:4: decimals of a time stamp: '0123456789'; allowed: 1 to 9 digits"},
        UglyLine{"(-1.5) can0 001#",
                 "a.log:1:2: bad time stamp: '(-1.5)'; allowed: (seconds.microseconds), e.g. "
                 "(1436509052.249713)"},
        UglyLine{"(1.5e3) can0 001#",
                 "a.log:1:5: bad time stamp: '(1.5e3)'; allowed: (seconds.microseconds), e.g. "
                 "(1436509052.249713)"},
        UglyLine{"(9223372036.0) can0 001#",
                 "a.log:1:2: time stamp too large: '9223372036'; allowed: 0 to 9223372035 s"},
        UglyLine{"(99999999999999999999999.0) can0 001#",
                 "a.log:1:2: time stamp too large: '99999999999999999999999'; allowed: 0 to "
                 "9223372035 s"},
        UglyLine{"(1.5)", "a.log:1:6: no interface; allowed: a name behind the time stamp"},
        UglyLine{"(1.5) can0", "a.log:1:11: no frame; allowed: ID#DATA, e.g. 0106B000#01"},
        UglyLine{"(1.5) can0 123",
                 "a.log:1:12: no frame: '123'; allowed: ID#DATA, e.g. 0106B000#01"},
        UglyLine{"(1.5) can0 123##1AABB",
                 "a.log:1:12: CAN FD frame: '123##1AABB'; allowed: classic CAN frames, ID#DATA; "
                 "record the bus again without CAN FD, or filter such lines out"},
        UglyLine{"(1.5) can0 12345#00",
                 "a.log:1:12: identifier: '12345'; allowed: 3 hex digits (standard) or 8 "
                 "(extended)"},
        UglyLine{"(1.5) can0 #00",
                 "a.log:1:12: identifier; allowed: 3 hex digits (standard) or 8 (extended)"},
        UglyLine{"(1.5) can0 1G3#00", "a.log:1:13: identifier: '1G3'; allowed: hex digits"},
        UglyLine{"(1.5) can0 800#00", "a.log:1:12: identifier: '800'; allowed: 000 to 7FF"},
        UglyLine{"(1.5) can0 8106B000#01",
                 "a.log:1:12: identifier: '8106B000'; allowed: 00000000 to 1FFFFFFF, or 20000000 "
                 "to 3FFFFFFF for an error frame"},
        UglyLine{"(1.5) can0 123#0",
                 "a.log:1:16: data with half a byte: '0'; allowed: hex digits, two for each byte"},
        UglyLine{"(1.5) can0 123#00X1",
                 "a.log:1:18: data: '00X1'; allowed: hex digits, two for each byte"},
        UglyLine{"(1.5) can0 123#112233445566778899",
                 "a.log:1:32: too much data: '112233445566778899'; allowed: 0 to 8 bytes"},
        UglyLine{"(1.5) can0 123#1122334455667788_B",
                 "a.log:1:32: data: '1122334455667788_B'; allowed: hex digits, two for each byte"},
        UglyLine{"(1.5) can0 123#R9",
                 "a.log:1:17: length of a remote frame: '9'; allowed: 0 to 8, or nothing"},
        UglyLine{"(1.5) can0 123#R11",
                 "a.log:1:17: length of a remote frame: '11'; allowed: 0 to 8, or nothing"},
        UglyLine{"(1.5) can0 123#00 X",
                 "a.log:1:19: more behind the frame: 'X'; allowed: R (received), T (sent) or "
                 "nothing"}));

}  // namespace
}  // namespace chargerig::can
