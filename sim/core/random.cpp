// SPDX-License-Identifier: Apache-2.0
#include "sim/core/random.hpp"

#include <bit>
#include <cassert>

namespace chargerig::core {
namespace {

std::uint64_t splitmix64(std::uint64_t& x) {
    x += 0x9E3779B97F4A7C15U;
    std::uint64_t z = x;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

std::uint64_t fnv1a(std::string_view text) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
    return hash;
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::string_view name) {
    std::uint64_t x = seed ^ fnv1a(name);
    for (auto& word : state_) word = splitmix64(x);
}

std::uint64_t RandomStream::next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

double RandomStream::uniform() {
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

double RandomStream::uniform(double low, double high) {
    return low + (high - low) * uniform();
}

std::uint64_t RandomStream::below(std::uint64_t exclusive) {
    assert(exclusive > 0);
    const std::uint64_t unbiased_end = -exclusive % exclusive;
    for (;;) {
        const std::uint64_t value = next();
        if (value >= unbiased_end) return value % exclusive;
    }
}

}  // namespace chargerig::core
