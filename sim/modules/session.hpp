// SPDX-License-Identifier: Apache-2.0
//
// What the power side remembers of a session: the reactions to messages and to time that passes
// (vendor simulator behaviour, spec vendor-simulators 3.1, and the watchdog of spec 5.5).
#pragma once

#include "sim/modules/context.hpp"

namespace chargerig::modules {

// More than this without Advantics_Controller_Status means that the controller is defective and all
// power stops at once (spec 5.13). Exactly this long is still in time.
inline constexpr core::Duration kControllerStatusTimeout{200'000'000};

// The flags at the start of a session: authorised, and done where no time has to pass.
evse::SequenceControl initial_flags(const Live& live);

// Trips if the controller has been silent for too long by now.
void watch_controller(const Context& context);

// Takes one message; those that the power side has no use for change nothing.
void take(const Context& context, const evse::Message& message);

// Does what is due by now.
void run_timers(const Context& context);

// The next instant at which watch_controller() or run_timers() has something to do.
core::Instant next_deadline(const State& state);

}  // namespace chargerig::modules
