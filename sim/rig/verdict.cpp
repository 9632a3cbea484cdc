// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/verdict.hpp"

#include "sim/core/text.hpp"

namespace chargerig::rig {
namespace {

std::string at(core::Instant time) {
    return core::fixed_text(core::to_seconds(time), 3) + " s: ";
}

std::string place(const scenario::Step& step) {
    return step.where.file + ":" + std::to_string(step.where.line) + ": ";
}

void judge_waits(const Evidence& evidence, Judgement& out, std::size_t& met, bool& failed) {
    const auto& records = evidence.engine.records;
    for (std::size_t i = 0; i < records.size(); ++i) {
        met += records[i].result == scenario::StepResult::met ? 1 : 0;
        if (records[i].result != scenario::StepResult::missed) continue;
        failed = true;
        out.reasons.push_back(at(records[i].ended) + place(evidence.scenario.steps[i]) +
                              "not met in time: " + evidence.scenario.steps[i].text + "; saw " +
                              records[i].seen);
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

void judge_session(const Evidence& evidence, Judgement& out, bool& failed) {
    if (cut_short(evidence)) return;
    if (evidence.observer.session_end() && !ended_as_wanted(evidence)) {
        failed = true;
        out.reasons.push_back(at(*evidence.observer.session_finished()) +
                              "the session ended with " + seen_end(evidence) + ", wanted " +
                              wanted_end(evidence.scenario.end));
    }
    // An abnormal transition belongs to a session that is to end abnormally, and to no other.
    if (evidence.scenario.end != scenario::End::clean) return;
    for (const auto& note : evidence.abnormal) {
        failed = true;
        out.reasons.push_back(at(note.time) + "nothing asked for this: " + note.text +
                              (note.cause.empty() ? "" : " (" + note.cause + ")"));
    }
}

void judge_completeness(const Evidence& evidence, Judgement& out, std::size_t met, bool& complete) {
    const auto lacks = [&](const std::string& reason) {
        complete = false;
        out.reasons.push_back(reason);
    };
    if (evidence.timed_out) lacks("the run's time was over before the scenario");
    if (evidence.session_overdue) lacks("the script was over and the session did not end");
    if (evidence.interrupted) lacks("interrupted by the user");
    if (!evidence.observer.session_end()) lacks("no Charge_Session_Finished was seen");
    if (met == 0 && !evidence.observer.session_end()) lacks("nothing was waited for or expected");
}

}  // namespace

Judgement judge(const Evidence& evidence) {
    Judgement out;
    out.reasons = evidence.rig_faults;
    bool failed = false;
    bool complete = true;
    std::size_t met = 0;
    judge_waits(evidence, out, met, failed);
    judge_session(evidence, out, failed);
    judge_completeness(evidence, out, met, complete);
    if (!evidence.rig_faults.empty()) {
        out.verdict = report::Verdict::error;
    } else if (failed) {
        out.verdict = report::Verdict::fail;
    } else {
        out.verdict = complete ? report::Verdict::pass : report::Verdict::inconclusive;
    }
    return out;
}

}  // namespace chargerig::rig
