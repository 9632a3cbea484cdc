// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "sim/link/schema.hpp"
#include "sim/link/schema_check.hpp"
#include "sim/link/schema_names.hpp"
#include "sim/link/schema_traits.hpp"
#include "sim/link/schema_unknown.hpp"

namespace chargerig::link {
namespace schema {
namespace {

using Json = nlohmann::json;

// ---- writing

template <class T>
Json write(const T& value, InterfaceVersion version) {
    if constexpr (kIsBoxed<T>) {
        return write(*value, version);
    } else if constexpr (std::is_same_v<T, std::monostate>) {
        return nullptr;
    } else if constexpr (kIsText<T>) {
        return std::string(text_view(value));
    } else if constexpr (std::is_enum_v<T>) {
        return std::string(literal_in(version, value));
    } else if constexpr (kIsList<T>) {
        Json array = Json::array();
        for (const auto& item : value) array.push_back(write(item, version));
        return array;
    } else if constexpr (Described<T>) {
        Json object = Json::object();
        for_each_field<T>([&](const auto& field) {
            const std::string name(field.name_in(version));
            if (name.empty()) return;
            const auto& member = value.*field.member;
            if constexpr (kIsOptional<std::remove_cvref_t<decltype(member)>>) {
                if (member) object[name] = write(*member, version);
            } else {
                object[name] = write(member, version);
            }
        });
        return object;
    } else {
        return value;
    }
}

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// ---- reading

std::string_view type_name(JsonType type) {
    switch (type) {
        case JsonType::null:
            return "null";
        case JsonType::boolean:
            return "boolean";
        case JsonType::number:
            return "number";
        case JsonType::integer:
            return "integer";
        case JsonType::string:
            return "string";
        case JsonType::array:
            return "array";
        case JsonType::object:
            return "object";
    }
    return "null";
}

// In draft 07 a number without a fraction is an integer however it is written.
bool is_of_type(const Json& json, JsonType type) {
    switch (type) {
        case JsonType::null:
            return json.is_null();
        case JsonType::boolean:
            return json.is_boolean();
        case JsonType::number:
            return json.is_number();
        case JsonType::integer:
            return json.is_number() && std::trunc(json.get<double>()) == json.get<double>();
        case JsonType::string:
            return json.is_string();
        case JsonType::array:
            return json.is_array();
        case JsonType::object:
            return json.is_object();
    }
    return false;
}

Violation wrong_type(const Json& json, JsonType type) {
    return {.path = {},
            .problem = "has the wrong type",
            .value = text_of(json),
            .allowed = std::string(type_name(type)),
            .hint = "send the JSON type of the interface"};
}

template <class T>
Check read(const Json& json, T& value, const Constraint& constraint, const Rules& rules);

Check read_integer(const Json& json, std::int32_t& value, const Constraint& constraint,
                   const Rules& rules) {
    Constraint fitting = constraint;
    fitting.minimum =
        std::max(constraint.minimum, static_cast<double>(std::numeric_limits<std::int32_t>::min()));
    fitting.maximum =
        std::min(constraint.maximum, static_cast<double>(std::numeric_limits<std::int32_t>::max()));
    const double number = json.get<double>();
    if (Check bad = check_number(number, fitting, rules.strictness)) return bad;
    value = static_cast<std::int32_t>(number);
    return {};
}

template <class Text>
Check read_text(const Json& json, Text& value, const Constraint& constraint) {
    const std::string& text = json.get_ref<const std::string&>();
    if (Check bad = check_text(text, constraint)) return bad;
    if constexpr (std::is_same_v<Text, std::string>) {
        value = text;
    } else if (!value.assign(text)) {
        return Violation{.path = {},
                         .problem = "is too long",
                         .value = std::to_string(text.size()) + " characters",
                         .allowed = "as many as the rig keeps of this text",
                         .hint = "shorten the text"};
    }
    return {};
}

template <class E>
Check read_literal(const Json& json, E& value, InterfaceVersion version) {
    const std::string& text = json.get_ref<const std::string&>();
    const std::optional<E> found = from_literal_in<E>(version, text);
    if (!found) return unknown_literal<E>(text, version);
    value = *found;
    return {};
}

template <class List>
Check read_list(const Json& json, List& value, const Constraint& constraint, const Rules& rules) {
    if (Check bad = check_item_count(json.size(), constraint)) return bad;
    Constraint each = constraint;
    each.minimum_size = 0;
    each.maximum_size = kNoLimit;
    for (std::size_t i = 0; i < json.size(); ++i) {
        typename Held<List>::type item{};
        if (Check bad = read(json[i], item, each, rules)) {
            prefix_path(*bad, "[" + std::to_string(i) + "]");
            return bad;
        }
        value.push_back(std::move(item));
    }
    return {};
}

template <class Object>
Check check_keys(const Json& json, InterfaceVersion version) {
    for (const auto& [key, unused] : json.items()) {
        bool known = false;
        for_each_field<Object>([&, &name = key](const auto& field) {
            known = known || (!name.empty() && field.name_in(version) == name);
        });
        if (!known) return unknown_field<Object>(key, version);
    }
    return {};
}

template <class Member>
Check read_member(const Json& json, std::string_view name, Member& member,
                  const Constraint& constraint, const Rules& rules) {
    const auto found = json.find(name);
    if (found == json.end()) {
        if constexpr (kIsOptional<Member>) {
            return {};
        } else {
            return Violation{.path = std::string(name),
                             .problem = "is missing",
                             .value = {},
                             .allowed = std::string(type_name(json_type<Member>())),
                             .hint = "add the field"};
        }
    }
    Check bad = read(*found, member, constraint, rules);
    if (bad) prefix_path(*bad, name);
    return bad;
}

template <class Object>
Check read_object(const Json& json, Object& object, const Rules& rules) {
    Check result = check_keys<Object>(json, rules.version);
    for_each_field<Object>([&](const auto& field) {
        const std::string_view name = field.name_in(rules.version);
        if (result || name.empty()) return;
        result = read_member(json, name, object.*field.member, field.constraint, rules);
    });
    return result;
}

template <class T>
Check read(const Json& json, T& value, const Constraint& constraint, const Rules& rules) {
    if constexpr (kIsOptional<T>) {
        return read(json, value.emplace(), constraint, rules);
    } else if constexpr (kIsBoxed<T>) {
        return read(json, *value, constraint, rules);
    } else {
        if (!is_of_type(json, json_type<T>())) return wrong_type(json, json_type<T>());
        if constexpr (std::is_same_v<T, std::monostate>) {
            return {};
        } else if constexpr (std::is_same_v<T, bool>) {
            value = json.get<bool>();
            return {};
        } else if constexpr (std::is_same_v<T, double>) {
            value = json.get<double>();
            return check_number(value, constraint, rules.strictness);
        } else if constexpr (std::is_same_v<T, std::int32_t>) {
            return read_integer(json, value, constraint, rules);
        } else if constexpr (kIsText<T>) {
            return read_text(json, value, constraint);
        } else if constexpr (std::is_enum_v<T>) {
            return read_literal(json, value, rules.version);
        } else if constexpr (kIsList<T>) {
            return read_list(json, value, constraint, rules);
        } else {
            return read_object(json, value, rules);
        }
    }
}

// A repeated key would silently win over the first one.
struct Parsed {
    Json json;
    std::string repeated_key;
    bool is_json = false;
    bool too_deep = false;
};

// The interface nests five levels. Bottomless brackets would exhaust the stack of whoever walks
// through the value.
constexpr int kMaxDepth = 32;

Parsed parse(std::string_view text) {
    Parsed result;
    std::vector<std::set<std::string>> keys;
    const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
        if (depth > kMaxDepth) {
            result.too_deep = true;
            return false;
        }
        if (event == Json::parse_event_t::object_start) keys.emplace_back();
        if (event == Json::parse_event_t::object_end) keys.pop_back();
        if (event == Json::parse_event_t::key) {
            const auto& key = parsed.get_ref<const std::string&>();
            if (!keys.back().insert(key).second) result.repeated_key = key;
        }
        return true;
    };
    // The library would take a NUL for the end and say nothing of what follows.
    if (text.find('\0') != text.npos) return result;
    result.json = Json::parse(text, watch, false);
    result.is_json = !result.json.is_discarded();
    return result;
}

Check parse_fault(const Parsed& parsed, std::string_view text) {
    if (parsed.too_deep) {
        return Violation{.path = {},
                         .problem = "is nested too deeply",
                         .value = {},
                         .allowed = "at most 32 levels",
                         .hint = "check brackets"};
    }
    if (!parsed.is_json) {
        return Violation{.path = {},
                         .problem = "is not JSON",
                         .value = std::string(text),
                         .allowed = "one JSON value",
                         .hint = "check brackets, quotes and commas"};
    }
    if (!parsed.repeated_key.empty()) {
        return Violation{.path = parsed.repeated_key,
                         .problem = "is there more than once",
                         .value = {},
                         .allowed = "each key once",
                         .hint = "remove the repetition"};
    }
    return {};
}

template <class Payload, class Constraint>
Check read_payload(const Json& json, Payload& payload, std::size_t alternative,
                   const Constraint& constraint, const Rules& rules) {
    Check result;
    with_alternative<Payload>(alternative, [&]<class T>() {
        T value{};
        result = read(json, value, constraint, rules);
        if (!result) payload = std::move(value);
    });
    return result;
}

// The single argument of a command: an object with exactly this key.
Check check_single_argument(const Json& json, std::string_view argument) {
    if (!json.is_object()) return wrong_type(json, JsonType::object);
    for (const auto& [key, unused] : json.items()) {
        if (key == argument) continue;
        return Violation{.path = key,
                         .problem = "is unknown",
                         .value = {},
                         .allowed = argument.empty() ? "no argument" : std::string(argument),
                         .hint = "remove it, or check the version of the interface"};
    }
    if (!argument.empty() && json.empty()) {
        return Violation{.path = std::string(argument),
                         .problem = "is missing",
                         .value = {},
                         .allowed = "the argument " + std::string(argument),
                         .hint = "add the argument"};
    }
    return {};
}

Check read_arguments(const Json& json, Command& command, const Rules& rules) {
    const CommandSpec& spec = schema::spec(command.name);
    const bool no_argument =
        spec.alternative == AlternativeIndex<std::monostate, CommandPayload>::value;
    if (spec.argument.empty() && !no_argument) {
        return read_payload(json, command.payload, spec.alternative, spec.constraint, rules);
    }
    if (Check bad = check_single_argument(json, spec.argument)) return bad;
    if (no_argument) return {};
    Check bad = read_payload(json[std::string(spec.argument)], command.payload, spec.alternative,
                             spec.constraint, rules);
    if (bad) prefix_path(*bad, spec.argument);
    return bad;
}

}  // namespace
}  // namespace schema

std::string to_json(const Var& var, InterfaceVersion version) {
    return schema::text_of(std::visit(
        [version](const auto& value) { return schema::write(value, version); }, var.payload));
}

std::string to_json(const Command& command, InterfaceVersion version) {
    if (std::holds_alternative<std::monostate>(command.payload)) return "{}";
    schema::Json json = std::visit(
        [version](const auto& value) { return schema::write(value, version); }, command.payload);
    const std::string_view argument = schema::spec(command.name).argument;
    if (argument.empty()) return schema::text_of(json);
    schema::Json object = schema::Json::object();
    object[std::string(argument)] = std::move(json);
    return schema::text_of(object);
}

core::Result<Var> var_from_json(core::Instant time, VarName name, std::string_view text,
                                Strictness strictness, InterfaceVersion version) {
    const schema::Rules rules{strictness, version};
    if (auto unknown = schema::check_name(name, rules)) return core::fail(std::move(*unknown));
    const schema::Parsed parsed = schema::parse(text);
    Var var{time, name, {}};
    schema::Check bad = schema::parse_fault(parsed, text);
    if (!bad) {
        const schema::VarSpec& spec = schema::spec(name);
        bad = schema::read_payload(parsed.json, var.payload, spec.alternative, spec.constraint,
                                   rules);
    }
    if (bad) return core::fail(schema::to_error("var", literal(name), std::move(*bad)));
    return var;
}

core::Result<Command> command_from_json(core::Instant time, CommandName name, std::string_view text,
                                        Strictness strictness, InterfaceVersion version) {
    const schema::Rules rules{strictness, version};
    if (auto unknown = schema::check_name(name, rules)) return core::fail(std::move(*unknown));
    const schema::Parsed parsed = schema::parse(text);
    Command command{time, name, {}};
    schema::Check bad = schema::parse_fault(parsed, text);
    if (!bad) bad = schema::read_arguments(parsed.json, command, rules);
    if (bad) return core::fail(schema::to_error("command", literal(name), std::move(*bad)));
    return command;
}

}  // namespace chargerig::link
