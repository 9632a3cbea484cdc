// SPDX-License-Identifier: Apache-2.0
//
// Reading YAML so that every complaint has a place: scenarios, vehicle profiles, version
// registries. YamlMap takes known keys one by one, checks type and range, collects all errors at
// once, and at the end reports every key that nobody asked for together with the keys that exist.
//
//   YamlMap map(node, errors);
//   profile.capacity_kWh = map.number("capacity_kWh", {0.1, 2000.0, "kWh"}).value_or(60.0);
//   map.finish();
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/core/error.hpp"

namespace chargerig::core {

// A handle to one node of a document; cheap to copy; keeps the document alive.
class YamlNode {
public:
    enum class Kind { null, scalar, sequence, map };

    YamlNode() = default;
    Kind kind() const;
    bool is_map() const { return kind() == Kind::map; }
    bool is_sequence() const { return kind() == Kind::sequence; }
    bool is_scalar() const { return kind() == Kind::scalar; }
    const SourcePosition& where() const;

    // The scalar as it was written; empty unless is_scalar().
    const std::string& text() const;
    // True when the scalar stood in quotes: a quoted 3.6 is a text, not a number.
    bool quoted() const;
    std::span<const YamlNode> items() const;  // of a sequence

    struct Entry;
    std::span<const Entry> entries() const;  // of a map, in file order

    struct Data;  // the parsed tree; opaque
    explicit YamlNode(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

private:
    std::shared_ptr<const Data> data_;
};

struct YamlNode::Entry {
    std::string key;
    SourcePosition where;
    YamlNode value;
};

inline constexpr std::size_t kMaxYamlBytes = 1'048'576;

// Parses a text; `name` stands for the file in error places. Duplicate keys, anchors that do not
// exist, broken syntax, bytes that are not UTF-8, control characters, more than 64 levels and more
// than 100,000 values (aliases expanded) are errors. An empty document is a null node.
Result<YamlNode> parse_yaml(std::string_view text, std::string_view name);

// Reads and parses a file; a file that cannot be read is an error with the system's reason.
Result<YamlNode> read_yaml_file(const std::string& path);

// The same document with one scalar set: `path` is dotted ("vehicle.initial_soc_percent"), missing
// maps are made on the way, at `where`. A path that runs through a scalar or a list is an error.
Result<YamlNode> with_value(const YamlNode& root, std::string_view path, std::string_view value,
                            const SourcePosition& where);

// Inclusive limits; `unit` is for people ("V"), empty for plain numbers.
struct NumberRange {
    double minimum;
    double maximum;
    std::string_view unit = {};
};

// Scalars to values; each error names place, value and what is allowed. Decimal point whatever the
// locale; nan and inf are refused.
Result<double> to_number(const YamlNode& node, std::string_view what, NumberRange range);
Result<long long> to_integer(const YamlNode& node, std::string_view what, long long minimum,
                             long long maximum);
Result<bool> to_boolean(const YamlNode& node, std::string_view what);
Result<std::string> to_text(const YamlNode& node, std::string_view what);

// The same for text from elsewhere (command line, set-by-name).
Result<double> parse_number(std::string_view text, std::string_view what, NumberRange range,
                            const SourcePosition& where);
Result<long long> parse_integer(std::string_view text, std::string_view what, long long minimum,
                                long long maximum, const SourcePosition& where);
Result<bool> parse_boolean(std::string_view text, std::string_view what,
                           const SourcePosition& where);

class YamlMap {
public:
    // `node` must be a map (or null, which reads as an empty map); anything else is reported.
    YamlMap(const YamlNode& node, Errors& errors, std::string_view what = "mapping");

    bool valid() const { return valid_; }
    bool has(std::string_view key) const;
    // Marks the key as known and returns its node.
    std::optional<YamlNode> child(std::string_view key);

    std::optional<double> number(std::string_view key, NumberRange range);
    std::optional<long long> integer(std::string_view key, long long minimum, long long maximum);
    std::optional<bool> boolean(std::string_view key);
    std::optional<std::string> text(std::string_view key);
    std::optional<std::string> one_of(std::string_view key,
                                      std::initializer_list<std::string_view> allowed);
    std::optional<std::vector<double>> numbers(std::string_view key, NumberRange range);

    // Reports a missing key; returns whether it is there.
    bool require(std::string_view key);
    // Reports every key that was never asked for.
    void finish();

private:
    template <class T>
    std::optional<T> take(Result<T> result);
    const YamlNode* find(std::string_view key);

    YamlNode node_;
    Errors& errors_;
    std::string what_;
    std::vector<std::string> known_;
    bool valid_ = false;
};

// "did you mean ..." for a misspelt name: the closest of `known` within two edits, or empty.
std::string closest_name(std::string_view name, std::span<const std::string> known);

// At most `count` of `known`, the fewest edits from `name` first; all of them in their own order
// when there are no more.
std::vector<std::string> nearest_names(std::string_view name, std::span<const std::string> known,
                                       std::size_t count);

}  // namespace chargerig::core
