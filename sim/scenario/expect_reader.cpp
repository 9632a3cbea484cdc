// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/expect_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sim/scenario/step_reader.hpp"

namespace chargerig::scenario {
namespace {

using core::Errors;
using core::YamlMap;
using core::YamlNode;
using Kind = ExpectEvent::Kind;

// A year; longer is a slip of the finger.
constexpr double kLongest_s = 31'536'000.0;
constexpr core::NumberRange kSeconds{0.0, kLongest_s, "s"};
constexpr long long kMostEvents = 1'000'000'000;

constexpr const char* kEvents =
    "start, end, {state: ...}, {message: ...}, {signal: ..., is: ...}, {begun: STEP}, {done: STEP}";

// What all readers of one section need.
struct Section {
    const std::vector<std::string>& step_ids;
    Errors& errors;
};

std::string meant(std::string_view name, const std::vector<std::string>& known) {
    const std::string closest = core::closest_name(name, known);
    return closest.empty() ? "" : "did you mean '" + closest + "'?";
}

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

void read_state(YamlMap& map, ExpectEvent& event, Section section) {
    const auto name = map.text("state");
    if (!name) return;
    event.kind = Kind::condition;
    event.state = state_named(*name);
    if (event.state) return;
    std::vector<std::string> known;
    for (int i = 0; !state_name(static_cast<evse::ControllerState>(i)).empty(); ++i) {
        known.emplace_back(state_name(static_cast<evse::ControllerState>(i)));
    }
    section.errors.push_back(
        {map.child("state")->where(), "unknown state", *name, state_names(), meant(*name, known)});
}

void read_step_id(YamlMap& map, std::string_view key, ExpectEvent& event, Section section) {
    event.step = map.text(key).value_or("");
    for (std::size_t i = 0; i < section.step_ids.size(); ++i) {
        if (section.step_ids[i] != event.step || event.step.empty()) continue;
        event.step_index = i;
        return;
    }
    std::vector<std::string> known;
    for (const auto& id : section.step_ids) {
        if (!id.empty()) known.push_back(id);
    }
    section.errors.push_back({map.child(key)->where(), "no step has this id", event.step,
                              listed(known),
                              known.empty() ? "give the step an id: '- {id: NAME, set: ...}'"
                                            : meant(event.step, known)});
}

// The part of `map` that says what happens: state, message, signal with its condition, begun, done.
void read_occurrence(YamlMap& map, const YamlNode& node, ExpectEvent& event, Section section) {
    event.where = node.where();
    int given = 0;
    for (const char* key : {"state", "message", "signal", "begun", "done"}) {
        given += map.child(key) ? 1 : 0;
    }
    if (given != 1) {
        section.errors.push_back({node.where(), "this needs one event", "", kEvents, ""});
        return;
    }
    if (map.has("state")) {
        read_state(map, event, section);
    } else if (map.has("message")) {
        event.kind = Kind::message;
        event.condition.message = map.text("message").value_or("");
    } else if (map.has("signal")) {
        event.kind = Kind::condition;
        read_condition(map, node, "a signal", event.condition, section.errors);
    } else {
        event.kind = map.has("begun") ? Kind::step_begun : Kind::step_done;
        read_step_id(map, map.has("begun") ? "begun" : "done", event, section);
    }
}

ExpectEvent read_event(const YamlNode& node, Section section) {
    ExpectEvent event;
    event.where = node.where();
    event.text = text_of(node);
    if (node.is_scalar() && node.text() == "start") return event;
    if (node.is_scalar() && node.text() == "end") {
        event.kind = Kind::end;
        return event;
    }
    if (!node.is_map()) {
        section.errors.push_back({node.where(), "unknown event", node.text(), kEvents, ""});
        return event;
    }
    YamlMap map(node, section.errors, "the event");
    read_occurrence(map, node, event, section);
    map.finish();
    return event;
}

std::optional<ExpectEvent> event_at(YamlMap& map, std::string_view key, Section section) {
    const auto node = map.child(key);
    if (!node) return std::nullopt;
    return read_event(*node, section);
}

std::optional<core::Duration> seconds(YamlMap& map, std::string_view key) {
    const auto given = map.number(key, kSeconds);
    if (!given) return std::nullopt;
    return core::from_seconds(*given);
}

void refuse(const YamlNode& node, std::string what, std::string allowed, Section section) {
    section.errors.push_back({node.where(), std::move(what), "", std::move(allowed), ""});
}

// A window is from `from` (the start) to `to` (the end); an impossible one is refused.
void read_window(YamlMap& map, const YamlNode& node, Expectation& out, Section section) {
    out.to.kind = Kind::end;
    out.to.text = "end";
    out.from.text = "start";
    if (auto from = event_at(map, "from", section)) out.from = std::move(*from);
    if (auto to = event_at(map, "to", section)) out.to = std::move(*to);
    const bool same = map.has("from") && map.has("to") && out.from.text == out.to.text;
    if (out.from.kind == Kind::end || out.to.kind == Kind::start || same) {
        refuse(node, "nothing can lie between these two events",
               "from: an event before the one of to:", section);
    }
}

// Only what lasts can be true at an instant, or for a while.
void require_condition(const YamlNode& node, const ExpectEvent& event, Section section) {
    if (event.kind == Kind::condition || event.kind == Kind::start) return;
    refuse(node, "only a state or a signal lasts", "state, signal", section);
}

void read_target(YamlMap& map, const YamlNode& node, Expectation& out, Section section) {
    ExpectEvent target;
    read_occurrence(map, node, target, section);
    if (map.has("state")) {
        target.text = "state " + map.text("state").value_or("");
    } else if (map.has("message")) {
        target.text = "message " + target.condition.message;
    } else {
        target.text = target.condition.message + "." + target.condition.signal;
    }
    out.targets.push_back(std::move(target));
}

// Nothing has been seen there yet.
void refuse_start(const YamlNode& node, const ExpectEvent& event, Section section) {
    if (event.kind == Kind::start) refuse(node, "there is no value at the start", kEvents, section);
}

void read_value(YamlMap& map, const YamlNode& node, Expectation& out, Section section) {
    out.kind = ExpectValue{};
    read_target(map, node, out, section);
    require_condition(node, out.targets[0], section);
    map.require("at");
    out.from = event_at(map, "at", section).value_or(ExpectEvent{});
    if (map.has("at")) refuse_start(node, out.from, section);
}

void read_reach(YamlMap& map, const YamlNode& node, Expectation& out, Section section) {
    ExpectReach reach;
    read_target(map, node, out, section);
    out.from.text = "start";
    if (auto after = event_at(map, "after", section)) out.from = std::move(*after);
    map.require("within_s");
    reach.within = seconds(map, "within_s").value_or(core::Duration{});
    reach.held = seconds(map, "held_s").value_or(core::Duration{});
    require_condition(node, out.targets[0], section);
    if (out.from.kind == Kind::end) {
        refuse(node, "nothing comes after the end", "after: an earlier event", section);
    }
    out.kind = reach;
}

void read_between(YamlMap& map, const YamlNode& node, bool never, Expectation& out,
                  Section section) {
    out.kind = ExpectBetween{never};
    read_target(map, node, out, section);
    if (!never) require_condition(node, out.targets[0], section);
    read_window(map, node, out, section);
}

void read_order(const YamlNode& node, Expectation& out, Section section) {
    out.kind = ExpectOrder{};
    const auto items = node.is_sequence() ? node.items() : std::span<const YamlNode>{};
    if (items.size() < 2) {
        refuse(node, "an order needs two or more events", kEvents, section);
        return;
    }
    for (const auto& item : items) {
        out.targets.push_back(read_event(item, section));
        const auto kind = out.targets.back().kind;
        if (item.is_scalar() && (kind == Kind::start || kind == Kind::end)) {
            refuse(item, "start and end are always first and last", "another event", section);
        }
    }
}

void read_message(YamlMap& map, const YamlNode& node, Expectation& out) {
    map.require("message");
    ExpectEvent target;
    target.kind = Kind::message;
    target.where = node.where();
    target.condition.message = map.text("message").value_or("");
    target.text = "message " + target.condition.message;
    out.targets.push_back(std::move(target));
}

void refuse_crossed(const YamlNode& node, bool crossed, Section section) {
    if (crossed) refuse(node, "at_least is more than at_most", "at_least <= at_most", section);
}

void read_period(YamlMap& map, const YamlNode& node, Expectation& out, Section section) {
    ExpectPeriod period;
    read_message(map, node, out);
    period.at_least = seconds(map, "at_least_s");
    period.at_most = seconds(map, "at_most_s");
    period.mean = seconds(map, "mean_s");
    if (period.mean) map.require("mean_tolerance_s");
    period.mean_tolerance = seconds(map, "mean_tolerance_s").value_or(core::Duration{});
    period.jitter = seconds(map, "jitter_s");
    if (!period.at_least && !period.at_most && !period.mean && !period.jitter) {
        refuse(node, "a period needs a limit", "at_least_s, at_most_s, mean_s, jitter_s", section);
    }
    refuse_crossed(node, period.at_least && period.at_most && *period.at_most < *period.at_least,
                   section);
    read_window(map, node, out, section);
    out.kind = period;
}

void read_response(YamlMap& map, const YamlNode& node, Expectation& out, Section section) {
    ExpectResponse response;
    map.require("from");
    map.require("to");
    map.require("at_most_s");
    response.at_least = seconds(map, "at_least_s");
    response.at_most = seconds(map, "at_most_s").value_or(core::Duration{});
    refuse_crossed(node, response.at_least && response.at_most < *response.at_least, section);
    read_window(map, node, out, section);
    if (out.to.kind == Kind::end && map.has("to")) {
        refuse(node, "the end of the run is no reaction", "to: another event", section);
    }
    out.kind = response;
}

void read_step_response(YamlMap& map, const YamlNode& node, Expectation& out, Section section) {
    constexpr core::NumberRange kAny{-1e12, 1e12};
    constexpr core::NumberRange kMagnitude{0.0, 1e12};
    ExpectStep step;
    ExpectEvent signal;
    signal.kind = Kind::condition;
    signal.where = node.where();
    map.require("signal");
    if (map.has("signal")) read_signal_name(map, node, signal.condition, section.errors);
    signal.text = signal.condition.message + "." + signal.condition.signal;
    out.targets.push_back(std::move(signal));
    map.require("from");
    out.from = event_at(map, "from", section).value_or(ExpectEvent{});
    if (map.has("from")) refuse_start(node, out.from, section);
    map.require("target");
    step.target = map.number("target", kAny).value_or(0.0);
    map.require("for_s");
    step.length = seconds(map, "for_s").value_or(core::Duration{});
    step.rise = seconds(map, "rise_s");
    step.settle = seconds(map, "settle_s");
    if (step.settle) map.require("tolerance");
    step.tolerance = map.number("tolerance", kMagnitude).value_or(0.0);
    step.overshoot = map.number("overshoot", kMagnitude);
    if (!step.rise && !step.settle && !step.overshoot) {
        refuse(node, "a step response needs a limit", "rise_s, settle_s, overshoot", section);
    }
    if (step.settle && *step.settle > step.length) {
        refuse(node, "nobody looks for as long as it may settle", "for_s >= settle_s", section);
    }
    out.kind = step;
}

void read_count(YamlMap& map, const YamlNode& node, Expectation& out, Section section) {
    ExpectCount count;
    map.require("of");
    out.targets.push_back(event_at(map, "of", section).value_or(ExpectEvent{}));
    const auto exactly = map.integer("exactly", 0, kMostEvents);
    const auto least = map.integer("at_least", 0, kMostEvents);
    const auto most = map.integer("at_most", 0, kMostEvents);
    if (exactly.has_value() == (least || most)) {
        refuse(node, "a count needs one limit or two", "exactly, or at_least and at_most", section);
    }
    refuse_crossed(node, least && most && *most < *least, section);
    count.at_least = static_cast<std::uint64_t>(exactly.value_or(least.value_or(0)));
    if (exactly || most) count.at_most = static_cast<std::uint64_t>(exactly ? *exactly : *most);
    read_window(map, node, out, section);
    out.kind = count;
}

constexpr const char* kKinds =
    "value, reach, always, never, order, period, response, step_response, count";

// The one key beside id and reason that says what is expected.
void read_kind(YamlMap& map, const YamlNode& node, Expectation& out, Section section) {
    const std::array<
        std::pair<const char*, void (*)(YamlMap&, const YamlNode&, Expectation&, Section)>, 8>
        readers{{{"value", read_value},
                 {"reach", read_reach},
                 {"always", [](YamlMap& m, const YamlNode& n, Expectation& o,
                               Section s) { read_between(m, n, false, o, s); }},
                 {"never", [](YamlMap& m, const YamlNode& n, Expectation& o,
                              Section s) { read_between(m, n, true, o, s); }},
                 {"period", read_period},
                 {"response", read_response},
                 {"step_response", read_step_response},
                 {"count", read_count}}};
    int given = 0;
    if (const auto order = map.child("order")) {
        ++given;
        read_order(*order, out, section);
    }
    for (const auto& [key, read] : readers) {
        const auto part = map.child(key);
        if (!part) continue;
        ++given;
        out.targets.clear();
        YamlMap inner(*part, section.errors, key);
        if (!inner.valid()) continue;
        read(inner, *part, out, section);
        inner.finish();
    }
    if (given != 1) refuse(node, "an expectation is of one kind", kKinds, section);
}

}  // namespace

void check_step_ids(const std::vector<Step>& steps, core::Errors& errors) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].id.empty()) continue;
        for (std::size_t k = 0; k < i; ++k) {
            if (steps[k].id != steps[i].id) continue;
            errors.push_back({steps[i].where, "two steps have this id", steps[i].id, "",
                              "the other is in line " + std::to_string(steps[k].where.line)});
            break;
        }
    }
}

void read_expectations(const YamlNode& node, Scenario& scenario, Errors& errors) {
    if (!node.is_sequence()) {
        errors.push_back({node.where(), "expect must be a list", node.text(),
                          "'- id: ...' with reason and one kind", ""});
        return;
    }
    std::vector<std::string> ids;
    for (const auto& step : scenario.steps) ids.push_back(step.id);
    const Section section{ids, errors};
    std::vector<std::pair<std::string, int>> lines;  // of all ids
    for (const auto& item : node.items()) {
        const std::size_t before = errors.size();
        YamlMap map(item, errors, "the expectation");
        if (!map.valid()) continue;
        Expectation out;
        out.where = item.where();
        if (map.require("id")) out.id = map.text("id").value_or("");
        if (map.require("reason")) out.reason = map.text("reason").value_or("");
        const auto other = std::find_if(lines.begin(), lines.end(),
                                        [&](const auto& each) { return each.first == out.id; });
        if (other != lines.end()) {
            errors.push_back({item.where(), "two expectations have this id", out.id, "",
                              "the other is in line " + std::to_string(other->second)});
        }
        lines.emplace_back(out.id, out.where.line);
        read_kind(map, item, out, section);
        map.finish();
        if (errors.size() == before) scenario.expectations.push_back(std::move(out));
    }
}

}  // namespace chargerig::scenario
