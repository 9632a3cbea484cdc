// SPDX-License-Identifier: Apache-2.0
//
// Files that are no YAML, or hardly, and exactly what is said about them.
#include <gtest/gtest.h>

#include <string>

#include "sim/core/yaml.hpp"

namespace chargerig::core {
namespace {

using namespace std::string_literals;

std::string error_of(const std::string& bytes) {
    const auto document = parse_yaml(bytes, "f.yaml");
    return document ? "" : document.error().text();
}

std::string repeated(std::string_view text, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += text;
    return out;
}

struct Ugly {
    const char* name;
    std::string bytes;
    std::string error;
};

TEST(UglyYaml, GetsTheExactError) {
    const std::string kBinary = "; allowed: text and tabs; is this a YAML file?";
    const std::string kDeep = "nested too deeply; allowed: at most 64 levels";
    for (const Ugly& ugly : {
             Ugly{"NUL", "a: 1\nb: \0\n"s,
                  "f.yaml:2:1: the line has a control character" + kBinary},
             Ugly{"escape sequence", "a: \x1B[31m\n",
                  "f.yaml:1:1: the line has a control character" + kBinary},
             Ugly{"Latin-1", "a: \xE4\n",
                  "f.yaml:1:1: the line is not UTF-8 text; save the file as UTF-8"},
             Ugly{"UTF-16",
                  "\xFF\xFE"
                  "a\0:\0 \0001\0"s,
                  "f.yaml:1:1: the line is not UTF-8 text; save the file as UTF-8"},
             Ugly{"overlong", "a: 1\nb: \xC0\x80\n",
                  "f.yaml:2:1: the line is not UTF-8 text; save the file as UTF-8"},
             Ugly{"cut off in a character", "a: \xE2\x82",
                  "f.yaml:1:1: the line is not UTF-8 text; save the file as UTF-8"},
             Ugly{"written as an escape", "a: \"x\\0y\\e\"\n",
                  "f.yaml:1:4: the text has a control character: 'x\\x00y\\x1B'; allowed: text, "
                  "tabs and line ends"},
             Ugly{"key written as an escape", "\"\\b\": 1\n",
                  "f.yaml:1:1: the text has a control character: '\\x08'; allowed: text, tabs and "
                  "line ends"},
             Ugly{"too large", std::string(kMaxYamlBytes + 1, ' '),
                  "f.yaml: the file is too large; allowed: at most 1 MiB"},
             Ugly{"deep lists", std::string(66, '[') + std::string(66, ']'),
                  "f.yaml:1:66: " + kDeep},
             Ugly{"bottomless lists", std::string(100'000, '['), "f.yaml:1:33: " + kDeep},
             Ugly{"deep maps", repeated("{a: ", 66) + std::string(66, '}'),
                  "f.yaml:1:258: " + kDeep},
             Ugly{"deep blocks", repeated("- ", 66) + "x\n", "f.yaml:1:131: " + kDeep},
             Ugly{"alias of itself", "a: &a {b: *a}\n",
                  "f.yaml:1:11: the alias stands inside of what it stands for; allowed: an anchor "
                  "that ends before"},
             Ugly{"alias of nothing", "a: *b\n",
                  "f.yaml:1:4: not valid YAML: the referenced anchor is not defined"},
             Ugly{"no document", ",\n", "f.yaml:1:1: not valid YAML: this cannot begin a value"},
             Ugly{"text behind the document", "{a: 1} b\n",
                  "f.yaml:1:8: there is more behind the end of the document; allowed: one YAML "
                  "document; split the file at its '---' lines, if it has some"},
             Ugly{"two documents", "a: 1\n--- \nb: 1\n",
                  "f.yaml:2:1: there is more behind the end of the document; allowed: one YAML "
                  "document; split the file at its '---' lines, if it has some"},
             Ugly{"open quote", "a: \"b\nc: 1\n",
                  "f.yaml:2: not valid YAML: illegal EOF in scalar"},
             Ugly{"open bracket", "a: {b: 1\n",
                  "f.yaml:1: not valid YAML: end of map flow not found"},
             Ugly{"tab as indentation", "a:\n\tb: 1\n",
                  "f.yaml:2:3: not valid YAML: illegal map value"},
             Ugly{"list as a key", "? [a]\n: 1\n",
                  "f.yaml:1:3: a key must be a plain name; allowed: text"},
             Ugly{"empty key", ": 1\n", "f.yaml:1:1: a key must be a plain name; allowed: text"},
             Ugly{"key twice in a flow", "{a: 1, b: 2, a: 3}\n",
                  "f.yaml:1:14: the key stands twice: 'a'; allowed: each key once; the first is "
                  "on line 1"},
         }) {
        EXPECT_EQ(error_of(ugly.bytes), ugly.error) << ugly.name;
    }
}

// Seven lines that stand for two million values.
TEST(UglyYaml, AliasesDoNotMultiply) {
    std::string bomb = "a0: &a0 x\n";
    for (int i = 1; i <= 7; ++i) {
        const std::string below = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + below +
                repeated(", " + below, 7) + "]\n";
    }
    EXPECT_EQ(error_of(bomb),
              "f.yaml:6:5: too many values; allowed: at most 100000; an alias counts with all "
              "that it stands for");
}

TEST(UglyYaml, IsTakenWhereItIsOnlyUgly) {
    EXPECT_EQ(error_of(""), "");
    EXPECT_EQ(error_of("\n\n# nothing\n"), "");
    EXPECT_EQ(error_of("a: 1\r\nb: 2\r\n"), "");
    EXPECT_EQ(error_of("\xEF\xBB\xBF"
                       "a: 1\n"),
              "");
    EXPECT_EQ(error_of("a: &x {b: 1}\nc: *x\nd: *x\n"), "");
    EXPECT_EQ(error_of(std::string(65, '[') + std::string(65, ']')), "");
    EXPECT_EQ(error_of("a: " + std::string(500'000, 'x') + "\n"), "");
    EXPECT_EQ(error_of("a: \"tab\\tline\\nquote\\\"\"\n"), "");
}

TEST(UglyYaml, AnAliasIsWhatItStandsFor) {
    const auto document = parse_yaml("a: &x {b: 1}\nc: *x\n", "f.yaml");
    ASSERT_TRUE(document);
    const YamlNode::Entry& c = document->entries()[1];
    EXPECT_EQ(c.where.line, 2);
    EXPECT_EQ(c.value.entries()[0].value.text(), "1");
    EXPECT_EQ(c.value.where().line, 1) << "its place is where the figures stand";
}

TEST(UglyNumbers, AreOutOfRangeOrNone) {
    const auto text = [](std::string_view number) {
        const auto value = parse_number(number, "x", {-1.0, 1.0}, {});
        return value ? std::string(number) : value.error().what;
    };
    for (const char* number : {"1e999", "-1e999", "1e-999", "2", "-1.0000001"}) {
        EXPECT_EQ(text(number), "x is out of range") << number;
    }
    for (const char* number :
         {"", "nan", "inf", "-inf", "1 ", " 1", "+-1", "0x1", "1.0.0", "1,5", "one", "1e",
          "\xE2\x88\x92"
          "1"}) {
        EXPECT_EQ(text(number), "x is not a number") << number;
    }
    for (const char* number : {"+1", "-0", ".5", "1e0", "1E-3"}) EXPECT_EQ(text(number), number);
}

TEST(UglyPaths, AreRefused) {
    const SourcePosition where{"--set", 0, 0};
    EXPECT_EQ(with_value({}, repeated("a.", 30'000) + "a", "1", where).error().text(),
              "--set: the path has too many parts: '" + repeated("a.", 100) +
                  "...'; allowed: at most 64");
    EXPECT_TRUE(with_value({}, repeated("a.", 63) + "a", "1", where));
}

}  // namespace
}  // namespace chargerig::core
