// SPDX-License-Identifier: Apache-2.0
//
// The parts of a page. All text goes through the XML writer, which escapes it.
#pragma once

#include <initializer_list>
#include <pugixml.hpp>
#include <string>
#include <utility>

#include "sim/report/batch.hpp"

namespace chargerig::report::html {

using Attributes = std::initializer_list<std::pair<const char*, std::string>>;

// A new last child.
pugi::xml_node add(pugi::xml_node parent, const char* element, const std::string& text = {},
                   Attributes attributes = {});

// What was expected and what was seen; nothing where a scenario expects nothing.
void add_expectations(pugi::xml_node parent, const RunResult& run);

// States as a band over plots of voltage and current, as inline SVG.
void add_plots(pugi::xml_node parent, const BatchEntry& entry);

}  // namespace chargerig::report::html
