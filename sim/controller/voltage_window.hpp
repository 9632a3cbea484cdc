// SPDX-License-Identifier: Apache-2.0
//
// Voltages of vehicle and charger that have nothing in common. The vehicle sees the charger's
// window in the limits that it is offered; a controller that notices the mismatch first asks it to
// stop (stop_charging, EVSE_Shutdown), which ends the session in order in every protocol. An error
// would make an emergency of it, and ISO 15118-20 has none (interface facts 4.5, 4.6).
#pragma once

#include <string_view>

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// Why no voltage suits both, judged by the limits that the vehicle told; empty when one does.
std::string_view voltage_mismatch(const Context& context);

// The same for the voltage that the vehicle wants in precharge, which is that of its battery.
std::string_view precharge_mismatch(const Context& context);

}  // namespace chargerig::controller
