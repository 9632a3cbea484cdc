// SPDX-License-Identifier: Apache-2.0
//
// Sequence_Control as the controller takes it (spec 5.3). Without use_sequence_flags it has no
// effect in any state: every user is authorised, nothing is waited for, no button is pressed
// (spec 6.3). CHAdeMO_Start_Button means nothing to a CCS pistol.
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// One frame. While the controller starts up it is not heard, unless flags_in_initialising
// (spec 8.19). User_Stop_Button counts when it rises in a state that it can end; held from before
// it has to be let go first (spec 8.21).
void take_flags(Context& context, const evse::SequenceControl& flags);

// Start_Charge_Authorisation, a level.
bool may_start(const Context& context);

// Charge_Parameters_Done, a level.
bool parameters_done(const Context& context);

// Whether CCS_Authorisation_Process is visited. Which entry asks for it is not documented; the
// nearest is free_service = false (spec 8.22).
bool external_authorisation(const Configuration& configuration);

// Decides as soon as CCS_Authorisation_Done is 1, by what CCS_Authorisation_Valid is in that frame;
// what comes later changes nothing (spec 5.3).
void sample_authorisation(Context& context);

}  // namespace chargerig::controller
