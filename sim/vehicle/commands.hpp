// SPDX-License-Identifier: Apache-2.0
//
// What the charger's commands leave in the vehicle's memory. Internal to the room.
#pragma once

#include "sim/link/iso15118_charger.hpp"
#include "sim/vehicle/state.hpp"

namespace chargerig::vehicle {

// Commands for AC, meters, receipts and certificates leave nothing. In ISO 15118-20 send_error,
// reset_error and pauses for lack of energy have no effect either (interface facts 4.5).
void take_command(const link::Command& command, bool iso20, ChargerData& charger);

// Forgets what belongs to one session.
void begin_session(ChargerData& charger);

}  // namespace chargerig::vehicle
