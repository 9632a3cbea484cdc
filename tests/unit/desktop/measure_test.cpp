// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/data/measure.hpp"

#include <gtest/gtest.h>

namespace chargerig::desktop {
namespace {

using namespace core::literals;

constexpr core::Instant kStart{};

Series steps() {
    Series out;
    out.append(kStart, 10.0);
    out.append(kStart + 1_s, 20.0);
    out.append(kStart + 3_s, -30.0);
    return out;
}

TEST(Measure, MeanIsOverTimeNotOverSamples) {
    const Series series = steps();
    const auto seen = measure(series, kStart, kStart + 4_s, {});
    ASSERT_TRUE(seen);
    EXPECT_DOUBLE_EQ(seen->mean, (10.0 + 2 * 20.0 - 30.0) / 4.0);
    EXPECT_EQ(seen->extent, (Extent{-30.0, 20.0}));
    EXPECT_EQ(seen->difference(), -40.0);
    EXPECT_DOUBLE_EQ(seen->held_s, 4.0);
}

TEST(Measure, BeginsWithTheValueThatHoldsAlready) {
    const auto seen = measure(steps(), kStart + 2_s, kStart + 2500_ms, {});
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->at_begin, 20.0);
    EXPECT_EQ(seen->at_end, 20.0);
    EXPECT_DOUBLE_EQ(seen->mean, 20.0);
}

TEST(Measure, SilenceCountsForNothing) {
    // A value lasts half a second: 0 to 0.5, 1 to 1.5, 3 to 3.5.
    const auto seen = measure(steps(), kStart, kStart + 4_s, 500_ms);
    ASSERT_TRUE(seen);
    EXPECT_DOUBLE_EQ(seen->held_s, 1.5);
    EXPECT_DOUBLE_EQ(seen->mean, 0.0);
    EXPECT_EQ(seen->at_end, std::nullopt);
    EXPECT_EQ(seen->difference(), std::nullopt);
    EXPECT_FALSE(measure(steps(), kStart + 10_s, kStart + 11_s, 500_ms));
}

TEST(Measure, NothingBeforeTheFirstSample) {
    Series late;
    late.append(kStart + 5_s, 1.0);
    EXPECT_FALSE(measure(late, kStart, kStart + 4_s, {}));
    EXPECT_FALSE(measure(Series{}, kStart, kStart + 4_s, {}));
    const auto seen = measure(late, kStart, kStart + 6_s, {});
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->at_begin, std::nullopt);
    EXPECT_DOUBLE_EQ(seen->held_s, 1.0);
}

TEST(Energy, MultipliesWhatHoldsAtTheSameTime) {
    Series voltage;
    voltage.append(kStart, 400.0);
    voltage.append(kStart + 1_s, 500.0);
    Series current;
    current.append(kStart + 500_ms, 100.0);
    current.append(kStart + 2_s, -10.0);
    // 0.5 s 400 V 100 A, 1 s 500 V 100 A, 1 s 500 V -10 A
    EXPECT_DOUBLE_EQ(energy_kWh(voltage, current, kStart, kStart + 3_s, {}),
                     (20'000.0 + 50'000.0 - 5'000.0) / 3.6e6);
    EXPECT_EQ(energy_kWh(voltage, current, kStart + 3_s, kStart + 3_s, {}), 0.0);
}

}  // namespace
}  // namespace chargerig::desktop
