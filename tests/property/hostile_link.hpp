// SPDX-License-Identifier: Apache-2.0
//
// A vehicle or charger at the other end of the vehicle link that sends any message the interface
// allows.
#pragma once

#include "sim/core/random.hpp"
#include "sim/link/iso15118_charger.hpp"

namespace chargerig::hostile {

// Any variable or command with any values inside the ranges of the interface.
link::Var random_var(core::RandomStream& random);
link::Command random_command(core::RandomStream& random);

}  // namespace chargerig::hostile
