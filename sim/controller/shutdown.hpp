// SPDX-License-Identifier: Apache-2.0
//
// The order in which power is taken away (spec 6.2 state 8, 6.5): Standby, contactors open,
// lowering. Contactors never open under current, except in an emergency or when the current does
// not go away in time (spec 8.11).
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// Starts the order at this instant.
void begin_shutdown(Context& context);

// Sends the frame that is due. The steps are a cycle apart. `keep_lowering`: whether the frames
// after the first one that lowers the output do so too.
void continue_shutdown(Context& context, bool keep_lowering);

bool above_safe_voltage(const Context& context);

// The third of the points where the output is lowered (spec 5.9).
bool must_lower(const Context& context);

// The order is through and the output is safe, as far as anybody can tell: without fresh
// measurements nobody would ever say that the voltage is gone, and the state's timer ends the wait
// with a warning.
bool output_settled(Context& context);

// Where Ending_Charge and Welding_Detection lead once the vehicle has ended the communication: to
// Charge_Pause when it paused while charging and this version of the interface has that state, else
// to Closing_Communication.
void leave_with_vehicle(Context& context);

// The session is closed although the vehicle still communicates: Rushed_Stop.
void close_without_vehicle(Context& context, std::string_view cause);

}  // namespace chargerig::controller
