// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "sim/vehicle/entries.hpp"
#include "sim/vehicle/profile.hpp"

namespace chargerig::vehicle {
namespace {

// What a session is about: a profile has to run on any charger, whatever the charger offers.
bool chosen_by_scenario(const Entry& entry) {
    return entry.group == "session" && (entry.key == "protocol" || entry.key == "bidirectional" ||
                                        entry.key == "power_profile");
}

void read_entries(core::YamlMap& map, std::string_view group, Profile& profile,
                  core::Errors& errors) {
    for (const Entry& entry : entries()) {
        if (entry.group != group) continue;
        if (entry.need == Need::required && !map.require(entry.key)) continue;
        const auto node = map.child(entry.key);
        if (!node) continue;
        if (chosen_by_scenario(entry)) {
            errors.push_back(
                {node->where(),
                 std::string(entry.key) + " is chosen by the scenario, not the profile",
                 node->text(), "", "write it below the scenario's 'vehicle:'"});
            continue;
        }
        if (!node->is_scalar()) {
            errors.push_back({node->where(), std::string(entry.key) + " needs a single value", "",
                              "a value on the same line", ""});
            continue;
        }
        if (const auto done = set(entry, profile, node->text(), node->where()); !done) {
            errors.push_back(done.error());
        }
    }
}

std::string& source_of(Profile& profile, std::string_view group) {
    const auto all = source_entries();
    return std::find_if(all.begin(), all.end(), [&](const auto& s) { return s.group == group; })
        ->at(profile);
}

// Every group of figures says where they come from.
void read_source(core::YamlMap& map, std::string_view group, Profile& profile,
                 core::Errors& errors) {
    if (!map.require("source")) return;
    const auto text = map.text("source");
    if (!text) return;
    if (text->empty()) {
        errors.push_back({map.child("source")->where(), "source is empty", "",
                          "a text that says where the figures come from", ""});
    }
    source_of(profile, group) = *text;
}

// A table of two columns: "soc_percent: [..]" and one more, of equal length.
struct Columns {
    std::vector<double> soc_percent;
    std::vector<double> value;
};
std::optional<Columns> read_columns(core::YamlMap& map, const core::SourcePosition& where,
                                    std::string_view soc_key, std::string_view key,
                                    core::NumberRange range, core::Errors& errors) {
    if (!map.require(soc_key) || !map.require(key)) return std::nullopt;
    auto soc = map.numbers(soc_key, {0.0, 100.0, "%"});
    auto value = map.numbers(key, range);
    if (!soc || !value) return std::nullopt;
    if (soc->size() != value->size()) {
        errors.push_back({where,
                          std::string(soc_key) + " and " + std::string(key) + " differ in length",
                          std::to_string(soc->size()) + " and " + std::to_string(value->size()),
                          "one value of each for every point", ""});
        return std::nullopt;
    }
    return Columns{std::move(*soc), std::move(*value)};
}

void read_battery(core::YamlMap& map, const core::SourcePosition& where, Profile& profile,
                  core::Errors& errors) {
    const auto table =
        read_columns(map, where, "ocv_soc_percent", "ocv_cell_V", {0.5, 6.0, "V"}, errors);
    if (!table) return;
    for (std::size_t i = 0; i < table->value.size(); ++i) {
        profile.battery.ocv.push_back({table->soc_percent[i], table->value[i]});
    }
}

void read_curve(core::YamlMap& map, const core::SourcePosition& where, Profile& profile,
                core::Errors& errors) {
    const auto table =
        read_columns(map, where, "soc_percent", "power_kW", {0.0, 5000.0, "kW"}, errors);
    if (!table) return;
    for (std::size_t i = 0; i < table->value.size(); ++i) {
        profile.charge.curve.push_back({table->soc_percent[i], table->value[i]});
    }
}

void read_group(core::YamlMap& root, std::string_view group, bool required, Profile& profile,
                core::Errors& errors) {
    if (required && !root.require(group)) return;
    const auto node = root.child(group);
    if (!node) return;
    core::YamlMap map(*node, errors, group);
    if (!map.valid()) return;
    if (group != "session") read_source(map, group, profile, errors);
    if (group == "battery") read_battery(map, node->where(), profile, errors);
    if (group == "charge_curve") read_curve(map, node->where(), profile, errors);
    read_entries(map, group, profile, errors);
    map.finish();
}

tl::expected<Profile, core::Errors> read_document(const core::Result<core::YamlNode>& document) {
    if (!document) return tl::make_unexpected(core::Errors{document.error()});
    core::Errors errors;
    Profile profile;
    core::YamlMap root(*document, errors, "vehicle profile");
    if (root.require("format")) root.integer("format", 1, 1);
    if (root.require("name")) profile.name = root.text("name").value_or("");
    if (root.require("description")) profile.description = root.text("description").value_or("");
    for (const std::string_view group : {"battery", "limits", "charge_curve"}) {
        read_group(root, group, true, profile, errors);
    }
    for (const std::string_view group :
         {"contactors", "communication", "charging", "energy", "session"}) {
        read_group(root, group, false, profile, errors);
    }
    root.finish();
    if (errors.empty()) errors = check(profile, document->where());
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return profile;
}

// By its dotted name; "session." may be left out. Null: there is none.
const Entry* find_entry(std::string_view name) {
    const auto dot = name.find('.');
    const bool plain = dot == std::string_view::npos;
    const std::string_view group = plain ? "session" : name.substr(0, dot);
    const std::string_view key = plain ? name : name.substr(dot + 1);
    for (const Entry& entry : entries()) {
        if (entry.group == group && entry.key == key) return &entry;
    }
    return nullptr;
}

tl::unexpected<core::Error> no_such_entry(std::string_view name,
                                          const core::SourcePosition& where) {
    const auto dot = name.find('.');
    const bool plain = dot == std::string_view::npos;
    const std::string_view group = plain ? "session" : name.substr(0, dot);
    std::vector<std::string> names;
    for (const Entry& entry : entries()) {
        names.push_back(entry.group == "session"
                            ? std::string(entry.key)
                            : std::string(entry.group) + "." + std::string(entry.key));
    }
    std::string allowed;
    for (const auto& known : names) {
        if (known.find(std::string(group) + ".") == 0 || (plain && known.find('.') == known.npos)) {
            allowed += (allowed.empty() ? "" : ", ") + known;
        }
    }
    if (allowed.empty()) {
        allowed = "battery., limits., contactors., communication., charging., energy., session.";
    }
    const std::string near = core::closest_name(name, names);
    return core::fail({where, "vehicle has no such entry", std::string(name), allowed,
                       near.empty() ? "" : "did you mean '" + near + "'?"});
}

}  // namespace

tl::expected<Profile, core::Errors> read_profile(const std::string& path) {
    return read_document(core::read_yaml_file(path));
}

tl::expected<Profile, core::Errors> parse_profile(std::string_view text, std::string_view name) {
    return read_document(core::parse_yaml(text, name));
}

std::vector<std::string> entry_names() {
    std::vector<std::string> names;
    for (const Entry& entry : entries()) {
        names.push_back(std::string(entry.group) + "." + std::string(entry.key));
    }
    return names;
}

core::Result<void> set_entry(Profile& profile, std::string_view name, std::string_view text,
                             const core::SourcePosition& where) {
    const Entry* entry = find_entry(name);
    if (entry == nullptr) return no_such_entry(name, where);
    return set(*entry, profile, text, where);
}

core::Result<std::string> entry_text(const Profile& profile, std::string_view name,
                                     const core::SourcePosition& where) {
    const Entry* entry = find_entry(name);
    if (entry == nullptr) return no_such_entry(name, where);
    return entry_text(*entry, profile);
}

}  // namespace chargerig::vehicle
