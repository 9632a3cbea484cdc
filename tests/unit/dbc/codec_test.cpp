// SPDX-License-Identifier: Apache-2.0
#include "sim/dbc/codec.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace chargerig::dbc {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const double kNaN = std::numeric_limits<double>::quiet_NaN();

Signal signal(int start, int length, ByteOrder order = ByteOrder::little_endian,
              bool is_signed = false, double factor = 1.0, double offset = 0.0) {
    Signal s;
    s.name = "S";
    s.start = static_cast<std::uint16_t>(start);
    s.length = static_cast<std::uint16_t>(length);
    s.byte_order = order;
    s.is_signed = is_signed;
    s.factor = factor;
    s.offset = offset;
    return s;
}

Signal limited(Signal s, double minimum, double maximum) {
    s.limited = true;
    s.minimum = minimum;
    s.maximum = maximum;
    return s;
}

// Bit by bit, straight from the definition of the two byte orders.
std::uint64_t slow_raw(const Signal& s, const Payload& payload) {
    std::uint64_t raw = 0;
    int position = s.start;
    for (int i = 0; i < s.length; ++i) {
        const std::uint64_t bit = (payload[position / 8] >> (position % 8)) & 1U;
        if (s.byte_order == ByteOrder::little_endian) {
            raw |= bit << i;
            ++position;
        } else {
            raw = (raw << 1) | bit;
            position = position % 8 == 0 ? position + 15 : position - 1;
        }
    }
    return raw;
}

std::vector<Signal> every_place() {
    std::vector<Signal> all;
    for (const ByteOrder order : {ByteOrder::little_endian, ByteOrder::big_endian}) {
        for (const bool is_signed : {false, true}) {
            for (int start = 0; start < 64; ++start) {
                for (int length = 1; length <= 64; ++length) {
                    const Signal s = signal(start, length, order, is_signed);
                    if (bytes_needed(s) <= 8) all.push_back(s);
                }
            }
        }
    }
    return all;
}

TEST(SignalCodec, RawValueAgreesWithTheDefinitionAtEveryPlace) {
    std::mt19937_64 random(1);
    const std::vector<Signal> all = every_place();
    EXPECT_EQ(all.size(), 4U * 64U * 65U / 2U);
    for (const Signal& s : all) {
        const SignalCodec codec(s);
        Payload payload;
        for (auto& byte : payload) byte = static_cast<std::uint8_t>(random());
        ASSERT_EQ(codec.raw(payload), slow_raw(s, payload)) << s.start << "|" << s.length;
    }
}

TEST(SignalCodec, WritingChangesTheSignalsBitsAlone) {
    std::mt19937_64 random(2);
    for (const Signal& s : every_place()) {
        const SignalCodec codec(s);
        Payload payload;
        for (auto& byte : payload) byte = static_cast<std::uint8_t>(random());
        Payload source;
        for (auto& byte : source) byte = static_cast<std::uint8_t>(random());
        const std::int64_t raw = codec.signed_raw(source);

        Payload written = payload;
        const bool whole_unsigned = !s.is_signed && s.length == 64;
        ASSERT_TRUE(whole_unsigned ? codec.set_raw(static_cast<std::uint64_t>(raw), written)
                                   : codec.set_signed_raw(raw, written))
            << s.start << "|" << s.length;
        ASSERT_EQ(codec.signed_raw(written), raw);
        // Put the old bits back: the rest must not have moved.
        const std::int64_t old = codec.signed_raw(payload);
        ASSERT_TRUE(whole_unsigned ? codec.set_raw(static_cast<std::uint64_t>(old), written)
                                   : codec.set_signed_raw(old, written));
        ASSERT_EQ(written, payload) << s.start << "|" << s.length;
    }
}

TEST(SignalCodec, PhysicalValuesSurviveARoundTripAtEveryPlace) {
    std::mt19937_64 random(3);
    for (Signal s : every_place()) {
        s.factor = 0.1;
        s.offset = -40.0;
        if (s.length > 48) continue;  // raw, factor and offset fit a double's 53 bits
        const SignalCodec codec(s);
        Payload payload;
        for (auto& byte : payload) byte = static_cast<std::uint8_t>(random());
        Payload again = payload;
        ASSERT_EQ(codec.encode(codec.decode(payload), again), EncodeFault::none);
        ASSERT_EQ(again, payload) << s.start << "|" << s.length << " " << codec.decode(payload);
    }
}

TEST(SignalCodec, RawValuesOf64BitsAreExact) {
    const SignalCodec whole(signal(0, 64));
    const SignalCodec turned(signal(7, 64, ByteOrder::big_endian, true));
    Payload payload{};
    ASSERT_TRUE(whole.set_raw(0xFEDCBA9876543211U, payload));
    EXPECT_EQ(payload, (Payload{0x11, 0x32, 0x54, 0x76, 0x98, 0xBA, 0xDC, 0xFE}));
    EXPECT_EQ(whole.raw(payload), 0xFEDCBA9876543211U);
    EXPECT_EQ(whole.decode(payload), 18364758544493064721.0);
    const std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
    ASSERT_TRUE(turned.set_signed_raw(lowest, payload));
    EXPECT_EQ(payload, (Payload{0x80, 0, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(turned.signed_raw(payload), lowest);
}

TEST(SignalCodec, RawValuesThatDoNotFitAreRefused) {
    Payload payload{1, 2, 3, 4, 5, 6, 7, 8};
    const Payload before = payload;
    EXPECT_FALSE(SignalCodec(signal(0, 8)).set_raw(256, payload));
    EXPECT_FALSE(SignalCodec(signal(0, 8)).set_signed_raw(-1, payload));
    const SignalCodec with_sign(signal(0, 8, ByteOrder::little_endian, true));
    EXPECT_FALSE(with_sign.set_raw(128, payload));
    EXPECT_FALSE(with_sign.set_signed_raw(-129, payload));
    EXPECT_FALSE(with_sign.set_signed_raw(128, payload));
    EXPECT_EQ(payload, before);
    EXPECT_TRUE(with_sign.set_signed_raw(-128, payload));
    EXPECT_EQ(payload[0], 0x80);
}

TEST(SignalCodec, DecimalFactorsGiveTheNearestDouble) {
    const SignalCodec codec(signal(0, 16, ByteOrder::little_endian, true, 0.1));
    for (int raw = -32768; raw <= 32767; ++raw) {
        Payload payload{};
        ASSERT_TRUE(codec.set_signed_raw(raw, payload));
        ASSERT_EQ(codec.decode(payload), raw / 10.0);
        Payload again{};
        ASSERT_EQ(codec.encode(raw / 10.0, again), EncodeFault::none);
        ASSERT_EQ(again, payload);
    }
}

struct Case {
    const char* name;
    Signal signal;
    double value;
    EncodeFault fault;
    std::int64_t raw;  // when it fits
};
void PrintTo(const Case& c, std::ostream* out) {
    *out << c.name << " " << c.value;
}

class SignalRange : public ::testing::TestWithParam<Case> {};

TEST_P(SignalRange, IsKept) {
    const Case& c = GetParam();
    const SignalCodec codec(c.signal);
    Payload payload{0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA};
    const Payload before = payload;
    EXPECT_EQ(codec.encode(c.value, payload), c.fault);
    if (c.fault == EncodeFault::none) {
        EXPECT_EQ(codec.signed_raw(payload), c.raw);
    } else {
        EXPECT_EQ(payload, before);
    }
}

using enum EncodeFault;
constexpr auto kIntel = ByteOrder::little_endian;

const Signal kByte = signal(0, 8);
const Signal kSigned = signal(0, 8, kIntel, true);
const Signal kVolts = signal(0, 16, kIntel, false, 0.1);
const Signal kPercent = limited(signal(0, 8), 0, 100);
const Signal kCelsius = limited(signal(0, 8, kIntel, false, 1, -40), -40, 215);
const Signal kNegative = limited(signal(0, 8, kIntel, false, -2, 10), -100, 10);
const Signal kWide = signal(0, 64);
const Signal kWideSigned = signal(0, 64, kIntel, true);

INSTANTIATE_TEST_SUITE_P(
    Table, SignalRange,
    ::testing::Values(
        Case{"byte", kByte, 0, none, 0}, Case{"byte", kByte, 255, none, 255},
        Case{"byte", kByte, 256, above_range, 0}, Case{"byte", kByte, -1, below_range, 0},
        Case{"byte", kByte, 255.4, none, 255}, Case{"byte", kByte, 255.5, above_range, 0},
        Case{"byte", kByte, -0.4, none, 0}, Case{"byte", kByte, -0.6, below_range, 0},
        Case{"byte", kByte, 2.5, none, 2}, Case{"byte", kByte, 3.5, none, 4},
        Case{"byte", kByte, kNaN, not_a_number, 0}, Case{"byte", kByte, kInfinity, above_range, 0},
        Case{"byte", kByte, -kInfinity, below_range, 0}, Case{"byte", kByte, 1e300, above_range, 0},
        Case{"signed", kSigned, 127, none, 127}, Case{"signed", kSigned, 128, above_range, 0},
        Case{"signed", kSigned, -128, none, -128}, Case{"signed", kSigned, -129, below_range, 0},
        Case{"signed", kSigned, -128.5, none, -128},
        Case{"signed", kSigned, -128.6, below_range, 0}, Case{"volts", kVolts, 6553.5, none, 65535},
        Case{"volts", kVolts, 6553.6, above_range, 0}, Case{"volts", kVolts, 331.5, none, 3315},
        Case{"volts", kVolts, 0.3, none, 3}, Case{"percent", kPercent, 100, none, 100},
        Case{"percent", kPercent, 100.0000001, none, 100},
        Case{"percent", kPercent, 100.6, above_range, 0},
        Case{"percent", kPercent, 101, above_range, 0},
        Case{"percent", kPercent, -1, below_range, 0}, Case{"celsius", kCelsius, -40, none, 0},
        Case{"celsius", kCelsius, 215, none, 255}, Case{"celsius", kCelsius, -41, below_range, 0},
        Case{"negative factor", kNegative, 10, none, 0},
        Case{"negative factor", kNegative, -100, none, 55},
        Case{"negative factor", kNegative, 12, above_range, 0},
        Case{"negative factor", kNegative, -102, below_range, 0},
        Case{"one bit", signal(0, 1), 1, none, 1}, Case{"one bit", signal(0, 1), 2, above_range, 0},
        Case{"one signed bit", signal(0, 1, kIntel, true), -1, none, -1},
        Case{"one signed bit", signal(0, 1, kIntel, true), 1, above_range, 0},
        Case{"53 bits", signal(0, 53), 9007199254740991.0, none, 9007199254740991},
        Case{"53 bits", signal(0, 53), 9007199254740992.0, above_range, 0},
        Case{"63 bits", signal(0, 63), 9223372036854774784.0, none, 9223372036854774784},
        Case{"63 bits", signal(0, 63), 9223372036854775808.0, above_range, 0},
        Case{"64 bits", kWide, 18446744073709549568.0, none, -2048},
        Case{"64 bits", kWide, 18446744073709551616.0, above_range, 0},
        Case{"64 bits", kWide, 9223372036854775808.0, none,
             std::numeric_limits<std::int64_t>::min()},
        Case{"64 signed", kWideSigned, 9223372036854774784.0, none, 9223372036854774784},
        Case{"64 signed", kWideSigned, 9223372036854775808.0, above_range, 0},
        Case{"64 signed", kWideSigned, -9223372036854775808.0, none,
             std::numeric_limits<std::int64_t>::min()},
        Case{"64 signed", kWideSigned, -9223372036854777856.0, below_range, 0}));

TEST(SignalCodec, KnowsWhatItTakes) {
    EXPECT_EQ(SignalCodec(kVolts).lowest(), 0.0);
    EXPECT_EQ(SignalCodec(kVolts).highest(), 6553.5);
    EXPECT_EQ(SignalCodec(kSigned).lowest(), -128.0);
    EXPECT_EQ(SignalCodec(kPercent).highest(), 100.0);
    EXPECT_EQ(SignalCodec(kNegative).lowest(), -100.0);
    EXPECT_EQ(SignalCodec(kNegative).highest(), 10.0);
}

Message muxed() {
    Message m;
    m.name = "M";
    m.length = 4;
    m.signals = {signal(0, 8), signal(8, 8), signal(8, 16), signal(24, 8)};
    const char* names[] = {"Which", "A", "B", "Always"};
    for (int i = 0; i < 4; ++i) m.signals[i].name = names[i];
    m.signals[0].multiplex = Multiplex::selector;
    m.signals[1].multiplex = m.signals[2].multiplex = Multiplex::selected;
    m.signals[1].multiplex_value = 0;
    m.signals[2].multiplex_value = 12;
    return m;
}

TEST(MessageCodec, DecodesSelectedSignalsAlone) {
    const MessageCodec codec(muxed());
    EXPECT_TRUE(codec.multiplexed());
    std::array<double, 4> values{};
    codec.decode({0, 5, 1, 7}, values);
    EXPECT_EQ(values[1], 5.0);
    EXPECT_TRUE(std::isnan(values[2]));
    EXPECT_EQ(values[3], 7.0);
    codec.decode({12, 5, 1, 7}, values);
    EXPECT_TRUE(std::isnan(values[1]));
    EXPECT_EQ(values[2], 261.0);
    codec.decode({3, 5, 1, 7}, values);
    EXPECT_TRUE(std::isnan(values[1]));
    EXPECT_TRUE(std::isnan(values[2]));
    EXPECT_TRUE(codec.selected(3, {3, 5, 1, 7}));
}

TEST(MessageCodec, EncodesSelectedSignalsAlone) {
    const MessageCodec codec(muxed());
    Payload payload{};
    EXPECT_TRUE(codec.encode(std::array{12.0, 1e9, 261.0, 7.0}, payload));
    EXPECT_EQ(payload, (Payload{12, 5, 1, 7}));
    EXPECT_TRUE(codec.encode(std::array{0.0, 5.0, kNaN, 7.0}, payload));
    EXPECT_EQ(payload, (Payload{0, 5, 0, 7}));
    EXPECT_EQ(codec.encode(std::array{0.0, 256.0, 0.0, 7.0}, payload),
              (EncodeStatus{above_range, 1}));
    EXPECT_EQ(codec.encode(std::array{-1.0, 2.0, 0.0, 7.0}, payload),
              (EncodeStatus{below_range, 0}));
    EXPECT_EQ(payload, (Payload{0, 5, 0, 7}));
}

TEST(MessageCodec, RefusesWhatItCannotEncode) {
    Message m = muxed();
    m.signals[0].multiplex = m.signals[1].multiplex = m.signals[2].multiplex = Multiplex::none;
    const MessageCodec overlapping(m);
    Payload payload{9};
    EXPECT_EQ(overlapping.encode(std::array{0.0, 0.0, 0.0, 0.0}, payload).fault, signals_overlap);
    EXPECT_EQ(overlapping.error({signals_overlap, 0}, 0).text(),
              "M: two signals share bits, so it cannot be encoded; mend the DBC file");
    m.signals.pop_back();
    EXPECT_EQ(MessageCodec(m).encode(std::array{0.0}, payload).fault, wrong_count);
    EXPECT_EQ(MessageCodec(m).error({wrong_count, 0}, 0).text(),
              "M: not one value for each signal; allowed: 3 values");
    EXPECT_EQ(payload, Payload{9});
}

TEST(MessageCodec, ErrorsNameSignalValueAndRange) {
    Message m;
    m.name = "DC_Power_Control";
    m.length = 2;
    m.signals = {kVolts};
    m.signals[0].name = "Target_Voltage";
    m.signals[0].unit = "V";
    const MessageCodec codec(m);
    Payload payload{};
    EXPECT_EQ(
        codec.error(codec.encode(std::array{7000.0}, payload), 7000.0).text(),
        "DC_Power_Control.Target_Voltage is above what the signal holds: '7000'; allowed: 0 to "
        "6553.5 V");
    EXPECT_EQ(codec.error(codec.encode(std::array{-1.0}, payload), -1.0).text(),
              "DC_Power_Control.Target_Voltage is below what the signal holds: '-1'; allowed: 0 to "
              "6553.5 V");
    EXPECT_EQ(codec.error(codec.encode(std::array{kNaN}, payload), kNaN).text(),
              "DC_Power_Control.Target_Voltage is not a number: 'nan'; allowed: 0 to 6553.5 V");
}

TEST(MessageCodec, BothByteOrdersInOneMessage) {
    Message m;
    m.name = "M";
    m.length = 8;
    m.signals = {signal(0, 12), signal(19, 12, ByteOrder::big_endian, true), signal(60, 4)};
    const MessageCodec codec(m);
    Payload payload{};
    ASSERT_TRUE(codec.encode(std::array{0xABC * 1.0, -2.0, 5.0}, payload));
    EXPECT_EQ(payload, (Payload{0xBC, 0x0A, 0x0F, 0xFE, 0, 0, 0, 0x50}));
    std::array<double, 3> values{};
    codec.decode(payload, values);
    EXPECT_EQ(values, (std::array{0xABC * 1.0, -2.0, 5.0}));
}

}  // namespace
}  // namespace chargerig::dbc
