// SPDX-License-Identifier: GPL-3.0-or-later
//
// Plays scenarios on a number of threads. Each run is on its own; what is printed and returned has
// the order of the jobs, whatever the number of threads.
#pragma once

#include <functional>
#include <vector>

#include "app/cli/run_one.hpp"

namespace chargerig::cli {

struct BatchOptions {
    bool keep_timelines = false;
    bool show_timelines = false;  // only with one thread
    OutFolder* out = nullptr;     // null: none
    // Called in the worker for each entry that was played, e.g. to read its log.
    std::function<void(report::BatchEntry&)> after;
    // Called in this thread and in the order of the jobs.
    std::function<void(const report::BatchEntry&, const Console&)> tell;
};

// Ctrl-C ends the runs in the safe order, and those that did not start are skipped.
std::vector<report::BatchEntry> run_batch(const std::vector<Job>& jobs, const Plan& plan,
                                          const BatchOptions& options);

}  // namespace chargerig::cli
