// SPDX-License-Identifier: Apache-2.0
#include "sim/core/random.hpp"

#include <gtest/gtest.h>

#include <array>

namespace chargerig::core {
namespace {

TEST(RandomStream, SameSeedAndNameGiveTheSameNumbers) {
    RandomStream a(7, "bus.jitter");
    RandomStream b(7, "bus.jitter");
    for (int i = 0; i < 100; ++i) EXPECT_EQ(a.next(), b.next());
}

TEST(RandomStream, NamesAndSeedsSeparateStreams) {
    EXPECT_NE(RandomStream(7, "a").next(), RandomStream(7, "b").next());
    EXPECT_NE(RandomStream(7, "a").next(), RandomStream(8, "a").next());
}

TEST(RandomStream, BytesNeverChangeBetweenReleases) {
    RandomStream stream(1, "golden");
    const std::array<std::uint64_t, 3> seen{stream.next(), stream.next(), stream.next()};
    const std::array<std::uint64_t, 3> golden{15680886806208828396U, 2073810729673413116U,
                                              3034593067559600702U};
    EXPECT_EQ(seen, golden);
}

TEST(RandomStream, UniformStaysInsideAndCoversTheRange) {
    RandomStream stream(3, "u");
    double low = 1.0;
    double high = 0.0;
    for (int i = 0; i < 10'000; ++i) {
        const double value = stream.uniform();
        ASSERT_GE(value, 0.0);
        ASSERT_LT(value, 1.0);
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    EXPECT_LT(low, 0.01);
    EXPECT_GT(high, 0.99);
}

TEST(RandomStream, BelowIsEven) {
    RandomStream stream(3, "dice");
    std::array<int, 6> counts{};
    for (int i = 0; i < 60'000; ++i) ++counts[stream.below(6)];
    for (const int count : counts) EXPECT_NEAR(count, 10'000, 500);
}

}  // namespace
}  // namespace chargerig::core
