// SPDX-License-Identifier: Apache-2.0
//
// The parsed tree behind YamlNode. Internal to sim/core.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/core/yaml.hpp"

namespace chargerig::core {

struct YamlNode::Data {
    static constexpr int kMaxDepth = 64;

    Kind kind = Kind::null;
    SourcePosition where;
    std::string text;
    bool quoted = false;
    std::vector<YamlNode> items;
    std::vector<Entry> entries;
    // Of this node with all that it holds, aliases counted as often as they stand there.
    std::size_t values = 1;
    int levels = 0;  // below this node
};

}  // namespace chargerig::core
