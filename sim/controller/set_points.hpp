// SPDX-License-Identifier: Apache-2.0
//
// The powered DC_Power_Control frames: what the vehicle asks for, inside the merged limits
// (spec 5.9).
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// Precharge is always a range from 0 to the vehicle's precharge current.
evse::DcPowerControl precharge_frame(Context& context);

// Target_Mode or Range_Mode as fixed at the start of the transfer; Standby while the vehicle asks
// for nothing at all (spec 6.2 state 7, 8.35).
evse::DcPowerControl charging_frame(Context& context);

}  // namespace chargerig::controller
