// SPDX-License-Identifier: Apache-2.0
//
// Modules that misbehave on command: withheld permission, late wake-up, wrong reports, no bleeder.
// What is reported may be wrong, what the converters do is not.
#include <gmock/gmock.h>

#include "sim/modules/entries.hpp"
#include "tests/unit/modules/bench.hpp"

namespace chargerig::modules::test {
namespace {

using evse::ControllerState;
using evse::PowerFunction;
using evse::SystemEnable;
using models::StageMode;

void set(Bench& bench, const char* name, const char* value) {
    const auto done = set_entry(bench.state, name, value, {});
    ASSERT_TRUE(done) << done.error().text();
}

Bench transferring_bench() {
    Bench bench;
    bench.wake();
    bench.command(PowerFunction::Power_Transfer, 450.0, 50.0, 50.0);
    bench.enter(ControllerState::Charging);
    bench.readings.stage_voltage_V = 400.0;
    bench.readings.stage_current_A = 50.0;
    return bench;
}

// Name and value that are set, and what Power_Modules_Status then says of 400 V and 50 A.
struct ReportRow {
    const char* name;
    const char* value;
    double voltage_V;
    double current_A;
};

TEST(WrongReports, EachIsSetWhileRunningAndChangesItsOwnValueAlone) {
    const ReportRow rows[] = {
        {"reported_voltage_gain", "0.5", 200.0, 50.0},
        {"reported_voltage_gain", "-1", 0.0, 50.0},
        {"reported_voltage_gain", "10", 4000.0, 50.0},
        {"reported_voltage_offset_V", "-30.5", 369.5, 50.0},
        {"reported_voltage_offset_V", "6553.5", 6553.5, 50.0},
        {"reported_voltage_V", "12.3", 12.3, 50.0},
        {"reported_current_gain", "-1", 400.0, -50.0},
        {"reported_current_offset_A", "7", 400.0, 57.0},
        {"reported_current_offset_A", "-3276.8", 400.0, -3226.8},
        {"reported_current_offset_A", "3276.7", 400.0, 3276.7},
        {"reported_current_A", "-3276.8", 400.0, -3276.8},
        {"reported_current_A", "measured", 400.0, 50.0},
    };
    for (const ReportRow& row : rows) {
        Bench bench = transferring_bench();
        const models::PowerStageCommand before = bench.out.stage;
        set(bench, row.name, row.value);
        const evse::PowerModulesStatus status = bench.next_status_frame();
        EXPECT_DOUBLE_EQ(status.present_voltage_V, row.voltage_V) << row.name << " " << row.value;
        EXPECT_DOUBLE_EQ(status.present_current_A, row.current_A) << row.name << " " << row.value;
        EXPECT_EQ(bench.out.stage, before) << row.name << ": the stage goes by the truth";
    }
}

TEST(WrongReports, AHeldValueIsTheOneReportedLastUntilItIsMeasuredAgain) {
    Bench bench = transferring_bench();
    bench.next_status_frame();
    set(bench, "reported_voltage_V", "held");
    set(bench, "reported_current_A", "held");
    bench.readings.stage_voltage_V = 20.0;
    bench.readings.stage_current_A = 0.0;
    for (int i = 0; i < 50; ++i) {
        const evse::PowerModulesStatus status = bench.next_status_frame();
        ASSERT_EQ(status.present_voltage_V, 400.0);
        ASSERT_EQ(status.present_current_A, 50.0);
    }
    set(bench, "reported_voltage_V", "measured");
    set(bench, "reported_current_A", "measured");
    const evse::PowerModulesStatus status = bench.next_status_frame();
    EXPECT_EQ(status.present_voltage_V, 20.0);
    EXPECT_EQ(status.present_current_A, 0.0);
}

TEST(WrongReports, EveryOneMayBeThereFromTheStart) {
    Parameters parameters;
    const char* const entries[][2] = {{"reported_voltage_V", "123"},
                                      {"reported_current_A", "held"},
                                      {"power_modules_temperature_degC", "86"},
                                      {"enclosure_temperature_degC", "61"}};
    for (const auto& [name, value] : entries) {
        ASSERT_TRUE(set_entry(parameters, name, value, {})) << name;
    }
    Bench bench(parameters);
    bench.readings.stage_current_A = 5.0;
    const evse::PowerModulesStatus status = bench.next_status_frame();
    EXPECT_EQ(status.present_voltage_V, 123.0);
    EXPECT_EQ(status.present_current_A, 0.0);
    EXPECT_EQ(status.power_modules_temperature_degC, 86.0);
    EXPECT_EQ(status.enclosure_temperature_degC, 61.0);
}

TEST(WrongReports, TheDischargeStillEndsAtTheTrueVoltage) {
    Bench bench;
    bench.wake();
    set(bench, "reported_voltage_V", "400");
    bench.receive(evse::EvInformationVoltages{320.0, 450.0, 0.0});
    bench.receive(evse::OcppControl{-50.0});
    bench.readings.stage_voltage_V = 319.0;
    bench.range(100.0, -100.0);
    EXPECT_EQ(bench.out.stage.current_A, 0.0);
}

TEST(Temperature, IsSetAndStays) {
    Bench bench;
    bench.readings.stage_temperature_degC = 31.0;
    EXPECT_EQ(bench.next_status_frame().power_modules_temperature_degC, 31.0);
    set(bench, "power_modules_temperature_degC", "90");
    EXPECT_EQ(bench.next_status_frame().power_modules_temperature_degC, 90.0);
    set(bench, "power_modules_temperature_degC", "-40");
    EXPECT_EQ(bench.next_status_frame().power_modules_temperature_degC, -40.0) << "not provided";
    set(bench, "power_modules_temperature_degC", "measured");
    EXPECT_EQ(bench.next_status_frame().power_modules_temperature_degC, 31.0);
}

TEST(Temperature, DriftsWithTimeAndStopsWhereItIs) {
    Bench bench;
    bench.run(1_s);
    set(bench, "power_modules_temperature_drift_degC_per_s", "2");
    set(bench, "enclosure_temperature_drift_degC_per_s", "-1");
    bench.run(10_s);
    EXPECT_NEAR(bench.state.reported_temperature_degC, 40.0, 1e-9);
    set(bench, "power_modules_temperature_drift_degC_per_s", "0");
    bench.run(5_s);
    evse::PowerModulesStatus status = bench.next_status_frame();
    EXPECT_NEAR(status.power_modules_temperature_degC, 40.0, 1e-9);
    EXPECT_NEAR(status.enclosure_temperature_degC, 20.0 - 15.1, 1e-9);
    set(bench, "power_modules_temperature_degC", "60");
    status = bench.next_status_frame();
    EXPECT_EQ(status.power_modules_temperature_degC, 60.0) << "a value that is set begins anew";
}

TEST(Temperature, DriftsNoFurtherThanTheSignalGoesAndTurnsAtOnce) {
    Bench bench;
    set(bench, "power_modules_temperature_drift_degC_per_s", "100");
    bench.run(10_s);
    EXPECT_EQ(bench.next_status_frame().power_modules_temperature_degC, 215.0);
    set(bench, "power_modules_temperature_drift_degC_per_s", "-100");
    EXPECT_NEAR(bench.next_status_frame().power_modules_temperature_degC, 205.0, 1e-9);
    bench.run(10_s);
    EXPECT_EQ(bench.next_status_frame().power_modules_temperature_degC, -40.0);
}

TEST(Temperature, AMissedCycleDriftsAsLongAsThoseThatWereNot) {
    Bench bench;
    set(bench, "power_modules_temperature_drift_degC_per_s", "1");
    bench.now = bench.now + 3_s;
    bench.step({});
    EXPECT_NEAR(bench.state.reported_temperature_degC, 23.0, 1e-9);
}

TEST(Insulation, AStepIsInTheNextFrame) {
    Bench bench = transferring_bench();
    bench.command(PowerFunction::Insulation_Test, 480.0);
    ASSERT_EQ(bench.next_status_frame().insulation_resistance_kohm, 100.0);
    set(bench, "insulation_resistance", "20");
    EXPECT_EQ(bench.next_status_frame().insulation_resistance_kohm, 20.0);
}

TEST(Insulation, DriftsDownToNothingAndBeginsAnewWithAValue) {
    Bench bench = transferring_bench();
    bench.command(PowerFunction::Insulation_Test, 480.0);
    ASSERT_EQ(bench.next_status_frame().insulation_resistance_kohm, 100.0);
    set(bench, "insulation_drift_kohm_per_s", "-10");
    bench.run(2_s);
    EXPECT_NEAR(bench.next_status_frame().insulation_resistance_kohm, 79.0, 1.01);
    bench.run(20_s);
    EXPECT_EQ(bench.next_status_frame().insulation_resistance_kohm, 0.0);
    set(bench, "insulation_drift_kohm_per_s", "0");
    set(bench, "insulation_resistance", "300");
    EXPECT_EQ(bench.next_status_frame().insulation_resistance_kohm, 300.0);
}

struct PoleRow {
    const char* positive;
    const char* negative;
    double measured_kohm;
};

TEST(Insulation, IsThatOfBothPolesInParallel) {
    Bench bench = transferring_bench();
    bench.command(PowerFunction::Insulation_Test, 480.0);
    const PoleRow rows[] = {
        {"none", "none", 100.0},     {"200", "none", 100.0}, {"none", "200", 100.0},
        {"50", "none", 40.0},        {"none", "50", 40.0},   {"100", "300", 75.0},
        {"20000", "20000", 510.0},   {"0", "none", 0.0},     {"0", "0", 0.0},
        {"20000", "none", 198.0198},
    };
    for (const PoleRow& row : rows) {
        set(bench, "insulation_positive_kohm", row.positive);
        set(bench, "insulation_negative_kohm", row.negative);
        EXPECT_NEAR(bench.next_status_frame().insulation_resistance_kohm, row.measured_kohm, 1e-4)
            << row.positive << " and " << row.negative;
    }
}

TEST(Insulation, DriftsAtThePoleThatIsNotGiven) {
    Bench bench = transferring_bench();
    bench.command(PowerFunction::Insulation_Test, 480.0);
    set(bench, "insulation_positive_kohm", "50");
    set(bench, "insulation_drift_kohm_per_s", "-250");
    EXPECT_NEAR(bench.next_status_frame().insulation_resistance_kohm, 150.0 * 50.0 / 200.0, 1e-9);
    bench.run(1_s);
    EXPECT_EQ(bench.next_status_frame().insulation_resistance_kohm, 0.0);
}

TEST(Converters, ThatAreDeadGiveNothingWhileTheStatusSaysThatAllIsWell) {
    for (const PowerFunction function : {PowerFunction::Insulation_Test, PowerFunction::Precharge,
                                         PowerFunction::Power_Transfer}) {
        Bench bench;
        bench.wake();
        bench.command(function, 400.0, 2.0, 2.0);
        ASSERT_NE(bench.out.stage.mode, StageMode::off);
        set(bench, "converters_work", "false");
        bench.step({});
        EXPECT_EQ(bench.out.stage, models::PowerStageCommand{});
        EXPECT_EQ(bench.next_status_frame().system_enable, SystemEnable::Allowed);
        set(bench, "converters_work", "true");
        bench.step({});
        EXPECT_NE(bench.out.stage.mode, StageMode::off);
    }
}

TEST(Deviation, MissesTheVoltageAndTheCurrentBehindEveryLimit) {
    Bench bench = transferring_bench();
    set(bench, "current_deviation_A", "100");
    bench.step({});
    EXPECT_EQ(bench.out.stage.current_A, 150.0) << "beyond the maximum of 120 A";
    set(bench, "current_deviation_A", "-7.5");
    bench.step({});
    EXPECT_EQ(bench.out.stage.current_A, 42.5);
    set(bench, "voltage_deviation_V", "20");
    bench.step({});
    EXPECT_EQ(bench.out.stage.voltage_V, 450.0) << "the limit of a transfer stays";
    bench.command(PowerFunction::Precharge, 390.0, 2.0);
    EXPECT_EQ(bench.out.stage.voltage_V, 410.0);
    set(bench, "voltage_deviation_V", "-200");
    bench.command(PowerFunction::Precharge, 100.0, 2.0);
    EXPECT_EQ(bench.out.stage.voltage_V, 0.0);
}

TEST(Deviation, DoesNotBringAStageThatIsOffToLife) {
    Bench bench = transferring_bench();
    set(bench, "current_deviation_A", "50");
    set(bench, "voltage_deviation_V", "50");
    bench.standby(true, false);
    EXPECT_EQ(bench.out.stage, models::PowerStageCommand{});
}

// What the controller asks for at the moment; `runs`: the stage converts then.
struct Phase {
    const char* name;
    PowerFunction function;
    bool runs;
};
const Phase kPhases[] = {
    {"off", PowerFunction::Off, false},
    {"standby", PowerFunction::Standby, false},
    {"insulation test", PowerFunction::Insulation_Test, true},
    {"precharge", PowerFunction::Precharge, true},
    {"power transfer", PowerFunction::Power_Transfer, true},
};

TEST(SystemEnable, DroppedInEachPhaseStopsInThatInstantAndComesBack) {
    for (const Phase& phase : kPhases) {
        Bench bench;
        bench.wake();
        bench.command(phase.function, 400.0, 2.0, 2.0);
        ASSERT_EQ(bench.out.stage.mode != StageMode::off, phase.runs) << phase.name;
        set(bench, "system_enable", "false");
        bench.step({});
        EXPECT_EQ(bench.out.stage.mode, StageMode::off) << phase.name;
        EXPECT_EQ(bench.find_note("System_Enable Not_Allowed").cause, "by command");
        EXPECT_EQ(bench.next_status_frame().system_enable, SystemEnable::Not_Allowed);
        set(bench, "system_enable", "true");
        bench.step({});
        EXPECT_EQ(bench.out.stage.mode != StageMode::off, phase.runs) << phase.name;
        EXPECT_EQ(bench.next_status_frame().system_enable, SystemEnable::Allowed);
    }
}

TEST(SystemEnable, WithheldBeforeTheWakeUpItComesWithThePermission) {
    Parameters parameters;
    parameters.live.system_enable = false;
    Bench bench(parameters);
    bench.wake();
    bench.run(10_s);
    EXPECT_EQ(bench.next_status_frame().system_enable, SystemEnable::Not_Allowed);
    set(bench, "system_enable", "true");
    EXPECT_EQ(bench.next_status_frame().system_enable, SystemEnable::Allowed);
}

TEST(SystemEnable, ALateWakeUpIsSetBeforeTheSession) {
    Bench bench;
    set(bench, "power_modules_wake_up_duration", "45");
    bench.enter(ControllerState::Waiting_For_PEV);
    bench.enter(ControllerState::Insulation_Test);
    bench.run(45_s - 1_ns);
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Not_Allowed);
    bench.run(1_ns);
    EXPECT_EQ(system_enable(bench.state), SystemEnable::Allowed);
}

TEST(Bleeder, ThatFailedDischargesNothing) {
    Bench bench;
    bench.wake();
    bench.command(PowerFunction::Insulation_Test, 500.0);
    bench.standby(true, true);
    ASSERT_TRUE(bench.out.stage.bleed);
    set(bench, "bleeder_works", "false");
    bench.step({});
    EXPECT_EQ(bench.out.stage, models::PowerStageCommand{});
    bench.command(PowerFunction::Off);
    EXPECT_EQ(bench.out.stage, models::PowerStageCommand{});
    EXPECT_EQ(bench.count_notes("Lower_Output_Voltage ignored"), 0U) << "nobody refused";
    set(bench, "bleeder_works", "true");
    bench.step({});
    EXPECT_TRUE(bench.out.stage.bleed);
}

}  // namespace
}  // namespace chargerig::modules::test
