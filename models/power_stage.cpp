// SPDX-License-Identifier: Apache-2.0
#include "models/power_stage.hpp"

#include <cassert>

#include "models/check.hpp"

namespace chargerig::models {

namespace {

bool runs(const PowerStageCommand& command) {
    return command.mode != StageMode::off && !command.stop_now;
}

StagePhase phase_of(const PowerStageCommand& command) {
    if (command.stop_now) return StagePhase::off;
    switch (command.mode) {
        case StageMode::voltage:
            return StagePhase::voltage;
        case StageMode::current:
            return StagePhase::current;
        case StageMode::off:
            break;
    }
    return command.bleed ? StagePhase::bleeding : StagePhase::off;
}

[[maybe_unused]] bool is_sound(const PowerStageCommand& command) {
    return command.voltage_V >= 0.0 && command.current_max_A >= 0.0 &&
           command.current_min_A <= 0.0 && std::isfinite(command.voltage_V) &&
           std::isfinite(command.current_A);
}

}  // namespace

core::Errors check(const PowerStageParameters& parameters, const core::SourcePosition& where) {
    Checker checker(where);
    checker.above_zero("voltage_ramp_up_V_per_s", parameters.voltage_ramp_up_V_per_s);
    checker.above_zero("voltage_ramp_down_V_per_s", parameters.voltage_ramp_down_V_per_s);
    checker.above_zero("current_ramp_up_A_per_s", parameters.current_ramp_up_A_per_s);
    checker.above_zero("current_ramp_down_A_per_s", parameters.current_ramp_down_A_per_s);
    checker.within("dead_time_s", parameters.dead_time_s, 0.0, 86400.0);
    checker.above_zero("power_limit_W", parameters.power_limit_W, true);
    checker.above_zero("bleed_current_A", parameters.bleed_current_A);
    checker.within("voltage_overshoot_percent", parameters.voltage_overshoot_percent, 0.0, 100.0);
    checker.within("current_overshoot_percent", parameters.current_overshoot_percent, 0.0, 100.0);
    checker.above_zero("overshoot_s", parameters.overshoot_s);
    return checker.take();
}

PowerStage::PowerStage(const PowerStageParameters& parameters, double step_s)
    : power_limit_W_(parameters.power_limit_W),
      bleed_current_A_(parameters.bleed_current_A),
      voltage_overshoot_(parameters.voltage_overshoot_percent * 0.01),
      current_overshoot_(parameters.current_overshoot_percent * 0.01),
      overshoot_decay_(std::exp(-step_s / parameters.overshoot_s)) {
    assert(check(parameters).empty() && step_s > 0.0);
    const bool slewed = parameters.fidelity == StageFidelity::slewed;
    const auto per_step = [&](double slope) { return slewed ? slope * step_s : kInfinity; };
    voltage_rise_V_ = per_step(parameters.voltage_ramp_up_V_per_s);
    voltage_fall_V_ = per_step(parameters.voltage_ramp_down_V_per_s);
    current_up_A_ = per_step(parameters.current_ramp_up_A_per_s);
    current_down_A_ = per_step(parameters.current_ramp_down_A_per_s);
    dead_steps_ = slewed ? std::llround(parameters.dead_time_s / step_s) : 0;
}

void PowerStage::command(PowerStageState& state, const PowerStageCommand& command,
                         double output_voltage_V) const {
    assert(is_sound(command));
    const PowerStageCommand last = state.command;
    const bool was_running = runs(last);
    const StagePhase before = state.phase;
    state.command = command;
    if (!runs(command)) {
        state.phase = phase_of(command);
        state.current_A = 0.0;
        state.dead_steps_left = 0;
    } else if (!was_running) {
        state.dead_steps_left = dead_steps_;
        state.phase = dead_steps_ > 0 ? StagePhase::dead_time : phase_of(command);
    } else if (state.phase != StagePhase::dead_time) {
        state.phase = phase_of(command);
    }
    if (state.phase != before) state.voltage_reference_V = output_voltage_V;
    begin_overshoot(state, last, output_voltage_V);
}

void PowerStage::begin_overshoot(PowerStageState& state, const PowerStageCommand& before,
                                 double output_voltage_V) const {
    const PowerStageCommand& now = state.command;
    if (!runs(now)) {
        state.overshoot = 0.0;
        return;
    }
    const bool anew = !runs(before) || now.mode != before.mode;
    if (now.mode == StageMode::voltage) {
        if (!anew && now.voltage_V == before.voltage_V) return;
        const double from_V = anew ? output_voltage_V : state.voltage_reference_V;
        state.overshoot = voltage_overshoot_ * (now.voltage_V - from_V);
    } else if (anew || now.current_A != before.current_A) {
        state.overshoot = current_overshoot_ * (now.current_A - state.current_A);
    }
}

void PowerStage::fade(PowerStageState& state) const {
    constexpr double kGone = 1e-3;  // V or A
    state.overshoot *= overshoot_decay_;
    if (std::abs(state.overshoot) < kGone) state.overshoot = 0.0;
}

void PowerStage::pass_dead_time(PowerStageState& state, std::int64_t steps,
                                double output_voltage_V) const {
    if (state.phase != StagePhase::dead_time) return;
    assert(steps <= state.dead_steps_left);
    state.dead_steps_left -= steps;
    state.voltage_reference_V = output_voltage_V;
    if (state.dead_steps_left == 0) state.phase = phase_of(state.command);
}

double PowerStage::follow_voltage(PowerStageState& state, const StageLoad& load) const {
    ramp_voltage(state);
    const double wanted_A = (state.voltage_reference_V - load.free_voltage_V) * load.per_ohm;
    const double limited_A =
        std::clamp(wanted_A, state.command.current_min_A, state.command.current_max_A);
    state.current_A = limit_power(limited_A, load.voltage_V);
    const bool discharger_helps =
        load.can_bleed && state.command.bleed && wanted_A < state.current_A;
    if (state.current_A != wanted_A && !discharger_helps) {
        state.voltage_reference_V = load.free_voltage_V + load.ohm * state.current_A;
    }
    return state.current_A;
}

double PowerStage::bleed(PowerStageState& state, const StageLoad& load) const {
    if (state.phase == StagePhase::bleeding) ramp_voltage(state);
    const double wanted_A =
        (load.free_voltage_V - state.voltage_reference_V) * load.per_ohm + state.current_A;
    const double bled_A = std::clamp(wanted_A, 0.0, bleed_current_A_);
    if (bled_A != wanted_A) {
        state.voltage_reference_V = load.free_voltage_V + load.ohm * (state.current_A - bled_A);
    }
    return bled_A;
}

}  // namespace chargerig::models
