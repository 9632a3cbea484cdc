// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/step_reader.hpp"

#include <array>
#include <utility>

#include "sim/core/text.hpp"
#include "sim/scenario/fault_reader.hpp"
#include "sim/scenario/profile_reader.hpp"

namespace chargerig::scenario {
namespace {

using core::Errors;
using core::YamlMap;
using core::YamlNode;

// A year; longer is a slip of the finger.
constexpr double kLongest_s = 31'536'000.0;

constexpr std::array<std::pair<std::string_view, evse::ControllerState>, 14> kStates{{
    {"Initialising", evse::ControllerState::Initialising},
    {"Waiting_For_PEV", evse::ControllerState::Waiting_For_PEV},
    {"Negotiating_Connection", evse::ControllerState::Negotiating_Connection},
    {"Connected_With_Full_Info", evse::ControllerState::Connected_With_Full_Info},
    {"Insulation_Test", evse::ControllerState::Insulation_Test},
    {"Precharge", evse::ControllerState::Precharge},
    {"Waiting_For_Charge", evse::ControllerState::Waiting_For_Charge},
    {"Charging", evse::ControllerState::Charging},
    {"Ending_Charge", evse::ControllerState::Ending_Charge},
    {"Welding_Detection", evse::ControllerState::Welding_Detection},
    {"Closing_Communication", evse::ControllerState::Closing_Communication},
    {"CCS_Authorisation_Process", evse::ControllerState::CCS_Authorisation_Process},
    {"Not_Available", evse::ControllerState::Not_Available},
    {"Charge_Pause", evse::ControllerState::Charge_Pause},
}};

std::optional<Action> read_wait_state(YamlMap& map, const YamlNode& node, Errors& errors) {
    WaitState wait;
    const auto name = map.text("state");
    const bool has_limit = map.require("within_s");
    wait.within = core::from_seconds(map.number("within_s", {0.0, kLongest_s, "s"}).value_or(0.0));
    map.finish();
    if (!name || !has_limit) return std::nullopt;
    const auto state = read_state_name(*name, node, errors);
    if (!state) return std::nullopt;
    wait.state = *state;
    return wait;
}

std::optional<Action> read_wait_signal(YamlMap& map, const YamlNode& node, Errors& errors) {
    WaitSignal wait;
    const std::size_t before = errors.size();
    read_condition(map, node, "a wait for a signal", wait, errors);
    wait.held = core::from_seconds(map.number("held_s", {0.0, kLongest_s, "s"}).value_or(0.0));
    map.require("within_s");
    wait.within = core::from_seconds(map.number("within_s", {0.0, kLongest_s, "s"}).value_or(0.0));
    map.finish();
    if (errors.size() != before) return std::nullopt;
    return wait;
}

std::optional<Action> read_wait(const YamlNode& node, Errors& errors) {
    YamlMap map(node, errors, "the wait");
    if (!map.valid()) return std::nullopt;
    if (map.has("state")) return read_wait_state(map, node, errors);
    if (map.has("signal")) return read_wait_signal(map, node, errors);
    errors.push_back({node.where(), "a wait needs something to wait for", "",
                      "state or signal, with within_s", ""});
    return std::nullopt;
}

std::optional<Action> read_set(const YamlNode& node, Errors& errors) {
    const auto entries = node.entries();
    if (!node.is_map() || entries.size() != 1 || !entries[0].value.is_scalar()) {
        errors.push_back({node.where(), "a set step changes one value", "",
                          "set: {path: value}, e.g. set: {ocpp.target_current_A: 50}", ""});
        return std::nullopt;
    }
    return SetValue{entries[0].key, entries[0].value.text()};
}

std::optional<Action> read_stop(const YamlNode& node, Errors& errors) {
    if (node.text() == "user") return Stop{StopBy::user};
    if (node.text() == "vehicle") return Stop{StopBy::vehicle};
    if (node.text() == "emergency") return Stop{StopBy::emergency};
    errors.push_back(
        {node.where(), "unknown way to stop", node.text(), "user, vehicle, emergency", ""});
    return std::nullopt;
}

// Exactly one of is, near, at_least, at_most says what is compared with what.
void read_comparison(YamlMap& map, const YamlNode& node, std::string_view what,
                     Condition& condition, Errors& errors) {
    constexpr core::NumberRange kAny{-1e12, 1e12};
    int given = 0;
    if (map.child("is")) {
        ++given;
        const std::string text = map.text("is").value_or("");
        const auto number = core::parse_number(text, "is", kAny, node.where());
        if (number) {
            condition.value = *number;
        } else {
            condition.label = text;
        }
    }
    const std::array<std::pair<const char*, Comparison>, 3> kinds{{
        {"near", Comparison::near_to},
        {"at_least", Comparison::at_least},
        {"at_most", Comparison::at_most},
    }};
    for (const auto& [key, comparison] : kinds) {
        const auto value = map.number(key, kAny);
        if (!value) continue;
        ++given;
        condition.comparison = comparison;
        condition.value = *value;
    }
    if (map.has("near")) map.require("tolerance");
    condition.tolerance = map.number("tolerance", {0.0, 1e12}).value_or(0.0);
    if (given != 1) {
        errors.push_back({node.where(), std::string(what) + " needs one condition", "",
                          "one of is, near (with tolerance), at_least, at_most", ""});
    }
}

std::string text_of_list(const YamlNode& node) {
    constexpr std::size_t kMost = 8;
    const auto items = node.items();
    if (items.size() > kMost) return "[" + std::to_string(items.size()) + " entries]";
    std::string out;
    for (const auto& item : items) out += (out.empty() ? "" : ", ") + text_of(item);
    return "[" + out + "]";
}

}  // namespace

void read_signal_name(YamlMap& map, const YamlNode& node, Condition& condition, Errors& errors) {
    const std::string path = map.text("signal").value_or("");
    const std::size_t dot = path.find('.');
    if (dot == path.npos || dot == 0 || dot + 1 == path.size()) {
        errors.push_back({node.where(), "a signal is named with its message", path,
                          "Message.Signal, e.g. Power_Modules_Status.Present_Current", ""});
        return;
    }
    condition.message = path.substr(0, dot);
    condition.signal = path.substr(dot + 1);
}

void read_condition(YamlMap& map, const YamlNode& node, std::string_view what, Condition& condition,
                    Errors& errors) {
    read_signal_name(map, node, condition, errors);
    read_comparison(map, node, what, condition, errors);
}

std::optional<Action> read_plain_action(const YamlNode& node, Errors& errors) {
    if (node.text() == "plug_in") return PlugIn{};
    if (node.text() == "press_start") return PressStart{};
    if (node.text() == "unplug") return Unplug{};
    if (node.text() == "pause") return Pause{};
    if (node.text() == "resume") return Resume{};
    errors.push_back({node.where(), "unknown step", node.text(), kStepNames, ""});
    return std::nullopt;
}

std::optional<Action> read_action(const YamlNode::Entry& entry, std::vector<std::string>& files,
                                  Errors& errors) {
    if (entry.key == "wait") return read_wait(entry.value, errors);
    if (entry.key == "set") return read_set(entry.value, errors);
    if (entry.key == "stop") return read_stop(entry.value, errors);
    if (entry.key == "profile") return read_profile(entry.value, files, errors);
    if (entry.key == "clear") return read_clear(entry.value, errors);
    if (entry.key == "hold_s") {
        const auto seconds = core::to_number(entry.value, "hold_s", {0.0, kLongest_s, "s"});
        if (seconds) return Hold{core::from_seconds(*seconds)};
        errors.push_back(seconds.error());
        return std::nullopt;
    }
    errors.push_back({entry.where, "unknown step", entry.key, kStepNames, ""});
    return std::nullopt;
}

std::string text_of(const YamlNode& node) {
    if (node.is_scalar()) return node.text();
    if (node.is_sequence()) return text_of_list(node);
    std::string out;
    for (const auto& entry : node.entries()) {
        if (!out.empty()) out += ", ";
        const bool nested = entry.value.is_map();
        out += entry.key + (nested ? " {" : " ") + text_of(entry.value) + (nested ? "}" : "");
    }
    return out;
}

std::optional<TriggerEvent> read_trigger_event(YamlMap& map, const YamlNode& node, Errors& errors) {
    constexpr core::NumberRange kSeconds{0.0, kLongest_s, "s"};
    constexpr long long kMostEvents = 1'000'000'000;
    const std::size_t before = errors.size();
    TriggerEvent out;
    int given = 0;
    for (const char* key : {"after_s", "state", "signal", "message"}) {
        given += map.child(key) ? 1 : 0;
    }
    if (given != 1) {
        errors.push_back({node.where(), "a trigger needs one event", "",
                          "after_s, state, signal (with a condition) or message", ""});
        return std::nullopt;
    }
    if (const auto after = map.number("after_s", kSeconds)) out.after = core::from_seconds(*after);
    if (const auto name = map.text("state")) {
        out.kind = TriggerEvent::Kind::state;
        out.state = read_state_name(*name, node, errors).value_or(out.state);
    } else if (map.has("signal")) {
        out.kind = TriggerEvent::Kind::signal;
        read_condition(map, node, "a trigger on a signal", out.condition, errors);
    } else if (const auto message = map.text("message")) {
        out.kind = TriggerEvent::Kind::message;
        out.condition.message = *message;
    }
    out.count = static_cast<std::uint32_t>(map.integer("count", 1, kMostEvents).value_or(1));
    if (out.kind == TriggerEvent::Kind::after && out.count > 1) {
        errors.push_back({node.where(), "a time comes once", "count: " + std::to_string(out.count),
                          "count with state, signal or message; times repeats a trigger", ""});
    }
    if (errors.size() != before) return std::nullopt;
    return out;
}

std::optional<evse::ControllerState> read_state_name(const std::string& label, const YamlNode& node,
                                                     Errors& errors) {
    const auto state = state_named(label);
    if (!state) errors.push_back({node.where(), "unknown state", label, state_names(), ""});
    return state;
}

std::optional<evse::ControllerState> state_named(std::string_view label) {
    for (const auto& [name, state] : kStates) {
        if (name == label) return state;
    }
    return std::nullopt;
}

std::string_view state_name(evse::ControllerState wanted) {
    for (const auto& [name, state] : kStates) {
        if (state == wanted) return name;
    }
    return {};
}

std::string state_names() {
    std::string out;
    for (const auto& [name, state] : kStates) out += (out.empty() ? "" : ", ") + std::string(name);
    return out;
}

}  // namespace chargerig::scenario
