// SPDX-License-Identifier: Apache-2.0
#include "sim/link/schema.hpp"

#include <utility>

#include "sim/link/schema_check.hpp"
#include "sim/link/schema_names.hpp"
#include "sim/link/schema_traits.hpp"
#include "sim/link/schema_unknown.hpp"

namespace chargerig::link {
namespace schema {
namespace {

template <class T>
Check check_value(const T& value, const Constraint& constraint, const Rules& rules);

template <class E>
Check check_literal(E value, const Rules& rules) {
    if (static_cast<std::size_t>(value) < kLiterals<E>.size()) {
        if (!literal_in(rules.version, value).empty()) return {};
        return unknown_literal<E>(literal(value), rules.version);
    }
    return Violation{.path = {},
                     .problem = "is not a value of the enumeration",
                     .value = std::to_string(static_cast<unsigned>(value)),
                     .allowed = "0 to " + std::to_string(kLiterals<E>.size() - 1),
                     .hint = "use one of the enumerators"};
}

template <class List>
Check check_list(const List& list, const Constraint& constraint, const Rules& rules) {
    if (Check bad = check_item_count(list.size(), constraint)) return bad;
    Constraint each = constraint;
    each.minimum_size = 0;
    each.maximum_size = kNoLimit;
    std::size_t index = 0;
    for (const auto& item : list) {
        if (Check bad = check_value(item, each, rules)) {
            prefix_path(*bad, "[" + std::to_string(index) + "]");
            return bad;
        }
        ++index;
    }
    return {};
}

template <class Object>
Check check_object(const Object& object, const Rules& rules) {
    Check result;
    for_each_field<Object>([&](const auto& field) {
        if (result) return;
        const std::string_view name = field.name_in(rules.version);
        if (name.empty()) {
            if (object.*field.member == Object{}.*field.member) return;
            const std::string_view elsewhere =
                field.names[0].empty() ? field.names[1] : field.names[0];
            result = unknown_field<Object>(elsewhere, rules.version);
            return;
        }
        result = check_value(object.*field.member, field.constraint, rules);
        if (result) prefix_path(*result, name);
    });
    return result;
}

template <class T>
Check check_value(const T& value, const Constraint& constraint, const Rules& rules) {
    if constexpr (kIsOptional<T>) {
        return value ? check_value(*value, constraint, rules) : Check{};
    } else if constexpr (kIsBoxed<T>) {
        return check_value(*value, constraint, rules);
    } else if constexpr (std::is_same_v<T, double> || std::is_same_v<T, std::int32_t>) {
        return check_number(value, constraint, rules.strictness);
    } else if constexpr (kIsText<T>) {
        return check_text(text_view(value), constraint);
    } else if constexpr (std::is_enum_v<T>) {
        return check_literal(value, rules);
    } else if constexpr (kIsList<T>) {
        return check_list(value, constraint, rules);
    } else if constexpr (Described<T>) {
        return check_object(value, rules);
    } else {
        return {};
    }
}

template <class Payload, class Spec>
Check check_payload(const Payload& payload, const Spec& spec, const Rules& rules) {
    if (payload.index() != spec.alternative) {
        return Violation{.path = {},
                         .problem = "has the wrong type",
                         .value = "alternative " + std::to_string(payload.index()),
                         .allowed = "alternative " + std::to_string(spec.alternative),
                         .hint = "send the payload that the interface gives this name"};
    }
    return std::visit([&](const auto& value) { return check_value(value, spec.constraint, rules); },
                      payload);
}

}  // namespace
}  // namespace schema

bool offers(InterfaceVersion version, VarName name) {
    return schema::spec(name).presences.in(version) == schema::Presence::offered;
}

bool offers(InterfaceVersion version, CommandName name) {
    return schema::spec(name).presences.in(version) == schema::Presence::offered;
}

std::optional<core::Error> validate(const Var& var, Strictness strictness,
                                    InterfaceVersion version) {
    const schema::Rules rules{strictness, version};
    if (auto unknown = schema::check_name(var.name, rules)) return unknown;
    const schema::VarSpec& spec = schema::spec(var.name);
    schema::Check bad = schema::check_payload(var.payload, spec, rules);
    if (!bad) return {};
    return schema::to_error("var", literal(var.name), std::move(*bad));
}

std::optional<core::Error> validate(const Command& command, Strictness strictness,
                                    InterfaceVersion version) {
    const schema::Rules rules{strictness, version};
    if (auto unknown = schema::check_name(command.name, rules)) return unknown;
    const schema::CommandSpec& spec = schema::spec(command.name);
    schema::Check bad = schema::check_payload(command.payload, spec, rules);
    if (!bad) return {};
    schema::prefix_path(*bad, spec.argument);
    return schema::to_error("command", literal(command.name), std::move(*bad));
}

JsonType result_type(CommandName name) {
    return name == CommandName::update_supported_app_protocols ? JsonType::boolean : JsonType::null;
}

}  // namespace chargerig::link
