// SPDX-License-Identifier: Apache-2.0
//
// The converter at the charger's output, as a current source that works into a capacitor.
//
// * voltage: the reference runs along its ramp to `voltage_V`, starting at the present output
// voltage;
//   the current stays within [current_min_A, current_max_A]. While a limit binds, the reference
//   follows the output, so that it does not run away.
// * current: the current runs along its ramp to `current_A`. A positive current gives way where it
// would
//   lift the output above `voltage_V`, at worst down to 0; a negative one where it would pull the
//   output below 0 V. After giving way the current continues on its ramp.
// * off: no current from this instant on; the output floats. With `bleed` an active discharger
// takes the
//   output along the down ramp to `voltage_V`. In mode voltage `bleed` helps where the current
//   limit does not let the stage sink.
// * stop_now: as off without bleed, whatever the mode says.
// A stage that overshoots runs beyond a new set-point by a part of the way it had to go, and comes
// back with a time constant, both within its ramps.
// Dead time runs once whenever the stage leaves off (or stop_now ends); a new set-point or mode of
// a running stage has none. Ramp and dead time defaults: vendor simulators 1.1.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "models/power_stage_types.hpp"
#include "sim/core/error.hpp"

namespace chargerig::models {

enum class StageFidelity : std::uint8_t {
    ideal,   // no ramps, no dead time
    slewed,  // ramps and dead time
};

struct PowerStageParameters {
    StageFidelity fidelity = StageFidelity::slewed;
    double voltage_ramp_up_V_per_s = 200.0;    // > 0
    double voltage_ramp_down_V_per_s = 100.0;  // > 0
    double current_ramp_up_A_per_s = 20.0;     // > 0; away from 0 A
    double current_ramp_down_A_per_s = 20.0;   // > 0; towards 0 A
    double dead_time_s = 1.0;                  // 0..86400, as the modules take it
    double power_limit_W = std::numeric_limits<double>::infinity();  // > 0, both directions
    double bleed_current_A = 1.0;            // > 0; most that the active discharger takes [E]
    double voltage_overshoot_percent = 0.0;  // 0..100, of the change of the set-point
    double current_overshoot_percent = 0.0;  // 0..100
    double overshoot_s = 0.5;                // > 0; time constant of the way back [E]
    friend bool operator==(const PowerStageParameters&, const PowerStageParameters&) = default;
};

core::Errors check(const PowerStageParameters& parameters, const core::SourcePosition& where = {});

enum class StagePhase : std::uint8_t { off, bleeding, dead_time, voltage, current };

struct PowerStageState {
    PowerStageCommand command;
    StagePhase phase = StagePhase::off;
    double voltage_reference_V = 0.0;
    double current_A = 0.0;  // leaving the stage, during the last step
    double overshoot = 0.0;  // beyond the set-point, in its unit: V or A
    std::int64_t dead_steps_left = 0;
    friend bool operator==(const PowerStageState&, const PowerStageState&) = default;
};

// What the stage sees at its output during one step: with a constant current I the output ends the
// step at free_voltage_V + ohm * I.
struct StageLoad {
    double voltage_V = 0.0;       // at the beginning of the step
    double free_voltage_V = 0.0;  // at its end without any current
    double ohm = 0.0;
    double per_ohm = 0.0;
    bool can_bleed = false;  // false: the active discharger would work against a battery
};

class PowerStage {
public:
    // `parameters` must be free of errors (see check), step_s > 0.
    PowerStage(const PowerStageParameters& parameters, double step_s);

    // A new command at this instant. Repeating a command changes nothing.
    void command(PowerStageState& state, const PowerStageCommand& command,
                 double output_voltage_V) const;

    // `steps` (<= dead_steps_left) of the dead time have passed.
    void pass_dead_time(PowerStageState& state, std::int64_t steps, double output_voltage_V) const;

    // Current of the stage during the next step in A.
    double regulate(PowerStageState& state, const StageLoad& load) const {
        if (state.phase == StagePhase::current) return follow_current(state, load);
        if (state.phase == StagePhase::voltage) return follow_voltage(state, load);
        return 0.0;
    }

    // Current into the active discharger during the next step in A (>= 0), after regulate().
    double bleed(PowerStageState& state, const StageLoad& load) const;
    static bool bleeds(const PowerStageState& state) {
        return state.command.bleed &&
               (state.phase == StagePhase::bleeding || state.phase == StagePhase::voltage);
    }

private:
    // One step of a ramp; once it is there, an overshoot fades.
    double ramp(PowerStageState& state, double from, double target, double fall,
                double rise) const {
        const double way = target + state.overshoot - from;
        const double step = std::clamp(way, -fall, rise);
        if (state.overshoot != 0.0 && step == way) fade(state);
        return from + step;
    }
    void fade(PowerStageState& state) const;
    void begin_overshoot(PowerStageState& state, const PowerStageCommand& before,
                         double output_voltage_V) const;
    void ramp_voltage(PowerStageState& state) const {
        state.voltage_reference_V = ramp(state, state.voltage_reference_V, state.command.voltage_V,
                                         voltage_fall_V_, voltage_rise_V_);
    }
    double limit_power(double current_A, double voltage_V) const {
        if (std::abs(current_A * voltage_V) <= power_limit_W_) return current_A;
        return std::copysign(power_limit_W_ / voltage_V, current_A);
    }
    double follow_current(PowerStageState& state, const StageLoad& load) const {
        const bool charging = state.current_A >= 0.0;
        const double rise_A = charging ? current_up_A_ : current_down_A_;
        const double fall_A = charging ? current_down_A_ : current_up_A_;
        double current_A = ramp(state, state.current_A, state.command.current_A, fall_A, rise_A);
        if (current_A >= 0.0) {
            const double full_A = (state.command.voltage_V - load.free_voltage_V) * load.per_ohm;
            current_A = std::max(0.0, std::min(current_A, full_A));
        } else {
            const double empty_A = -load.free_voltage_V * load.per_ohm;
            current_A = std::max(current_A, std::min(0.0, empty_A));
        }
        state.current_A = limit_power(current_A, load.voltage_V);
        return state.current_A;
    }
    double follow_voltage(PowerStageState& state, const StageLoad& load) const;

    double voltage_rise_V_;  // per step, as the other ramps
    double voltage_fall_V_;
    double current_up_A_;
    double current_down_A_;
    double power_limit_W_;
    double bleed_current_A_;
    double voltage_overshoot_;  // of the change, 0..1
    double current_overshoot_;
    double overshoot_decay_;  // per step
    std::int64_t dead_steps_;
};

}  // namespace chargerig::models
