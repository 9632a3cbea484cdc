// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/controller/limits.hpp"
#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;

Configuration bidirectional() {
    Configuration c;
    c.is_bidirectional = true;
    c.max_charger_discharge_current_A = 80.0;
    return c;
}

TEST(ChargerLimits, configuration_and_cable_without_parameters) {
    const ChargerLimits limits = charger_limits({}, std::nullopt);
    EXPECT_EQ(limits.maximum_voltage_V, 500.0);
    EXPECT_EQ(limits.maximum_current_A, 100.0) << "the default cable carries 100 A";
    EXPECT_EQ(limits.maximum_power_W, 50'000.0);
    EXPECT_EQ(limits.maximum_discharge_current_A, 0.0);
}

TEST(ChargerLimits, parameters_only_lower) {
    evse::DcPowerParameters given{400.0, 60.0, 50.0, 0.0};
    ChargerLimits limits = charger_limits(bidirectional(), given);
    EXPECT_EQ(limits.maximum_voltage_V, 400.0);
    EXPECT_EQ(limits.maximum_current_A, 60.0);
    EXPECT_EQ(limits.maximum_discharge_current_A, 50.0);
    given = {900.0, 300.0, 300.0, 0.0};
    limits = charger_limits(bidirectional(), given);
    EXPECT_EQ(limits.maximum_voltage_V, 500.0);
    EXPECT_EQ(limits.maximum_current_A, 100.0);
    EXPECT_EQ(limits.maximum_discharge_current_A, 80.0);
    given = {};
    EXPECT_EQ(charger_limits(bidirectional(), given), charger_limits(bidirectional(), {}));
}

TEST(ChargerLimits, zero_omits_a_cable_cap) {
    Configuration c;
    c.max_charger_voltage_V = 1000.0;
    c.max_charger_current_A = 250.0;
    c.max_cable_voltage_V = 0.0;
    c.max_cable_current_A = 0.0;
    const ChargerLimits limits = charger_limits(c, {});
    EXPECT_EQ(limits.maximum_voltage_V, 1000.0);
    EXPECT_EQ(limits.maximum_current_A, 250.0);
    EXPECT_EQ(limits.maximum_power_W, 250'000.0);
}

TEST(ChargerLimits, not_bidirectional_offers_no_discharge) {
    Configuration c = bidirectional();
    c.is_bidirectional = false;
    EXPECT_EQ(charger_limits(c, {}).maximum_discharge_current_A, 0.0);
    EXPECT_EQ(charger_limits(c, {}).maximum_discharge_power_W, 0.0);
}

TEST(SessionRange, charge_only_goes_from_minimum_to_maximum) {
    Configuration c;
    c.min_charger_current_A = 3.0;
    link::VehicleView vehicle;
    vehicle.limits.maximum_charge_current_A = 70.0;
    EXPECT_EQ(session_range(c, charger_limits(c, {}), vehicle, 400.0), (CurrentRange{70.0, 3.0}));
    vehicle.limits.minimum_charge_current_A = 5.0;
    EXPECT_EQ(session_range(c, charger_limits(c, {}), vehicle, 400.0), (CurrentRange{70.0, 5.0}));
    vehicle.limits.maximum_charge_current_A = 4.0;
    EXPECT_EQ(session_range(c, charger_limits(c, {}), vehicle, 400.0), (CurrentRange{4.0, 4.0}));
}

TEST(SessionRange, bidirectional_has_both_ends) {
    const Configuration c = bidirectional();
    link::VehicleView vehicle;
    vehicle.bidirectional = true;
    vehicle.limits.maximum_charge_current_A = 150.0;
    vehicle.limits.maximum_discharge_current_A = 40.0;
    EXPECT_EQ(session_range(c, charger_limits(c, {}), vehicle, 400.0),
              (CurrentRange{100.0, -40.0}));
}

TEST(SessionRange, without_a_discharge_limit_a_dynamic_vehicle_cannot_discharge) {
    const Configuration c = bidirectional();
    link::VehicleView vehicle;
    vehicle.bidirectional = true;
    vehicle.dynamic_control = true;
    vehicle.limits.maximum_charge_current_A = 150.0;
    EXPECT_EQ(session_range(c, charger_limits(c, {}), vehicle, 400.0), (CurrentRange{100.0, 0.0}));
}

TEST(LimitedTarget, without_a_discharge_limit_a_scheduled_vehicle_is_bound_by_the_charger_alone) {
    const Configuration c = bidirectional();
    const ChargerLimits charger = charger_limits(c, {});
    link::VehicleView vehicle;
    vehicle.bidirectional = true;
    EXPECT_EQ(limited_target_A(c, charger, vehicle, 400.0, -50.0), -50.0);
    EXPECT_EQ(limited_target_A(c, charger, vehicle, 400.0, -500.0),
              -charger.maximum_discharge_current_A);
}

TEST(SessionRange, discharge_only_is_negative_at_both_ends) {
    Configuration c = bidirectional();
    c.min_charger_discharge_current_A = 2.0;
    link::VehicleView vehicle;
    vehicle.bidirectional = true;
    vehicle.limits.maximum_charge_current_A = 0.0;
    vehicle.limits.maximum_discharge_current_A = 40.0;
    vehicle.limits.minimum_discharge_current_A = 4.0;
    EXPECT_EQ(session_range(c, charger_limits(c, {}), vehicle, 400.0), (CurrentRange{-4.0, -40.0}));
}

TEST(SessionRange, power_becomes_current_at_the_present_voltage) {
    Configuration c = bidirectional();
    c.max_charger_power_W = 20'000.0;
    link::VehicleView vehicle;
    vehicle.bidirectional = true;
    vehicle.limits.maximum_discharge_current_A = 100.0;
    vehicle.limits.maximum_discharge_power_W = 10'000.0;
    vehicle.limits.minimum_voltage_V = 300.0;
    const ChargerLimits charger = charger_limits(c, {});
    EXPECT_EQ(session_range(c, charger, vehicle, 400.0), (CurrentRange{50.0, -25.0}));
    // 20000 / 333 = 60.06, 10000 / 333 = 30.03: cut, never rounded up.
    EXPECT_EQ(session_range(c, charger, vehicle, 333.0), (CurrentRange{60.0, -30.0}));
    EXPECT_EQ(session_range(c, charger, vehicle, 0.0), (CurrentRange{66.6, -33.3}))
        << "the minimum voltage bounds it from below";
}

TEST(SessionRange, maximum_is_never_below_minimum) {
    link::VehicleView vehicle;
    for (const bool both : {false, true}) {
        for (const double charge_A : {0.0, 1.0, 50.0, 500.0}) {
            for (const double discharge_A : {0.0, 1.0, 50.0, 500.0}) {
                for (const double minimum_A : {0.0, 2.0, 600.0}) {
                    const Configuration c = bidirectional();
                    vehicle.bidirectional = both;
                    vehicle.limits.maximum_charge_current_A = charge_A;
                    vehicle.limits.maximum_discharge_current_A = discharge_A;
                    vehicle.limits.minimum_charge_current_A = minimum_A;
                    vehicle.limits.minimum_discharge_current_A = minimum_A;
                    const CurrentRange range =
                        session_range(c, charger_limits(c, {}), vehicle, 400.0);
                    EXPECT_GE(range.maximum_A, range.minimum_A);
                    EXPECT_LE(range.maximum_A, 100.0);
                    EXPECT_GE(range.minimum_A, both ? -80.0 : 0.0);
                }
            }
        }
    }
}

TEST(SessionRange, a_vehicle_limit_below_zero_leaves_no_current) {
    // The vehicle link takes limits down to -2.
    link::VehicleView vehicle;
    vehicle.limits.maximum_charge_current_A = -2.0;
    const Configuration c = bidirectional();
    const ChargerLimits charger = charger_limits(c, {});
    EXPECT_EQ(session_range(c, charger, vehicle, 400.0), (CurrentRange{0.0, 0.0}));
    EXPECT_EQ(limited_target_A(c, charger, vehicle, 400.0, 50.0), 0.0);
    vehicle.limits.maximum_charge_current_A = 50.0;
    vehicle.limits.maximum_charge_power_W = -2.0;
    EXPECT_EQ(session_range(c, charger, vehicle, 400.0), (CurrentRange{0.0, 0.0}));
}

TEST(Target, is_kept_inside_the_merged_limits) {
    link::VehicleView vehicle;
    vehicle.limits.maximum_charge_current_A = 70.0;
    vehicle.limits.maximum_discharge_current_A = 30.0;
    Configuration c = bidirectional();
    const ChargerLimits charger = charger_limits(c, {});
    EXPECT_EQ(limited_target_A(c, charger, vehicle, 400.0, 90.0), 70.0);
    EXPECT_EQ(limited_target_A(c, charger, vehicle, 400.0, 60.0), 60.0);
    EXPECT_EQ(limited_target_A(c, charger, vehicle, 400.0, -50.0), 0.0);
    c.limit_non_bidir_to_positive_current = false;
    EXPECT_EQ(limited_target_A(c, charger, vehicle, 400.0, -50.0), -30.0)
        << "a limit that the vehicle tells holds whatever it selected";
    vehicle.limits.maximum_discharge_current_A.reset();
    EXPECT_EQ(limited_target_A(c, charger, vehicle, 400.0, -50.0), -50.0);
    vehicle.limits.maximum_discharge_current_A = 30.0;
    vehicle.bidirectional = true;
    EXPECT_EQ(limited_target_A(c, charger, vehicle, 400.0, -50.0), -30.0);
}

TEST(Offer, follows_parameters_in_the_middle_of_a_session) {
    Bench bench;
    bench.reach(Charging);
    EXPECT_EQ(bench.outputs.charger.maximum_current_A, 100.0);
    bench.receive(evse::DcPowerParameters{450.0, 20.0, 0.0, 0.0});
    bench.run_for(200_ms);
    EXPECT_EQ(bench.outputs.charger.maximum_current_A, 20.0);
    EXPECT_EQ(bench.outputs.charger.maximum_voltage_V, 450.0);
    EXPECT_EQ(bench.sent<evse::DcPowerControl>().back().message.current_range_max_A, 20.0);
    EXPECT_TRUE(bench.noted(core::NoteKind::warning, "target current limited"));
}

TEST(Offer, measurements_are_passed_on_and_counted) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    const std::uint32_t count = bench.outputs.charger.present_count;
    bench.run_for(1_s);
    EXPECT_EQ(bench.outputs.charger.present_count, count + 10);
    EXPECT_EQ(bench.outputs.charger.present_voltage_V, 350.0);
    EXPECT_EQ(bench.outputs.charger.present_current_A, 50.0);
}

TEST(Offer, a_cable_below_the_charger_is_noted_once) {
    Bench bench;
    bench.run_until(at_ms(5'000));
    EXPECT_TRUE(bench.noted(core::NoteKind::warning, "cable limits current to 100 A"));
    EXPECT_TRUE(bench.noted(core::NoteKind::warning, "configured 120 A"));
    EXPECT_FALSE(bench.noted(core::NoteKind::warning, "cable limits voltage"));
}

TEST(Precharge, current_never_exceeds_two_amperes) {
    for (const double asked_A : {0.0, 0.5, 2.0, 50.0}) {
        Bench bench;
        bench.reach(Precharge);
        bench.request(350.0, asked_A);
        bench.run_for(100_ms);
        EXPECT_EQ(bench.sent<evse::DcPowerControl>().back().message.current_range_max_A,
                  asked_A == 0.5 ? 0.5 : 2.0);
    }
}

TEST(TestVoltage, is_the_negotiated_maximum_and_can_be_capped) {
    struct Case {
        double configured_V;
        bool capped;
        double parameters_V;
        double expected_V;
    };
    for (const Case& c :
         {Case{0.0, false, 0.0, 500.0}, Case{0.0, true, 0.0, 450.0}, Case{0.0, false, 420.0, 420.0},
          Case{300.0, false, 0.0, 300.0}, Case{900.0, false, 0.0, 500.0}}) {
        Configuration configuration;
        configuration.test_voltage_V = c.configured_V;
        configuration.test_voltage_capped_to_vehicle = c.capped;
        Bench bench(configuration);
        bench.reach(Negotiating_Connection);
        bench.receive(evse::DcPowerParameters{c.parameters_V, 0.0, 0.0, 0.0});
        bench.reach(Insulation_Test);
        bench.run_for(1_s);
        EXPECT_EQ(bench.sent<evse::DcPowerControl>().back().message.target_voltage_V, c.expected_V);
    }
}

TEST(SkippedCableCheck, goes_from_the_contactors_to_precharge) {
    Configuration configuration;
    configuration.skip_cable_check = true;
    Bench bench(configuration);
    bench.power.resistance_kohm = 0.0;
    bench.reach(Charging);
    for (const auto& f : bench.sent<evse::DcPowerControl>()) {
        EXPECT_NE(f.message.power_function, evse::PowerFunction::Insulation_Test);
    }
    EXPECT_TRUE(bench.noted(core::NoteKind::warning, "insulation is not tested"));
}

TEST(WaitEnableIn, state3_waits_before_the_insulation_test) {
    Configuration configuration;
    configuration.wait_enable_in = WaitEnableIn::state3;
    Bench bench(configuration);
    bench.reach(Connected_With_Full_Info);
    bench.phase(HlcPhase::cable_check);
    bench.run_for(5_s);
    EXPECT_EQ(bench.state.state, Connected_With_Full_Info);
    bench.power.status.system_enable = evse::SystemEnable::Allowed;
    bench.run_for(200_ms);
    EXPECT_EQ(bench.state.state, Insulation_Test);
    for (const auto& f : bench.sent<evse::DcPowerControl>()) {
        EXPECT_NE(f.message.power_function, evse::PowerFunction::Off);
    }
}

TEST(WaitEnableIn, state3_gives_up_after_the_wake_up_limit) {
    Configuration configuration;
    configuration.wait_enable_in = WaitEnableIn::state3;
    Bench bench(configuration);
    bench.reach(Connected_With_Full_Info);
    bench.phase(HlcPhase::cable_check);
    const core::Instant asked = bench.now;
    bench.run_until(asked + 39'999_ms);
    EXPECT_EQ(bench.state.state, Connected_With_Full_Info);
    bench.run_until(asked + 40_s);
    EXPECT_EQ(bench.state.state, Closing_Communication);
}

TEST(BackEnd, set_points_outside_a_dynamic_session_are_refused_with_a_note) {
    Bench waiting;
    waiting.reach(Waiting_For_PEV);
    waiting.ocpp(10.0);
    EXPECT_TRUE(waiting.noted(core::NoteKind::warning, "no session is running"));
    Bench target;
    target.reach(Charging);
    target.ocpp(10.0);
    target.run_for(1_s);
    EXPECT_TRUE(target.noted(core::NoteKind::warning, "not in dynamic control"));
    EXPECT_TRUE(target.sent<evse::OcppControl>().empty());
    Bench early;
    early.reach(Precharge);
    early.ocpp(4000.0);
    EXPECT_TRUE(early.noted(core::NoteKind::warning, "-3276.8 to 3276.7 A"));
}

TEST(BackEnd, an_early_set_point_goes_out_when_charging_begins) {
    Configuration configuration;
    configuration.enable_iso_part20 = true;
    Bench bench(configuration);
    bench.plug_in_iso20();
    bench.reach(Precharge);
    bench.ocpp(33.0);
    EXPECT_TRUE(bench.sent<evse::OcppControl>().empty());
    bench.reach(Charging);
    ASSERT_EQ(bench.sent<evse::OcppControl>().size(), 1u);
    EXPECT_EQ(bench.sent<evse::OcppControl>()[0].message.dynamic_target_current_A, 33.0);
}

TEST(Charging, the_mode_is_fixed_for_a_transfer_whatever_the_vehicle_says_later) {
    Configuration configuration;
    configuration.enable_iso_part20 = true;
    for (const bool dynamic : {false, true}) {
        Bench bench(configuration);
        bench.plug_in_iso20(dynamic);
        bench.reach(Charging);
        bench.request(400.0, 20.0);
        bench.vehicle.dynamic_control = !dynamic;
        bench.run_for(500_ms);
        EXPECT_EQ(bench.sent<evse::DcPowerControl>().back().message.setpoints_mode,
                  dynamic ? evse::SetpointsMode::Range_Mode : evse::SetpointsMode::Target_Mode);
    }
}

TEST(NewChargeSession, a_vehicle_larger_than_the_old_fields_is_shown_at_their_end) {
    Bench bench;
    bench.plug_in();
    bench.vehicle.battery.capacity_kWh = 600.0;
    bench.reach(Connected_With_Full_Info);
    bench.run_for(1_s);
    const auto sent = bench.sent<evse::NewChargeSession>();
    ASSERT_FALSE(sent.empty());
    EXPECT_EQ(sent.back().message.battery_capacity_kWh, 510.0);
    EXPECT_TRUE(bench.noted(core::NoteKind::warning, "New_Charge_Session up to version 3.0"));
}

TEST(VoltageWindow, a_vehicle_that_needs_more_than_the_charger_offers_is_sent_away_in_order) {
    for (const double least_V : {500.0, 500.1}) {
        Bench bench;
        bench.reach(Negotiating_Connection);
        bench.run_for(600_ms);
        bench.vehicle.limits.minimum_voltage_V = least_V;
        bench.phase(HlcPhase::parameters);
        bench.vehicle.limits.maximum_voltage_V = 800.0;
        bench.run_for(1_s);
        const bool fits = least_V <= 500.0;
        EXPECT_EQ(bench.state.state, fits ? Connected_With_Full_Info : Closing_Communication);
        EXPECT_EQ(bench.outputs.charger.stop_asked, !fits);
        if (fits) continue;
        EXPECT_FALSE(bench.outputs.charger.emergency);
        EXPECT_FALSE(bench.outputs.charger.malfunction);
        EXPECT_FALSE(bench.sent<evse::NewChargeSession>().empty()) << "the bus has seen the state";
        EXPECT_TRUE(bench.noted(core::NoteKind::abnormal,
                                "the vehicle needs a higher voltage than the charger offers"));
        EXPECT_EQ(bench.finished(), evse::StopState::Rushed_Stop);
        EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
        EXPECT_TRUE(bench.sent<evse::DcPowerControl>().empty());
    }
}

TEST(VoltageWindow, a_battery_above_the_offer_counts_as_well) {
    Bench bench;
    bench.reach(Negotiating_Connection);
    bench.vehicle.battery.present_voltage_V = 720.0;
    bench.reach(Connected_With_Full_Info);
    bench.run_for(1_s);
    EXPECT_EQ(bench.state.state, Closing_Communication);
}

TEST(VoltageWindow, a_vehicle_below_the_charger_s_lowest_voltage_is_sent_away) {
    for (const double lowest_V : {450.0, 460.0}) {
        Configuration configuration;
        configuration.min_charger_voltage_V = lowest_V;
        Bench bench(configuration);
        bench.reach(Connected_With_Full_Info);
        bench.run_for(1_s);
        EXPECT_EQ(bench.state.state,
                  lowest_V <= 450.0 ? Connected_With_Full_Info : Closing_Communication);
        EXPECT_EQ(bench.noted(core::NoteKind::abnormal, "as high as the charger's lowest"),
                  lowest_V > 450.0);
    }
}

TEST(VoltageWindow, a_precharge_that_the_charger_cannot_give_ends_in_order) {
    struct Case {
        double target_V;
        bool fits;
    };
    for (const Case& c : {Case{500.0, true}, Case{500.5, false}, Case{200.0, true},
                          Case{199.0, false}, Case{0.0, true}}) {
        Configuration configuration;
        configuration.min_charger_voltage_V = 200.0;
        Bench bench(configuration);
        bench.reach(Precharge);
        bench.request(c.target_V, 1.0);
        bench.run_for(300_ms);
        EXPECT_EQ(bench.state.state, c.fits ? Precharge : Closing_Communication) << c.target_V;
        if (c.fits) continue;
        EXPECT_TRUE(bench.outputs.charger.stop_asked);
        bench.run_for(2_s);
        EXPECT_EQ(bench.finished(), evse::StopState::Rushed_Stop);
        EXPECT_FALSE(bench.outputs.output_contactors_close);
        EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
    }
}

TEST(TargetVoltage, is_kept_inside_what_the_charger_offers) {
    Bench bench;
    bench.reach(Charging);
    bench.request(520.0, 20.0);
    EXPECT_EQ(bench.last_power().target_voltage_V, 500.0);
    EXPECT_TRUE(bench.noted(core::NoteKind::warning, "target voltage limited"));
    bench.receive(evse::DcPowerParameters{420.0, 0.0, 0.0, 0.0});
    bench.run_for(200_ms);
    EXPECT_EQ(bench.last_power().target_voltage_V, 420.0);
}

TEST(DeadBand, no_current_is_chosen_that_a_direction_cannot_carry) {
    Configuration c = bidirectional();
    c.min_charger_current_A = 3.0;
    c.min_charger_discharge_current_A = 2.0;
    const ChargerLimits charger = charger_limits(c, {});
    link::VehicleView vehicle;
    vehicle.limits.minimum_charge_current_A = 5.0;
    EXPECT_EQ(outside_dead_band_A(charger, vehicle, 4.9), 0.0);
    EXPECT_EQ(outside_dead_band_A(charger, vehicle, 5.0), 5.0);
    EXPECT_EQ(outside_dead_band_A(charger, vehicle, 0.0), 0.0);
    EXPECT_EQ(outside_dead_band_A(charger, vehicle, -1.9), 0.0);
    EXPECT_EQ(outside_dead_band_A(charger, vehicle, -2.0), -2.0);
    vehicle.limits.minimum_discharge_current_A = 6.0;
    EXPECT_EQ(outside_dead_band_A(charger, vehicle, -5.0), 0.0);
}

TEST(DeadBand, holds_where_the_controller_chooses_the_target) {
    Configuration configuration = bidirectional();
    configuration.enable_iso_part20 = true;
    configuration.supports_range_mode = false;
    configuration.min_charger_current_A = 3.0;
    Bench bench(configuration);
    bench.plug_in_iso20(true, true);
    bench.vehicle.limits.maximum_discharge_current_A = 60.0;
    bench.reach(Charging);
    bench.ocpp(2.0);
    bench.run_for(200_ms);
    EXPECT_EQ(bench.last_power().current_range_max_A, 0.0);
    EXPECT_EQ(bench.last_power().setpoints_mode, evse::SetpointsMode::Target_Mode);
    bench.ocpp(4.0);
    bench.run_for(200_ms);
    EXPECT_EQ(bench.last_power().current_range_max_A, 4.0);
}

TEST(SessionRange, a_bidirectional_vehicle_at_a_charger_that_only_charges) {
    Configuration configuration;
    configuration.enable_iso_part20 = true;
    configuration.min_charger_current_A = 3.0;
    Bench bench(configuration);
    bench.plug_in_iso20(true, true);
    bench.vehicle.limits.maximum_discharge_current_A = 60.0;
    bench.reach(Charging);
    EXPECT_EQ(bench.last_power().current_range_max_A, 100.0);
    EXPECT_EQ(bench.last_power().current_range_min_A, 3.0) << "charge only: + the least current";
    EXPECT_FALSE(bench.outputs.charger.bidirectional);
    EXPECT_EQ(bench.outputs.charger.maximum_discharge_current_A, 0.0);
}

}  // namespace
}  // namespace chargerig::controller::test
