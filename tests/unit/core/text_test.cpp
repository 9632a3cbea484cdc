// SPDX-License-Identifier: Apache-2.0
#include "sim/core/text.hpp"

#include <gtest/gtest.h>

#include "sim/core/error.hpp"

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

TEST(IsUtf8, HoldsToTheStandard) {
    for (const char* good :
         {"", "a", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x94\x8C", "\xEF\xBB\xBF"}) {
        EXPECT_TRUE(is_utf8(good)) << good;
    }
    for (const char* bad : {"\x80", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xE2\x82",
                            "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5", "\xFF", "a\xE4"}) {
        EXPECT_FALSE(is_utf8(bad)) << bad;
    }
}

TEST(Shown, HidesNothingAndDrivesNoTerminal) {
    EXPECT_EQ(shown("a b \xC3\xA4 '\\'", 99), "a b \xC3\xA4 '\\'");
    EXPECT_EQ(shown(std::string_view("\0\x1B[1m\r\n\t\x7F", 9), 99),
              "\\x00\\x1B[1m\\x0D\\n\\t\\x7F");
    EXPECT_EQ(shown("\xE4 \xC3", 99), "\\xE4 \\xC3");
}

TEST(Shown, CutsAtACharacter) {
    EXPECT_EQ(shown("abcdef", 6), "abcdef");
    EXPECT_EQ(shown("abcdefg", 6), "abcdef...");
    EXPECT_EQ(shown("abcde\xE2\x82\xACg", 6), "abcde...");
}

TEST(ErrorText, IsOneReadableLine) {
    const Error error{{"f\n.yaml", 1, 2}, "not\x1B good", std::string(300, 'x'), "a\tb", "\xFF"};
    EXPECT_EQ(error.text(), "f\\n.yaml:1:2: not\\x1B good: '" + std::string(200, 'x') +
                                "...'; allowed: a\\tb; \\xFF");
}

}  // namespace
}  // namespace chargerig::core
