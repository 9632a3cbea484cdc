// SPDX-License-Identifier: Apache-2.0
//
// What faults change inside one frame. The frame's length covers the signals: it is one that the
// codec made, or one that was heard and classified.
#pragma once

#include "sim/can/frame.hpp"
#include "sim/core/random.hpp"
#include "sim/evse/version.hpp"
#include "sim/fault/rule.hpp"

namespace chargerig::fault {

// Bytes that are cut off are gone, those that are added are 0.
void set_length(can::Frame& frame, std::uint8_t length);

// `bits` different bits of the payload, all of them if it has no more.
void corrupt(can::Frame& frame, int bits, core::RandomStream& chance);

// The signal of the rule gets the rule's value.
void force(const evse::Version& version, const Rule& rule, can::Frame& frame);

// The raw value of the rule's signal, and the same signal set to it.
std::uint64_t raw_signal(const evse::Version& version, const Rule& rule, const can::Frame& frame);
void set_raw_signal(const evse::Version& version, const Rule& rule, std::uint64_t raw,
                    can::Frame& frame);

}  // namespace chargerig::fault
