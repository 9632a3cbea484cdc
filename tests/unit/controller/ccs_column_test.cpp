// SPDX-License-Identifier: Apache-2.0
//
// One test for each row of the CCS column of the table per plug type (spec 6.4,
// resources/protocols/behaviour.yaml).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/controller/insulation.hpp"
#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;
using evse::CommunicationProtocol;
using evse::DcPowerControl;
using link::HlcProtocol;
using testing::ElementsAre;

TEST(Spec_6_4, Row_ccs_start_needs_the_plug_alone) {
    Bench bench;
    bench.run_until(at_ms(5'000));
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
    bench.plug_in();
    EXPECT_EQ(bench.state.state, Negotiating_Connection);
}

struct Label {
    HlcProtocol protocol;
    CommunicationProtocol label;
};

TEST(Spec_6_4, Row_ccs_protocol_labels_0_1_2_7) {
    for (const Label& l :
         {Label{HlcProtocol::din_70121, CommunicationProtocol::CCS_DIN_70121_2012_v2},
          Label{HlcProtocol::iso15118_2_2010, CommunicationProtocol::CCS_ISO_15118_2010_v1},
          Label{HlcProtocol::iso15118_2_2013, CommunicationProtocol::CCS_ISO_15118_2013_v2},
          Label{HlcProtocol::iso15118_20, CommunicationProtocol::CCS_ISO_15118_2022}}) {
        Configuration configuration;
        configuration.enable_iso_part20 = true;
        Bench bench(configuration);
        bench.reach(Waiting_For_PEV);
        bench.plug_in(l.protocol);
        bench.reach(Connected_With_Full_Info);
        EXPECT_EQ(bench.sent<evse::NewChargeSession>().back().message.communication_protocol,
                  l.label);
    }
}

TEST(Spec_6_4, Row_ccs_protocol_labels_refuse_what_is_not_enabled) {
    Bench bench;  // ISO 15118-20 is off by default
    bench.reach(Waiting_For_PEV);
    bench.plug_in(HlcProtocol::iso15118_20);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, "does not enable"));
}

TEST(Spec_6_4, Row_ccs_plug_and_pins_core_or_extended) {
    for (const bool charger_extended : {true, false}) {
        for (const bool vehicle_extended : {true, false}) {
            Configuration configuration;
            configuration.energy_transfer_type =
                charger_extended ? EnergyTransferType::DC_extended : EnergyTransferType::DC_core;
            Bench bench(configuration);
            bench.reach(Negotiating_Connection);
            bench.vehicle.extended_pins = vehicle_extended;
            bench.reach(Connected_With_Full_Info);
            EXPECT_EQ(bench.sent<evse::NewChargeSession>().back().message.plug_and_pins,
                      charger_extended && vehicle_extended ? evse::PlugAndPins::CCS_DC_Extended
                                                           : evse::PlugAndPins::CCS_DC_Core);
        }
    }
}

TEST(Spec_6_4, Row_ccs_external_authorisation_is_answered_at_once) {
    Bench bench;
    bench.reach(Negotiating_Connection);
    bench.run_for(600_ms);
    EXPECT_FALSE(bench.outputs.charger.authorised);
    bench.vehicle.authorisation_asked = true;
    bench.phase(HlcPhase::authorisation);
    EXPECT_TRUE(bench.outputs.charger.authorised);
    EXPECT_FALSE(bench.outputs.charger.authorisation_refused);
    bench.phase(HlcPhase::parameters);
    EXPECT_EQ(bench.state.state, Connected_With_Full_Info);
}

TEST(Spec_6_4, Row_ccs_locking_is_left_to_the_vehicle) {
    Bench bench;
    bench.reach(Connected_With_Full_Info);
    bench.run_for(30_s);  // the vehicle has not locked yet: it does not ask for the cable check
    EXPECT_EQ(bench.state.state, Connected_With_Full_Info);
    for (const auto& inputs : bench.sent<evse::SeccInputs>()) {
        EXPECT_EQ(inputs.message, evse::SeccInputs{});
    }
    bench.phase(HlcPhase::cable_check);
    EXPECT_EQ(bench.state.state, Insulation_Test);
}

TEST(Spec_6_4, Row_ccs_insulation_limit_is_100_kohm) {
    EXPECT_EQ(insulation_limit_kohm(Configuration{}, 500.0), 100.0);
    EXPECT_EQ(insulation_limit_kohm(Configuration{}, 1000.0), 100.0);
    for (const double kohm : {98.0, 100.0}) {
        Bench bench;
        bench.power.resistance_kohm = kohm;
        bench.reach(Insulation_Test);
        bench.run_for(5_s);
        EXPECT_EQ(bench.outputs.charger.cable_check == link::ChargerView::CableCheck::passed,
                  kohm >= 100.0);
    }
}

TEST(Spec_6_4, Row_ccs_precharge_state_is_passed) {
    Bench bench;
    bench.reach(Charging);
    EXPECT_THAT(
        bench.states_seen(),
        ElementsAre(Initialising, Waiting_For_PEV, Negotiating_Connection, Connected_With_Full_Info,
                    Insulation_Test, Precharge, Waiting_For_Charge, Charging));
}

TEST(Spec_6_4, Row_ccs_vehicle_contactors_close_at_the_end_of_precharge) {
    Bench bench;
    bench.reach(Precharge);
    bench.run_for(3_s);
    EXPECT_EQ(bench.state.state, Precharge);
    EXPECT_EQ(bench.outputs.charger.present_voltage_V, 350.0);
    const core::Instant closed = bench.now;
    bench.phase(HlcPhase::power_delivery);
    bench.run_for(200_ms);
    for (const auto& f : bench.sent<DcPowerControl>(closed)) {
        EXPECT_EQ(f.message.power_function, evse::PowerFunction::Standby);
        EXPECT_FALSE(f.message.lower_output_voltage) << "the battery is connected";
        EXPECT_TRUE(f.message.output_contactors_close);
    }
}

TEST(Spec_6_4, Row_ccs_loop_period_is_the_vehicles) {
    for (const core::Duration period : {25_ms, 100_ms, 101_ms, 235_ms, 60'000_ms}) {
        Bench bench;
        bench.reach(Charging);
        const core::Instant start = bench.now;
        for (int i = 0; i < 8; ++i) {
            bench.run_for(period);
            bench.request(440.0, 10.0 + i);
            const auto last = bench.sent<DcPowerControl>().back();
            EXPECT_EQ(last.time, bench.now);
            EXPECT_EQ(last.message.current_range_max_A, 10.0 + i);
        }
        EXPECT_EQ(bench.state.state, Charging);
        const auto frames = bench.sent<DcPowerControl>(start + period, bench.now);
        for (std::size_t i = 1; i < frames.size(); ++i) {
            EXPECT_LE(frames[i].time - frames[i - 1].time, 150_ms);
        }
        if (period < 150_ms) {
            EXPECT_EQ(frames.size(), 8u) << "one frame per request, none between";
        } else {
            EXPECT_GT(frames.size(), 8u) << "the last request is repeated";
        }
    }
}

Configuration iso20(double discharge_A) {
    Configuration configuration;
    configuration.enable_iso_part20 = true;
    configuration.is_bidirectional = discharge_A > 0.0;
    configuration.max_charger_discharge_current_A = discharge_A;
    return configuration;
}

TEST(Spec_6_4, Row_ccs_range_mode_in_dynamic_control_only) {
    for (const bool dynamic : {false, true}) {
        Bench bench(iso20(80.0));
        bench.reach(Waiting_For_PEV);
        bench.plug_in(HlcProtocol::iso15118_20);
        bench.vehicle.dynamic_control = dynamic;
        bench.vehicle.bidirectional = true;
        bench.vehicle.limits.maximum_discharge_current_A = 60.0;
        bench.reach(Charging);
        const DcPowerControl frame = bench.sent<DcPowerControl>().back().message;
        EXPECT_EQ(frame.setpoints_mode,
                  dynamic ? evse::SetpointsMode::Range_Mode : evse::SetpointsMode::Target_Mode);
        EXPECT_EQ(frame.current_range_max_A, dynamic ? 100.0 : 50.0);
        EXPECT_EQ(frame.current_range_min_A, dynamic ? -60.0 : 50.0);
        EXPECT_EQ(frame.target_voltage_V, dynamic ? 450.0 : 440.0);
    }
}

TEST(Spec_6_4, Row_ccs_range_mode_forwards_the_back_end_as_it_is) {
    Bench bench(iso20(80.0));
    bench.reach(Waiting_For_PEV);
    bench.plug_in(HlcProtocol::iso15118_20);
    bench.vehicle.dynamic_control = true;
    bench.vehicle.bidirectional = true;
    bench.reach(Charging);
    bench.ocpp(-250.5);
    bench.run_for(2_s);
    const auto controls = bench.sent<evse::OcppControl>();
    ASSERT_EQ(controls.size(), 1u);
    EXPECT_EQ(controls[0].message.dynamic_target_current_A, -250.5);
}

TEST(Spec_6_4, Row_ccs_range_mode_off_chooses_a_target_itself) {
    Configuration configuration = iso20(80.0);
    configuration.supports_range_mode = false;
    Bench bench(configuration);
    bench.reach(Waiting_For_PEV);
    bench.plug_in(HlcProtocol::iso15118_20);
    bench.vehicle.dynamic_control = true;
    bench.vehicle.bidirectional = true;
    bench.vehicle.limits.maximum_discharge_current_A = 60.0;
    bench.reach(Charging);
    DcPowerControl frame = bench.sent<DcPowerControl>().back().message;
    EXPECT_EQ(frame.setpoints_mode, evse::SetpointsMode::Target_Mode);
    EXPECT_EQ(frame.current_range_max_A, 100.0);
    EXPECT_EQ(frame.current_range_min_A, 100.0);
    bench.ocpp(-70.0);
    bench.run_for(200_ms);
    frame = bench.sent<DcPowerControl>().back().message;
    EXPECT_EQ(frame.current_range_max_A, -60.0);
    EXPECT_EQ(frame.current_range_min_A, -60.0);
    EXPECT_TRUE(bench.sent<evse::OcppControl>().empty());
}

TEST(Spec_6_4, Row_ccs_pause_takes_power_away_in_order) {
    for (const bool has_label : {true, false}) {
        Bench bench({}, Interface{has_label});
        bench.reach(Charging);
        bench.run_for(1_s);
        bench.phase(HlcPhase::paused);
        EXPECT_EQ(bench.state.state, Ending_Charge);
        EXPECT_EQ(bench.outputs.pilot.duty_percent, 100.0);
        EXPECT_TRUE(bench.run_to(has_label ? Charge_Pause : Closing_Communication, 2_s));
        EXPECT_FALSE(bench.outputs.output_contactors_close);
        bench.run_for(1_s);
        const auto finished = bench.sent<evse::ChargeSessionFinished>();
        EXPECT_EQ(finished.size(), has_label ? 0u : 1u);
        if (has_label) continue;
        EXPECT_EQ(finished.at(0).message.state, evse::StopState::Clean_Stop);
    }
}

TEST(Spec_6_4, Row_ccs_stop_current_is_one_ampere) {
    for (const double current_A : {1.0, 0.9, -1.0, -0.9}) {
        Bench bench;
        bench.reach(Charging);
        bench.run_for(1_s);
        bench.power.drops_current = false;
        bench.power.follows = false;
        bench.power.status.present_current_A = current_A;
        bench.run_for(200_ms);
        bench.phase(HlcPhase::stopped);
        bench.run_for(1_s);
        EXPECT_EQ(bench.outputs.output_contactors_close, std::abs(current_A) >= 1.0);
    }
}

TEST(Spec_6_4, Row_ccs_safe_voltage_unlock_is_the_vehicles) {
    Bench bench;
    bench.reach(Welding_Detection);
    bench.power.lowers = false;
    bench.power.status.present_voltage_V = 15.0;  // above the 10 V that CHAdeMO would wait for
    bench.run_for(200_ms);
    bench.phase(HlcPhase::closed);
    bench.run_for(200_ms);
    EXPECT_EQ(bench.sent<evse::ChargeSessionFinished>().size(), 1u);
}

}  // namespace
}  // namespace chargerig::controller::test
