// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/fault_reader.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "sim/scenario/step_reader.hpp"

namespace chargerig::scenario {
namespace {

using core::Errors;
using core::YamlMap;
using core::YamlNode;
using fault::Kind;

// A year, as for other steps.
constexpr double kLongest_s = 31'536'000.0;
// A delay or a period; longer is another fault: the message stays away.
constexpr double kLongest_ms = 60'000.0;
// A frame of 8 bytes lasts up to 0.32 ms at 500 kbit/s: a flood leaves room for others.
constexpr double kShortestPeriod_ms = 0.5;
// The pace of the cyclic messages (spec 5.13).
constexpr double kUsualPeriod_ms = 100.0;

core::Duration from_ms(double ms) {
    return core::from_seconds(ms * 1e-3);
}

// The names that come closest, and the one that was probably meant.
core::Error unknown(const core::SourcePosition& where, std::string what, const std::string& name,
                    const std::vector<std::string>& known) {
    std::string allowed;
    for (const auto& each : known) allowed += (allowed.empty() ? "" : ", ") + each;
    const std::string meant = core::closest_name(name, known);
    return {where, std::move(what), name, allowed,
            meant.empty() ? "" : "did you mean '" + meant + "'?"};
}

std::optional<Kind> read_kind(YamlMap& map, Errors& errors) {
    if (!map.require("kind")) return std::nullopt;
    const auto text = map.text("kind");
    if (!text) return std::nullopt;
    const auto& names = fault::kKindNames;
    const auto found = std::find(names.begin(), names.end(), *text);
    if (found != names.end()) return static_cast<Kind>(found - names.begin());
    errors.push_back(unknown(map.child("kind")->where(), "unknown kind of fault", *text,
                             {names.begin(), names.end()}));
    return std::nullopt;
}

bool of_one_message(Kind kind) {
    return kind == Kind::freeze_signal || kind == Kind::force_signal ||
           kind == Kind::stop_message || kind == Kind::wrong_period || kind == Kind::two_senders;
}

bool of_a_side(Kind kind) {
    return kind == Kind::flood || kind == Kind::silence || kind == Kind::bus_off;
}

// Whose frames: a side's, or those of one message, whose sender the version knows.
void read_target(YamlMap& map, const YamlNode& node, fault::Description& out, Errors& errors) {
    const auto side = map.one_of("from", {"controller", "modules"});
    if (side) {
        out.from = *side == "modules" ? fault::Side::modules : fault::Side::controller;
        out.from_given = true;
    }
    if (of_a_side(out.kind)) {
        map.require("from");
        return;
    }
    out.message = map.text("message").value_or("");
    if (of_one_message(out.kind)) {
        map.require("message");
    } else if (!map.has("message") && !map.has("from")) {
        errors.push_back({node.where(), "a fault needs to know whose frames it is about", "",
                          "message, or from: controller or modules", ""});
    }
}

void read_forced_value(YamlMap& map, const YamlNode& node, fault::Description& out,
                       Errors& errors) {
    if (map.has("value") == map.has("raw")) {
        errors.push_back({node.where(), "a forced signal needs one value", "",
                          "value (a number in its unit, or a label) or raw", ""});
    }
    if (const auto raw = map.integer("raw", INT64_MIN, INT64_MAX)) out.raw = *raw;
    const auto text = map.text("value");
    if (!text) return;
    const auto number = core::parse_number(*text, "value", {-1e12, 1e12}, node.where());
    if (number) {
        out.value = *number;
    } else {
        out.label = *text;
    }
}

// 29 bits, decimal or with 0x in front.
void read_id(YamlMap& map, fault::Description& out, Errors& errors) {
    if (!map.require("id")) return;
    const auto text = map.text("id");
    if (!text) return;
    std::string_view digits = *text;
    const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
    if (hex) digits.remove_prefix(2);
    const char* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, out.id, hex ? 16 : 10);
    if (read.ec == std::errc() && read.ptr == end && out.id <= can::kMaxExtendedId) return;
    errors.push_back(
        {map.child("id")->where(), "not an identifier of 29 bits", *text, "0 to 0x1FFFFFFF", ""});
}

void read_time(YamlMap& map, std::string_view key, double shortest_ms, fault::Description& out) {
    if (!map.require(key)) return;
    const auto given = map.number(key, {shortest_ms, kLongest_ms, "ms"});
    if (given) out.time = from_ms(*given);
}

void read_length(YamlMap& map, fault::Description& out) {
    out.length = static_cast<std::uint8_t>(map.integer("length", 0, 8).value_or(8));
}

// What each kind has beside the common keys.
void read_own_keys(YamlMap& map, const YamlNode& node, fault::Description& out, Errors& errors) {
    switch (out.kind) {
        case Kind::drop:
            out.percent = map.number("percent", {0.01, 100.0, "%"}).value_or(100.0);
            break;
        case Kind::delay:
            read_time(map, "delay_ms", 0.001, out);
            break;
        case Kind::jitter:
            read_time(map, "jitter_ms", 0.001, out);
            break;
        case Kind::duplicate:
            out.copies = static_cast<int>(map.integer("copies", 1, 100).value_or(1));
            break;
        case Kind::wrong_length:
            map.require("length");
            read_length(map, out);
            break;
        case Kind::wrong_id:
            read_id(map, out, errors);
            break;
        case Kind::corrupt_bits:
            out.bits = static_cast<int>(map.integer("bits", 1, 64).value_or(1));
            break;
        case Kind::force_signal:
            read_forced_value(map, node, out, errors);
            [[fallthrough]];
        case Kind::freeze_signal:
            map.require("signal");
            out.signal = map.text("signal").value_or("");
            break;
        case Kind::wrong_period:
            read_time(map, "period_ms", kShortestPeriod_ms, out);
            break;
        case Kind::flood:
            read_id(map, out, errors);
            read_length(map, out);
            read_time(map, "period_ms", kShortestPeriod_ms, out);
            break;
        case Kind::two_senders:
            out.time = from_ms(map.number("period_ms", {kShortestPeriod_ms, kLongest_ms, "ms"})
                                   .value_or(kUsualPeriod_ms));
            out.signal = map.text("signal").value_or("");
            if (!out.signal.empty()) read_forced_value(map, node, out, errors);
            break;
        case Kind::reorder:
        case Kind::stop_message:
        case Kind::silence:
        case Kind::bus_off:
            break;
    }
}

std::optional<TriggerEvent> read_event(YamlMap& map, std::string_view key, Errors& errors) {
    const auto node = map.child(key);
    if (!node) return std::nullopt;
    YamlMap event(*node, errors, "the event");
    if (!event.valid()) return std::nullopt;
    auto out = read_trigger_event(event, *node, errors);
    if (out) event.finish();
    return out;
}

void read_times(YamlMap& map, FaultTimes& times, Errors& errors) {
    times.start = read_event(map, "start", errors);
    times.end = read_event(map, "end", errors);
}

}  // namespace

std::optional<BeginFault> read_fault(const YamlNode& node, FaultTimes& times, Errors& errors) {
    const std::size_t before = errors.size();
    YamlMap map(node, errors, "the fault");
    if (!map.valid()) return std::nullopt;
    const auto kind = read_kind(map, errors);
    if (!kind) return std::nullopt;
    fault::Description out;
    out.kind = *kind;
    out.name = map.text("name").value_or(std::string(fault::name(*kind)));
    out.lasts = core::from_seconds(map.number("for_s", {1e-6, kLongest_s, "s"}).value_or(0.0));
    out.count = static_cast<std::uint64_t>(map.integer("count", 1, 1'000'000'000).value_or(0));
    read_target(map, node, out, errors);
    read_own_keys(map, node, out, errors);
    read_times(map, times, errors);
    map.finish();
    if (errors.size() != before) return std::nullopt;
    return BeginFault{std::move(out)};
}

std::optional<ClearFault> read_clear(const YamlNode& node, Errors& errors) {
    if (node.is_scalar() && !node.text().empty()) return ClearFault{node.text()};
    errors.push_back({node.where(), "a clear step names a fault", "", "clear: NAME", ""});
    return std::nullopt;
}

void join_faults(std::vector<Step>& steps, Errors& errors) {
    std::vector<std::string> names;
    std::vector<const fault::Description*> begun;
    for (auto& step : steps) {
        if (const auto* begin = std::get_if<BeginFault>(&step.action)) {
            const bool taken =
                std::find(names.begin(), names.end(), begin->fault.name) != names.end();
            if (taken) {
                errors.push_back({step.where, "two faults have the same name", begin->fault.name,
                                  "a name of its own", "name: NAME"});
            }
            names.push_back(begin->fault.name);
            begun.push_back(&begin->fault);
        }
        auto* clear = std::get_if<ClearFault>(&step.action);
        if (!clear) continue;
        const auto found = std::find(names.begin(), names.end(), clear->name);
        if (found == names.end()) {
            errors.push_back(unknown(step.where, "no step before this one begins the fault",
                                     clear->name, names));
            continue;
        }
        clear->made_by = fault::made_by(*begun[static_cast<std::size_t>(found - names.begin())]);
    }
}

}  // namespace chargerig::scenario
