// SPDX-License-Identifier: Apache-2.0
//
// How one field of the interface is described: its name, where it lives, its unit and what it may
// be. Internal to sim/link: the schema, its table and its JSON are all made from these
// descriptions.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <string_view>
#include <tuple>

#include "sim/link/interface_version.hpp"

namespace chargerig::link::schema {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

inline constexpr std::string_view kEvccIdPattern = "^[A-F0-9]{2}(:[A-F0-9]{2}){5}$";

enum class Format { any, date_time, evcc_id };

// `minimum` and `maximum` are inclusive and hold for numbers, and for each item of an array of
// numbers. `minimum_size` and `maximum_size` hold for the characters of a text and the items of an
// array.
struct Constraint {
    std::string_view unit;
    double minimum = -kInfinity;
    double maximum = kInfinity;
    double discharge_minimum =
        kInfinity;  // below `minimum`: for a discharging session; else unused
    std::size_t minimum_size = 0;
    std::size_t maximum_size = kNoLimit;
    Format format = Format::any;

    constexpr Constraint discharging(double value) const {
        Constraint wider = *this;
        wider.discharge_minimum = value;
        return wider;
    }
};

constexpr Constraint unit(std::string_view name) {
    return {.unit = name};
}
constexpr Constraint between(std::string_view unit_name, double minimum, double maximum) {
    return {.unit = unit_name, .minimum = minimum, .maximum = maximum};
}
constexpr Constraint at_least(std::string_view unit_name, double minimum) {
    return {.unit = unit_name, .minimum = minimum};
}
constexpr Constraint length(std::size_t minimum, std::size_t maximum) {
    return {.unit = {}, .minimum_size = minimum, .maximum_size = maximum};
}
constexpr Constraint items(std::size_t minimum, std::size_t maximum) {
    return {.unit = {}, .minimum_size = minimum, .maximum_size = maximum};
}
constexpr Constraint date_time() {
    return {.unit = {}, .format = Format::date_time};
}
constexpr Constraint evcc_id() {
    return {.unit = {}, .format = Format::evcc_id};
}

// `names` has the field's name in each version; empty: that version lacks the field.
template <class Object, class Member>
struct Field {
    std::array<std::string_view, 2> names;
    Member Object::*member;
    Constraint constraint;

    constexpr std::string_view name_in(InterfaceVersion version) const {
        return names[static_cast<std::size_t>(version)];
    }
    constexpr Field in_older(std::string_view name) const {
        return {{names[0], name}, member, constraint};
    }
    constexpr Field current_only() const { return in_older({}); }
    constexpr Field older_only() const {
        return {{std::string_view(), names[1]}, member, constraint};
    }
};

template <class Object, class Member>
constexpr Field<Object, Member> field(std::string_view name, Member Object::*member,
                                      Constraint constraint = {}) {
    return {{name, name}, member, constraint};
}

// Specialised for each object of the interface: `static constexpr auto list`, a tuple of Field.
template <class Object>
struct Fields {};

template <class T>
concept Described = requires {
    Fields<T>::list;
};

// All of them, also those that a version lacks.
template <class Object, class Visit>
constexpr void for_each_field(Visit&& visit) {
    std::apply([&](const auto&... fields) { (visit(fields), ...); }, Fields<Object>::list);
}

}  // namespace chargerig::link::schema
