// SPDX-License-Identifier: Apache-2.0
//
// What an end that is not normal must look like on the bus (spec 6.5).
#pragma once

#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {

// A Standby frame with zero set-points.
void expect_frame(const At<evse::DcPowerControl>& sent, bool close, bool lowering);

void expect_rushed_once(const Bench& bench);

// The emission of an emergency at this instant: what it must have caused, and what follows it.
void expect_emergency(Bench& bench, core::Instant trigger, evse::EmergencyOrigin origin,
                      bool powered);

void expect_open_at_once(const Bench& bench, core::Instant trigger);

}  // namespace chargerig::controller::test
