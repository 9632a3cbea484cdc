// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/plant_setup.hpp"

#include <gtest/gtest.h>

#include "sim/evse/registry.hpp"

namespace chargerig::rig {
namespace {

using namespace core::literals;
using evse::ControllerState;
using evse::PowerFunction;

TEST(Boundary, FollowsFromWhatIsEmulated) {
    EXPECT_EQ(boundary_for({true, true, true}), plant::Boundary::whole);
    EXPECT_EQ(boundary_for({false, true, true}), plant::Boundary::whole);
    EXPECT_EQ(boundary_for({true, true, false}), plant::Boundary::reported);
    EXPECT_EQ(boundary_for({false, false, true}), plant::Boundary::load);
    EXPECT_EQ(boundary_for({true, false, true}), plant::Boundary::load);
    EXPECT_EQ(boundary_for({true, false, false}), std::nullopt);
    EXPECT_EQ(boundary_for({false, false, false}), std::nullopt);
}

struct Bus {
    monitor::BusObserver observer{[] {
        static const auto registry = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
        return *evse::Binding::make(*registry->find("3.6"), 1);
    }()};

    void say(const evse::Message& message, core::Duration t = 0_s) {
        evse::LinkMemory memory;
        evse::Frames frames;
        ASSERT_TRUE(observer.binding().encode(message, core::Instant{} + t, memory, frames));
        for (const auto& frame : frames) observer.see(frame);
    }
    void control(PowerFunction function, double voltage_V) {
        evse::DcPowerControl control;
        control.power_function = function;
        control.target_voltage_V = voltage_V;
        say(control);
    }
};

TEST(LoadWatch, TellsPrechargeStandbyAndEndFromTheControllersMessages) {
    Bus bus;
    LoadWatch watch;
    EXPECT_TRUE(watch.hints(bus.observer).ending);
    bus.say(evse::ControllerStatus{ControllerState::Precharge});
    bus.control(PowerFunction::Standby, 0.0);
    EXPECT_FALSE(watch.hints(bus.observer).standby_after_precharge)
        << "Standby before the first Precharge command is not the end of precharge";
    bus.control(PowerFunction::Precharge, 350.0);
    const auto precharging = watch.hints(bus.observer);
    EXPECT_TRUE(precharging.precharging);
    EXPECT_EQ(precharging.target_voltage_V, 350.0);
    bus.control(PowerFunction::Standby, 0.0);
    const auto standby = watch.hints(bus.observer);
    EXPECT_TRUE(standby.standby_after_precharge);
    EXPECT_EQ(standby.target_voltage_V, 350.0) << "the battery keeps its voltage";
    bus.say(evse::ControllerStatus{ControllerState::Ending_Charge});
    EXPECT_TRUE(watch.hints(bus.observer).ending);
    bus.say(evse::ControllerStatus{ControllerState::Precharge});
    EXPECT_FALSE(watch.hints(bus.observer).standby_after_precharge)
        << "a new session begins without a precharge";
}

TEST(LoadWatch, AVehicleIsThereWhileTheControllerIsInASession) {
    Bus bus;
    EXPECT_FALSE(LoadWatch::plugged(bus.observer));
    for (const auto& [state, plugged] : {std::pair{ControllerState::Waiting_For_PEV, false},
                                         {ControllerState::Charging, true},
                                         {ControllerState::Not_Available, false},
                                         {ControllerState::Precharge, true}}) {
        bus.say(evse::ControllerStatus{state});
        EXPECT_EQ(LoadWatch::plugged(bus.observer), plugged);
    }
}

TEST(ReportedPower, IsFreshUntilTheTimeoutHasPassed) {
    Bus bus;
    EXPECT_FALSE(reported_power(bus.observer, core::Instant{}, 500_ms).fresh);
    evse::PowerModulesStatus status;
    status.present_voltage_V = 400.0;
    status.present_current_A = -12.5;
    bus.say(status, 1_s);
    const auto report = reported_power(bus.observer, core::Instant{} + 1500_ms, 500_ms);
    EXPECT_TRUE(report.fresh);
    EXPECT_EQ(report.voltage_V, 400.0);
    EXPECT_EQ(report.current_A, -12.5);
    EXPECT_FALSE(reported_power(bus.observer, core::Instant{} + 1501_ms, 500_ms).fresh);
}

TEST(PlantParameters, TakeRampsFromTheModulesAndContactorsFromTheVehicle) {
    scenario::Scenario scenario;
    scenario.vehicle.contactors.close_s = 0.25;
    scenario.modules.output_contactors = false;
    modules::Live live;
    live.current_ramp_up_slope_A_per_s = 33.0;
    live.power_modules_dead_time_s = 0.5;
    const auto parameters = plant_parameters(scenario, plant::Boundary::whole, live);
    EXPECT_EQ(parameters.vehicle_contactors.close_delay_s, 0.25);
    EXPECT_FALSE(parameters.has_output_contactors);
    EXPECT_EQ(parameters.stage.current_ramp_up_A_per_s, 33.0);
    EXPECT_EQ(parameters.stage.dead_time_s, 0.5);
}

TEST(PlantParameters, TakeOvershootAndBatteryVoltage) {
    scenario::Scenario scenario;
    scenario.vehicle.battery.ocv = {{0.0, 3.0}, {100.0, 4.0}};
    modules::Live live;
    live.voltage_overshoot_percent = 5.0;
    live.current_overshoot_percent = 7.0;
    live.overshoot_s = 2.0;
    const auto parameters = plant_parameters(scenario, plant::Boundary::whole, live, 90.0);
    EXPECT_EQ(parameters.stage.voltage_overshoot_percent, 5.0);
    EXPECT_EQ(parameters.stage.current_overshoot_percent, 7.0);
    EXPECT_EQ(parameters.stage.overshoot_s, 2.0);
    EXPECT_DOUBLE_EQ(parameters.battery.ocv[0].cell_voltage_V, 2.7);
    EXPECT_DOUBLE_EQ(parameters.battery.ocv[1].cell_voltage_V, 3.6);
    const auto sound = plant_parameters(scenario, plant::Boundary::whole, live);
    EXPECT_EQ(sound.battery, scenario.vehicle.battery);
}

TEST(PlantParameters, TakeTheRestFromTheScenario) {
    scenario::Scenario scenario;
    scenario.electrical_step = 2_ms;
    scenario.plant.cable_resistance_ohm = 0.02;
    scenario.plant.load.close_delay_s = 1.5;
    const auto parameters = plant_parameters(scenario, plant::Boundary::load, modules::Live{});
    EXPECT_EQ(parameters.boundary, plant::Boundary::load);
    EXPECT_EQ(parameters.step, 2_ms);
    EXPECT_EQ(parameters.cable_resistance_ohm, 0.02);
    EXPECT_EQ(parameters.load.close_delay_s, 1.5);
}

}  // namespace
}  // namespace chargerig::rig
