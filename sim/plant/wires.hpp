// SPDX-License-Identifier: Apache-2.0
//
// The sensor and relay lines of the electrical world: what the participants drive and what they
// read. What no wire carries, no code carries.
#pragma once

#include "models/power_stage_types.hpp"

namespace chargerig::plant {

// Driven by the participants.
struct Drives {
    models::PowerStageCommand stage;
    bool output_contactors_close = false;   // the controller's relay, in the charger's output
    bool vehicle_contactors_close = false;  // the vehicle's main contactors
    bool plugged = false;                   // connector in the inlet
    friend bool operator==(const Drives&, const Drives&) = default;
};

// Read by the participants. Voltages in V, currents in A (positive charges the vehicle).
struct Readings {
    double stage_voltage_V = 0.0;  // at the power stage, before the output contactors
    double stage_current_A = 0.0;  // leaving the power stage
    double stage_temperature_degC = 20.0;
    double inlet_voltage_V = 0.0;    // between output contactors and vehicle contactors
    double inlet_current_A = 0.0;    // into the vehicle
    double battery_voltage_V = 0.0;  // at the battery terminals, behind the vehicle contactors
    double open_circuit_voltage_V = 0.0;
    double soc_percent = 0.0;
    bool output_contactors_closed = false;  // feedback of the relay, also where it switches nothing
    bool vehicle_contactors_closed = false;  // feedback
    friend bool operator==(const Readings&, const Readings&) = default;
};

}  // namespace chargerig::plant
