// SPDX-License-Identifier: Apache-2.0
//
// Between two sessions: Waiting_For_PEV, or Not_Available while sequence flags withhold the start
// (spec 6.2, rows 1 and 12).
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// Where the controller waits now.
evse::ControllerState idle_state(const Context& context);

// The session before is forgotten, and with it an emergency whose cause is gone; one that lasts
// gets here only where emergency_waits_in says so.
void become_idle(Context& context);

// True: there is no emergency, or its cause has just gone and Emergency_Stop ends.
bool emergency_over(Context& context);

}  // namespace chargerig::controller
