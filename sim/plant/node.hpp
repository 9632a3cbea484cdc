// SPDX-License-Identifier: Apache-2.0
//
// One capacitor over one fixed step: the coefficients of its exact solution at constant current.
#pragma once

#include "models/battery.hpp"

namespace chargerig::plant {

// C dV/dt = I - G V, from v:
//   end  = decay v + gain_ohm I,   mean = mean_decay v + mean_gain_ohm I
//   mean of V^2 = square_start v^2 + square_mixed_ohm v I + square_current_ohm2 I^2
struct FreeNode {
    FreeNode(double capacitance_F, double conductance_S, double step_s);

    double decay;
    double gain_ohm;
    double per_gain_ohm;
    double mean_decay;
    double mean_gain_ohm;
    double square_start;
    double square_mixed_ohm;
    double square_current_ohm2;
};

// One step of a node with a battery: V(t) = settled_V + away_V e^(-t/tau), and the battery's
// current likewise. The battery's inner voltage counts with its mean over the step.
struct BatterySolution {
    double mean_A;
    double inner_V;
    double settled_A;
    double settled_V;
    double away_A;
    double away_V;
};

// C dV/dt = I - G V - (V - E) / R with E = e + `mean_resistance` * mean battery current; from v:
//   mean battery current = per_stage I + per_inner_S e + per_node_S v
//   end = end_per_stage_ohm I + end_per_inner e + end_per_node v
struct BatteryNode {
    BatteryNode(double capacitance_F, double conductance_S, double resistance_ohm,
                double vehicle_resistance_ohm, const models::BatteryStep& battery, double step_s);

    BatterySolution solve(double stage_A, double rest_V, double voltage_V) const {
        BatterySolution out;
        out.mean_A = per_stage * stage_A + per_inner_S * rest_V + per_node_S * voltage_V;
        out.inner_V = rest_V + mean_resistance_ohm * out.mean_A;
        out.settled_A = (stage_A - conductance_S * out.inner_V) * per_load_factor;
        out.settled_V = out.inner_V + resistance_ohm * out.settled_A;
        out.away_V = voltage_V - out.settled_V;
        out.away_A = out.away_V * per_resistance_S;
        return out;
    }
    double mean(double settled, double away) const { return settled + mean_decay * away; }
    double mean_square(double settled, double away) const {
        return settled * (settled + 2.0 * mean_decay * away) + mean_square_decay * away * away;
    }
    double end(double settled, double away) const { return settled + decay * away; }

    double resistance_ohm;  // from the node to the battery's inner voltage
    double per_resistance_S;
    double vehicle_resistance_ohm;  // the part of it behind the inlet
    double mean_resistance_ohm;     // of the battery's RC branches
    double conductance_S;
    double per_load_factor;  // 1 / (1 + G R)
    double decay;
    double mean_decay;
    double mean_square_decay;
    double per_stage;
    double per_inner_S;
    double per_node_S;
    double end_per_stage_ohm;
    double per_end_per_stage_S;
    double end_per_inner;
    double end_per_node;
};

}  // namespace chargerig::plant
