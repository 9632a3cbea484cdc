// SPDX-License-Identifier: Apache-2.0
//
// Payloads made from the schema's own table: one with every field, one with the required fields
// alone.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sim/link/schema.hpp"

namespace chargerig::link::test {

using Json = nlohmann::json;

enum class Fill { required_only, everything };

struct Owner {
    bool is_command;
    std::string name;
    InterfaceVersion version = InterfaceVersion::current;
};

// All commands, then all variables, of one version after the other.
std::vector<Owner> owners();
// "older command setup".
std::string title(const Owner& owner);
const std::vector<SchemaRow>& rows_of(const Owner& owner);

const Json& sample(const Owner& owner, Fill fill);
Json valid_value(const SchemaRow& row);

// The place of a row's path in a payload: "/a/b/0" for "a.b[]".
Json::json_pointer pointer(const std::string& path);

// The error text, or nothing when the payload is taken.
std::optional<std::string> refusal(const Owner& owner, const Json& payload,
                                   Strictness strictness = Strictness::schema);

// The payload read and written again.
Json round_trip(const Owner& owner, const Json& payload);

}  // namespace chargerig::link::test
