// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/core/text.hpp"
#include "sim/modules/entries.hpp"
#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {
namespace {

core::Result<bool> read_switch(std::string_view path, std::string_view value,
                               const core::SourcePosition& where) {
    if (value == "true") return true;
    if (value == "false") return false;
    return core::fail({where, std::string(path) + " is switched on or off", std::string(value),
                       "true, false", ""});
}

core::Result<Setting> ocpp_target(std::string_view path, std::string_view value,
                                  const core::SourcePosition& where) {
    // The range of the signal Dynamic_Target_Current (vendor message description 3.2 and later).
    const auto current = core::parse_number(value, path, {-3276.8, 3276.7, "A"}, where);
    if (!current) return core::fail(current.error());
    return OcppTarget{*current};
}

core::Result<Setting> emergency_button(std::string_view path, std::string_view value,
                                       const core::SourcePosition& where) {
    const auto pressed = read_switch(path, value, where);
    if (!pressed) return core::fail(pressed.error());
    return EmergencyButton{*pressed};
}

core::Result<Setting> connector_temperature(std::string_view path, std::string_view value,
                                            const core::SourcePosition& where) {
    // The range of the fields that carry temperatures (spec 5.1).
    const auto given = core::parse_number(value, path, {-40.0, 215.0, "degC"}, where);
    if (!given) return core::fail(given.error());
    return ConnectorTemperature{*given};
}

template <class Contactors>
core::Result<Setting> contactors(std::string_view path, std::string_view value,
                                 const core::SourcePosition& where) {
    if (value == "work") return Contactors::work;
    if (value == "stuck_open") return Contactors::stuck_open;
    if (value == "stuck_closed") return Contactors::stuck_closed;
    return core::fail({where, std::string(path) + " cannot have this value", std::string(value),
                       "work, stuck_open, stuck_closed", ""});
}

core::Result<Setting> digital_input(std::string_view path, std::string_view value,
                                    const core::SourcePosition& where) {
    const auto on = read_switch(path, value, where);
    if (!on) return core::fail(on.error());
    return DigitalInput{static_cast<std::size_t>(path.back() - '1'), *on};
}

core::Result<Setting> status_sender(std::string_view path, std::string_view value,
                                    const core::SourcePosition& where) {
    const auto enabled = read_switch(path, value, where);
    if (!enabled) return core::fail(enabled.error());
    return StatusSender{*enabled};
}

core::Result<Setting> communication(std::string_view, std::string_view value,
                                    const core::SourcePosition& where) {
    if (value == "lost") return LoseCommunication{};
    return core::fail({where, "communication with the vehicle can only be lost", std::string(value),
                       "lost", "a new session begins with plug_in"});
}

core::Result<Setting> finishes_precharge(std::string_view path, std::string_view value,
                                         const core::SourcePosition& where) {
    const auto finishes = read_switch(path, value, where);
    if (!finishes) return core::fail(finishes.error());
    return FinishesPrecharge{*finishes};
}

// A figure of the vehicle's next requests, or its own choice again.
core::Result<std::optional<double>> request(std::string_view path, std::string_view value,
                                            core::NumberRange range,
                                            const core::SourcePosition& where) {
    if (value == "own") return std::optional<double>{};
    const auto number = core::parse_number(value, path, range, where);
    if (number) return std::optional<double>{*number};
    core::Error error = number.error();
    error.allowed = "own, or " + core::number_text(range.minimum) + " to " +
                    core::number_text(range.maximum) + " " + std::string(range.unit);
    return core::fail(error);
}

// The ranges of dc_ev_target_voltage_current (ISO15118_charger), discharging included.
core::Result<Setting> requested_voltage(std::string_view path, std::string_view value,
                                        const core::SourcePosition& where) {
    const auto asked = request(path, value, {0.0, 1500.0, "V"}, where);
    if (!asked) return core::fail(asked.error());
    return RequestedVoltage{*asked};
}

core::Result<Setting> requested_current(std::string_view path, std::string_view value,
                                        const core::SourcePosition& where) {
    const auto asked = request(path, value, {-10'000.0, 10'000.0, "A"}, where);
    if (!asked) return core::fail(asked.error());
    return RequestedCurrent{*asked};
}

core::Result<Setting> battery_voltage(std::string_view path, std::string_view value,
                                      const core::SourcePosition& where) {
    const auto percent = core::parse_number(value, path, {50.0, 150.0, "%"}, where);
    if (!percent) return core::fail(percent.error());
    return BatteryVoltage{*percent};
}

static_assert(controller::kDigitalInputs == 6);  // the paths below

struct Path {
    std::string_view name;
    core::Result<Setting> (*read)(std::string_view, std::string_view, const core::SourcePosition&);
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

core::Result<Setting> read_setting(std::string_view path, std::string_view value,
                                   const core::SourcePosition& where) {
    for (const Path& each : kPaths) {
        if (each.name == path) return each.read(path, value, where);
    }
    std::string known;
    for (const Path& each : kPaths) known += std::string(each.name) + ", ";
    return core::fail({where, "this cannot be set while a session runs", std::string(path),
                       known + "modules.NAME", ""});
}

namespace {

core::Result<void> check_value(std::string_view path, std::string_view value,
                               const modules::Parameters& modules,
                               const core::SourcePosition& where) {
    constexpr std::string_view kModules = "modules.";
    if (path.starts_with(kModules)) {
        modules::State scratch;
        scratch.live = modules.live;
        return modules::set_entry(scratch, path.substr(kModules.size()), value, where);
    }
    const auto setting = read_setting(path, value, where);
    if (!setting) return core::fail(setting.error());
    return {};
}

}  // namespace

core::Result<void> check_set(const SetValue& set, const modules::Parameters& modules,
                             const core::SourcePosition& where) {
    return check_value(set.path, set.value, modules, where);
}

// Each range is one interval: what lies between two good values is good, unless it has to be whole.
core::Result<void> check_set(const Profile& profile, const modules::Parameters& modules,
                             const core::SourcePosition& where) {
    double lowest = profile.mean - std::abs(profile.amplitude);
    double highest = profile.mean + std::abs(profile.amplitude);
    if (profile.shape != Profile::Shape::sine) {
        const auto [low, high] =
            std::ranges::minmax_element(profile.points, {}, &Profile::Point::value);
        lowest = low->value;
        highest = high->value;
    }
    constexpr double kSomewhere = 0.618;
    const bool between = profile.shape != Profile::Shape::held;
    const double inside = between ? lowest + kSomewhere * (highest - lowest) : lowest;
    for (const double value : {lowest, highest, inside}) {
        auto checked = check_value(profile.path, core::number_text(value), modules, where);
        if (!checked) return checked;
    }
    return {};
}

}  // namespace chargerig::scenario
