// SPDX-License-Identifier: Apache-2.0
//
// The cyclic messages. Each has an absolute deadline; a step that comes late sends once, skips the
// deadlines that have passed and counts them, so that a late step never makes a burst.
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

inline constexpr core::Duration kFastCycle{100'000'000};    // spec 5.13
inline constexpr core::Duration kSlowCycle{1'000'000'000};  // inputs, EV_ID (spec 5.4)

// True when the deadline has come; moves it to the next one on the same grid.
bool take(Context& context, Cycle& cycle, core::Duration period);

// Advantics_Controller_Status: first in its instant (spec 8.38), always.
void send_status(Context& context);

// Sends a power frame now. One that was due keeps the grid; one that an event brought forward
// starts a new grid, so that the next cyclic one is a full cycle away.
void send_power(Context& context, evse::DcPowerControl frame);

// Is a cyclic power frame due?
bool power_due(const Context& context);

// A Standby frame with zero set-points.
evse::DcPowerControl standby_frame(bool contactors_close, bool lowering = false);

// New_Charge_Session, EV_Information_*, EV_ID, Emergency_Stop, inputs and pilot information, as far
// as they are due.
void send_cyclic(Context& context);

// The end of the alive window: nothing about the vehicle is sent any more.
void stop_session_messages(State& state);

}  // namespace chargerig::controller
