// SPDX-License-Identifier: Apache-2.0
#include "sim/evse/v2.hpp"

namespace chargerig::evse::v2 {

namespace {

PowerMessages standby(const DcPowerControl& control, Memory& memory) {
    PowerMessages out;
    // The contactors stay closed at the end of the insulation test and are open at the end of a
    // session (spec 5.9): 2.x knows the first kind of lowering alone.
    if (control.lower_output_voltage && control.output_contactors_close) {
        out.push_back(InsulationTest{0.0});
    } else if (memory.precharging) {
        out.push_back(Precharge{memory.precharge_voltage_V, 0.0});
    }
    out.push_back(ChargingLoop{0.0, 0.0, control.state_of_charge_percent});
    memory.precharging = false;
    memory.precharge_voltage_V = 0.0;
    return out;
}

struct FromV2 {
    Memory& memory;

    DcPowerControl operator()(const InsulationTest& m) const {
        memory.lowering = m.test_voltage_V == 0.0;
        DcPowerControl control;
        control.target_voltage_V = m.test_voltage_V;
        control.power_function =
            memory.lowering ? PowerFunction::Standby : PowerFunction::Insulation_Test;
        control.lower_output_voltage = memory.lowering;
        return control;
    }

    DcPowerControl operator()(const Precharge& m) const {
        memory.lowering = false;
        DcPowerControl control;
        control.target_voltage_V = m.target_voltage_V;
        control.current_range_max_A = m.maximum_current_A;
        control.power_function = PowerFunction::Precharge;
        control.setpoints_mode = SetpointsMode::Range_Mode;
        return control;
    }

    DcPowerControl operator()(const ChargingLoop& m) const {
        DcPowerControl control;
        control.state_of_charge_percent = m.state_of_charge_percent;
        if (m.target_voltage_V == 0.0 && m.target_current_A == 0.0) {
            control.power_function = PowerFunction::Standby;
            control.lower_output_voltage = memory.lowering;
            return control;
        }
        memory.lowering = false;
        control.target_voltage_V = m.target_voltage_V;
        control.current_range_max_A = m.target_current_A;
        control.current_range_min_A = m.target_current_A;
        control.power_function = PowerFunction::Power_Transfer;
        return control;
    }
};

}  // namespace

PowerMessages to_v2(const DcPowerControl& control, Memory& memory) {
    PowerMessages out;
    switch (control.power_function) {
        case PowerFunction::Insulation_Test:
            out.push_back(InsulationTest{control.target_voltage_V});
            break;
        case PowerFunction::Precharge:
            memory.precharging = true;
            memory.precharge_voltage_V = control.target_voltage_V;
            out.push_back(Precharge{control.target_voltage_V, control.current_range_max_A});
            return out;
        case PowerFunction::Power_Transfer:
            out.push_back(ChargingLoop{control.target_voltage_V, control.current_range_max_A,
                                       control.state_of_charge_percent});
            break;
        case PowerFunction::Off:
        case PowerFunction::Standby:
        default:  // an undefined code reads as Off (spec 5.9)
            return standby(control, memory);
    }
    memory.precharging = false;
    memory.precharge_voltage_V = 0.0;
    return out;
}

PowerModulesLimits to_v2(const DcPowerParameters& parameters) {
    return {parameters.maximum_voltage_V, parameters.maximum_charge_current_A};
}

DcPowerControl from_v2(const PowerMessage& message, Memory& memory) {
    return std::visit(FromV2{memory}, message);
}

DcPowerParameters from_v2(const PowerModulesLimits& limits) {
    DcPowerParameters parameters;
    parameters.maximum_voltage_V = limits.maximum_voltage_V;
    parameters.maximum_charge_current_A = limits.maximum_current_A;
    return parameters;
}

void next_step_of_session(Memory& memory) {
    memory.lowering = false;
}

}  // namespace chargerig::evse::v2
