// SPDX-License-Identifier: Apache-2.0
//
// The bits of a classic frame on the wire (ISO 11898-1): arbitration, checksum, stuff bits, length.
// All of it is exact: the bit stream of each frame is formed, with its CRC, and its stuff bits are
// counted. Fast enough for every frame of a run: eight bits at a time.
#pragma once

#include <cstdint>

#include "sim/can/frame.hpp"

namespace chargerig::can {

// Recessive bits between two frames, in which nobody may begin.
inline constexpr int kInterframeBits = 3;

// What arbitration compares, in its order: base identifier, RTR or SRR, IDE, identifier extension,
// RTR. The lowest key wins: of equal base identifiers the standard frame, of equal identifiers the
// data frame.
std::uint32_t arbitration_key(const Frame& frame);

// CRC-15 of the bits from SOF to the end of the data field, before stuffing.
std::uint16_t frame_crc(const Frame& frame);

// Stuff bits between SOF and the end of the CRC sequence, the one behind its last bit included.
int stuff_bits(const Frame& frame);

// From SOF to the end of EOF, without the interframe space.
int frame_bits(const Frame& frame);

// Where two frames of one arbitration key that begin at once part: the number of bits on the wire
// before the first that differs, -1 if none does, and whose bit is the dominant one.
struct Parting {
    int bits_before = -1;
    bool first_dominates = false;
};
Parting parting(const Frame& first, const Frame& second);

}  // namespace chargerig::can
