// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/data/series.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace chargerig::desktop {
namespace {

using namespace core::literals;

constexpr core::Instant kStart{};

Series noise(std::size_t count, core::Duration step) {
    Series out;
    std::uint32_t state = 1;
    for (std::size_t i = 0; i < count; ++i) {
        state = state * 1664525U + 1013904223U;
        out.append(kStart + step * static_cast<std::int64_t>(i), static_cast<double>(state >> 8));
    }
    return out;
}

Extent walked(const Series& series, std::size_t begin, std::size_t end) {
    Extent out;
    for (std::size_t i = begin; i < end; ++i) out.take(series.at(i).value);
    return out;
}

TEST(Series, KeepsWhatItIsGiven) {
    Series series;
    EXPECT_TRUE(series.empty());
    for (int i = 0; i < 3000; ++i) EXPECT_TRUE(series.append(kStart + 10_ms * i, i * 0.1));
    ASSERT_EQ(series.size(), 3000U);
    for (int i = 0; i < 3000; ++i) {
        EXPECT_EQ(series.at(i), (Sample{kStart + 10_ms * i, i * 0.1}));
    }
}

TEST(Series, RefusesTimeThatGoesBack) {
    Series series;
    EXPECT_TRUE(series.append(kStart + 2_s, 1.0));
    EXPECT_FALSE(series.append(kStart + 1_s, 2.0));
    EXPECT_TRUE(series.append(kStart + 2_s, 3.0));
    EXPECT_EQ(series.size(), 2U);
    EXPECT_EQ(series.last().value, 3.0);
}

TEST(Series, FindsTheValueThatHolds) {
    Series series;
    series.append(kStart + 1_s, 10.0);
    series.append(kStart + 2_s, 20.0);
    EXPECT_EQ(series.value_at(kStart), std::nullopt);
    EXPECT_EQ(series.value_at(kStart + 1_s), 10.0);
    EXPECT_EQ(series.value_at(kStart + 1999_ms), 10.0);
    EXPECT_EQ(series.value_at(kStart + 9_s), 20.0);
    EXPECT_EQ(series.first_at(kStart + 1500_ms), 1U);
    EXPECT_EQ(series.first_at(kStart + 3_s), 2U);
}

TEST(Series, PyramidTellsTheSameAsWalking) {
    const Series series = noise(20'000, 1_ms);
    std::uint32_t state = 7;
    for (int i = 0; i < 300; ++i) {
        state = state * 1664525U + 1013904223U;
        const std::size_t begin = (state >> 8) % series.size();
        state = state * 1664525U + 1013904223U;
        const std::size_t end = begin + (state >> 8) % (series.size() - begin + 1);
        EXPECT_EQ(series.extent(begin, end), walked(series, begin, end)) << begin << ' ' << end;
    }
    EXPECT_TRUE(series.extent(5, 5).empty());
}

TEST(Series, ExtentOfATimeCountsWhatHeldBefore) {
    Series series;
    series.append(kStart, 100.0);
    series.append(kStart + 10_s, 1.0);
    EXPECT_EQ(series.extent(kStart + 5_s, kStart + 20_s), (Extent{1.0, 100.0}));
}

TEST(Series, FewSamplesAreDrawnOneByOne) {
    Series series;
    series.append(kStart + 1_s, 5.0);
    series.append(kStart + 2_s, 6.0);
    std::vector<Point> points;
    series.outline({kStart, kStart + 10_s, kStart, 100, kStart + 4_s, {}}, points);
    EXPECT_EQ(points, (std::vector<Point>{{1.0, 5.0}, {2.0, 6.0}, {4.0, 6.0}}));
}

TEST(Series, LevelLineHasOnlyItsEnds) {
    Series series;
    for (int i = 0; i <= 50; ++i) series.append(kStart + 100_ms * i, 7.0);
    std::vector<Point> points;
    series.outline({kStart, kStart + 5_s, kStart, 1000, kStart + 5_s, 300_ms}, points);
    EXPECT_EQ(points, (std::vector<Point>{{0.0, 7.0}, {5.0, 7.0}}));
}

TEST(Series, SilenceBreaksTheLine) {
    Series series;
    series.append(kStart, 1.0);
    series.append(kStart + 100_ms, 2.0);
    series.append(kStart + 5_s, 3.0);
    std::vector<Point> points;
    series.outline({kStart, kStart + 6_s, kStart, 1000, kStart + 6_s, 300_ms}, points);
    ASSERT_EQ(points.size(), 6U);
    EXPECT_EQ(points[2], (Point{0.4, 2.0}));
    EXPECT_TRUE(std::isnan(points[3].value));
    EXPECT_EQ(points[4], (Point{5.0, 3.0}));
    EXPECT_EQ(points[5], (Point{5.3, 3.0}));
}

TEST(Series, ColumnsLoseNoExtreme) {
    const Series series = noise(50'000, 1_ms);
    for (const int columns : {1, 7, 100, 1280}) {
        std::vector<Point> points;
        series.outline({kStart + 10_s, kStart + 40_s, kStart, columns, kStart + 50_s, {}}, points);
        EXPECT_LE(points.size(), static_cast<std::size_t>(columns) * 6 + 2);
        Extent drawn;
        for (const auto& point : points) drawn.take(point.value);
        const std::size_t begin = series.first_at(kStart + 10_s) - 1;
        const std::size_t end = series.first_at(kStart + 40_s + 1_ns) + 1;
        EXPECT_EQ(drawn, walked(series, begin, end));
        EXPECT_TRUE(std::is_sorted(points.begin(), points.end(),
                                   [](auto& a, auto& b) { return a.t_s < b.t_s; }));
    }
}

TEST(Series, ASpikeOfOneSampleIsSeenFromFarAway) {
    Series series;
    for (int i = 0; i < 100'000; ++i) {
        series.append(kStart + 1_ms * i, i == 54'321 ? 999.0 : 1.0);
    }
    std::vector<Point> points;
    series.outline({kStart, kStart + 100_s, kStart, 50, kStart + 100_s, {}}, points);
    const auto spike = std::find_if(points.begin(), points.end(),
                                    [](const auto& point) { return point.value == 999.0; });
    ASSERT_NE(spike, points.end());
    EXPECT_NEAR(spike->t_s, 54.321, 2.0);  // one column
}

TEST(Series, NeedsLessThanTwentyBytesForASample) {
    const Series series = noise(200'000, 10_ms);
    EXPECT_LT(series.memory_bytes(), series.size() * 20);
}

}  // namespace
}  // namespace chargerig::desktop
