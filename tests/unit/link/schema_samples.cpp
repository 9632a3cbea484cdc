// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/link/schema_samples.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace chargerig::link::test {
namespace {

// A field inside an optional parent is left out together with it.
bool parent_left_out(const Json& payload, const std::string& path) {
    const std::size_t dot = path.find_last_of(".[");
    return dot != std::string::npos && !payload.contains(pointer(path.substr(0, dot)));
}

template <class Name>
Name name_of(const Owner& owner) {
    return *from_literal<Name>(owner.name);
}

}  // namespace

std::vector<Owner> owners() {
    std::vector<Owner> all;
    for (const auto version : {InterfaceVersion::current, InterfaceVersion::older}) {
        for (const SchemaRow& row : schema_table(version)) {
            if (!all.empty() && all.back().name == row.owner) continue;
            all.push_back({row.is_command, std::string(row.owner), version});
        }
    }
    return all;
}

std::string title(const Owner& owner) {
    return std::string(name(owner.version)) + (owner.is_command ? " command " : " var ") +
           owner.name;
}

const std::vector<SchemaRow>& rows_of(const Owner& owner) {
    static std::map<std::string, std::vector<SchemaRow>> known;
    std::vector<SchemaRow>& rows = known[title(owner)];
    if (!rows.empty()) return rows;
    const std::vector<SchemaRow>& table = schema_table(owner.version);
    std::copy_if(table.begin(), table.end(), std::back_inserter(rows), [&](const SchemaRow& row) {
        return row.is_command == owner.is_command && row.owner == owner.name;
    });
    return rows;
}

Json valid_value(const SchemaRow& row) {
    switch (row.type) {
        case JsonType::null:
            return nullptr;
        case JsonType::boolean:
            return true;
        case JsonType::number:
        case JsonType::integer: {
            if (std::isinf(row.minimum)) return 12;
            if (std::isinf(row.maximum)) return row.minimum + 12;
            return row.type == JsonType::integer ? row.maximum : (row.minimum + row.maximum) / 2;
        }
        case JsonType::string:
            if (!row.literals.empty()) return std::string(row.literals.back());
            if (row.format == "date-time") return "2025-01-31T12:00:00.000Z";
            if (!row.format.empty()) return "AA:BB:CC:DD:EE:0F";
            return std::string(std::max<std::size_t>(row.minimum_size, 3), 'x');
        case JsonType::array:
            return Json::array();
        case JsonType::object:
            return Json::object();
    }
    return nullptr;
}

Json::json_pointer pointer(const std::string& path) {
    std::string text;
    for (const char c : path) {
        if (text.empty() && c != '[') text = "/";
        if (c == '.') {
            text += '/';
        } else if (c == '[') {
            text += "/0";
        } else if (c != ']') {
            text += c;
        }
    }
    return Json::json_pointer(text);
}

namespace {

Json make_sample(const Owner& owner, Fill fill) {
    Json payload = owner.is_command ? Json::object() : Json();
    for (const SchemaRow& row : rows_of(owner)) {
        if (owner.is_command && row.path.empty()) continue;
        if (fill == Fill::required_only && !row.required) continue;
        if (parent_left_out(payload, row.path)) continue;
        payload[pointer(row.path)] = valid_value(row);
    }
    return payload;
}

}  // namespace

const Json& sample(const Owner& owner, Fill fill) {
    static std::map<std::pair<std::string, Fill>, Json> known;
    const std::string key = title(owner);
    const auto found = known.find({key, fill});
    if (found != known.end()) return found->second;
    return known.emplace(std::pair{key, fill}, make_sample(owner, fill)).first->second;
}

std::optional<std::string> refusal(const Owner& owner, const Json& payload, Strictness strictness) {
    const std::string text = payload.dump();
    if (owner.is_command) {
        const auto result =
            command_from_json({}, name_of<CommandName>(owner), text, strictness, owner.version);
        return result ? std::nullopt : std::optional(result.error().text());
    }
    const auto result = var_from_json({}, name_of<VarName>(owner), text, strictness, owner.version);
    return result ? std::nullopt : std::optional(result.error().text());
}

Json round_trip(const Owner& owner, const Json& payload) {
    const std::string text = payload.dump();
    if (owner.is_command) {
        const auto command = command_from_json({}, name_of<CommandName>(owner), text,
                                               Strictness::schema, owner.version);
        return command ? Json::parse(to_json(*command, owner.version))
                       : Json(command.error().text());
    }
    const auto var =
        var_from_json({}, name_of<VarName>(owner), text, Strictness::schema, owner.version);
    return var ? Json::parse(to_json(*var, owner.version)) : Json(var.error().text());
}

}  // namespace chargerig::link::test
