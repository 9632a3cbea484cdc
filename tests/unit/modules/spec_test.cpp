// SPDX-License-Identifier: Apache-2.0
//
// The power side's part of the reaction times (spec 5.13) and of the open points (spec 8), each
// under the name of its row.
#include <gmock/gmock.h>

#include "sim/modules/entries.hpp"
#include "tests/unit/modules/bench.hpp"

namespace chargerig::modules::test {
namespace {

using evse::ControllerState;
using evse::PowerFunction;
using evse::SystemEnable;
using models::StageMode;

Bench awake_bench(const Parameters& parameters = {}) {
    Bench bench(parameters);
    bench.wake();
    return bench;
}

// Under every power function, at the nanosecond, and in the frame that follows.
TEST(Spec_5_13, Row_controller_status_lost_PowerIsOffAfter200Milliseconds) {
    for (const PowerFunction function : {PowerFunction::Insulation_Test, PowerFunction::Precharge,
                                         PowerFunction::Power_Transfer}) {
        Bench bench = awake_bench();
        bench.command(function, 450.0, 2.0, 2.0);
        bench.enter(ControllerState::Charging);
        bench.status_alive = false;
        const core::Instant last = bench.now;
        bench.run_until(last + 200_ms);
        ASSERT_NE(bench.out.stage.mode, StageMode::off);
        bench.run_until(last + 200_ms + 1_ns);
        EXPECT_EQ(bench.out.stage, (models::PowerStageCommand{.stop_now = true}));
        EXPECT_FALSE(output_contactors_close(bench.state));
        EXPECT_EQ(bench.next_status_frame().system_enable, SystemEnable::Not_Allowed);
    }
}

TEST(Spec_5_13, Row_status_period_OfThePowerSideIs100Milliseconds) {
    Bench bench = awake_bench();
    bench.sent.clear();
    bench.run(60_s);
    const auto frames = bench.all<evse::PowerModulesStatus>();
    ASSERT_EQ(frames.size(), 600U);
    for (std::size_t i = 1; i < frames.size(); ++i) {
        ASSERT_EQ(frames[i].first - frames[i - 1].first, 100_ms);
    }
}

TEST(Spec_5_13, Row_parameters_spacing_ChangesWaitForTheirTurn) {
    Bench bench = awake_bench();
    bench.sent.clear();
    for (int i = 0; i < 500; ++i) {
        bench.state.live.maximum_charge_current_A = 20.0 + i % 100;
        bench.run(7_ms);
    }
    const auto frames = bench.all<evse::DcPowerParameters>();
    ASSERT_GE(frames.size(), 34U);
    for (std::size_t i = 1; i < frames.size(); ++i) {
        ASSERT_GE(frames[i].first - frames[i - 1].first, 100_ms);
    }
}

TEST(Spec_5_13, Row_dcpc_gap_OfSixtySecondsIsNoFault) {
    Bench bench = awake_bench();
    bench.command(PowerFunction::Power_Transfer, 450.0, 50.0, 50.0);
    bench.run(60_s);
    EXPECT_EQ(bench.out.stage.current_A, 50.0);
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Allowed);
}

TEST(Spec_5_13, Row_wake_up_AsLongAsItTakes) {
    for (const double wake_up_s : {0.0, 1.0, 39.9}) {
        Parameters parameters;
        parameters.live.power_modules_wake_up_duration_s = wake_up_s;
        Bench bench(parameters);
        bench.enter(ControllerState::Insulation_Test);
        const core::Instant begin = bench.now;
        EXPECT_EQ(system_enable(bench.state),
                  wake_up_s > 0.0 ? SystemEnable::Not_Allowed : SystemEnable::Allowed);
        bench.run_until(begin + core::from_seconds(wake_up_s));
        EXPECT_EQ(system_enable(bench.state), SystemEnable::Allowed) << wake_up_s;
    }
}

// Nothing, or Off and Open, before the handshake: the session goes the same way.
TEST(Spec_8, Row_3_PowerFramesBeforeSystemEnableOrNone) {
    const auto session = [](bool frames) {
        Bench bench;
        bench.enter(ControllerState::Waiting_For_PEV);
        bench.enter(ControllerState::Insulation_Test);
        for (int i = 0; i < 9; ++i) {
            if (frames) bench.command(PowerFunction::Off, 0.0, 0.0, 0.0, false);
            bench.run(100_ms);
        }
        EXPECT_EQ(system_enable(bench.state), SystemEnable::Not_Allowed);
        EXPECT_EQ(bench.out.stage.mode, StageMode::off);
        bench.run(100_ms);
        bench.command(PowerFunction::Insulation_Test, 500.0);
        bench.run(1_s);
        EXPECT_EQ(bench.count_notes("power refused"), 0U);
        return bench.sent;
    };
    EXPECT_EQ(session(true), session(false));
}

TEST(Spec_8, Row_4_PowerFramesWhileIdleOrNone) {
    const auto idle = [](bool frames) {
        Bench bench;
        for (const auto state : {ControllerState::Waiting_For_PEV, ControllerState::Not_Available,
                                 ControllerState::Negotiating_Connection}) {
            bench.enter(state);
            if (frames) bench.command(PowerFunction::Off, 0.0, 0.0, 0.0, false);
            bench.run(1_s);
            EXPECT_EQ(bench.out.stage.mode, StageMode::off);
            EXPECT_EQ(system_enable(bench.state), SystemEnable::Not_Allowed);
        }
        return bench.sent;
    };
    EXPECT_EQ(idle(true), idle(false));
}

TEST(Spec_8, Row_16_OnlyOneAllows) {
    // As a sender: whatever code stands for "not allowed".
    for (const char* code : {"0", "2", "17", "255"}) {
        Bench bench = awake_bench();
        EXPECT_EQ(bench.next_status_frame().system_enable, SystemEnable::Allowed);
        ASSERT_TRUE(set_entry(bench.state, "not_allowed_code", code, {}));
        EXPECT_EQ(bench.next_status_frame().system_enable, SystemEnable::Allowed) << code;
        set_system_enable(bench.state, false);
        EXPECT_EQ(static_cast<int>(bench.next_status_frame().system_enable), std::stoi(code));
    }
    // As a receiver of frames that a person sends in the modules' name.
    for (const int code : {0, 2, 17, 255}) {
        Bench bench = awake_bench();
        evse::PowerModulesStatus injected;
        injected.system_enable = static_cast<SystemEnable>(code);
        bench.receive(injected);
        EXPECT_EQ(system_enable(bench.state), SystemEnable::Not_Allowed) << code;
    }
}

TEST(Spec_8, Row_25_TheSetPointAtTheStartIsZeroOrTheMaximum) {
    EXPECT_EQ(Parameters{}.range_setpoint_start, RangeSetpointStart::zero) << "recommended";
    struct Start {
        RangeSetpointStart start;
        double max_A, min_A, expected_A;
    };
    const Start rows[] = {
        {RangeSetpointStart::zero, 100.0, -80.0, 0.0},
        {RangeSetpointStart::zero, 100.0, 6.0, 6.0},
        {RangeSetpointStart::zero, -6.0, -80.0, -6.0},
        {RangeSetpointStart::range_maximum, 100.0, -80.0, 100.0},
        {RangeSetpointStart::range_maximum, -6.0, -80.0, -6.0},
    };
    for (const Start& row : rows) {
        Bench bench = awake_bench({.range_setpoint_start = row.start});
        bench.range(row.max_A, row.min_A);
        EXPECT_EQ(bench.out.stage.current_A, row.expected_A) << row.max_A << " " << row.min_A;
        bench.receive(evse::OcppControl{-50.0});
        bench.range(100.0, -80.0);
        EXPECT_EQ(bench.out.stage.current_A, -50.0);
    }
}

TEST(Spec_8, Row_26_OneOcppControlCountsUntilTheSessionEnds) {
    EXPECT_EQ(Parameters{}.keep_setpoint, KeepSetpoint::session) << "recommended";
    for (const KeepSetpoint keep : {KeepSetpoint::session, KeepSetpoint::always}) {
        Bench bench = awake_bench({.keep_setpoint = keep});
        bench.range(100.0, -80.0);
        bench.receive(evse::OcppControl{40.0});
        bench.run(3600_s);
        bench.range(100.0, -80.0);
        EXPECT_EQ(bench.out.stage.current_A, 40.0) << "an hour later";
        bench.enter(ControllerState::Ending_Charge);
        bench.enter(ControllerState::Closing_Communication);
        bench.receive(evse::ChargeSessionFinished{});
        bench.wake();
        bench.range(100.0, -80.0);
        EXPECT_EQ(bench.out.stage.current_A, keep == KeepSetpoint::always ? 40.0 : 0.0);
    }
}

TEST(Spec_8, Row_37_DischargeStopsAtTheVehiclesMinimumVoltage) {
    EXPECT_TRUE(Parameters{}.stop_at_ev_minimum_voltage) << "recommended";
    for (const bool stops : {true, false}) {
        Bench bench = awake_bench({.stop_at_ev_minimum_voltage = stops});
        bench.receive(evse::EvInformationVoltages{320.0, 450.0, 0.0});
        bench.receive(evse::OcppControl{-50.0});
        bench.readings.stage_voltage_V = 320.1;
        bench.range(100.0, -100.0);
        EXPECT_EQ(bench.out.stage.current_A, -50.0);
        bench.readings.stage_voltage_V = 320.0;
        bench.range(100.0, -100.0);
        EXPECT_EQ(bench.out.stage.current_A, stops ? 0.0 : -50.0);
    }
    Bench bench = awake_bench();
    bench.receive(evse::EvInformationVoltages{0.0, 450.0, 0.0});
    bench.receive(evse::OcppControl{-50.0});
    bench.range(100.0, -100.0);
    EXPECT_EQ(bench.out.stage.current_A, -50.0) << "0 V is none";
}

}  // namespace
}  // namespace chargerig::modules::test
