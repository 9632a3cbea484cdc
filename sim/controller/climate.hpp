// SPDX-License-Identifier: Apache-2.0
//
// Climate control (vendor's page of that name; spec 5.1): hot power modules or a hot cable lower
// the current that is offered, and above another temperature end the charge in the normal way.
#pragma once

#include <string_view>

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// By how much a temperature lowers the offered current, in percent: 0 up to `from_degC`, `most` at
// and above `to_degC`, linear between.
double derating_percent(double temperature_degC, double from_degC, double to_degC, double most);

// Reads the temperatures where a period is over. The highest derating wins.
void update_climate(Context& context);

// What is too hot to go on charging; empty when nothing is.
std::string_view climate_stop(const Context& context);

}  // namespace chargerig::controller
