// SPDX-License-Identifier: Apache-2.0
#include "sim/core/yaml.hpp"

#include <yaml-cpp/yaml.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace chargerig::core {

struct YamlNode::Data {
    Kind kind = Kind::null;
    SourcePosition where;
    std::string text;
    bool quoted = false;
    std::vector<YamlNode> items;
    std::vector<Entry> entries;
};

namespace {

SourcePosition position(const YAML::Mark& mark, std::string_view file) {
    if (mark.is_null()) return {std::string(file), 0, 0};
    return {std::string(file), mark.line + 1, mark.column + 1};
}

Result<YamlNode> convert(const YAML::Node& node, std::string_view file, int depth);

Result<std::shared_ptr<YamlNode::Data>> convert_map(const YAML::Node& node, std::string_view file,
                                                    int depth) {
    auto data = std::make_shared<YamlNode::Data>();
    for (const auto& pair : node) {
        const SourcePosition where = position(pair.first.Mark(), file);
        if (!pair.first.IsScalar()) {
            return fail({where, "a key must be a plain name", "", "text", ""});
        }
        const std::string key = pair.first.Scalar();
        for (const auto& entry : data->entries) {
            if (entry.key == key) {
                return fail({where, "the key stands twice", key, "each key once",
                             "the first is on line " + std::to_string(entry.where.line)});
            }
        }
        auto value = convert(pair.second, file, depth + 1);
        if (!value) return fail(value.error());
        data->entries.push_back({key, where, std::move(*value)});
    }
    return data;
}

Result<YamlNode> convert(const YAML::Node& node, std::string_view file, int depth) {
    // An alias that contains itself, or a hostile file, must not exhaust the stack.
    constexpr int kMaxDepth = 64;
    const SourcePosition where = position(node.Mark(), file);
    if (depth > kMaxDepth) {
        return fail({where, "nested too deeply", "", "at most 64 levels", ""});
    }
    auto data = std::make_shared<YamlNode::Data>();
    if (node.IsMap()) {
        auto map = convert_map(node, file, depth);
        if (!map) return fail(map.error());
        data = std::move(*map);
        data->kind = YamlNode::Kind::map;
    } else if (node.IsSequence()) {
        data->kind = YamlNode::Kind::sequence;
        for (const auto& item : node) {
            auto converted = convert(item, file, depth + 1);
            if (!converted) return fail(converted.error());
            data->items.push_back(std::move(*converted));
        }
    } else if (node.IsScalar()) {
        data->kind = YamlNode::Kind::scalar;
        data->text = node.Scalar();
        data->quoted = node.Tag() == "!";
    }
    data->where = where;
    return YamlNode(std::move(data));
}

const YamlNode::Data& empty_data() {
    static const YamlNode::Data data;
    return data;
}

}  // namespace

YamlNode::Kind YamlNode::kind() const {
    return data_ ? data_->kind : Kind::null;
}
const SourcePosition& YamlNode::where() const {
    return (data_ ? *data_ : empty_data()).where;
}
const std::string& YamlNode::text() const {
    return (data_ ? *data_ : empty_data()).text;
}
bool YamlNode::quoted() const {
    return data_ && data_->quoted;
}
std::span<const YamlNode> YamlNode::items() const {
    return (data_ ? *data_ : empty_data()).items;
}
std::span<const YamlNode::Entry> YamlNode::entries() const {
    return (data_ ? *data_ : empty_data()).entries;
}

Result<YamlNode> with_value(const YamlNode& root, std::string_view path, std::string_view value,
                            const SourcePosition& where) {
    if (path.empty()) {
        auto scalar = std::make_shared<YamlNode::Data>();
        scalar->kind = YamlNode::Kind::scalar;
        scalar->where = where;
        scalar->text = value;
        return YamlNode(std::move(scalar));
    }
    if (!root.is_map() && root.kind() != YamlNode::Kind::null) {
        return fail({where, "the path goes through something that has no keys", std::string(path),
                     "a path of keys, each below the one before", ""});
    }
    const std::size_t dot = path.find('.');
    const std::string_view key = path.substr(0, dot);
    if (key.empty() || dot == path.size() - 1) {
        return fail({where, "the path has an empty part", std::string(path), "name.name.name", ""});
    }
    const std::string_view rest = dot == path.npos ? std::string_view() : path.substr(dot + 1);
    auto map = std::make_shared<YamlNode::Data>();
    map->kind = YamlNode::Kind::map;
    // A map that is made on the way stands where its first value was given.
    map->where = root.where().file.empty() ? where : root.where();
    map->entries.assign(root.entries().begin(), root.entries().end());
    YamlNode::Entry* entry = nullptr;
    for (auto& candidate : map->entries) {
        if (candidate.key == key) entry = &candidate;
    }
    if (!entry) {
        map->entries.push_back({std::string(key), where, YamlNode()});
        entry = &map->entries.back();
    }
    const YamlNode below = rest.empty() ? YamlNode() : entry->value;
    auto child = with_value(below, rest, value, where);
    if (!child) return fail(child.error());
    entry->value = std::move(*child);
    return YamlNode(std::move(map));
}

Result<YamlNode> parse_yaml(std::string_view text, std::string_view name) {
    try {
        const auto documents = YAML::LoadAll(std::string(text));
        if (documents.empty()) {
            auto nothing = std::make_shared<YamlNode::Data>();
            nothing->where.file = name;
            return YamlNode(std::move(nothing));
        }
        if (documents.size() > 1) {
            return fail({{std::string(name), 0, 0},
                         "more than one document in the file",
                         "",
                         "one YAML document",
                         "split the file at its '---' lines"});
        }
        return convert(documents.front(), name, 0);
    } catch (const YAML::Exception& e) {
        return fail({position(e.mark, name), "not valid YAML: " + e.msg, "", "", ""});
    }
}

Result<YamlNode> read_yaml_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    if (file) content << file.rdbuf();
    if (!file || file.bad()) {
        return fail({{path, 0, 0},
                     std::string("cannot read the file: ") + std::strerror(errno),
                     "",
                     "",
                     "check the path and its permissions"});
    }
    return parse_yaml(content.str(), path);
}

}  // namespace chargerig::core
