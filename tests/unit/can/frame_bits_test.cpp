// SPDX-License-Identifier: Apache-2.0
//
// Bits on the wire, against frames that can be worked out by hand or stand in the literature, and
// against an oracle that forms the stream bit by bit.
#include "sim/can/frame_bits.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <string>

#include "sim/core/random.hpp"

namespace chargerig::can {
namespace {

Frame frame(std::uint32_t id, std::uint8_t flags, std::initializer_list<std::uint8_t> data) {
    Frame out;
    out.id = id;
    out.flags = flags;
    out.length = static_cast<std::uint8_t>(data.size());
    std::copy(data.begin(), data.end(), out.data.begin());
    return out;
}

// The slow oracle: the figures of ISO 11898-1, written down bit by bit as characters.
void put(std::string& bits, std::uint32_t value, int count) {
    for (int i = count - 1; i >= 0; --i) bits += (value >> i & 1) != 0 ? '1' : '0';
}

std::string header_and_data(const Frame& frame) {
    const bool remote = (frame.flags & kRemote) != 0;
    std::string bits = "0";  // SOF
    if (frame.extended()) {
        put(bits, frame.id >> 18, 11);
        bits += "11";  // SRR, IDE
        put(bits, frame.id & 0x3FFFF, 18);
        bits += remote ? '1' : '0';
        bits += "00";  // r1, r0
    } else {
        put(bits, frame.id, 11);
        bits += remote ? '1' : '0';
        bits += "00";  // IDE, r0
    }
    put(bits, frame.length, 4);
    for (int i = 0; i < frame.length && !remote; ++i) put(bits, frame.data[i], 8);
    return bits;
}

std::uint32_t slow_crc(const std::string& bits) {
    std::uint32_t crc = 0;
    for (const char bit : bits) {
        const bool next = (bit == '1') != ((crc >> 14 & 1) != 0);
        crc = crc << 1 & 0x7FFF;
        if (next) crc ^= 0x4599;
    }
    return crc;
}

std::string stuffed(const std::string& bits) {
    std::string out;
    int equal = 0;
    for (const char bit : bits) {
        equal = !out.empty() && out.back() == bit ? equal + 1 : 1;
        out += bit;
        if (equal < 5) continue;
        out += bit == '1' ? '0' : '1';
        equal = 1;
    }
    return out;
}

// SOF to the end of the CRC sequence, as it is on the wire.
std::string slow_stream(const Frame& frame) {
    std::string bits = header_and_data(frame);
    put(bits, slow_crc(bits), 15);
    return stuffed(bits);
}

std::size_t unstuffed_length(const Frame& frame) {
    return header_and_data(frame).size() + 15;
}

Frame random_frame(core::RandomStream& random) {
    Frame out;
    out.flags = random.below(2) == 0 ? kExtended : 0;
    if (random.below(8) == 0) out.flags |= kRemote;
    // Half of the bytes are ones that need stuff bits.
    const auto byte = [&] {
        constexpr std::uint8_t kHard[] = {0x00, 0xFF, 0xF8, 0x07, 0xC1, 0x3E, 0xE0, 0x1F};
        return random.below(2) == 0 ? kHard[random.below(8)]
                                    : static_cast<std::uint8_t>(random.below(256));
    };
    for (int i = 0; i < 4; ++i) out.id = out.id << 8 | byte();
    out.id &= out.extended() ? kMaxExtendedId : kMaxStandardId;
    out.length = static_cast<std::uint8_t>(random.below(9));
    if ((out.flags & kRemote) == 0) {
        for (int i = 0; i < out.length; ++i) out.data[i] = byte();
    }
    return out;
}

// Without stuff bits and with the interframe space: 47 + 8 n standard, 67 + 8 n extended (ISO
// 11898-1); 111 and 131 bits with eight bytes are the figures of the literature on response times.
TEST(FrameBits, LengthsWithoutStuffBitsAreThoseOfTheStandard) {
    for (int n = 0; n <= 8; ++n) {
        for (const std::uint8_t flags : {std::uint8_t{0}, kExtended}) {
            Frame each = frame(0x2AA, flags, {});
            each.length = static_cast<std::uint8_t>(n);
            const int fixed = (flags == kExtended ? 67 : 47) + 8 * n;
            EXPECT_EQ(frame_bits(each) - stuff_bits(each) + kInterframeBits, fixed);
        }
    }
}

TEST(FrameBits, RemoteFrameHasNoDataWhateverItsLengthSays) {
    Frame remote = frame(0x2AA, kRemote, {});
    remote.length = 8;
    EXPECT_EQ(frame_bits(remote) - stuff_bits(remote) + kInterframeBits, 47);
}

// SOF, identifier, control field and CRC are all dominant: 34 equal bits. Each stuff bit is
// recessive and ends the row, so one stands behind every fifth.
TEST(FrameBits, StandardFrameOfZerosByHand) {
    const Frame zeros = frame(0, 0, {});
    EXPECT_EQ(frame_crc(zeros), 0);
    EXPECT_EQ(stuff_bits(zeros), 6);
    EXPECT_EQ(frame_bits(zeros), 44 + 6);
}

struct Golden {
    Frame frame;
    std::uint16_t crc;
    const char* stream;  // SOF to the end of the CRC sequence, stuff bits included
};

// Worked out apart from this program by the rules of ISO 11898-1.
TEST(FrameBits, GoldenFrames) {
    const Golden golden[] = {
        {frame(0x014, 0, {0x01}), 0x7753, "000001001010000010001000001001111011101010011"},
        {frame(0x555, 0, {0xF0}), 0x1CFC, "0101010101010000010111110000010011100111110100"},
        {frame(0x7FF, 0, {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}), 0x4C89,
         "01111101111101000100011111011111011111011111011111011111011111011111011111011111"
         "011111011111011111000110010001001"},
        {frame(0, kExtended, {0, 0, 0, 0, 0, 0, 0, 0}), 0x3DAF,
         "00000100000100110000010000010000010000010100000100000100000100000100000100000100"
         "000100000100000100000100000100000100000100011110110101111"},
        // Advantics_Controller_Status 3.1 and later, pistol 1, state 7 (spec 4.golden).
        {frame(0x0106B000, kExtended, {7}), 0x3485,
         "000001100000111110010110000010000010000010001000001111011010010000101"},
    };
    for (const auto& each : golden) {
        SCOPED_TRACE(each.frame.id);
        const std::string stream = each.stream;
        EXPECT_EQ(frame_crc(each.frame), each.crc);
        EXPECT_EQ(frame_bits(each.frame), static_cast<int>(stream.size()) + 10);
        EXPECT_EQ(slow_stream(each.frame), stream) << "the oracle";
    }
}

// The worst case: the bits that stuffing covers number 54 + 8 n extended and 34 + 8 n standard; the
// first stuff bit needs five of them, each further one four: (bits - 1) / 4, 29 and 24 with eight
// bytes. No real frame reaches it, as fixed bits lie between.
TEST(FrameBits, NeverMoreStuffBitsThanTheWorstCase) {
    core::RandomStream random(1, "worst");
    int worst[2] = {0, 0};
    for (int i = 0; i < 40'000; ++i) {
        const Frame each = random_frame(random);
        const int covered = static_cast<int>(unstuffed_length(each));
        ASSERT_LE(stuff_bits(each), (covered - 1) / 4);
        int& most = worst[each.extended() ? 1 : 0];
        most = std::max(most, stuff_bits(each));
    }
    EXPECT_GE(worst[0], 14);
    EXPECT_GE(worst[1], 17);
}

TEST(FrameBits, AgreeWithTheBitByBitOracle) {
    core::RandomStream random(7, "oracle");
    for (int i = 0; i < 20'000; ++i) {
        const Frame each = random_frame(random);
        const std::string stream = slow_stream(each);
        ASSERT_EQ(frame_crc(each), slow_crc(header_and_data(each)));
        ASSERT_EQ(stuff_bits(each), static_cast<int>(stream.size() - unstuffed_length(each)));
        ASSERT_EQ(frame_bits(each), static_cast<int>(stream.size()) + 10);
    }
}

// Bits on the wire until one wins: the standard's own rule, against the key.
TEST(Arbitration, KeyOrdersAsTheWireDoes) {
    core::RandomStream random(3, "arbitration");
    for (int i = 0; i < 20'000; ++i) {
        Frame a = random_frame(random);
        Frame b = random_frame(random);
        if (random.below(3) == 0) b.id = a.id & (b.extended() ? kMaxExtendedId : kMaxStandardId);
        if (random.below(3) == 0 && a.extended() && !b.extended()) b.id = a.id >> 18;
        const auto arbitration = [](const Frame& frame) {
            // SOF and 11 bits, then RTR IDE or SRR IDE, for extended ones 18 bits and RTR.
            return header_and_data(frame).substr(0, frame.extended() ? 33 : 14);
        };
        const std::string first = arbitration(a);
        const std::string second = arbitration(b);
        const std::size_t common = std::min(first.size(), second.size());
        const int order = first.substr(0, common).compare(second.substr(0, common));
        ASSERT_EQ(order < 0, arbitration_key(a) < arbitration_key(b));
        ASSERT_EQ(order == 0, arbitration_key(a) == arbitration_key(b));
    }
}

TEST(Arbitration, StandardBeforeExtendedAndDataBeforeRemote) {
    const Frame standard = frame(0x106, 0, {});
    const Frame extended = frame(0x106 << 18, kExtended, {});
    const Frame remote_standard = frame(0x106, kRemote, {});
    const Frame remote_extended = frame(0x106 << 18, kExtended | kRemote, {});
    const Frame above = frame(0x105 << 18 | 0x3FFFF, kExtended, {});
    EXPECT_LT(arbitration_key(above), arbitration_key(standard));
    EXPECT_LT(arbitration_key(standard), arbitration_key(remote_standard));
    EXPECT_LT(arbitration_key(remote_standard), arbitration_key(extended));
    EXPECT_LT(arbitration_key(extended), arbitration_key(remote_extended));
}

TEST(Parting, IsWhereTheStreamsDiffer) {
    core::RandomStream random(5, "parting");
    int different = 0;
    for (int i = 0; i < 20'000; ++i) {
        const Frame a = random_frame(random);
        Frame b = a;
        if ((a.flags & kRemote) != 0 || random.below(4) == 0) {
            b.length = static_cast<std::uint8_t>(random.below(9));
            for (int n = b.length; n < 8; ++n) b.data[n] = 0;
        } else if (a.length > 0) {
            b.data[random.below(a.length)] ^= static_cast<std::uint8_t>(1 << random.below(8));
        }
        const Parting parted = parting(a, b);
        const std::string first = slow_stream(a);
        const std::string second = slow_stream(b);
        if (first == second) {
            ASSERT_EQ(parted.bits_before, -1);
            continue;
        }
        ++different;
        const auto at = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
        ASSERT_EQ(parted.bits_before, at.first - first.begin());
        ASSERT_EQ(parted.first_dominates, *at.first == '0');
    }
    EXPECT_GT(different, 10'000);
}

}  // namespace
}  // namespace chargerig::can
