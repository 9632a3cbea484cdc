// SPDX-License-Identifier: Apache-2.0
//
// How much current the vehicle may ask for, and how its request moves there. Internal to the room.
#pragma once

#include "models/charge_limits.hpp"
#include "sim/plant/wires.hpp"
#include "sim/vehicle/profile.hpp"
#include "sim/vehicle/state.hpp"

namespace chargerig::vehicle {

// charge_A >= 0, discharge_A <= 0.
struct CurrentWindow {
    double charge_A = 0.0;
    double discharge_A = 0.0;
};

models::BatteryView battery_view(const Profile& profile, const plant::Readings& readings);

// What the vehicle itself allows, whatever the charger offers. `bidirectional`: as agreed.
CurrentWindow own_window(const Profile& profile, const plant::Readings& readings,
                         bool bidirectional);

// The same within the charger's offer.
CurrentWindow offered_window(const Profile& profile, const State& state,
                             const plant::Readings& readings);

// Upper voltage of every request in the charge loop: the battery's maximum, within the offer.
double target_voltage_V(const Profile& profile, const State& state);

// Voltage of the precharge request: that of the battery.
double precharge_voltage_V(const plant::Readings& readings);

// The request of this instant: along the ramp towards what the vehicle wants (its power profile,
// else as much as possible; nothing once it stops), and never outside the offered window. Updates
// the ramp.
double next_request_A(const Profile& profile, State& state, const plant::Readings& readings,
                      core::Instant now);

// Values on the link have one decimal (ISO 15118-2 PhysicalValue with multiplier -1). Currents are
// cut towards zero, so that rounding never leaves a limit.
double one_decimal(double value);
double one_decimal_towards_zero(double value);

}  // namespace chargerig::vehicle
