// SPDX-License-Identifier: Apache-2.0
//
// Named random streams: each use of chance in the rig has a stream of its own, seeded by the run's
// seed and the stream's name, so that a new use of chance does not shift the others. The generator
// is xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021),
// seeded by splitmix64; the distributions are our own because the standard library's differ between
// libraries.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace chargerig::core {

class RandomStream {
public:
    RandomStream(std::uint64_t seed, std::string_view name);

    std::uint64_t next();
    double uniform();                         // [0, 1), 53 bits
    double uniform(double low, double high);  // [low, high)
    std::uint64_t below(
        std::uint64_t exclusive);  // 0 to exclusive - 1, without bias; exclusive > 0

    friend bool operator==(const RandomStream&, const RandomStream&) = default;

private:
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace chargerig::core
