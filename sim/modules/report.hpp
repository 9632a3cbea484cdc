// SPDX-License-Identifier: Apache-2.0
//
// What the power side says about itself on the bus. It may be wrong by command; what the converters
// do rests on the measurements, never on this.
#pragma once

#include "sim/modules/modules.hpp"

namespace chargerig::modules {

// The next Power_Modules_Status, `cycles` (>= 1) periods of 100 ms after the one before: a drift
// walks on by as many, and what was reported is remembered. A value that the signal cannot carry is
// reported at the signal's border, as a sensor would at the end of its scale.
evse::PowerModulesStatus next_status(State& state, const plant::Readings& readings,
                                     std::int64_t cycles);

evse::DcPowerParameters power_parameters(const Live& live);

}  // namespace chargerig::modules
