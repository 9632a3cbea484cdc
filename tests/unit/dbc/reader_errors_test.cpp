// SPDX-License-Identifier: Apache-2.0
//
// Faulty files and exactly what is said about them.
#include <gmock/gmock.h>

#include <string>

#include "sim/dbc/reader.hpp"

namespace chargerig::dbc {
namespace {

struct Faulty {
    const char* name;
    std::string text;
    std::string error;
};

void PrintTo(const Faulty& faulty, std::ostream* out) {
    *out << faulty.name;
}

class DbcReaderErrors : public ::testing::TestWithParam<Faulty> {};

TEST_P(DbcReaderErrors, AreExact) {
    const auto result = parse_dbc(GetParam().text, "f.dbc");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().front().text(), GetParam().error);
    EXPECT_EQ(result.error().size(), 1U);
}

std::string message(const std::string& signals, const std::string& rest = "") {
    return "BU_: A\nBO_ 5 M: 2 A\n" + signals + "\n" + rest;
}
std::string signal(const std::string& definition) {
    return message(" SG_ " + definition);
}
const std::string kGood = " SG_ S : 0|8@1+ (1,0) [0|0] \"\" A";

INSTANTIATE_TEST_SUITE_P(
    Table, DbcReaderErrors,
    ::testing::Values(
        Faulty{"unknown statement", "BO_ 1 M: 0 A\nFOO_ 1;\n",
               "f.dbc:2:1: not a DBC statement: 'FOO_'; allowed: VERSION, BU_, BO_, SG_, CM_, "
               "BA_DEF_, BA_, VAL_ and the other DBC statements; check the file's end-of-statement "
               "marks ';' and quotes"},
        Faulty{"not text", std::string("\0\x01\x02", 3),
               "f.dbc:1:1: a DBC statement expected: '\\x00'; allowed: letters, digits and "
               "underscores"},
        Faulty{"node twice", "BU_: A B A\n",
               "f.dbc:1:10: the node stands twice: 'A'; allowed: each name once"},
        Faulty{"identifier", "BO_ 4096 M: 8 A\n",
               "f.dbc:1:5: the message identifier is not valid: '4096'; allowed: 0 to 2047, or "
               "2147483648 plus 0 to 536870911 for 29 bits"},
        Faulty{"identifier text", "BO_ 0x12 M: 8 A\n",
               "f.dbc:1:5: the message identifier is not valid: '0x12'; allowed: a whole number "
               "from 0 to 4294967295"},
        Faulty{"identifier twice", "BO_ 5 M: 8 A\nBO_ 5 N: 8 A\n",
               "f.dbc:2:5: two messages have the same identifier: '5'; allowed: each identifier "
               "once; the first is M on line 1"},
        Faulty{"name twice", "BO_ 5 M: 8 A\nBO_ 6 M: 8 A\n",
               "f.dbc:2:5: two messages have the same name: 'M'; allowed: each name once; the "
               "first is on line 1"},
        Faulty{"too long", "BO_ 5 M: 64 A\n",
               "f.dbc:1:10: the message is too long: '64'; allowed: 0 to 8 bytes; CAN FD messages "
               "are not supported"},
        Faulty{"message name", "BO_ 5 8M: 8 A\n",
               "f.dbc:1:7: the message name starts with a digit: '8M'; allowed: a letter or "
               "underscore first"},
        Faulty{"stray signal", "BU_: A\nCM_ \"x\";\n" + kGood,
               "f.dbc:3:6: a signal stands outside of a message; allowed: SG_ behind a BO_ line"},
        Faulty{"signal twice", message(kGood + "\n SG_ S : 8|8@1+ (1,0) [0|0] \"\" A"),
               "f.dbc:4:6: two signals of M have the same name: 'S'; allowed: each name once in a "
               "message"},
        Faulty{"does not fit", signal("S : 9|8@1+ (1,0) [0|0] \"\" A"),
               "f.dbc:3:6: the signal does not fit in its message: 'S : 9|8@1'; allowed: bits "
               "within the 2 bytes of M"},
        Faulty{"does not fit, Motorola", signal("S : 6|16@0+ (1,0) [0|0] \"\" A"),
               "f.dbc:3:6: the signal does not fit in its message: 'S : 6|16@0'; allowed: bits "
               "within the 2 bytes of M"},
        Faulty{"length 0", signal("S : 0|0@1+ (1,0) [0|0] \"\" A"),
               "f.dbc:3:12: the signal length is not valid: '0'; allowed: 1 to 64 bits"},
        Faulty{"length 65", signal("S : 0|65@1+ (1,0) [0|0] \"\" A"),
               "f.dbc:3:12: the signal length is not valid: '65'; allowed: a whole number from 0 "
               "to 64"},
        Faulty{"byte order", signal("S : 0|8@2+ (1,0) [0|0] \"\" A"),
               "f.dbc:3:14: the byte order is not valid: '2'; allowed: a whole number from 0 to 1"},
        Faulty{"sign", signal("S : 0|8@1 (1,0) [0|0] \"\" A"),
               "f.dbc:3:16: something else was expected here: '('; allowed: '+'"},
        Faulty{"factor 0", signal("S : 0|8@1+ (0,0) [0|0] \"\" A"),
               "f.dbc:3:18: the factor is not valid: '0'; allowed: any number but 0"},
        Faulty{"factor comma", signal("S : 0|8@1+ (0,1,0) [0|0] \"\" A"),
               "f.dbc:3:18: the factor is not valid: '0'; allowed: any number but 0"},
        Faulty{"offset nan", signal("S : 0|8@1+ (1,nan) [0|0] \"\" A"),
               "f.dbc:3:20: the offset is not valid: 'nan'; allowed: a decimal number"},
        Faulty{"offset huge", signal("S : 0|8@1+ (1,1e999) [0|0] \"\" A"),
               "f.dbc:3:20: the offset is not valid: '1e999'; allowed: a decimal number"},
        Faulty{"limits", signal("S : 0|8@1+ (1,0) [5|1] \"\" A"),
               "f.dbc:3:24: the minimum is above the maximum; allowed: [minimum|maximum] or [0|0]"},
        Faulty{"unit", signal("S : 0|8@1+ (1,0) [0|0] V A"),
               "f.dbc:3:29: the unit expected: 'V'; allowed: a text in double quotes"},
        Faulty{"open quote", signal("S : 0|8@1+ (1,0) [0|0] \"V A\n\n"),
               "f.dbc:3:29: the unit has no closing quote; add the missing '\"'"},
        Faulty{"both kinds of multiplexer", signal("S m0M : 0|8@1+ (1,0) [0|0] \"\" A"),
               "f.dbc:3:8: extended multiplexing is not supported: 'm0M'; allowed: M, or m and a "
               "number"},
        Faulty{"multiplexer", signal("S mx : 0|8@1+ (1,0) [0|0] \"\" A"),
               "f.dbc:3:8: the multiplexer is not valid: 'mx'; allowed: M, or m and a number"},
        Faulty{"no multiplexer", signal("S m1 : 0|8@1+ (1,0) [0|0] \"\" A"),
               "f.dbc:2:5: the message has multiplexed signals but no multiplexer: 'M'; allowed: "
               "one signal with M"},
        Faulty{"two multiplexers",
               message(" SG_ S M : 0|8@1+ (1,0) [0|0] \"\" A\n"
                       " SG_ T M : 8|8@1+ (1,0) [0|0] \"\" A"),
               "f.dbc:2:5: the message has more than one multiplexer: 'M'; allowed: one signal "
               "with M"},
        Faulty{"multiplexer ranges",
               message(" SG_ S M : 0|8@1+ (1,0) [0|0] \"\" A\n"
                       " SG_ T m1 : 8|8@1+ (1,0) [0|0] \"\" A",
                       "SG_MUL_VAL_ 5 T S 1-3;"),
               "f.dbc:5:15: extended multiplexing is not supported: 'T'; allowed: the one value "
               "that stands in the signal's line"},
        Faulty{"float", message(kGood, "SIG_VALTYPE_ 5 S : 1;"),
               "f.dbc:4:16: floating-point signals are not supported: 'S'; allowed: whole numbers"},
        Faulty{"label of nothing", message(kGood, "VAL_ 6 S 0 \"x\" ;"),
               "f.dbc:4:6: there is no message with this identifier: '6'; allowed: an identifier "
               "of a BO_ line above"},
        Faulty{"label of no signal", message(kGood, "VAL_ 5 T 0 \"x\" ;"),
               "f.dbc:4:8: M has no such signal: 'T'; allowed: a signal of that message"},
        Faulty{"label twice", message(kGood, "VAL_ 5 S 0 \"x\" 0 \"y\" ;"),
               "f.dbc:4:16: two labels for the same value: '0'; allowed: one each"},
        Faulty{"label number", message(kGood, "VAL_ 5 S 1.5 \"x\" ;"),
               "f.dbc:4:10: the labelled value is not valid: '1.5'; allowed: a whole number of at "
               "most 64 bits"},
        Faulty{"no table", message(kGood, "VAL_ 5 S table ;"),
               "f.dbc:4:10: there is no such value table: 'table'; allowed: a VAL_TABLE_ above"},
        Faulty{"column counts characters", "CM_ \"°°\" x;",
               "f.dbc:1:10: something else was expected here: 'x'; allowed: ';'"},
        Faulty{"comment without end", "CM_ BU_ A \"x\"\n",
               "f.dbc:2:1: the statement has no end; add the missing ';'"},
        Faulty{"cycle time", message(kGood, "BA_ \"GenMsgCycleTime\" BO_ 5 -1;"),
               "f.dbc:4:29: the cycle time is not valid; allowed: a whole number of milliseconds "
               "from 0 to 4294967295"},
        Faulty{"cycle time of signals", message(kGood, "BA_DEF_ SG_ \"GenMsgCycleTime\" INT 0 1;"),
               "f.dbc:4:13: the attribute does not belong to messages: 'GenMsgCycleTime'; allowed: "
               "BA_DEF_ BO_ \"GenMsgCycleTime\""}));

TEST(DbcReaderErrors, AreReportedAllAtOnce) {
    const auto result = parse_dbc(
        "BO_ 1 A: 9 X\n SG_ S : 0|8@1+ (1,0) [0|0] \"\" X\n"
        "BO_ 2 B: 1 X\n SG_ S : 0|9@1+ (1,0) [0|0] \"\" X\n SG_ T : 0|8@1+ (0,0) [0|0] \"\" X\n"
        "VAL_ 1 S 0 \"a consequence of the first, so nothing is said\" ;\n"
        "BO_ 3 C: 1 X\n",
        "f.dbc");
    ASSERT_FALSE(result);
    ASSERT_EQ(result.error().size(), 3U);
    EXPECT_EQ(result.error()[0].where.line, 1);
    EXPECT_EQ(result.error()[1].where.line, 4);
    EXPECT_EQ(result.error()[2].where.line, 5);
}

TEST(DbcReaderErrors, StopAtTwenty) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "BO_ 5000 M: 8 A\n";
    const auto result = parse_dbc(text, "f.dbc");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().size(), 20U);
}

// A good file, cut off at every byte and with every byte replaced: never a crash, and what is
// accepted lies within its messages.
TEST(DbcReaderErrors, DamagedFilesNeverCrash) {
    const std::string good =
        "VERSION \"\"\nNS_ :\n\tCM_\nBS_:\nBU_: A\nBO_ 5 M: 8 A\n"
        " SG_ S m1 : 7|16@0- (0.1,-4) [0|10] \"V\" A,B\n SG_ T M : 32|8@1+ (1,0) [0|0] \"\" A\n"
        "CM_ SG_ 5 S \"x\";\nBA_DEF_DEF_ \"GenMsgCycleTime\" 5;\nBA_ \"GenMsgCycleTime\" BO_ 5 7;\n"
        "VAL_ 5 S 1 \"a\" ;\nSG_MUL_VAL_ 5 S T 1-1;\nSIG_VALTYPE_ 5 S : 0;\n";
    ASSERT_TRUE(parse_dbc(good, "f.dbc"));
    int accepted = 0;
    const auto look = [&](const std::string& text) {
        const auto result = parse_dbc(text, "f.dbc");
        if (!result) {
            EXPECT_FALSE(result.error().empty());
            return;
        }
        ++accepted;
        for (const Message& message : result->messages) {
            for (const Signal& signal : message.signals) {
                EXPECT_LE(bytes_needed(signal), message.length);
            }
        }
    };
    for (std::size_t i = 0; i < good.size(); ++i) {
        look(good.substr(0, i));
        for (const char c : {'\0', '"', ';', '9', '-', 'M', ' ', '\n', '\xC2', '\xFF'}) {
            std::string damaged = good;
            damaged[i] = c;
            look(damaged);
        }
    }
    EXPECT_GT(accepted, 100);
}

}  // namespace
}  // namespace chargerig::dbc
