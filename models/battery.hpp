// SPDX-License-Identifier: Apache-2.0
//
// Battery pack: open-circuit voltage over state of charge, one series resistance and two RC
// branches, all as seen at the pack's terminals. Positive current charges. Constant current within
// a step is solved exactly, so that one long step and many short ones give the same answer.
// Structure: physical models 1.1. A state of charge outside 0..100 % continues the outermost
// segment of the open-circuit voltage; whoever charges the pack has to stop before.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/core/error.hpp"

namespace chargerig::models {

struct OcvPoint {
    double soc_percent = 0.0;
    double cell_voltage_V = 0.0;
    friend bool operator==(const OcvPoint&, const OcvPoint&) = default;
};

struct RcBranch {
    double resistance_ohm = 0.0;   // >= 0; 0: the branch is absent
    double time_constant_s = 1.0;  // > 0
    friend bool operator==(const RcBranch&, const RcBranch&) = default;
};

struct BatteryParameters {
    std::vector<OcvPoint>
        ocv;                   // from 0 % to 100 %, both columns strictly rising; linear in between
    int series_cells = 1;      // 1..1000; multiplies the OCV column only
    double capacity_Ah = 1.0;  // of the pack, > 0
    double resistance_ohm = 0.1;  // of the pack without its RC branches, > 0
    std::array<RcBranch, 2> rc;   // of the pack
    friend bool operator==(const BatteryParameters&, const BatteryParameters&) = default;
};

// Everything that is wrong with `parameters`; empty if they can be used.
core::Errors check(const BatteryParameters& parameters, const core::SourcePosition& where = {});

struct BatteryState {
    double soc_percent = 0.0;
    std::array<double, 2> rc_voltage_V{};
    std::uint32_t ocv_segment = 0;  // where `soc_percent` lies; speeds up the lookup
    friend bool operator==(const BatteryState&, const BatteryState&) = default;
};

// One straight piece of the open-circuit voltage of the pack. The outer ones reach to infinity.
struct OcvSegment {
    double begin_percent = 0.0;
    double end_percent = 0.0;
    double anchor_percent = 0.0;
    double anchor_voltage_V = 0.0;
    double slope_V_per_percent = 0.0;

    bool contains(double soc_percent) const {
        return soc_percent >= begin_percent && soc_percent < end_percent;
    }
    double voltage_V(double soc_percent) const {
        return anchor_voltage_V + slope_V_per_percent * (soc_percent - anchor_percent);
    }
};

// One RC branch over one fixed step at constant current I, from v to `end`:
//   end = decay v + (1 - decay) R I,   mean = mean_decay v + (1 - mean_decay) R I
struct RcStep {
    double resistance_ohm = 0.0;
    double per_ohm = 0.0;        // 0 for an absent branch
    double capacitance_F = 0.0;  // 0 for an absent branch
    double decay = 1.0;
    double mean_decay = 1.0;
    double mean_square_decay = 1.0;

    // Mean of the power that the branch's resistor turns into heat, W.
    double mean_loss_W(double start_V, double current_A) const {
        const double settled_V = resistance_ohm * current_A;
        const double away_V = start_V - settled_V;
        return per_ohm * (settled_V * (settled_V + 2.0 * mean_decay * away_V) +
                          mean_square_decay * away_V * away_V);
    }
    double end_V(double start_V, double current_A) const {
        const double settled_V = resistance_ohm * current_A;
        return settled_V + decay * (start_V - settled_V);
    }
};

// What one step of a given length needs, computed once.
struct BatteryStep {
    double step_s = 0.0;
    double soc_percent_per_A = 0.0;  // rise over one step at 1 A
    std::array<RcStep, 2> rc;
    double mean_resistance_ohm = 0.0;  // rise of the branches' mean voltage at 1 A
};

class Battery {
public:
    // `parameters` must be free of errors (see check).
    explicit Battery(BatteryParameters parameters);

    const BatteryParameters& parameters() const { return parameters_; }
    BatteryState initial_state(double soc_percent) const;  // at rest
    BatteryStep step(double step_s) const;                 // step_s > 0

    double open_circuit_voltage_V(double soc_percent) const;
    double open_circuit_voltage_V(const BatteryState& state) const {
        return segments_[state.ocv_segment].voltage_V(state.soc_percent);
    }
    // Behind the series resistance: open-circuit voltage plus RC branches.
    double inner_voltage_V(const BatteryState& state) const {
        return open_circuit_voltage_V(state) + state.rc_voltage_V[0] + state.rc_voltage_V[1];
    }
    double terminal_voltage_V(const BatteryState& state, double current_A) const {
        return inner_voltage_V(state) + parameters_.resistance_ohm * current_A;
    }

    // One step at constant current.
    void advance(BatteryState& state, double current_A, const BatteryStep& step) const;

    const OcvSegment& segment(std::uint32_t index) const { return segments_[index]; }
    // The segment that holds `soc_percent`, looked for from `hint` on.
    std::uint32_t segment_of(double soc_percent, std::uint32_t hint) const;

    // Energy that lies in the cells between two states of charge (integral of the OCV over the
    // charge).
    double cell_energy_kWh(double from_percent, double to_percent) const;

private:
    BatteryParameters parameters_;
    std::vector<OcvSegment> segments_;
};

}  // namespace chargerig::models
