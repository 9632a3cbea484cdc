// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/as_played.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/yaml_build.hpp"
#include "sim/core/yaml_writer.hpp"
#include "sim/scenario/expansion.hpp"
#include "sim/scenario/profile_reader.hpp"
#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {
namespace {

using core::YamlNode;

std::string escaped(std::string text) {
    for (std::size_t at = text.find("${"); at != text.npos; at = text.find("${", at + 3)) {
        text.insert(at, "$");
    }
    return text;
}

// What was written as `$${` is written so again.
YamlNode escaped(const YamlNode& node) {
    if (node.is_scalar()) {
        if (node.text().find("${") == std::string::npos) return node;
        return core::make_scalar(escaped(node.text()), node.quoted(), node.where());
    }
    if (node.is_sequence()) {
        std::vector<YamlNode> items;
        for (const auto& item : node.items()) items.push_back(escaped(item));
        return core::make_sequence(std::move(items), node.where());
    }
    if (!node.is_map()) return node;
    std::vector<YamlNode::Entry> entries;
    for (const auto& entry : node.entries()) {
        entries.push_back({escaped(entry.key), entry.where, escaped(entry.value)});
    }
    return core::make_map(std::move(entries), node.where());
}

// The tables of profiles under their new names, in the order in which the reader meets them.
class Tables {
public:
    YamlNode renamed(const YamlNode& root) {
        YamlNode out = root;
        for (const char* section : {"steps", "post"}) out = section_renamed(out, section);
        return out;
    }

private:
    YamlNode section_renamed(const YamlNode& root, std::string_view section) {
        std::vector<YamlNode::Entry> entries;
        for (const auto& entry : root.entries()) {
            const bool changes = entry.key == section;
            entries.push_back({entry.key, entry.where, changes ? inner(entry.value) : entry.value});
        }
        return core::make_map(std::move(entries), root.where());
    }

    YamlNode inner(const YamlNode& node) {
        if (node.is_sequence()) {
            std::vector<YamlNode> items;
            for (const auto& item : node.items()) items.push_back(inner(item));
            return core::make_sequence(std::move(items), node.where());
        }
        if (!node.is_map()) return node;
        std::vector<YamlNode::Entry> entries;
        for (const auto& entry : node.entries()) {
            const bool profile = entry.key == "profile" && entry.value.is_map();
            entries.push_back(
                {entry.key, entry.where, profile ? own(entry.value) : inner(entry.value)});
        }
        return core::make_map(std::move(entries), node.where());
    }

    YamlNode own(const YamlNode& profile) {
        std::vector<YamlNode::Entry> entries;
        for (const auto& entry : profile.entries()) {
            const bool file = entry.key == "file" && entry.value.is_scalar();
            entries.push_back({entry.key, entry.where, file ? name(entry.value) : entry.value});
        }
        return core::make_map(std::move(entries), profile.where());
    }

    YamlNode name(const YamlNode& file) {
        const std::string path = table_path(file);
        const auto known = std::ranges::find(paths_, path);
        const auto index = static_cast<std::size_t>(known - paths_.begin());
        if (known == paths_.end()) paths_.push_back(path);
        return core::make_scalar(table_as_played(index), true, file.where());
    }

    std::vector<std::string> paths_;
};

}  // namespace

std::string table_as_played(std::size_t index) {
    return "table-" + std::to_string(index + 1) + ".csv";
}

core::Result<std::string> read_as_played(const std::string& path, const ReadOptions& options) {
    const auto document = core::read_yaml_file(path);
    if (!document) return core::fail(document.error());
    core::Errors errors;
    const Expansion expansion = expand(*document, path, options.overrides, errors);
    if (!errors.empty()) return core::fail(errors.front());
    std::string out;
    for (const auto& parameter : expansion.parameters) out += "# parameter " + parameter + "\n";
    for (const auto& included : expansion.inclusions) out += "# included " + included.file + "\n";
    return out + core::to_yaml(escaped(Tables().renamed(expansion.root)));
}

}  // namespace chargerig::scenario
