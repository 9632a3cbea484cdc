// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "sim/core/text.hpp"
#include "sim/modules/entries.hpp"
#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {
namespace {

core::Result<bool> read_switch(const SetValue& set, const core::SourcePosition& where) {
    if (set.value == "true") return true;
    if (set.value == "false") return false;
    return core::fail({where, set.path + " is switched on or off", set.value, "true, false", ""});
}

core::Result<Setting> ocpp_target(const SetValue& set, const core::SourcePosition& where) {
    // The range of the signal Dynamic_Target_Current (vendor message description 3.2 and later).
    const auto current = core::parse_number(set.value, set.path, {-3276.8, 3276.7, "A"}, where);
    if (!current) return core::fail(current.error());
    return OcppTarget{*current};
}

core::Result<Setting> emergency_button(const SetValue& set, const core::SourcePosition& where) {
    const auto pressed = read_switch(set, where);
    if (!pressed) return core::fail(pressed.error());
    return EmergencyButton{*pressed};
}

core::Result<Setting> connector_temperature(const SetValue& set,
                                            const core::SourcePosition& where) {
    // The range of the fields that carry temperatures (spec 5.1).
    const auto given = core::parse_number(set.value, set.path, {-40.0, 215.0, "degC"}, where);
    if (!given) return core::fail(given.error());
    return ConnectorTemperature{*given};
}

template <class Contactors>
core::Result<Setting> contactors(const SetValue& set, const core::SourcePosition& where) {
    if (set.value == "work") return Contactors::work;
    if (set.value == "stuck_open") return Contactors::stuck_open;
    if (set.value == "stuck_closed") return Contactors::stuck_closed;
    return core::fail({where, set.path + " cannot have this value", set.value,
                       "work, stuck_open, stuck_closed", ""});
}

core::Result<Setting> digital_input(const SetValue& set, const core::SourcePosition& where) {
    const auto on = read_switch(set, where);
    if (!on) return core::fail(on.error());
    return DigitalInput{static_cast<std::size_t>(set.path.back() - '1'), *on};
}

core::Result<Setting> status_sender(const SetValue& set, const core::SourcePosition& where) {
    const auto enabled = read_switch(set, where);
    if (!enabled) return core::fail(enabled.error());
    return StatusSender{*enabled};
}

core::Result<Setting> communication(const SetValue& set, const core::SourcePosition& where) {
    if (set.value == "lost") return LoseCommunication{};
    return core::fail({where, "communication with the vehicle can only be lost", set.value, "lost",
                       "a new session begins with plug_in"});
}

core::Result<Setting> finishes_precharge(const SetValue& set, const core::SourcePosition& where) {
    const auto finishes = read_switch(set, where);
    if (!finishes) return core::fail(finishes.error());
    return FinishesPrecharge{*finishes};
}

// A figure of the vehicle's next requests, or its own choice again.
core::Result<std::optional<double>> request(const SetValue& set, core::NumberRange range,
                                            const core::SourcePosition& where) {
    if (set.value == "own") return std::optional<double>{};
    const auto value = core::parse_number(set.value, set.path, range, where);
    if (value) return std::optional<double>{*value};
    core::Error error = value.error();
    error.allowed = "own, or " + core::number_text(range.minimum) + " to " +
                    core::number_text(range.maximum) + " " + std::string(range.unit);
    return core::fail(error);
}

// The ranges of dc_ev_target_voltage_current (ISO15118_charger), discharging included.
core::Result<Setting> requested_voltage(const SetValue& set, const core::SourcePosition& where) {
    const auto value = request(set, {0.0, 1500.0, "V"}, where);
    if (!value) return core::fail(value.error());
    return RequestedVoltage{*value};
}

core::Result<Setting> requested_current(const SetValue& set, const core::SourcePosition& where) {
    const auto value = request(set, {-10'000.0, 10'000.0, "A"}, where);
    if (!value) return core::fail(value.error());
    return RequestedCurrent{*value};
}

core::Result<Setting> battery_voltage(const SetValue& set, const core::SourcePosition& where) {
    const auto percent = core::parse_number(set.value, set.path, {50.0, 150.0, "%"}, where);
    if (!percent) return core::fail(percent.error());
    return BatteryVoltage{*percent};
}

static_assert(controller::kDigitalInputs == 6);  // the paths below

struct Path {
    std::string_view name;
    core::Result<Setting> (*read)(const SetValue&, const core::SourcePosition&);
};
constexpr std::array<Path, 17> kPaths{{
    {"ocpp.target_current_A", ocpp_target},
    {"controller.emergency_stop_button", emergency_button},
    {"controller.connector_temperature_degC", connector_temperature},
    {"controller.output_contactors", contactors<OutputContactors>},
    {"controller.dig_in1", digital_input},
    {"controller.dig_in2", digital_input},
    {"controller.dig_in3", digital_input},
    {"controller.dig_in4", digital_input},
    {"controller.dig_in5", digital_input},
    {"controller.dig_in6", digital_input},
    {"controller.enable_controller_status", status_sender},
    {"vehicle.communication", communication},
    {"vehicle.contactors", contactors<VehicleContactors>},
    {"vehicle.finishes_precharge", finishes_precharge},
    {"vehicle.request_voltage_V", requested_voltage},
    {"vehicle.request_current_A", requested_current},
    {"vehicle.battery_voltage_percent", battery_voltage},
}};

}  // namespace

core::Result<Setting> read_setting(const SetValue& set, const core::SourcePosition& where) {
    std::string known;
    for (const Path& path : kPaths) {
        if (path.name == set.path) return path.read(set, where);
        known += std::string(path.name) + ", ";
    }
    return core::fail(
        {where, "this cannot be set while a session runs", set.path, known + "modules.NAME", ""});
}

core::Result<void> check_set(const SetValue& set, const modules::Parameters& modules,
                             const core::SourcePosition& where) {
    constexpr std::string_view kModules = "modules.";
    if (set.path.starts_with(kModules)) {
        modules::State scratch;
        scratch.live = modules.live;
        return modules::set_entry(scratch, set.path.substr(kModules.size()), set.value, where);
    }
    const auto setting = read_setting(set, where);
    if (!setting) return core::fail(setting.error());
    return {};
}

}  // namespace chargerig::scenario
