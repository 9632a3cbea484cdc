// SPDX-License-Identifier: Apache-2.0
//
// What ends a session from outside the normal course (spec 6.5): emergencies, and the ends before
// charging that are none.
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// Looks for a cause, and if there is one, leads into Closing_Communication.
void supervise(Context& context);

// When Power_Modules_Status will have been missing for too long; kNever outside the supervised
// window: from the first System_Enable = 1, or the first New_Charge_Session
// (supervise_status_from), to Charge_Session_Finished (spec 8.13).
core::Instant status_deadline(const Configuration& configuration, const State& state);

// When output contactors that were told to open, and whose feedback still shows "closed", count as
// welded; kNever: nothing to wait for.
core::Instant contactors_deadline(const Configuration& configuration, const State& state);

// The feedback has contradicted the drive for contactors_open_limit_s. No document says what the
// controller does then. Our reading: what switches the output off has failed, so it is an emergency
// of the charger, and the cause lasts while the feedback does.
bool contactors_welded(const Context& context);

// Does what caused the emergency still hold the controller back, and Emergency_Stop
// with it (spec 5.11, 8.18)? Our reading:
// - The current loop while it is open; welded output contactors; low insulation while fresh
// measurements show it; an error of
//   the vehicle while it is plugged in and communicates.
// - A lost Power_Modules_Status and a withdrawn System_Enable never, though both may last: they are
//   faults of the alive window only, which Charge_Session_Finished closes (spec 5.1, 8.13). After
//   it the power side may be silent, and one that Emergency_Stop switched off may wait for the next
//   session before it allows power again. Waiting for either could wait for ever. Emergency_Stop
//   therefore ends when Waiting_For_PEV is entered; the next session's wake-up tests both anew.
// - A communication that is lost belongs to the session that is over.
bool emergency_persists(const Context& context);

// The same, as far as it may hold a session back.
bool emergency_blocks(const Context& context);

}  // namespace chargerig::controller
