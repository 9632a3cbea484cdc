// SPDX-License-Identifier: Apache-2.0
//
// From what was seen to a verdict (docs/expectations.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/core/note.hpp"
#include "sim/monitor/bus_observer.hpp"
#include "sim/report/result.hpp"
#include "sim/scenario/engine.hpp"

namespace chargerig::rig {

// What became of the section `post`, where there is one.
struct PostEvidence {
    bool over = false;
    bool played = false;  // begun, at least
    std::string problem;  // why it was not played to its end; empty: it was
};

struct Evidence {
    const scenario::Scenario& scenario;
    const scenario::EngineState& engine;
    const monitor::BusObserver& observer;
    std::vector<core::Note> abnormal;     // notes of kind abnormal
    std::vector<std::string> rig_faults;  // the rig's own: lost frames, stalls, a port that failed
    bool timed_out = false;
    bool session_overdue = false;  // the script was over and the session did not end
    bool interrupted = false;
    std::vector<report::ExpectationResult> expectations{};  // in the scenario's order
    PostEvidence post{};
};

struct Judgement {
    report::Verdict verdict = report::Verdict::inconclusive;
    std::vector<std::string> reasons;  // why it is not pass, one line each
};

Judgement judge(const Evidence& evidence);

// Of the section `post` alone: pass, fail, or inconclusive when it was not played; empty where
// there is none.
std::optional<report::Verdict> judge_post(const Evidence& evidence);

}  // namespace chargerig::rig
