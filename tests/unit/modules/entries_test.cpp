// SPDX-License-Identifier: Apache-2.0
#include "sim/modules/entries.hpp"

#include <gmock/gmock.h>

#include "sim/modules/modules.hpp"

namespace chargerig::modules {
namespace {

const core::SourcePosition kHere{"a.yaml", 3, 7};

const std::string kLiveNames =
    "start_charge_authorisation, ccs_authorisation_duration, ccs_authorisation_success, "
    "charge_duration, charge_params_negotiation_duration, power_modules_wake_up_duration, "
    "power_modules_dead_time, maximum_voltage, "
    "maximum_charge_current, maximum_discharge_current, range_target_current_A, "
    "insulation_resistance, "
    "voltage_ramp_up_slope, voltage_ramp_down_slope, current_ramp_up_slope, "
    "current_ramp_down_slope, enable_dc_power_parameters, enable_power_module_status, "
    "enable_sequence_control, enclosure_temperature_degC, system_enable, not_allowed_code, "
    "reported_voltage_V, reported_voltage_gain, reported_voltage_offset_V, reported_current_A, "
    "reported_current_gain, reported_current_offset_A, power_modules_temperature_degC, "
    "power_modules_temperature_drift_degC_per_s, enclosure_temperature_drift_degC_per_s, "
    "bleeder_works, insulation_drift_kohm_per_s, voltage_deviation_V, current_deviation_A, "
    "voltage_overshoot_percent, current_overshoot_percent, overshoot_s, converters_work, "
    "insulation_positive_kohm, insulation_negative_kohm";

struct BadValue {
    std::string name, text, error;
};

TEST(Entries, BadValuesSayWhatIsAllowed) {
    const auto text = [](const std::string& name, const std::string& value,
                         const std::string& allowed) {
        return "a.yaml:3:7: modules: " + name + " cannot have this value: '" + value +
               "'; allowed: " + allowed + "; correct the value";
    };
    const BadValue rows[] = {
        {"maximum_voltage", "6553.6", text("maximum_voltage", "6553.6", "0 to 6553.5 V")},
        {"maximum_voltage", "-1", text("maximum_voltage", "-1", "0 to 6553.5 V")},
        {"maximum_voltage", "nan", text("maximum_voltage", "nan", "0 to 6553.5 V")},
        {"overshoot_s", "0", text("overshoot_s", "0", "0.01 to 60 s")},
        {"insulation_positive_kohm", "low",
         text("insulation_positive_kohm", "low", "none, or 0 to 20000 kOhm")},
        {"maximum_voltage", "inf", text("maximum_voltage", "inf", "0 to 6553.5 V")},
        {"maximum_voltage", "500 V", text("maximum_voltage", "500 V", "0 to 6553.5 V")},
        {"maximum_charge_current", "3276.8",
         text("maximum_charge_current", "3276.8", "0 to 3276.7 A")},
        {"current_ramp_up_slope", "0", text("current_ramp_up_slope", "0", "0.1 to 10000 A/s")},
        {"power_modules_wake_up_duration", "1,5",
         text("power_modules_wake_up_duration", "1,5", "0 to 86400 s")},
        {"output_contactors", "1", text("output_contactors", "1", "true, false")},
        {"enable_at", "state3", text("enable_at", "state3", "state4, new_charge_session")},
        {"range_setpoint_start", "max", text("range_setpoint_start", "max", "zero, range_maximum")},
        {"current_setpoint_A", "4000",
         text("current_setpoint_A", "4000", "none, or -3276.8 to 3276.7 A")},
        {"send_phase_s", "0.1", text("send_phase_s", "0.1", "0 to 0.099 s")},
        {"not_allowed_code", "256", text("not_allowed_code", "256", "0 to 255, whole")},
        {"not_allowed_code", "2.5", text("not_allowed_code", "2.5", "0 to 255, whole")},
        {"reported_voltage_V", "stuck",
         text("reported_voltage_V", "stuck", "measured, held, or 0 to 6553.5 V")},
        {"reported_current_A", "-3276.9",
         text("reported_current_A", "-3276.9", "measured, held, or -3276.8 to 3276.7 A")},
        {"reported_voltage_gain", "11", text("reported_voltage_gain", "11", "-10 to 10")},
        {"power_modules_temperature_degC", "-41",
         text("power_modules_temperature_degC", "-41", "measured, held, or -40 to 215 degC")},
        {"keep_setpoint", "never", text("keep_setpoint", "never", "session, always")},
    };
    for (const BadValue& row : rows) {
        Parameters parameters;
        const auto result = set_entry(parameters, row.name, row.text, kHere);
        ASSERT_FALSE(result.has_value()) << row.name << " " << row.text;
        EXPECT_EQ(result.error().text(), row.error);
        EXPECT_EQ(parameters, Parameters{}) << "a refused value changes nothing";
    }
}

TEST(Entries, EveryKindIsSet) {
    Parameters parameters;
    Parameters expected;
    expected.live.maximum_voltage_V = 920.5;
    expected.live.enable_sequence_control = false;
    expected.live.power_modules_wake_up_duration_s = 2.5;
    expected.output_contactors = false;
    expected.enable_at = EnableAt::new_charge_session;
    expected.range_setpoint_start = RangeSetpointStart::range_maximum;
    expected.current_setpoint_A = -12.5;
    expected.keep_setpoint = KeepSetpoint::always;
    expected.stop_at_ev_minimum_voltage = false;
    expected.live.not_allowed_code = 7;
    expected.live.reported_voltage = {ReportAs::given, 12.5};
    expected.live.reported_current = {ReportAs::held, 0.0};
    for (const auto& [name, text] :
         std::vector<std::pair<const char*, const char*>>{{"maximum_voltage", "920.5"},
                                                          {"enable_sequence_control", "false"},
                                                          {"power_modules_wake_up_duration", "2.5"},
                                                          {"output_contactors", "false"},
                                                          {"enable_at", "new_charge_session"},
                                                          {"range_setpoint_start", "range_maximum"},
                                                          {"current_setpoint_A", "-12.5"},
                                                          {"keep_setpoint", "always"},
                                                          {"stop_at_ev_minimum_voltage", "false"},
                                                          {"not_allowed_code", "7"},
                                                          {"reported_voltage_V", "12.5"},
                                                          {"reported_current_A", "held"}}) {
        EXPECT_TRUE(set_entry(parameters, name, text, kHere).has_value()) << name;
    }
    EXPECT_EQ(parameters, expected);
    EXPECT_TRUE(set_entry(parameters, "current_setpoint_A", "none", kHere).has_value());
    EXPECT_EQ(parameters.current_setpoint_A, std::nullopt);
}

TEST(Entries, AnUnknownNameListsTheKnownOnes) {
    Parameters parameters;
    const auto result = set_entry(parameters, "maximum_volts", "5", kHere);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().what, "modules: unknown parameter");
    for (const EntryInfo& entry : entries()) {
        EXPECT_THAT(result.error().allowed, testing::HasSubstr(entry.name));
    }
}

TEST(Entries, WhileRunningOnlyLiveOnes) {
    Live live;
    EXPECT_TRUE(set_entry(live, "insulation_resistance", "40", kHere).has_value());
    EXPECT_EQ(live.insulation_resistance_kohm, 40.0);
    const auto fixed = set_entry(live, "enable_at", "state4", kHere);
    ASSERT_FALSE(fixed.has_value());
    EXPECT_EQ(fixed.error().text(),
              "a.yaml:3:7: modules: this parameter is fixed at the start: 'enable_at'; allowed: " +
                  kLiveNames + "; set it before the run instead");
    const auto unknown = set_entry(live, "pistol", "1", kHere);
    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error().text(), "a.yaml:3:7: modules: unknown live parameter: 'pistol'; " +
                                          ("allowed: " + kLiveNames) + "; correct the name");
}

TEST(Entries, CommandsGoToTheState) {
    State state = Modules({}).initial_state({});
    EXPECT_TRUE(set_entry(state, "current_setpoint_A", "-40.5", kHere).has_value());
    EXPECT_EQ(state.setpoint_A, -40.5);
    EXPECT_TRUE(set_entry(state, "start_charge_authorisation", "false", kHere).has_value());
    EXPECT_FALSE(state.flags.start_charge_authorisation);
    EXPECT_FALSE(state.live.start_charge_authorisation) << "and in the sessions to come";
    const std::pair<const char*, bool evse::SequenceControl::*> flags[] = {
        {"chademo_start_button", &evse::SequenceControl::chademo_start_button},
        {"ccs_authorisation_done", &evse::SequenceControl::ccs_authorisation_done},
        {"ccs_authorisation_valid", &evse::SequenceControl::ccs_authorisation_valid},
        {"charge_parameters_done", &evse::SequenceControl::charge_parameters_done},
        {"user_stop_button", &evse::SequenceControl::user_stop_button},
    };
    for (const auto& [name, member] : flags) {
        EXPECT_FALSE(state.flags.*member) << name;
        EXPECT_TRUE(set_entry(state, name, "true", kHere).has_value()) << name;
        EXPECT_TRUE(state.flags.*member) << name;
        EXPECT_TRUE(set_entry(state, name, "false", kHere).has_value()) << name;
        EXPECT_FALSE(state.flags.*member) << name;
    }
    EXPECT_TRUE(set_entry(state, "system_enable", "false", kHere).has_value());
    EXPECT_FALSE(state.live.system_enable);
    EXPECT_TRUE(set_entry(state, "maximum_voltage", "400", kHere).has_value());
    EXPECT_EQ(state.live.maximum_voltage_V, 400.0);

    const auto bad = set_entry(state, "current_setpoint_A", "none", kHere);
    ASSERT_FALSE(bad.has_value());
    EXPECT_EQ(bad.error().text(),
              "a.yaml:3:7: modules: current_setpoint_A cannot have this value: 'none'; allowed: "
              "-3276.8 to 3276.7 A; correct the value");
    const auto level = set_entry(state, "system_enable", "on", kHere);
    ASSERT_FALSE(level.has_value());
    EXPECT_EQ(level.error().allowed, "true, false");
    const auto unknown = set_entry(state, "stop", "true", kHere);
    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error().allowed,
              kLiveNames +
                  ", current_setpoint_A, chademo_start_button, ccs_authorisation_done, "
                  "ccs_authorisation_valid, charge_parameters_done, user_stop_button");
}

TEST(Entries, DefaultsAreTheVendors) {
    const Live live;
    EXPECT_EQ(live.ccs_authorisation_duration_s, 3.0);
    EXPECT_TRUE(live.ccs_authorisation_success);
    EXPECT_EQ(live.charge_params_negotiation_duration_s, 1.5);
    EXPECT_EQ(live.power_modules_dead_time_s, 1.0);
    EXPECT_EQ(live.voltage_ramp_up_slope_V_per_s, 200.0);
    EXPECT_EQ(live.voltage_ramp_down_slope_V_per_s, 100.0);
    EXPECT_EQ(live.current_ramp_up_slope_A_per_s, 20.0);
    EXPECT_EQ(live.current_ramp_down_slope_A_per_s, 20.0);
    EXPECT_EQ(live.charge_duration_s, 0.0);
}

}  // namespace
}  // namespace chargerig::modules
