// SPDX-License-Identifier: Apache-2.0
#include "sim/plant/plant.hpp"

#include <cassert>
#include <cmath>

namespace chargerig::plant {

namespace {

// Boundary load knows a voltage and a resistance of the vehicle, and nothing else.
models::BatteryParameters battery_of(const Parameters& parameters) {
    if (parameters.boundary != Boundary::load) return parameters.battery;
    models::BatteryParameters source;
    source.ocv = {{0.0, 1.0}, {100.0, 2.0}};
    source.resistance_ohm = parameters.load.resistance_ohm;
    return source;
}

models::BatteryStep battery_step_of(const Parameters& parameters, const models::Battery& battery) {
    models::BatteryStep step = battery.step(core::to_seconds(parameters.step));
    if (parameters.boundary == Boundary::load) step.soc_percent_per_A = 0.0;
    return step;
}

models::ContactorParameters vehicle_contactors_of(const Parameters& parameters) {
    models::ContactorParameters contactors = parameters.vehicle_contactors;
    if (parameters.boundary == Boundary::load) {
        contactors.close_delay_s = 0.0;  // contained in LoadParameters::close_delay_s
        contactors.open_delay_s = 0.0;
    }
    return contactors;
}

double vehicle_resistance_ohm(const Parameters& parameters, const models::Battery& battery) {
    return battery.parameters().resistance_ohm + parameters.vehicle_contactors.resistance_ohm;
}

}  // namespace

Plant::Plant(const Parameters& parameters)
    : parameters_(parameters),
      battery_(battery_of(parameters)),
      battery_step_(battery_step_of(parameters, battery_)),
      stage_(parameters.stage, core::to_seconds(parameters.step)),
      output_contactors_(parameters.output_contactors, core::to_seconds(parameters.step)),
      vehicle_contactors_(vehicle_contactors_of(parameters), core::to_seconds(parameters.step)),
      stage_alone_(parameters.output_capacitance_F, 1.0 / parameters.output_bleed_ohm,
                   core::to_seconds(parameters.step)),
      inlet_alone_(parameters.inlet_capacitance_F, 1.0 / parameters.inlet_leak_ohm,
                   core::to_seconds(parameters.step)),
      joined_free_(parameters.output_capacitance_F + parameters.inlet_capacitance_F,
                   1.0 / parameters.output_bleed_ohm + 1.0 / parameters.inlet_leak_ohm,
                   core::to_seconds(parameters.step)),
      inlet_battery_(parameters.inlet_capacitance_F, 1.0 / parameters.inlet_leak_ohm,
                     vehicle_resistance_ohm(parameters, battery_),
                     vehicle_resistance_ohm(parameters, battery_), battery_step_,
                     core::to_seconds(parameters.step)),
      joined_battery_(
          parameters.output_capacitance_F + parameters.inlet_capacitance_F,
          1.0 / parameters.output_bleed_ohm + 1.0 / parameters.inlet_leak_ohm,
          parameters.cable_resistance_ohm + vehicle_resistance_ohm(parameters, battery_),
          vehicle_resistance_ohm(parameters, battery_), battery_step_,
          core::to_seconds(parameters.step)),
      load_close_steps_(
          std::llround(parameters.load.close_delay_s / core::to_seconds(parameters.step))) {
    assert(check(parameters).empty());
}

State Plant::initial_state(double soc_percent) const {
    State state;
    state.battery = battery_.initial_state(soc_percent);
    return state;
}

void Plant::apply(State& state, const Drives& drives) const {
    if (drives == state.drives) return;
    const bool was_joined = joined(state);
    const bool was_connected = connected(state);
    if (drives.stage != state.drives.stage) {
        stage_.command(state.stage, drives.stage, state.stage_voltage_V);
        // What the capacitor still gives or takes is over within microseconds.
        if (state.stage.current_A == 0.0) state.vehicle_current_A = 0.0;
    }
    output_contactors_.command(state.output_contactors, drives.output_contactors_close);
    if (parameters_.boundary != Boundary::load) {
        vehicle_contactors_.command(state.vehicle_contactors, drives.vehicle_contactors_close);
    }
    state.drives = drives;
    update_topology(state, was_joined, was_connected);
}

void Plant::report(State& state, const ReportedPower& reported) const {
    assert(parameters_.boundary == Boundary::reported);
    state.reported = reported;
}

void Plant::hint(State& state, const LoadHints& hints) const {
    assert(parameters_.boundary == Boundary::load);
    state.hints = hints;
    if (hints.precharging && !state.vehicle_contactors.closed) {
        state.load_voltage_V = hints.target_voltage_V;
    }
    if (!hints.ending) return;
    const bool was_connected = connected(state);
    vehicle_contactors_.command(state.vehicle_contactors, false);
    state.load_matched_steps = 0;
    update_topology(state, joined(state), was_connected);
}

void Plant::impose(State& state, const BatteryPoint& point) const {
    assert(parameters_.boundary != Boundary::load);
    state.battery.soc_percent = point.soc_percent;
    state.battery.ocv_segment = battery_.segment_of(point.soc_percent, state.battery.ocv_segment);
    const double table_V = battery_.open_circuit_voltage_V(state.battery);
    state.battery.rc_voltage_V = {point.inner_voltage_V - table_V, 0.0};
}

double Plant::inner_voltage_V(const State& state) const {
    return parameters_.boundary == Boundary::load ? state.load_voltage_V
                                                  : battery_.inner_voltage_V(state.battery);
}

double Plant::reported_current_A(const State& state) const {
    return state.reported.fresh && connected(state) ? state.reported.current_A : 0.0;
}

Readings Plant::read(const State& state) const {
    Readings out;
    const bool is_reported = parameters_.boundary == Boundary::reported;
    const bool is_connected = connected(state);
    const double battery_A = is_reported ? reported_current_A(state) : state.vehicle_current_A;
    out.battery_voltage_V =
        inner_voltage_V(state) + battery_A * battery_.parameters().resistance_ohm;
    out.open_circuit_voltage_V = parameters_.boundary == Boundary::load
                                     ? state.load_voltage_V
                                     : battery_.open_circuit_voltage_V(state.battery);
    out.soc_percent = state.battery.soc_percent;
    out.stage_temperature_degC = parameters_.stage_temperature_degC;
    out.output_contactors_closed = state.output_contactors.closed;
    out.vehicle_contactors_closed = state.vehicle_contactors.closed;
    if (is_reported) {
        const bool fresh = state.reported.fresh;
        out.stage_voltage_V = fresh ? state.reported.voltage_V : 0.0;
        out.stage_current_A = fresh ? state.reported.current_A : 0.0;
        out.inlet_current_A = joined(state) ? out.stage_current_A : 0.0;
        out.inlet_voltage_V = is_connected ? out.battery_voltage_V : 0.0;
        if (joined(state) && fresh) out.inlet_voltage_V = out.stage_voltage_V;
    } else {
        out.stage_voltage_V = state.stage_voltage_V;
        out.stage_current_A = state.stage.current_A;
        out.inlet_current_A = state.vehicle_current_A;
        out.inlet_voltage_V = state.inlet_voltage_V;
        if (joined(state)) out.inlet_voltage_V -= battery_A * parameters_.cable_resistance_ohm;
    }
    if (!state.drives.plugged) {
        out.inlet_voltage_V = state.vehicle_contactors.closed ? out.battery_voltage_V : 0.0;
        out.inlet_current_A = 0.0;
    }
    return out;
}

Diagnostics Plant::diagnose(const State& state) const {
    Diagnostics out;
    out.inrush_peak_A = state.inrush_peak_A;
    const bool comparable = parameters_.boundary == Boundary::reported && state.reported.fresh &&
                            connected(state) && joined(state);
    if (!comparable) return out;
    const double terminal_V = battery_.terminal_voltage_V(state.battery, reported_current_A(state));
    out.load_deviation_V = state.reported.voltage_V - terminal_V;
    out.load_mismatch = std::abs(out.load_deviation_V) >
                        0.01 * parameters_.load_mismatch_percent * std::abs(terminal_V);
    return out;
}

}  // namespace chargerig::plant
