// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cassert>
#include <cstring>

#include "sim/can/candump_log.hpp"

namespace chargerig::can {

namespace {

constexpr std::uint32_t kErrorFlag = 0x20000000;  // CAN_ERR_FLAG, linux/can.h

struct PairTable {
    std::array<char, 512> text{};
};

constexpr PairTable make_hex_pairs() {
    constexpr char kDigits[] = "0123456789ABCDEF";
    PairTable table;
    for (std::size_t i = 0; i < 256; ++i) {
        table.text[2 * i] = kDigits[i >> 4];
        table.text[2 * i + 1] = kDigits[i & 15];
    }
    return table;
}

constexpr PairTable make_decimal_pairs() {
    PairTable table;
    for (std::size_t i = 0; i < 100; ++i) {
        table.text[2 * i] = static_cast<char>('0' + i / 10);
        table.text[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return table;
}

constexpr PairTable kHexPairs = make_hex_pairs();
constexpr PairTable kDecimalPairs = make_decimal_pairs();

char* put_hex_pair(char* out, std::uint32_t byte) {
    std::memcpy(out, &kHexPairs.text[2UL * (byte & 0xFF)], 2);
    return out + 2;
}

// Exactly `pairs` pairs of decimal digits, with leading zeros.
template <std::size_t pairs>
char* put_decimal(char* out, std::uint64_t value) {
    for (std::size_t i = pairs; i-- > 0;) {
        std::memcpy(out + 2 * i, &kDecimalPairs.text[2 * (value % 100)], 2);
        value /= 100;
    }
    return out + 2 * pairs;
}

char* put_id(char* out, const Frame& frame) {
    if (frame.extended() || (frame.flags & kErrorFrame) != 0) {
        const std::uint32_t id = frame.id | ((frame.flags & kErrorFrame) != 0 ? kErrorFlag : 0);
        out = put_hex_pair(out, id >> 24);
        out = put_hex_pair(out, id >> 16);
        out = put_hex_pair(out, id >> 8);
        return put_hex_pair(out, id);
    }
    *out++ = kHexPairs.text[2 * (frame.id >> 8) + 1];
    return put_hex_pair(out, frame.id);
}

}  // namespace

std::size_t write_candump_line(const Frame& frame, core::Duration offset,
                               std::string_view interface, char* out) {
    assert(interface.size() <= kMaxInterfaceName && frame.length <= 8);
    const std::int64_t time_ns = (frame.time + offset).ns;
    assert(time_ns >= 0);
    const std::uint64_t time_us = static_cast<std::uint64_t>(time_ns) / 1'000;

    char* p = out;
    *p++ = '(';
    p = put_decimal<5>(p, time_us / 1'000'000);
    *p++ = '.';
    p = put_decimal<3>(p, time_us % 1'000'000);
    *p++ = ')';
    *p++ = ' ';
    std::memcpy(p, interface.data(), interface.size());
    p += interface.size();
    *p++ = ' ';
    p = put_id(p, frame);
    *p++ = '#';
    if ((frame.flags & kRemote) != 0) {
        *p++ = 'R';
        if (frame.length > 0) *p++ = static_cast<char>('0' + frame.length);
    } else {
        for (std::size_t i = 0; i < frame.length; ++i) p = put_hex_pair(p, frame.data[i]);
    }
    *p++ = '\n';
    return static_cast<std::size_t>(p - out);
}

}  // namespace chargerig::can
