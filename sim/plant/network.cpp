// SPDX-License-Identifier: Apache-2.0
//
// The hot loops: steps of one topology with constant drives.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "models/check.hpp"
#include "sim/plant/plant.hpp"

namespace chargerig::plant {

namespace {

using RcSteps = std::array<models::RcStep, 2>;
using RcVoltages = std::array<double, 2>;

double rc_loss_W(const RcSteps& rc, const RcVoltages& start_V, double current_A) {
    return rc[0].mean_loss_W(start_V[0], current_A) + rc[1].mean_loss_W(start_V[1], current_A);
}

// A voltage that decays without end would one day be a denormal number, and each step slow.
double without_dust(double voltage_V) {
    return std::abs(voltage_V) < 1e-12 ? 0.0 : voltage_V;
}

// A battery without current: its RC branches discharge through their own resistors.
void relax(State& state, const RcSteps& rc, std::int64_t steps) {
    RcVoltages rc_V = state.battery.rc_voltage_V;
    if (rc_V == RcVoltages{}) return;
    double loss_W = state.ledger.rc_loss_W;
    for (; steps > 0; --steps) {
        loss_W += rc_loss_W(rc, rc_V, 0.0);
        rc_V = {without_dust(rc[0].decay * rc_V[0]), without_dust(rc[1].decay * rc_V[1])};
    }
    state.battery.rc_voltage_V = rc_V;
    state.ledger.rc_loss_W = loss_W;
}

void book_inlet(EnergyLedger& sum, double inlet_W) {
    sum.to_vehicle_W += std::max(inlet_W, 0.0);
    sum.from_vehicle_W += std::max(-inlet_W, 0.0);
}

}  // namespace

models::OcvSegment Plant::battery_segment(const State& state) const {
    if (parameters_.boundary != Boundary::load) {
        return battery_.segment(state.battery.ocv_segment);
    }
    return {-models::kInfinity, models::kInfinity, 0.0, state.load_voltage_V, 0.0};
}

template <bool kStage, double EnergyLedger::*kSquare_V2>
double Plant::run_free(State& state, const FreeNode& node, double voltage_V,
                       std::int64_t steps) const {
    EnergyLedger sum = state.ledger;
    for (; steps > 0; --steps) {
        double current_A = 0.0;
        if constexpr (kStage) {
            const models::StageLoad load{voltage_V, node.decay * voltage_V, node.gain_ohm,
                                         node.per_gain_ohm, true};
            const double stage_A = stage_.regulate(state.stage, load);
            const double bled_A =
                models::PowerStage::bleeds(state.stage) ? stage_.bleed(state.stage, load) : 0.0;
            current_A = stage_A - bled_A;
            const double mean_V = node.mean_decay * voltage_V + node.mean_gain_ohm * current_A;
            sum.stage_W += stage_A * mean_V;
            sum.bleeder_W += bled_A * mean_V;
        }
        sum.*kSquare_V2 +=
            voltage_V * (node.square_start * voltage_V + node.square_mixed_ohm * current_A) +
            node.square_current_ohm2 * current_A * current_A;
        voltage_V = without_dust(node.decay * voltage_V + node.gain_ohm * current_A);
    }
    state.ledger = sum;
    return voltage_V;
}

template <bool kJoined>
double Plant::run_battery(State& state, const BatteryNode& node, double voltage_V,
                          std::int64_t steps) const {
    EnergyLedger sum = state.ledger;
    models::OcvSegment segment = battery_segment(state);
    double soc_percent = state.battery.soc_percent;
    RcVoltages rc_V = state.battery.rc_voltage_V;
    const RcSteps& rc = battery_step_.rc;
    for (; steps > 0; --steps) {
        const double ocv_V = segment.voltage_V(soc_percent);
        const double rest_V = ocv_V + rc[0].mean_decay * rc_V[0] + rc[1].mean_decay * rc_V[1];
        double stage_A = 0.0;
        if constexpr (kJoined) {
            const double free_V = node.end_per_inner * rest_V + node.end_per_node * voltage_V;
            stage_A = stage_.regulate(state.stage, {voltage_V, free_V, node.end_per_stage_ohm,
                                                    node.per_end_per_stage_S, false});
        }
        const BatterySolution now = node.solve(stage_A, rest_V, voltage_V);
        const double square_A2 = node.mean_square(now.settled_A, now.away_A);
        const double square_V2 = node.mean_square(now.settled_V, now.away_V);
        if constexpr (kJoined) {
            sum.stage_W += stage_A * node.mean(now.settled_V, now.away_V);
            sum.joined_current_A2 += square_A2;
            sum.joined_voltage_V2 += square_V2;
        } else {
            sum.split_current_A2 += square_A2;
            sum.inlet_voltage_V2 += square_V2;
        }
        sum.cell_W += ocv_V * now.mean_A;
        sum.rc_loss_W += rc_loss_W(rc, rc_V, now.mean_A);
        book_inlet(sum, now.inner_V * now.mean_A + node.vehicle_resistance_ohm * square_A2);

        voltage_V = node.end(now.settled_V, now.away_V);
        state.vehicle_current_A = node.end(now.settled_A, now.away_A);
        rc_V = {rc[0].end_V(rc_V[0], now.mean_A), rc[1].end_V(rc_V[1], now.mean_A)};
        soc_percent += battery_step_.soc_percent_per_A * now.mean_A;
        if (!segment.contains(soc_percent)) {
            state.battery.ocv_segment = battery_.segment_of(soc_percent, state.battery.ocv_segment);
            segment = battery_segment(state);
        }
    }
    state.battery.soc_percent = soc_percent;
    state.battery.rc_voltage_V = rc_V;
    state.ledger = sum;
    return voltage_V;
}

void Plant::run_network(State& state, std::int64_t steps) const {
    if (!connected(state)) relax(state, battery_step_.rc, steps);
    if (joined(state)) {
        const double voltage_V =
            connected(state)
                ? run_battery<true>(state, joined_battery_, state.stage_voltage_V, steps)
                : run_free<true, &EnergyLedger::joined_voltage_V2>(state, joined_free_,
                                                                   state.stage_voltage_V, steps);
        state.stage_voltage_V = voltage_V;
        state.inlet_voltage_V = voltage_V;
        return;
    }
    state.stage_voltage_V = run_free<true, &EnergyLedger::stage_voltage_V2>(
        state, stage_alone_, state.stage_voltage_V, steps);
    state.inlet_voltage_V =
        connected(state) ? run_battery<false>(state, inlet_battery_, state.inlet_voltage_V, steps)
                         : run_free<false, &EnergyLedger::inlet_voltage_V2>(
                               state, inlet_alone_, state.inlet_voltage_V, steps);
}

void Plant::run_reported(State& state, std::int64_t steps) const {
    const double current_A = reported_current_A(state);
    state.vehicle_current_A = current_A;
    if (!connected(state)) {
        relax(state, battery_step_.rc, steps);
        return;
    }
    for (; steps > 0; --steps) {
        state.ledger.cell_W += battery_.open_circuit_voltage_V(state.battery) * current_A;
        book_inlet(state.ledger, state.reported.voltage_V * current_A);
        battery_.advance(state.battery, current_A, battery_step_);
    }
}

}  // namespace chargerig::plant
