// SPDX-License-Identifier: Apache-2.0
//
// A fault on frames as data: what a scenario asks for. docs/faults.md describes each kind.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sim/core/time.hpp"

namespace chargerig::fault {

enum class Kind : std::uint8_t {
    drop,           // some of the frames are lost
    delay,          // they come later
    jitter,         // they come later by chance
    duplicate,      // they come more than once
    reorder,        // two of them change places
    wrong_length,   // another count of bytes
    wrong_id,       // another identifier
    corrupt_bits,   // some bits are turned over
    freeze_signal,  // a signal keeps the value of the first frame
    force_signal,   // a signal has this value
    stop_message,   // a message is not sent any more
    wrong_period,   // a message is sent with a period of its own
    flood,          // a side sends one frame again and again
    two_senders,    // somebody else sends a message, too
    silence,        // a side sends nothing
    bus_off,        // and hears nothing
};
inline constexpr std::size_t kKinds = 16;

inline constexpr std::array<std::string_view, kKinds> kKindNames{
    "drop",     "delay",        "jitter",        "duplicate",    "reorder",      "wrong_length",
    "wrong_id", "corrupt_bits", "freeze_signal", "force_signal", "stop_message", "wrong_period",
    "flood",    "two_senders",  "silence",       "bus_off",
};
constexpr std::string_view name(Kind kind) {
    return kKindNames[static_cast<std::size_t>(kind)];
}

// Of the bus: who sends. A message belongs to one of them (identifier bit 15, spec 1).
enum class Side : std::uint8_t { controller, modules };
inline constexpr std::size_t kSides = 2;
constexpr std::string_view name(Side side) {
    return side == Side::controller ? "controller" : "modules";
}
constexpr Side other(Side side) {
    return side == Side::controller ? Side::modules : Side::controller;
}

struct Description {
    std::string name;
    Kind kind = Kind::drop;
    Side from = Side::controller;  // whose frames
    bool from_given = false;       // else it is the sender of the message
    std::string message;           // empty: every frame of the side
    std::string signal;            // of that message; empty where none is meant
    core::Duration lasts;          // 0: until it is cleared
    std::uint64_t count = 0;       // ends after that many frames; 0: does not

    double percent = 100.0;           // of drop: the chance of each frame
    core::Duration time;              // of delay and jitter; period of what is sent periodically
    int copies = 1;                   // of duplicate: how many more
    std::uint8_t length = 8;          // of wrong_length and flood
    std::uint32_t id = 0;             // of wrong_id and flood: all 29 bits
    int bits = 1;                     // of corrupt_bits
    double value = 0.0;               // of a forced signal, in its unit
    std::string label;                // instead of `value`
    std::optional<std::int64_t> raw;  // instead of both

    friend bool operator==(const Description&, const Description&) = default;
};

// Who makes it: a second sender is the other side.
constexpr Side made_by(const Description& fault) {
    return fault.kind == Kind::two_senders ? other(fault.from) : fault.from;
}

}  // namespace chargerig::fault
