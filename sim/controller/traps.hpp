// SPDX-License-Identifier: Apache-2.0
//
// Settings that look right and still end a session, or nearly do: told as warnings where they bite,
// so that nobody has to guess from the failure. They change nothing.
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// The default of 500 V meets a vehicle with a higher voltage (spec 7). Once in a session, as soon
// as the vehicle's limits are known.
void note_voltage_window(Context& context);

// A passed test whose resistance is less than one step of the signal above the limit: 100 kOhm, the
// vendor simulator's default, is just enough for CCS (IEC 61851-23:2023) and too little for MCS
// (125 kOhm, IEC 61851-23-3; spec 3.3 item 21, 8.6).
void note_insulation_at_limit(Context& context, double limit_kohm);

// A failed test whose resistance would do for CCS, but not for the limit of MCS that is set.
void note_insulation_below_mcs(Context& context, double limit_kohm);

}  // namespace chargerig::controller
