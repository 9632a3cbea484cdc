// SPDX-License-Identifier: Apache-2.0
//
// What the electrical world is made of. Values marked [E] are engineering estimates.
#pragma once

#include <cstdint>

#include "models/battery.hpp"
#include "models/contactor.hpp"
#include "models/power_stage.hpp"
#include "sim/core/error.hpp"
#include "sim/core/time.hpp"

namespace chargerig::plant {

enum class Boundary : std::uint8_t {
    whole,     // closed loop: stage, cable and battery are one network, solved together
    reported,  // the modules are outside: voltage and current are what they last reported
    load,  // the controller is outside: the vehicle is a voltage that follows the precharge target
};

// Boundary `load`: the vehicle as it can be guessed from the bus.
struct LoadParameters {
    // From matching voltages to closed contactors, 0..60; both contactors carry current after about
    // 350 ms (physical models 2.2, measured by Clara).
    double close_delay_s = 0.35;
    double match_V = 20.0;        // >= 0 (precharge rule, physical models 2.2)
    double resistance_ohm = 0.1;  // > 0 [E]
    friend bool operator==(const LoadParameters&, const LoadParameters&) = default;
};

struct Parameters {
    Boundary boundary = Boundary::whole;
    core::Duration step{1'000'000};  // electrical grid, 1 us..100 ms
    models::PowerStageParameters stage;
    models::BatteryParameters battery;
    models::ContactorParameters output_contactors;
    models::ContactorParameters vehicle_contactors;
    bool has_output_contactors =
        true;  // false: the charger has none, its output is always the inlet
    double cable_resistance_ohm = 0.005;   // both poles with contacts, > 0 (physical models 4)
    double output_capacitance_F = 100e-6;  // > 0 [E] (physical models 3.2)
    double output_bleed_ohm = 200e3;       // passive, > 0, may be infinite; tau 20 s [E] (3.2)
    double inlet_capacitance_F = 1e-6;     // cable and inlet, > 0 [E]
    double inlet_leak_ohm = 1e6;           // voltage measurement, > 0, may be infinite [E]
    double load_mismatch_percent = 5.0;    // boundary reported: tolerance, > 0 [E]
    double stage_temperature_degC = 20.0;  // shown as it is
    LoadParameters load;
    friend bool operator==(const Parameters&, const Parameters&) = default;
};

// Everything that is wrong with `parameters`; empty if they can be used. The battery is not looked
// at in boundary load.
core::Errors check(const Parameters& parameters, const core::SourcePosition& where = {});

}  // namespace chargerig::plant
