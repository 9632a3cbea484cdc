// SPDX-License-Identifier: Apache-2.0
#include "sim/core/yaml_writer.hpp"

#include <gtest/gtest.h>

namespace chargerig::core {
namespace {

std::string rewritten(const std::string& text) {
    const auto node = parse_yaml(text, "t.yaml");
    EXPECT_TRUE(node.has_value()) << text;
    return node ? to_yaml(*node) : "";
}

TEST(YamlWriter, WritesBlockStyle) {
    EXPECT_EQ(rewritten("{a: 1, b: [x, {c: 2.50}], d: {}, e: [], f: ~}"),
              "a: 1\nb:\n  - x\n  -\n    c: 2.50\nd: {}\ne: []\nf: ~\n");
}

TEST(YamlWriter, KeepsWhatIsTextAndWhatIsANumber) {
    EXPECT_EQ(rewritten("a: '3.6'\nb: 3.6\nc: 'null'\nd: true"),
              "a: \"3.6\"\nb: 3.6\nc: \"null\"\nd: true\n");
}

TEST(YamlWriter, QuotesWhatWouldMeanSomethingElse) {
    EXPECT_EQ(rewritten(R"(a: "x: y # \"z\" \\")"), "a: \"x: y # \\\"z\\\" \\\\\"\n");
    EXPECT_EQ(rewritten("'a b': gr\xC3\xB6\xC3\x9F"
                        "e"),
              "\"a b\": \"gr\xC3\xB6\xC3\x9F"
              "e\"\n");
}

TEST(YamlWriter, WhatItWroteReadsAsTheSame) {
    for (const char* text : {"a: \"- b\"", "a: |\n  two\n  lines\n", "- - 1\n  - 2\n- {}\n", "word",
                             "a: '-'\nb: '---'\nc: '*x'\nd: '&y'\ne: '!z'\nf: ''\n"}) {
        const std::string once = rewritten(text);
        EXPECT_EQ(rewritten(once), once) << text;
    }
}

}  // namespace
}  // namespace chargerig::core
