// SPDX-License-Identifier: Apache-2.0
#include "sim/monitor/rule_watch.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace chargerig::monitor {
namespace {

using evse::ControllerState;
using evse::EmergencyOrigin;
using evse::PowerFunction;
using evse::Rule;
using evse::SystemEnable;

// Messages with their times, as a session has them.
class Bus {
public:
    RuleWatch watch;

    void see(double time_s, const evse::Message& message) {
        watch.see(message, core::Instant{} + core::from_seconds(time_s));
    }
    void state(double time_s, ControllerState state) { see(time_s, evse::ControllerStatus{state}); }
    void status(double time_s, double voltage_V, double current_A, double insulation_kohm = 510.0,
                SystemEnable enable = SystemEnable::Allowed) {
        see(time_s,
            evse::PowerModulesStatus{voltage_V, current_A, 20.0, 20.0, enable, insulation_kohm});
    }
    void control(double time_s, PowerFunction function, bool close, bool lowering = false,
                 double voltage_V = 0.0, double current_A = 0.0) {
        evse::DcPowerControl frame;
        frame.power_function = function;
        frame.output_contactors_close = close;
        frame.lower_output_voltage = lowering;
        frame.target_voltage_V = voltage_V;
        frame.current_range_max_A = current_A;
        see(time_s, frame);
    }
    void emergency(double time_s, EmergencyOrigin origin = EmergencyOrigin::EVSE) {
        see(time_s, evse::EmergencyStop{origin});
    }
    void finished(double time_s, evse::StopState how = evse::StopState::Rushed_Stop) {
        see(time_s, evse::ChargeSessionFinished{how});
    }
    bool shows(Rule rule) const { return watch.shown().has(rule); }

    // Up to the first frame of the test of the insulation at 10.1 s.
    void to_insulation_test(double voltage_V = 500.0) {
        state(0.0, ControllerState::Waiting_For_PEV);
        state(1.0, ControllerState::Negotiating_Connection);
        state(2.0, ControllerState::Connected_With_Full_Info);
        see(2.0, evse::NewChargeSession{});
        state(3.0, ControllerState::Insulation_Test);
        control(9.9, PowerFunction::Off, false);
        status(9.95, 0.0, 0.0);
        control(10.0, PowerFunction::Standby, true);
        control(10.1, PowerFunction::Insulation_Test, true, false, voltage_V);
    }
    // With 100 A from 20 s on; the last status at 21 s.
    void to_charging() {
        to_insulation_test();
        test_passes(10.2, 500.0);
        status(12.0, 10.0, 0.0);
        state(13.0, ControllerState::Precharge);
        control(13.0, PowerFunction::Precharge, true, false, 400.0, 2.0);
        state(16.0, ControllerState::Waiting_For_Charge);
        see(16.0, evse::ChargeStatusChange{evse::ChargeStatus::Charge_Started});
        control(16.0, PowerFunction::Standby, true);
        state(17.0, ControllerState::Charging);
        control(17.0, PowerFunction::Power_Transfer, true, false, 450.0, 100.0);
        status(21.0, 400.0, 100.0);
    }
    // Nine more frames that hold, after the voltage has come, then lowering.
    void test_passes(double from_s, double voltage_V, int more = 10) {
        status(from_s, voltage_V, 0.0);
        for (int i = 0; i < more; ++i) {
            control(from_s + 0.1 * i, PowerFunction::Insulation_Test, true, false, voltage_V);
        }
        control(from_s + 0.1 * more, PowerFunction::Standby, true, true);
    }
    // All that an emergency has to show at this instant and after it.
    void emergency_in_order(double time_s, EmergencyOrigin origin) {
        control(time_s, PowerFunction::Standby, false);
        emergency(time_s, origin);
        finished(time_s + 0.05);
    }
};

TEST(Rules, have_names_in_order) {
    EXPECT_TRUE(std::ranges::is_sorted(evse::kRuleNames));
    EXPECT_EQ(name(Rule::interlock), "6.5/interlock");
    EXPECT_EQ(name(Rule::charge_pause), "6.2/13");
    EXPECT_EQ(name(Rule::wake_up), "5.13/wake_up");
}

TEST(RuleWatch, shows_the_states_on_the_way_to_the_test) {
    Bus bus;
    bus.to_insulation_test();
    EXPECT_TRUE(bus.shows(Rule::waiting_for_pev));
    EXPECT_TRUE(bus.shows(Rule::negotiating_connection));
    EXPECT_TRUE(bus.shows(Rule::connected_with_full_info));
    EXPECT_TRUE(bus.shows(Rule::insulation_wake_up));
    EXPECT_TRUE(bus.shows(Rule::insulation_ready));
    EXPECT_FALSE(bus.shows(Rule::insulation_test));
    EXPECT_FALSE(bus.shows(Rule::initialising));
}

TEST(RuleWatch, wants_no_set_points_before_a_session) {
    Bus bus;
    bus.state(0.0, ControllerState::Initialising);
    bus.control(0.05, PowerFunction::Off, false);
    bus.state(0.1, ControllerState::Waiting_For_PEV);
    EXPECT_FALSE(bus.shows(Rule::initialising));
    bus.control(0.5, PowerFunction::Off, false);
    bus.state(1.0, ControllerState::Negotiating_Connection);
    bus.state(2.0, ControllerState::Connected_With_Full_Info);
    EXPECT_FALSE(bus.shows(Rule::waiting_for_pev));
    EXPECT_FALSE(bus.shows(Rule::negotiating_connection));
}

TEST(RuleWatch, wants_exactly_one_standby_frame_before_the_test) {
    Bus bus;
    bus.state(3.0, ControllerState::Connected_With_Full_Info);
    bus.state(3.1, ControllerState::Insulation_Test);
    bus.status(9.9, 0.0, 0.0);
    bus.control(10.0, PowerFunction::Standby, true);
    bus.control(10.1, PowerFunction::Standby, true);
    bus.control(10.2, PowerFunction::Insulation_Test, true, false, 500.0);
    EXPECT_FALSE(bus.shows(Rule::insulation_ready));
}

TEST(RuleWatch, counts_the_frames_that_the_test_needs) {
    for (const int more : {9, 10, 11}) {
        Bus bus;
        bus.to_insulation_test();
        bus.test_passes(10.2, 500.0, more);
        EXPECT_TRUE(bus.shows(Rule::insulation_test));
        EXPECT_TRUE(bus.shows(Rule::insulation_ramp));
        EXPECT_EQ(bus.shows(Rule::insulation_pass), more == 10) << more;
    }
}

TEST(RuleWatch, takes_no_test_for_passed_without_voltage_or_resistance) {
    for (const auto& [voltage_V, kohm] : {std::pair{449.0, 510.0}, {500.0, 98.0}}) {
        Bus bus;
        bus.to_insulation_test();
        bus.status(10.15, voltage_V, 0.0, kohm);
        for (int i = 0; i < 10; ++i) {
            bus.control(10.2 + 0.1 * i, PowerFunction::Insulation_Test, true, false, 500.0);
        }
        bus.control(11.2, PowerFunction::Standby, true, true);
        EXPECT_FALSE(bus.shows(Rule::insulation_test));
        EXPECT_FALSE(bus.shows(Rule::insulation_pass));
    }
}

TEST(RuleWatch, wants_the_safe_voltage_before_the_precharge) {
    for (const double voltage_V : {20.0, 20.1}) {
        Bus bus;
        bus.to_insulation_test();
        bus.test_passes(10.2, 500.0);
        bus.status(12.0, voltage_V, 0.0);
        bus.control(12.1, PowerFunction::Precharge, true, false, 400.0, 2.0);
        EXPECT_EQ(bus.shows(Rule::insulation_discharge), voltage_V <= 20.0);
        EXPECT_EQ(bus.shows(Rule::post_test_discharge), voltage_V <= 20.0);
    }
}

TEST(RuleWatch, wants_the_cause_and_the_emergency_of_the_current_loop) {
    Bus only_told;
    only_told.to_charging();
    only_told.watch.told([] {
        evse::Rules causes;
        causes.add(Rule::interlock);
        return causes;
    }());
    only_told.finished(22.0);
    EXPECT_FALSE(only_told.shows(Rule::interlock));

    Bus not_told;
    not_told.to_charging();
    not_told.emergency_in_order(22.0, EmergencyOrigin::EVSE);
    EXPECT_FALSE(not_told.shows(Rule::interlock));

    Bus both;
    both.to_charging();
    evse::Rules causes;
    causes.add(Rule::interlock);
    both.watch.told(causes);
    both.emergency_in_order(22.0, EmergencyOrigin::EVSE);
    EXPECT_TRUE(both.shows(Rule::interlock));
}

TEST(RuleWatch, wants_the_emergency_of_welded_contactors_and_a_refusal_without_power) {
    evse::Rules welded;
    welded.add(Rule::output_contactors_welded);
    Bus contactors;
    contactors.to_charging();
    contactors.watch.told(welded);
    contactors.emergency_in_order(22.0, EmergencyOrigin::EVSE);
    EXPECT_TRUE(contactors.shows(Rule::output_contactors_welded));
    EXPECT_FALSE(contactors.shows(Rule::interlock));

    evse::Rules refused;
    refused.add(Rule::vehicle_refuses);
    Bus powered;
    powered.to_charging();
    powered.watch.told(refused);
    powered.finished(22.0);
    EXPECT_FALSE(powered.shows(Rule::vehicle_refuses));
}

TEST(RuleWatch, wants_the_contactors_open_in_the_instant_of_an_emergency) {
    evse::Rules causes;
    causes.add(Rule::vehicle_emergency);
    Bus closed;
    closed.to_charging();
    closed.watch.told(causes);
    closed.emergency(22.0, EmergencyOrigin::PEV);
    closed.control(22.1, PowerFunction::Standby, false);
    closed.finished(23.0);
    EXPECT_FALSE(closed.shows(Rule::vehicle_emergency));

    Bus other_origin;
    other_origin.to_charging();
    other_origin.watch.told(causes);
    other_origin.emergency_in_order(22.0, EmergencyOrigin::EVSE);
    EXPECT_FALSE(other_origin.shows(Rule::vehicle_emergency));
}

TEST(RuleWatch, measures_the_time_out_of_the_modules_status) {
    for (const double after_s : {0.48, 0.5, 0.52}) {
        Bus bus;
        bus.to_charging();
        bus.emergency_in_order(21.0 + after_s, EmergencyOrigin::EVSE);
        EXPECT_EQ(bus.shows(Rule::status_timeout), after_s == 0.5) << after_s;
        EXPECT_EQ(bus.shows(Rule::status_lost), after_s == 0.5) << after_s;
    }
}

TEST(RuleWatch, tells_a_withdrawn_permission_from_low_insulation) {
    Bus withdrawn;
    withdrawn.to_charging();
    withdrawn.status(21.1, 400.0, 100.0, 510.0, SystemEnable::Not_Allowed);
    withdrawn.emergency_in_order(21.1, EmergencyOrigin::EVSE);
    EXPECT_TRUE(withdrawn.shows(Rule::enable_while_charging));
    EXPECT_FALSE(withdrawn.shows(Rule::running_insulation));

    Bus low;
    low.to_charging();
    low.status(21.1, 400.0, 100.0, 38.0);
    low.emergency_in_order(21.1, EmergencyOrigin::EVSE);
    EXPECT_TRUE(low.shows(Rule::running_insulation));
    EXPECT_FALSE(low.shows(Rule::enable_while_charging));

    Bus just_enough;
    just_enough.to_charging();
    just_enough.status(21.1, 400.0, 100.0, 40.0);
    just_enough.emergency_in_order(21.1, EmergencyOrigin::EVSE);
    EXPECT_FALSE(just_enough.shows(Rule::running_insulation));
}

TEST(RuleWatch, wants_the_modules_to_stop_when_the_controller_is_lost) {
    for (const auto& [time_s, enable] : {std::pair{21.2, SystemEnable::Not_Allowed},
                                         {21.3, SystemEnable::Allowed},
                                         {21.4, SystemEnable::Not_Allowed},
                                         {21.3, SystemEnable::Not_Allowed}}) {
        Bus bus;
        bus.to_charging();
        bus.state(21.0, ControllerState::Charging);
        bus.status(time_s, 400.0, 0.0, 510.0, enable);
        const bool in_time = time_s == 21.3 && enable == SystemEnable::Not_Allowed;
        EXPECT_EQ(bus.shows(Rule::controller_status_lost), in_time) << time_s;
    }
}

TEST(RuleWatch, wants_a_whole_minute_without_set_points) {
    for (const auto& [time_s, current_A] : {std::pair{76.9, 100.0}, {77.1, 100.0}, {77.1, 90.0}}) {
        Bus bus;
        bus.to_charging();
        bus.state(time_s - 0.05, ControllerState::Charging);
        bus.status(time_s, 400.0, current_A);
        EXPECT_EQ(bus.shows(Rule::dcpc_gap), time_s > 77.0 && current_A == 100.0);
    }
}

TEST(RuleWatch, measures_the_limits_of_wake_up_and_test) {
    for (const double after_s : {39.5, 40.0, 40.5}) {
        Bus bus;
        bus.state(2.9, ControllerState::Connected_With_Full_Info);
        bus.state(3.0, ControllerState::Insulation_Test);
        bus.state(3.0 + after_s, ControllerState::Closing_Communication);
        bus.finished(44.0);
        EXPECT_EQ(bus.shows(Rule::wake_up), after_s == 40.0) << after_s;
    }
    for (const double after_s : {29.5, 30.0, 30.5}) {
        Bus bus;
        bus.to_insulation_test();
        bus.state(10.0 + after_s, ControllerState::Closing_Communication);
        bus.finished(44.0);
        EXPECT_EQ(bus.shows(Rule::insulation_timeout), after_s == 30.0) << after_s;
        EXPECT_FALSE(bus.shows(Rule::insulation_test_fails));
    }
}

TEST(RuleWatch, wants_the_current_gone_before_the_contactors_open) {
    for (const double current_A : {0.9, 1.0}) {
        Bus bus;
        bus.to_charging();
        bus.state(22.0, ControllerState::Ending_Charge);
        bus.see(22.0, evse::ChargeStatusChange{evse::ChargeStatus::Charge_Stopped});
        bus.control(22.0, PowerFunction::Standby, true);
        bus.status(22.5, 400.0, current_A);
        bus.control(22.6, PowerFunction::Standby, false);
        bus.control(22.7, PowerFunction::Standby, false, true);
        bus.state(23.0, ControllerState::Closing_Communication);
        EXPECT_EQ(bus.shows(Rule::end_current), current_A < 1.0);
        EXPECT_TRUE(bus.shows(Rule::ending_charge));
        EXPECT_TRUE(bus.shows(Rule::charging));
    }
}

TEST(RuleWatch, wants_a_period_to_be_kept) {
    for (const double period_s : {0.1, 0.12}) {
        Bus bus;
        for (int i = 0; i <= 50; ++i) {
            bus.state(i * 0.1, ControllerState::Waiting_For_PEV);
            bus.status(i * period_s, 0.0, 0.0);
        }
        EXPECT_EQ(bus.shows(Rule::status_period), period_s == 0.1);
    }
}

TEST(RuleWatch, wants_a_change_to_judge_the_spacing_of_parameters) {
    Bus bus;
    bus.see(0.0, evse::DcPowerParameters{500.0, 100.0, 0.0, 0.0});
    bus.see(0.1, evse::DcPowerParameters{500.0, 100.0, 0.0, 0.0});
    EXPECT_FALSE(bus.shows(Rule::parameters_spacing));
    bus.see(0.2, evse::DcPowerParameters{500.0, 50.0, 0.0, 0.0});
    EXPECT_TRUE(bus.shows(Rule::parameters_spacing));
    bus.see(0.25, evse::DcPowerParameters{500.0, 60.0, 0.0, 0.0});
    EXPECT_FALSE(bus.shows(Rule::parameters_spacing));
}

TEST(RuleWatch, looks_at_each_session_alone) {
    Bus bus;
    bus.to_charging();
    evse::Rules causes;
    causes.add(Rule::user_stop_charging);
    bus.watch.told(causes);
    bus.state(30.0, ControllerState::Closing_Communication);
    bus.state(34.0, ControllerState::Waiting_For_PEV);
    bus.see(40.0, evse::ChargeStatusChange{evse::ChargeStatus::Charge_Stopped});
    bus.finished(41.0, evse::StopState::Clean_Stop);
    EXPECT_FALSE(bus.shows(Rule::user_stop_charging));
}

}  // namespace
}  // namespace chargerig::monitor
