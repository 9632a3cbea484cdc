// SPDX-License-Identifier: Apache-2.0
#include "sim/core/yaml.hpp"

#include <algorithm>

#include "sim/core/file.hpp"
#include "sim/core/yaml_data.hpp"

namespace chargerig::core {

namespace {

constexpr auto kMaxParts = YamlNode::Data::kMaxDepth;

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
    if (std::count(path.begin(), path.end(), '.') >= kMaxParts) {
        return fail({where, "the path has too many parts", std::string(path), "at most 64", ""});
    }
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

Result<YamlNode> read_yaml_file(const std::string& path) {
    const auto content = read_file(path, kMaxYamlBytes);
    if (!content) return fail(content.error());
    return parse_yaml(*content, path);
}

}  // namespace chargerig::core
