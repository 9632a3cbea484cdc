// SPDX-License-Identifier: Apache-2.0
#include "sim/can/frame_bits.hpp"

#include <array>
#include <bit>

namespace chargerig::can {
namespace {

// CRC delimiter, ACK slot, ACK delimiter, EOF: not stuffed.
constexpr int kTrailerBits = 1 + 1 + 1 + 7;
constexpr int kCrcBits = 15;
constexpr std::uint32_t kCrcPolynomial = 0x4599;

// x^15 + x^14 + x^10 + x^8 + x^7 + x^4 + x^3 + 1, a byte at a time.
constexpr auto kCrcTable = [] {
    std::array<std::uint16_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte << 7;
        for (int i = 0; i < 8; ++i) {
            crc = (crc & 0x4000) != 0 ? (crc << 1) ^ kCrcPolynomial : crc << 1;
        }
        table[byte] = static_cast<std::uint16_t>(crc & 0x7FFF);
    }
    return table;
}();

// A receiver of bits: the value of the last bit on the wire and how many equal ones there are, 1 to
// 4. After the fifth comes a stuff bit, which begins a new row.
struct Run {
    std::uint8_t state = 0;  // 4 * value + length - 1
    std::uint8_t stuffed = 0;
};
constexpr std::uint32_t kRuns = 8;

constexpr Run take_bit(Run run, std::uint32_t bit) {
    const std::uint32_t value = run.state / 4U;
    if (bit != value) return {static_cast<std::uint8_t>(4 * bit), run.stuffed};
    if (run.state % 4U < 3) return {static_cast<std::uint8_t>(run.state + 1), run.stuffed};
    return {static_cast<std::uint8_t>(4 * (1 - value)), static_cast<std::uint8_t>(run.stuffed + 1)};
}

constexpr auto kRunTable = [] {
    std::array<std::array<Run, 256>, kRuns> table{};
    for (std::uint32_t state = 0; state < kRuns; ++state) {
        for (std::uint32_t byte = 0; byte < 256; ++byte) {
            Run run{static_cast<std::uint8_t>(state), 0};
            for (int i = 7; i >= 0; --i) run = take_bit(run, (byte >> i) & 1);
            table[state][byte] = run;
        }
    }
    return table;
}();

// The bits from SOF to the end of the CRC sequence, most significant first. Bits before SOF fill
// the first byte; they alternate and end recessive, so that they neither make a row nor prolong
// one.
struct Unstuffed {
    std::array<std::uint8_t, 15> bytes{};
    int filling = 0;
    int bits = 0;  // with the filling
};

std::uint32_t crc_of(const Unstuffed& stream, int bytes) {
    // Leading zeros do not change a CRC that begins with 0.
    std::uint32_t crc = kCrcTable[stream.bytes[0] & (0xFFU >> stream.filling)];
    for (int i = 1; i < bytes; ++i) {
        crc = ((crc << 8) & 0x7FFF) ^ kCrcTable[((crc >> 7) ^ stream.bytes[i]) & 0xFF];
    }
    return crc;
}

Unstuffed unstuffed(const Frame& frame) {
    Unstuffed out;
    const std::uint32_t remote = (frame.flags & kRemote) != 0 ? 1 : 0;
    int used = 0;
    if (frame.extended()) {
        out.filling = 1;
        // SOF, base identifier, SRR, IDE, the first 18 bits of the extension; RTR, r1, r0, DLC.
        const std::uint64_t header =
            std::uint64_t{1} << 39 | static_cast<std::uint64_t>(frame.id >> 18) << 27 |
            std::uint64_t{3} << 25 | static_cast<std::uint64_t>(frame.id & 0x3FFFF) << 7 |
            remote << 6 | frame.length;
        for (int shift = 32; shift >= 0; shift -= 8) {
            out.bytes[used++] = static_cast<std::uint8_t>(header >> shift);
        }
    } else {
        out.filling = 5;
        const std::uint32_t header =
            std::uint32_t{0b10101} << 19 | frame.id << 7 | remote << 6 | frame.length;
        for (int shift = 16; shift >= 0; shift -= 8) {
            out.bytes[used++] = static_cast<std::uint8_t>(header >> shift);
        }
    }
    if (remote == 0) {
        for (int i = 0; i < frame.length; ++i) out.bytes[used++] = frame.data[i];
    }
    const std::uint32_t crc = crc_of(out, used);
    out.bits = 8 * used + kCrcBits;
    out.bytes[used] = static_cast<std::uint8_t>(crc >> 7);
    out.bytes[used + 1] = static_cast<std::uint8_t>(crc << 1);
    return out;
}

int stuffed_in(const Unstuffed& stream, int bits) {
    std::uint32_t state = 0;
    int stuffed = 0;
    const int whole = bits / 8;
    for (int i = 0; i < whole; ++i) {
        const Run run = kRunTable[state][stream.bytes[i]];
        state = run.state;
        stuffed += run.stuffed;
    }
    Run run{static_cast<std::uint8_t>(state), 0};
    for (int i = 0; i < bits % 8; ++i) run = take_bit(run, (stream.bytes[whole] >> (7 - i)) & 1U);
    return stuffed + run.stuffed;
}

}  // namespace

std::uint32_t arbitration_key(const Frame& frame) {
    const std::uint32_t remote = (frame.flags & kRemote) != 0 ? 1 : 0;
    if (!frame.extended()) return frame.id << 21 | remote << 20;
    return (frame.id >> 18) << 21 | 3U << 19 | (frame.id & 0x3FFFF) << 1 | remote;
}

std::uint16_t frame_crc(const Frame& frame) {
    const Unstuffed stream = unstuffed(frame);
    return static_cast<std::uint16_t>(crc_of(stream, (stream.bits - kCrcBits) / 8));
}

int stuff_bits(const Frame& frame) {
    const Unstuffed stream = unstuffed(frame);
    return stuffed_in(stream, stream.bits);
}

int frame_bits(const Frame& frame) {
    const Unstuffed stream = unstuffed(frame);
    return stream.bits - stream.filling + stuffed_in(stream, stream.bits) + kTrailerBits;
}

Parting parting(const Frame& first, const Frame& second) {
    const Unstuffed one = unstuffed(first);
    const Unstuffed other = unstuffed(second);
    for (std::size_t i = 0; i < one.bytes.size(); ++i) {
        const std::uint8_t difference = one.bytes[i] ^ other.bytes[i];
        if (difference == 0) continue;
        const int bit = std::countl_zero(difference);
        const int before = static_cast<int>(8 * i) + bit;
        return {before - one.filling + stuffed_in(one, before),
                ((one.bytes[i] >> (7 - bit)) & 1U) == 0};
    }
    return {};
}

}  // namespace chargerig::can
