// SPDX-License-Identifier: Apache-2.0
//
// Date and time as the link writes them.
#pragma once

#include "sim/link/iso15118_types.hpp"

namespace chargerig::vehicle {

// RFC 3339 in UTC with whole seconds, as EvseV2G writes it: "2025-01-31T12:00:00Z". `unix_s` counts
// from 1970, years 1970 to 9999; fractions are cut off.
link::DateTime date_time_text(double unix_s);

}  // namespace chargerig::vehicle
