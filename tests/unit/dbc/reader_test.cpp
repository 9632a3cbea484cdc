// SPDX-License-Identifier: Apache-2.0
#include "sim/dbc/reader.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace chargerig::dbc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Database parsed(std::string_view text) {
    auto result = parse_dbc(text, "test.dbc");
    if (!result) {
        for (const auto& error : result.error()) ADD_FAILURE() << error.text();
        return {};
    }
    return *result;
}

constexpr std::string_view kEverything = R"dbc(VERSION "1.2 \"beta\""


NS_ :
	NS_DESC_
	CM_
	BA_
	SG_MUL_VAL_

BS_:

BU_: Gate Motor 


VAL_TABLE_ on_off 1 "On" 0 "Off" ;

BO_ 2566830850 Both: 8 Gate
 SG_ Small : 0|4@1+ (1,0) [0|0] "" Motor
 SG_ Level : 4|12@1- (0.5,-40) [-1064|983.5] "°C"  Motor,Gate
 SG_ Turned : 23|16@0+ (1E-002,+0) [0|655.35] "V" Vector__XXX

BO_ 100 Muxed: 4 Vector__XXX
 SG_ Which M : 0|8@1+ (1,0) [0|0] "" Vector__XXX
 SG_ A m0 : 8|8@1+ (1,0) [0|0] "" Vector__XXX
 SG_ B m12 : 8|16@1+ (1,0) [0|0] "" Vector__XXX

BO_ 101 Nothing: 0 Motor

BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 Vector__XXX
 SG_ Orphan : 0|8@1+ (1,0) [0|0] "" Vector__XXX

EV_ Knob: 0 [0|10] "" 0 1 DUMMY_NODE_VECTOR0 Vector__XXX;
BO_TX_BU_ 100 : Gate,Motor;
CM_ "Of the whole
network; with a semicolon";
CM_ BU_ Gate "skipped";
CM_ BO_ 2566830850 "Says \"both\".";
CM_ SG_ 2566830850 Small "A small one.";
CM_ SG_ 3221225472 Orphan "of no message";
BA_DEF_ BO_  "GenMsgCycleTime" INT 0 65535;
BA_DEF_ SG_  "GenSigStartValue" FLOAT 0 1000000;
BA_DEF_ "BusType" STRING ;
BA_DEF_REL_ BU_SG_REL_ "Some" INT 0 10;
BA_DEF_DEF_  "GenMsgCycleTime" 20;
BA_DEF_DEF_  "BusType" "";
BA_ "BusType" "CAN; classic";
BA_ "GenMsgCycleTime" BO_ 100 0;
BA_ "GenSigStartValue" SG_ 100 A 3;
VAL_ 2566830850 Small 2 "two" -1 "minus one" ;
VAL_ 100 A on_off ;
VAL_ Knob 0 "low" 10 "high" ;
SIG_GROUP_ 100 Group 1 : A B;
SIG_VALTYPE_ 100 A : 0;
SG_MUL_VAL_ 100 B Which 12-12;
)dbc";

TEST(DbcReader, ReadsMessagesAndSignals) {
    const Database database = parsed(kEverything);
    EXPECT_EQ(database.file, "test.dbc");
    EXPECT_EQ(database.version, "1.2 \"beta\"");
    EXPECT_EQ(database.comment, "Of the whole\nnetwork; with a semicolon");
    EXPECT_THAT(database.nodes, ElementsAre("Gate", "Motor"));
    ASSERT_EQ(database.messages.size(), 3U);

    const Message* both = find_message(database, 0x18FEBB02, true);
    ASSERT_NE(both, nullptr);
    EXPECT_EQ(both, find_message(database, "Both"));
    EXPECT_EQ(find_message(database, 0x18FEBB02, false), nullptr);
    EXPECT_EQ(both->length, 8);
    EXPECT_EQ(both->transmitter, "Gate");
    EXPECT_EQ(both->comment, "Says \"both\".");
    ASSERT_EQ(both->signals.size(), 3U);

    Signal level;
    level.name = "Level";
    level.start = 4;
    level.length = 12;
    level.is_signed = true;
    level.factor = 0.5;
    level.offset = -40.0;
    level.limited = true;
    level.minimum = -1064.0;
    level.maximum = 983.5;
    level.unit = "°C";
    level.receivers = {"Motor", "Gate"};
    EXPECT_EQ(both->signals[1], level);

    const Signal& turned = both->signals[2];
    EXPECT_EQ(turned.byte_order, ByteOrder::big_endian);
    EXPECT_EQ(turned.factor, 0.01);
    EXPECT_THAT(turned.receivers, IsEmpty());
    EXPECT_EQ(bytes_needed(turned), 4);
}

TEST(DbcReader, ZeroToZeroMeansNoLimit) {
    const Database database = parsed(kEverything);
    EXPECT_FALSE(database.messages[0].signals[0].limited);
    EXPECT_TRUE(database.messages[0].signals[2].limited);
}

TEST(DbcReader, ReadsLabelsFromTheSignalAndFromATable) {
    const Database database = parsed(kEverything);
    const Signal& small = database.messages[0].signals[0];
    EXPECT_THAT(small.labels, ElementsAre(ValueLabel{2, "two"}, ValueLabel{-1, "minus one"}));
    EXPECT_EQ(small.comment, "A small one.");
    const Signal* a = find_signal(*find_message(database, "Muxed"), "A");
    ASSERT_NE(a, nullptr);
    EXPECT_EQ(find_label(*a, 1), "On");
    EXPECT_EQ(find_label(*a, 2), "");
}

TEST(DbcReader, ReadsMultiplexedSignals) {
    const Database database = parsed(kEverything);
    const Message& muxed = *find_message(database, "Muxed");
    EXPECT_EQ(muxed.transmitter, "");
    EXPECT_EQ(muxed.signals[0].multiplex, Multiplex::selector);
    EXPECT_EQ(muxed.signals[2].multiplex, Multiplex::selected);
    EXPECT_EQ(muxed.signals[2].multiplex_value, 12U);
}

TEST(DbcReader, CycleTimeComesFromTheAttributeOrItsDefault) {
    const Database database = parsed(kEverything);
    EXPECT_EQ(find_message(database, "Muxed")->cycle_time_ms, 0U);
    EXPECT_EQ(find_message(database, "Both")->cycle_time_ms, 20U);
}

TEST(DbcReader, ReadsLatin1AsWellAsUtf8) {
    const std::string head = "BU_: A\nBO_ 1 M: 1 A\n SG_ T : 0|8@1+ (1,0) [0|0] \"";
    EXPECT_EQ(parsed(head + "\xB0"
                            "C\" A\n")
                  .messages[0]
                  .signals[0]
                  .unit,
              "°C");
    EXPECT_EQ(parsed(head + "\xC2\xB0"
                            "C\" A\n")
                  .messages[0]
                  .signals[0]
                  .unit,
              "°C");
    EXPECT_EQ(parsed("\xEF\xBB\xBF" + head +
                     "\xC2\xB0"
                     "C\" A\n")
                  .messages[0]
                  .signals[0]
                  .unit,
              "°C");
}

TEST(DbcReader, InvalidUtf8IsLatin1) {
    // Overlong, surrogate, too large, cut off.
    for (const char* bytes : {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82"}) {
        const Database database = parsed("CM_ \"" + std::string(bytes) + "\";");
        EXPECT_EQ(database.comment.size(), 2 * std::string(bytes).size()) << bytes;
    }
}

TEST(DbcReader, LineEndingsOfWindowsAreFine) {
    std::string text(kEverything);
    for (std::size_t i = 0; (i = text.find('\n', i)) != std::string::npos; i += 2) {
        text.replace(i, 1, "\r\n");
    }
    Database windows = parsed(text);
    EXPECT_EQ(windows.comment, "Of the whole\r\nnetwork; with a semicolon");
    windows.comment = parsed(kEverything).comment;
    EXPECT_EQ(windows, parsed(kEverything));
}

TEST(DbcReader, LabelsOfUnsigned64BitSignalsKeepTheirBits) {
    const Database database = parsed(
        "BU_: A\nBO_ 1 M: 8 A\n SG_ S : 0|64@1+ (1,0) [0|0] \"\" A\n"
        "VAL_ 1 S 18446744073709551615 \"not available\" ;\n");
    EXPECT_EQ(find_label(database.messages[0].signals[0], -1), "not available");
}

TEST(DbcReader, EmptyFileIsAnEmptyDatabase) {
    EXPECT_THAT(parsed("").messages, IsEmpty());
}

TEST(DbcReader, MissingFileSaysWhy) {
    const auto result = read_dbc_file("/nonexistent/x.dbc");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().front().text(),
              "/nonexistent/x.dbc: cannot read the file: No such file or directory; "
              "check the path and its permissions");
}

TEST(DbcReader, ReadsEveryShippedFile) {
    int files = 0;
    for (const auto& file :
         std::filesystem::directory_iterator(CHARGERIG_SOURCE_DIR "/resources/protocols")) {
        if (file.path().extension() != ".dbc") continue;
        ++files;
        const auto database = read_dbc_file(file.path().string());
        ASSERT_TRUE(database) << database.error().front().text();
        EXPECT_GE(database->messages.size(), 12U) << file.path();
    }
    EXPECT_GE(files, 8);
}

TEST(DbcReader, ReadsEveryVendorFile) {
    const char* folder = std::getenv("CHARGERIG_VENDOR_DBC");
    if (folder == nullptr) GTEST_SKIP() << "CHARGERIG_VENDOR_DBC is not set";
    int files = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() != ".dbc") continue;
        ++files;
        const auto database = read_dbc_file(file.path().string());
        ASSERT_TRUE(database) << database.error().front().text();
        const Message* status = find_message(*database, "Power_Modules_Status");
        ASSERT_NE(status, nullptr) << file.path();
        if (const Signal* t = find_signal(*status, "Enclosure_Temperature")) {
            EXPECT_EQ(t->unit, "°C") << file.path();  // Latin-1 in some, UTF-8 in others
        }
    }
    EXPECT_GT(files, 0);
}

}  // namespace
}  // namespace chargerig::dbc
