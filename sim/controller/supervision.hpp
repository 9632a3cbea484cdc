// SPDX-License-Identifier: Apache-2.0
//
// What ends a session from outside the normal course (spec 6.5): emergencies, and the ends before
// charging that are none.
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// Looks for a cause, and if there is one, leads into Closing_Communication.
void supervise(Context& context);

// When Power_Modules_Status will have been missing for too long; kNever outside the supervised
// window (first System_Enable = 1 to Charge_Session_Finished, spec 8.13).
core::Instant status_deadline(const Configuration& configuration, const State& state);

// Does what caused the emergency still hold the controller back (spec 8.18)?
bool emergency_persists(const Context& context);

}  // namespace chargerig::controller
