// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/configuration.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <type_traits>
#include <utility>

#include "sim/controller/limits.hpp"
#include "sim/core/text.hpp"

namespace chargerig::controller {
namespace {

using C = Configuration;

// Voltages, currents and their product end where the generic interface's fields end (spec 4).
constexpr double kMaxVoltage_V = 6553.5;
constexpr double kMaxCurrent_A = 3276.7;
constexpr double kMaxPower_W = 21'473'853.0;
constexpr double kMaxRamp_A_per_s = 10'000.0;  // as of the emulated modules
constexpr double kMaxTime_s = 3600.0;
constexpr double kMaxDelay_s = 31'536'000.0;  // a year, the longest time of a scenario
// Above "not provided" up to the end of the fields that carry temperatures (spec 5.1).
constexpr double kLeastTemperature_degC = -39.0;
constexpr double kMostTemperature_degC = 215.0;

// Where the fields of the vehicle link end that carry the charger's offer (EVerest everest-core,
// types/iso15118.yaml: DC_EVSEMaximumLimits, SetupPhysicalValues).
constexpr double kLinkMaxVoltage_V = 1500.0;
constexpr double kLinkMaxPower_W = 1'000'000.0;
constexpr double kLinkMaxRipple_A = 400.0;

constexpr std::array kEntries{
    Entry{"charger_can_timeout_ms", &C::charger_can_timeout_ms, "ms", 1.0, 60'000.0},
    Entry{"use_sequence_flags", &C::use_sequence_flags, ""},
    Entry{"free_service", &C::free_service, ""},
    Entry{"is_bidirectional", &C::is_bidirectional, ""},
    Entry{"supports_range_mode", &C::supports_range_mode, ""},
    Entry{"limit_non_bidir_to_positive_current", &C::limit_non_bidir_to_positive_current, ""},
    Entry{"min_charger_voltage", &C::min_charger_voltage_V, "V", 0.0, kMaxVoltage_V},
    Entry{"max_charger_voltage", &C::max_charger_voltage_V, "V", 0.1, kMaxVoltage_V},
    Entry{"min_charger_current", &C::min_charger_current_A, "A", 0.0, kMaxCurrent_A},
    Entry{"max_charger_current", &C::max_charger_current_A, "A", 0.0, kMaxCurrent_A},
    Entry{"min_charger_power", &C::min_charger_power_W, "W", 0.0, kMaxPower_W},
    Entry{"max_charger_power", &C::max_charger_power_W, "W", 0.0, kMaxPower_W},
    Entry{"min_charger_discharge_current", &C::min_charger_discharge_current_A, "A", 0.0,
          kMaxCurrent_A},
    Entry{"max_charger_discharge_current", &C::max_charger_discharge_current_A, "A", 0.0,
          kMaxCurrent_A},
    Entry{"min_charger_discharge_power", &C::min_charger_discharge_power_W, "W", 0.0, kMaxPower_W},
    Entry{"max_charger_discharge_power", &C::max_charger_discharge_power_W, "W", 0.0, kMaxPower_W},
    Entry{"max_cable_voltage", &C::max_cable_voltage_V, "V", 0.0, kMaxVoltage_V},
    Entry{"max_cable_current", &C::max_cable_current_A, "A", 0.0, kMaxCurrent_A},
    Entry{"max_cable_power", &C::max_cable_power_W, "W", 0.0, kMaxPower_W},
    Entry{"enable_din", &C::enable_din, ""},
    Entry{"enable_iso_part2", &C::enable_iso_part2, ""},
    Entry{"enable_iso_part20", &C::enable_iso_part20, ""},
    Entry{"energy_transfer_type", &C::energy_transfer_type, ""},
    Entry{"evse_id", &C::evse_id, ""},
    Entry{"current_ripple", &C::current_ripple_A, "A", 0.0, kLinkMaxRipple_A},
    Entry{"skip_cable_check", &C::skip_cable_check, ""},
    Entry{"current_ramp_up_rate", &C::current_ramp_up_rate_A_per_s, "A/s", 0.0, kMaxRamp_A_per_s},
    Entry{"current_ramp_down_rate", &C::current_ramp_down_rate_A_per_s, "A/s", 0.0,
          kMaxRamp_A_per_s},
    Entry{"dig_in1", &C::dig_in1, ""},
    Entry{"dig_in2", &C::dig_in2, ""},
    Entry{"dig_in3", &C::dig_in3, ""},
    Entry{"dig_in4", &C::dig_in4, ""},
    Entry{"dig_in5", &C::dig_in5, ""},
    Entry{"dig_in6", &C::dig_in6, ""},
    Entry{"dig_out1", &C::dig_out1, ""},
    Entry{"dig_out2", &C::dig_out2, ""},
    Entry{"dig_out3", &C::dig_out3, ""},
    Entry{"dig_out4", &C::dig_out4, ""},
    Entry{"led1", &C::led1, ""},
    Entry{"led2", &C::led2, ""},
    Entry{"led3", &C::led3, ""},
    Entry{"hardware", &C::hardware, ""},
    Entry{"side_channel", &C::side_channel, ""},
    Entry{"boot_s", &C::boot_s, "s", 0.0, kMaxTime_s},
    Entry{"pwm_delay_ms", &C::pwm_delay_ms, "ms", 0.0, 60'000.0},
    Entry{"wait_enable_in", &C::wait_enable_in, ""},
    Entry{"wait_parameters_in", &C::wait_parameters_in, ""},
    Entry{"flags_in_initialising", &C::flags_in_initialising, ""},
    Entry{"keep_flags_after_session", &C::keep_flags_after_session, ""},
    Entry{"first_flags_can_press", &C::first_flags_can_press, ""},
    Entry{"not_allowed_at_wake_up", &C::not_allowed_at_wake_up, ""},
    Entry{"wake_up_power_frames", &C::wake_up_power_frames, ""},
    Entry{"idle_power_frames", &C::idle_power_frames, ""},
    Entry{"contactors_close_in", &C::contactors_close_in, ""},
    Entry{"supervise_status_from", &C::supervise_status_from, ""},
    Entry{"power_limit_voltage", &C::power_limit_voltage, ""},
    Entry{"lowering_in_welding_detection", &C::lowering_in_welding_detection, ""},
    Entry{"wake_up_limit_s", &C::wake_up_limit_s, "s", 0.1, kMaxTime_s},
    Entry{"clean_stop_before_charging", &C::clean_stop_before_charging, ""},
    Entry{"emergency_waits_in", &C::emergency_waits_in, ""},
    Entry{"range_target_zero", &C::range_target_zero, ""},
    Entry{"ev_information_spacing_ms", &C::ev_information_spacing_ms, "ms", 0.0, 60'000.0},
    Entry{"ev_discharge_limits_always", &C::ev_discharge_limits_always, ""},
    Entry{"negative_voltage", &C::negative_voltage, ""},
    Entry{"insulation_limit_kohm", &C::insulation_limit_kohm, "kOhm", 0.0, 510.0},
    Entry{"insulation_limit_ohm_per_V", &C::insulation_limit_ohm_per_V, "Ohm/V", 0.0, 10'000.0},
    Entry{"insulation_iterations", &C::insulation_iterations, "", 1.0, 200.0},
    Entry{"insulation_timeout_s", &C::insulation_timeout_s, "s", 0.1, kMaxTime_s},
    Entry{"insulation_ready_percent", &C::insulation_ready_percent, "%", 1.0, 100.0},
    Entry{"test_voltage_V", &C::test_voltage_V, "V", 0.0, kMaxVoltage_V},
    Entry{"test_voltage_capped_to_vehicle", &C::test_voltage_capped_to_vehicle, ""},
    Entry{"running_insulation_limit_ohm_per_V", &C::running_insulation_limit_ohm_per_V, "Ohm/V",
          0.0, 10'000.0},
    Entry{"running_insulation_voltage", &C::running_insulation_voltage, ""},
    Entry{"running_insulation_floor_V", &C::running_insulation_floor_V, "V", 1.0, kMaxVoltage_V},
    Entry{"safe_voltage_V", &C::safe_voltage_V, "V", 0.1, 60.0},
    Entry{"precharge_current_A", &C::precharge_current_A, "A", 0.0, 2.0},
    Entry{"ending_current_A", &C::ending_current_A, "A", 0.1, 5.0},
    Entry{"ending_limit_s", &C::ending_limit_s, "s", 0.1, kMaxTime_s},
    Entry{"lowering_limit_s", &C::lowering_limit_s, "s", 0.1, kMaxTime_s},
    Entry{"stop_request_limit_s", &C::stop_request_limit_s, "s", 0.1, kMaxTime_s},
    Entry{"closing_hold_s", &C::closing_hold_s, "s", 0.0, kMaxTime_s},
    Entry{"restart_by_pilot", &C::restart_by_pilot, ""},
    Entry{"contactors_open_limit_s", &C::contactors_open_limit_s, "s", 0.05, 60.0},
    Entry{"negotiation_limit_s", &C::negotiation_limit_s, "s", 0.1, kMaxTime_s},
    Entry{"authorisation_limit_s", &C::authorisation_limit_s, "s", 0.1, kMaxTime_s},
    Entry{"full_info_limit_s", &C::full_info_limit_s, "s", 0.1, kMaxTime_s},
    Entry{"test_lowering_limit_s", &C::test_lowering_limit_s, "s", 0.1, kMaxTime_s},
    Entry{"precharge_request_limit_s", &C::precharge_request_limit_s, "s", 0.1, kMaxTime_s},
    Entry{"precharge_limit_s", &C::precharge_limit_s, "s", 0.1, kMaxTime_s},
    Entry{"charge_start_limit_s", &C::charge_start_limit_s, "s", 0.1, kMaxDelay_s},
    Entry{"ending_close_limit_s", &C::ending_close_limit_s, "s", 0.1, kMaxTime_s},
    Entry{"welding_limit_s", &C::welding_limit_s, "s", 0.1, kMaxTime_s},
    Entry{"climate_period_s", &C::climate_period_s, "s", 0.1, 60.0},
    Entry{"power_module_derating_from_degC", &C::power_module_derating_from_degC, "degC",
          kLeastTemperature_degC, kMostTemperature_degC},
    Entry{"power_module_derating_to_degC", &C::power_module_derating_to_degC, "degC",
          kLeastTemperature_degC, kMostTemperature_degC},
    Entry{"power_module_derating_percent", &C::power_module_derating_percent, "%", 0.0, 100.0},
    Entry{"power_module_stop_degC", &C::power_module_stop_degC, "degC", kLeastTemperature_degC,
          kMostTemperature_degC},
    Entry{"cable_derating_from_degC", &C::cable_derating_from_degC, "degC", kLeastTemperature_degC,
          kMostTemperature_degC},
    Entry{"cable_derating_to_degC", &C::cable_derating_to_degC, "degC", kLeastTemperature_degC,
          kMostTemperature_degC},
    Entry{"cable_derating_percent", &C::cable_derating_percent, "%", 0.0, 100.0},
    Entry{"cable_stop_degC", &C::cable_stop_degC, "degC", kLeastTemperature_degC,
          kMostTemperature_degC},
    Entry{"standby_at_zero_request", &C::standby_at_zero_request, ""},
    Entry{"din_iso2_energy_request", &C::din_iso2_energy_request, ""},
};

// The words of the entries that choose.
template <class Word, std::size_t Count = 2>
using Words = std::array<std::pair<std::string_view, Word>, Count>;
template <class Word>
constexpr Words<Word> kWords;
template <>
constexpr Words<EnergyTransferType> kWords<EnergyTransferType>{
    {{"DC_core", EnergyTransferType::DC_core}, {"DC_extended", EnergyTransferType::DC_extended}}};
template <>
constexpr Words<WaitEnableIn> kWords<WaitEnableIn>{
    {{"state3", WaitEnableIn::state3}, {"state4", WaitEnableIn::state4}}};
template <>
constexpr Words<WaitParametersIn> kWords<WaitParametersIn>{
    {{"state2", WaitParametersIn::state2}, {"state3", WaitParametersIn::state3}}};
template <>
constexpr Words<NotAllowedAtWakeUp> kWords<NotAllowedAtWakeUp>{
    {{"patience", NotAllowedAtWakeUp::patience}, {"refusal", NotAllowedAtWakeUp::refusal}}};
template <>
constexpr Words<EmergencyWaitsIn> kWords<EmergencyWaitsIn>{
    {{"closing_communication", EmergencyWaitsIn::closing_communication},
     {"waiting_for_pev", EmergencyWaitsIn::waiting_for_pev}}};
template <>
constexpr Words<RangeTargetZero> kWords<RangeTargetZero>{
    {{"no_current", RangeTargetZero::no_current}, {"unset", RangeTargetZero::unset}}};
template <>
constexpr Words<NegativeVoltage> kWords<NegativeVoltage>{
    {{"zero", NegativeVoltage::zero}, {"standby", NegativeVoltage::standby}}};
template <>
constexpr Words<ContactorsCloseIn> kWords<ContactorsCloseIn>{
    {{"standby", ContactorsCloseIn::standby}, {"test", ContactorsCloseIn::test}}};
template <>
constexpr Words<SuperviseStatusFrom> kWords<SuperviseStatusFrom>{
    {{"system_enable", SuperviseStatusFrom::system_enable},
     {"new_charge_session", SuperviseStatusFrom::new_charge_session}}};
template <>
constexpr Words<RunningInsulationVoltage> kWords<RunningInsulationVoltage>{
    {{"present", RunningInsulationVoltage::present}, {"test", RunningInsulationVoltage::test}}};
template <>
constexpr Words<PowerLimitVoltage> kWords<PowerLimitVoltage>{
    {{"present", PowerLimitVoltage::present}, {"target", PowerLimitVoltage::target}}};

template <>
constexpr Words<Hardware, 3> kWords<Hardware>{
    {{"secc", Hardware::secc}, {"spcc", Hardware::spcc}, {"cui1", Hardware::cui1}}};
template <>
constexpr Words<InputRole, 7> kWords<InputRole>{{{"Not_Connected", InputRole::Not_Connected},
                                                 {"Monitor", InputRole::Monitor},
                                                 {"Stop", InputRole::Stop},
                                                 {"CCS_DC_Stop", InputRole::CCS_DC_Stop},
                                                 {"CCS_AC_Stop", InputRole::CCS_AC_Stop},
                                                 {"CHAdeMO_Start", InputRole::CHAdeMO_Start},
                                                 {"CHAdeMO_Stop", InputRole::CHAdeMO_Stop}}};
template <>
constexpr Words<OutputRole> kWords<OutputRole>{
    {{"Not_Connected", OutputRole::Not_Connected}, {"CAN_Controlled", OutputRole::CAN_Controlled}}};

struct Alias {
    std::string_view older;
    std::string_view name;
};
constexpr std::array kAliases{
    Alias{"min_voltage", "min_charger_voltage"}, Alias{"max_voltage", "max_charger_voltage"},
    Alias{"min_current", "min_charger_current"}, Alias{"max_current", "max_charger_current"},
    Alias{"min_power", "min_charger_power"},     Alias{"max_power", "max_charger_power"},
    Alias{"enable_iso_ed1", "enable_iso_part2"},
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string plain(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c == ' ' ? '_' : lower(c);
    return out;
}

const Entry* find_entry(std::string_view name) {
    std::string wanted = plain(name);
    for (const Alias& alias : kAliases) {
        if (alias.older == wanted) wanted = alias.name;
    }
    const auto* found = std::find_if(kEntries.begin(), kEntries.end(),
                                     [&](const Entry& e) { return plain(e.name) == wanted; });
    return found == kEntries.end() ? nullptr : &*found;
}

core::Error bad(const core::SourcePosition& where, const Entry& entry, std::string_view value,
                std::string allowed, std::string hint = {}) {
    return {where, "value of " + std::string(entry.name) + " is not usable", std::string(value),
            std::move(allowed), std::move(hint)};
}

std::string range_text(const Entry& entry) {
    std::string out = core::number_text(entry.minimum) + " to " + core::number_text(entry.maximum);
    if (!entry.unit.empty()) out += " " + std::string(entry.unit);
    return out;
}

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number value{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// One overload for each kind of entry: empty when the value was taken, else what is allowed.
struct Reader {
    const Entry& entry;
    std::string_view text;

    template <class Number>
    std::string read_number(Number& target) const {
        const std::optional<Number> value = parse_number<Number>(text);
        const bool fits = value && static_cast<double>(*value) >= entry.minimum &&
                          static_cast<double>(*value) <= entry.maximum;
        if (!fits) return range_text(entry);
        target = *value;
        return {};
    }
    std::string operator()(double& target) const { return read_number(target); }
    std::string operator()(int& target) const { return read_number(target); }
    std::string operator()(bool& target) const {
        const std::string word = plain(text);
        if (word != "true" && word != "false") return "true or false";
        target = word == "true";
        return {};
    }
    template <class Word>
    requires std::is_enum_v<Word> std::string operator()(Word& target) const {
        std::string allowed;
        for (const auto& [word, value] : kWords<Word>) {
            if (plain(text) == plain(word)) {
                target = value;
                return {};
            }
            allowed += (allowed.empty() ? "" : " or ") + std::string(word);
        }
        return allowed;
    }
    std::string operator()(core::InlineString<37>& target) const {
        core::InlineString<37> value;
        if (text.empty() || !value.assign(text)) return "1 to 37 characters";
        target = value;
        return {};
    }
};

// The merged limits go to the vehicle, whose link has narrower fields than the generic interface.
void check_offer(const Configuration& c, const core::SourcePosition& where, core::Errors& errors) {
    const ChargerLimits offer = charger_limits(c, std::nullopt);
    const auto carried = [&](std::string_view what, double value, double most,
                             std::string_view unit, std::string_view hint) {
        if (value <= most) return;
        errors.push_back(
            {where, std::string(what) + " does not fit the vehicle link", core::number_text(value),
             "at most " + core::fixed_text(most, 0) + " " + std::string(unit), std::string(hint)});
    };
    carried("the offered voltage", offer.maximum_voltage_V, kLinkMaxVoltage_V, "V",
            "lower max_charger_voltage or max_cable_voltage");
    carried("the offered power", offer.maximum_power_W, kLinkMaxPower_W, "W",
            "lower max_charger_power or max_cable_power");
    carried("the offered discharge power", offer.maximum_discharge_power_W, kLinkMaxPower_W, "W",
            "lower max_charger_discharge_power or max_cable_power");
}

// A role for something that the box does not have.
void check_hardware(const Configuration& c, const core::SourcePosition& where,
                    core::Errors& errors) {
    const auto exist = [&](std::string_view name, const auto& roles, std::size_t count) {
        using Role = typename std::remove_cvref_t<decltype(roles)>::value_type;
        for (std::size_t i = count; i < roles.size(); ++i) {
            if (roles[i] == Role::Not_Connected) continue;
            const std::string number = std::to_string(i + 1);
            const std::string most = std::to_string(count);
            errors.push_back({where, "the hardware has no such part", std::string(name) + number,
                              count == 0 ? "none of them"
                                         : std::string(name) + "1 to " + std::string(name) + most,
                              "the entry hardware says which box it is"});
        }
    };
    const HardwareParts parts = hardware_parts(c.hardware);
    exist("dig_in", input_roles(c), parts.digital_inputs);
    exist("dig_out", output_roles(c), parts.digital_outputs);
    exist("led", led_roles(c), parts.leds);
}

}  // namespace

std::array<InputRole, kDigitalInputs> input_roles(const Configuration& c) {
    return {c.dig_in1, c.dig_in2, c.dig_in3, c.dig_in4, c.dig_in5, c.dig_in6};
}

std::array<OutputRole, kDigitalOutputs> output_roles(const Configuration& c) {
    return {c.dig_out1, c.dig_out2, c.dig_out3, c.dig_out4};
}

std::array<OutputRole, kLeds> led_roles(const Configuration& c) {
    return {c.led1, c.led2, c.led3};
}

std::span<const Entry> configuration_entries() {
    return kEntries;
}

core::Result<void> set_entry(Configuration& configuration, std::string_view name,
                             std::string_view value, const core::SourcePosition& where) {
    const Entry* entry = find_entry(name);
    if (entry == nullptr) {
        std::string known;
        for (const Entry& e : kEntries) known += (known.empty() ? "" : ", ") + std::string(e.name);
        return core::fail({where, "unknown controller entry", std::string(name), known, {}});
    }
    Configuration changed = configuration;
    const std::string allowed = std::visit(
        [&](auto member) {
            return Reader{*entry, value}(changed.*member);
        },
        entry->member);
    if (!allowed.empty()) return core::fail(bad(where, *entry, value, allowed));
    configuration = changed;
    return {};
}

std::string entry_text(const Configuration& configuration, const Entry& entry) {
    return std::visit(
        [&](auto member) -> std::string {
            const auto& value = configuration.*member;
            using T = std::remove_cvref_t<decltype(value)>;
            if constexpr (std::is_same_v<T, bool>) {
                return value ? "true" : "false";
            } else if constexpr (std::is_enum_v<T>) {
                const auto& words = kWords<T>;
                return std::string(std::find_if(words.begin(), words.end(), [&](const auto& word) {
                                       return word.second == value;
                                   })->first);
            } else if constexpr (std::is_same_v<T, core::InlineString<37>>) {
                return std::string(value.view());
            } else {
                return core::number_text(value);
            }
        },
        entry.member);
}

core::Errors check(const Configuration& c, const core::SourcePosition& where) {
    core::Errors errors;
    const auto ordered = [&](std::string_view low, double minimum, std::string_view high,
                             double maximum) {
        if (minimum <= maximum) return;
        errors.push_back({where,
                          std::string(low) + " is above " + std::string(high),
                          core::number_text(minimum),
                          "at most " + core::number_text(maximum),
                          {}});
    };
    ordered("min_charger_voltage", c.min_charger_voltage_V, "max_charger_voltage",
            c.max_charger_voltage_V);
    ordered("min_charger_current", c.min_charger_current_A, "max_charger_current",
            c.max_charger_current_A);
    ordered("min_charger_discharge_current", c.min_charger_discharge_current_A,
            "max_charger_discharge_current", c.max_charger_discharge_current_A);
    if (c.max_charger_power_W > 0.0) {
        ordered("min_charger_power", c.min_charger_power_W, "max_charger_power",
                c.max_charger_power_W);
    }
    if (c.max_charger_discharge_power_W > 0.0) {
        ordered("min_charger_discharge_power", c.min_charger_discharge_power_W,
                "max_charger_discharge_power", c.max_charger_discharge_power_W);
    }
    ordered("power_module_derating_from_degC", c.power_module_derating_from_degC,
            "power_module_derating_to_degC", c.power_module_derating_to_degC);
    ordered("cable_derating_from_degC", c.cable_derating_from_degC, "cable_derating_to_degC",
            c.cable_derating_to_degC);
    check_offer(c, where, errors);
    check_hardware(c, where, errors);
    if (!c.enable_din && !c.enable_iso_part2 && !c.enable_iso_part20) {
        errors.push_back({where, "no vehicle protocol is enabled", "", "",
                          "set enable_din, enable_iso_part2 or enable_iso_part20 to true"});
    }
    if (!c.skip_cable_check && c.insulation_limit_kohm <= 0.0 &&
        c.insulation_limit_ohm_per_V <= 0.0) {
        errors.push_back({where, "no insulation limit is set", "", "",
                          "set insulation_limit_kohm or insulation_limit_ohm_per_V above 0, or "
                          "skip_cable_check to true"});
    }
    return errors;
}

}  // namespace chargerig::controller
