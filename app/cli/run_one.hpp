// SPDX-License-Identifier: GPL-3.0-or-later
//
// One scenario of `chargerig run`, from its file to its verdict and what it leaves in --out.
#pragma once

#include <optional>
#include <string>

#include "app/cli/out_folder.hpp"
#include "app/cli/run_plan.hpp"
#include "sim/report/batch.hpp"

namespace chargerig::cli {

struct Job {
    std::string file;                  // as it was found, or what was asked for if nothing was
    std::optional<core::Error> error;  // there is no such file
    bool named = true;                 // by the user; otherwise it was found in a folder
    std::string log;                   // file for the frames; empty: none but in --out
    std::string safe_name;             // of its folder in --out
    // A point of a sweep: what it is called beside the scenario's name, and what it sets, over the
    // plan's own overrides.
    std::string label{};
    std::vector<scenario::Override> overrides{};
    std::vector<report::PointValue> point{};
};

// The scenario of a job as it will be played, checked against its protocol version and the bus:
// what nobody could play is an error.
core::Errors check_job(const Job& job, const Plan& plan);

// What a run says. Shown at once when it is alone, otherwise kept for its turn.
struct Console {
    bool live = false;
    bool timeline = false;  // the whole timeline, otherwise only errors
    std::string out;
    std::string err;

    void say(const std::string& text);
    void complain(const core::Errors& errors);
};

// `out` may be null. The entry keeps its timeline when `keep_timeline`.
report::BatchEntry run_one(const Job& job, const Plan& plan, OutFolder* out, bool keep_timeline,
                           rig::Interrupt& interrupt, Console& console);

}  // namespace chargerig::cli
