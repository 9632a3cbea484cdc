// SPDX-License-Identifier: Apache-2.0
//
// Which signal of which message carries which member of a neutral (or 2.x power) message. One
// generic loop encodes and decodes them all; nothing else knows a signal's name.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "sim/evse/message_kind.hpp"

namespace chargerig::evse {

struct Field {
    std::string_view signal;
    // `message` points to the struct that the field belongs to.
    double (*get)(const void* message);
    void (*set)(void* message, double value);
    double greatest;  // what the member can hold; signals wider than that are refused
    bool optional;    // some version carries the message without it
};

struct Shape {
    std::string_view message;  // name in the DBC files
    std::span<const Field> fields;
};

const Shape& shape(MessageKind kind);

// The alternatives of v2::PowerMessage in their order, and the limits.
const Shape& v2_power_shape(std::size_t alternative);
const Shape& v2_limits_shape();

}  // namespace chargerig::evse
