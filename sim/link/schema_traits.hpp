// SPDX-License-Identifier: Apache-2.0
//
// How the C++ types of the payloads relate to JSON types. Internal to sim/link.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "sim/core/inline_string.hpp"
#include "sim/core/inline_vector.hpp"
#include "sim/link/boxed.hpp"
#include "sim/link/schema.hpp"
#include "sim/link/schema_fields.hpp"
#include "sim/link/schema_fields_rare.hpp"
#include "sim/link/schema_fields_units.hpp"

namespace chargerig::link::schema {

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <class T>
inline constexpr bool kIsBoxed = false;
template <class T>
inline constexpr bool kIsBoxed<Boxed<T>> = true;

template <class T>
inline constexpr bool kIsText = std::is_same_v<T, std::string>;
template <std::size_t N>
inline constexpr bool kIsText<core::InlineString<N>> = true;

template <class T>
inline constexpr bool kIsList = false;
template <class T, std::size_t N>
inline constexpr bool kIsList<core::InlineVector<T, N>> = true;
template <class T>
inline constexpr bool kIsList<std::vector<T>> = true;

// What an optional, a box or a list holds; the type itself otherwise.
template <class T>
struct Held {
    using type = T;
};
template <class T>
struct Held<std::optional<T>> : Held<T> {};
template <class T>
struct Held<Boxed<T>> : Held<T> {};
template <class T, std::size_t N>
struct Held<core::InlineVector<T, N>> {
    using type = T;
};
template <class T>
struct Held<std::vector<T>> {
    using type = T;
};

template <class T>
constexpr JsonType json_type() {
    if constexpr (kIsOptional<T> || kIsBoxed<T>) {
        return json_type<std::remove_cvref_t<decltype(*std::declval<T&>())>>();
    } else if constexpr (std::is_same_v<T, std::monostate>) {
        return JsonType::null;
    } else if constexpr (std::is_same_v<T, bool>) {
        return JsonType::boolean;
    } else if constexpr (std::is_same_v<T, double>) {
        return JsonType::number;
    } else if constexpr (std::is_same_v<T, std::int32_t>) {
        return JsonType::integer;
    } else if constexpr (kIsText<T> || std::is_enum_v<T>) {
        return JsonType::string;
    } else if constexpr (kIsList<T>) {
        return JsonType::array;
    } else {
        static_assert(Described<T>);
        return JsonType::object;
    }
}

inline std::string_view text_view(const std::string& text) {
    return text;
}
template <std::size_t N>
std::string_view text_view(const core::InlineString<N>& text) {
    return text.view();
}

}  // namespace chargerig::link::schema
