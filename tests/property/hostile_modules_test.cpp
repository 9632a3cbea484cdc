// SPDX-License-Identifier: Apache-2.0
//
// The emulated modules with the electrical world of boundary `load`, against a controller that
// sends anything at any time. Each case prints its seed, so that a failure can be repeated.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <vector>

#include "sim/modules/modules.hpp"
#include "sim/monitor/bus_observer.hpp"
#include "sim/rig/plant_setup.hpp"
#include "tests/property/hostile.hpp"

namespace chargerig::modules {
namespace {

using namespace core::literals;
using evse::ControllerState;
using evse::PowerFunction;
using hostile::chance;
using hostile::one_of;
using models::StageMode;

constexpr double kRounding = 1e-6;

Parameters random_parameters(core::RandomStream& random) {
    Parameters out;
    Live& live = out.live;
    live.maximum_voltage_V = one_of(random, {0.0, 20.0, 500.0, 1000.0, 6553.5});
    live.maximum_charge_current_A = one_of(random, {0.0, 1.0, 120.0, 3276.7});
    live.maximum_discharge_current_A = one_of(random, {0.0, 1.0, 120.0, 3276.7});
    live.insulation_resistance_kohm = random.uniform(0.0, 10000.0);
    live.power_modules_dead_time_s = one_of(random, {0.0, 0.1, 1.0});
    live.current_ramp_up_slope_A_per_s = one_of(random, {20.0, 2000.0});
    live.current_ramp_down_slope_A_per_s = one_of(random, {20.0, 2000.0});
    live.voltage_ramp_up_slope_V_per_s = one_of(random, {200.0, 5000.0});
    live.charge_duration_s = one_of(random, {0.0, 0.3});
    live.ccs_authorisation_duration_s = one_of(random, {0.0, 0.2});
    live.charge_params_negotiation_duration_s = one_of(random, {0.0, 0.2});
    live.enable_sequence_control = chance(random, 0.8);
    live.power_modules_wake_up_duration_s = one_of(random, {0.0, 0.05});
    // Wrong reports, which must not reach the stage.
    live.reported_voltage_gain = one_of(random, {1.0, 1.0, -10.0, 10.0});
    live.reported_voltage_offset_V = one_of(random, {0.0, -6553.5, 6553.5});
    live.reported_current_gain = one_of(random, {1.0, 1.0, -10.0, 10.0});
    live.reported_current_offset_A = one_of(random, {0.0, -3276.8, 3276.7});
    if (chance(random, 0.2)) live.reported_current = {ReportAs::held, 0.0};
    live.power_modules_temperature_drift_degC_per_s = one_of(random, {0.0, -100.0, 100.0});
    live.enclosure_temperature_drift_degC_per_s = one_of(random, {0.0, -100.0, 100.0});
    live.not_allowed_code = static_cast<std::uint8_t>(random.below(256));
    live.bleeder_works = chance(random, 0.9);
    out.enable_at = one_of(random, {EnableAt::state4, EnableAt::new_charge_session});
    out.range_setpoint_start =
        one_of(random, {RangeSetpointStart::zero, RangeSetpointStart::range_maximum});
    if (chance(random, 0.3)) out.current_setpoint_A = random.uniform(-3276.8, 3276.7);
    out.output_contactors = chance(random, 0.7);
    out.small_current_limit_A = one_of(random, {0.1, 2.0, 20.0});
    out.send_phase_s = random.uniform(0.0, 0.099);
    return out;
}

class World {
public:
    explicit World(std::uint64_t seed)
        : random_(seed, "hostile controller"),
          binding_(hostile::binding("3.6")),
          observer_(binding_),
          modules_(random_parameters(random_)),
          state_(modules_.initial_state({})),
          plant_(plant_of(modules_)),
          world_(plant_.initial_state(50.0)) {}

    // One or more frames at a random later instant.
    void provoke() {
        // Most controllers are alive most of the time.
        const core::Duration pause =
            one_of(random_, {1_ms, 7_ms, 20_ms, 50_ms, 99_ms, chance(random_, 0.1) ? 200_ms : 10_ms,
                             chance(random_, 0.05) ? 201_ms : 3_ms});
        run_until(now_ + pause);
        std::vector<can::Frame> frames;
        if (chance(random_, 0.6)) frames.push_back(status());
        const std::uint64_t others = 1 + random_.below(4);
        for (std::uint64_t i = 0; i < others; ++i) frames.push_back(any_frame());
        if (chance(random_, 0.5)) frames.push_back(control());
        receive(frames);
    }

    // An honest session up to power transfer, so that the attack meets current.
    void behave() {
        hold(evse::ControllerStatus{ControllerState::Waiting_For_PEV}, 1);
        receive({plain(evse::NewChargeSession{})});
        hold(evse::ControllerStatus{ControllerState::Insulation_Test}, 2);
        evse::DcPowerControl control;
        control.power_function = PowerFunction::Precharge;
        control.output_contactors_close = true;
        control.target_voltage_V = 380.0;
        control.current_range_max_A = 2.0;
        receive({plain(control)});
        hold(evse::ControllerStatus{ControllerState::Precharge}, 35);
        control.power_function = PowerFunction::Standby;
        receive({plain(control)});
        hold(evse::ControllerStatus{ControllerState::Charging}, 5);
        control.power_function = PowerFunction::Power_Transfer;
        control.target_voltage_V = 480.0;
        control.setpoints_mode = evse::SetpointsMode::Range_Mode;
        control.current_range_max_A = random_.uniform(-20.0, 150.0);
        control.current_range_min_A = control.current_range_max_A - random_.uniform(0.0, 200.0);
        receive({plain(control), plain(evse::OcppControl{random_.uniform(-200.0, 200.0)})});
        session_ = 7;
        hold(evse::ControllerStatus{ControllerState::Charging},
             static_cast<int>(random_.below(40)));
    }

    // The controller stays alive and says nothing new: what it asked for last must come to hold.
    void settle() {
        const can::Frame alive = plain(
            evse::ControllerStatus{state_.controller_state.value_or(ControllerState::Charging)});
        for (int i = 0; i < 40; ++i) {
            run_until(now_ + 100_ms);
            receive({alive});
        }
        const auto& control = state_.control;
        const double current_A = readings().stage_current_A;
        if (control.power_function != PowerFunction::Power_Transfer) return;
        const bool fast = modules_.parameters().live.current_ramp_down_slope_A_per_s > 1000.0 &&
                          modules_.parameters().live.current_ramp_up_slope_A_per_s > 1000.0;
        if (!fast) return;
        EXPECT_LE(current_A, std::max(0.0, control.current_range_max_A) + kRounding);
        const double least_A = control.setpoints_mode == evse::SetpointsMode::Range_Mode
                                   ? control.current_range_min_A
                                   : control.current_range_max_A;
        EXPECT_GE(current_A, std::min(0.0, least_A) - kRounding);
        if (std::abs(current_A) > 0.1) ++settled_under_current;
    }

    // The controller falls silent: no current once more than 200 ms have passed.
    void fall_silent() {
        run_until(now_ + 210_ms);
        EXPECT_EQ(readings().stage_current_A, 0.0);
        run_until(now_ + 300_ms);
        EXPECT_EQ(readings().stage_current_A, 0.0);
    }

    core::RandomStream& random() { return random_; }
    std::uint64_t received = 0;
    std::uint64_t powered = 0;
    std::uint64_t settled_under_current = 0;

private:
    static plant::Plant plant_of(const Modules& modules) {
        scenario::Scenario scenario;
        scenario.modules = modules.parameters();
        return plant::Plant(
            rig::plant_parameters(scenario, plant::Boundary::load, modules.parameters().live));
    }

    plant::Readings readings() const { return plant_.read(world_); }

    can::Frame plain(const evse::Message& message) {
        return hostile::damaged_frame(binding_, message, random_, 0.0);
    }

    // The states of a session in order, with steps back, jumps and values without a label.
    can::Frame status() {
        if (chance(random_, 0.03)) {
            session_ = static_cast<std::uint8_t>(random_.below(256));
        } else if (chance(random_, 0.15)) {
            session_ = session_ >= 10 ? 1 : static_cast<std::uint8_t>(session_ + 1);
        }
        return plain(evse::ControllerStatus{static_cast<ControllerState>(session_)});
    }

    can::Frame control() {
        evse::DcPowerControl out;
        out.power_function =
            one_of(random_,
                   {PowerFunction::Off, PowerFunction::Standby, PowerFunction::Insulation_Test,
                    PowerFunction::Precharge, PowerFunction::Power_Transfer,
                    PowerFunction::Power_Transfer, static_cast<PowerFunction>(random_.below(16))});
        out.target_voltage_V = one_of(random_, {0.0, 5.0, 380.0, 420.0, 515.0, 6553.5});
        out.current_range_max_A = random_.uniform(-400.0, 400.0);
        out.current_range_min_A = random_.uniform(-400.0, 400.0);
        if (chance(random_, 0.7) && out.current_range_min_A > out.current_range_max_A) {
            std::swap(out.current_range_min_A, out.current_range_max_A);
        }
        out.setpoints_mode =
            one_of(random_, {evse::SetpointsMode::Range_Mode, evse::SetpointsMode::Target_Mode});
        out.output_contactors_close = chance(random_, 0.7);
        out.lower_output_voltage = chance(random_, 0.3);
        return hostile::damaged_frame(binding_, out, random_, chance(random_, 0.1) ? 0.05 : 0.0);
    }

    can::Frame any_frame() {
        if (chance(random_, 0.2)) return hostile::random_frame(binding_, random_);
        if (chance(random_, 0.1)) return plain(evse::NewChargeSession{});
        if (chance(random_, 0.03)) {
            return hostile::damaged_frame(binding_, evse::EmergencyStop{}, random_, 0.1);
        }
        if (chance(random_, 0.2)) {
            return plain(evse::OcppControl{random_.uniform(-3276.8, 3276.7)});
        }
        if (chance(random_, 0.1)) {
            return plain(evse::EvInformationVoltages{random_.uniform(0.0, 500.0), 0.0, 0.0});
        }
        return control();
    }

    void run_until(core::Instant end) {
        while (next_wakeup_ <= end) {
            now_ = next_wakeup_;
            step({});
            if (testing::Test::HasFailure()) return;
        }
        now_ = end;
        advance();
    }

    void receive(const std::vector<can::Frame>& frames) {
        std::vector<evse::Message> messages;
        evse::LinkMemory memory;
        for (can::Frame frame : frames) {
            frame.time = now_;
            ++received;
            observer_.see(frame);
            evse::Message message;
            if (binding_.decode(frame, memory, message)) messages.push_back(message);
        }
        step(messages);
    }

    // Repeats the status as often, every 100 ms.
    void hold(const evse::ControllerStatus& status, int times) {
        for (int i = 0; i < times; ++i) {
            receive({plain(status)});
            run_until(now_ + 100_ms);
        }
    }

    void advance() {
        const std::int64_t wanted = (now_ - core::Instant{}) / plant_.parameters().step;
        if (wanted > world_.steps) plant_.advance(world_, wanted - world_.steps);
        check_world();
    }

    void step(const std::vector<evse::Message>& messages) {
        advance();
        for (const evse::Message& message : messages) {
            if (std::holds_alternative<evse::ControllerStatus>(message)) last_status_ = now_;
        }
        const bool emergency =
            !messages.empty() && std::holds_alternative<evse::EmergencyStop>(messages.back());
        modules_.step({now_, messages, readings()}, state_, out_);
        check_outputs(emergency);
        next_wakeup_ = out_.next_wakeup;
        plant_.hint(world_, watch_.hints(observer_));
        plant::Drives drives;
        drives.stage = out_.stage;
        drives.output_contactors_close = output_contactors_close(state_);
        drives.plugged = rig::LoadWatch::plugged(observer_);
        plant_.apply(world_, drives);
        check_world();
    }

    void check_outputs(bool emergency) {
        ASSERT_GT(out_.next_wakeup, now_);
        for (const evse::Message& message : out_.messages) {
            ASSERT_TRUE(hostile::encodes_in_every_version(message));
        }
        const models::PowerStageCommand& stage = out_.stage;
        const Live& live = modules_.parameters().live;
        ASSERT_TRUE(std::isfinite(stage.voltage_V) && std::isfinite(stage.current_A));
        ASSERT_GE(stage.voltage_V, 0.0);
        ASSERT_LE(stage.voltage_V, live.maximum_voltage_V);
        ASSERT_GE(stage.current_max_A, 0.0);
        ASSERT_LE(stage.current_max_A, live.maximum_charge_current_A);
        ASSERT_LE(stage.current_min_A, 0.0);
        ASSERT_GE(stage.current_min_A, -live.maximum_discharge_current_A);
        ASSERT_LE(stage.current_A, live.maximum_charge_current_A);
        ASSERT_GE(stage.current_A, -live.maximum_discharge_current_A);
        if (stage.mode == StageMode::off || stage.stop_now) return;
        ++powered;
        ASSERT_FALSE(emergency);
        ASSERT_TRUE(last_status_) << "power without a controller that was ever heard";
        ASSERT_LE(now_ - *last_status_, 200_ms) << "power without a living controller";
        if (stage.mode == StageMode::voltage) check_voltage_mode(stage);
        if (stage.mode == StageMode::current) check_current_mode(stage);
    }

    void check_voltage_mode(const models::PowerStageCommand& stage) {
        const auto& control = state_.control;
        ASSERT_LE(stage.voltage_V, control.target_voltage_V);
        if (control.power_function == PowerFunction::Precharge && control.current_range_max_A > 0) {
            ASSERT_LE(stage.current_max_A, control.current_range_max_A);
        }
        if (control.power_function == PowerFunction::Precharge && control.current_range_max_A < 0) {
            ASSERT_EQ(stage.current_max_A, 0.0) << "a limit below 0 A leaves no charging current";
        }
    }

    void check_current_mode(const models::PowerStageCommand& stage) {
        const auto& control = state_.control;
        ASSERT_EQ(control.power_function, PowerFunction::Power_Transfer);
        ASSERT_LE(stage.voltage_V, control.target_voltage_V);
        if (control.setpoints_mode == evse::SetpointsMode::Range_Mode) {
            if (control.current_range_min_A > control.current_range_max_A) {
                ASSERT_EQ(stage.current_A, 0.0);
            }
            ASSERT_LE(stage.current_A, std::max(0.0, control.current_range_max_A));
            ASSERT_GE(stage.current_A, std::min(0.0, control.current_range_min_A));
        } else {
            ASSERT_LE(stage.current_A, std::max(0.0, control.current_range_max_A));
            ASSERT_GE(stage.current_A, std::min(0.0, control.current_range_max_A));
        }
    }

    void check_world() {
        const plant::Readings seen = readings();
        const Live& live = modules_.parameters().live;
        ASSERT_TRUE(std::isfinite(seen.stage_voltage_V) && std::isfinite(seen.inlet_voltage_V));
        ASSERT_TRUE(std::isfinite(seen.inlet_current_A));
        ASSERT_LE(seen.stage_current_A, live.maximum_charge_current_A + kRounding);
        ASSERT_GE(seen.stage_current_A, -live.maximum_discharge_current_A - kRounding);
        ASSERT_GE(seen.stage_voltage_V, -kRounding);
        // A vehicle whose voltage matched within its tolerance may have pulled the output up.
        const double lifted_V = plant_.parameters().load.match_V;
        ASSERT_LE(seen.stage_voltage_V, live.maximum_voltage_V + lifted_V + kRounding);
        if (out_.stage.mode == StageMode::off || out_.stage.stop_now) {
            ASSERT_EQ(seen.stage_current_A, 0.0);
        }
    }

    core::RandomStream random_;
    const evse::Binding& binding_;
    monitor::BusObserver observer_;
    Modules modules_;
    State state_;
    Outputs out_;
    plant::Plant plant_;
    plant::State world_;
    rig::LoadWatch watch_;
    core::Instant now_;
    core::Instant next_wakeup_;
    std::optional<core::Instant> last_status_;
    std::uint8_t session_ = 1;
};

// Answers how often the modules were under power, so that a run that tests nothing is seen.
void attack(std::uint64_t first_seed, std::uint64_t seeds, std::uint64_t frames) {
    std::uint64_t powered = 0;
    std::uint64_t settled = 0;
    for (std::uint64_t seed = first_seed; seed < first_seed + seeds; ++seed) {
        SCOPED_TRACE(seed);
        World world(seed);
        while (world.received < frames) {
            world.provoke();
            if (chance(world.random(), 0.003)) world.behave();
            if (chance(world.random(), 0.01)) world.settle();
            if (chance(world.random(), 0.002)) world.fall_silent();
            if (testing::Test::HasFailure()) return;
        }
        powered += world.powered;
        settled += world.settled_under_current;
    }
    EXPECT_GT(powered, seeds * frames / 100);
    EXPECT_GT(settled, 0U);
}

TEST(HostileController, ModulesKeepTheirLimits) {
    attack(1, hostile::seeds(12), 20'000);
}

}  // namespace
}  // namespace chargerig::modules
