// SPDX-License-Identifier: Apache-2.0
//
// Reads lines "controller NAME VALUE" and "modules NAME VALUE" and prints each whose value is not
// the default. A value is the default when setting it changes nothing.
#include <iostream>
#include <sstream>
#include <string>

#include "sim/controller/configuration.hpp"
#include "sim/modules/entries.hpp"

namespace {

template <class Owner>
std::string complaint(const std::string& name, const std::string& value) {
    Owner owner;
    const auto set = set_entry(owner, name, value, chargerig::core::SourcePosition{});
    if (!set) return set.error().text();
    return owner == Owner{} ? "" : "is not the default";
}

}  // namespace

int main() {
    int wrong = 0;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream fields(line);
        std::string side;
        std::string name;
        std::string value;
        fields >> side >> name >> value;
        const std::string text = side == "modules"
                                     ? complaint<chargerig::modules::Parameters>(name, value)
                                     : complaint<chargerig::controller::Configuration>(name, value);
        if (text.empty()) continue;
        std::cout << side << ": " << name << " " << value << ": " << text << "\n";
        ++wrong;
    }
    return wrong == 0 ? 0 : 1;
}
