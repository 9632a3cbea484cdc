// SPDX-License-Identifier: Apache-2.0
//
// What goes over the vehicle link in a whole session, and what of it reaches the bus. The order of
// variables and commands: interface facts of ISO15118_charger 4.1, 4.2, 4.4 (DIN 70121 and ISO
// 15118-2) and 4.5 (ISO 15118-20).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "tests/integration/played.hpp"

namespace chargerig::integration {
namespace {

using link::CommandName;
using link::VarName;

enum class Kind { din, iso2, scheduled, dynamic };

const char* protocol_of(Kind kind) {
    switch (kind) {
        case Kind::din:
            return "din";
        case Kind::iso2:
            return "iso2";
        case Kind::scheduled:
            return "iso20_scheduled";
        case Kind::dynamic:
            break;
    }
    return "iso20_dynamic";
}

scenario::Scenario scenario_of(Kind kind) {
    switch (kind) {
        case Kind::din:
            return shipped("normal/din");
        case Kind::iso2:
            return shipped("normal/iso2-target-soc");
        case Kind::scheduled:
            return shipped("bidirectional/iso20-scheduled");
        case Kind::dynamic:
            break;
    }
    return shipped("bidirectional/iso20-dynamic-ocpp");
}

// One session for each kind, played once.
const Played& session(Kind kind) {
    static std::map<Kind, Played> played;
    auto found = played.find(kind);
    if (found == played.end()) found = played.emplace(kind, play(scenario_of(kind))).first;
    return found->second;
}

// One line of what went over the link: "< start_cable_check" from the vehicle, "> setup" to it.
struct Line {
    core::Instant time;
    std::string text;
};

std::vector<Line> lines(const Played& played) {
    std::vector<Line> out;
    for (const auto& var : played.vars) {
        out.push_back({var.time, "< " + std::string(link::literal(var.name))});
    }
    for (const auto& command : played.commands) {
        out.push_back({command.time, "> " + std::string(link::literal(command.name))});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Line& a, const Line& b) { return a.time < b.time; });
    return out;
}

std::size_t count(const Played& played, VarName name) {
    return static_cast<std::size_t>(
        std::count_if(played.vars.begin(), played.vars.end(),
                      [name](const link::Var& var) { return var.name == name; }));
}

// Each text must come at or after the one before it; says which did not.
void expect_in_order(const Played& played, const std::vector<std::string>& wanted) {
    const auto seen = lines(played);
    auto from = seen.begin();
    std::string before = "the beginning";
    for (const auto& text : wanted) {
        const auto found =
            std::find_if(from, seen.end(), [&text](const Line& line) { return line.text == text; });
        if (found == seen.end()) {
            ADD_FAILURE() << "no '" << text << "' after " << before;
            continue;
        }
        before = "'" + text + "' at " + std::to_string(core::to_seconds(found->time)) + " s";
        from = found + 1;
    }
}

// Names that are seen only between the first `begin` and the last `end` (a name itself, or empty
// for no border).
void expect_only_between(const Played& played, const std::vector<VarName>& names, VarName begin,
                         VarName end) {
    const auto& vars = played.vars;
    const auto named = [](VarName name) {
        return [name](const link::Var& var) { return var.name == name; };
    };
    const auto first = std::find_if(vars.begin(), vars.end(), named(begin));
    const auto last = std::find_if(vars.rbegin(), vars.rend(), named(end));
    ASSERT_NE(first, vars.end());
    ASSERT_NE(last, vars.rend());
    for (const auto& var : vars) {
        if (std::find(names.begin(), names.end(), var.name) == names.end()) continue;
        EXPECT_GE(var.time, first->time) << link::literal(var.name);
        EXPECT_LE(var.time, last->time) << link::literal(var.name);
    }
}

std::string name_of(const ::testing::TestParamInfo<Kind>& tested) {
    return protocol_of(tested.param);
}

class every_protocol : public ::testing::TestWithParam<Kind> {
protected:
    const Played& played() { return session(GetParam()); }
    bool iso20() const { return GetParam() == Kind::scheduled || GetParam() == Kind::dynamic; }
};

TEST_P(every_protocol, nothing_is_refused_or_lost_and_everything_arrives) {
    ASSERT_EQ(played().result.verdict, report::Verdict::pass) << reasons(played().result);
    EXPECT_EQ(played().to_charger.refused, 0u);
    EXPECT_EQ(played().to_vehicle.refused, 0u);
    EXPECT_EQ(played().to_charger.overflowed, 0u);
    EXPECT_EQ(played().to_vehicle.overflowed, 0u);
    EXPECT_EQ(played().to_charger.sent, played().vars.size());
    // What is sent in the last instant of the run is still on its way.
    EXPECT_LE(played().to_charger.sent - played().to_charger.delivered, 1u);
    EXPECT_EQ(played().to_vehicle.sent, played().commands.size());
    EXPECT_LE(played().to_vehicle.sent - played().to_vehicle.delivered, 1u);
}

TEST_P(every_protocol, the_charger_introduces_itself_in_order) {
    const std::vector<CommandName> wanted{CommandName::session_setup,
                                          CommandName::set_powersupply_capabilities,
                                          CommandName::set_charging_parameters,
                                          CommandName::update_dc_minimum_limits,
                                          CommandName::update_dc_present_values,
                                          CommandName::receipt_is_required,
                                          CommandName::setup,
                                          CommandName::update_energy_transfer_modes,
                                          CommandName::bpt_setup,
                                          CommandName::reset_error};
    ASSERT_GT(played().commands.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        EXPECT_EQ(link::literal(played().commands[i].name), link::literal(wanted[i]));
    }
}

TEST_P(every_protocol, plugging_in_and_the_link) {
    expect_in_order(played(),
                    {"> reset_error", "> update_dc_maximum_limits", "> update_dc_minimum_limits",
                     "> reset_error", "> ac_contactor_closed", "> stop_charging", "> dlink_ready",
                     "< v2g_messages", "< selected_protocol", "< evcc_id", "< require_auth_eim",
                     "> authorization_response"});
}

TEST_P(every_protocol, from_the_cable_check_to_the_end_of_the_link) {
    expect_in_order(
        played(), {"> authorization_response", "< dc_ev_maximum_limits", "< start_cable_check",
                   "> update_isolation_status", "> cable_check_finished", "< start_pre_charge",
                   "< dc_ev_target_voltage_current", "> update_dc_present_values",
                   "< v2g_setup_finished", "< current_demand_started", "> update_dc_present_values",
                   "< current_demand_finished", "< dc_open_contactor", "< dlink_terminate"});
}

TEST_P(every_protocol, what_happens_once_happens_once) {
    for (VarName name :
         {VarName::selected_protocol, VarName::evcc_id, VarName::require_auth_eim,
          VarName::start_cable_check, VarName::start_pre_charge, VarName::v2g_setup_finished,
          VarName::current_demand_started, VarName::current_demand_finished,
          VarName::dc_open_contactor, VarName::dlink_terminate}) {
        EXPECT_EQ(count(played(), name), 1u) << link::literal(name);
    }
}

TEST_P(every_protocol, a_session_that_goes_well_tells_of_no_failure_and_of_no_ac) {
    for (VarName name :
         {VarName::dlink_error, VarName::dlink_pause, VarName::hlc_session_failed,
          VarName::require_auth_pnc, VarName::sae_bidi_mode_active, VarName::ac_close_contactor,
          VarName::ac_open_contactor, VarName::ac_eamount, VarName::ac_ev_max_voltage,
          VarName::ac_ev_max_current, VarName::ac_ev_min_current, VarName::ac_ev_power_limits,
          VarName::ac_ev_present_powers, VarName::ac_ev_dynamic_control_mode}) {
        EXPECT_EQ(count(played(), name), 0u) << link::literal(name);
    }
    for (const auto& command : played().commands) {
        EXPECT_NE(command.name, CommandName::send_error);
    }
}

TEST_P(every_protocol, present_values_follow_the_modules_status) {
    std::size_t told = 0;
    for (const auto& command : played().commands) {
        told += command.name == CommandName::update_dc_present_values;
    }
    const std::size_t measured = all<evse::PowerModulesStatus>(played()).size();
    // One at start-up; a status that comes while the controller is busy with another is no more.
    EXPECT_GE(told + 2, measured);
    EXPECT_LE(told, measured + 1);
}

TEST_P(every_protocol, the_car_tells_its_session_in_the_terms_of_its_protocol) {
    const auto named = [&](VarName name) {
        return std::find_if(played().vars.begin(), played().vars.end(),
                            [name](const link::Var& var) { return var.name == name; });
    };
    const auto selected = named(VarName::selected_protocol);
    ASSERT_NE(selected, played().vars.end());
    const std::map<Kind, std::string> texts{{Kind::din, "DIN70121"},
                                            {Kind::iso2, "ISO15118-2-2013"},
                                            {Kind::scheduled, "ISO15118-20:DC"},
                                            {Kind::dynamic, "ISO15118-20:DC"}};
    EXPECT_EQ(std::get<link::Text>(selected->payload).view(), texts.at(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(link, every_protocol,
                         ::testing::Values(Kind::din, Kind::iso2, Kind::scheduled, Kind::dynamic),
                         name_of);

class din_and_iso2 : public every_protocol {};

TEST_P(din_and_iso2, variables_of_charge_parameter_discovery) {
    expect_in_order(played(), {"< ev_app_protocol", "< selected_protocol", "< evcc_id",
                               "< require_auth_eim", "> authorization_response",
                               "< requested_energy_transfer_mode", "< dc_ev_energy_capacity",
                               "< dc_ev_energy_request", "< dc_full_soc", "< dc_bulk_soc",
                               "< dc_ev_maximum_limits", "< dc_ev_status", "< start_cable_check"});
    const std::size_t iso2_only = GetParam() == Kind::iso2 ? 1 : 0;
    EXPECT_EQ(count(played(), VarName::selected_payment_option), iso2_only);
    EXPECT_EQ(count(played(), VarName::departure_time) > 0, iso2_only > 0);
}

TEST_P(din_and_iso2, variables_of_the_charge_loop) {
    expect_in_order(
        played(),
        {"< start_pre_charge", "< dc_ev_target_voltage_current", "< dc_charging_complete",
         "< dc_bulk_charging_complete", "< v2g_setup_finished", "< current_demand_started",
         "< dc_bulk_charging_complete", "< dc_charging_complete", "< dc_ev_target_voltage_current",
         "< dc_ev_remaining_time", "< current_demand_finished", "< dc_open_contactor"});
    expect_only_between(played(), {VarName::dc_ev_remaining_time}, VarName::current_demand_started,
                        VarName::current_demand_finished);
    expect_only_between(played(), {VarName::dc_charging_complete}, VarName::v2g_setup_finished,
                        VarName::current_demand_finished);
}

// EvseV2G sends these four only when a value has changed.
TEST_P(din_and_iso2, some_variables_come_on_change_only) {
    for (VarName name : {VarName::dc_ev_status, VarName::dc_ev_target_voltage_current,
                         VarName::dc_ev_maximum_limits, VarName::dc_ev_remaining_time}) {
        const link::Var* last = nullptr;
        for (const auto& var : played().vars) {
            if (var.name != name) continue;
            EXPECT_FALSE(last && last->payload == var.payload) << link::literal(name);
            last = &var;
        }
        EXPECT_NE(last, nullptr) << link::literal(name);
    }
}

TEST_P(din_and_iso2, nothing_of_iso_15118_20_is_seen) {
    for (VarName name : {VarName::display_parameters, VarName::d20_dc_dynamic_charge_mode,
                         VarName::dc_ev_present_voltage, VarName::meter_info_requested,
                         VarName::selected_service_parameters, VarName::ev_termination}) {
        EXPECT_EQ(count(played(), name), 0u) << link::literal(name);
    }
}

INSTANTIATE_TEST_SUITE_P(link, din_and_iso2, ::testing::Values(Kind::din, Kind::iso2), name_of);

class iso20 : public every_protocol {};

TEST_P(iso20, variables_in_order) {
    const std::string mode = GetParam() == Kind::dynamic ? "< d20_dc_dynamic_charge_mode"
                                                         : "< dc_ev_target_voltage_current";
    expect_in_order(played(), {"< selected_protocol",
                               "< evcc_id",
                               "< require_auth_eim",
                               "> authorization_response",
                               "< selected_service_parameters",
                               "< dc_ev_maximum_limits",
                               "< start_cable_check",
                               "< start_pre_charge",
                               "< dc_ev_target_voltage_current",
                               "< v2g_setup_finished",
                               "< current_demand_started",
                               mode,
                               "< dc_ev_present_voltage",
                               "< meter_info_requested",
                               "< display_parameters",
                               mode,
                               "< dc_ev_present_voltage",
                               "< meter_info_requested",
                               "< display_parameters",
                               "< current_demand_finished",
                               "< dc_open_contactor",
                               "< ev_termination",
                               "< dlink_terminate"});
}

// Every round of the loop tells the same, in the same order.
TEST_P(iso20, each_round_of_the_loop_is_complete) {
    const VarName mode = GetParam() == Kind::dynamic ? VarName::d20_dc_dynamic_charge_mode
                                                     : VarName::dc_ev_target_voltage_current;
    std::vector<VarName> round{mode, VarName::dc_ev_present_voltage, VarName::meter_info_requested,
                               VarName::display_parameters};
    if (GetParam() == Kind::scheduled) {
        round.insert(round.begin() + 1, VarName::dc_ev_maximum_limits);
    }
    bool in_loop = false;
    std::size_t seen = 0;
    for (const auto& var : played().vars) {
        if (var.name == VarName::current_demand_finished) break;
        if (in_loop && var.name != VarName::v2g_messages) {
            ASSERT_EQ(var.name, round[seen % round.size()])
                << link::literal(var.name) << " at " << core::to_seconds(var.time) << " s";
            ++seen;
        }
        in_loop |= var.name == VarName::current_demand_started;
    }
    EXPECT_EQ(seen % round.size(), 0u);
    EXPECT_GE(seen / round.size(), 300u);
}

TEST_P(iso20, nothing_that_evse15118_d20_does_not_publish_is_seen) {
    for (VarName name :
         {VarName::dc_ev_status, VarName::dc_ev_energy_capacity, VarName::dc_ev_energy_request,
          VarName::dc_full_soc, VarName::dc_bulk_soc, VarName::dc_charging_complete,
          VarName::dc_bulk_charging_complete, VarName::dc_ev_remaining_time,
          VarName::departure_time, VarName::requested_energy_transfer_mode,
          VarName::selected_payment_option}) {
        EXPECT_EQ(count(played(), name), 0u) << link::literal(name);
    }
}

TEST_P(iso20, the_mode_is_what_the_scenario_asks_for) {
    for (const auto& var : played().vars) {
        if (var.name != VarName::selected_service_parameters) continue;
        const auto& service = std::get<link::SelectedServiceParameters>(var.payload);
        EXPECT_EQ(service.energy_transfer, link::ServiceCategory::DC_BPT);
        EXPECT_EQ(service.control_mode, GetParam() == Kind::dynamic
                                            ? link::ControlMode::DynamicControl
                                            : link::ControlMode::ScheduledControl);
    }
    bool discharge_asked = false;
    for (const auto& var : played().vars) {
        if (const auto* mode = std::get_if<link::DcChargeDynamicModeValues>(&var.payload)) {
            discharge_asked |= mode->max_discharge_current.value_or(0.0) > 0.0;
        }
        if (const auto* target = std::get_if<link::DcEvTargetValues>(&var.payload)) {
            discharge_asked |= target->dc_ev_target_current < 0.0;
        }
    }
    EXPECT_TRUE(discharge_asked);
}

INSTANTIATE_TEST_SUITE_P(link, iso20, ::testing::Values(Kind::scheduled, Kind::dynamic), name_of);

template <class M>
void expect_once_then_on_change(const Played& played, const char* name) {
    const double announced_s = all<evse::NewChargeSession>(played).front().first;
    const auto seen = all<M>(played);
    ASSERT_FALSE(seen.empty()) << name;
    EXPECT_GE(seen.front().first, announced_s) << name;
    EXPECT_LE(seen.front().first, announced_s + 0.1) << name;
    for (std::size_t i = 1; i < seen.size(); ++i) {
        EXPECT_FALSE(seen[i].second == seen[i - 1].second)
            << name << " again without a change at " << seen[i].first << " s";
        EXPECT_GE(seen[i].first - seen[i - 1].first, 0.0999) << name;
    }
}

TEST_P(every_protocol, ev_information_comes_once_and_then_on_change) {
    ASSERT_FALSE(all<evse::NewChargeSession>(played()).empty());
    expect_once_then_on_change<evse::EvInformationBattery>(played(), "battery");
    expect_once_then_on_change<evse::EvInformationVoltages>(played(), "voltages");
    expect_once_then_on_change<evse::EvInformationChargeLimits>(played(), "charge limits");
    expect_once_then_on_change<evse::EvInformationDischargeLimits>(played(), "discharge limits");
    expect_once_then_on_change<evse::EvInformationEnergy>(played(), "energy");
}

// A field that the protocol in use does not carry is 0; one that it carries is there at the end.
TEST_P(every_protocol, ev_information_has_what_the_protocol_carries_and_no_more) {
    const auto battery = all<evse::EvInformationBattery>(played()).back().second;
    const auto voltages = all<evse::EvInformationVoltages>(played()).back().second;
    const auto charge = all<evse::EvInformationChargeLimits>(played()).back().second;
    const auto energy = all<evse::EvInformationEnergy>(played());
    EXPECT_GT(battery.battery_capacity_kWh, 0.0);
    EXPECT_GT(battery.present_state_of_charge_percent, 0.0);
    EXPECT_GT(voltages.ev_maximum_voltage_V, 0.0);
    EXPECT_GT(charge.ev_maximum_charge_current_A, 0.0);
    EXPECT_GT(charge.ev_maximum_charge_power_kW, 0.0);

    // DIN 70121 and ISO 15118-2 tell full and bulk, ISO 15118-20 shows all of them.
    EXPECT_GT(battery.target_state_of_charge_percent, 0.0);
    EXPECT_GT(battery.maximum_state_of_charge_percent, 0.0);
    EXPECT_EQ(battery.minimum_state_of_charge_percent > 0.0, iso20());
    EXPECT_EQ(voltages.ev_present_voltage_V > 0.0, iso20());
    // A range of voltages and energies, and any discharge limit: dynamic control alone.
    const bool dynamic = GetParam() == Kind::dynamic;
    EXPECT_EQ(voltages.ev_minimum_voltage_V > 0.0, dynamic);
    double discharge_A = 0.0, minimum_kWh = 0.0, target_kWh = 0.0, maximum_kWh = 0.0;
    for (const auto& [time_s, limits] : all<evse::EvInformationDischargeLimits>(played())) {
        discharge_A = std::max(discharge_A, limits.ev_maximum_discharge_current_A);
        EXPECT_EQ(limits.ev_minimum_discharge_current_A, 0.0);
        EXPECT_TRUE(dynamic || limits == evse::EvInformationDischargeLimits{});
    }
    for (const auto& [time_s, request] : all<evse::EvInformationEnergy>(played())) {
        minimum_kWh = std::max(minimum_kWh, std::abs(request.ev_minimum_energy_request_kWh));
        target_kWh = std::max(target_kWh, std::abs(request.ev_target_energy_request_kWh));
        maximum_kWh = std::max(maximum_kWh, std::abs(request.ev_maximum_energy_request_kWh));
    }
    EXPECT_EQ(discharge_A > 0.0, dynamic);
    EXPECT_EQ(maximum_kWh > 0.0, dynamic);
    EXPECT_EQ(target_kWh > 0.0, dynamic);
    // The car has more than its minimum already, and the interface knows no negative request.
    EXPECT_EQ(minimum_kWh, 0.0);
    // No protocol of these tells the least current.
    for (const auto& [time_s, limits] : all<evse::EvInformationChargeLimits>(played())) {
        EXPECT_EQ(limits.ev_minimum_charge_current_A, 0.0);
    }
}

}  // namespace
}  // namespace chargerig::integration
