// SPDX-License-Identifier: Apache-2.0
//
// What the vehicle reads from the control pilot. Internal to the room.
#pragma once

#include "sim/link/pilot.hpp"

namespace chargerig::vehicle {

// A duty of 3 to 7 % asks for digital communication (IEC 61851-1 annex A).
constexpr bool asks_for_hlc(const link::PilotFromCharger& pilot) {
    return !pilot.fault && pilot.duty_percent >= 3.0 && pilot.duty_percent <= 7.0;
}

}  // namespace chargerig::vehicle
