// SPDX-License-Identifier: Apache-2.0
//
// From a scenario as it is written to one that stands for itself: what one run was given goes over
// the file, included files stand where they are named, and parameters have their values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {

struct Expansion {
    core::YamlNode root;
    std::vector<Override> overrides;      // but those of parameters, with values for names
    std::vector<Inclusion> inclusions;    // in the order in which they were met
    std::vector<std::string> parameters;  // "NAME: value unit" of the scenario itself
    bool files_missing = false;           // some inclusion could not be read
};

// `name` is the scenario's file: what it includes is relative to that. Adds every mistake to
// `errors`; what is returned is as good as it can be.
Expansion expand(const core::YamlNode& document, std::string_view name,
                 const std::vector<Override>& overrides, core::Errors& errors);

// An error in an included file also tells who includes it.
void explain_inclusions(const std::vector<Inclusion>& inclusions, core::Errors& errors);

}  // namespace chargerig::scenario
