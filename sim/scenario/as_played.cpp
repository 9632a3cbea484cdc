// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "sim/core/yaml_build.hpp"
#include "sim/core/yaml_writer.hpp"
#include "sim/scenario/expansion.hpp"
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

}  // namespace

core::Result<std::string> read_as_played(const std::string& path, const ReadOptions& options) {
    const auto document = core::read_yaml_file(path);
    if (!document) return core::fail(document.error());
    core::Errors errors;
    const Expansion expansion = expand(*document, path, options.overrides, errors);
    if (!errors.empty()) return core::fail(errors.front());
    std::string out;
    for (const auto& parameter : expansion.parameters) out += "# parameter " + parameter + "\n";
    for (const auto& included : expansion.inclusions) out += "# included " + included.file + "\n";
    return out + core::to_yaml(escaped(expansion.root));
}

}  // namespace chargerig::scenario
