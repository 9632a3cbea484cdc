// SPDX-License-Identifier: Apache-2.0
#include "sim/link/schema.hpp"

#include <utility>

#include "sim/link/schema_check.hpp"
#include "sim/link/schema_names.hpp"
#include "sim/link/schema_traits.hpp"

namespace chargerig::link {
namespace schema {
namespace {

template <class T>
Check check_value(const T& value, const Constraint& constraint, Strictness strictness);

template <class E>
Check check_literal(E value) {
    if (static_cast<std::size_t>(value) < kLiterals<E>.size()) return {};
    return Violation{.path = {},
                     .problem = "is not a value of the enumeration",
                     .value = std::to_string(static_cast<unsigned>(value)),
                     .allowed = "0 to " + std::to_string(kLiterals<E>.size() - 1),
                     .hint = "use one of the enumerators"};
}

template <class List>
Check check_list(const List& list, const Constraint& constraint, Strictness strictness) {
    if (Check bad = check_item_count(list.size(), constraint)) return bad;
    Constraint each = constraint;
    each.minimum_size = 0;
    each.maximum_size = kNoLimit;
    std::size_t index = 0;
    for (const auto& item : list) {
        if (Check bad = check_value(item, each, strictness)) {
            prefix_path(*bad, "[" + std::to_string(index) + "]");
            return bad;
        }
        ++index;
    }
    return {};
}

template <class Object>
Check check_object(const Object& object, Strictness strictness) {
    Check result;
    for_each_field<Object>([&](const auto& field) {
        if (result) return;
        result = check_value(object.*field.member, field.constraint, strictness);
        if (result) prefix_path(*result, field.name);
    });
    return result;
}

template <class T>
Check check_value(const T& value, const Constraint& constraint, Strictness strictness) {
    if constexpr (kIsOptional<T>) {
        return value ? check_value(*value, constraint, strictness) : Check{};
    } else if constexpr (kIsBoxed<T>) {
        return check_value(*value, constraint, strictness);
    } else if constexpr (std::is_same_v<T, double> || std::is_same_v<T, std::int32_t>) {
        return check_number(value, constraint, strictness);
    } else if constexpr (kIsText<T>) {
        return check_text(text_view(value), constraint);
    } else if constexpr (std::is_enum_v<T>) {
        return check_literal(value);
    } else if constexpr (kIsList<T>) {
        return check_list(value, constraint, strictness);
    } else if constexpr (Described<T>) {
        return check_object(value, strictness);
    } else {
        return {};
    }
}

template <class Payload, class Spec>
Check check_payload(const Payload& payload, const Spec& spec, Strictness strictness) {
    if (payload.index() != spec.alternative) {
        return Violation{.path = {},
                         .problem = "has the wrong type",
                         .value = "alternative " + std::to_string(payload.index()),
                         .allowed = "alternative " + std::to_string(spec.alternative),
                         .hint = "send the payload that the interface gives this name"};
    }
    return std::visit(
        [&](const auto& value) { return check_value(value, spec.constraint, strictness); },
        payload);
}

}  // namespace
}  // namespace schema

std::optional<core::Error> validate(const Var& var, Strictness strictness) {
    const schema::VarSpec& spec = schema::spec(var.name);
    schema::Check bad = schema::check_payload(var.payload, spec, strictness);
    if (!bad) return {};
    return schema::to_error("var", literal(var.name), std::move(*bad));
}

std::optional<core::Error> validate(const Command& command, Strictness strictness) {
    const schema::CommandSpec& spec = schema::spec(command.name);
    schema::Check bad = schema::check_payload(command.payload, spec, strictness);
    if (!bad) return {};
    schema::prefix_path(*bad, spec.argument);
    return schema::to_error("command", literal(command.name), std::move(*bad));
}

JsonType result_type(CommandName name) {
    return name == CommandName::update_supported_app_protocols ? JsonType::boolean : JsonType::null;
}

}  // namespace chargerig::link
