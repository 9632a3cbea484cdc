// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/verdict.hpp"

#include <algorithm>

#include "sim/core/text.hpp"

namespace chargerig::rig {
namespace {

std::string at(core::Instant time) {
    return core::fixed_text(core::to_seconds(time), 3) + " s: ";
}

std::string place(const scenario::Step& step) {
    return step.where.file + ":" + std::to_string(step.where.line) + ": ";
}

void judge_waits(const Evidence& evidence, Judgement& out, bool& failed) {
    const auto& records = evidence.engine.records;
    const std::size_t post = scenario::begin_of_post(evidence.scenario.steps);
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (records[i].result != scenario::StepResult::missed) continue;
        failed = true;
        out.reasons.push_back(
            at(records[i].ended) + place(evidence.scenario.steps[i]) + (i < post ? "" : "post: ") +
            "not met in time: " + evidence.scenario.steps[i].text + "; saw " + records[i].seen);
    }
}

// A trigger is there for something to happen.
void judge_triggers(const Evidence& evidence, Judgement& out, bool& complete) {
    // Where something else went wrong, what did not happen then is no news.
    const bool explained = !out.reasons.empty();
    const auto& records = evidence.engine.records;
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (records[i].result != scenario::StepResult::armed) continue;
        const auto& step = evidence.scenario.steps[i];
        if (!std::get<scenario::When>(step.action).required) continue;
        complete = false;
        if (!explained) out.reasons.push_back(place(step) + "never happened: " + step.text);
    }
}

void judge_post(const Evidence& evidence, Judgement& out, bool& failed, bool& complete) {
    if (evidence.post.problem.empty()) return;
    failed = failed || evidence.post.played;
    complete = false;
    out.reasons.push_back(evidence.post.problem);
}

void judge_expectations(const Evidence& evidence, Judgement& out, bool& failed, bool& complete) {
    // Where something else went wrong, what could not be told is no news.
    const bool explained = !out.reasons.empty();
    for (std::size_t i = 0; i < evidence.expectations.size(); ++i) {
        const auto& each = evidence.expectations[i];
        const bool fails = each.verdict == report::Verdict::fail;
        if (each.verdict == report::Verdict::pass) continue;
        failed = failed || fails;
        complete = false;
        if (explained && !fails) continue;
        const auto& where = evidence.scenario.expectations[i].where;
        out.reasons.push_back(core::fixed_text(each.t_s, 3) + " s" +
                              (each.frame ? ", frame " + std::to_string(*each.frame) : "") + ": " +
                              where.file + ":" + std::to_string(where.line) + ": " + each.id +
                              " is " + report::to_text(each.verdict) + ", saw " + each.seen + " (" +
                              each.reason + ")");
    }
}

std::string wanted_end(scenario::End end) {
    switch (end) {
        case scenario::End::clean:
            return "Clean_Stop";
        case scenario::End::rushed:
            return "Rushed_Stop";
        case scenario::End::emergency:
            return "an emergency stop and Rushed_Stop";
    }
    return "";
}

bool ended_as_wanted(const Evidence& evidence) {
    const bool clean = *evidence.observer.session_end() == evse::StopState::Clean_Stop;
    const bool emergency = evidence.observer.emergency_seen();
    switch (evidence.scenario.end) {
        case scenario::End::clean:
            return clean && !emergency;
        case scenario::End::rushed:
            return !clean && !emergency;
        case scenario::End::emergency:
            return !clean && emergency;
    }
    return false;
}

std::string seen_end(const Evidence& evidence) {
    std::string out = *evidence.observer.session_end() == evse::StopState::Clean_Stop
                          ? "Clean_Stop"
                          : "Rushed_Stop";
    if (evidence.observer.emergency_seen()) out += " after Emergency_Stop";
    return out;
}

// A run that was cut short stopped the session itself: how that ended says nothing about the
// scenario.
bool cut_short(const Evidence& evidence) {
    return evidence.timed_out || evidence.session_overdue || evidence.interrupted;
}

bool brings_about(const scenario::Action& action) {
    return std::holds_alternative<scenario::Stop>(action) ||
           std::holds_alternative<scenario::Unplug>(action) ||
           std::holds_alternative<scenario::SetValue>(action) ||
           std::holds_alternative<scenario::Profile>(action) ||
           std::holds_alternative<scenario::BeginFault>(action);
}

// From when on an abnormal transition is what the scenario wants: never in a session that is to end
// cleanly; else from the first step that brings one about, or from the start if the cause is in the
// configuration. What a step does once the session is over has not ended it.
core::Instant abnormal_from(const Evidence& evidence) {
    if (evidence.scenario.end == scenario::End::clean) return core::kNever;
    const auto& steps = evidence.scenario.steps;
    const auto over = evidence.observer.session_finished();
    bool any = false;
    core::Instant first = core::kNever;
    for (std::size_t i = 0; i < scenario::begin_of_post(steps); ++i) {
        if (!brings_about(steps[i].action)) continue;
        // A profile acts before it is done.
        const auto& record = evidence.engine.records[i];
        const bool profile = std::holds_alternative<scenario::Profile>(steps[i].action);
        const bool acts = profile && evidence.engine.courses[i].entered;
        const core::Instant since = acts ? record.started : record.first_done;
        if (over && since != core::kNever && since >= *over) continue;
        any = true;
        first = core::earliest(first, since);
    }
    return any ? first : core::Instant{};
}

void judge_session(const Evidence& evidence, Judgement& out, bool& failed) {
    if (cut_short(evidence)) return;
    if (evidence.observer.session_end() && !ended_as_wanted(evidence)) {
        failed = true;
        out.reasons.push_back(at(*evidence.observer.session_finished()) +
                              "the session ended with " + seen_end(evidence) + ", wanted " +
                              wanted_end(evidence.scenario.end));
    }
    const core::Instant asked = abnormal_from(evidence);
    for (const auto& note : evidence.abnormal) {
        if (note.time >= asked) continue;
        failed = true;
        out.reasons.push_back(at(note.time) + "nothing asked for this: " + note.text +
                              (note.cause.empty() ? "" : " (" + note.cause + ")"));
    }
}

void judge_completeness(const Evidence& evidence, Judgement& out, bool& complete) {
    const auto lacks = [&](const std::string& reason) {
        complete = false;
        out.reasons.push_back(reason);
    };
    if (evidence.timed_out) lacks("the run's time was over before the scenario");
    if (evidence.session_overdue) lacks("the script was over and the session did not end");
    if (evidence.interrupted) lacks("interrupted by the user");
    if (!evidence.observer.session_end()) lacks("no Charge_Session_Finished was seen");
    const auto& steps = evidence.scenario.steps;
    const auto post = steps.begin() + static_cast<std::ptrdiff_t>(scenario::begin_of_post(steps));
    const bool waits = std::any_of(steps.begin(), post, [](const scenario::Step& step) {
        const auto* repeat = std::get_if<scenario::Repeat>(&step.action);
        return std::holds_alternative<scenario::WaitState>(step.action) ||
               std::holds_alternative<scenario::WaitSignal>(step.action) ||
               (repeat && !std::holds_alternative<std::monostate>(repeat->until));
    });
    if (!waits && evidence.expectations.empty()) lacks("nothing was waited for or expected");
}

// Where two play one side, nobody knows who moved the other one: no pass.
void judge_roles(const Evidence& evidence, Judgement& out, bool& failed) {
    using monitor::Unexpected;
    const auto& audit = evidence.observer.audit();
    for (const auto& finding : audit.findings()) {
        const bool controller = finding.kind == Unexpected::second_controller;
        if (!controller && finding.kind != Unexpected::second_power_side) continue;
        failed = true;
        out.reasons.push_back(
            at(finding.first) + (controller ? "a second controller" : "a second power side") +
            " is on the bus: " + std::to_string(finding.count) + " x " + audit.text(finding));
    }
}

}  // namespace

Judgement judge(const Evidence& evidence) {
    Judgement out;
    out.reasons = evidence.rig_faults;
    bool failed = false;
    bool complete = true;
    judge_waits(evidence, out, failed);
    judge_session(evidence, out, failed);
    judge_roles(evidence, out, failed);
    judge_completeness(evidence, out, complete);
    judge_post(evidence, out, failed, complete);
    judge_triggers(evidence, out, complete);
    judge_expectations(evidence, out, failed, complete);
    if (!evidence.rig_faults.empty()) {
        out.verdict = report::Verdict::error;
    } else if (failed) {
        out.verdict = report::Verdict::fail;
    } else {
        out.verdict = complete ? report::Verdict::pass : report::Verdict::inconclusive;
    }
    return out;
}

std::optional<report::Verdict> judge_post(const Evidence& evidence) {
    const std::size_t post = scenario::begin_of_post(evidence.scenario.steps);
    const auto& records = evidence.engine.records;
    if (post >= records.size()) return std::nullopt;
    if (!evidence.post.played) return report::Verdict::inconclusive;
    const auto first = records.begin() + static_cast<std::ptrdiff_t>(post);
    const bool missed = std::any_of(first, records.end(), [](const auto& record) {
        return record.result == scenario::StepResult::missed;
    });
    return missed || !evidence.post.problem.empty() ? report::Verdict::fail : report::Verdict::pass;
}

}  // namespace chargerig::rig
