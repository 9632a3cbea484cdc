// SPDX-License-Identifier: Apache-2.0
//
// Files that are no DBC file at all, and exactly what is said about them; reader_errors_test.cpp
// has the mistakes inside of one.
#include <gtest/gtest.h>

#include <string>

#include "sim/dbc/reader.hpp"

namespace chargerig::dbc {
namespace {

using namespace std::string_literals;

template <class Result>
std::string first_error(const Result& result) {
    return result ? "" : result.error().front().text();
}

std::string error_of(const std::string& bytes) {
    return first_error(parse_dbc(bytes, "f.dbc"));
}

struct Ugly {
    const char* name;
    std::string bytes;
    std::string error;
};

TEST(UglyDbc, GetsTheExactError) {
    const std::string kNoStatement = "'; allowed: letters, digits and underscores";
    const std::string kUnknown =
        "'; allowed: VERSION, BU_, BO_, SG_, CM_, BA_DEF_, BA_, VAL_ and the other DBC statements; "
        "check the file's end-of-statement marks ';' and quotes";
    for (const Ugly& ugly : {
             Ugly{"NUL", "BU_: A\n\0BO_ 5 M: 8 A\n"s,
                  "f.dbc:2:1: a DBC statement expected: '\\x00" + kNoStatement},
             Ugly{"UTF-16",
                  "\xFF\xFE"
                  "V\0E\0"s,
                  "f.dbc:1:1: a DBC statement expected: '\xC3\xBF" + kNoStatement},
             Ugly{"escape", "\x1B[2J",
                  "f.dbc:1:1: a DBC statement expected: '\\x1B" + kNoStatement},
             Ugly{"a log", "(0.0) a 001#\n",
                  "f.dbc:1:1: a DBC statement expected: '(" + kNoStatement},
             Ugly{"long word", std::string(1'000'000, 'x'),
                  "f.dbc:1:1: not a DBC statement: '" + std::string(40, 'x') + kUnknown},
             Ugly{"long number", "BO_ " + std::string(100'000, '9') + " M: 8 A\n",
                  "f.dbc:1:5: the message identifier is not valid: '" + std::string(40, '9') +
                      "'; allowed: a whole number from 0 to 4294967295"},
             Ugly{"negative length", "BO_ 5 M: -1 A\n",
                  "f.dbc:1:10: the message length is not valid: '-1'; allowed: a whole number from "
                  "0 "
                  "to 65535"},
             Ugly{"inf", "BU_: A\nBO_ 5 M: 8 A\n SG_ S : 0|8@1+ (inf,0) [0|0] \"\" A\n",
                  "f.dbc:3:18: the factor is not valid: 'inf'; allowed: a decimal number"},
             Ugly{"cut off", "BU_: A\nBO_ 5 M: 8 A\n SG_ S : 0|8@1+ (1,0) [0|0",
                  "f.dbc:3:27: something else was expected here: 'end of file'; allowed: ']'"},
         }) {
        EXPECT_EQ(error_of(ugly.bytes), ugly.error) << ugly.name;
    }
}

TEST(UglyDbc, IsTakenWhereItIsOnlyUgly) {
    EXPECT_EQ(error_of(""), "") << "a file without messages";
    EXPECT_EQ(error_of("\xEF\xBB\xBF\r\n\r\n"), "");
    EXPECT_EQ(error_of("VERSION \"\"\r\nBU_: A\r\nBO_ 5 M: 8 A\r\n"), "");
    EXPECT_EQ(error_of("BU_: A\nCM_ \"\xE4\";"), "") << "Latin-1";
    EXPECT_EQ(error_of("CM_ \"" + std::string(1'000'000, 'x') + "\";"), "");
}

TEST(UglyDbc, AFileThatCannotBeReadIsAnError) {
    EXPECT_EQ(first_error(read_dbc_file("/")),
              "/: cannot read the file: Is a directory; check the path and its permissions");
    EXPECT_EQ(first_error(read_dbc_file("/nowhere.dbc")),
              "/nowhere.dbc: cannot read the file: No such file or directory; check the path and "
              "its permissions");
    EXPECT_EQ(first_error(read_dbc_file("/dev/zero")),
              "/dev/zero: the file is too large; allowed: at most 16 MiB");
}

}  // namespace
}  // namespace chargerig::dbc
