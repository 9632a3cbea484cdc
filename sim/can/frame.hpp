// SPDX-License-Identifier: Apache-2.0
//
// One classic CAN frame as it travels through the rig (ISO 11898-1, CAN 2.0A/B). FD payloads are
// out of scope. A plain value of 24 bytes, copied freely.
#pragma once

#include <array>
#include <cstdint>

#include "sim/core/time.hpp"

namespace chargerig::can {

enum class Direction : std::uint8_t { received, sent };

// Bits of Frame::flags.
inline constexpr std::uint8_t kExtended = 1;    // 29-bit identifier
inline constexpr std::uint8_t kRemote = 2;      // remote transmission request; carries no data
inline constexpr std::uint8_t kErrorFrame = 4;  // reported by the driver, not a frame of a node
inline constexpr std::uint8_t kLocalEcho = 8;   // our own frame, come back

inline constexpr std::uint32_t kMaxStandardId = 0x7FF;
inline constexpr std::uint32_t kMaxExtendedId = 0x1FFFFFFF;

struct Frame {
    core::Instant time;
    std::uint32_t id = 0;  // 11 or 29 bits, without any flag bit
    std::uint8_t flags = kExtended;
    Direction direction = Direction::received;
    std::uint8_t bus = 0;     // index of the rig's port
    std::uint8_t length = 0;  // 0 to 8; bytes behind it are 0
    std::array<std::uint8_t, 8> data{};

    bool extended() const { return (flags & kExtended) != 0; }
    friend bool operator==(const Frame&, const Frame&) = default;
};
static_assert(sizeof(Frame) <= 32);

}  // namespace chargerig::can
