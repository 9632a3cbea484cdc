// SPDX-License-Identifier: Apache-2.0
//
// Many scenarios played by one command, as reports show them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/core/note.hpp"
#include "sim/report/evidence.hpp"
#include "sim/report/result.hpp"

namespace chargerig::report {

// What came of one scenario of a batch.
enum class Outcome : std::uint8_t {
    pass,
    fail,
    inconclusive,
    error,      // the rig's own fault, or it could not be set up
    bad_input,  // the scenario is wrong: nothing was played
    skipped,    // not played for a reason that is nobody's fault, or interrupted by the user
};
inline constexpr int kOutcomes = 6;
std::string to_text(Outcome outcome);  // "bad input" for people

struct BatchEntry {
    std::string file;                 // as it was found
    std::string name;                 // the scenario's; of one that cannot be read, the file's
    std::string emulate;              // "controller,vehicle,modules"; empty if it was not read
    std::vector<std::string> errors;  // why it was not played
    std::string skipped;              // why it was skipped; empty if it was not
    int exit_code = 0;                // 0 pass or skipped, 1, 2, 3, 4, 130
    std::optional<RunResult> result;
    std::vector<core::Note> timeline;
    std::string folder;  // below --out; empty: none
    std::string log;     // path of its log, while it is there; empty: none
    Evidence evidence;   // from its log; empty unless somebody asked for it
};

Outcome outcome(const BatchEntry& entry);

// "28 scenarios: 26 pass, 1 fail, 1 bad input"; `noun` is what one of them is called.
std::string count_text(const std::vector<BatchEntry>& entries,
                       const std::string& noun = "scenario");

// The worst of all (see worst_exit_code); 4 where nothing was played at all.
int exit_code(const std::vector<BatchEntry>& entries);

// All entries with their folders and verdicts as one JSON object; no clock in it.
std::string summary_json(const std::vector<BatchEntry>& entries, const std::string& version);

}  // namespace chargerig::report
