// SPDX-License-Identifier: Apache-2.0
//
// One test for each row of the state table (spec 6.2, resources/protocols/behaviour.yaml).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;
using evse::DcPowerControl;
using evse::PowerFunction;
using link::ChargerView;
using testing::ElementsAre;

TEST(Spec_6_2, Row_0_only_status_then_waiting) {
    Bench bench;
    bench.run_until(at_ms(190));
    for (const Sent& s : bench.log) {
        EXPECT_EQ(s.message, evse::Message(evse::ControllerStatus{Initialising}));
    }
    EXPECT_EQ(bench.log.size(), 2u);
    bench.run_until(at_ms(200));
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
}

TEST(Spec_6_2, Row_0_boot_time_is_a_parameter) {
    Configuration configuration;
    configuration.boot_s = 15.0;
    Bench bench(configuration);
    bench.run_until(at_ms(14'999));
    EXPECT_EQ(bench.state.state, Initialising);
    bench.run_until(at_ms(15'000));
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
}

TEST(Spec_6_2, Row_1_periodic_information_until_plugged) {
    Bench bench;
    bench.run_until(at_ms(3'000));
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
    for (const Sent& s : bench.log) {
        const bool periodic = std::holds_alternative<evse::ControllerStatus>(s.message) ||
                              std::holds_alternative<evse::SeccInputs>(s.message) ||
                              std::holds_alternative<evse::CcsExtraInformation>(s.message);
        EXPECT_TRUE(periodic) << "message index " << s.message.index();
    }
    EXPECT_EQ(bench.outputs.pilot.duty_percent, 100.0);
    bench.plug_in();
    EXPECT_EQ(bench.state.state, Negotiating_Connection);
}

TEST(Spec_6_2, Row_2_silent_until_parameters_are_known) {
    Bench bench;
    bench.reach(Negotiating_Connection);
    const core::Instant entered = bench.state.entered;
    bench.run_until(entered + 499_ms);
    EXPECT_EQ(bench.outputs.pilot.duty_percent, 100.0);
    EXPECT_FALSE(bench.outputs.charger.communication_allowed);
    bench.run_until(entered + 500_ms);
    EXPECT_EQ(bench.outputs.pilot.duty_percent, 5.0);
    EXPECT_TRUE(bench.outputs.charger.communication_allowed);
    bench.phase(HlcPhase::setup);
    bench.run_for(5_s);
    EXPECT_EQ(bench.state.state, Negotiating_Connection);
    EXPECT_TRUE(bench.sent<evse::NewChargeSession>().empty());
    EXPECT_TRUE(bench.sent<DcPowerControl>().empty());
    EXPECT_TRUE(bench.sent<evse::EvId>().empty());
    bench.phase(HlcPhase::parameters);
    EXPECT_EQ(bench.state.state, Connected_With_Full_Info);
}

TEST(Spec_6_2, Row_2_waits_for_the_limits_of_the_vehicle) {
    Bench bench;
    bench.reach(Negotiating_Connection);
    bench.run_for(1_s);
    bench.vehicle.phase = HlcPhase::parameters;
    bench.run_for(1_s);
    EXPECT_EQ(bench.state.state, Negotiating_Connection);
    bench.vehicle.limits.maximum_voltage_V = 450.0;
    bench.step();
    EXPECT_EQ(bench.state.state, Connected_With_Full_Info);
}

TEST(Spec_6_2, Row_2_failed_set_up_closes) {
    Bench bench;
    bench.reach(Negotiating_Connection);
    bench.phase(HlcPhase::failed);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    bench.run_for(5_s);
    ASSERT_EQ(bench.sent<evse::ChargeSessionFinished>().size(), 1u);
    EXPECT_EQ(bench.finished(), evse::StopState::Rushed_Stop);
    EXPECT_TRUE(bench.sent<DcPowerControl>().empty());
    EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
}

TEST(Spec_6_2, Row_3_announces_the_session_and_the_vehicle) {
    Bench bench;
    bench.reach(Connected_With_Full_Info);
    bench.run_for(1_s);
    const core::Instant entered = bench.state.entered;
    const auto sessions = bench.sent<evse::NewChargeSession>();
    ASSERT_GE(sessions.size(), 10u);
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        EXPECT_EQ(sessions[i].time, entered + 100_ms * static_cast<std::int64_t>(i));
    }
    std::vector<std::size_t> order;
    for (const Sent& s : bench.log) {
        const std::size_t kind = s.message.index();
        if (kind >= evse::Message(evse::EvInformationBattery{}).index() &&
            kind <= evse::Message(evse::EvInformationEnergy{}).index()) {
            EXPECT_EQ(s.time, entered);
            order.push_back(kind);
        }
    }
    EXPECT_THAT(order, ElementsAre(evse::Message(evse::EvInformationBattery{}).index(),
                                   evse::Message(evse::EvInformationVoltages{}).index(),
                                   evse::Message(evse::EvInformationChargeLimits{}).index(),
                                   evse::Message(evse::EvInformationDischargeLimits{}).index(),
                                   evse::Message(evse::EvInformationEnergy{}).index()));
    EXPECT_TRUE(bench.sent<DcPowerControl>().empty());
    bench.phase(HlcPhase::cable_check);
    EXPECT_EQ(bench.state.state, Insulation_Test);
}

TEST(Spec_6_2, Row_3_session_message_goes_at_least_once_with_a_power_side_already_enabled) {
    Bench bench;
    bench.power.status.system_enable = evse::SystemEnable::Allowed;
    bench.power.wakes_up = false;
    bench.reach(Negotiating_Connection);
    bench.power.status.system_enable = evse::SystemEnable::Allowed;
    bench.reach(Connected_With_Full_Info);
    bench.run_for(1_s);
    const auto sessions = bench.sent<evse::NewChargeSession>();
    ASSERT_GE(sessions.size(), 1u);
    EXPECT_LE(sessions.size(), 2u);
    EXPECT_TRUE(bench.state.session.enabled);
}

TEST(Spec_6_2, Row_4a_waits_for_system_enable) {
    Bench bench;
    bench.power.wakes_up = false;
    bench.reach(Insulation_Test);
    const core::Instant entered = bench.state.entered;
    bench.run_for(3_s);
    const auto frames = bench.sent<DcPowerControl>();
    ASSERT_GE(frames.size(), 30u);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        EXPECT_EQ(frames[i].time, entered + 100_ms * static_cast<std::int64_t>(i));
        EXPECT_EQ(frames[i].message, DcPowerControl{});
    }
    EXPECT_GE(bench.sent<evse::NewChargeSession>(entered).size(), 30u);
    EXPECT_FALSE(bench.outputs.output_contactors_close);
    bench.power.status.system_enable = evse::SystemEnable::Allowed;
    bench.run_for(100_ms);
    const core::Instant last = bench.sent<evse::NewChargeSession>().back().time;
    bench.run_for(2_s);
    EXPECT_EQ(bench.sent<evse::NewChargeSession>().back().time, last);
}

TEST(Spec_6_2, Row_4a_gives_up_after_the_wake_up_limit) {
    Bench bench;
    bench.power.wakes_up = false;
    bench.reach(Insulation_Test);
    const core::Instant entered = bench.state.entered;
    bench.run_until(entered + 39'999_ms);
    EXPECT_EQ(bench.state.state, Insulation_Test);
    bench.run_until(entered + 40_s);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    EXPECT_TRUE(bench.outputs.charger.stop_asked);
    bench.run_for(1_s);
    EXPECT_EQ(bench.finished(), evse::StopState::Rushed_Stop);
    EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
}

TEST(Spec_6_2, Row_4b_one_standby_frame_and_contactors_close) {
    Bench bench;
    bench.reach(Insulation_Test);
    bench.run_for(600_ms);
    const auto frames = bench.sent<DcPowerControl>();
    std::vector<DcPowerControl> standbys;
    core::Instant standby_at;
    core::Instant test_at = core::kNever;
    for (const auto& f : frames) {
        if (f.message.power_function == PowerFunction::Standby) {
            standbys.push_back(f.message);
            standby_at = f.time;
        }
        if (f.message.power_function == PowerFunction::Insulation_Test) {
            test_at = core::earliest(test_at, f.time);
        }
    }
    EXPECT_THAT(standbys, ElementsAre(standby(true)));
    EXPECT_EQ(test_at, standby_at + 100_ms);
    EXPECT_TRUE(bench.outputs.output_contactors_close);
}

TEST(Spec_6_2, Row_4b_waits_for_the_relay) {
    Bench bench;
    bench.relay_follows = false;
    bench.reach(Insulation_Test);
    bench.run_for(2_s);
    const auto frames = bench.sent<DcPowerControl>();
    EXPECT_EQ(frames.back().message, standby(true));
    const auto count = std::count_if(frames.begin(), frames.end(), [](const auto& f) {
        return f.message.power_function == PowerFunction::Standby;
    });
    EXPECT_EQ(count, 1);
    bench.relay_closed = true;
    bench.run_for(100_ms);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message.power_function,
              PowerFunction::Insulation_Test);
}

TEST(Spec_6_2, Row_4c_passes_after_ten_good_frames_in_a_row) {
    Bench bench;
    bench.power.follows = false;
    bench.reach(Insulation_Test);
    bench.run_for(1_s);
    EXPECT_EQ(bench.state.session.insulation_step, InsulationStep::test);
    DcPowerControl frame;
    frame.target_voltage_V = 500.0;
    frame.power_function = PowerFunction::Insulation_Test;
    frame.output_contactors_close = true;
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message, frame);
    EXPECT_EQ(bench.state.session.insulation_count, 0);
    bench.power.status.present_voltage_V = 449.9;
    bench.run_for(500_ms);
    EXPECT_EQ(bench.state.session.insulation_count, 0);
    bench.power.status.present_voltage_V = 450.0;
    while (bench.state.session.insulation_count < 9) bench.run_for(10_ms);
    bench.power.status.insulation_resistance_kohm = 98.0;
    bench.run_for(300_ms);
    EXPECT_EQ(bench.state.session.insulation_count, 0);
    bench.power.status.insulation_resistance_kohm = 100.0;
    while (bench.state.session.insulation_count < 1) bench.run_for(10_ms);
    const core::Instant first = bench.sent<DcPowerControl>().back().time;
    bench.run_until(first + 899_ms);
    EXPECT_EQ(bench.outputs.charger.insulation, ChargerView::Insulation::invalid);
    bench.run_until(first + 900_ms);
    EXPECT_EQ(bench.outputs.charger.insulation, ChargerView::Insulation::valid);
    EXPECT_EQ(bench.state.session.insulation_step, InsulationStep::lowering);
}

TEST(Spec_6_2, Row_4c_fails_after_thirty_seconds) {
    Bench bench;
    bench.power.resistance_kohm = 98.0;
    bench.reach(Insulation_Test);
    EXPECT_TRUE(bench.run_to(Closing_Communication, 40_s));
    const core::Instant ready = bench.sent<DcPowerControl>()[0].time;
    EXPECT_NEAR(core::to_seconds(bench.state.entered - ready), 30.0, 0.2);
    EXPECT_EQ(bench.outputs.charger.insulation, ChargerView::Insulation::fault);
    EXPECT_EQ(bench.outputs.charger.cable_check, ChargerView::CableCheck::failed);
    bench.run_for(1_s);
    EXPECT_EQ(bench.finished(), evse::StopState::Rushed_Stop);
    EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
    EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, "resistance below the limit"));
}

TEST(Spec_6_2, Row_4d_lowers_to_a_safe_voltage_and_tells_the_vehicle) {
    Bench bench;
    bench.power.lowers = false;
    bench.reach(Insulation_Test);
    while (bench.state.session.insulation_step != InsulationStep::lowering) bench.run_for(10_ms);
    bench.phase(HlcPhase::precharge);
    bench.run_for(2_s);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message, standby(true, true));
    bench.power.status.present_voltage_V = 20.1;
    bench.run_for(300_ms);
    EXPECT_EQ(bench.outputs.charger.cable_check, ChargerView::CableCheck::pending);
    EXPECT_EQ(bench.state.state, Insulation_Test);
    bench.power.status.present_voltage_V = 20.0;
    bench.run_for(100_ms);
    EXPECT_EQ(bench.outputs.charger.cable_check, ChargerView::CableCheck::passed);
    EXPECT_EQ(bench.state.state, Precharge);
}

TEST(Spec_6_2, Row_5_precharges_in_a_range_then_floats) {
    Bench bench;
    bench.reach(Precharge);
    bench.run_for(500_ms);
    DcPowerControl frame;
    frame.target_voltage_V = 350.0;
    frame.current_range_max_A = 2.0;
    frame.power_function = PowerFunction::Precharge;
    frame.setpoints_mode = evse::SetpointsMode::Range_Mode;
    frame.output_contactors_close = true;
    auto frames = bench.sent<DcPowerControl>();
    frames.erase(std::remove_if(frames.begin(), frames.end(),
                                [](const auto& f) {
                                    return f.message.power_function != PowerFunction::Precharge;
                                }),
                 frames.end());
    ASSERT_GE(frames.size(), 5u);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        EXPECT_EQ(frames[i].message, frame);
        EXPECT_EQ(frames[i].time, bench.state.entered + 100_ms * static_cast<std::int64_t>(i));
    }
    bench.request(352.0, 1.5);
    bench.run_for(100_ms);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message.target_voltage_V, 352.0);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message.current_range_max_A, 1.5);
    bench.phase(HlcPhase::power_delivery);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message, standby(true));
    EXPECT_EQ(bench.sent<DcPowerControl>().back().time, bench.now);
    EXPECT_EQ(bench.state.state, Precharge);
    bench.run_for(100_ms);
    EXPECT_EQ(bench.state.state, Waiting_For_Charge);
}

TEST(Spec_6_2, Row_6_tells_once_and_waits) {
    Bench bench;
    bench.reach(Waiting_For_Charge);
    const core::Instant entered = bench.state.entered;
    bench.run_for(3600_s);
    EXPECT_EQ(bench.state.state, Waiting_For_Charge);
    const auto changes = bench.sent<evse::ChargeStatusChange>();
    ASSERT_EQ(changes.size(), 1u);
    EXPECT_EQ(changes[0].time, entered);
    EXPECT_EQ(changes[0].message.vehicle_ready_for_charging, evse::ChargeStatus::Charge_Started);
    const auto frames = bench.sent<DcPowerControl>(entered);
    ASSERT_EQ(frames.size(), 1u);
    EXPECT_EQ(frames[0].message, standby(true));
    bench.phase(HlcPhase::charge_loop);
    EXPECT_EQ(bench.state.state, Charging);
    EXPECT_EQ(bench.state.missed_cycles, 0u) << "patience is no lateness";
}

TEST(Spec_6_2, Row_6_a_vehicle_that_gives_up_ends_normally) {
    Bench bench;
    bench.reach(Waiting_For_Charge);
    bench.phase(HlcPhase::stopped);
    EXPECT_EQ(bench.state.state, Ending_Charge);
    bench.phase(HlcPhase::closed);
    bench.run_for(2_s);
    ASSERT_EQ(bench.sent<evse::ChargeSessionFinished>().size(), 1u);
    EXPECT_EQ(bench.finished(), evse::StopState::Clean_Stop);
}

TEST(Spec_6_2, Row_7_follows_the_requests_of_the_vehicle) {
    Bench bench;
    bench.reach(Charging);
    DcPowerControl frame;
    frame.target_voltage_V = 440.0;
    frame.current_range_max_A = 50.0;
    frame.current_range_min_A = 50.0;
    frame.power_function = PowerFunction::Power_Transfer;
    frame.output_contactors_close = true;
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message, frame);
    bench.run_for(17_ms);
    bench.request(441.0, 60.0);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().time, bench.now);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message.current_range_max_A, 60.0);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message.current_range_min_A, 60.0);
    bench.request(0.0, 0.0);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message, standby(true));
    EXPECT_EQ(bench.state.state, Charging);
    bench.request(441.0, 60.0);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message.power_function,
              PowerFunction::Power_Transfer);
    bench.vehicle.battery.soc_percent = 51.0;
    bench.step();
    EXPECT_EQ(
        bench.sent<evse::EvInformationBattery>().back().message.present_state_of_charge_percent,
        51.0);
    bench.phase(HlcPhase::stopped);
    EXPECT_EQ(bench.state.state, Ending_Charge);
}

TEST(Spec_6_2, Row_7_is_standby_while_the_vehicle_asks_for_no_current) {
    for (const bool standby_at_zero : {true, false}) {
        Configuration configuration;
        configuration.standby_at_zero_request = standby_at_zero;
        Bench bench(configuration);
        bench.reach(Waiting_For_Charge);
        bench.vehicle.phase = HlcPhase::charge_loop;
        DcPowerControl transfer;
        transfer.target_voltage_V = 440.0;
        transfer.power_function = PowerFunction::Power_Transfer;
        transfer.output_contactors_close = true;
        const DcPowerControl nothing = standby_at_zero ? standby(true) : transfer;
        for (const double current_A : {0.0, -0.04, 0.04}) {
            bench.request(440.0, current_A);
            EXPECT_EQ(bench.state.state, Charging);
            DcPowerControl seen = bench.sent<DcPowerControl>().back().message;
            EXPECT_NEAR(seen.current_range_max_A, 0.0, 0.05);
            seen.current_range_max_A = seen.current_range_min_A = 0.0;
            EXPECT_EQ(seen, nothing) << current_A;
        }
        bench.request(440.0, 0.1);
        EXPECT_EQ(bench.sent<DcPowerControl>().back().message.power_function,
                  PowerFunction::Power_Transfer);
        EXPECT_EQ(bench.sent<DcPowerControl>().back().message.current_range_max_A, 0.1);
        bench.request(0.0, 0.0);
        EXPECT_EQ(bench.sent<DcPowerControl>().back().message, standby(true));
    }
}

TEST(Spec_6_2, Row_7_ends_when_the_vehicle_asks_for_open_contactors) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.vehicle.open_contactors_asked = true;
    bench.step();
    EXPECT_EQ(bench.state.state, Ending_Charge);
}

TEST(Spec_6_2, Row_8_takes_power_away_in_three_steps) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1'017_ms);
    bench.power.drops_current = false;
    bench.phase(HlcPhase::stopped);
    const core::Instant entered = bench.state.entered;
    EXPECT_EQ(entered, bench.now);
    bench.run_for(450_ms);
    EXPECT_TRUE(bench.outputs.output_contactors_close);
    auto frames = bench.sent<DcPowerControl>(entered);
    ASSERT_EQ(frames.size(), 5u);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        EXPECT_EQ(frames[i].message, standby(true));
        EXPECT_EQ(frames[i].time, entered + 100_ms * static_cast<std::int64_t>(i));
    }
    bench.power.status.present_current_A = -0.9;
    bench.run_for(750_ms);
    EXPECT_FALSE(bench.outputs.output_contactors_close);
    frames = bench.sent<DcPowerControl>(entered);
    const auto open = std::find_if(frames.begin(), frames.end(),
                                   [](const auto& f) { return f.message == standby(false); });
    ASSERT_NE(open, frames.end());
    for (auto f = open + 1; f != frames.end(); ++f) EXPECT_EQ(f->message, standby(false, true));
    EXPECT_GE(frames.end() - open, 4);
    const auto changes = bench.sent<evse::ChargeStatusChange>(entered);
    ASSERT_EQ(changes.size(), 1u);
    EXPECT_EQ(changes[0].message.vehicle_ready_for_charging, evse::ChargeStatus::Charge_Stopped);
    EXPECT_EQ(bench.state.state, Ending_Charge);
}

TEST(Spec_6_2, Row_8_opens_after_five_seconds_and_ends_rushed) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.power.drops_current = false;
    bench.phase(HlcPhase::stopped);
    const core::Instant entered = bench.state.entered;
    bench.run_until(entered + 4'999_ms);
    EXPECT_TRUE(bench.outputs.output_contactors_close);
    bench.run_until(entered + 5_s);
    EXPECT_FALSE(bench.outputs.output_contactors_close);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message, standby(false));
    bench.run_for(300_ms);
    bench.phase(HlcPhase::closed);
    bench.run_for(2_s);
    EXPECT_EQ(bench.finished(), evse::StopState::Rushed_Stop);
}

TEST(Spec_6_2, Row_9_forwards_the_voltage_and_sends_nothing_new) {
    Bench bench;
    bench.reach(Welding_Detection);
    bench.power.lowers = false;
    bench.power.status.present_voltage_V = 123.0;
    const core::Instant entered = bench.state.entered;
    bench.run_for(2_s);
    EXPECT_EQ(bench.outputs.charger.present_voltage_V, 123.0);
    for (const auto& f : bench.sent<DcPowerControl>(entered)) {
        EXPECT_EQ(f.message, standby(false, true));
    }
    EXPECT_TRUE(bench.sent<evse::ChargeStatusChange>(entered).empty());
    EXPECT_TRUE(bench.sent<evse::ChargeSessionFinished>().empty());
    EXPECT_EQ(bench.state.state, Welding_Detection);
    bench.phase(HlcPhase::closed);
    EXPECT_EQ(bench.state.state, Closing_Communication);
}

TEST(Spec_6_2, Row_10_lowers_finishes_once_holds_and_waits_again) {
    Bench bench;
    bench.reach(Welding_Detection);
    bench.power.lowers = false;
    bench.power.status.present_voltage_V = 123.0;
    bench.run_for(200_ms);
    bench.phase(HlcPhase::closed);
    bench.run_for(1_s);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message, standby(false, true));
    EXPECT_TRUE(bench.sent<evse::ChargeSessionFinished>().empty());
    bench.power.status.present_voltage_V = 20.0;
    bench.run_for(200_ms);
    EXPECT_EQ(bench.sent<DcPowerControl>().back().message, standby(false));
    const auto finished = bench.sent<evse::ChargeSessionFinished>();
    ASSERT_EQ(finished.size(), 1u);
    EXPECT_EQ(finished[0].message.state, evse::StopState::Clean_Stop);
    bench.run_until(finished[0].time + 2'999_ms);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    bench.run_until(finished[0].time + 3_s);
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
    bench.run_for(10_s);
    EXPECT_EQ(bench.state.state, Waiting_For_PEV) << "the plug is still in";
    EXPECT_EQ(bench.sent<evse::ChargeSessionFinished>().size(), 1u);
    bench.unplug();
    bench.run_for(1_s);
    bench.plug_in();
    EXPECT_EQ(bench.state.state, Negotiating_Connection);
}

TEST(Spec_6_2, Row_10_does_not_wait_for_ever) {
    Bench bench;
    bench.reach(Welding_Detection);
    bench.power.lowers = false;
    bench.power.status.present_voltage_V = 123.0;
    bench.run_for(200_ms);
    bench.phase(HlcPhase::closed);
    bench.run_for(19'900_ms);
    EXPECT_TRUE(bench.sent<evse::ChargeSessionFinished>().empty());
    bench.run_for(200_ms);
    EXPECT_EQ(bench.sent<evse::ChargeSessionFinished>().size(), 1u);
    EXPECT_TRUE(bench.noted(core::NoteKind::warning, "output still at 123 V"));
}

}  // namespace
}  // namespace chargerig::controller::test
