// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/start_time.hpp"

#include <gtest/gtest.h>

namespace chargerig::scenario {
namespace {

// Reference values: date -u -d TIME +%s
TEST(StartTime, CountsSecondsSince1970) {
    EXPECT_EQ(*parse_start_time("1970-01-01T00:00:00Z", {}), 0);
    EXPECT_EQ(*parse_start_time("2000-02-29T12:34:56Z", {}), 951'827'696);
    EXPECT_EQ(*parse_start_time("2026-01-01T08:00:00Z", {}), kDefaultStartTime_unix_s);
    EXPECT_EQ(*parse_start_time("2100-12-31T23:59:59Z", {}), 4'133'980'799);
}

TEST(StartTime, RefusesWhatIsNoTime) {
    for (const char* text : {"", "2026-01-01", "2026-01-01 08:00:00Z", "2026-13-01T08:00:00Z",
                             "2026-00-01T08:00:00Z", "2026-04-31T08:00:00Z", "2100-02-29T08:00:00Z",
                             "1969-12-31T23:59:59Z", "2101-01-01T00:00:00Z", "2026-01-01T24:00:00Z",
                             "2026-01-01T08:60:00Z", "2026-01-01T08:00:60Z", "2026-01-01T08:00:00+",
                             "20x6-01-01T08:00:00Z", "2026-01-01T-1:00:00Z"}) {
        EXPECT_FALSE(parse_start_time(text, {})) << text;
    }
}

}  // namespace
}  // namespace chargerig::scenario
