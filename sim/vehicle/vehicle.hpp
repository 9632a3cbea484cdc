// SPDX-License-Identifier: Apache-2.0
//
// The vehicle's communication side (EVCC) and its BMS decisions. Pure: everything it knows is in
// `State`, everything it does is in `Outputs`. It talks to the charger through the vehicle link
// alone and reads its own battery and inlet through sensor lines.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/core/inline_vector.hpp"
#include "sim/core/note.hpp"
#include "sim/core/time.hpp"
#include "sim/link/iso15118_charger.hpp"
#include "sim/link/pilot.hpp"
#include "sim/plant/wires.hpp"
#include "sim/vehicle/profile.hpp"
#include "sim/vehicle/state.hpp"

namespace chargerig::vehicle {

// What the vehicle does wrong on purpose; levels.
struct Faults {
    // Precharge requests go on although the voltages match.
    bool finishes_precharge = true;
    // Requests instead of its own, whatever the limits say: in precharge and charge loop, not in
    // dynamic control, which has none. -2 to 1500 V, -10,000 to 10,000 A (vehicle link).
    std::optional<double> request_voltage_V = std::nullopt;
    std::optional<double> request_current_A = std::nullopt;
};

struct Inputs {
    core::Instant now;
    std::span<const link::Command> commands;  // from the charger since the last step, oldest first
    link::PilotFromCharger pilot;
    bool plugged = false;            // level: the connector is in the inlet
    bool stop_request = false;       // edge: the driver or the car ends the charge normally
    bool emergency_request = false;  // edge: the car reports an emergency
    bool pause_request = false;      // edge: the car pauses; while charging, not in DIN 70121
    bool resume_request = false;     // edge: a car that has paused or finished goes on
    // Edge: the high-level communication breaks off. The charger's side of the link reports it, as
    // it does when its peer falls silent; the car gives up at once.
    bool communication_lost = false;
    plant::Readings readings;  // inlet voltage and current, battery, contactor feedback
    Faults faults{};
};

struct Outputs {
    core::InlineVector<link::Var, 24> vars;  // in the order in which they go out
    link::PilotFromVehicle pilot;
    bool contactors_close = false;
    std::vector<core::Note> notes;
    core::Instant next_wakeup = core::kNever;

    void clear() {
        vars.clear();
        notes.clear();
        next_wakeup = core::kNever;
    }
};

class Vehicle {
public:
    explicit Vehicle(Profile profile);

    State initial_state(core::Instant now) const;

    // One instant: takes what arrived, decides, and says when it wants to be woken at the latest.
    // May be called more often than asked; a call without news changes nothing.
    void step(const Inputs& inputs, State& state, Outputs& outputs) const;

    const Profile& profile() const { return profile_; }

private:
    Profile profile_;
};

}  // namespace chargerig::vehicle
