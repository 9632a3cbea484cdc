// SPDX-License-Identifier: Apache-2.0
//
// Every parameter, toggle and command that the vendor's EVSE simulator has (spec vendor-simulators
// 1.1 to 1.3), set while a session runs, and what the frames on the bus then show.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>

#include "sim/modules/entries.hpp"
#include "tests/integration/played.hpp"

namespace chargerig::integration {
namespace {

using evse::ControllerState;

constexpr double kNever = std::numeric_limits<double>::infinity();

// When in the session the value is set.
enum class At { connecting, charging };

// `set_s`: when it was set, or would have been.
using Probe = std::function<double(const Played&, double set_s)>;

struct Row {
    const char* name;
    const char* value;
    At at;
    Probe probe;
    double wanted;
    double tolerance;
};

std::string script(const Row* row) {
    const auto line = [row](At at) {
        if (row == nullptr || row->at != at) return std::string();
        return std::string("  - set: {modules.") + row->name + ": " + row->value + "}\n";
    };
    return "format: 1\nname: live\n"
           "controller:\n  config: {use_sequence_flags: true, free_service: false,"
           " enable_iso_part20: true, is_bidirectional: true,"
           " max_charger_discharge_current: 120, max_cable_current: 110}\n"
           "vehicle: {protocol: iso20_dynamic, bidirectional: true, initial_soc_percent: 50}\n"
           "steps:\n"
           "  - plug_in\n"
           "  - wait: {state: Negotiating_Connection, within_s: 5}\n" +
           line(At::connecting) +
           "  - wait: {state: Charging, within_s: 120}\n"
           "  - hold_s: 3\n" +
           line(At::charging) +
           "  - set: {modules.enclosure_temperature_degC: 33}\n"
           "  - set: {ocpp.target_current_A: 100}\n"
           "  - hold_s: 7\n"
           "  - set: {ocpp.target_current_A: -60}\n"
           "  - hold_s: 12\n"
           "  - set: {modules.chademo_start_button: true}\n"
           "  - hold_s: 1\n"
           "  - stop: user\n"
           "  - hold_s: 15\n";
}

Played play_row(const Row* row) {
    const auto scenario = scenario::parse_scenario(script(row), "live.yaml", read_options());
    if (!scenario) {
        ADD_FAILURE() << scenario.error().front().text();
        return {};
    }
    return play(*scenario);
}

double first_state(const Played& played, ControllerState state) {
    for (const auto& [time_s, status] : all<evse::ControllerStatus>(played)) {
        if (status.state == state) return time_s;
    }
    return kNever;
}

// From the first frame with `state` to the first Sequence_Control with that flag.
Probe flag_after(ControllerState state, bool evse::SequenceControl::*flag) {
    return [=](const Played& played, double) {
        for (const auto& [time_s, flags] : all<evse::SequenceControl>(played)) {
            if (flags.*flag) return time_s - first_state(played, state);
        }
        return kNever;
    };
}

double authorisation_valid(const Played& played, double) {
    for (const auto& [time_s, flags] : all<evse::SequenceControl>(played)) {
        if (flags.ccs_authorisation_done) return flags.ccs_authorisation_valid ? 1.0 : 0.0;
    }
    return kNever;
}

double wake_up(const Played& played, double) {
    for (const auto& [time_s, status] : all<evse::PowerModulesStatus>(played)) {
        if (status.system_enable != evse::SystemEnable::Allowed) continue;
        return time_s - first_state(played, ControllerState::Insulation_Test);
    }
    return kNever;
}

double first_test_frame(const Played& played) {
    for (const auto& [time_s, control] : all<evse::DcPowerControl>(played)) {
        if (control.power_function == evse::PowerFunction::Insulation_Test) return time_s;
    }
    return kNever;
}

double dead_time(const Played& played, double) {
    for (const auto& [time_s, status] : all<evse::PowerModulesStatus>(played)) {
        if (status.present_voltage_V > 1.0) return time_s - first_test_frame(played);
    }
    return kNever;
}

// What a message tells half a second later.
template <class M>
Probe soon(double M::*member) {
    return [=](const Played& played, double set_s) {
        for (const auto& [time_s, message] : all<M>(played)) {
            if (time_s >= set_s + 0.5) return message.*member;
        }
        return kNever;
    };
}

template <class M>
Probe frames_after(double after_s) {
    return [=](const Played& played, double set_s) {
        const auto frames = all<M>(played);
        return static_cast<double>(std::ranges::count_if(
            frames, [&](const auto& frame) { return frame.first > set_s + after_s; }));
    };
}

// The median of all steeper-than-nothing ways between two reports, which is what the ramp makes;
// `sign` picks those that rise or fall, `window` those that count.
Probe slope(double evse::PowerModulesStatus::*member, double sign,
            std::function<bool(const Played&, double from_s, double value)> window) {
    return [=](const Played& played, double set_s) {
        std::vector<double> slopes;
        const auto frames = all<evse::PowerModulesStatus>(played);
        for (std::size_t i = 1; i < frames.size(); ++i) {
            const double from_s = frames[i - 1].first;
            const double value = frames[i - 1].second.*member;
            const double rise = frames[i].second.*member - value;
            if (from_s < set_s || !window(played, from_s, value)) continue;
            if (rise * sign > 0.3) slopes.push_back(rise * sign / (frames[i].first - from_s));
        }
        if (slopes.empty()) return kNever;
        std::ranges::sort(slopes);
        return slopes[slopes.size() / 2];
    };
}

bool before_precharge(const Played& played, double from_s, double) {
    return from_s < first_state(played, ControllerState::Precharge);
}
bool charging_the_vehicle(const Played&, double, double current_A) {
    return current_A > 2.0;
}

Probe extreme_current(double sign) {
    return [=](const Played& played, double) {
        double most_A = 0.0;
        for (const auto& [time_s, status] : all<evse::PowerModulesStatus>(played)) {
            most_A = std::max(most_A, sign * status.present_current_A);
        }
        return sign * most_A;
    };
}

// The current when the ramp has had 2.5 s.
double current_soon_after(const Played& played, double set_s) {
    for (const auto& [time_s, status] : all<evse::PowerModulesStatus>(played)) {
        if (time_s >= set_s + 2.5) return status.present_current_A;
    }
    return kNever;
}

double ending_after(const Played& played, double set_s) {
    return first_state(played, ControllerState::Ending_Charge) - set_s;
}

std::vector<Row> rows() {
    using S = evse::PowerModulesStatus;
    using P = evse::DcPowerParameters;
    using F = evse::SequenceControl;
    return {
        {"ccs_authorisation_duration", "1.2", At::connecting,
         flag_after(ControllerState::CCS_Authorisation_Process, &F::ccs_authorisation_done), 1.2,
         0.01},
        {"ccs_authorisation_success", "false", At::connecting, authorisation_valid, 0.0, 0.0},
        {"charge_duration", "4", At::connecting,
         flag_after(ControllerState::Charging, &F::user_stop_button), 4.0, 0.01},
        {"charge_params_negotiation_duration", "0.7", At::connecting,
         flag_after(ControllerState::Connected_With_Full_Info, &F::charge_parameters_done), 0.7,
         0.01},
        {"power_modules_wake_up_duration", "2.5", At::connecting, wake_up, 2.5, 0.11},
        {"power_modules_dead_time", "2.2", At::connecting, dead_time, 2.2, 0.15},
        {"maximum_voltage", "460", At::charging, soon(&P::maximum_voltage_V), 460.0, 0.01},
        {"maximum_charge_current", "70", At::charging, extreme_current(1.0), 70.0, 0.2},
        {"maximum_charge_current", "71", At::charging, soon(&P::maximum_charge_current_A), 71.0,
         0.01},
        {"maximum_discharge_current", "30", At::charging, extreme_current(-1.0), -30.0, 0.2},
        {"maximum_discharge_current", "31", At::charging, soon(&P::maximum_discharge_current_A),
         31.0, 0.01},
        {"insulation_resistance", "240", At::charging, soon(&S::insulation_resistance_kohm), 240.0,
         0.1},
        {"voltage_ramp_up_slope", "120", At::connecting,
         slope(&S::present_voltage_V, 1.0, before_precharge), 120.0, 3.0},
        {"voltage_ramp_down_slope", "60", At::connecting,
         slope(&S::present_voltage_V, -1.0, before_precharge), 60.0, 3.0},
        {"current_ramp_up_slope", "33", At::charging,
         slope(&S::present_current_A, 1.0, charging_the_vehicle), 33.0, 1.0},
        {"current_ramp_down_slope", "12", At::charging,
         slope(&S::present_current_A, -1.0, charging_the_vehicle), 12.0, 1.0},
        {"enable_dc_power_parameters", "false", At::charging, frames_after<P>(0.0), 0.0, 0.0},
        {"enable_power_module_status", "false", At::charging, frames_after<S>(0.0), 0.0, 0.0},
        {"enable_sequence_control", "false", At::charging, frames_after<F>(0.0), 0.0, 0.0},
        {"user_stop_button", "true", At::charging, ending_after, 0.5, 0.5},
    };
}

// When the script was in the middle of charging: 3 s after the state was first reported.
double set_time(const Played& played, At at) {
    const auto state =
        at == At::charging ? ControllerState::Charging : ControllerState::Negotiating_Connection;
    return first_state(played, state) + (at == At::charging ? 3.0 : 0.0);
}

bool agrees(const Row& row, double seen) {
    return std::abs(seen - row.wanted) <= row.tolerance;
}

TEST(live_parameters, each_shows_on_the_bus_as_soon_as_it_is_set) {
    const Played before = play_row(nullptr);
    ASSERT_TRUE(std::isfinite(first_state(before, ControllerState::Ending_Charge)))
        << reasons(before.result);
    for (const Row& row : rows()) {
        const Played played = play_row(&row);
        const double seen = row.probe(played, set_time(played, row.at));
        EXPECT_TRUE(agrees(row, seen)) << row.name << ": saw " << seen;
        const double usual = row.probe(before, set_time(before, row.at));
        EXPECT_FALSE(agrees(row, usual)) << row.name << ": is so without, too";
    }
}

// The operator's set-point, where no back end gives one.
TEST(live_parameters, the_current_set_point_is_followed_within_the_range) {
    const auto current = [](const char* setpoint_A) {
        const std::string text =
            std::string(
                "format: 1\nname: live\n"
                "controller:\n  config: {enable_iso_part20: true, is_bidirectional: true,"
                " max_charger_discharge_current: 120, max_cable_current: 110}\n"
                "vehicle: {protocol: iso20_dynamic, bidirectional: true}\n"
                "steps:\n"
                "  - plug_in\n"
                "  - wait: {state: Charging, within_s: 120}\n"
                "  - hold_s: 3\n"
                "  - set: {modules.current_setpoint_A: ") +
            setpoint_A +
            "}\n"
            "  - hold_s: 8\n"
            "  - stop: user\n";
        const auto scenario = scenario::parse_scenario(text, "live.yaml", read_options());
        EXPECT_TRUE(scenario) << scenario.error().front().text();
        const Played played = play(*scenario);
        EXPECT_EQ(played.result.verdict, report::Verdict::pass) << reasons(played.result);
        return current_soon_after(played, first_state(played, ControllerState::Charging) + 8.0);
    };
    EXPECT_NEAR(current("15.5"), 15.5, 0.1);
    EXPECT_NEAR(current("-22"), -22.0, 0.1);
    EXPECT_NEAR(current("300"), 110.0, 0.1) << "the cable allows 110 A";
}

// The controller drives its own modules: what they deliver follows Range_Target_Current, and
// neither DC_Power_Control nor a back end says so.
TEST(side_channel, the_current_follows_range_target_current_within_the_range) {
    const auto played_with = [](bool side_channel) {
        const std::string text =
            std::string(
                "format: 1\nname: side\n"
                "controller:\n  config: {enable_iso_part20: true, is_bidirectional: true,"
                " max_charger_discharge_current: 120, max_cable_current: 110,"
                " current_ramp_up_rate: 10, current_ramp_down_rate: 40, side_channel: ") +
            (side_channel ? "true" : "false") +
            "}\n"
            "vehicle: {protocol: iso20_dynamic, bidirectional: true}\n"
            "modules: {current_ramp_up_slope: 1000, current_ramp_down_slope: 1000}\n"
            "steps:\n"
            "  - plug_in\n"
            "  - wait: {state: Charging, within_s: 120}\n"
            "  - hold_s: 5\n"
            "  - set: {modules.range_target_current_A: 60}\n"
            "  - hold_s: 10\n"
            "  - set: {modules.range_target_current_A: -30}\n"
            "  - hold_s: 10\n"
            "  - set: {modules.range_target_current_A: 200}\n"
            "  - hold_s: 20\n"
            "  - stop: user\n";
        const auto scenario = scenario::parse_scenario(text, "side.yaml", read_options());
        EXPECT_TRUE(scenario) << scenario.error().front().text();
        return play(*scenario);
    };
    const Played driven = played_with(true);
    const Played free = played_with(false);
    EXPECT_EQ(driven.result.verdict, report::Verdict::pass) << reasons(driven.result);
    const double charging_s = first_state(driven, ControllerState::Charging);
    const auto current = [&](const Played& played, double after_s) {
        for (const auto& [time_s, status] : all<evse::PowerModulesStatus>(played)) {
            if (time_s >= charging_s + after_s) return status.present_current_A;
        }
        return kNever;
    };
    EXPECT_NEAR(current(driven, 4.5), 0.0, 0.2) << "0 from the first frame on";
    EXPECT_NEAR(current(driven, 8.0), 30.0, 3.0) << "10 A/s up";
    EXPECT_NEAR(current(driven, 14.5), 60.0, 0.2);
    EXPECT_NEAR(current(driven, 15.5), 40.0, 5.0) << "40 A/s down";
    EXPECT_NEAR(current(driven, 24.5), -30.0, 0.2);
    EXPECT_NEAR(current(driven, 44.0), 110.0, 0.2) << "the range ends at the cable's 110 A";
    EXPECT_NEAR(current(free, 44.0), 0.0, 0.2) << "nothing to modules on the interface";
    for (const Played* played : {&driven, &free}) {
        for (const auto& [time_s, frame] : all<evse::DcPowerControl>(*played)) {
            if (frame.power_function != evse::PowerFunction::Power_Transfer) continue;
            EXPECT_EQ(frame.current_range_max_A, 110.0) << time_s;
            EXPECT_EQ(frame.current_range_min_A, -110.0) << time_s;
        }
        EXPECT_TRUE(all<evse::OcppControl>(*played).empty());
    }
}

TEST(live_parameters, the_table_names_all_that_the_vendor_has) {
    // The last two are buttons of the vendor's page; current_setpoint_A has a test of its own.
    const std::vector<std::string> vendors{"ccs_authorisation_duration",
                                           "ccs_authorisation_success",
                                           "charge_duration",
                                           "charge_params_negotiation_duration",
                                           "power_modules_wake_up_duration",
                                           "power_modules_dead_time",
                                           "maximum_voltage",
                                           "maximum_charge_current",
                                           "maximum_discharge_current",
                                           "insulation_resistance",
                                           "voltage_ramp_up_slope",
                                           "voltage_ramp_down_slope",
                                           "current_ramp_up_slope",
                                           "current_ramp_down_slope",
                                           "enable_dc_power_parameters",
                                           "enable_power_module_status",
                                           "enable_sequence_control",
                                           "user_stop_button"};
    std::vector<std::string> tested;
    for (const Row& row : rows()) tested.emplace_back(row.name);
    EXPECT_THAT(tested, testing::IsSupersetOf(vendors));
    std::vector<std::string> live;
    for (const auto& entry : modules::entries()) {
        if (entry.live) live.emplace_back(entry.name);
    }
    for (const auto& name : vendors) {
        if (name == "user_stop_button") continue;
        EXPECT_THAT(live, testing::Contains(name));
    }
}

// Matching within 20 V is the vehicle's affair: it closes its contactors then, and not before.
TEST(Spec_5_13, Row_precharge_match_TheVehicleClosesWithin20Volts) {
    // vehicle: entries of the vehicle; modules: of the modules.
    const auto closing_gap_V = [](const std::string& vehicle,
                                  const std::string& modules) -> std::optional<double> {
        const auto scenario = scenario::parse_scenario(
            "format: 1\nname: precharge\n"
            "vehicle: {profile: vw-id3-58, " +
                vehicle + "}\nmodules: {" + modules +
                "}\nsteps:\n"
                "  - plug_in\n"
                "  - wait: {state: Charging, within_s: 120}\n"
                "  - stop: user\n",
            "precharge.yaml", read_options());
        EXPECT_TRUE(scenario) << scenario.error().front().text();
        const Played played = play(*scenario);
        const auto closes = std::ranges::find_if(played.notes, [](const core::Note& note) {
            return note.source == core::Source::vehicle && note.text == "contactors close";
        });
        if (closes == played.notes.end()) return std::nullopt;
        double gap_V = kNever;
        double target_V = 0.0;
        for (const auto& seen : played.bus) {
            if (seen.time_s > core::to_seconds(closes->time - core::Instant{})) break;
            if (const auto* control = std::get_if<evse::DcPowerControl>(&seen.message)) {
                target_V = control->target_voltage_V;
            } else if (const auto* status = std::get_if<evse::PowerModulesStatus>(&seen.message)) {
                gap_V = std::abs(status->present_voltage_V - target_V);
            }
        }
        return gap_V;
    };
    // A report is up to 100 ms old, in which the output moves by 2 or 6 V.
    for (const std::string slope : {"20", "60"}) {
        const auto gap_V =
            closing_gap_V("communication.precharge_limit_s: 60", "voltage_ramp_up_slope: " + slope);
        ASSERT_TRUE(gap_V) << slope;
        EXPECT_LE(*gap_V, 20.0 + 0.1 * std::stod(slope)) << slope;
        EXPECT_GE(*gap_V, 5.0) << slope << ": it does not wait for a better match";
    }
    const auto close_V =
        closing_gap_V("communication.precharge_limit_s: 60, contactors.match_voltage_V: 5",
                      "voltage_ramp_up_slope: 20");
    ASSERT_TRUE(close_V);
    EXPECT_LE(*close_V, 5.0 + 2.0) << "the tolerance is the vehicle's";
    EXPECT_FALSE(closing_gap_V("communication.precharge_limit_s: 5", "voltage_ramp_up_slope: 20"))
        << "an output that does not come in time never matches";
}

}  // namespace
}  // namespace chargerig::integration
