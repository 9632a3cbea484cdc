// SPDX-License-Identifier: Apache-2.0
//
// From what is emulated to the electrical world: its boundary, its parameters, and what it is told
// of the sides that are not here.
#pragma once

#include <optional>

#include "sim/modules/parameters.hpp"
#include "sim/monitor/bus_observer.hpp"
#include "sim/plant/plant.hpp"
#include "sim/scenario/scenario.hpp"

namespace chargerig::rig {

// Empty: neither battery nor power stage is here, there is nothing to compute.
std::optional<plant::Boundary> boundary_for(const scenario::Emulation& emulate);

// `live` are the modules' parameters as they stand now: ramps and dead time act in the stage. The
// battery has this much of the open-circuit voltage that belongs to its state of charge.
plant::Parameters plant_parameters(const scenario::Scenario& scenario, plant::Boundary boundary,
                                   const modules::Live& live,
                                   double battery_voltage_percent = 100.0);

// The last Power_Modules_Status; stale after the controller's own time-out (500 ms by default).
plant::ReportedPower reported_power(const monitor::BusObserver& observer, core::Instant now,
                                    core::Duration timeout);

// What the controller's messages tell about a vehicle that is not here.
class LoadWatch {
public:
    plant::LoadHints hints(const monitor::BusObserver& observer);
    // A vehicle is there while the controller is in a session.
    static bool plugged(const monitor::BusObserver& observer);

private:
    bool precharged_ = false;  // a Precharge command was seen in this session
    double target_voltage_V_ = 0.0;
};

}  // namespace chargerig::rig
