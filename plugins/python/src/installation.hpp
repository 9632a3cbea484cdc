// SPDX-License-Identifier: Apache-2.0
//
// The files that come with the program, and how errors of the rig become Python's.
#pragma once

#include <string>

#include "sim/evse/registry.hpp"
#include "sim/rig/resources.hpp"

namespace chargerig::python {

struct Installation {
    rig::Folders folders;
    evse::Registry registry;
};

// Found above this module's own file and read at the first call; raises chargerig.Error.
const Installation& installation();

// Raises chargerig.Error: a line for each error, as the command line prints them.
[[noreturn]] void raise(const core::Errors& errors);
[[noreturn]] void raise(const core::Error& error);

}  // namespace chargerig::python
