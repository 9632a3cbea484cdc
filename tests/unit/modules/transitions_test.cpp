// SPDX-License-Identifier: Apache-2.0
//
// From each power function to each other one, and what the output contactors, the stage and the
// permission do at each way in and out of a trip.
#include <gmock/gmock.h>

#include <array>

#include "tests/unit/modules/bench.hpp"

namespace chargerig::modules::test {
namespace {

using evse::ControllerState;
using evse::PowerFunction;
using evse::SystemEnable;
using models::PowerStageCommand;
using models::StageMode;

// A frame that the controller sends, and what the stage has to make of it in that instant while no
// battery can be on the output, and while one may be.
struct Frame {
    const char* name;
    evse::DcPowerControl control;
    PowerStageCommand free_output;
    PowerStageCommand with_battery;
};

evse::DcPowerControl control(PowerFunction function, double voltage_V, double current_A,
                             bool lowering = false, bool close = true) {
    evse::DcPowerControl out;
    out.power_function = function;
    out.target_voltage_V = voltage_V;
    out.current_range_max_A = current_A;
    out.current_range_min_A = current_A;
    out.output_contactors_close = close;
    out.lower_output_voltage = lowering;
    return out;
}

const PowerStageCommand kFloating{};
const PowerStageCommand kBleeding{.bleed = true};
const PowerStageCommand kTesting{
    .mode = StageMode::voltage, .voltage_V = 480.0, .current_max_A = 2.0};
const PowerStageCommand kPrecharging{
    .mode = StageMode::voltage, .voltage_V = 380.0, .current_max_A = 1.5};
const PowerStageCommand kCharging{
    .mode = StageMode::current, .voltage_V = 450.0, .current_A = 60.0};
const PowerStageCommand kDischarging{
    .mode = StageMode::current, .voltage_V = 450.0, .current_A = -40.0};

const Frame kFrames[] = {
    {"Off, open", control(PowerFunction::Off, 0, 0, false, false), kBleeding, kBleeding},
    {"Off, closed", control(PowerFunction::Off, 0, 0), kBleeding, kFloating},
    {"Standby", control(PowerFunction::Standby, 0, 0), kFloating, kFloating},
    {"Standby, lowering", control(PowerFunction::Standby, 0, 0, true), kBleeding, kFloating},
    {"Standby, open, lowering", control(PowerFunction::Standby, 0, 0, true, false), kBleeding,
     kBleeding},
    {"Insulation_Test", control(PowerFunction::Insulation_Test, 480.0, 0.0), kTesting, kTesting},
    {"Precharge", control(PowerFunction::Precharge, 380.0, 1.5), kPrecharging, kPrecharging},
    {"Power_Transfer", control(PowerFunction::Power_Transfer, 450.0, 60.0), kCharging, kCharging},
    {"Power_Transfer back", control(PowerFunction::Power_Transfer, 450.0, -40.0), kDischarging,
     kDischarging},
};

bool brings_a_battery(const Frame& frame) {
    return frame.control.power_function == PowerFunction::Precharge ||
           frame.control.power_function == PowerFunction::Power_Transfer;
}

TEST(Transitions, FromEachPowerFunctionToEachOther) {
    for (const Frame& from : kFrames) {
        for (const Frame& to : kFrames) {
            Bench bench;
            bench.wake();
            bench.receive(from.control);
            EXPECT_EQ(bench.out.stage,
                      brings_a_battery(from) ? from.with_battery : from.free_output)
                << from.name;
            bench.receive(to.control);
            const bool battery = brings_a_battery(from) || brings_a_battery(to);
            EXPECT_EQ(bench.out.stage, battery ? to.with_battery : to.free_output)
                << from.name << " to " << to.name;
            EXPECT_EQ(output_contactors_close(bench.state), to.control.output_contactors_close)
                << from.name << " to " << to.name;
        }
    }
}

// A session in order: what each frame makes of contactors and stage.
TEST(Transitions, AWholeSessionInOrder) {
    Bench bench;
    bench.wake();
    const struct {
        ControllerState state;
        evse::DcPowerControl control;
        bool contactors;
        PowerStageCommand stage;
    } rows[] = {
        {ControllerState::Insulation_Test, control(PowerFunction::Off, 0, 0, false, false), false,
         kBleeding},
        {ControllerState::Insulation_Test, control(PowerFunction::Standby, 0, 0), true, kFloating},
        {ControllerState::Insulation_Test, control(PowerFunction::Insulation_Test, 480.0, 0), true,
         kTesting},
        {ControllerState::Insulation_Test, control(PowerFunction::Standby, 0, 0, true), true,
         kBleeding},
        {ControllerState::Precharge, control(PowerFunction::Precharge, 380.0, 1.5), true,
         kPrecharging},
        {ControllerState::Precharge, control(PowerFunction::Standby, 0, 0), true, kFloating},
        {ControllerState::Charging, control(PowerFunction::Power_Transfer, 450.0, 60.0), true,
         kCharging},
        {ControllerState::Ending_Charge, control(PowerFunction::Standby, 0, 0), true, kFloating},
        {ControllerState::Ending_Charge, control(PowerFunction::Standby, 0, 0, false, false), false,
         kFloating},
        {ControllerState::Ending_Charge, control(PowerFunction::Standby, 0, 0, true, false), false,
         kBleeding},
        {ControllerState::Closing_Communication, control(PowerFunction::Standby, 0, 0, true, false),
         false, kBleeding},
        {ControllerState::Closing_Communication,
         control(PowerFunction::Standby, 0, 0, false, false), false, kFloating},
    };
    for (const auto& row : rows) {
        bench.enter(row.state);
        bench.receive(row.control);
        EXPECT_EQ(bench.out.stage, row.stage) << static_cast<int>(row.state);
        EXPECT_EQ(output_contactors_close(bench.state), row.contactors)
            << static_cast<int>(row.state);
        EXPECT_EQ(system_enable(bench.state), SystemEnable::Allowed);
    }
}

// A trip comes in under each frame, opens, stops, and takes the permission away.
void expect_tripped(const Bench& bench, const Frame& frame, Trip trip) {
    EXPECT_EQ(bench.state.trip, trip) << frame.name;
    EXPECT_EQ(bench.out.stage.mode, StageMode::off) << frame.name;
    EXPECT_FALSE(output_contactors_close(bench.state)) << frame.name;
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Not_Allowed) << frame.name;
    EXPECT_TRUE(bench.out.stage.stop_now || bench.out.stage.bleed) << frame.name;
}

TEST(Transitions, EmergencyStopUnderEachFrameAndNothingStartsAgain) {
    for (const Frame& frame : kFrames) {
        Bench bench;
        bench.wake();
        bench.receive(frame.control);
        bench.receive(evse::EmergencyStop{});
        expect_tripped(bench, frame, Trip::emergency_stop);
        for (const Frame& later : kFrames) {
            bench.receive(later.control);
            expect_tripped(bench, later, Trip::emergency_stop);
        }
    }
}

TEST(Transitions, ALostControllerUnderEachFrameAndNothingStartsAgain) {
    for (const Frame& frame : kFrames) {
        Bench bench;
        bench.wake();
        bench.receive(frame.control);
        bench.status_alive = false;
        bench.run(201_ms);
        expect_tripped(bench, frame, Trip::controller_lost);
        bench.enter(ControllerState::Charging);
        for (const Frame& later : kFrames) {
            bench.receive(later.control);
            expect_tripped(bench, later, Trip::controller_lost);
        }
    }
}

TEST(Transitions, AnEmergencyAfterALostControllerAndTheOtherWayRound) {
    Bench bench;
    bench.wake();
    bench.status_alive = false;
    bench.run(201_ms);
    bench.receive(evse::EmergencyStop{});
    EXPECT_EQ(bench.state.trip, Trip::emergency_stop);
    bench.enter(ControllerState::Closing_Communication);
    bench.status_alive = false;
    bench.run(201_ms);
    EXPECT_EQ(bench.state.trip, Trip::controller_lost);
}

TEST(Transitions, OnlyANewSessionLeadsOutOfATrip) {
    for (const bool emergency : {true, false}) {
        Bench bench;
        bench.wake();
        bench.command(PowerFunction::Power_Transfer, 450.0, 60.0, 60.0);
        if (emergency) {
            bench.receive(evse::EmergencyStop{});
        } else {
            bench.status_alive = false;
            bench.run(201_ms);
        }
        for (int code = 0; code < 14; ++code) {
            const auto state = static_cast<ControllerState>(code);
            if (state == ControllerState::Waiting_For_PEV) continue;
            bench.enter(state);
            bench.run(2_s);
            EXPECT_NE(bench.state.trip, Trip::none) << code;
        }
        bench.wake();
        EXPECT_EQ(bench.state.trip, Trip::none);
        bench.command(PowerFunction::Insulation_Test, 480.0);
        EXPECT_EQ(bench.out.stage, kTesting);
        EXPECT_TRUE(output_contactors_close(bench.state));
    }
}

TEST(Transitions, PermissionWithdrawnAndGivenUnderEachFrame) {
    for (const Frame& frame : kFrames) {
        Bench bench;
        bench.wake();
        bench.receive(frame.control);
        const PowerStageCommand before = bench.out.stage;
        set_system_enable(bench.state, false);
        bench.step({});
        EXPECT_EQ(bench.out.stage.mode, StageMode::off) << frame.name;
        EXPECT_EQ(output_contactors_close(bench.state), frame.control.output_contactors_close)
            << "the contactors are the controller's";
        set_system_enable(bench.state, true);
        bench.step({});
        EXPECT_EQ(bench.out.stage, before) << frame.name;
    }
}

TEST(Transitions, AnEndedSessionKeepsNoPermissionForTheNext) {
    Bench bench;
    bench.wake();
    bench.enter(ControllerState::Closing_Communication);
    bench.receive(evse::ChargeSessionFinished{});
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Allowed) << "awake until the next waiting";
    bench.enter(ControllerState::Waiting_For_PEV);
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Not_Allowed);
}

}  // namespace
}  // namespace chargerig::modules::test
