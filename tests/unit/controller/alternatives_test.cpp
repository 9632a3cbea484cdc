// SPDX-License-Identifier: Apache-2.0
//
// Points that the documents leave open and that an entry decides (spec 8): the recommended reading,
// which is the default, beside the other one.
#include <gtest/gtest.h>

#include "sim/controller/context.hpp"
#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;
using evse::PowerFunction;
using evse::StopState;

TEST(Spec_8, Row_15_OrNotAllowedAtTheWakeUpIsARefusal) {
    for (const auto reading : {NotAllowedAtWakeUp::patience, NotAllowedAtWakeUp::refusal}) {
        Configuration configuration;
        configuration.not_allowed_at_wake_up = reading;
        Bench bench(configuration);
        bench.power.wakes_up = false;
        bench.reach(Insulation_Test);
        bench.run_for(300_ms);
        const bool refused = reading == NotAllowedAtWakeUp::refusal;
        EXPECT_EQ(bench.state.state, refused ? Closing_Communication : Insulation_Test);
        EXPECT_EQ(bench.noted(core::NoteKind::abnormal, "the power side refused to wake up"),
                  refused);
        EXPECT_TRUE(bench.sent<evse::EmergencyStop>().empty());
        // Silence is no refusal, and 1 is none either.
        Bench asleep(configuration);
        asleep.power.sends = asleep.power.wakes_up = false;
        asleep.reach(Insulation_Test);
        asleep.run_for(20_s);
        EXPECT_EQ(asleep.state.state, Insulation_Test);
        Bench awake(configuration);
        awake.reach(Precharge);
        EXPECT_EQ(awake.state.state, Precharge);
    }
}

TEST(Spec_8, Row_17_OrAnOrderlyEndBeforeChargingIsClean) {
    struct Case {
        void (*end)(Bench&);
        bool in_order;
    };
    for (const Case& c :
         {Case{[](Bench& b) { b.press_stop(); }, true},
          Case{[](Bench& b) { b.phase(HlcPhase::closed); }, true},
          Case{[](Bench& b) { b.power.status.system_enable = evse::SystemEnable::Not_Allowed; },
               false},
          Case{[](Bench& b) { b.emergency_button = true; }, false}}) {
        for (const bool clean : {false, true}) {
            for (const ControllerState state : {Connected_With_Full_Info, Precharge}) {
                if (!c.in_order && state != Precharge) continue;
                Configuration configuration;
                configuration.clean_stop_before_charging = clean;
                Bench bench(configuration);
                bench.reach(state);
                c.end(bench);
                bench.run_for(3_s);
                EXPECT_EQ(bench.finished(),
                          clean && c.in_order ? StopState::Clean_Stop : StopState::Rushed_Stop);
                EXPECT_EQ(bench.noted(core::NoteKind::abnormal, ""), !(clean && c.in_order));
            }
        }
    }
}

TEST(Spec_8, Row_18_OrTheCauseIsAwaitedInWaitingForPev) {
    for (const auto where :
         {EmergencyWaitsIn::closing_communication, EmergencyWaitsIn::waiting_for_pev}) {
        Configuration configuration;
        configuration.emergency_waits_in = where;
        Bench bench(configuration);
        bench.reach(Charging);
        bench.run_for(1_s);
        bench.emergency_button = true;
        bench.run_for(20_s);
        EXPECT_EQ(bench.state.state, where == EmergencyWaitsIn::waiting_for_pev
                                         ? Waiting_For_PEV
                                         : Closing_Communication);
        bench.unplug();
        bench.run_for(1_s);
        bench.plug_in();
        bench.run_for(10_s);
        EXPECT_NE(bench.state.state, Negotiating_Connection);
        EXPECT_EQ(bench.outputs.pilot.duty_percent, 100.0);
        const auto stops = bench.sent<evse::EmergencyStop>();
        ASSERT_FALSE(stops.empty());
        EXPECT_GE(stops.back().time, bench.now - 100_ms) << "as long as the cause lasts";
        bench.emergency_button = false;
        const core::Instant gone = bench.now;
        EXPECT_TRUE(bench.run_to(Negotiating_Connection, 1_s));
        bench.run_for(500_ms);
        EXPECT_LE(bench.sent<evse::EmergencyStop>().back().time, gone + 100_ms);
    }
}

// The insulation that was low stays low: what it is measured against is still known.
TEST(Spec_8, Row_18_AnInsulationFaultIsAwaitedThereToo) {
    Configuration configuration;
    configuration.emergency_waits_in = EmergencyWaitsIn::waiting_for_pev;
    Bench bench(configuration);
    bench.reach(Charging);
    bench.run_for(1_s);
    bench.power.sends = false;
    evse::PowerModulesStatus status = bench.power.status;
    const auto measured = [&](double resistance_kohm) {
        status.insulation_resistance_kohm = resistance_kohm;
        for (int i = 0; i < 300; ++i) {
            bench.receive(status);
            bench.step();
            bench.run_for(100_ms);
        }
        return bench.sent<evse::EmergencyStop>().back().time;
    };
    const core::Instant low = measured(4.0);
    EXPECT_GE(low, bench.now - 200_ms);
    EXPECT_EQ(bench.state.state, Waiting_For_PEV);
    const core::Instant high = measured(500.0);
    EXPECT_LT(high, bench.now - 10_s);
}

TEST(Spec_8, Row_24_OrZeroIsNoChoice) {
    for (const auto zero : {RangeTargetZero::no_current, RangeTargetZero::unset}) {
        Configuration configuration;
        configuration.enable_iso_part20 = true;
        configuration.side_channel = true;
        configuration.range_target_zero = zero;
        Bench bench(configuration);
        bench.reach(Waiting_For_PEV);
        bench.plug_in(link::HlcProtocol::iso15118_20);
        bench.vehicle.dynamic_control = true;
        bench.reach(Charging);
        bench.receive(evse::DcPowerParameters{0.0, 0.0, 0.0, 30.0});
        bench.run_for(6_s);
        EXPECT_EQ(bench.outputs.own_set_point_A, 30.0);
        bench.receive(evse::DcPowerParameters{0.0, 0.0, 0.0, 0.0});
        bench.run_for(6_s);
        EXPECT_EQ(bench.outputs.own_set_point_A, zero == RangeTargetZero::unset ? 100.0 : 0.0);
    }
}

TEST(Spec_8, Row_27_OrAnotherSpacing) {
    for (const int spacing_ms : {100, 250, 0}) {
        Configuration configuration;
        configuration.ev_information_spacing_ms = spacing_ms;
        Bench bench(configuration);
        bench.reach(Connected_With_Full_Info);
        bench.run_for(1_s);
        const core::Instant from = bench.now;
        for (int i = 1; i <= 50; ++i) {
            bench.vehicle.battery.soc_percent = 20.0 + i;
            bench.step();
            bench.run_for(10_ms);
        }
        bench.run_for(500_ms);
        const auto sent = bench.sent<evse::EvInformationBattery>(from);
        // The first at once, the last no later than a spacing after its value.
        EXPECT_EQ(sent.size(),
                  spacing_ms == 0 ? 50u : 500u / static_cast<unsigned>(spacing_ms) + 1);
        for (std::size_t i = 1; i < sent.size(); ++i) {
            EXPECT_EQ(to_ms(sent[i].time) - to_ms(sent[i - 1].time),
                      spacing_ms == 0 ? 10 : spacing_ms);
        }
        EXPECT_EQ(sent.back().message.present_state_of_charge_percent, 70.0);
    }
}

TEST(Spec_8, Row_28_OrNoDischargeLimitsOfAVehicleThatCannot) {
    for (const bool always : {true, false}) {
        Configuration configuration;
        configuration.ev_discharge_limits_always = always;
        Bench bench(configuration);
        bench.reach(Charging);
        bench.run_for(2_s);
        EXPECT_EQ(bench.sent<evse::EvInformationDischargeLimits>().size(), always ? 1u : 0u);
        bench.vehicle.limits.maximum_discharge_current_A = 20.0;
        bench.step();
        bench.run_for(1_s);
        bench.vehicle.limits.maximum_discharge_current_A = 0.0;
        bench.step();
        bench.run_for(1_s);
        const auto told = bench.sent<evse::EvInformationDischargeLimits>();
        ASSERT_EQ(told.size(), always ? 3u : 2u);
        EXPECT_EQ(told.back().message, evse::EvInformationDischargeLimits{}) << "withdrawn";
        Bench able(configuration);
        able.reach(Negotiating_Connection);
        able.vehicle.bidirectional = true;
        able.reach(Charging);
        EXPECT_EQ(able.sent<evse::EvInformationDischargeLimits>().size(), 1u);
    }
}

TEST(Spec_8, Row_31_OrANegativeTargetVoltageIsNoRequest) {
    for (const auto reading : {NegativeVoltage::zero, NegativeVoltage::standby}) {
        const bool standby = reading == NegativeVoltage::standby;
        Configuration configuration;
        configuration.negative_voltage = reading;
        Bench bench(configuration);
        bench.reach(Charging);
        bench.request(-12.0, 20.0);
        EXPECT_EQ(bench.last_power().target_voltage_V, 0.0);
        EXPECT_EQ(bench.last_power().power_function,
                  standby ? PowerFunction::Standby : PowerFunction::Power_Transfer);
        EXPECT_EQ(bench.last_power().current_range_max_A, standby ? 0.0 : 20.0);
        EXPECT_TRUE(bench.last_power().output_contactors_close);
        Bench early(configuration);
        early.reach(Precharge);
        early.request(-12.0, 1.0);
        early.run_for(200_ms);
        EXPECT_EQ(early.last_power().power_function,
                  standby ? PowerFunction::Standby : PowerFunction::Precharge);
        EXPECT_EQ(early.last_power().target_voltage_V, 0.0);
    }
}

TEST(Spec_8, Row_34_UnlessTheVehicleWakesTheCommunicationUp) {
    for (const bool restart : {true, false}) {
        Configuration configuration;
        configuration.restart_by_pilot = restart;
        Bench bench(configuration);
        bench.reach(Closing_Communication);
        ASSERT_TRUE(bench.run_to(Waiting_For_PEV, 20_s));
        bench.run_for(60_s);
        EXPECT_EQ(bench.state.state, Waiting_For_PEV);
        for (std::uint32_t wake_up = 1; wake_up <= 2; ++wake_up) {
            bench.vehicle = {};
            bench.vehicle.plugged = true;
            bench.vehicle.cp = link::CpState::B;
            bench.vehicle.wake_ups = wake_up;
            bench.run_for(1_s);
            if (!restart) continue;
            EXPECT_EQ(bench.state.state, Negotiating_Connection);
            EXPECT_EQ(bench.outputs.pilot.duty_percent, 5.0);
            bench.phase(HlcPhase::closed);
            ASSERT_TRUE(bench.run_to(Waiting_For_PEV, 20_s));
            bench.run_for(10_s);
            EXPECT_EQ(bench.state.state, Waiting_For_PEV) << "each wakes up once";
        }
        EXPECT_EQ(bench.state.state, Waiting_For_PEV);
        EXPECT_EQ(bench.sent<evse::ChargeSessionFinished>().size(), restart ? 3u : 1u);
    }
}

// A vehicle that asks anew while the session is still closing is invited by the next one.
TEST(Spec_8, Row_34_AWakeUpInTheHoldStartsTheNextSession) {
    Bench bench;
    bench.reach(Closing_Communication);
    bench.run_for(1_s);
    ASSERT_TRUE(bench.finished());
    bench.vehicle = {};
    bench.vehicle.plugged = true;
    bench.vehicle.cp = link::CpState::B;
    bench.vehicle.wake_ups = 1;
    bench.run_for(500_ms);
    EXPECT_EQ(bench.state.state, Closing_Communication);
    EXPECT_EQ(bench.outputs.pilot.duty_percent, 100.0);
    EXPECT_TRUE(bench.run_to(Negotiating_Connection, 5_s));
}

}  // namespace
}  // namespace chargerig::controller::test
