// SPDX-License-Identifier: Apache-2.0
//
// The two versions of the interface `ISO15118_charger` that the rig speaks. They are one
// description with differences marked in it (sim/link/schema.hpp), so that a message has the same
// C++ type in both: what a version lacks is left at its default there.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace chargerig::link {

enum class InterfaceVersion : std::uint8_t {
    current,  // EVerest everest-core of 2026: 28 commands, 46 variables
    older,    // EVerest everest-core of July 2024, commit e4b30fac7: 18 commands, 35 variables
};
inline constexpr std::array<std::string_view, 2> kInterfaceVersionNames{"current", "older"};

constexpr std::string_view name(InterfaceVersion version) {
    return kInterfaceVersionNames[static_cast<std::size_t>(version)];
}

}  // namespace chargerig::link
