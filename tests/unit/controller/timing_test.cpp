// SPDX-License-Identifier: Apache-2.0
//
// Cyclic messages at their exact instants, and the purity of the step.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using enum evse::ControllerState;

template <class M>
void expect_grid(const Bench& bench, core::Instant first, core::Duration period,
                 std::size_t at_least) {
    const auto sent = bench.sent<M>();
    ASSERT_GE(sent.size(), at_least);
    for (std::size_t i = 0; i < sent.size(); ++i) {
        EXPECT_EQ(sent[i].time, first + period * static_cast<std::int64_t>(i));
    }
}

// A whole session with a stop by the vehicle and welding detection.
void whole_session(Bench& bench) {
    bench.reach(Charging);
    for (int i = 0; i < 20; ++i) {
        bench.run_for(73_ms);
        bench.request(440.0, 30.0 + i);
    }
    bench.reach(Welding_Detection);
    bench.run_for(1_s);
    bench.phase(HlcPhase::closed);
    bench.run_for(6_s);
    bench.unplug();
    bench.run_for(1_s);
}

TEST(Timing, status_and_information_keep_their_grid_through_a_session) {
    Bench bench;
    whole_session(bench);
    expect_grid<evse::ControllerStatus>(bench, at_ms(0), 100_ms, 100);
    expect_grid<evse::CcsExtraInformation>(bench, at_ms(200), 100_ms, 100);
    expect_grid<evse::SeccInputs>(bench, at_ms(200), 1000_ms, 10);
    EXPECT_EQ(bench.state.missed_cycles, 0u);
}

TEST(Timing, ev_id_goes_every_second_from_the_first_session_message) {
    Bench bench;
    bench.reach(Connected_With_Full_Info);
    const core::Instant first = bench.state.entered;
    bench.run_for(5_s);
    expect_grid<evse::EvId>(bench, first, 1000_ms, 5);
    const std::array<std::uint8_t, 6> bytes{0x02, 0x11, 0x22, 0xAA, 0xBB, 0xFF};
    EXPECT_EQ(bench.sent<evse::EvId>()[0].message.bytes, bytes);
}

TEST(Timing, ev_id_is_not_sent_in_iso15118_20_nor_without_an_id) {
    Configuration configuration;
    configuration.enable_iso_part20 = true;
    Bench modern(configuration);
    modern.plug_in_iso20(false);
    modern.reach(Charging);
    EXPECT_TRUE(modern.sent<evse::EvId>().empty());
    Bench nameless;
    nameless.reach(Connected_With_Full_Info);
    const std::size_t before = nameless.sent<evse::EvId>().size();
    nameless.vehicle.evcc_id = core::InlineString<17>("02:11:22:AA:bb:GF");
    nameless.run_for(3_s);
    EXPECT_EQ(nameless.sent<evse::EvId>().size(), before);
}

TEST(Timing, nothing_about_the_vehicle_is_sent_after_the_session) {
    Bench bench;
    whole_session(bench);
    const core::Instant end = bench.sent<evse::ChargeSessionFinished>()[0].time + 1_ms;
    EXPECT_TRUE(bench.sent<evse::EvId>(end).empty());
    EXPECT_TRUE(bench.sent<evse::NewChargeSession>(end).empty());
    EXPECT_TRUE(bench.sent<evse::EvInformationBattery>(end).empty());
    const auto power = bench.sent<evse::DcPowerControl>(end);
    ASSERT_FALSE(power.empty());
    EXPECT_LE(power.back().time, end + 3_s) << "power frames end with Closing_Communication";
    EXPECT_FALSE(power.back().message.lower_output_voltage);
}

TEST(Timing, status_is_first_in_its_instant) {
    Bench bench;
    whole_session(bench);
    for (std::size_t i = 1; i < bench.log.size(); ++i) {
        if (!std::holds_alternative<evse::ControllerStatus>(bench.log[i].message)) continue;
        EXPECT_NE(bench.log[i].time, bench.log[i - 1].time);
    }
}

TEST(Timing, every_state_of_a_session_is_seen_on_the_bus) {
    Bench bench;
    whole_session(bench);
    EXPECT_THAT(bench.states_seen(),
                testing::ElementsAre(Initialising, Waiting_For_PEV, Negotiating_Connection,
                                     Connected_With_Full_Info, Insulation_Test, Precharge,
                                     Waiting_For_Charge, Charging, Ending_Charge, Welding_Detection,
                                     Closing_Communication, Waiting_For_PEV));
}

TEST(Timing, a_late_step_sends_once_and_counts_what_it_skipped) {
    Bench bench;
    bench.run_until(at_ms(1'000));
    bench.now = at_ms(1'437);
    bench.step();
    const auto late = bench.sent<evse::ControllerStatus>(at_ms(1'001));
    ASSERT_EQ(late.size(), 1u);
    EXPECT_EQ(bench.state.missed_cycles, 3u + 3u);  // status and pilot information
    bench.run_until(at_ms(1'500));
    EXPECT_EQ(bench.sent<evse::ControllerStatus>().back().time, at_ms(1'500));
}

TEST(Timing, vehicle_information_follows_changes_not_faster_than_100_ms) {
    Bench bench;
    bench.reach(Charging);
    bench.run_for(1_s);
    const core::Instant start = bench.now;
    for (int i = 1; i <= 30; ++i) {
        bench.vehicle.battery.soc_percent = 50.0 + i;
        bench.step();
        bench.run_for(10_ms);
    }
    bench.run_for(1_s);
    const auto sent = bench.sent<evse::EvInformationBattery>(start);
    ASSERT_EQ(sent.size(), 4u);
    for (std::size_t i = 0; i < sent.size(); ++i) {
        EXPECT_EQ(sent[i].time, start + 100_ms * static_cast<std::int64_t>(i));
    }
    EXPECT_EQ(sent.back().message.present_state_of_charge_percent, 80.0);
    EXPECT_TRUE(bench.sent<evse::EvInformationVoltages>(start).empty());
}

TEST(Timing, a_change_below_the_step_of_the_field_is_none) {
    Bench bench;
    bench.reach(Charging);
    bench.vehicle.battery.soc_percent = 50.4;
    bench.step();
    const std::size_t before = bench.sent<evse::EvInformationBattery>().size();
    bench.vehicle.battery.soc_percent = 49.6;
    bench.run_for(1_s);
    EXPECT_EQ(bench.sent<evse::EvInformationBattery>().size(), before);
    EXPECT_EQ(
        bench.sent<evse::EvInformationBattery>().back().message.present_state_of_charge_percent,
        50.0);
}

TEST(Timing, what_the_vehicle_did_not_say_is_0) {
    Bench bench;
    bench.reach(Connected_With_Full_Info);
    EXPECT_EQ(bench.sent<evse::EvInformationBattery>()[0].message, evse::EvInformationBattery{});
    EXPECT_EQ(bench.sent<evse::EvInformationDischargeLimits>()[0].message,
              evse::EvInformationDischargeLimits{});
    EXPECT_EQ(bench.sent<evse::EvInformationEnergy>()[0].message, evse::EvInformationEnergy{});
    const auto voltages = bench.sent<evse::EvInformationVoltages>()[0].message;
    EXPECT_EQ(voltages, (evse::EvInformationVoltages{0.0, 450.0, 0.0}));
}

TEST(Timing, energy_requests_belong_to_iso15118_20_unless_configured) {
    using enum link::HlcProtocol;
    const auto target_kWh = [](link::HlcProtocol protocol, bool older_too) {
        Configuration configuration;
        configuration.enable_iso_part20 = true;
        configuration.din_iso2_energy_request = older_too;
        Bench bench(configuration);
        bench.reach(Waiting_For_PEV);
        bench.plug_in(protocol);
        bench.vehicle.battery.target_energy_request_kWh = 25.0;
        bench.reach(Connected_With_Full_Info);
        const auto sent = bench.sent<evse::EvInformationEnergy>();
        EXPECT_EQ(sent.size(), 1u) << "sent at least once, whatever it carries";
        return sent.at(0).message.ev_target_energy_request_kWh;
    };
    for (const auto protocol : {din_70121, iso15118_2_2010, iso15118_2_2013}) {
        EXPECT_EQ(target_kWh(protocol, false), 0.0);
        EXPECT_EQ(target_kWh(protocol, true), 25.0);
    }
    EXPECT_EQ(target_kWh(iso15118_20, false), 25.0);
    EXPECT_EQ(target_kWh(iso15118_20, true), 25.0);
}

TEST(Timing, a_value_beyond_its_field_is_shown_at_the_end_and_noted_once) {
    Bench bench;
    bench.reach(Charging);
    bench.vehicle.limits.maximum_charge_power_W = 1e9;
    bench.run_for(1_s);
    bench.vehicle.limits.maximum_charge_power_W = 2e9;
    bench.run_for(1_s);
    EXPECT_EQ(
        bench.sent<evse::EvInformationChargeLimits>().back().message.ev_maximum_charge_power_kW,
        65535.0);
    EXPECT_TRUE(bench.noted(core::NoteKind::warning, "end of its field"));
}

TEST(Purity, two_runs_are_equal) {
    Bench one;
    Bench two;
    whole_session(one);
    whole_session(two);
    EXPECT_EQ(one.log, two.log);
    EXPECT_EQ(one.state, two.state);
}

TEST(Purity, a_copied_state_goes_on_the_same) {
    for (const ControllerState from : {Insulation_Test, Precharge, Charging, Ending_Charge}) {
        Bench one;
        one.reach(from);
        Bench two = one;
        one.run_for(5_s);
        two.run_for(5_s);
        EXPECT_EQ(one.log, two.log);
        EXPECT_EQ(one.state, two.state);
    }
}

TEST(Purity, calls_without_news_change_nothing) {
    std::mt19937 random(7);
    Bench bench;
    std::size_t checked = 0;
    const auto poke = [&] {
        const State before = bench.state;
        const core::Instant wakeup = bench.outputs.next_wakeup;
        bench.power.sends = false;
        bench.step();
        bench.power.sends = true;
        EXPECT_EQ(bench.state, before);
        EXPECT_TRUE(bench.outputs.messages.empty());
        EXPECT_TRUE(bench.outputs.notes.empty());
        EXPECT_EQ(bench.outputs.next_wakeup, wakeup);
        ++checked;
    };
    const auto wander = [&](core::Duration length) {
        const core::Instant end = bench.now + length;
        while (bench.now < end) {
            bench.run_for(core::Duration{static_cast<std::int64_t>(random() % 40'000'000)});
            poke();
        }
    };
    for (const ControllerState state :
         {Waiting_For_PEV, Negotiating_Connection, Connected_With_Full_Info, Insulation_Test,
          Precharge, Waiting_For_Charge, Charging, Ending_Charge, Welding_Detection}) {
        bench.reach(state);
        poke();
        wander(1_s);
    }
    bench.phase(HlcPhase::closed);
    wander(6_s);
    EXPECT_GT(checked, 500u);
}

TEST(Purity, the_next_wake_up_is_always_ahead) {
    Bench bench;
    whole_session(bench);
    bench.emergency_button = true;
    for (int i = 0; i < 2'000; ++i) {
        bench.step();
        ASSERT_GT(bench.outputs.next_wakeup, bench.now);
        bench.now = bench.outputs.next_wakeup;
        bench.vehicle.plugged = i % 700 > 300;
    }
}

}  // namespace
}  // namespace chargerig::controller::test
