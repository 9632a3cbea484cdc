// SPDX-License-Identifier: Apache-2.0
#include "sim/core/csv.hpp"

#include <gtest/gtest.h>

namespace chargerig::core {
namespace {

// "a|b" for each row.
std::vector<std::string> rows(std::string_view text) {
    const auto read = parse_csv(text, "t.csv");
    if (!read) return {read.error().text()};
    std::vector<std::string> out;
    for (const auto& row : *read) {
        std::string line;
        for (const auto& field : row) line += field.text + "|";
        line.pop_back();
        out.push_back(line);
    }
    return out;
}

using Lines = std::vector<std::string>;

TEST(Csv, FieldsAreSeparatedByCommas) {
    EXPECT_EQ(rows("a,b\n1,2\n3, 4 \n"), (Lines{"a|b", "1|2", "3|4"}));
    EXPECT_EQ(rows("a,b\n1,"), (Lines{"a|b", "1|"}));
    EXPECT_EQ(rows(""), Lines{});
}

TEST(Csv, QuotesHoldCommasAndQuotes) {
    EXPECT_EQ(rows("\"a, b\",\"say \"\"x\"\"\" ,c\n"), Lines{"a, b|say \"x\"|c"});
    EXPECT_EQ(rows("\"\",x\n"), Lines{"|x"});
}

TEST(Csv, EmptyLinesCarriageReturnsAndTheMarkDoNotCount) {
    EXPECT_EQ(rows("\xEF\xBB\xBF"
                   "a,b\r\n\r\n  \n1,2\r\n"),
              (Lines{"a|b", "1|2"}));
}

TEST(Csv, EveryFieldKnowsItsPlace) {
    const auto read = parse_csv("\na,b\n\n1,  \"2\"\n", "t.csv");
    ASSERT_TRUE(read);
    EXPECT_EQ((*read)[0][1].where, (SourcePosition{"t.csv", 2, 3}));
    EXPECT_EQ((*read)[1][1].where, (SourcePosition{"t.csv", 4, 5}));
}

TEST(Csv, WhatIsWrongIsNamedWithItsPlace) {
    EXPECT_EQ(rows("a,b\n1\n"),
              Lines{"t.csv:2:1: a row of another length: '1 fields'; allowed: 2 fields, as in the "
                    "first row"});
    EXPECT_EQ(rows("a,\"b\n"),
              Lines{"t.csv:1:3: a quote is not closed in its line: '\"b'; allowed: \"...\""});
    EXPECT_EQ(rows("\"a\"b,c\n"), Lines{"t.csv:1:4: text behind a closing quote: 'b,c'; allowed: a "
                                        "comma or the end of the line"});
    EXPECT_EQ(rows("a,\x01\n"),
              Lines{"t.csv:1:3: a control character: '\\x01'; allowed: printable text"});
    EXPECT_EQ(rows("a\n\xff\n"), Lines{"t.csv:2:1: not UTF-8: '\\xFF'; allowed: text in UTF-8"});
}

}  // namespace
}  // namespace chargerig::core
