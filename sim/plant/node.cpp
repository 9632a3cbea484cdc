// SPDX-License-Identifier: Apache-2.0
#include "sim/plant/node.hpp"

#include <cassert>
#include <cmath>

#include "models/relaxation.hpp"

namespace chargerig::plant {

namespace {

// e^-x, and 0 where it would be a denormal number, which every step would pay for.
double decay_of(double x) {
    return x > 700.0 ? 0.0 : std::exp(-x);
}

}  // namespace

FreeNode::FreeNode(double capacitance_F, double conductance_S, double step_s) {
    assert(capacitance_F > 0.0 && conductance_S >= 0.0 && step_s > 0.0);
    const double x = step_s * conductance_S / capacitance_F;
    const double step_ohm = step_s / capacitance_F;
    const double mean = models::mean_of_decay(x);
    decay = decay_of(x);
    gain_ohm = step_ohm * mean;
    per_gain_ohm = 1.0 / gain_ohm;
    mean_decay = mean;
    mean_gain_ohm = step_ohm * models::mean_of_response(x);
    square_start = models::mean_of_decay(2.0 * x);
    square_mixed_ohm = step_ohm * mean * mean;
    square_current_ohm2 = step_ohm * step_ohm * models::mean_square_of_response(x);
}

BatteryNode::BatteryNode(double capacitance_F, double node_conductance_S, double series_ohm,
                         double behind_inlet_ohm, const models::BatteryStep& battery, double step_s)
    : resistance_ohm(series_ohm),
      per_resistance_S(1.0 / series_ohm),
      vehicle_resistance_ohm(behind_inlet_ohm),
      mean_resistance_ohm(battery.mean_resistance_ohm),
      conductance_S(node_conductance_S) {
    assert(capacitance_F > 0.0 && series_ohm > 0.0 && step_s > 0.0);
    const double load_factor = 1.0 + conductance_S * resistance_ohm;
    const double x = step_s * load_factor * per_resistance_S / capacitance_F;
    per_load_factor = 1.0 / load_factor;
    decay = decay_of(x);
    mean_decay = models::mean_of_decay(x);
    mean_square_decay = models::mean_of_decay(2.0 * x);

    // Without the battery's own answer the mean current is
    //   (1 - mean_decay) / h (I - G E) + mean_decay / R (v - E);  E = e + mean_resistance * it.
    const double settled_share = (1.0 - mean_decay) * per_load_factor;
    const double start_S = mean_decay * per_resistance_S;
    const double answer = 1.0 + mean_resistance_ohm * (conductance_S * settled_share + start_S);
    per_stage = settled_share / answer;
    per_node_S = start_S / answer;
    per_inner_S = -(conductance_S * per_stage + per_node_S);

    const double settled = (1.0 - decay) * per_load_factor;
    end_per_stage_ohm = settled * (resistance_ohm + mean_resistance_ohm * per_stage);
    end_per_inner = settled * (1.0 + mean_resistance_ohm * per_inner_S);
    end_per_node = settled * mean_resistance_ohm * per_node_S + decay;
    per_end_per_stage_S = 1.0 / end_per_stage_ohm;
}

}  // namespace chargerig::plant
