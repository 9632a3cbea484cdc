// SPDX-License-Identifier: Apache-2.0
//
// The insulation test and the running interlock after it (spec 5.13, 8.5 to 8.8).
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// What the output is tested at: configured, or the negotiated charger maximum.
double test_voltage_V(const Context& context);

// The limit of the test at this voltage: the larger of the absolute and the per-volt limit.
double insulation_limit_kohm(const Configuration& configuration, double voltage_V);

// Do the last measurements count towards a pass at this test voltage?
bool insulation_holds(const Context& context, double voltage_V);

// Is the insulation too low for power functions, judged at the present voltage or at that of the
// test (running_insulation_voltage)? Only after a test, and only while the floor is exceeded.
bool running_insulation_low(const Context& context);

}  // namespace chargerig::controller
