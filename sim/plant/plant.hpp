// SPDX-License-Identifier: Apache-2.0
//
// The electrical world that joins power stage, cable, contactors and battery, on a fixed grid.
//
// One node per capacitor: the stage's output and the inlet, one common node while the output
// contactors are closed. The battery is a voltage behind a resistance. Within a step the stage's
// current is constant and the node follows its exact exponential, also through the inrush of a
// closing contactor; the battery's inner voltage is the mean over the step, found together with the
// mean current. Each element's energy is integrated in closed form, therefore the balance is exact
// to rounding.
//
// Pure: `State` carries everything; advance(n) equals n times advance(1), bit for bit. To change a
// parameter while running, construct a new Plant and go on with the same state.
#pragma once

#include <cstdint>

#include "models/battery.hpp"
#include "models/contactor.hpp"
#include "models/power_stage.hpp"
#include "sim/plant/external_battery.hpp"
#include "sim/plant/node.hpp"
#include "sim/plant/parameters.hpp"
#include "sim/plant/state.hpp"
#include "sim/plant/wires.hpp"

namespace chargerig::plant {

// What an onlooker is told beyond the sensor lines.
struct Diagnostics {
    // Boundary reported: the reported voltage is one that the battery behind closed contactors
    // could not have (further than the tolerance from the model's terminal voltage).
    bool load_mismatch = false;
    double load_deviation_V =
        0.0;                     // reported minus modelled terminal voltage; 0 when not comparable
    double inrush_peak_A = 0.0;  // at the last closing of a battery onto the charger
    friend bool operator==(const Diagnostics&, const Diagnostics&) = default;
};

// Energies since the initial state, each from its own element. In boundaries `reported` and `load`
// the inlet's two lines hold; the balance closes in `whole` and `load`.
struct Energy {
    double stage_J = 0.0;         // out of the power stage, net
    double cell_J = 0.0;          // into the cells, net: integral of OCV * I
    double capacitors_J = 0.0;    // stored at the output and the inlet
    double rc_branches_J = 0.0;   // stored in the battery's RC branches
    double rc_loss_J = 0.0;       // resistors of the RC branches
    double battery_loss_J = 0.0;  // series resistance of the battery
    double cable_loss_J = 0.0;
    double contactor_loss_J = 0.0;  // vehicle contactors
    double bleed_loss_J = 0.0;      // passive bleed of the output
    double leak_loss_J = 0.0;       // voltage measurement at the inlet
    double bleeder_loss_J = 0.0;    // active discharger
    double charge_sharing_loss_J = 0.0;
    double to_vehicle_kWh = 0.0;    // at the inlet
    double from_vehicle_kWh = 0.0;  // at the inlet

    double losses_J() const {
        return rc_loss_J + battery_loss_J + cable_loss_J + contactor_loss_J + bleed_loss_J +
               leak_loss_J + bleeder_loss_J + charge_sharing_loss_J;
    }
    // What does not add up; 0 but for rounding.
    double residual_J() const {
        return stage_J - (cell_J + capacitors_J + rc_branches_J + losses_J());
    }
};

class Plant {
public:
    // `parameters` must be free of errors (see check).
    explicit Plant(const Parameters& parameters);

    const Parameters& parameters() const { return parameters_; }
    const models::Battery& battery() const { return battery_; }

    // Unplugged, everything open and discharged, battery at rest.
    State initial_state(double soc_percent) const;

    // New drives at this instant. Repeating the same drives changes nothing.
    void apply(State& state, const Drives& drives) const;
    void report(State& state, const ReportedPower& reported) const;  // boundary reported
    void hint(State& state, const LoadHints& hints) const;           // boundary load
    // Moves the battery to where another model has it; for parameters without RC branches, whose
    // first voltage holds what the table of this battery does not say. What the move is worth in
    // energy is that model's affair: the balance does not close then.
    void impose(State& state, const BatteryPoint& point) const;

    // `steps` (>= 0) steps of the grid with constant drives.
    void advance(State& state, std::int64_t steps) const;

    Readings read(const State& state) const;
    Diagnostics diagnose(const State& state) const;
    Energy energy(const State& state) const;

private:
    bool joined(const State& state) const {
        return !parameters_.has_output_contactors || state.output_contactors.closed;
    }
    static bool connected(const State& state) {
        return state.drives.plugged && state.vehicle_contactors.closed;
    }
    double inner_voltage_V(const State& state) const;
    double reported_current_A(const State& state) const;  // into the battery
    models::OcvSegment battery_segment(const State& state) const;

    // The contactors or the plug have moved, or may have: books charge sharing and inrush.
    void update_topology(State& state, bool was_joined, bool was_connected) const;
    std::int64_t steps_to_event(const State& state) const;
    void pass_events(State& state, std::int64_t steps) const;
    void follow_load(State& state) const;

    void run_network(State& state, std::int64_t steps) const;
    void run_reported(State& state, std::int64_t steps) const;
    template <bool kStage, double EnergyLedger::*kSquare_V2>
    double run_free(State& state, const FreeNode& node, double voltage_V, std::int64_t steps) const;
    template <bool kJoined>
    double run_battery(State& state, const BatteryNode& node, double voltage_V,
                       std::int64_t steps) const;

    Parameters parameters_;
    models::Battery battery_;
    models::BatteryStep battery_step_;
    models::PowerStage stage_;
    models::Contactor output_contactors_;
    models::Contactor vehicle_contactors_;
    FreeNode stage_alone_;
    FreeNode inlet_alone_;
    FreeNode joined_free_;
    BatteryNode inlet_battery_;
    BatteryNode joined_battery_;
    std::int64_t load_close_steps_;
};

}  // namespace chargerig::plant
