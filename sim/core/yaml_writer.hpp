// SPDX-License-Identifier: Apache-2.0
//
// A document as text again, in block style: what parse_yaml() makes of it is the same document but
// for the places.
#pragma once

#include <string>

#include "sim/core/yaml.hpp"

namespace chargerig::core {

// Ends with a newline. Comments and the layout of the original are not kept.
std::string to_yaml(const YamlNode& root);

}  // namespace chargerig::core
