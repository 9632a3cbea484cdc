// SPDX-License-Identifier: Apache-2.0
#include "sim/core/yaml.hpp"

#include <gtest/gtest.h>

namespace chargerig::core {
namespace {

struct UglyDocument {
    const char* text;
    const char* error;
};

class BrokenSyntax : public testing::TestWithParam<UglyDocument> {};

TEST_P(BrokenSyntax, IsNamedWithItsPlace) {
    const auto document = parse_yaml(GetParam().text, "f.yaml");
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().text(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Yaml, BrokenSyntax,
    testing::Values(
        UglyDocument{"a: 1\na: 2\n",
                     "f.yaml:2:1: the key stands twice: 'a'; allowed: each key once; the first is "
                     "on line 1"},
        UglyDocument{"a: [1, 2\n", "f.yaml:1: not valid YAML: end of sequence flow not found"},
        UglyDocument{"[1]: x\n", "f.yaml:1:1: a key must be a plain name; allowed: text"},
        UglyDocument{
            "a: 1\n---\nb: 2\n",
            "f.yaml:2:1: there is more behind the end of the document; allowed: one YAML document; "
            "split the file at its '---' lines, if it has some"}));

struct UglyValue {
    const char* text;
    const char* error;
};

class BadValue : public testing::TestWithParam<UglyValue> {};

TEST_P(BadValue, SaysWhatIsAllowed) {
    const auto document = parse_yaml(GetParam().text, "f.yaml");
    ASSERT_TRUE(document) << document.error().text();
    Errors errors;
    YamlMap map(*document, errors, "the vehicle");
    map.number("voltage_V", {0.0, 1500.0, "V"});
    map.integer("count", 1, 31);
    map.boolean("on");
    map.one_of("mode", {"din", "iso2"});
    map.numbers("list", {0.0, 1.0});
    map.finish();
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors.front().text(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Yaml, BadValue,
    testing::Values(
        UglyValue{"voltage_V: 1500.5\n",
                  "f.yaml:1:12: voltage_V is out of range: '1500.5'; allowed: a number from 0 to "
                  "1500 V"},
        UglyValue{
            "voltage_V: 1,5\n",
            "f.yaml:1:12: voltage_V is not a number: '1,5'; allowed: a number from 0 to 1500 V"},
        UglyValue{
            "voltage_V: .nan\n",
            "f.yaml:1:12: voltage_V is not a number: '.nan'; allowed: a number from 0 to 1500 "
            "V"},
        UglyValue{
            "voltage_V: nan\n",
            "f.yaml:1:12: voltage_V is not a number: 'nan'; allowed: a number from 0 to 1500 V"},
        UglyValue{"voltage_V: [1]\n",
                  "f.yaml:1:12: voltage_V needs a value; allowed: a number from 0 to 1500 V"},
        UglyValue{"count: 32\n",
                  "f.yaml:1:8: count is out of range: '32'; allowed: a whole number from 1 to 31"},
        UglyValue{
            "count: 3.5\n",
            "f.yaml:1:8: count is not a whole number: '3.5'; allowed: a whole number from 1 to "
            "31"},
        UglyValue{
            "count: 99999999999999999999\n",
            "f.yaml:1:8: count is out of range: '99999999999999999999'; allowed: a whole number "
            "from 1 to 31"},
        UglyValue{"on: maybe\n",
                  "f.yaml:1:5: on is neither true nor false: 'maybe'; allowed: true or false"},
        UglyValue{"mode: dim\n",
                  "f.yaml:1:7: mode has an unknown value: 'dim'; allowed: din, iso2"},
        UglyValue{"list: [0.5, 2]\n",
                  "f.yaml:1:13: list is out of range: '2'; allowed: a number from 0 to 1"},
        UglyValue{
            "\nvoltage: 3\n",
            "f.yaml:2:1: the vehicle has an unknown key: 'voltage'; allowed: voltage_V, count, "
            "on, mode, list; did you mean 'voltage_V'?"},
        UglyValue{"- 1\n",
                  "f.yaml:1:1: the vehicle must be a mapping of keys to values: 'a list'; allowed: "
                  "key: value lines"}));

TEST(YamlMap, CollectsEveryErrorAtOnce) {
    Errors errors;
    const auto document = parse_yaml("a: x\nb: y\nc: 1\n", "f.yaml");
    YamlMap map(*document, errors);
    map.number("a", {0, 1});
    map.boolean("b");
    map.finish();
    EXPECT_EQ(errors.size(), 3U);
}

TEST(YamlMap, AMissingKeyIsReportedWithItsMap) {
    Errors errors;
    const auto document = parse_yaml("a: 1\n", "f.yaml");
    YamlMap map(*document, errors, "the step");
    EXPECT_TRUE(map.require("a"));
    EXPECT_FALSE(map.require("state"));
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors.front().text(), "f.yaml:1:1: the step lacks the key 'state'; add 'state:'");
}

TEST(YamlNode, KeepsQuotes) {
    const auto document = parse_yaml("a: \"3.6\"\nb: 3.6\n", "f.yaml");
    EXPECT_TRUE(document->entries()[0].value.quoted());
    EXPECT_FALSE(document->entries()[1].value.quoted());
}

TEST(YamlNode, RefusesBottomlessNesting) {
    const std::string deep = std::string(100, '[') + std::string(100, ']');
    const auto document = parse_yaml(deep, "f.yaml");
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().what, "nested too deeply");
}

TEST(WithValue, ReplacesAndAddsScalars) {
    const auto document = parse_yaml("a: 1\nb: {c: 2}\n", "f.yaml");
    const SourcePosition where{"--set", 0, 0};
    auto changed = with_value(*document, "b.c", "3", where);
    ASSERT_TRUE(changed);
    changed = with_value(*changed, "d.e", "x", where);
    ASSERT_TRUE(changed);
    const auto entries = changed->entries();
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[0].value.text(), "1");
    EXPECT_EQ(entries[1].value.entries()[0].value.text(), "3");
    EXPECT_EQ(entries[2].value.entries()[0].key, "e");
    EXPECT_EQ(entries[2].value.entries()[0].value.where(), where);
    EXPECT_EQ(entries[2].value.where(), where) << "a map that was made has a place";
    EXPECT_EQ(entries[1].value.where().line, 2) << "one of the file keeps its own";
    EXPECT_EQ(document->entries()[1].value.entries()[0].value.text(), "2");
}

TEST(WithValue, RefusesPathsThroughScalarsAndEmptyParts) {
    const auto document = parse_yaml("a: 1\n", "f.yaml");
    const SourcePosition where{"--set", 0, 0};
    EXPECT_EQ(with_value(*document, "a.b", "3", where).error().text(),
              "--set: the path goes through something that has no keys: 'b'; allowed: a path of "
              "keys, each below the one before");
    EXPECT_EQ(with_value(*document, "x..y", "3", where).error().text(),
              "--set: the path has an empty part: '.y'; allowed: name.name.name");
    EXPECT_EQ(with_value(*document, "x.", "3", where).error().text(),
              "--set: the path has an empty part: 'x.'; allowed: name.name.name");
}

TEST(ParseYaml, AnEmptyDocumentHasAPlace) {
    EXPECT_EQ(parse_yaml("", "f.yaml")->where(), (SourcePosition{"f.yaml", 0, 0}));
}

TEST(NearestNames, AreTheFewestEditsAway) {
    const std::vector<std::string> known{"alpha", "beta", "gamma", "delta"};
    EXPECT_EQ(nearest_names("x", known, 4), known) << "a short list stays as it is";
    EXPECT_EQ(nearest_names("betta", known, 2), (std::vector<std::string>{"beta", "delta"}));
    EXPECT_TRUE(nearest_names("x", {}, 3).empty());
}

TEST(ReadYamlFile, AMissingFileGivesTheReason) {
    const auto document = read_yaml_file("no/such/file.yaml");
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().text(),
              "no/such/file.yaml: cannot read the file: No such file or directory; check the path "
              "and its permissions");
}

}  // namespace
}  // namespace chargerig::core
