// SPDX-License-Identifier: Apache-2.0
//
// The variables with DC values, as the message that carries them fills them (EVerest EvseV2G and
// Evse15118D20; interface facts 4.4 and 4.5). Internal to the room.
#pragma once

#include "sim/vehicle/step.hpp"

namespace chargerig::vehicle::publish {

// DIN 70121 and ISO 15118-2: these four go out on change alone.
void status(Step& step);
void target(Step& step, double voltage_V, double current_A);
void limits(Step& step);
void remaining_time(Step& step);

// DIN 70121 and ISO 15118-2: with every message that has them.
void battery_scalars(Step& step);
void bulk_complete(Step& step);
void charging_complete(Step& step);

// ISO 15118-20: with every message, changed or not.
void target_always(Step& step, double voltage_V, double current_A);
void limits_always(Step& step);
void dynamic_mode(Step& step);
void present_voltage(Step& step);
void display_parameters(Step& step);

}  // namespace chargerig::vehicle::publish
