// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "app/desktop/data/curves.hpp"

namespace chargerig::desktop {

// The curves between two instants as comma-separated values: a row for each instant at which one of
// them got a value, with what held then; an empty cell where nothing did. Numbers are written with
// a point under every locale and read back as the same numbers.
std::string to_csv(std::span<const Curve> curves, core::Instant begin, core::Instant end,
                   core::Instant origin);

}  // namespace chargerig::desktop
