// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/script_check.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace chargerig::scenario {
namespace {

using core::Errors;
using State = evse::ControllerState;
using Steps = std::vector<Step>;

std::string line_of(const core::SourcePosition& where) {
    return "line " + std::to_string(where.line);
}

bool needs_flags(State state) {
    return state == State::Not_Available || state == State::CCS_Authorisation_Process;
}

// States that a controller has with a vehicle alone; those of an end may still be there after it
// was unplugged.
bool needs_vehicle(State state) {
    switch (state) {
        case State::Negotiating_Connection:
        case State::Connected_With_Full_Info:
        case State::Insulation_Test:
        case State::Precharge:
        case State::Waiting_For_Charge:
        case State::Charging:
        case State::CCS_Authorisation_Process:
        case State::Charge_Pause:
            return true;
        default:
            return false;
    }
}

void refuse(const Step& step, std::string what, std::string allowed, Errors& errors) {
    errors.push_back({step.where, std::move(what), step.text, std::move(allowed), ""});
}

// What is wrong with a step wherever it stands.
void check_alone(const Scenario& scenario, const Step& step, Errors& errors) {
    const auto* state = std::get_if<WaitState>(&step.action);
    if (state && needs_flags(state->state) && scenario.emulate.controller &&
        !scenario.controller.use_sequence_flags) {
        refuse(step, "the controller has this state with sequence flags alone",
               "controller.config.use_sequence_flags: true", errors);
    }
    const auto* signal = std::get_if<WaitSignal>(&step.action);
    if (signal && signal->held > signal->within) {
        refuse(step, "nobody waits for as long as it must hold", "within_s >= held_s", errors);
    }
    const bool din = scenario.vehicle.session.protocol == vehicle::Protocol::din;
    if (din && std::holds_alternative<Pause>(step.action)) {
        errors.push_back({step.where, "DIN 70121 has no pause", "",
                          "vehicle.protocol iso2, iso20_scheduled or iso20_dynamic", ""});
    }
}

bool is_forced(const fault::Description& fault) {
    return fault.kind == fault::Kind::force_signal || fault.kind == fault::Kind::freeze_signal;
}

// What a step sets, or forces on the bus; empty if it does neither.
std::string target_of(const Action& action) {
    if (const auto* set = std::get_if<SetValue>(&action)) return set->path;
    if (const auto* profile = std::get_if<Profile>(&action)) return profile->path;
    const auto* begin = std::get_if<BeginFault>(&action);
    if (!begin || !is_forced(begin->fault)) return "";
    return begin->fault.message + "." + begin->fault.signal;
}

// Two branches that act on one value do so in an order that nobody wrote down.
void check_branches(const Steps& steps, std::size_t parallel, Errors& errors) {
    std::vector<std::pair<std::string, const Step*>> others;  // of the branches before
    const std::size_t end = after(steps, parallel);
    for (std::size_t branch = parallel + 1; branch < end; branch = after(steps, branch)) {
        std::vector<std::pair<std::string, const Step*>> own;
        for (std::size_t i = branch + 1; i < after(steps, branch); ++i) {
            std::string target = target_of(steps[i].action);
            if (target.empty()) continue;
            const auto other = std::find_if(others.begin(), others.end(),
                                            [&](const auto& each) { return each.first == target; });
            if (other != others.end()) {
                errors.push_back({steps[i].where, "two branches fight over one value", target,
                                  "one branch for each value",
                                  "the other is in " + line_of(other->second->where)});
            }
            own.emplace_back(std::move(target), &steps[i]);
        }
        others.insert(others.end(), own.begin(), own.end());
    }
}

// Goes through the steps in their order, and knows what each finds. What a trigger or a branch does
// happens at a time of its own: from there on nothing is known about it.
class Walk {
public:
    Walk(const Scenario& scenario, Errors& errors)
        : steps_(scenario.steps), plays_vehicle_(scenario.emulate.vehicle), errors_(errors) {}

    void go() { go(0, begin_of_post(steps_)); }

private:
    enum class Known : std::uint8_t { no, yes, maybe };

    void go(std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; i = after(steps_, i)) {
            step_ = &steps_[i];
            const std::size_t behind = after(steps_, i);
            if (const auto* repeat = std::get_if<Repeat>(&step_->action)) {
                // The second pass finds what the first one left.
                const int passes = repeat->times > 1 ? 2 : 1;
                for (int pass = 0; pass < passes; ++pass) go(i + 1, behind);
            } else if (behind > i + 1) {
                for (std::size_t k = i + 1; k < behind; ++k) loosen(steps_[k].action);
            } else {
                std::visit([this](const auto& action) { see(action); }, step_->action);
            }
        }
    }

    void loosen(const Action& action) {
        const bool plugs =
            std::holds_alternative<PlugIn>(action) || std::holds_alternative<Unplug>(action);
        const bool pauses =
            std::holds_alternative<Pause>(action) || std::holds_alternative<Resume>(action);
        plugs_loose_ = plugs_loose_ || plugs;
        pauses_loose_ = pauses_loose_ || plugs || pauses;
        if (const auto* clear = std::get_if<ClearFault>(&action)) loose_.insert(clear->name);
    }

    Known plugged() const { return plugs_loose_ ? Known::maybe : plugged_; }
    Known paused() const { return pauses_loose_ ? Known::maybe : paused_; }

    template <class Action>
    void see(const Action& /*nothing to find*/) {}

    void see(const PlugIn& /*action*/) {
        if (plugged() == Known::yes) refuse("the vehicle is plugged in already", "unplug first");
        plugged_ = Known::yes;
    }
    void see(const Unplug& /*action*/) {
        need_vehicle();
        plugged_ = Known::no;
        paused_ = Known::no;
    }
    void see(const Stop& action) {
        if (action.by != StopBy::user) need_vehicle();
    }
    void see(const Pause& /*action*/) {
        need_vehicle();
        paused_ = Known::yes;
    }
    void see(const Resume& /*action*/) {
        need_vehicle();
        paused_ = Known::no;
    }
    void see(const WaitState& wait) {
        if (needs_vehicle(wait.state) && plugged() == Known::no) {
            refuse("this state cannot come while no vehicle is plugged in", "plug_in before it");
        } else if (wait.state == State::Charge_Pause && paused() == Known::no) {
            refuse("the vehicle pauses by a step alone", "pause before it");
        }
    }
    void see(const BeginFault& begin) {
        const fault::Description& fault = begin.fault;
        const auto mine = std::find_if(active_.begin(), active_.end(),
                                       [&](const Active& each) { return each.fault == &fault; });
        for (const Active& other : active_) {
            const bool ends = other.fault->lasts > core::Duration{} || other.fault->count > 0 ||
                              loose_.contains(other.fault->name);
            const bool same = is_forced(fault) && is_forced(*other.fault) &&
                              other.fault->message == fault.message &&
                              other.fault->signal == fault.signal && other.fault != &fault;
            if (!same || ends || other.cleared) continue;
            errors_.push_back(
                {step_->where, "two faults fight over one signal",
                 fault.message + "." + fault.signal, "one at a time",
                 "clear '" + other.fault->name + "' of " + line_of(other.step->where) + " before"});
        }
        if (mine == active_.end()) {
            active_.push_back({&fault, step_, nullptr});
        } else {
            mine->cleared = nullptr;
        }
    }
    void see(const ClearFault& clear) {
        for (Active& each : active_) {
            if (each.fault->name != clear.name) continue;
            if (each.cleared && each.cleared != step_) {
                errors_.push_back({step_->where, "the fault has ended before", clear.name,
                                   "each fault cleared once",
                                   "the first is in " + line_of(each.cleared->where)});
            }
            each.cleared = step_;
        }
    }

    void need_vehicle() {
        if (plugged() == Known::no) refuse("no vehicle is plugged in here", "plug_in before it");
    }
    // Elsewhere somebody else plugs it in.
    void refuse(std::string what, std::string allowed) {
        if (plays_vehicle_) scenario::refuse(*step_, std::move(what), std::move(allowed), errors_);
    }

    struct Active {
        const fault::Description* fault;
        const Step* step;
        const Step* cleared;
    };

    const Steps& steps_;
    bool plays_vehicle_;
    Errors& errors_;
    const Step* step_ = nullptr;
    Known plugged_ = Known::no;
    Known paused_ = Known::no;
    bool plugs_loose_ = false;
    bool pauses_loose_ = false;
    std::set<std::string> loose_;  // faults that end at a time of their own
    std::vector<Active> active_;
};

// Whether an event is that of a step that has its turn in the script, one after the other.
bool in_turn(const Steps& steps, const ExpectEvent& event) {
    const bool of_step =
        event.kind == ExpectEvent::Kind::step_begun || event.kind == ExpectEvent::Kind::step_done;
    return of_step && event.step_index < steps.size() && steps[event.step_index].depth == 0 &&
           !std::holds_alternative<When>(steps[event.step_index].action);
}

// Whether the script reaches `later` before `earlier`, whatever happens.
bool crossed(const Steps& steps, const ExpectEvent& earlier, const ExpectEvent& later) {
    if (!in_turn(steps, earlier) || !in_turn(steps, later)) return false;
    if (earlier.step_index != later.step_index) return later.step_index < earlier.step_index;
    return earlier.kind == ExpectEvent::Kind::step_done &&
           later.kind == ExpectEvent::Kind::step_begun;
}

// Windows and orders that contradict the order of the steps.
void check_expectations(const Scenario& scenario, Errors& errors) {
    for (const auto& each : scenario.expectations) {
        if (crossed(scenario.steps, each.from, each.to)) {
            errors.push_back({each.from.where, "the script is at the end before it is here",
                              each.from.text, "from: an event before the one of to:", ""});
        }
        if (!std::holds_alternative<ExpectOrder>(each.kind)) continue;
        for (std::size_t i = 1; i < each.targets.size(); ++i) {
            if (!crossed(scenario.steps, each.targets[i - 1], each.targets[i])) continue;
            errors.push_back({each.targets[i].where, "the script comes here earlier",
                              each.targets[i].text, "steps in their order", ""});
        }
    }
}

}  // namespace

void check_script(const Scenario& scenario, Errors& errors) {
    for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
        check_alone(scenario, scenario.steps[i], errors);
        if (std::holds_alternative<Parallel>(scenario.steps[i].action)) {
            check_branches(scenario.steps, i, errors);
        }
    }
    Walk(scenario, errors).go();
    check_expectations(scenario, errors);
}

}  // namespace chargerig::scenario
