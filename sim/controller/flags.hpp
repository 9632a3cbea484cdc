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
// it has to be let go first. The first frame of all may be a press, unless first_flags_can_press
// says otherwise (spec 8.21).
void take_flags(Context& context, const evse::SequenceControl& flags);

// At a session's end: with keep_flags_after_session nothing; else what was granted for this session
// alone goes back to 0. Start_Charge_Authorisation and the buttons stay (spec 8.20).
void forget_session_flags(Context& context);

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
