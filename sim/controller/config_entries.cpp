// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/config_entries.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "sim/controller/configuration.hpp"
#include "sim/core/text.hpp"

namespace chargerig::controller {
namespace {

using enum ConfigEffect;
using enum ConfigKind;

constexpr double kUnbounded = ConfigEntry::kUnbounded;
constexpr std::string_view kConfiguration = "configuration";
constexpr std::string_view kSpcc = "SPCC configuration";
constexpr std::string_view kBidirectional = "bidirectionality";
constexpr std::string_view kInterfaces = "charger interfaces";

constexpr ConfigEntry controlled(std::string_view name, std::string_view source,
                                 std::string_view older = {}) {
    return {name, older, controller, source};
}

constexpr ConfigEntry flag(std::string_view name, std::string_view initial,
                           std::string_view source = kConfiguration) {
    return {name, {}, none, source, boolean, initial};
}

constexpr ConfigEntry words(std::string_view name, std::string_view initial,
                            std::string_view source = kConfiguration) {
    return {name, {}, none, source, text, initial};
}

constexpr ConfigEntry one_of(std::string_view name, std::string_view initial,
                             std::string_view choices, std::string_view source = kConfiguration) {
    return {name, {}, none, source, choice, initial, {}, 0.0, 0.0, choices};
}

struct Figure {
    std::string_view initial{};
    std::string_view unit{};
    double minimum = -kUnbounded;
    double maximum = kUnbounded;
    std::string_view source = kConfiguration;
};
constexpr ConfigEntry figure(std::string_view name, ConfigKind kind, const Figure& f = {}) {
    return {name, {}, none, f.source, kind, f.initial, f.unit, f.minimum, f.maximum};
}

// The space in the second type is the vendor's: it is printed so as the default (spec 3.3 item 23).
constexpr std::string_view kChargerTypes =
    "Advantics_Generic_DC_v2, Advantics_Generic DC_v2, Advantics_Generic_DC_v3, "
    "Advantics_Generic_AC_v2, Advantics_ADS_PC_BPUD, Advantics_ADM_PC_BP25_BoostBuck, Maxwell_MXR";

constexpr std::array kEntries{
    // Bits 28 to 24 of an identifier. Defaults: CCS DC and MCS 1, CCS AC 2, CHAdeMO 3 (SPCC page).
    ConfigEntry{"index", {}, pistol, kSpcc, whole, "1", {}, 1.0, 31.0},
    controlled("charger_can_timeout_ms", kSpcc),
    controlled("use_sequence_flags", kConfiguration),
    controlled("free_service", kConfiguration),
    controlled("is_bidirectional", kBidirectional),
    controlled("supports_range_mode", kBidirectional),
    controlled("limit_non_bidir_to_positive_current", kConfiguration),
    controlled("min_charger_voltage", kBidirectional, "min_voltage"),
    controlled("max_charger_voltage", kBidirectional, "max_voltage"),
    controlled("min_charger_current", kBidirectional, "min_current"),
    controlled("max_charger_current", kBidirectional, "max_current"),
    controlled("min_charger_power", kBidirectional),
    controlled("max_charger_power", kBidirectional, "max_power"),
    controlled("min_charger_discharge_current", kBidirectional),
    controlled("max_charger_discharge_current", kBidirectional),
    controlled("min_charger_discharge_power", kBidirectional),
    controlled("max_charger_discharge_power", kBidirectional),
    controlled("max_cable_voltage", kConfiguration),
    controlled("max_cable_current", kConfiguration),
    controlled("max_cable_power", kConfiguration),
    controlled("enable_din", kConfiguration),
    controlled("enable_iso_part2", kBidirectional, "enable_iso_ed1"),
    controlled("enable_iso_part20", kBidirectional),
    controlled("energy_transfer_type", kConfiguration),
    controlled("evse_id", kConfiguration),
    controlled("current_ripple", kConfiguration),
    controlled("skip_cable_check", kConfiguration),
    one_of("charger_type", "Advantics_Generic_DC_v2", kChargerTypes, kBidirectional),
    words("charger_can_interface", "can0"),
    // Positive numbers.
    figure("min_charger_discharge_voltage", number, {"0", "V", 0.0, kUnbounded, kSpcc}),
    figure("max_charger_discharge_voltage", number, {"0", "V", 0.0, kUnbounded, kSpcc}),
    flag("allow_no_tls_for_iso_part20", "false"),
    one_of("protocol_priority_order", "", "standard, latest, oldest"),
    flag("chademo_precharge", "false", kBidirectional),
    flag("support_welding_detection", "true"),
    controlled("current_ramp_up_rate", kConfiguration),
    controlled("current_ramp_down_rate", kConfiguration),
    one_of("insulation_monitor_type", "", "Not_Used, BenderISOCHA425HV"),
    figure("stack_pos", whole, {"0"}),
    figure("llc_us_external_voltage", number, {"0"}),
    flag("do_not_rearm_after_fault", "false"),
    words("boost_buck_mode", "", kInterfaces),
    figure("boost_buck_max_current", number, {"110", "A", -kUnbounded, kUnbounded, kInterfaces}),
    figure("precharge_min_current", number, {"3", "A", -kUnbounded, kUnbounded, kInterfaces}),
    words("temperatures", ""),
    flag("mcs_ce_id_use_median_filter", "false"),
    figure("mcs_ce_id_filter_buffer_size", whole, {"5"}),
    flag("mcs_ce_id_use_debouncer", "false"),
    figure("mcs_ce_id_debouncer_count", whole, {"3"}),
    figure("slac_app_version", whole),
    figure("C_EV_match_MNBC", whole, {"10", "", 1.0, 255.0}),
    figure("TT_EVSE_SLAC_init", number, {"20", "s", 20.0, 50.0}),
    figure("Attn_bias", number, {"0"}),
    flag("ignore_pp", "true"),
    flag("is_ventilated", "true"),
    figure("number_of_phases", whole, {"3"}),
    figure("max_charger_phase_current", number, {"32", "A"}),
    flag("no_cable_lock", "true"),
};

constexpr std::array<std::string_view, 12> kSections{"applications",
                                                     "hardware",
                                                     "pistols",
                                                     "pistol:CCS DC",
                                                     "pistol:CCS AC",
                                                     "pistol:CHAdeMO",
                                                     "pistol:MCS",
                                                     "ocpp",
                                                     "ocpp:1.6_core",
                                                     "ocpp:1.6_local_auth",
                                                     "temperature_action:*",
                                                     "temperature_function:*"};

constexpr std::array<std::string_view, kDigitalInputs + kDigitalOutputs + kLeds> kHardwareKeys{
    "dig_in1",  "dig_in2",  "dig_in3",  "dig_in4", "dig_in5", "dig_in6", "dig_out1",
    "dig_out2", "dig_out3", "dig_out4", "led1",    "led2",    "led3"};

bool is_name_of(std::string_view pattern, std::string_view name) {
    if (pattern.back() != '*') return pattern == name;
    pattern.remove_suffix(1);
    return name.size() > pattern.size() && name.starts_with(pattern);
}

template <class Number>
bool in_range(const ConfigEntry& entry, std::string_view value) {
    Number parsed{};
    const char* last = value.data() + value.size();
    const auto [end, code] = std::from_chars(value.data(), last, parsed);
    if (code != std::errc{} || end != last) return false;
    const auto wide = static_cast<double>(parsed);
    return std::isfinite(wide) && wide >= entry.minimum && wide <= entry.maximum;
}

// Words of a list that is separated by ", ".
bool is_one_of(std::string_view choices, std::string_view value) {
    while (!choices.empty()) {
        const std::string_view word = choices.substr(0, choices.find(", "));
        if (plain_key(word) == plain_key(value)) return true;
        choices.remove_prefix(std::min(choices.size(), word.size() + 2));
    }
    return false;
}

std::string range_text(double minimum, double maximum, std::string_view unit) {
    std::string out = minimum == -kUnbounded ? "any number"
                      : maximum == kUnbounded
                          ? core::number_text(minimum) + " or more"
                          : core::number_text(minimum) + " to " + core::number_text(maximum);
    if (!unit.empty()) out += (minimum == -kUnbounded ? " of " : " ") + std::string(unit);
    return out;
}

std::string controller_range(std::string_view name) {
    for (const Entry& entry : configuration_entries()) {
        if (entry.name != name) continue;
        if (std::holds_alternative<bool Configuration::*>(entry.member)) return "true or false";
        if (std::holds_alternative<EnergyTransferType Configuration::*>(entry.member)) {
            return "DC_core or DC_extended";
        }
        if (std::holds_alternative<core::InlineString<37> Configuration::*>(entry.member)) {
            return "1 to 37 characters";
        }
        return range_text(entry.minimum, entry.maximum, entry.unit);
    }
    return {};
}

}  // namespace

std::string plain_key(std::string_view key) {
    std::string out(key);
    for (char& c : out) {
        if (c == ' ') c = '_';
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::span<const ConfigEntry> config_entries() {
    return kEntries;
}

const ConfigEntry* find_config_entry(std::string_view key) {
    const std::string wanted = plain_key(key);
    for (const ConfigEntry& entry : kEntries) {
        if (plain_key(entry.name) == wanted || entry.older == wanted) return &entry;
    }
    return nullptr;
}

std::span<const std::string_view> hardware_keys() {
    return kHardwareKeys;
}

std::string_view find_hardware_key(std::string_view key) {
    const std::string wanted = plain_key(key);
    const auto* found = std::find(kHardwareKeys.begin(), kHardwareKeys.end(), wanted);
    return found == kHardwareKeys.end() ? std::string_view{} : *found;
}

std::string allowed_text(const ConfigEntry& entry) {
    if (entry.effect == controller) return controller_range(entry.name);
    switch (entry.kind) {
        case text:
            return "any text";
        case boolean:
            return "true or false";
        case whole:
            if (entry.minimum == -kUnbounded) return "any whole number";
            return range_text(entry.minimum, entry.maximum, entry.unit);
        case number:
            return range_text(entry.minimum, entry.maximum, entry.unit);
        case choice:
            return std::string(entry.choices);
    }
    return {};
}

bool fits(const ConfigEntry& entry, std::string_view value) {
    switch (entry.kind) {
        case text:
            return true;
        case boolean:
            return is_one_of("true, false", value);
        case whole:
            return in_range<long long>(entry, value);
        case number:
            return in_range<double>(entry, value);
        case choice:
            return is_one_of(entry.choices, value);
    }
    return false;
}

SectionKind section_kind(std::string_view name) {
    for (const std::string_view pattern : kSections) {
        if (!is_name_of(pattern, name)) continue;
        if (pattern.starts_with("pistol:")) return SectionKind::pistol;
        return pattern == "hardware" ? SectionKind::hardware : SectionKind::other;
    }
    return SectionKind::unknown;
}

std::span<const std::string_view> section_names() {
    return kSections;
}

}  // namespace chargerig::controller
