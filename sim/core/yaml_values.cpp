// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/core/text.hpp"
#include "sim/core/yaml.hpp"

namespace chargerig::core {
namespace {

std::string describe(NumberRange range) {
    std::string out =
        "a number from " + number_text(range.minimum) + " to " + number_text(range.maximum);
    if (!range.unit.empty()) out += " " + std::string(range.unit);
    return out;
}

std::string_view without_plus(std::string_view text) {
    if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
    return text;
}

Result<std::string_view> scalar(const YamlNode& node, std::string_view what,
                                std::string_view allowed) {
    if (node.is_scalar()) return std::string_view(node.text());
    return fail({node.where(), std::string(what) + " needs a value", "", std::string(allowed), ""});
}

// Letters to insert, remove or exchange to turn one into the other.
std::size_t edits_between(std::string_view name, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= name.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const std::size_t change = diagonal + (name[i - 1] == other[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
        }
    }
    return row.back();
}

}  // namespace

Result<double> parse_number(std::string_view text, std::string_view what, NumberRange range,
                            const SourcePosition& where) {
    double value = 0.0;
    const std::string_view digits = without_plus(text);
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = code != std::errc::invalid_argument && end == digits.data() + digits.size();
    if (!whole || (code == std::errc() && !std::isfinite(value))) {
        return fail({where, std::string(what) + " is not a number", std::string(text),
                     describe(range), ""});
    }
    if (code != std::errc() || value < range.minimum || value > range.maximum) {
        return fail({where, std::string(what) + " is out of range", std::string(text),
                     describe(range), ""});
    }
    return value;
}

Result<long long> parse_integer(std::string_view text, std::string_view what, long long minimum,
                                long long maximum, const SourcePosition& where) {
    const std::string allowed =
        "a whole number from " + std::to_string(minimum) + " to " + std::to_string(maximum);
    long long value = 0;
    const std::string_view digits = without_plus(text);
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (code == std::errc::invalid_argument || end != digits.data() + digits.size()) {
        return fail(
            {where, std::string(what) + " is not a whole number", std::string(text), allowed, ""});
    }
    if (code != std::errc() || value < minimum || value > maximum) {
        return fail(
            {where, std::string(what) + " is out of range", std::string(text), allowed, ""});
    }
    return value;
}

Result<bool> parse_boolean(std::string_view text, std::string_view what,
                           const SourcePosition& where) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (lower == "true" || lower == "yes" || lower == "on") return true;
    if (lower == "false" || lower == "no" || lower == "off") return false;
    return fail({where, std::string(what) + " is neither true nor false", std::string(text),
                 "true or false", ""});
}

Result<double> to_number(const YamlNode& node, std::string_view what, NumberRange range) {
    const auto text = scalar(node, what, describe(range));
    if (!text) return fail(text.error());
    return parse_number(*text, what, range, node.where());
}

Result<long long> to_integer(const YamlNode& node, std::string_view what, long long minimum,
                             long long maximum) {
    const auto text = scalar(node, what, "a whole number");
    if (!text) return fail(text.error());
    return parse_integer(*text, what, minimum, maximum, node.where());
}

Result<bool> to_boolean(const YamlNode& node, std::string_view what) {
    const auto text = scalar(node, what, "true or false");
    if (!text) return fail(text.error());
    return parse_boolean(*text, what, node.where());
}

Result<std::string> to_text(const YamlNode& node, std::string_view what) {
    const auto text = scalar(node, what, "a text");
    if (!text) return fail(text.error());
    return std::string(*text);
}

YamlMap::YamlMap(const YamlNode& node, Errors& errors, std::string_view what)
    : node_(node), errors_(errors), what_(what) {
    valid_ = node.is_map() || node.kind() == YamlNode::Kind::null;
    if (!valid_) {
        errors_.push_back({node.where(), what_ + " must be a mapping of keys to values",
                           node.is_scalar() ? node.text() : "a list", "key: value lines", ""});
    }
}

const YamlNode* YamlMap::find(std::string_view key) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
    for (const auto& entry : node_.entries()) {
        if (entry.key == key) return &entry.value;
    }
    return nullptr;
}

bool YamlMap::has(std::string_view key) const {
    const auto entries = node_.entries();
    return std::any_of(entries.begin(), entries.end(),
                       [&](const YamlNode::Entry& entry) { return entry.key == key; });
}

std::optional<YamlNode> YamlMap::child(std::string_view key) {
    const YamlNode* node = find(key);
    return node ? std::optional<YamlNode>(*node) : std::nullopt;
}

template <class T>
std::optional<T> YamlMap::take(Result<T> result) {
    if (result) return std::move(*result);
    errors_.push_back(std::move(result.error()));
    return std::nullopt;
}

std::optional<double> YamlMap::number(std::string_view key, NumberRange range) {
    const YamlNode* node = find(key);
    return node ? take(to_number(*node, key, range)) : std::nullopt;
}

std::optional<long long> YamlMap::integer(std::string_view key, long long minimum,
                                          long long maximum) {
    const YamlNode* node = find(key);
    return node ? take(to_integer(*node, key, minimum, maximum)) : std::nullopt;
}

std::optional<bool> YamlMap::boolean(std::string_view key) {
    const YamlNode* node = find(key);
    return node ? take(to_boolean(*node, key)) : std::nullopt;
}

std::optional<std::string> YamlMap::text(std::string_view key) {
    const YamlNode* node = find(key);
    return node ? take(to_text(*node, key)) : std::nullopt;
}

std::optional<std::string> YamlMap::one_of(std::string_view key,
                                           std::initializer_list<std::string_view> allowed) {
    const YamlNode* node = find(key);
    if (!node) return std::nullopt;
    auto value = take(to_text(*node, key));
    if (!value) return std::nullopt;
    if (std::find(allowed.begin(), allowed.end(), *value) != allowed.end()) return value;
    std::string list;
    for (const auto& name : allowed) list += (list.empty() ? "" : ", ") + std::string(name);
    errors_.push_back(
        {node->where(), std::string(key) + " has an unknown value", *value, list, ""});
    return std::nullopt;
}

std::optional<std::vector<double>> YamlMap::numbers(std::string_view key, NumberRange range) {
    const YamlNode* node = find(key);
    if (!node) return std::nullopt;
    if (!node->is_sequence()) {
        errors_.push_back({node->where(), std::string(key) + " must be a list of numbers",
                           node->text(), "[a, b, ...]", ""});
        return std::nullopt;
    }
    std::vector<double> out;
    for (const auto& item : node->items()) {
        const auto value = take(to_number(item, key, range));
        if (!value) return std::nullopt;
        out.push_back(*value);
    }
    return out;
}

bool YamlMap::require(std::string_view key) {
    if (find(key)) return true;
    if (valid_) {
        errors_.push_back({node_.where(), what_ + " lacks the key '" + std::string(key) + "'", "",
                           "", "add '" + std::string(key) + ":'"});
    }
    return false;
}

void YamlMap::finish() {
    for (const auto& entry : node_.entries()) {
        if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
        std::string list;
        for (const auto& name : known_) list += (list.empty() ? "" : ", ") + name;
        const std::string near = closest_name(entry.key, known_);
        errors_.push_back({entry.where, what_ + " has an unknown key", entry.key, list,
                           near.empty() ? "" : "did you mean '" + near + "'?"});
    }
}

std::string closest_name(std::string_view name, std::span<const std::string> known) {
    constexpr std::size_t kFarthest = 2;
    std::size_t best = kFarthest + 1;
    std::string found;
    for (const auto& candidate : known) {
        // Comparing costs time, and a text from outside may have any length.
        if (name.size() > candidate.size() + kFarthest) continue;
        const std::size_t distance = edits_between(name, candidate);
        if (distance >= best) continue;
        best = distance;
        found = candidate;
    }
    return found;
}

std::vector<std::string> nearest_names(std::string_view name, std::span<const std::string> known,
                                       std::size_t count) {
    constexpr std::size_t kLongest = 64;  // no name is as long; comparing costs time
    name = name.substr(0, kLongest);
    std::vector<std::string> out(known.begin(), known.end());
    if (out.size() <= count) return out;
    std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) {
        return edits_between(name, a) < edits_between(name, b);
    });
    out.resize(count);
    return out;
}

}  // namespace chargerig::core
