// SPDX-License-Identifier: Apache-2.0
//
// A description together with what one version of the interface makes of its names.
#pragma once

#include "sim/core/error.hpp"
#include "sim/evse/version.hpp"
#include "sim/fault/description.hpp"

namespace chargerig::fault {

struct Rule {
    Description what;
    int message = -1;  // of the version's database; -1: every frame of the side
    int signal = -1;   // of that message; -1: none

    friend bool operator==(const Rule&, const Rule&) = default;
};

// The names must be known to the version. A value that its signal cannot carry is an error.
core::Result<Rule> make_rule(const Description& what, const evse::Version& version,
                             const core::SourcePosition& where);

}  // namespace chargerig::fault
