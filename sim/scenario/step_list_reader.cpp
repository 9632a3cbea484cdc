// SPDX-License-Identifier: Apache-2.0
//
// Lists of steps, and the steps that hold lists: parallel, repeat, when, post.
#include <algorithm>
#include <utility>

#include "sim/scenario/expect_reader.hpp"
#include "sim/scenario/fault_reader.hpp"
#include "sim/scenario/step_reader.hpp"

namespace chargerig::scenario {
namespace {

using core::Errors;
using core::YamlMap;
using core::YamlNode;

// A year, as for other steps.
constexpr core::NumberRange kSeconds{0.0, 31'536'000.0, "s"};
constexpr long long kMostTimes = 100'000;
constexpr std::uint64_t kMostPasses = 1'000'000;
constexpr std::size_t kMostBranches = 16;

std::string text_without_steps(const YamlNode& node) {
    std::string out;
    for (const auto& entry : node.entries()) {
        if (entry.key == "steps") continue;
        out += (out.empty() ? "" : ", ") + entry.key + " " + text_of(entry.value);
    }
    return out;
}

class ListReader {
public:
    ListReader(Scenario& scenario, Errors& errors) : scenario_(scenario), errors_(errors) {}

    // `depth` is that of the list's steps, `level` says in how many lists they stand.
    void list(const YamlNode& node, const char* what, int depth, int level) {
        if (!node.is_sequence()) {
            refuse(node, std::string(what) + " must be a list", node.text(), "'- step' lines");
        } else if (level > kDeepestSteps) {
            refuse(node, "steps are nested too deeply", "",
                   std::to_string(kDeepestSteps) + " lists of steps in each other");
        } else {
            for (const auto& item : node.items()) step(item, depth, level);
        }
    }

    void one_step(const YamlNode& node) { step(node, 0, 1); }

    void post(const YamlNode& node) {
        add(Post{}, node, "post", "", 0);
        list(node, "post", 1, 1);
    }

private:
    void step(const YamlNode& node, int depth, int level) {
        if (node.is_scalar()) {
            auto action = read_plain_action(node, errors_);
            if (action) add(std::move(*action), node, text_of(node), "", depth);
            return;
        }
        std::string id;
        std::vector<YamlNode::Entry> parts;
        if (node.is_map()) {
            for (const auto& entry : node.entries()) {
                if (entry.key == "id") {
                    id = core::to_text(entry.value, "id").value_or("");
                } else {
                    parts.push_back(entry);
                }
            }
        }
        if (parts.size() == 1) {
            one(node, parts.front(), id, depth, level);
        } else {
            refuse(node, "a step is one action", "", kStepNames,
                   "begin each action with its own '-'");
        }
    }

    void one(const YamlNode& node, const YamlNode::Entry& entry, const std::string& id, int depth,
             int level) {
        if (entry.key == "parallel") return parallel(entry.value, id, depth, level);
        if (entry.key == "repeat") return repeat(entry.value, id, depth, level);
        if (entry.key == "when") return trigger(entry.value, id, depth, level);
        if (entry.key == "fault") return fault(node, entry.value, id, depth);
        const bool word = entry.key == "do" && !id.empty();
        auto action = word ? read_plain_action(entry.value, errors_)
                           : read_action(entry, scenario_.files_beside, errors_);
        if (action) add(std::move(*action), node, text_of(node), id, depth);
    }

    void parallel(const YamlNode& node, const std::string& id, int depth, int level) {
        const auto branches = node.items();
        const bool fits =
            node.is_sequence() && branches.size() >= 2 && branches.size() <= kMostBranches;
        if (!fits) {
            return refuse(node, "parallel needs lists of steps", node.text(),
                          "[[steps], [steps], ...], 2 to " + std::to_string(kMostBranches));
        }
        add(Parallel{}, node, "parallel, " + std::to_string(branches.size()) + " branches", id,
            depth);
        for (const auto& branch : branches) {
            add(Branch{}, branch, "branch", "", depth + 1);
            list(branch, "a branch", depth + 2, level + 1);
        }
    }

    void repeat(const YamlNode& node, const std::string& id, int depth, int level) {
        YamlMap map(node, errors_, "the repeat");
        if (!map.valid()) return;
        Repeat out;
        std::string text = "repeat";
        if (map.has("times") == map.has("until")) {
            refuse(node, "a repeat needs its end", "",
                   "times: N, or until: CONDITION and within_s");
        }
        if (const auto times = map.integer("times", 1, kMostTimes)) {
            out.times = static_cast<std::uint32_t>(*times);
            text += " " + std::to_string(*times) + " times";
        }
        const auto within = core::from_seconds(map.number("within_s", kSeconds).value_or(0.0));
        if (map.has("until") != map.has("within_s")) {
            refuse(node, "until and within_s belong together", "", "both, or times alone");
        }
        if (const auto until = map.child("until")) {
            text += " until {" + text_of(*until) + "}";
            read_until(*until, within, out);
        }
        const auto steps = map.child("steps");
        map.require("steps");
        map.finish();
        add(std::move(out), node, std::move(text), id, depth);
        if (steps) list(*steps, "steps", depth + 1, level + 1);
    }

    void read_until(const YamlNode& node, core::Duration within, Repeat& out) {
        YamlMap map(node, errors_, "the condition");
        if (!map.valid()) return;
        const bool state = map.child("state").has_value();
        const bool signal = map.child("signal").has_value();
        if (state == signal) {
            refuse(node, "a repeat needs one condition", "", "state, or signal with a condition");
        } else if (state) {
            const auto name = map.text("state");
            const auto known = name ? read_state_name(*name, node, errors_) : std::nullopt;
            if (known) out.until = WaitState{*known, within};
        } else {
            WaitSignal wait;
            read_condition(map, node, "a repeat until a signal", wait, errors_);
            wait.within = within;
            out.until = wait;
        }
        map.finish();
    }

    void trigger(const YamlNode& node, const std::string& id, int depth, int level) {
        YamlMap map(node, errors_, "the trigger");
        if (!map.valid()) return;
        When out;
        const auto event = read_trigger_event(map, node, errors_);
        if (event) out.event = *event;
        if (const auto within = map.number("within_s", kSeconds)) {
            out.within = core::from_seconds(*within);
        }
        out.times = static_cast<std::uint32_t>(map.integer("times", 1, kMostTimes).value_or(1));
        out.required = map.boolean("required").value_or(true);
        const auto steps = map.child("steps");
        map.require("steps");
        map.finish();
        const bool timed = event && event->kind == TriggerEvent::Kind::after;
        if (timed && out.within && *out.within < event->after) {
            refuse(node, "the trigger is given up before its time comes", "",
                   "within_s of after_s or more, or none");
        }
        add(std::move(out), node, "when {" + text_without_steps(node) + "}", id, depth);
        if (steps) list(*steps, "steps", depth + 1, level + 1);
    }

    // A fault with a start of its own waits for it in the background, and so does one with an end.
    void fault(const YamlNode& node, const YamlNode& what, const std::string& id, int depth) {
        FaultTimes times;
        auto begin = read_fault(what, times, errors_);
        if (!begin) return;
        const std::string name = begin->fault.name;
        if (times.start) {
            add(When{*times.start, {}, 1, true}, what, "start of fault " + name, "", depth++);
        }
        add(std::move(*begin), node, text_of(node), id, depth);
        if (!times.end) return;
        add(When{*times.end, {}, 1, false}, what, "end of fault " + name, "", depth);
        add(ClearFault{name}, what, "clear " + name, "", depth + 1);
    }

    void add(Action action, const YamlNode& node, std::string text, const std::string& id,
             int depth) {
        scenario_.steps.push_back({std::move(action), node.where(), std::move(text), id, depth});
    }

    void refuse(const YamlNode& node, std::string what, std::string value, std::string allowed,
                std::string hint = "") {
        errors_.push_back(
            {node.where(), std::move(what), std::move(value), std::move(allowed), std::move(hint)});
    }

    Scenario& scenario_;
    Errors& errors_;
};

// What is held by a step that takes its time has to end some day.
void check_passes(const std::vector<Step>& steps, Errors& errors) {
    std::vector<std::pair<int, std::uint64_t>> around;  // depth and passes of those that hold
    for (const Step& step : steps) {
        while (!around.empty() && around.back().first >= step.depth) around.pop_back();
        const auto* repeat = std::get_if<Repeat>(&step.action);
        const auto* when = std::get_if<When>(&step.action);
        if (!repeat && !when) continue;
        const std::uint64_t outer = around.empty() ? 1 : around.back().second;
        const std::uint64_t all = outer * (repeat ? repeat->times : when->times);
        around.emplace_back(step.depth, std::min(all, kMostPasses));
        if (all <= kMostPasses) continue;
        errors.push_back({step.where, "repeated too often, counting what it stands in",
                          std::to_string(all), "at most " + std::to_string(kMostPasses) + " times",
                          ""});
    }
}

// What leaves the device under test safe begins nothing.
void check_post(const std::vector<Step>& steps, Errors& errors) {
    for (std::size_t i = begin_of_post(steps); i < steps.size(); ++i) {
        const Action& action = steps[i].action;
        const bool begins =
            std::holds_alternative<PlugIn>(action) || std::holds_alternative<PressStart>(action) ||
            std::holds_alternative<Resume>(action) || std::holds_alternative<BeginFault>(action) ||
            std::holds_alternative<When>(action);
        if (!begins) continue;
        errors.push_back(
            {steps[i].where, "not a step of post, which brings things to their end", steps[i].text,
             "wait, hold_s, set, profile, stop, clear, pause, unplug, parallel, repeat", ""});
    }
}

void check_values(const Scenario& scenario, Errors& errors) {
    for (const Step& step : scenario.steps) {
        core::Result<void> possible;
        if (const auto* set = std::get_if<SetValue>(&step.action)) {
            possible = check_set(*set, scenario.modules, step.where);
        } else if (const auto* profile = std::get_if<Profile>(&step.action)) {
            possible = check_set(*profile, scenario.modules, step.where);
        }
        if (!possible) errors.push_back(possible.error());
    }
}

}  // namespace

void read_steps(const YamlNode& node, Scenario& scenario, Errors& errors) {
    ListReader(scenario, errors).list(node, "steps", 0, 1);
}

void read_step(const YamlNode& node, Scenario& scenario, Errors& errors) {
    ListReader(scenario, errors).one_step(node);
}

void read_post(const YamlNode& node, Scenario& scenario, Errors& errors) {
    ListReader(scenario, errors).post(node);
}

void check_steps(Scenario& scenario, Errors& errors) {
    check_values(scenario, errors);
    check_passes(scenario.steps, errors);
    check_post(scenario.steps, errors);
    join_faults(scenario.steps, errors);
    check_step_ids(scenario.steps, errors);
}

}  // namespace chargerig::scenario
