// SPDX-License-Identifier: Apache-2.0
//
// What no run of a script can do, seen without running it: steps that find the vehicle unplugged,
// waits for what cannot come, faults that fight over one signal, windows that never open.
#pragma once

#include "sim/core/error.hpp"
#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {

// All steps and expectations must have been read. Adds every mistake to `errors`.
void check_script(const Scenario& scenario, core::Errors& errors);

}  // namespace chargerig::scenario
