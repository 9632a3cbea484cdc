// SPDX-License-Identifier: GPL-3.0-or-later
//
// The files that come with the program, found and read.
#pragma once

#include <optional>

#include "sim/evse/registry.hpp"
#include "sim/rig/resources.hpp"

namespace chargerig::cli {

// A broken installation is a set-up error: exit code 3.
inline constexpr int kSetUpError = 3;
inline constexpr int kWrongUsage = 2;

struct Installation {
    rig::Folders folders;
    evse::Registry registry;
};

// Empty when something is missing or broken; what it is has been printed.
std::optional<Installation> load_installation();

}  // namespace chargerig::cli
