// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "sim/link/schema.hpp"
#include "sim/link/schema_literals.hpp"
#include "sim/link/schema_names.hpp"
#include "sim/link/schema_traits.hpp"

namespace chargerig::link {
namespace schema {
namespace {

template <class T>
void reduce(T& value, InterfaceVersion version);

template <class E>
void reduce_literal(E& value, InterfaceVersion version) {
    if (kUnnamed<E> && literal_in(version, value).empty()) value = *kUnnamed<E>;
}

template <class List>
void reduce_list(List& list, InterfaceVersion version) {
    using Item = typename Held<List>::type;
    if constexpr (std::is_enum_v<Item>) {
        List kept;
        for (const Item item : list) {
            if (!literal_in(version, item).empty()) kept.push_back(item);
        }
        list = std::move(kept);
    } else {
        for (Item& item : list) reduce(item, version);
    }
}

template <class Object>
void reduce_object(Object& object, InterfaceVersion version) {
    for_each_field<Object>([&](const auto& field) {
        if (field.name_in(version).empty()) {
            object.*field.member = Object{}.*field.member;
        } else {
            reduce(object.*field.member, version);
        }
    });
}

template <class T>
void reduce(T& value, InterfaceVersion version) {
    if constexpr (kIsOptional<T>) {
        if (value) reduce(*value, version);
    } else if constexpr (kIsBoxed<T>) {
        reduce(*value, version);
    } else if constexpr (std::is_enum_v<T>) {
        reduce_literal(value, version);
    } else if constexpr (kIsList<T>) {
        reduce_list(value, version);
    } else if constexpr (Described<T>) {
        reduce_object(value, version);
    }
}

template <class Message>
bool reduce_message(InterfaceVersion version, Message& message) {
    if (!offers(version, message.name)) return false;
    std::visit([version](auto& value) { reduce(value, version); }, message.payload);
    return true;
}

}  // namespace
}  // namespace schema

bool reduce_to(InterfaceVersion version, Var& var) {
    return schema::reduce_message(version, var);
}

bool reduce_to(InterfaceVersion version, Command& command) {
    return schema::reduce_message(version, command);
}

}  // namespace chargerig::link
