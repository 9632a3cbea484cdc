// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/own_parameters.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "sim/core/yaml_build.hpp"
#include "sim/scenario/participant_reader.hpp"

namespace chargerig::scenario {
namespace {

using core::Errors;
using core::YamlMap;
using core::YamlNode;

// As numbers without a unit elsewhere in a scenario.
constexpr double kAny = 1e12;
// A value stands in for a word or a number; a text of any length, used often, would fill memory.
constexpr std::size_t kLongestValue = 1000;

bool is_name(std::string_view text) {
    const auto word = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
    };
    return !text.empty() && std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
           std::all_of(text.begin(), text.end(), word);
}

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

std::string meant(std::string_view name, const std::vector<std::string>& known) {
    const std::string closest = core::closest_name(name, known);
    return closest.empty() ? "" : "did you mean '" + closest + "'?";
}

bool is_definition(const YamlNode::Entry& entry) {
    return entry.value.is_map() && !is_plant_parameter(entry.key);
}

}  // namespace

OwnParameters::OwnParameters(const YamlNode& section, Errors& errors) {
    for (const auto& entry : section.entries()) {
        if (is_definition(entry)) all_.push_back(read(entry, errors));
    }
}

OwnParameters::Parameter OwnParameters::read(const YamlNode::Entry& entry, Errors& errors) {
    Parameter out;
    out.name = entry.key;
    out.where = entry.where;
    if (!is_name(entry.key)) {
        errors.push_back({entry.where, "not a name for a parameter", entry.key,
                          "a letter, then letters, digits and _", ""});
    }
    YamlMap map(entry.value, errors, "the parameter " + entry.key);
    const auto value = map.child("default");
    out.unit = map.text("unit").value_or("");
    const auto minimum = map.number("minimum", {-kAny, kAny});
    const auto maximum = map.number("maximum", {-kAny, kAny});
    out.minimum = minimum.value_or(-kAny);
    out.maximum = maximum.value_or(kAny);
    out.numeric = minimum || maximum || !out.unit.empty();
    if (const auto words = map.child("values")) {
        for (const auto& word : words->items()) out.words.push_back(word.text());
        if (out.words.empty() || out.numeric) {
            errors.push_back({words->where(), "values are a list of words", words->text(),
                              "[a, b, ...], without unit, minimum and maximum", ""});
        }
    }
    map.text("description");
    map.finish();
    if (out.minimum > out.maximum) {
        errors.push_back(
            {entry.where, "minimum is more than maximum", "", "minimum <= maximum", ""});
    }
    if (value) {
        check(out, *value, errors);
        out.value = value;
    }
    return out;
}

void OwnParameters::check(const Parameter& parameter, const YamlNode& value, Errors& errors) {
    const std::string what = "parameter " + parameter.name;
    if (!value.is_scalar() || value.text().size() > kLongestValue) {
        errors.push_back({value.where(), what + " needs a value", value.text(),
                          "a text or number of at most 1000 characters", ""});
        return;
    }
    if (parameter.numeric) {
        const auto number = core::parse_number(
            value.text(), what, {parameter.minimum, parameter.maximum, parameter.unit},
            value.where());
        if (!number) errors.push_back(number.error());
        return;
    }
    const auto& words = parameter.words;
    if (words.empty() || std::find(words.begin(), words.end(), value.text()) != words.end()) return;
    errors.push_back({value.where(), what + " has an unknown value", value.text(), listed(words),
                      meant(value.text(), words)});
}

OwnParameters::Parameter* OwnParameters::find(std::string_view name) {
    const auto found = std::find_if(all_.begin(), all_.end(),
                                    [&](const Parameter& each) { return each.name == name; });
    return found == all_.end() ? nullptr : &*found;
}

bool OwnParameters::has(std::string_view name) const {
    return std::any_of(all_.begin(), all_.end(),
                       [&](const Parameter& each) { return each.name == name; });
}

std::vector<std::string> OwnParameters::names() const {
    std::vector<std::string> out;
    for (const auto& each : all_) out.push_back(each.name);
    return out;
}

void OwnParameters::give(std::string_view name, const YamlNode& value, Errors& errors) {
    Parameter* parameter = find(name);
    if (!parameter) {
        errors.push_back({value.where(), "there is no such parameter", std::string(name),
                          listed(names()), meant(name, names())});
        return;
    }
    check(*parameter, value, errors);
    parameter->value = value;
}

std::string OwnParameters::replace(std::string_view& text, const core::SourcePosition& where,
                                   Errors& errors) {
    const std::size_t end = text.find('}');
    const std::string_view whole = text.substr(0, end == text.npos ? end : end + 1);
    const std::string_view name =
        end == text.npos ? std::string_view() : whole.substr(2, whole.size() - 3);
    text.remove_prefix(whole.size());
    Parameter* parameter = find(name);
    if (!parameter) {
        const std::string near = meant(name, names());
        errors.push_back({where, "there is no such parameter", std::string(whole), listed(names()),
                          near.empty() ? "'$${' writes the characters '${'" : near});
        return std::string(whole);
    }
    parameter->used = true;
    return parameter->value ? parameter->value->text() : std::string(whole);
}

std::string OwnParameters::substituted(std::string_view text, const core::SourcePosition& where,
                                       Errors& errors) {
    std::string out;
    while (!text.empty()) {
        const std::size_t at = text.find("${");
        if (at == text.npos) return out += text;
        const bool escaped = at > 0 && text[at - 1] == '$';
        out += text.substr(0, at);
        text.remove_prefix(at);
        if (escaped) {
            out += "{";
            text.remove_prefix(2);
        } else {
            out += replace(text, where, errors);
        }
    }
    return out;
}

YamlNode OwnParameters::substituted(const YamlNode& node, Errors& errors) {
    if (node.is_scalar()) {
        if (node.text().find("${") == std::string::npos) return node;
        return core::make_scalar(substituted(node.text(), node.where(), errors), false,
                                 node.where());
    }
    if (node.is_sequence()) {
        std::vector<YamlNode> items;
        for (const auto& item : node.items()) items.push_back(substituted(item, errors));
        return core::make_sequence(std::move(items), node.where());
    }
    if (!node.is_map()) return node;
    std::vector<YamlNode::Entry> entries;
    for (const auto& entry : node.entries()) {
        std::string key = substituted(entry.key, entry.where, errors);
        const bool twice = std::any_of(entries.begin(), entries.end(),
                                       [&](const auto& other) { return other.key == key; });
        if (twice) {
            errors.push_back({entry.where, "the key stands twice", key, "each key once", ""});
        }
        entries.push_back({std::move(key), entry.where, substituted(entry.value, errors)});
    }
    return core::make_map(std::move(entries), node.where());
}

YamlNode OwnParameters::without_definitions(const YamlNode& section) const {
    if (all_.empty()) return section;
    std::vector<YamlNode::Entry> rest;
    for (const auto& entry : section.entries()) {
        if (!is_definition(entry)) rest.push_back(entry);
    }
    return core::make_map(std::move(rest), section.where());
}

void OwnParameters::finish(Errors& errors) const {
    for (const auto& each : all_) {
        if (!each.used) {
            errors.push_back({each.where, "the parameter is not used", each.name, "",
                              "write '${" + each.name + "}' where its value belongs"});
        } else if (!each.value) {
            errors.push_back({each.where, "the parameter has no value", each.name, "",
                              "give it a default, or a value with --set or 'with'"});
        }
    }
}

std::vector<std::string> OwnParameters::values() const {
    std::vector<std::string> out;
    for (const auto& each : all_) {
        const std::string text = each.value ? each.value->text() : "";
        out.push_back(each.name + ": " + text + (each.unit.empty() ? "" : " " + each.unit));
    }
    return out;
}

}  // namespace chargerig::scenario
