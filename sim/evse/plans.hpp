// SPDX-License-Identifier: Apache-2.0
//
// How the structs of a version travel in its messages, worked out once. Internal to this room.
#pragma once

#include <array>
#include <vector>

#include "sim/evse/fields.hpp"
#include "sim/evse/v2.hpp"
#include "sim/evse/version.hpp"

namespace chargerig::evse {

// Room for the values of one message: the reader allows 64 signals of one bit in 8 bytes.
inline constexpr std::size_t kMaxSignals = 64;

struct Version::Plan {
    struct Step {
        const Field* field;
        int signal;  // index in the DBC message
    };
    int message = -1;           // index in the database; -1: not carried
    std::vector<Step> steps;    // the fields that this version carries
    std::vector<double> blank;  // one value for each signal: raw 0, as reserved bits are sent
};

// What a received message turns into.
struct Target {
    enum class Kind : std::uint8_t { nothing, neutral, v2_power, v2_limits };
    Kind kind = Kind::nothing;
    std::uint8_t index = 0;  // MessageKind, or alternative of v2::PowerMessage
};

struct Version::Plans {
    std::array<Plan, kMessageKinds> neutral;
    bool v2 = false;  // the next two replace dc_power_control and dc_power_parameters
    std::array<Plan, std::variant_size_v<v2::PowerMessage>> v2_power;
    Plan v2_limits;
    std::vector<Target> targets;  // for each message of the database
};

}  // namespace chargerig::evse
