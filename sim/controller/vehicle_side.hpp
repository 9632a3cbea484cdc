// SPDX-License-Identifier: Apache-2.0
//
// What the vehicle gets to know: the charger's half of the neutral view and the pilot.
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

link::ChargerView charger_view(const Context& context);

// 5 % duty from the pilot delay after plug-in until the communication has ended; 100 % otherwise.
// In an emergency the duty goes to 100 % at once, the only sign an ISO 15118-20 vehicle is sure to
// see.
link::PilotFromCharger pilot(const Context& context);

}  // namespace chargerig::controller
