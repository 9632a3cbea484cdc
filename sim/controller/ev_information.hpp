// SPDX-License-Identifier: Apache-2.0
//
// EV_Information_*: what the vehicle told about itself. Each message goes once after the first
// New_Charge_Session, in the order Battery, Voltages, Charge_Limits, Discharge_Limits, Energy, and
// again when a value changes by at least one step of its field, not more often than every 100 ms
// (spec 5.7, 8.27). A field that the vehicle did not supply is 0.
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

void send_ev_information(Context& context);

}  // namespace chargerig::controller
