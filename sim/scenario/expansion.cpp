// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/expansion.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "sim/core/yaml_build.hpp"
#include "sim/scenario/own_parameters.hpp"

namespace chargerig::scenario {
namespace {

using core::Errors;
using core::YamlMap;
using core::YamlNode;
namespace fs = std::filesystem;

constexpr std::size_t kDeepest = 8;
// Files that include each other twice on each level would never come to an end.
constexpr std::size_t kMostInclusions = 1000;

const YamlNode* child(const YamlNode& map, std::string_view key) {
    for (const auto& entry : map.entries()) {
        if (entry.key == key) return &entry.value;
    }
    return nullptr;
}

// The same map with another value for `key`.
YamlNode with_child(const YamlNode& map, std::string_view key, const YamlNode& value) {
    std::vector<YamlNode::Entry> entries(map.entries().begin(), map.entries().end());
    for (auto& entry : entries) {
        if (entry.key == key) entry.value = value;
    }
    return core::make_map(std::move(entries), map.where());
}

std::string place(const core::SourcePosition& where) {
    return where.file + ":" + std::to_string(where.line) + ":" + std::to_string(where.column);
}

// Values for the names in everything but the definitions.
YamlNode substitute(const YamlNode& root, OwnParameters& parameters, Errors& errors) {
    if (!root.is_map()) return root;
    const YamlNode* section = child(root, "parameters");
    const YamlNode plain =
        section ? with_child(root, "parameters", parameters.without_definitions(*section)) : root;
    return parameters.substituted(plain, errors);
}

class Includer {
public:
    Includer(Expansion& out, Errors& errors) : out_(out), errors_(errors) {}

    // `list` with what is included in place of each `include` in it and in the lists below.
    YamlNode expanded(const YamlNode& node, std::string_view kind,
                      const std::vector<std::string>& chain) {
        if (node.is_map()) {
            std::vector<YamlNode::Entry> entries;
            for (const auto& entry : node.entries()) {
                entries.push_back({entry.key, entry.where, expanded(entry.value, kind, chain)});
            }
            return core::make_map(std::move(entries), node.where());
        }
        if (!node.is_sequence()) return node;
        std::vector<YamlNode> items;
        for (const auto& item : node.items()) {
            if (item.is_map() && child(item, "include")) {
                const auto more = included(item, kind, chain);
                items.insert(items.end(), more.begin(), more.end());
            } else {
                items.push_back(expanded(item, kind, chain));
            }
        }
        return core::make_sequence(std::move(items), node.where());
    }

private:
    void refuse(const core::SourcePosition& where, std::string what, std::string value,
                std::string allowed, std::string hint = "") {
        errors_.push_back(
            {where, std::move(what), std::move(value), std::move(allowed), std::move(hint)});
        out_.files_missing = true;
    }

    std::vector<YamlNode> included(const YamlNode& item, std::string_view kind,
                                   const std::vector<std::string>& chain) {
        YamlMap map(item, errors_, "the include");
        const YamlNode file = *map.child("include");
        const auto with = map.child("with");
        map.finish();
        if (!file.is_scalar() || file.text().empty()) {
            refuse(file.where(), "an include names a file", "", "include: FILE");
            return {};
        }
        const fs::path folder = fs::path(chain.back()).parent_path();
        const std::string path = (folder / file.text()).lexically_normal().string();
        if (!may_include(path, file.where(), chain)) return {};
        out_.inclusions.push_back({path, file.where()});
        const auto document = core::read_yaml_file(path);
        if (!document) {
            core::Error error = document.error();
            if (error.where.line == 0) error.where = file.where(), error.value = path;
            errors_.push_back(std::move(error));
            out_.files_missing = true;
            return {};
        }
        return part(*document, kind, with.value_or(YamlNode()), path, file.where(), chain);
    }

    bool may_include(const std::string& path, const core::SourcePosition& where,
                     const std::vector<std::string>& chain) {
        const auto begin = std::find(chain.begin(), chain.end(), path);
        if (begin != chain.end()) {
            std::string circle;
            for (auto each = begin; each != chain.end(); ++each) circle += *each + " -> ";
            refuse(where, "the file includes itself", circle + path, "", "take one of them out");
            return false;
        }
        if (chain.size() > kDeepest) {
            refuse(where, "included too deeply", path, "at most 8 files within each other");
            return false;
        }
        if (out_.inclusions.size() >= kMostInclusions) {
            if (!full_) refuse(where, "too many included files", path, "at most 1000");
            full_ = true;
            return false;
        }
        return true;
    }

    // The list of one included file.
    std::vector<YamlNode> part(const YamlNode& document, std::string_view kind,
                               const YamlNode& with, const std::string& path,
                               const core::SourcePosition& from, std::vector<std::string> chain) {
        YamlMap map(document, errors_, "the included file");
        if (!map.valid()) return {};
        if (map.require("format")) map.integer("format", 1, 1);
        const auto section = map.child("parameters").value_or(YamlNode());
        map.child("steps");
        map.child("expect");
        map.finish();
        OwnParameters parameters(section, errors_);
        refuse_plant(parameters, section);
        give(parameters, with);
        const YamlNode root = substitute(document, parameters, errors_);
        parameters.finish(errors_);
        const YamlNode* list = child(root, kind);
        if (!list || !list->is_sequence()) {
            refuse(from, "the included file has no list '" + std::string(kind) + "'", path,
                   std::string(kind) + ": with '-' lines");
            return {};
        }
        chain.push_back(path);
        const YamlNode whole = expanded(*list, kind, chain);
        return {whole.items().begin(), whole.items().end()};
    }

    // The electrical world is the scenario's affair.
    void refuse_plant(const OwnParameters& parameters, const YamlNode& section) {
        const YamlNode rest = parameters.without_definitions(section);
        for (const auto& entry : rest.entries()) {
            errors_.push_back({entry.where, "a parameter of an included file is a map", entry.key,
                               entry.key + ": {default: ...}", ""});
        }
    }

    void give(OwnParameters& parameters, const YamlNode& with) {
        if (with.kind() == YamlNode::Kind::null) return;
        if (!with.is_map()) {
            errors_.push_back({with.where(), "'with' must be a mapping of names to values",
                               with.text(), "with: {NAME: VALUE}", ""});
        }
        for (const auto& entry : with.entries()) parameters.give(entry.key, entry.value, errors_);
    }

    Expansion& out_;
    Errors& errors_;
    bool full_ = false;
};

// What is for parameters is given to them; the rest goes over the document.
void apply(const std::vector<Override>& overrides, OwnParameters& parameters, Expansion& out,
           Errors& errors) {
    constexpr std::string_view kParameters = "parameters.";
    for (const auto& change : overrides) {
        const core::SourcePosition where{"--set " + change.path, 0, 0};
        const std::string_view path = change.path;
        if (path.starts_with(kParameters) && parameters.has(path.substr(kParameters.size()))) {
            parameters.give(path.substr(kParameters.size()),
                            core::make_scalar(change.value, false, where), errors);
            continue;
        }
        out.overrides.push_back(change);
        auto changed = core::with_value(out.root, change.path, change.value, where);
        if (changed) {
            out.root = std::move(*changed);
        } else {
            errors.push_back(changed.error());
        }
    }
}

}  // namespace

Expansion expand(const YamlNode& document, std::string_view name,
                 const std::vector<Override>& overrides, Errors& errors) {
    Expansion out;
    out.root = document;
    const YamlNode* section = child(document, "parameters");
    OwnParameters parameters(section ? *section : YamlNode(), errors);
    apply(overrides, parameters, out, errors);
    out.root = substitute(out.root, parameters, errors);
    for (auto& change : out.overrides) {
        const core::SourcePosition where{"--set " + change.path, 0, 0};
        Errors said_already;
        change.value = parameters.substituted(change.value, where, said_already);
    }
    parameters.finish(errors);
    out.parameters = parameters.values();
    Includer includer(out, errors);
    const std::vector<std::string> chain{fs::path(name).lexically_normal().string()};
    for (const std::string_view kind : {"steps", "expect", "post"}) {
        const YamlNode* list = child(out.root, kind);
        if (!list) continue;
        const std::string_view taken = kind == "post" ? "steps" : kind;
        out.root = with_child(out.root, kind, includer.expanded(*list, taken, chain));
    }
    return out;
}

void explain_inclusions(const std::vector<Inclusion>& inclusions, Errors& errors) {
    for (auto& error : errors) {
        std::string from;
        for (const auto& each : inclusions) {
            const std::string said = place(each.from);
            if (each.file != error.where.file || from.find(said) != from.npos) continue;
            from += (from.empty() ? "included from " : " and ") + said;
        }
        if (!from.empty()) error.hint += (error.hint.empty() ? "" : "; ") + from;
    }
}

}  // namespace chargerig::scenario
