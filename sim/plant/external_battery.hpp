// SPDX-License-Identifier: Apache-2.0
//
// A battery that somebody else computes: a user's model in the place of models::Battery. The plant
// goes on solving its network with a voltage behind the profile's series resistance; every tick the
// model says which voltage that is.
#pragma once

#include "sim/core/error.hpp"

namespace chargerig::plant {

struct BatteryPoint {
    double inner_voltage_V = 0.0;  // behind the series resistance, 1 to 2000
    double soc_percent = 0.0;      // 0 to 100
};

class ExternalBattery {
public:
    virtual ~ExternalBattery() = default;

    // The mean current since the last call, positive charges. The first call has 0 s and 0 A: how
    // it begins. An error ends the session in the safe order.
    virtual core::Result<BatteryPoint> step(double seconds, double mean_current_A) = 0;
};

}  // namespace chargerig::plant
