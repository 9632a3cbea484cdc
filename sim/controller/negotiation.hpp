// SPDX-License-Identifier: Apache-2.0
//
// What Negotiating_Connection and CCS_Authorisation_Process have in common: the vehicle tells its
// protocol and, once it is authorised, its charge parameters.
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// True: the vehicle chose a protocol that is not enabled, and the session was given up.
bool refuse_protocol(Context& context);

// Goes to Connected_With_Full_Info once the vehicle's parameters are known.
void go_on_when_informed(Context& context);

}  // namespace chargerig::controller
