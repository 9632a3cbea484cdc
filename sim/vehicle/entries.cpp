// SPDX-License-Identifier: Apache-2.0
#include "sim/vehicle/entries.hpp"

#include <algorithm>
#include <string>

#include "sim/core/text.hpp"

namespace chargerig::vehicle {
namespace {

// The place of a member inside a profile, as a plain function. A member's name cannot stand in
// parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define AT(member)             \
    [](Profile & p) -> auto& { \
        return p.member;       \
    }
// NOLINTEND(bugprone-macro-parentheses)

constexpr Need kRequired = Need::required;
constexpr Need kOptional = Need::optional;

Entry number(std::string_view group, std::string_view key, Need need, double& (*at)(Profile&),
             double minimum, double maximum, std::string_view unit) {
    return {group, key, need, NumberEntry{at, {minimum, maximum, unit}}};
}

bool set_protocol(Profile& profile, std::string_view text) {
    const auto* found = std::find(kProtocolNames.begin(), kProtocolNames.end(), text);
    if (found == kProtocolNames.end()) return false;
    profile.session.protocol = static_cast<Protocol>(found - kProtocolNames.begin());
    return true;
}

bool set_payment(Profile& profile, std::string_view text) {
    const auto* found = std::find(kPaymentNames.begin(), kPaymentNames.end(), text);
    if (found == kPaymentNames.end()) return false;
    profile.session.payment = static_cast<Payment>(found - kPaymentNames.begin());
    return true;
}

// ISO15118_charger, variable evcc_id: six octets in upper-case hexadecimal.
bool set_evcc_id(Profile& profile, std::string_view text) {
    if (text.size() != 17) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
        if (i % 3 == 2 ? c != ':' : !digit) return false;
    }
    profile.communication.evcc_id = std::string(text);
    return true;
}

bool set_chemistry(Profile& profile, std::string_view text) {
    profile.facts.chemistry = std::string(text);
    return !text.empty();
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool set_power_profile(Profile& profile, std::string_view text) {
    std::vector<PowerProfilePoint> points;
    while (!trimmed(text).empty()) {
        const auto comma = text.find(',');
        const std::string_view item = trimmed(text.substr(0, comma));
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
        const auto colon = item.find(':');
        if (colon == std::string_view::npos) return false;
        const auto time = core::parse_number(trimmed(item.substr(0, colon)), "", {0.0, 1e6}, {});
        const auto power =
            core::parse_number(trimmed(item.substr(colon + 1)), "", {-5000.0, 5000.0}, {});
        if (!time || !power) return false;
        if (!points.empty() && *time <= points.back().time_s) return false;
        points.push_back({*time, *power});
    }
    profile.session.power_profile = std::move(points);
    return true;
}

std::string chemistry_text(const Profile& profile) {
    return profile.facts.chemistry;
}
std::string evcc_id_text(const Profile& profile) {
    return profile.communication.evcc_id;
}
std::string protocol_text(const Profile& profile) {
    return std::string(kProtocolNames[static_cast<std::size_t>(profile.session.protocol)]);
}
std::string payment_text(const Profile& profile) {
    return std::string(kPaymentNames[static_cast<std::size_t>(profile.session.payment)]);
}
std::string power_profile_text(const Profile& profile) {
    std::string out;
    for (const PowerProfilePoint& point : profile.session.power_profile) {
        out += (out.empty() ? "" : ", ") + core::number_text(point.time_s) + ":" +
               core::number_text(point.power_kW);
    }
    return out;
}

std::vector<Entry> battery_entries() {
    return {
        {"battery", "chemistry", kRequired,
         TextEntry{set_chemistry, chemistry_text, "a name such as NMC or LFP"}},
        {"battery", "series_cells", kRequired, IntegerEntry{AT(battery.series_cells), 1, 1000}},
        number("battery", "capacity_Ah", kRequired, AT(battery.capacity_Ah), 0.1, 10000, "Ah"),
        number("battery", "capacity_kWh", kRequired, AT(facts.usable_energy_kWh), 0.1, 2000, "kWh"),
        number("battery", "resistance_ohm", kRequired, AT(battery.resistance_ohm), 1e-4, 10, "ohm"),
        number("battery", "rc1_resistance_ohm", kOptional, AT(battery.rc[0].resistance_ohm), 0, 10,
               "ohm"),
        number("battery", "rc1_time_constant_s", kOptional, AT(battery.rc[0].time_constant_s), 0.01,
               1e5, "s"),
        number("battery", "rc2_resistance_ohm", kOptional, AT(battery.rc[1].resistance_ohm), 0, 10,
               "ohm"),
        number("battery", "rc2_time_constant_s", kOptional, AT(battery.rc[1].time_constant_s), 0.01,
               1e5, "s"),
    };
}

std::vector<Entry> limit_entries() {
    const std::string_view g = "limits";
    return {
        number(g, "maximum_voltage_V", kRequired, AT(charge.maximum_voltage_V), 10, 1500, "V"),
        number(g, "minimum_voltage_V", kRequired, AT(charge.minimum_voltage_V), 10, 1500, "V"),
        number(g, "maximum_charge_current_A", kRequired, AT(charge.maximum_charge_current_A), 1,
               5000, "A"),
        number(g, "maximum_charge_power_kW", kRequired, AT(limits.maximum_charge_power_kW), 1, 5000,
               "kW"),
        number(g, "minimum_charge_current_A", kOptional, AT(limits.minimum_charge_current_A), 0,
               100, "A"),
        number(g, "minimum_charge_power_kW", kOptional, AT(limits.minimum_charge_power_kW), 0, 100,
               "kW"),
        number(g, "maximum_discharge_current_A", kOptional, AT(charge.maximum_discharge_current_A),
               0, 5000, "A"),
        number(g, "maximum_discharge_power_kW", kOptional, AT(charge.maximum_discharge_power_kW), 0,
               5000, "kW"),
        number(g, "minimum_discharge_power_kW", kOptional, AT(limits.minimum_discharge_power_kW), 0,
               100, "kW"),
        number(g, "cut_off_current_A", kOptional, AT(charge.cutoff_current_A), 0, 100, "A"),
    };
}

std::vector<Entry> contactor_entries() {
    const std::string_view g = "contactors";
    return {
        number(g, "close_s", kOptional, AT(contactors.close_s), 0, 10, "s"),
        number(g, "open_s", kOptional, AT(contactors.open_s), 0, 10, "s"),
        number(g, "preparation_s", kOptional, AT(contactors.preparation_s), 0, 60, "s"),
        number(g, "feedback_limit_s", kOptional, AT(contactors.feedback_limit_s), 0.01, 60, "s"),
        number(g, "match_voltage_V", kOptional, AT(contactors.match_voltage_V), 1, 200, "V"),
        number(g, "mismatch_ignored_s", kOptional, AT(contactors.mismatch_ignored_s), 0, 60, "s"),
        number(g, "open_current_A", kOptional, AT(contactors.open_current_A), 0, 100, "A"),
        number(g, "open_current_limit_s", kOptional, AT(contactors.open_current_limit_s), 0, 600,
               "s"),
        number(g, "emergency_open_delay_s", kOptional, AT(contactors.emergency_open_delay_s), 0, 10,
               "s"),
    };
}

std::vector<Entry> communication_entries() {
    const std::string_view g = "communication";
    const auto time = [g](std::string_view key, double& (*at)(Profile&), double minimum) {
        return number(g, key, kOptional, at, minimum, 600, "s");
    };
    return {
        {g, "evcc_id", kOptional,
         TextEntry{set_evcc_id, evcc_id_text,
                   "six octets such as 02:00:00:00:00:01, upper-case hexadecimal"}},
        {g, "extended_pins", kOptional, BooleanEntry{AT(communication.extended_pins)}},
        {g, "meter_info_requested", kOptional,
         BooleanEntry{AT(communication.meter_info_requested)}},
        time("link_setup_s", AT(communication.link_setup_s), 0),
        time("setup_limit_s", AT(communication.setup_limit_s), 0.1),
        time("setup_interval_s", AT(communication.setup_interval_s), 0.01),
        time("authorisation_limit_s", AT(communication.authorisation_limit_s), 0.1),
        time("authorisation_limit_iso20_s", AT(communication.authorisation_limit_iso20_s), 0.1),
        time("parameters_limit_s", AT(communication.parameters_limit_s), 0.1),
        time("cable_check_interval_s", AT(communication.cable_check_interval_s), 0.01),
        time("cable_check_limit_s", AT(communication.cable_check_limit_s), 0.1),
        time("precharge_interval_s", AT(communication.precharge_interval_s), 0.01),
        time("precharge_limit_s", AT(communication.precharge_limit_s), 0.1),
        time("precharge_limit_iso20_s", AT(communication.precharge_limit_iso20_s), 0.1),
        time("loop_interval_s", AT(communication.loop_interval_s), 0.01),
        time("pilot_change_s", AT(communication.pilot_change_s), 0),
        time("welding_interval_s", AT(communication.welding_interval_s), 0.01),
        time("session_stop_wait_iso20_s", AT(communication.session_stop_wait_iso20_s), 0),
    };
}

std::vector<Entry> charging_entries() {
    const std::string_view g = "charging";
    return {
        number(g, "ramp_up_A_per_s", kOptional, AT(charging.ramp_up_A_per_s), 0.1, 10000, "A/s"),
        number(g, "ramp_down_A_per_s", kOptional, AT(charging.ramp_down_A_per_s), 0.1, 10000,
               "A/s"),
        number(g, "precharge_current_A", kOptional, AT(charging.precharge_current_A), 0, 10, "A"),
        number(g, "ready_delay_s", kOptional, AT(charging.ready_delay_s), 0, 86400, "s"),
        number(g, "full_soc_percent", kOptional, AT(charging.full_soc_percent), 0, 100, "%"),
        number(g, "bulk_soc_percent", kOptional, AT(charging.bulk_soc_percent), 0, 100, "%"),
        {g, "welding_test", kOptional, BooleanEntry{AT(charging.welding_test)}},
        {g, "welding_minimum_rounds", kOptional,
         IntegerEntry{AT(charging.welding_minimum_rounds), 1, 100}},
        {g, "welding_maximum_rounds", kOptional,
         IntegerEntry{AT(charging.welding_maximum_rounds), 1, 100}},
        number(g, "safe_voltage_V", kOptional, AT(charging.safe_voltage_V), 1, 200, "V"),
        number(g, "overcurrent_A", kOptional, AT(charging.overcurrent_A), 0, 1000, "A"),
        number(g, "overvoltage_V", kOptional, AT(charging.overvoltage_V), 0, 500, "V"),
        number(g, "overload_s", kOptional, AT(charging.overload_s), 0, 60, "s"),
        number("energy", "maximum_percent", kOptional, AT(charge.maximum_soc_percent), 0, 100, "%"),
        number("energy", "minimum_percent", kOptional, AT(energy.minimum_percent), 0, 100, "%"),
        number("energy", "maximum_v2x_percent", kOptional, AT(energy.maximum_v2x_percent), 0, 100,
               "%"),
        number("energy", "minimum_v2x_percent", kOptional, AT(charge.minimum_soc_percent), 0, 100,
               "%"),
    };
}

std::vector<Entry> session_entries() {
    const std::string_view g = "session";
    return {
        {g, "protocol", kOptional,
         TextEntry{set_protocol, protocol_text, "din, iso2, iso20_scheduled or iso20_dynamic"}},
        {g, "bidirectional", kOptional, BooleanEntry{AT(session.bidirectional)}},
        {g, "payment", kOptional, TextEntry{set_payment, payment_text, "external or contract"}},
        number(g, "initial_soc_percent", kOptional, AT(session.initial_soc_percent), 0, 100, "%"),
        number(g, "target_soc_percent", kOptional, AT(session.target_soc_percent), 0, 100, "%"),
        number(g, "departure_time_s", kOptional, AT(session.departure_time_s), 1, 1e7, "s"),
        number(g, "maximum_session_time_s", kOptional, AT(session.maximum_session_time_s), 0, 1e7,
               "s"),
        {g, "power_profile", kOptional,
         TextEntry{set_power_profile, power_profile_text,
                   "seconds:kW pairs with rising times, e.g. 0:30, 20:-20"}},
    };
}

#undef AT

std::vector<Entry> all_entries() {
    std::vector<Entry> all;
    for (auto* part : {battery_entries, limit_entries, contactor_entries, communication_entries,
                       charging_entries, session_entries}) {
        const auto entries = part();
        all.insert(all.end(), entries.begin(), entries.end());
    }
    return all;
}

struct Setter {
    const Entry& entry;
    Profile& profile;
    std::string_view text;
    const core::SourcePosition& where;

    template <class T, class P>
    core::Result<void> store(const core::Result<T>& parsed, P& place) const {
        if (!parsed) return core::fail(parsed.error());
        place = static_cast<P>(*parsed);
        return {};
    }
    core::Result<void> operator()(const NumberEntry& e) const {
        return store(core::parse_number(text, entry.key, e.range, where), e.at(profile));
    }
    core::Result<void> operator()(const IntegerEntry& e) const {
        return store(core::parse_integer(text, entry.key, e.minimum, e.maximum, where),
                     e.at(profile));
    }
    core::Result<void> operator()(const BooleanEntry& e) const {
        return store(core::parse_boolean(text, entry.key, where), e.at(profile));
    }
    core::Result<void> operator()(const TextEntry& e) const {
        if (e.set(profile, text)) return {};
        return core::fail({where, std::string(entry.key) + " has an unknown value",
                           std::string(text), std::string(e.allowed), ""});
    }
};

struct ValueText {
    Profile profile;  // of its own: the places are not const

    std::string operator()(const NumberEntry& e) { return core::number_text(e.at(profile)); }
    std::string operator()(const IntegerEntry& e) { return std::to_string(e.at(profile)); }
    std::string operator()(const BooleanEntry& e) { return e.at(profile) ? "true" : "false"; }
    std::string operator()(const TextEntry& e) { return e.text(profile); }
};

}  // namespace

std::span<const Entry> entries() {
    static const std::vector<Entry> all = all_entries();
    return all;
}

std::span<const SourceEntry> source_entries() {
    static const std::vector<SourceEntry> all{
        {"battery", [](Profile& p) -> std::string& { return p.facts.source; }},
        {"limits", [](Profile& p) -> std::string& { return p.limits.source; }},
        {"charge_curve", [](Profile& p) -> std::string& { return p.curve_source; }},
        {"contactors", [](Profile& p) -> std::string& { return p.contactors.source; }},
        {"communication", [](Profile& p) -> std::string& { return p.communication.source; }},
        {"charging", [](Profile& p) -> std::string& { return p.charging.source; }},
        {"energy", [](Profile& p) -> std::string& { return p.energy.source; }},
    };
    return all;
}

core::Result<void> set(const Entry& entry, Profile& profile, std::string_view text,
                       const core::SourcePosition& where) {
    return std::visit(Setter{entry, profile, text, where}, entry.value);
}

std::string entry_text(const Entry& entry, const Profile& profile) {
    return std::visit(ValueText{profile}, entry.value);
}

}  // namespace chargerig::vehicle
