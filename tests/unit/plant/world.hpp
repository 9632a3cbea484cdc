// SPDX-License-Identifier: Apache-2.0
//
// A 400 V car at a charger, driven step by step.
#pragma once

#include "sim/plant/plant.hpp"

namespace chargerig::plant {

inline Parameters car_at_charger(Boundary boundary = Boundary::whole) {
    Parameters out;
    out.boundary = boundary;
    out.battery.ocv = {{0, 3.2}, {10, 3.494}, {50, 3.697}, {80, 3.937}, {100, 4.187}};
    out.battery.series_cells = 100;
    out.battery.capacity_Ah = 150.0;
    out.battery.resistance_ohm = 0.08;
    out.battery.rc = {{{0.03, 20.0}, {0.04, 700.0}}};
    return out;
}

inline models::PowerStageCommand current_command(double current_A, double voltage_V) {
    return {models::StageMode::current, voltage_V, current_A, 0, 0, false, false};
}
inline models::PowerStageCommand voltage_command(double voltage_V, double max_A,
                                                 double min_A = 0.0) {
    return {models::StageMode::voltage, voltage_V, 0, max_A, min_A, false, false};
}
inline models::PowerStageCommand bleed_command() {
    models::PowerStageCommand out;
    out.bleed = true;
    return out;
}

struct World {
    explicit World(const Parameters& parameters = car_at_charger(), double soc_percent = 50.0)
        : plant(parameters), state(plant.initial_state(soc_percent)) {}

    void stage(const models::PowerStageCommand& command) {
        drives.stage = command;
        apply();
    }
    void contactors(bool output, bool vehicle) {
        drives.output_contactors_close = output;
        drives.vehicle_contactors_close = vehicle;
        apply();
    }
    void plug(bool plugged) {
        drives.plugged = plugged;
        apply();
    }
    void apply() { plant.apply(state, drives); }
    void run(double seconds) {
        const double step_s = core::to_seconds(plant.parameters().step);
        plant.advance(state, static_cast<std::int64_t>(seconds / step_s + 0.5));
    }
    Readings read() const { return plant.read(state); }

    // Plugged in, both contactor sets closed onto a precharged output.
    void connect() {
        plug(true);
        contactors(true, false);
        stage(voltage_command(plant.read(state).battery_voltage_V, 2.0));
        run(1.0 + 4.0);
        contactors(true, true);
        run(0.5);
        stage({});
    }

    Plant plant;
    State state;
    Drives drives;
};

}  // namespace chargerig::plant
