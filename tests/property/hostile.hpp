// SPDX-License-Identifier: Apache-2.0
//
// A device under test that sends anything at any time: frames of every message with random bytes,
// and proper frames with bits turned over.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "sim/core/random.hpp"
#include "sim/evse/binding.hpp"

namespace chargerig::hostile {

// How many seeds a property is tried with: `usual`, or CHARGERIG_SEEDS times as many.
std::uint64_t seeds(std::uint64_t usual);

// One of the shipped versions ("3.6"), pistol 1.
const evse::Binding& binding(std::string_view version);

bool chance(core::RandomStream& random, double share);

// A number around the borders that matter: zero, small, usual, far outside, of either sign.
double wild(core::RandomStream& random, double usual);

template <class T>
const T& one_of(core::RandomStream& random, std::initializer_list<T> items) {
    return items.begin()[random.below(items.size())];
}

// Any message of the version, whoever may send it, with random data.
can::Frame random_frame(const evse::Binding& binding, core::RandomStream& random);

// The message as the version carries it, each bit turned over with this probability. The message
// must fit.
can::Frame damaged_frame(const evse::Binding& binding, const evse::Message& message,
                         core::RandomStream& random, double share);

// Whether every shipped version can carry the message (or has none of the kind).
testing::AssertionResult encodes_in_every_version(const evse::Message& message);

}  // namespace chargerig::hostile
