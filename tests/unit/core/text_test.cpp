// SPDX-License-Identifier: Apache-2.0
#include "sim/core/text.hpp"

#include <gtest/gtest.h>

#include "sim/core/error.hpp"
#include "sim/core/time.hpp"

namespace chargerig::core {
namespace {

TEST(NumberText, IsTheShortestThatReadsBack) {
    EXPECT_EQ(number_text(0.1), "0.1");
    EXPECT_EQ(number_text(500.0), "500");
    EXPECT_EQ(number_text(-3276.8), "-3276.8");
}

TEST(FixedText, RoundsToTheDecimalsAskedFor) {
    EXPECT_EQ(fixed_text(12.345, 1), "12.3");
    EXPECT_EQ(fixed_text(-0.5, 0), "-0");
    EXPECT_EQ(fixed_text(1e9, 2), "1000000000.00");
}

TEST(Error, TextLeavesOutWhatIsNotKnown) {
    EXPECT_EQ((Error{{"f", 3, 7}, "bad", "x", "y", "do z"}).text(),
              "f:3:7: bad: 'x'; allowed: y; do z");
    EXPECT_EQ((Error{{"f", 0, 7}, "bad", "", "", ""}).text(), "f: bad");
    EXPECT_EQ((Error{{}, "bad", "", "", "do z"}).text(), "bad; do z");
}

TEST(Time, SecondsRoundToTheNearestNanosecond) {
    EXPECT_EQ(from_seconds(0.1).ns, 100'000'000);
    EXPECT_EQ(from_seconds(-0.0000000015).ns, -2);
    EXPECT_EQ(to_seconds(1'500_ms), 1.5);
    EXPECT_EQ(Instant{5} + 1_us - Instant{5}, 1'000_ns);
}

}  // namespace
}  // namespace chargerig::core
