// SPDX-License-Identifier: Apache-2.0
//
// Checks of single values against their description, and what is wrong when they fail. Internal to
// sim/link.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "sim/core/error.hpp"
#include "sim/link/schema.hpp"
#include "sim/link/schema_constraint.hpp"

namespace chargerig::link::schema {

// `path` grows from the field outwards while a failure travels up.
struct Violation {
    std::string path;
    std::string problem;
    std::string value;
    std::string allowed;
    std::string hint;
};
using Check = std::optional<Violation>;

// By which rules a payload is looked at.
struct Rules {
    Strictness strictness = Strictness::discharge_tolerant;
    InterfaceVersion version = InterfaceVersion::current;
};

double minimum_of(const Constraint& constraint, Strictness strictness);

Check check_number(double value, const Constraint& constraint, Strictness strictness);
Check check_text(std::string_view text, const Constraint& constraint);
Check check_item_count(std::size_t count, const Constraint& constraint);

// RFC 3339 date-time with 'Z' or an offset; a fraction of any length. Leap seconds at 23:59:60
// only.
bool is_date_time(std::string_view text);
// Six pairs of upper-case hexadecimal digits, separated by ':'.
bool is_evcc_id(std::string_view text);

// Puts `outer` in front of the path: "a" and "b.c" give "a.b.c", "a" and "[2].b" give "a[2].b".
void prefix_path(Violation& violation, std::string_view outer);

core::Error to_error(std::string_view kind, std::string_view name, Violation violation);

// The version has no command or variable of this name; `allowed` lists those that it has.
core::Error not_offered(std::string_view kind, std::string_view name, InterfaceVersion version,
                        std::string allowed);

}  // namespace chargerig::link::schema
