// SPDX-License-Identifier: Apache-2.0
//
// Points that the documents leave open, seen in whole sessions: the pins of plug and inlet, and
// what the power side hears while the vehicle asks for nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/integration/played.hpp"

namespace chargerig::integration {
namespace {

using evse::PowerFunction;
using report::Verdict;

struct PinsCase {
    const char* charger;
    bool core_car;
    evse::PlugAndPins shown;
};

TEST(closed_loop, a_car_with_core_pins_charges_at_either_charger) {
    using enum evse::PlugAndPins;
    for (const auto& [charger, core_car, shown] :
         {PinsCase{"DC_core", true, CCS_DC_Core}, PinsCase{"DC_extended", true, CCS_DC_Core},
          PinsCase{"DC_extended", false, CCS_DC_Extended}}) {
        for (const char* name : {"normal/din", "bidirectional/iso20-scheduled"}) {
            scenario::Scenario scenario =
                shipped(name, {{"controller.config.energy_transfer_type", charger}});
            scenario.vehicle.communication.extended_pins = !core_car;
            const Played played = play(scenario);
            EXPECT_EQ(played.result.verdict, Verdict::pass)
                << name << " " << charger << reasons(played.result);
            const auto announced = all<evse::NewChargeSession>(played);
            ASSERT_FALSE(announced.empty()) << name << " " << charger;
            for (const auto& [time_s, message] : announced) {
                EXPECT_EQ(message.plug_and_pins, shown) << name << " " << charger;
            }
        }
    }
}

TEST(closed_loop, a_car_with_extended_pins_finds_nothing_at_a_charger_with_core_pins) {
    for (const char* name : {"normal/din", "bidirectional/iso20-scheduled"}) {
        const Played played =
            play(shipped(name, {{"controller.config.energy_transfer_type", "DC_core"}}));
        EXPECT_EQ(played.result.verdict, Verdict::fail);
        EXPECT_TRUE(std::any_of(played.notes.begin(), played.notes.end(), [](const auto& note) {
            return note.cause == "the charger does not offer the vehicle's energy transfer mode" ||
                   note.text == "the charger does not offer the vehicle's energy transfer mode";
        })) << name;
    }
}

// The power functions of the charge loop, each as often as it came in a row.
std::vector<std::pair<PowerFunction, int>> functions_in_the_loop(const Played& played) {
    const auto begin = std::find_if(played.vars.begin(), played.vars.end(), [](const auto& var) {
        return var.name == link::VarName::current_demand_started;
    });
    EXPECT_NE(begin, played.vars.end());
    std::vector<std::pair<PowerFunction, int>> out;
    for (const auto& seen : played.bus) {
        if (seen.time_s < core::to_seconds(begin->time - core::Instant{})) continue;
        const auto* change = std::get_if<evse::ChargeStatusChange>(&seen.message);
        if (change && change->vehicle_ready_for_charging == evse::ChargeStatus::Charge_Stopped) {
            break;
        }
        const auto* control = std::get_if<evse::DcPowerControl>(&seen.message);
        if (!control) continue;
        EXPECT_TRUE(control->output_contactors_close);
        if (out.empty() || out.back().first != control->power_function) {
            out.emplace_back(control->power_function, 0);
        }
        ++out.back().second;
    }
    return out;
}

TEST(closed_loop, power_transfer_begins_and_ends_with_the_request_of_the_vehicle) {
    const auto functions = functions_in_the_loop(play(shipped("normal/din")));
    ASSERT_EQ(functions.size(), 3u);
    EXPECT_EQ(functions[0].first, PowerFunction::Standby);
    EXPECT_EQ(functions[1].first, PowerFunction::Power_Transfer);
    EXPECT_EQ(functions[2].first, PowerFunction::Standby);
    EXPECT_LT(functions[0].second + functions[2].second, functions[1].second / 10);
}

TEST(closed_loop, or_lasts_as_long_as_the_loop_where_that_is_wanted) {
    const auto functions = functions_in_the_loop(
        play(shipped("normal/din", {{"controller.config.standby_at_zero_request", "false"}})));
    ASSERT_EQ(functions.size(), 1u);
    EXPECT_EQ(functions[0].first, PowerFunction::Power_Transfer);
}

TEST(closed_loop, a_din_session_tells_energy_requests_only_where_that_is_wanted) {
    for (const bool wanted : {false, true}) {
        const Played played = play(
            shipped("normal/din",
                    {{"controller.config.din_iso2_energy_request", wanted ? "true" : "false"}}));
        const auto energy = all<evse::EvInformationEnergy>(played);
        ASSERT_FALSE(energy.empty());
        EXPECT_EQ(energy.back().second.ev_target_energy_request_kWh > 0.0, wanted);
        EXPECT_EQ(energy.back().second.ev_maximum_energy_request_kWh, 0.0);
    }
}

std::vector<std::string> states_of(const Played& played) {
    std::vector<std::string> out;
    for (const auto& seen : played.result.pistols.front().states) out.push_back(seen.state);
    return out;
}

scenario::Scenario din_on(const std::string& version) {
    scenario::Scenario scenario = shipped("normal/din");
    scenario.protocol = version;
    scenario.expectations.clear();
    std::erase_if(scenario.steps, [](const scenario::Step& step) {
        const auto* wait = std::get_if<scenario::WaitSignal>(&step.action);
        return wait && wait->signal == "Output_Contactors";  // 3.0 has no such signal
    });
    return scenario;
}

// The oldest version 3 has other frames, and the states of the later ones.
TEST(closed_loop, a_din_session_on_3_0_has_the_states_of_3_1_and_its_own_frames) {
    const Played played = play(din_on("3.0"));
    EXPECT_EQ(played.result.verdict, Verdict::pass) << reasons(played.result);
    EXPECT_EQ(played.result.protocol, "3.0");
    const Played later = play(din_on("3.1"));
    EXPECT_EQ(states_of(played), states_of(later));
    EXPECT_THAT(states_of(played), testing::IsSupersetOf({"Insulation_Test", "Precharge",
                                                          "Charging", "Welding_Detection"}));
    const auto announced = all<evse::NewChargeSession>(played);
    ASSERT_FALSE(announced.empty());
    // What 3.1 tells in messages of its own; the capacity has steps of 2 kWh.
    const auto voltages = all<evse::EvInformationVoltages>(later);
    const auto batteries = all<evse::EvInformationBattery>(later);
    ASSERT_FALSE(voltages.empty() || batteries.empty());
    EXPECT_EQ(announced.front().second.ev_maximum_voltage_V,
              voltages.front().second.ev_maximum_voltage_V);
    EXPECT_NEAR(announced.front().second.battery_capacity_kWh,
                batteries.front().second.battery_capacity_kWh, 1.0);
    EXPECT_TRUE(all<evse::EvInformationBattery>(played).empty());
    double last_soc_percent = 0.0;
    int bleeds = 0;
    bool bled = false;
    for (const auto& [time_s, frame] : all<evse::DcPowerControl>(played)) {
        bleeds += frame.lower_output_voltage && !bled ? 1 : 0;
        bled = frame.lower_output_voltage;
        last_soc_percent = frame.state_of_charge_percent;
    }
    EXPECT_EQ(bleeds, 2) << "after the test and at the end";
    EXPECT_EQ(last_soc_percent, batteries.back().second.present_state_of_charge_percent);
}

}  // namespace
}  // namespace chargerig::integration
