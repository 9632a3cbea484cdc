// SPDX-License-Identifier: Apache-2.0
//
// Points that the documents leave open: the recommended reading is the default, and what an entry
// offers beside it is there (spec 8).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/controller/context.hpp"
#include "sim/controller/insulation.hpp"
#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;
using evse::DcPowerControl;
using evse::PowerFunction;
using evse::StopState;

// A whole session that the vehicle ends.
void whole_session(Bench& bench) {
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.reach(Welding_Detection);
    bench.run_for(1_s);
    bench.phase(HlcPhase::closed);
    bench.run_for(5_s);
}

TEST(Spec_8, Row_1_TheStateComesBeforeSystemEnable) {
    for (const WaitEnableIn where : {WaitEnableIn::state3, WaitEnableIn::state4}) {
        Configuration configuration;
        configuration.wait_enable_in = where;
        Bench bench(configuration);
        bench.power.wakes_up = false;
        bench.reach(Connected_With_Full_Info);
        bench.phase(HlcPhase::cable_check);
        bench.run_for(5_s);
        EXPECT_EQ(bench.state.state,
                  where == WaitEnableIn::state3 ? Connected_With_Full_Info : Insulation_Test);
        bench.power.status.system_enable = evse::SystemEnable::Allowed;
        bench.run_for(500_ms);
        EXPECT_EQ(bench.state.state, Insulation_Test);
    }
}

TEST(Spec_8, Row_3_OffAndOpenWhileTheModulesWakeUp) {
    for (const bool frames_wanted : {true, false}) {
        Configuration configuration;
        configuration.wake_up_power_frames = frames_wanted;
        Bench bench(configuration);
        bench.power.wakes_up = false;
        bench.reach(Insulation_Test);
        const core::Instant entered = bench.state.entered;
        EXPECT_TRUE(bench.sent<DcPowerControl>({}, {entered.ns - 1}).empty());
        bench.run_until(entered + 950_ms);
        const auto frames = bench.sent<DcPowerControl>();
        EXPECT_EQ(frames.size(), frames_wanted ? 10u : 0u);
        for (const auto& f : frames) EXPECT_EQ(f.message, DcPowerControl{});
        bench.power.status.system_enable = evse::SystemEnable::Allowed;
        bench.run_for(2_s);
        EXPECT_EQ(bench.last_power().power_function, PowerFunction::Insulation_Test);
    }
}

TEST(Spec_8, Row_4_PowerFramesFromTheWakeUpToTheEnd) {
    for (const bool idle : {false, true}) {
        Configuration configuration;
        configuration.idle_power_frames = idle;
        Bench bench(configuration);
        whole_session(bench);
        bench.run_for(1_s);
        ASSERT_EQ(bench.state.state, Waiting_For_PEV);
        const auto frames = bench.sent<DcPowerControl>();
        ASSERT_FALSE(frames.empty());
        const auto states = bench.sent<evse::ControllerStatus>();
        const auto test = std::find_if(states.begin(), states.end(), [](const auto& s) {
            return s.message.state == Insulation_Test;
        });
        ASSERT_NE(test, states.end());
        EXPECT_EQ(frames.front().time < test->time - 100_ms, idle);
        EXPECT_EQ(frames.back().time > bench.now - 200_ms, idle);
        for (const auto& f : frames) {
            if (f.time < test->time - 100_ms || f.time > bench.state.entered) {
                EXPECT_EQ(f.message, DcPowerControl{});
            }
        }
        EXPECT_EQ(bench.finished(), StopState::Clean_Stop);
    }
}

TEST(Spec_8, Row_5_AMissBeginsTheCountAnew) {
    Configuration configuration;
    configuration.insulation_iterations = 50;
    Bench bench(configuration);
    bench.reach(Insulation_Test);
    while (bench.state.session.insulation_count < 49 && bench.now < at_ms(20'000)) {
        bench.run_for(10_ms);
    }
    ASSERT_EQ(bench.state.session.insulation_count, 49);
    const double good_kohm = bench.power.status.insulation_resistance_kohm;
    bench.power.status.insulation_resistance_kohm = 0.0;
    bench.run_for(200_ms);
    EXPECT_EQ(bench.state.session.insulation_count, 0);
    bench.power.status.insulation_resistance_kohm = good_kohm;
    bench.run_for(4'900_ms);
    EXPECT_FALSE(bench.state.session.insulation_tested);
    bench.run_for(300_ms);
    EXPECT_TRUE(bench.state.session.insulation_tested);
}

TEST(Spec_8, Row_6_TheHigherOfTwoInsulationLimits) {
    Configuration c;
    EXPECT_EQ(insulation_limit_kohm(c, 500.0), 100.0);
    c.insulation_limit_ohm_per_V = 100.0;
    EXPECT_EQ(insulation_limit_kohm(c, 500.0), 100.0);
    EXPECT_EQ(insulation_limit_kohm(c, 1250.0), 125.0);
    c.insulation_limit_kohm = 0.0;
    EXPECT_EQ(insulation_limit_kohm(c, 500.0), 50.0);
    for (const double resistance_kohm : {124.0, 126.0}) {
        Configuration configuration;
        configuration.insulation_limit_kohm = 125.0;
        Bench bench(configuration);
        bench.power.resistance_kohm = resistance_kohm;
        bench.reach(Insulation_Test);
        bench.run_for(5_s);
        EXPECT_EQ(bench.state.session.insulation_tested, resistance_kohm > 125.0);
    }
}

TEST(Spec_8, Row_7_TheVoltageOfTheRunningLimit) {
    for (const auto voltage : {RunningInsulationVoltage::present, RunningInsulationVoltage::test}) {
        Configuration configuration;
        configuration.running_insulation_voltage = voltage;
        Bench bench(configuration);
        bench.reach(Charging);
        bench.run_for(1_s);
        // 350 V want 35 kOhm, the 500 V of the test 50.
        bench.power.status.insulation_resistance_kohm = 48.0;
        bench.run_for(500_ms);
        EXPECT_EQ(bench.state.state,
                  voltage == RunningInsulationVoltage::present ? Charging : Closing_Communication);
    }
    for (const double voltage_V : {60.0, 60.1}) {
        Bench bench;
        bench.reach(Precharge);
        bench.power.follows = false;
        bench.power.status.present_voltage_V = voltage_V;
        bench.power.status.insulation_resistance_kohm = 0.0;
        bench.run_for(1_s);
        EXPECT_EQ(bench.state.state == Precharge, voltage_V <= 60.0);
    }
}

TEST(Spec_8, Row_8_TheTestVoltage) {
    struct Case {
        double configured_V;
        bool capped;
        double parameters_V;
        double cable_V;
        double expected_V;
    };
    for (const Case& c :
         {Case{0.0, false, 0.0, 500.0, 500.0}, Case{0.0, false, 420.0, 500.0, 420.0},
          Case{0.0, false, 0.0, 400.0, 400.0}, Case{0.0, true, 0.0, 500.0, 450.0},
          Case{300.0, false, 0.0, 500.0, 300.0}, Case{900.0, false, 0.0, 500.0, 500.0}}) {
        Configuration configuration;
        configuration.test_voltage_V = c.configured_V;
        configuration.test_voltage_capped_to_vehicle = c.capped;
        configuration.max_cable_voltage_V = c.cable_V;
        Bench bench(configuration);
        bench.reach(Negotiating_Connection);
        bench.receive(evse::DcPowerParameters{c.parameters_V, 0.0, 0.0, 0.0});
        bench.reach(Insulation_Test);
        bench.run_for(1_s);
        EXPECT_EQ(bench.last_power().target_voltage_V, c.expected_V);
    }
}

TEST(Spec_8, Row_9_ThePrechargeCurrent) {
    struct Case {
        double configured_A;
        double asked_A;
        double expected_A;
    };
    for (const Case& c : {Case{2.0, 50.0, 2.0}, Case{2.0, 0.5, 0.5}, Case{2.0, 0.0, 2.0},
                          Case{1.5, 50.0, 1.5}, Case{0.0, 2.0, 0.0}}) {
        Configuration configuration;
        configuration.precharge_current_A = c.configured_A;
        Bench bench(configuration);
        bench.reach(Precharge);
        bench.request(350.0, c.asked_A);
        bench.run_for(200_ms);
        EXPECT_EQ(bench.last_power().current_range_max_A, c.expected_A);
        EXPECT_EQ(bench.last_power().current_range_min_A, 0.0);
    }
}

TEST(Spec_8, Row_10_WhenTheContactorBitChanges) {
    for (const auto with : {ContactorsCloseIn::standby, ContactorsCloseIn::test}) {
        Configuration configuration;
        configuration.contactors_close_in = with;
        Bench bench(configuration);
        whole_session(bench);
        const bool early = with == ContactorsCloseIn::standby;
        bool ended = false;
        bool opened = false;
        bool first_standby = true;
        for (const Sent& s : bench.log) {
            if (std::holds_alternative<evse::ChargeStatusChange>(s.message)) {
                ended = std::get<evse::ChargeStatusChange>(s.message).vehicle_ready_for_charging ==
                        evse::ChargeStatus::Charge_Stopped;
            }
            const auto* frame = std::get_if<DcPowerControl>(&s.message);
            if (frame == nullptr) continue;
            bool expected = frame->power_function != PowerFunction::Off;
            if (first_standby && frame->power_function == PowerFunction::Standby) {
                expected = early;
                first_standby = false;
            }
            if (ended) {
                expected = !opened;
                opened = true;  // the current was gone with the first Standby
            }
            EXPECT_EQ(frame->output_contactors_close, expected) << to_ms(s.time);
        }
        EXPECT_TRUE(opened);
        EXPECT_EQ(bench.finished(), StopState::Clean_Stop);
    }
}

TEST(Spec_8, Row_11_OpensAnywayAfterTheLimit) {
    for (const double limit_s : {5.0, 0.5}) {
        Configuration configuration;
        configuration.ending_limit_s = limit_s;
        Bench bench(configuration);
        bench.reach(Charging);
        bench.run_for(1_s);
        bench.power.follows = false;
        bench.phase(HlcPhase::stopped);
        const core::Instant limit = bench.state.entered + core::from_seconds(limit_s);
        bench.run_until({limit.ns - 1});
        EXPECT_TRUE(bench.outputs.output_contactors_close);
        EXPECT_EQ(bench.last_power(), standby(true));
        bench.run_until(limit);
        EXPECT_FALSE(bench.outputs.output_contactors_close);
        EXPECT_EQ(bench.last_power(), standby(false));
        bench.run_for(100_ms);
        EXPECT_EQ(bench.last_power(), standby(false, true));
        bench.power.status.present_voltage_V = 0.0;
        bench.phase(HlcPhase::closed);
        bench.run_for(1_s);
        EXPECT_EQ(bench.finished(), StopState::Rushed_Stop);
    }
}

TEST(Spec_8, Row_12_LoweringInWeldingDetection) {
    for (const bool lowering : {true, false}) {
        Configuration configuration;
        configuration.lowering_in_welding_detection = lowering;
        Bench bench(configuration);
        bench.reach(Welding_Detection);
        bench.run_for(1_s);
        EXPECT_EQ(bench.last_power(), standby(false, lowering));
    }
}

TEST(Spec_8, Row_13_FromWhenTheStatusMustBeThere) {
    for (const auto from :
         {SuperviseStatusFrom::system_enable, SuperviseStatusFrom::new_charge_session}) {
        Configuration configuration;
        configuration.supervise_status_from = from;
        Bench bench(configuration);
        bench.power.sends = false;
        bench.reach(Connected_With_Full_Info);
        const core::Instant announced = bench.state.entered;
        bench.run_until(announced + 499_ms);
        EXPECT_EQ(bench.state.state, Connected_With_Full_Info);
        bench.run_until(announced + 500_ms);
        const bool early = from == SuperviseStatusFrom::new_charge_session;
        EXPECT_EQ(bench.state.state, early ? Closing_Communication : Connected_With_Full_Info);
        EXPECT_EQ(bench.sent<evse::EmergencyStop>().empty(), !early);
    }
    Bench after;
    after.reach(Closing_Communication);
    after.run_for(500_ms);
    ASSERT_EQ(after.finished(), StopState::Clean_Stop);
    after.power.sends = false;
    after.run_for(2_s);
    EXPECT_TRUE(after.sent<evse::EmergencyStop>().empty());
}

TEST(Spec_8, Row_14_TheWakeUpLimit) {
    for (const double limit_s : {40.0, 3.0}) {
        Configuration configuration;
        configuration.wake_up_limit_s = limit_s;
        Bench bench(configuration);
        bench.power.wakes_up = false;
        bench.reach(Insulation_Test);
        const core::Instant limit = bench.state.entered + core::from_seconds(limit_s);
        bench.run_until({limit.ns - 1});
        EXPECT_EQ(bench.state.state, Insulation_Test);
        bench.run_until(limit);
        EXPECT_EQ(bench.state.state, Closing_Communication);
        bench.run_for(1_s);
        EXPECT_EQ(bench.finished(), StopState::Rushed_Stop);
        EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
    }
}

TEST(Spec_8, Row_15_NotAllowedBeforeTheHandshakeIsPatience) {
    Bench bench;
    bench.power.wakes_up = false;
    bench.reach(Insulation_Test);
    bench.run_for(20_s);
    EXPECT_EQ(bench.state.state, Insulation_Test);
    bench.power.status.system_enable = evse::SystemEnable::Allowed;
    bench.run_for(300_ms);
    EXPECT_TRUE(bench.state.session.enabled);
    bench.power.status.system_enable = evse::SystemEnable::Not_Allowed;
    bench.run_for(110_ms);
    EXPECT_EQ(bench.state.state, Closing_Communication);
}

TEST(Spec_8, Row_16_OtherValuesAreNotAllowed) {
    for (const int value : {2, 255}) {
        const auto odd = static_cast<evse::SystemEnable>(value);
        Bench waiting;
        waiting.power.wakes_up = false;
        waiting.power.status.system_enable = odd;
        waiting.reach(Insulation_Test);
        waiting.power.status.system_enable = odd;
        waiting.run_for(1_s);
        EXPECT_FALSE(waiting.state.session.enabled);
        Bench charging;
        charging.reach(Charging);
        charging.power.status.system_enable = odd;
        charging.run_for(200_ms);
        EXPECT_EQ(charging.state.state, Closing_Communication);
    }
}

TEST(Spec_8, Row_17_CleanOnlyThroughAnEndingInOrder) {
    Bench clean;
    whole_session(clean);
    EXPECT_EQ(clean.finished(), StopState::Clean_Stop);
    for (const ControllerState state : {Connected_With_Full_Info, Insulation_Test, Precharge}) {
        Bench bench;
        bench.reach(state);
        bench.run_for(1_s);
        bench.phase(HlcPhase::closed);
        bench.run_for(2_s);
        EXPECT_EQ(bench.finished(), StopState::Rushed_Stop) << label(state);
    }
    Bench late;  // an emergency after the end of charging
    late.reach(Welding_Detection);
    late.run_for(500_ms);
    late.emergency_button = true;
    late.run_for(2_s);
    EXPECT_EQ(late.finished(), StopState::Rushed_Stop);
}

TEST(Spec_8, Row_18_ClosingAtOnceAndNoNewSessionWhileTheCauseLasts) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.emergency_button = true;
    bench.step();
    EXPECT_EQ(bench.state.state, Closing_Communication);
    bench.run_for(10_s);
    bench.unplug();
    bench.run_for(1_s);
    bench.plug_in();
    bench.run_for(30_s);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    const auto stops = bench.sent<evse::EmergencyStop>();
    ASSERT_FALSE(stops.empty());
    EXPECT_GE(stops.back().time, bench.now - 100_ms);
    bench.emergency_button = false;
    EXPECT_TRUE(bench.run_to(Negotiating_Connection, 1_s));
}

TEST(Spec_8, Row_23_PowerLimitsBecomeCurrents) {
    for (const auto voltage : {PowerLimitVoltage::present, PowerLimitVoltage::target}) {
        Configuration configuration;
        configuration.max_charger_power_W = 20'000.0;
        configuration.power_limit_voltage = voltage;
        Bench bench(configuration);
        bench.reach(Charging);
        bench.request(440.0, 90.0);
        bench.run_for(1_s);
        // 20 kW at the present 350 V, or at the target of 440 V; cut to 0.1 A.
        EXPECT_EQ(bench.last_power().current_range_max_A,
                  voltage == PowerLimitVoltage::present ? 57.1 : 45.4);
    }
}

TEST(Spec_8, Row_24_RangeTargetCurrentMeansNothingToModulesOnTheInterface) {
    for (const double target_A : {0.0, 30.0, -30.0}) {
        Configuration configuration;
        configuration.enable_iso_part20 = true;
        Bench bench(configuration);
        bench.plug_in_iso20();
        bench.reach(Charging);
        bench.receive(evse::DcPowerParameters{0.0, 0.0, 0.0, target_A});
        bench.run_for(1_s);
        EXPECT_EQ(bench.last_power().current_range_max_A, 100.0);
        EXPECT_EQ(bench.last_power().current_range_min_A, 0.0);
        EXPECT_TRUE(bench.sent<evse::OcppControl>().empty());
    }
}

TEST(Spec_8, Row_24_ModulesOfTheControllerTakeTheUpperEndUntilTheFirstFrameThenZeroIsZero) {
    Configuration configuration;
    configuration.enable_iso_part20 = true;
    configuration.side_channel = true;
    Bench bench(configuration);
    bench.plug_in_iso20();
    bench.reach(Charging);
    bench.run_for(6_s);
    EXPECT_EQ(bench.outputs.own_set_point_A, 100.0);
    for (const double target_A : {0.0, 30.0, -30.0, 0.0, 500.0}) {
        bench.receive(evse::DcPowerParameters{0.0, 0.0, 0.0, target_A});
        bench.run_for(6_s);
        EXPECT_EQ(bench.outputs.own_set_point_A, std::clamp(target_A, 0.0, 100.0));
        EXPECT_EQ(bench.last_power().current_range_max_A, 100.0);
        EXPECT_EQ(bench.last_power().current_range_min_A, 0.0);
    }
    EXPECT_TRUE(bench.sent<evse::OcppControl>().empty());
}

TEST(Spec_8, Row_27_VehicleInformationInTheOrderOfItsIdentifiers) {
    Bench bench;
    bench.reach(Connected_With_Full_Info);
    bench.run_for(1_s);
    std::vector<std::size_t> order;
    const std::size_t first = evse::Message(evse::EvInformationBattery{}).index();
    for (const Sent& s : bench.log) {
        const std::size_t index = s.message.index();
        if (index >= first && index < first + 5) order.push_back(index - first);
    }
    EXPECT_THAT(order, testing::ElementsAre(0u, 1u, 2u, 3u, 4u));
    const core::Instant from = bench.now;
    for (int i = 1; i <= 25; ++i) {
        bench.vehicle.battery.soc_percent = 20.0 + i;
        bench.step();
        bench.run_for(10_ms);
    }
    bench.run_for(500_ms);
    const auto sent = bench.sent<evse::EvInformationBattery>(from);
    ASSERT_EQ(sent.size(), 4u);
    for (std::size_t i = 1; i < sent.size(); ++i) {
        EXPECT_EQ(sent[i].time - sent[i - 1].time, 100_ms);
    }
    EXPECT_EQ(sent.back().message.present_state_of_charge_percent, 45.0);
}

TEST(Spec_8, Row_28_DischargeLimitsOfAVehicleThatCannotAreZerosOnce) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(5_s);
    const auto sent = bench.sent<evse::EvInformationDischargeLimits>();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].message, evse::EvInformationDischargeLimits{});
}

TEST(Spec_8, Row_31_ANegativeTargetVoltageIsSentAsZero) {
    Bench bench;
    bench.reach(Charging);
    bench.request(-12.0, 20.0);
    EXPECT_EQ(bench.last_power().target_voltage_V, 0.0);
    EXPECT_EQ(bench.last_power().power_function, PowerFunction::Power_Transfer);
    Bench early;
    early.reach(Precharge);
    early.request(-12.0, 1.0);
    early.run_for(200_ms);
    EXPECT_EQ(early.last_power().target_voltage_V, 0.0);
}

TEST(Spec_8, Row_34_TheSamePlugStartsNothing) {
    for (const double hold_s : {3.0, 10.0}) {
        Configuration configuration;
        configuration.closing_hold_s = hold_s;
        Bench bench(configuration);
        bench.reach(Closing_Communication);
        bench.run_for(500_ms);
        const auto finished = bench.sent<evse::ChargeSessionFinished>();
        ASSERT_EQ(finished.size(), 1u);
        ASSERT_TRUE(bench.run_to(Waiting_For_PEV, 20_s));
        EXPECT_EQ(bench.state.entered, finished[0].time + core::from_seconds(hold_s));
        bench.run_for(60_s);
        EXPECT_EQ(bench.state.state, Waiting_For_PEV);
        bench.unplug();
        bench.run_for(1_s);
        bench.plug_in();
        EXPECT_EQ(bench.state.state, Negotiating_Connection);
    }
}

TEST(Spec_8, Row_35_StandbyInsideCharging) {
    for (const bool at_zero_current : {true, false}) {
        Configuration configuration;
        configuration.standby_at_zero_request = at_zero_current;
        Bench bench(configuration);
        bench.reach(Charging);
        bench.request(440.0, 0.0);
        EXPECT_EQ(bench.last_power().power_function,
                  at_zero_current ? PowerFunction::Standby : PowerFunction::Power_Transfer);
        bench.request(0.0, 0.0);
        EXPECT_EQ(bench.last_power(), standby(true));
        EXPECT_EQ(bench.state.state, Charging);
    }
}

TEST(Spec_8, Row_37_TheTargetOfARangeIsTheUpperVoltage) {
    Configuration configuration;
    configuration.enable_iso_part20 = true;
    configuration.is_bidirectional = true;
    configuration.max_charger_discharge_current_A = 60.0;
    Bench bench(configuration);
    bench.plug_in_iso20(true, true);
    bench.vehicle.limits.maximum_discharge_current_A = 40.0;
    bench.vehicle.limits.minimum_voltage_V = 300.0;
    bench.reach(Charging);
    bench.ocpp(-40.0);
    bench.run_for(1_s);
    EXPECT_EQ(bench.last_power().current_range_min_A, -40.0);
    EXPECT_EQ(bench.last_power().target_voltage_V, 450.0);
    const auto told = bench.sent<evse::EvInformationVoltages>();
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told.back().message.ev_minimum_voltage_V, 300.0);
}

TEST(Spec_8, Row_38_TheStatusGoesFirst) {
    Bench bench;
    whole_session(bench);
    for (std::size_t i = 1; i < bench.log.size(); ++i) {
        if (std::holds_alternative<evse::ControllerStatus>(bench.log[i].message)) {
            EXPECT_LT(bench.log[i - 1].time, bench.log[i].time);
        }
    }
}

}  // namespace
}  // namespace chargerig::controller::test
