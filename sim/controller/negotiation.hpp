// SPDX-License-Identifier: Apache-2.0
//
// What Negotiating_Connection and CCS_Authorisation_Process have in common: the vehicle tells its
// protocol and, once it is authorised, its charge parameters.
#pragma once

#include <string_view>

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// True: the vehicle chose a protocol that is not enabled, and the session was given up.
bool refuse_protocol(Context& context);

// What has not come when the time of one of these states is over.
std::string_view late_text(const Context& context);

// Goes to Connected_With_Full_Info once the vehicle's parameters are known and, where
// wait_parameters_in says so, Charge_Parameters_Done is 1 (spec 8.2).
void go_on_when_informed(Context& context);

}  // namespace chargerig::controller
