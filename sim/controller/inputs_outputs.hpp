// SPDX-License-Identifier: Apache-2.0
//
// Digital inputs, digital outputs, LEDs and temperatures of the controller's box, and the messages
// that carry them (spec 5.4). Which box it is decides which messages: `hardware`.
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// Looks at the levels of the digital inputs. A stop input counts when it rises, as the user's stop
// button; held from before the end of Initialising it has to be let go first.
void take_inputs(Context& context);

// What the power side wants the outputs to be. Only outputs that are CAN_Controlled follow, only
// the message of the own hardware counts, and none before the inputs and outputs are initialised;
// brightness above 100 is 100.
void take_outputs(Context& context, const evse::SeccOutputs& wanted);
void take_outputs(Context& context, const evse::SpccOutputs& wanted);

// The inputs message of the hardware: every 1000 ms from the end of Initialising on, and in the
// instant in which a monitored input changes, which leaves the grid as it is. An input that is not
// monitored reads 0.
void send_inputs(Context& context);

}  // namespace chargerig::controller
