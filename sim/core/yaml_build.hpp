// SPDX-License-Identifier: Apache-2.0
//
// Nodes that no file holds as they are: what stands for something else in a document.
#pragma once

#include <string>
#include <vector>

#include "sim/core/yaml.hpp"

namespace chargerig::core {

// `where` is what errors about the node name.
YamlNode make_scalar(std::string text, bool quoted, const SourcePosition& where);
YamlNode make_sequence(std::vector<YamlNode> items, const SourcePosition& where);
YamlNode make_map(std::vector<YamlNode::Entry> entries, const SourcePosition& where);

}  // namespace chargerig::core
