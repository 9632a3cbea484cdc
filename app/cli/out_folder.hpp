// SPDX-License-Identifier: GPL-3.0-or-later
//
// The folder of `--out`: below it one folder for each run, with the run's log, result, timeline and
// the scenario as it was played; and a summary. It is taken over when it is empty or was made by an
// earlier
// `--out`, whose runs are then removed; anything else is refused and left alone.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "sim/core/error.hpp"

namespace chargerig::cli {

// Names of the files in a run's folder.
inline constexpr const char* kRunLog = "session.log";
inline constexpr const char* kRunResult = "result.json";
inline constexpr const char* kRunScenario = "scenario.yaml";
inline constexpr const char* kRunTimeline = "timeline.txt";
inline constexpr const char* kRunConfig = "controller.cfg";

class OutFolder {
public:
    explicit OutFolder(std::string path) : path_(std::move(path)) {}

    // Makes the folder or takes it over.
    core::Result<void> open();
    // Makes the folder of one run; returns its path. May be called from any thread.
    core::Result<std::string> add(const std::string& name);
    // Ends the list of runs, in the order of their names, and writes the summary.
    core::Result<void> finish(const std::string& summary_json);

private:
    core::Result<void> refuse_or_clean() const;

    std::string path_;
    std::mutex mutex_;
    std::set<std::string> runs_;
};

// Whether write_file() could succeed: to be known before a long run, not after it. Nothing is
// changed.
core::Result<void> can_write(const std::string& path);

// All of `text` into a file.
core::Result<void> write_file(const std::string& path, const std::string& text);

// A text as part of a file's name: letters, digits, '.', '_' and '-' only, cut where it is long.
std::string safe_name(const std::string& text);

// One short name for each scenario file, from its folder and its name: "normal-din". They are
// unique, also where letters' case does not count, and hold letters, digits, '.', '_' and '-' only.
std::vector<std::string> safe_names(const std::vector<std::string>& files);

}  // namespace chargerig::cli
