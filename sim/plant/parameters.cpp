// SPDX-License-Identifier: Apache-2.0
#include "sim/plant/parameters.hpp"

#include "models/check.hpp"

namespace chargerig::plant {

core::Errors check(const Parameters& parameters, const core::SourcePosition& where) {
    models::Checker checker(where);
    checker.within("step_s", core::to_seconds(parameters.step), 1e-6, 0.1);
    checker.add(check(parameters.stage, where));
    if (parameters.boundary != Boundary::load) checker.add(check(parameters.battery, where));
    checker.add(check(parameters.output_contactors, where));
    checker.add(check(parameters.vehicle_contactors, where));
    checker.above_zero("cable_resistance_ohm", parameters.cable_resistance_ohm);
    checker.above_zero("output_capacitance_F", parameters.output_capacitance_F);
    checker.above_zero("output_bleed_ohm", parameters.output_bleed_ohm, true);
    checker.above_zero("inlet_capacitance_F", parameters.inlet_capacitance_F);
    checker.above_zero("inlet_leak_ohm", parameters.inlet_leak_ohm, true);
    checker.above_zero("load_mismatch_percent", parameters.load_mismatch_percent);
    checker.within("load close_delay_s", parameters.load.close_delay_s, 0.0, 60.0);
    checker.within("load match_V", parameters.load.match_V, 0.0, 1e4);
    checker.above_zero("load resistance_ohm", parameters.load.resistance_ohm);
    return checker.take();
}

}  // namespace chargerig::plant
