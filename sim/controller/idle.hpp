// SPDX-License-Identifier: Apache-2.0
//
// Between two sessions: Waiting_For_PEV, or Not_Available while sequence flags withhold the start
// (spec 6.2, rows 1 and 12).
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// Where the controller waits now.
evse::ControllerState idle_state(const Context& context);

// The session before is forgotten, and an emergency with it.
void become_idle(Context& context);

}  // namespace chargerig::controller
