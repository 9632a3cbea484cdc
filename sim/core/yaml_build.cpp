// SPDX-License-Identifier: Apache-2.0
#include "sim/core/yaml_build.hpp"

#include <utility>

#include "sim/core/yaml_data.hpp"

namespace chargerig::core {
namespace {

std::shared_ptr<YamlNode::Data> make(YamlNode::Kind kind, const SourcePosition& where) {
    auto data = std::make_shared<YamlNode::Data>();
    data->kind = kind;
    data->where = where;
    return data;
}

}  // namespace

YamlNode make_scalar(std::string text, bool quoted, const SourcePosition& where) {
    auto data = make(YamlNode::Kind::scalar, where);
    data->text = std::move(text);
    data->quoted = quoted;
    return YamlNode(std::move(data));
}

YamlNode make_sequence(std::vector<YamlNode> items, const SourcePosition& where) {
    auto data = make(YamlNode::Kind::sequence, where);
    data->items = std::move(items);
    return YamlNode(std::move(data));
}

YamlNode make_map(std::vector<YamlNode::Entry> entries, const SourcePosition& where) {
    auto data = make(YamlNode::Kind::map, where);
    data->entries = std::move(entries);
    return YamlNode(std::move(data));
}

}  // namespace chargerig::core
