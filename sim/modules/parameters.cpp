// SPDX-License-Identifier: Apache-2.0
#include "sim/modules/parameters.hpp"

namespace chargerig::modules {

Parameters vendor_simulator_profile() {
    Parameters parameters;
    parameters.live.charge_duration_s = 10.0;
    parameters.range_setpoint_start = RangeSetpointStart::range_maximum;
    return parameters;
}

}  // namespace chargerig::modules
