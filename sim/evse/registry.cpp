// SPDX-License-Identifier: Apache-2.0
#include "sim/evse/registry.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "sim/core/yaml.hpp"
#include "sim/dbc/reader.hpp"

namespace chargerig::evse {

namespace {

std::string joined(std::span<const std::string> names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

void append(core::Errors& errors, core::Errors more) {
    for (core::Error& error : more) errors.push_back(std::move(error));
}

class EntryReader {
public:
    EntryReader(const std::string& folder, core::Errors& errors)
        : folder_(folder), errors_(errors) {}

    VersionEntry read(const core::YamlNode& node) {
        VersionEntry entry;
        core::YamlMap map(node, errors_, "version");
        if (map.require("name")) entry.name = map.text("name").value_or("");
        if (map.require("file")) entry.file = folder_ + map.text("file").value_or("");
        const auto style = map.one_of("power_messages", {"one", "separate"});
        entry.v2_power_messages = style.value_or("one") == "separate";
        if (map.require("capabilities")) read_capabilities(map.child("capabilities"), entry);
        read_renamed(map.child("renamed_signals"), entry);
        read_shortest(map.child("shortest_frames"), entry);
        map.finish();
        return entry;
    }

private:
    void complain(const core::YamlNode& node, std::string what, std::string value,
                  std::string allowed) {
        errors_.push_back(
            {node.where(), std::move(what), std::move(value), std::move(allowed), ""});
    }

    void read_capabilities(const std::optional<core::YamlNode>& node, VersionEntry& entry) {
        if (!node) return;
        if (!node->is_sequence()) {
            return complain(*node, "capabilities must be a list", node->text(), "[name, ...]");
        }
        for (const core::YamlNode& item : node->items()) {
            const auto capability = capability_named(item.text());
            if (capability) {
                entry.capabilities.push_back(*capability);
            } else {
                complain(item, "not a capability", item.text(), joined(capability_names()));
            }
        }
    }

    bool is_map(const std::optional<core::YamlNode>& node, const char* what) {
        if (!node) return false;
        if (node->is_map()) return true;
        complain(*node, std::string(what) + " must name messages", node->text(), "a mapping");
        return false;
    }

    void read_renamed(const std::optional<core::YamlNode>& node, VersionEntry& entry) {
        if (!is_map(node, "renamed_signals")) return;
        for (const auto& message : node->entries()) {
            if (!is_map(message.value, "renamed signals")) continue;
            for (const auto& signal : message.value.entries()) {
                auto name = core::to_text(signal.value, "a signal's name");
                if (name) {
                    entry.renamed_signals[message.key][signal.key] = *name;
                } else {
                    errors_.push_back(name.error());
                }
            }
        }
    }

    void read_shortest(const std::optional<core::YamlNode>& node, VersionEntry& entry) {
        if (!is_map(node, "shortest_frames")) return;
        for (const auto& message : node->entries()) {
            auto bytes = core::to_integer(message.value, "the shortest frame", 0, 8);
            if (bytes) {
                entry.shortest_frames[message.key] = static_cast<int>(*bytes);
            } else {
                errors_.push_back(bytes.error());
            }
        }
    }

    std::string folder_;
    core::Errors& errors_;
};

std::vector<core::YamlNode> entries_of(const core::YamlNode& root, core::Errors& errors) {
    core::YamlMap map(root, errors, "version registry");
    if (!map.valid()) return {};
    if (map.require("format")) map.integer("format", 1, 1);
    const bool there = map.require("versions");
    const auto list = map.child("versions");
    map.finish();
    if (!there || !list) return {};
    if (!list->is_sequence() || list->items().empty()) {
        errors.push_back(
            {list->where(), "versions must be a list", list->text(), "at least one version", ""});
        return {};
    }
    return {list->items().begin(), list->items().end()};
}

}  // namespace

tl::expected<Registry, core::Errors> Registry::load(const std::string& resources) {
    const std::string folder = resources + "/protocols/";
    const auto root = core::read_yaml_file(folder + "versions.yaml");
    if (!root) return tl::make_unexpected(core::Errors{root.error()});

    core::Errors errors;
    Registry registry;
    EntryReader reader(folder, errors);
    for (const core::YamlNode& node : entries_of(*root, errors)) {
        const std::size_t errors_before = errors.size();
        VersionEntry entry = reader.read(node);
        if (errors.size() > errors_before) continue;
        const std::vector<std::string> known = registry.names();
        if (std::find(known.begin(), known.end(), entry.name) != known.end()) {
            errors.push_back(
                {node.where(), "the version stands twice", entry.name, "each name once", ""});
            continue;
        }
        auto database = dbc::read_dbc_file(entry.file);
        if (!database) {
            append(errors, std::move(database.error()));
            continue;
        }
        auto version = Version::make(std::move(entry), std::move(*database));
        if (version) {
            registry.versions_.push_back(std::move(*version));
        } else {
            append(errors, std::move(version.error()));
        }
    }
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return registry;
}

std::vector<std::string> Registry::names() const {
    std::vector<std::string> out;
    for (const auto& version : versions_) out.push_back(version->name());
    return out;
}

core::Result<std::shared_ptr<const Version>> Registry::find(std::string_view name) const {
    const bool whole = name.find('.') == std::string_view::npos;
    const std::string wanted = std::string(name) + (whole ? ".0" : "");
    for (const auto& version : versions_) {
        if (version->name() == wanted) return version;
    }
    const std::vector<std::string> known = names();
    return core::fail({{}, "not a known protocol version", std::string(name), joined(known), ""});
}

std::string Registry::first_version_with(Capability capability, std::string_view than) const {
    const auto has = [&](const auto& version) { return version->has(capability); };
    auto start = std::find_if(versions_.begin(), versions_.end(),
                              [&](const auto& version) { return version->name() == than; });
    auto found = std::find_if(start, versions_.end(), has);
    if (found == versions_.end()) found = std::find_if(versions_.begin(), versions_.end(), has);
    return found == versions_.end() ? std::string() : (*found)->name();
}

core::Error Registry::lacking(const Version& version, Capability capability,
                              core::SourcePosition where) const {
    const std::string first = first_version_with(capability, version.name());
    return {
        std::move(where), "protocol " + version.name() + " has no " + std::string(name(capability)),
        "", first.empty() ? "" : "protocol " + first,
        first.empty() ? "no known version has it" : "the first version that has it is " + first};
}

}  // namespace chargerig::evse
