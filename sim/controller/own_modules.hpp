// SPDX-License-Identifier: Apache-2.0
//
// The controller drives its own power modules and the generic interface is a side channel: it
// follows, and influences by Range_Target_Current (spec 5.2, 8.24). In Range_Mode the controller
// then chooses the set-point by itself. The choice is neither in DC_Power_Control nor told to the
// vehicle; it goes to the modules over a line of their own.
#pragma once

#include <optional>

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// Range_Target_Current within the range; before the first DC_Power_Parameters the upper end.
// From then on 0 is 0 A, or no choice, as before the first (spec 8.24).
double own_target_A(const CurrentRange& range,
                    const std::optional<evse::DcPowerParameters>& parameters, RangeTargetZero zero);

// Where a set-point stands `elapsed_s` after it left `from_A` for `to_A`: away from 0 A at
// `up_A_per_s`, towards it at `down_A_per_s`; a rate of 0 is no ramp. What "up" means for a
// discharge is not documented.
double ramped_A(double from_A, double to_A, double elapsed_s, double up_A_per_s,
                double down_A_per_s);

// Follows the power frames of this step and moves the set-point: it starts at 0 A with the first
// frame of a range, and never stands outside the range of the last one.
void drive_own_modules(Context& context);

// While the set-point moves, every 10 ms.
core::Instant own_modules_deadline(const Context& context);

}  // namespace chargerig::controller
