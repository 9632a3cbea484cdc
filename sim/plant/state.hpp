// SPDX-License-Identifier: Apache-2.0
//
// The electrical world at an instant: plain and comparable.
#pragma once

#include <cstdint>

#include "models/battery.hpp"
#include "models/contactor.hpp"
#include "models/power_stage.hpp"
#include "sim/plant/wires.hpp"

namespace chargerig::plant {

// Boundary reported: the last Power_Modules_Status. Without `fresh` (none yet, or too old) neither
// voltage nor current is taken over.
struct ReportedPower {
    double voltage_V = 0.0;
    double current_A = 0.0;
    bool fresh = false;
    friend bool operator==(const ReportedPower&, const ReportedPower&) = default;
};

// Boundary load: levels, derived from the controller's messages.
struct LoadHints {
    bool precharging = false;              // power function Precharge in state Precharge
    double target_voltage_V = 0.0;         // taken as the battery voltage while precharging
    bool standby_after_precharge = false;  // Precharge has turned to Standby
    bool ending = false;                   // Ending_Charge or later, emergency, or no session
    friend bool operator==(const LoadHints&, const LoadHints&) = default;
};

// Sums over all steps of each element's mean power (W) or mean square; times the step they are
// energies. Kept this way because the sums are on the hot path; Plant::energy() makes joules of
// them.
struct EnergyLedger {
    double stage_W = 0.0;            // out of the power stage, net
    double cell_W = 0.0;             // OCV * I, into the cells, net
    double rc_loss_W = 0.0;          // resistors of the RC branches
    double joined_current_A2 = 0.0;  // through cable, vehicle contactors and battery
    double split_current_A2 = 0.0;   // through vehicle contactors and battery alone
    double joined_voltage_V2 = 0.0;  // stage and inlet as one node
    double stage_voltage_V2 = 0.0;   // stage node alone
    double inlet_voltage_V2 = 0.0;   // inlet node alone
    double bleeder_W = 0.0;          // active discharger
    double to_vehicle_W = 0.0;       // at the inlet
    double from_vehicle_W = 0.0;     // at the inlet
    double charge_sharing_J = 0.0;   // lost when the output contactors join two capacitors
    friend bool operator==(const EnergyLedger&, const EnergyLedger&) = default;
};

struct State {
    Drives drives;
    ReportedPower reported;
    LoadHints hints;
    models::PowerStageState stage;
    models::BatteryState battery;
    models::ContactorState output_contactors;
    models::ContactorState vehicle_contactors;
    double stage_voltage_V = 0.0;  // node voltages; equal while the output contactors are closed
    double inlet_voltage_V = 0.0;
    double vehicle_current_A = 0.0;
    double load_voltage_V = 0.0;          // boundary load: the vehicle's battery
    std::int64_t load_matched_steps = 0;  // boundary load
    double inrush_peak_A = 0.0;           // at the last closing of a battery onto the charger
    EnergyLedger ledger;
    std::int64_t steps = 0;  // electrical steps so far
    friend bool operator==(const State&, const State&) = default;
};

}  // namespace chargerig::plant
