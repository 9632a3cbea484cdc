// SPDX-License-Identifier: Apache-2.0
//
// What is said about names, fields and literals that a version of the interface does not have.
// Internal to sim/link.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/link/schema_check.hpp"
#include "sim/link/schema_literals.hpp"
#include "sim/link/schema_names.hpp"

namespace chargerig::link::schema {

template <class Object>
std::string field_names(InterfaceVersion version) {
    std::string text;
    for_each_field<Object>([&](const auto& field) {
        const std::string_view name = field.name_in(version);
        if (name.empty()) return;
        if (!text.empty()) text += ", ";
        text += name;
    });
    return text;
}

template <class Object>
Violation unknown_field(std::string_view name, InterfaceVersion version) {
    return {.path = std::string(name),
            .problem = "is unknown",
            .value = {},
            .allowed = field_names<Object>(version),
            .hint = "remove it, or check the version of the interface"};
}

template <class E>
Violation unknown_literal(std::string_view text, InterfaceVersion version) {
    return {.path = {},
            .problem = "is not a literal of the enumeration",
            .value = std::string(text),
            .allowed = literals_text<E>(version),
            .hint = "literals are case-sensitive"};
}

constexpr std::string_view kind_of(VarName) {
    return "var";
}
constexpr std::string_view kind_of(CommandName) {
    return "command";
}

// Name is VarName or CommandName.
template <class Name>
std::string names_text(InterfaceVersion version) {
    std::string text;
    for (std::size_t i = 0; i < kLiterals<Name>.size(); ++i) {
        const Name name = static_cast<Name>(i);
        if (!offers(version, name)) continue;
        if (!text.empty()) text += ", ";
        text += literal(name);
    }
    return text;
}

template <class Name>
std::optional<core::Error> check_name(Name name, const Rules& rules) {
    const Presence presence = spec(name).presences.in(rules.version);
    const bool taken = presence == Presence::offered ||
                       (presence == Presence::tolerated && rules.strictness != Strictness::schema);
    if (taken) return {};
    return not_offered(kind_of(name), literal(name), rules.version,
                       names_text<Name>(rules.version));
}

}  // namespace chargerig::link::schema
