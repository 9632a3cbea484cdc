// SPDX-License-Identifier: Apache-2.0
#include "sim/report/evidence.hpp"

#include <gtest/gtest.h>

namespace chargerig::report {
namespace {

TEST(TimeOf, IsWhatTheTextBeginsWith) {
    EXPECT_EQ(time_of("12.350 s: not met"), 12.35);
    EXPECT_EQ(time_of("0.000 s: x"), 0.0);
    EXPECT_EQ(time_of("interrupted by the user"), std::nullopt);
    EXPECT_EQ(time_of("after 3 s: x"), std::nullopt);
    EXPECT_EQ(time_of(""), std::nullopt);
}

}  // namespace
}  // namespace chargerig::report
