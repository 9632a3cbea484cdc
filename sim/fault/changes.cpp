// SPDX-License-Identifier: Apache-2.0
#include "sim/fault/changes.hpp"

#include <algorithm>

namespace chargerig::fault {
namespace {

const dbc::SignalCodec& codec_of(const evse::Version& version, const Rule& rule) {
    return version.codec(rule.message).signal(static_cast<std::size_t>(rule.signal));
}

}  // namespace

void set_length(can::Frame& frame, std::uint8_t length) {
    std::fill(frame.data.begin() + std::min(length, frame.length), frame.data.end(),
              std::uint8_t{0});
    frame.length = length;
}

void corrupt(can::Frame& frame, int bits, core::RandomStream& chance) {
    const int all = frame.length * 8;
    std::uint64_t chosen = 0;
    for (int turned = 0; turned < std::min(bits, all);) {
        const auto bit = chance.below(static_cast<std::uint64_t>(all));
        if ((chosen >> bit & 1U) != 0) continue;
        chosen |= std::uint64_t{1} << bit;
        frame.data[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        ++turned;
    }
}

void force(const evse::Version& version, const Rule& rule, can::Frame& frame) {
    const auto& codec = codec_of(version, rule);
    if (rule.what.raw) {
        codec.set_signed_raw(*rule.what.raw, frame.data);
    } else {
        codec.encode(rule.what.value, frame.data);
    }
}

std::uint64_t raw_signal(const evse::Version& version, const Rule& rule, const can::Frame& frame) {
    return codec_of(version, rule).raw(frame.data);
}

void set_raw_signal(const evse::Version& version, const Rule& rule, std::uint64_t raw,
                    can::Frame& frame) {
    codec_of(version, rule).set_raw(raw, frame.data);
}

}  // namespace chargerig::fault
