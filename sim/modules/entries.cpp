// SPDX-License-Identifier: Apache-2.0
#include "sim/modules/entries.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>
#include <variant>

#include "sim/core/text.hpp"

namespace chargerig::modules {
namespace {

using Member = std::variant<double Live::*, bool Live::*, std::uint8_t Live::*, Report Live::*,
                            std::optional<double> Live::*, double Parameters::*, bool Parameters::*,
                            std::optional<double> Parameters::*, EnableAt Parameters::*,
                            RangeSetpointStart Parameters::*, KeepSetpoint Parameters::*>;

struct Entry {
    std::string_view name;
    Member member;
    double minimum = 0.0;
    double maximum = 0.0;
    std::string_view unit = {};
    bool fault = false;
};

constexpr bool kFault = true;

constexpr double kDay_s = 86'400.0;
constexpr double kVoltageMaximum_V =
    6553.5;  // of Maximum_Voltage and Present_Voltage (spec 4.v3.6)
constexpr double kCurrentMaximum_A = 3276.7;        // of Present_Current (spec 4.v3.6)
constexpr double kCurrentMinimum_A = -3276.8;       // of Present_Current and OCPP_Control
constexpr double kTemperatureMinimum_degC = -40.0;  // not provided (spec 5.1)
constexpr double kTemperatureMaximum_degC = 215.0;
constexpr double kSlopeMinimum = 0.1;
constexpr double kSlopeMaximum = 10'000.0;

constexpr Entry kEntries[] = {
    {"start_charge_authorisation", &Live::start_charge_authorisation},
    {"ccs_authorisation_duration", &Live::ccs_authorisation_duration_s, 0.0, kDay_s, "s"},
    {"ccs_authorisation_success", &Live::ccs_authorisation_success},
    {"charge_duration", &Live::charge_duration_s, 0.0, kDay_s, "s"},
    {"charge_params_negotiation_duration", &Live::charge_params_negotiation_duration_s, 0.0, kDay_s,
     "s"},
    {"power_modules_wake_up_duration", &Live::power_modules_wake_up_duration_s, 0.0, kDay_s, "s"},
    {"power_modules_dead_time", &Live::power_modules_dead_time_s, 0.0, kDay_s, "s"},
    {"maximum_voltage", &Live::maximum_voltage_V, 0.0, kVoltageMaximum_V, "V"},
    {"maximum_charge_current", &Live::maximum_charge_current_A, 0.0, kCurrentMaximum_A, "A"},
    {"maximum_discharge_current", &Live::maximum_discharge_current_A, 0.0, kCurrentMaximum_A, "A"},
    {"range_target_current_A", &Live::range_target_current_A, kCurrentMinimum_A, kCurrentMaximum_A,
     "A"},
    {"insulation_resistance", &Live::insulation_resistance_kohm, 0.0, 10'000.0, "kOhm"},
    {"voltage_ramp_up_slope", &Live::voltage_ramp_up_slope_V_per_s, kSlopeMinimum, kSlopeMaximum,
     "V/s"},
    {"voltage_ramp_down_slope", &Live::voltage_ramp_down_slope_V_per_s, kSlopeMinimum,
     kSlopeMaximum, "V/s"},
    {"current_ramp_up_slope", &Live::current_ramp_up_slope_A_per_s, kSlopeMinimum, kSlopeMaximum,
     "A/s"},
    {"current_ramp_down_slope", &Live::current_ramp_down_slope_A_per_s, kSlopeMinimum,
     kSlopeMaximum, "A/s"},
    {"enable_dc_power_parameters", &Live::enable_dc_power_parameters},
    {"enable_power_module_status", &Live::enable_power_module_status},
    {"enable_sequence_control", &Live::enable_sequence_control},
    {"enclosure_temperature_degC", &Live::enclosure_temperature_degC, kTemperatureMinimum_degC,
     kTemperatureMaximum_degC, "degC"},
    {"enable_at", &Parameters::enable_at},
    {"range_setpoint_start", &Parameters::range_setpoint_start},
    {"current_setpoint_A", &Parameters::current_setpoint_A, kCurrentMinimum_A, kCurrentMaximum_A,
     "A"},
    {"keep_setpoint", &Parameters::keep_setpoint},
    {"stop_at_ev_minimum_voltage", &Parameters::stop_at_ev_minimum_voltage},
    {"output_contactors", &Parameters::output_contactors},
    {"small_current_limit_A", &Parameters::small_current_limit_A, 0.1, 20.0, "A"},
    {"send_phase_s", &Parameters::send_phase_s, 0.0, 0.099, "s"},
    {"system_enable", &Live::system_enable, 0.0, 0.0, {}, kFault},
    {"not_allowed_code", &Live::not_allowed_code, 0.0, 255.0, {}, kFault},
    {"reported_voltage_V", &Live::reported_voltage, 0.0, kVoltageMaximum_V, "V", kFault},
    {"reported_voltage_gain", &Live::reported_voltage_gain, -10.0, 10.0, {}, kFault},
    {"reported_voltage_offset_V", &Live::reported_voltage_offset_V, -kVoltageMaximum_V,
     kVoltageMaximum_V, "V", kFault},
    {"reported_current_A", &Live::reported_current, kCurrentMinimum_A, kCurrentMaximum_A, "A",
     kFault},
    {"reported_current_gain", &Live::reported_current_gain, -10.0, 10.0, {}, kFault},
    {"reported_current_offset_A", &Live::reported_current_offset_A, kCurrentMinimum_A,
     kCurrentMaximum_A, "A", kFault},
    {"power_modules_temperature_degC", &Live::power_modules_temperature, kTemperatureMinimum_degC,
     kTemperatureMaximum_degC, "degC", kFault},
    {"power_modules_temperature_drift_degC_per_s",
     &Live::power_modules_temperature_drift_degC_per_s, -100.0, 100.0, "degC/s", kFault},
    {"enclosure_temperature_drift_degC_per_s", &Live::enclosure_temperature_drift_degC_per_s,
     -100.0, 100.0, "degC/s", kFault},
    {"bleeder_works", &Live::bleeder_works, 0.0, 0.0, {}, kFault},
    {"insulation_drift_kohm_per_s", &Live::insulation_drift_kohm_per_s, -1000.0, 1000.0, "kOhm/s",
     kFault},
    {"voltage_deviation_V", &Live::voltage_deviation_V, -200.0, 200.0, "V", kFault},
    {"current_deviation_A", &Live::current_deviation_A, -100.0, 100.0, "A", kFault},
    {"voltage_overshoot_percent", &Live::voltage_overshoot_percent, 0.0, 100.0, "%", kFault},
    {"current_overshoot_percent", &Live::current_overshoot_percent, 0.0, 100.0, "%", kFault},
    {"overshoot_s", &Live::overshoot_s, 0.01, 60.0, "s", kFault},
    {"converters_work", &Live::converters_work, 0.0, 0.0, {}, kFault},
    {"insulation_positive_kohm", &Live::insulation_positive_kohm, 0.0, 20'000.0, "kOhm", kFault},
    {"insulation_negative_kohm", &Live::insulation_negative_kohm, 0.0, 20'000.0, "kOhm", kFault},
};

// Flags of Sequence_Control that a person sets, as long as the session does not set them itself.
struct FlagCommand {
    std::string_view name;
    bool evse::SequenceControl::*member;
};
constexpr FlagCommand kFlagCommands[] = {
    {"chademo_start_button", &evse::SequenceControl::chademo_start_button},
    {"ccs_authorisation_done", &evse::SequenceControl::ccs_authorisation_done},
    {"ccs_authorisation_valid", &evse::SequenceControl::ccs_authorisation_valid},
    {"charge_parameters_done", &evse::SequenceControl::charge_parameters_done},
    {"user_stop_button", &evse::SequenceControl::user_stop_button},
};
constexpr std::string_view kCommands[] = {"current_setpoint_A"};

struct IsLive {
    template <class T>
    bool operator()(T Live::*) const {
        return true;
    }
    template <class T>
    bool operator()(T Parameters::*) const {
        return false;
    }
};

bool is_live(const Entry& entry) {
    return std::visit(IsLive{}, entry.member);
}

const Entry* find(std::string_view name) {
    const auto* found = std::ranges::find(kEntries, name, &Entry::name);
    return found == std::end(kEntries) ? nullptr : found;
}

// Reads one kind of value each; empty when the text is none.
std::optional<double> read_number(std::string_view text) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<bool> read_value(std::string_view text, bool /*kind*/) {
    if (text == "true") return true;
    if (text == "false") return false;
    return std::nullopt;
}

std::optional<EnableAt> read_value(std::string_view text, EnableAt /*kind*/) {
    if (text == "state4") return EnableAt::state4;
    if (text == "new_charge_session") return EnableAt::new_charge_session;
    return std::nullopt;
}

std::optional<RangeSetpointStart> read_value(std::string_view text, RangeSetpointStart /*kind*/) {
    if (text == "zero") return RangeSetpointStart::zero;
    if (text == "range_maximum") return RangeSetpointStart::range_maximum;
    return std::nullopt;
}

std::optional<KeepSetpoint> read_value(std::string_view text, KeepSetpoint /*kind*/) {
    if (text == "session") return KeepSetpoint::session;
    if (text == "always") return KeepSetpoint::always;
    return std::nullopt;
}

std::string range_text(const Entry& entry) {
    const std::string range =
        core::number_text(entry.minimum) + " to " + core::number_text(entry.maximum);
    return entry.unit.empty() ? range : range + " " + std::string(entry.unit);
}

struct AllowedText {
    const Entry& entry;
    std::string operator()(double Live::*) const { return range_text(entry); }
    std::string operator()(double Parameters::*) const { return range_text(entry); }
    std::string operator()(std::optional<double> Parameters::*) const {
        return "none, or " + range_text(entry);
    }
    std::string operator()(std::optional<double> Live::*) const {
        return "none, or " + range_text(entry);
    }
    std::string operator()(bool Live::*) const { return "true, false"; }
    std::string operator()(bool Parameters::*) const { return "true, false"; }
    std::string operator()(std::uint8_t Live::*) const { return range_text(entry) + ", whole"; }
    std::string operator()(Report Live::*) const {
        return "measured, held, or " + range_text(entry);
    }
    std::string operator()(KeepSetpoint Parameters::*) const { return "session, always"; }
    std::string operator()(EnableAt Parameters::*) const { return "state4, new_charge_session"; }
    std::string operator()(RangeSetpointStart Parameters::*) const { return "zero, range_maximum"; }
};

std::string allowed_text(const Entry& entry) {
    return std::visit(AllowedText{entry}, entry.member);
}

// One overload for each kind of member: the text that Assign reads back.
struct ValueText {
    const Parameters& of;

    std::string operator()(double Live::*member) const {
        return core::number_text(of.live.*member);
    }
    std::string operator()(double Parameters::*member) const {
        return core::number_text(of.*member);
    }
    std::string operator()(bool Live::*member) const { return of.live.*member ? "true" : "false"; }
    std::string operator()(bool Parameters::*member) const { return of.*member ? "true" : "false"; }
    std::string operator()(std::uint8_t Live::*member) const {
        return std::to_string(of.live.*member);
    }
    std::string operator()(Report Live::*member) const {
        const Report& report = of.live.*member;
        if (report.as == ReportAs::given) return core::number_text(report.value);
        return report.as == ReportAs::held ? "held" : "measured";
    }
    std::string operator()(std::optional<double> Live::*member) const {
        return of.live.*member ? core::number_text(*(of.live.*member)) : "none";
    }
    std::string operator()(std::optional<double> Parameters::*member) const {
        return of.*member ? core::number_text(*(of.*member)) : "none";
    }
    std::string operator()(EnableAt Parameters::*member) const {
        return of.*member == EnableAt::state4 ? "state4" : "new_charge_session";
    }
    std::string operator()(RangeSetpointStart Parameters::*member) const {
        return of.*member == RangeSetpointStart::zero ? "zero" : "range_maximum";
    }
    std::string operator()(KeepSetpoint Parameters::*member) const {
        return of.*member == KeepSetpoint::session ? "session" : "always";
    }
};

core::Result<void> refuse(std::string_view name, std::string_view text, std::string allowed,
                          const core::SourcePosition& where) {
    return core::fail({where, "modules: " + std::string(name) + " cannot have this value",
                       std::string(text), std::move(allowed), "correct the value"});
}

// Writes into whichever of the two owns the member; `parameters` is null for a live change.
struct Assign {
    const Entry& entry;
    std::string_view text;
    Live& live;
    Parameters* parameters;

    bool in_range(double value) const { return value >= entry.minimum && value <= entry.maximum; }

    bool number(double& target) const {
        const auto value = read_number(text);
        if (!value || !in_range(*value)) return false;
        target = *value;
        return true;
    }
    template <class T>
    bool word(T& target) const {
        const auto value = read_value(text, T{});
        if (!value) return false;
        target = *value;
        return true;
    }
    bool report(Report& target) const {
        if (text == "measured" || text == "held") {
            target = {text == "held" ? ReportAs::held : ReportAs::measured, 0.0};
            return true;
        }
        Report given{ReportAs::given, 0.0};
        if (!number(given.value)) return false;
        target = given;
        return true;
    }
    bool operator()(double Live::*member) const { return number(live.*member); }
    bool operator()(Report Live::*member) const { return report(live.*member); }
    bool operator()(std::uint8_t Live::*member) const {
        double value = 0.0;
        if (!number(value) || value != std::floor(value)) return false;
        live.*member = static_cast<std::uint8_t>(value);
        return true;
    }
    bool operator()(KeepSetpoint Parameters::*member) const { return word(parameters->*member); }
    bool operator()(bool Live::*member) const { return word(live.*member); }
    bool operator()(double Parameters::*member) const { return number(parameters->*member); }
    bool operator()(bool Parameters::*member) const { return word(parameters->*member); }
    bool operator()(EnableAt Parameters::*member) const { return word(parameters->*member); }
    bool operator()(RangeSetpointStart Parameters::*member) const {
        return word(parameters->*member);
    }
    bool number_or_none(std::optional<double>& target) const {
        if (text == "none") {
            target.reset();
            return true;
        }
        double value = 0.0;
        if (!number(value)) return false;
        target = value;
        return true;
    }
    bool operator()(std::optional<double> Live::*member) const {
        return number_or_none(live.*member);
    }
    bool operator()(std::optional<double> Parameters::*member) const {
        return number_or_none(parameters->*member);
    }
};

void append(std::string& list, std::string_view name) {
    if (!list.empty()) list += ", ";
    list += name;
}

std::string names(bool live_only, bool with_commands) {
    std::string list;
    for (const Entry& entry : kEntries) {
        if (!live_only || is_live(entry)) append(list, entry.name);
    }
    if (with_commands) {
        for (std::string_view command : kCommands) append(list, command);
        for (const FlagCommand& command : kFlagCommands) append(list, command.name);
    }
    return list;
}

core::Error unknown(std::string_view name, const core::SourcePosition& where) {
    return {where, "modules: unknown parameter", std::string(name), names(false, false),
            "correct the name"};
}

core::Result<void> set_live(Live& live, std::string_view name, std::string_view text,
                            bool with_commands, const core::SourcePosition& where) {
    const Entry* entry = find(name);
    if (entry == nullptr) {
        return core::fail({where, "modules: unknown live parameter", std::string(name),
                           names(true, with_commands), "correct the name"});
    }
    if (!is_live(*entry)) {
        return core::fail({where, "modules: this parameter is fixed at the start",
                           std::string(name), names(true, with_commands),
                           "set it before the run instead"});
    }
    if (std::visit(Assign{*entry, text, live, nullptr}, entry->member)) return {};
    return refuse(name, text, allowed_text(*entry), where);
}

core::Result<void> set_setpoint(State& state, std::string_view text,
                                const core::SourcePosition& where) {
    const auto value = read_number(text);
    if (!value || !(*value >= kCurrentMinimum_A && *value <= kCurrentMaximum_A)) {
        const Entry* entry = find("current_setpoint_A");
        return refuse(entry->name, text, range_text(*entry), where);
    }
    set_current_setpoint(state, *value);
    return {};
}

}  // namespace

std::vector<EntryInfo> entries() {
    const Parameters defaults;
    std::vector<EntryInfo> list;
    for (const Entry& entry : kEntries) {
        list.push_back({entry.name, allowed_text(entry), is_live(entry), entry.fault,
                        std::visit(ValueText{defaults}, entry.member)});
    }
    return list;
}

core::Result<std::string> entry_text(const Parameters& parameters, std::string_view name,
                                     const core::SourcePosition& where) {
    const Entry* entry = find(name);
    if (entry == nullptr) return core::fail(unknown(name, where));
    return std::visit(ValueText{parameters}, entry->member);
}

core::Result<void> set_entry(Parameters& parameters, std::string_view name, std::string_view text,
                             const core::SourcePosition& where) {
    const Entry* entry = find(name);
    if (entry == nullptr) return core::fail(unknown(name, where));
    if (std::visit(Assign{*entry, text, parameters.live, &parameters}, entry->member)) return {};
    return refuse(name, text, allowed_text(*entry), where);
}

core::Result<void> set_entry(Live& live, std::string_view name, std::string_view text,
                             const core::SourcePosition& where) {
    return set_live(live, name, text, false, where);
}

core::Result<void> set_entry(State& state, std::string_view name, std::string_view text,
                             const core::SourcePosition& where) {
    if (name == "current_setpoint_A") return set_setpoint(state, text, where);
    const auto* flag = std::ranges::find(kFlagCommands, name, &FlagCommand::name);
    if (flag == std::end(kFlagCommands)) {
        auto done = set_live(state.live, name, text, true, where);
        if (name == "start_charge_authorisation") {
            state.flags.start_charge_authorisation = state.live.start_charge_authorisation;
        }
        return done;
    }
    const auto value = read_value(text, bool{});
    if (!value) return refuse(name, text, "true, false", where);
    state.flags.*flag->member = *value;
    return {};
}

}  // namespace chargerig::modules
