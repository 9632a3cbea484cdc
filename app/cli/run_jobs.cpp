// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_jobs.hpp"

#include <cstdio>
#include <filesystem>

#include "app/cli/commands.hpp"
#include "app/cli/progress.hpp"
#include "app/cli/run_batch.hpp"
#include "app/cli/temporary_folder.hpp"
#include "app/cli/version.hpp"
#include "sim/core/text.hpp"
#include "sim/report/html.hpp"
#include "sim/report/junit.hpp"

namespace chargerig::cli {
namespace {

bool succeeded(const core::Result<void>& result) {
    if (!result) print_errors({result.error()});
    return result.has_value();
}

// One scenario asked for: one object, or nothing if it could not be started.
core::Result<void> write_json(const std::string& path,
                              const std::vector<report::BatchEntry>& entries, bool one) {
    std::vector<report::RunResult> results;
    for (const auto& entry : entries) {
        if (entry.result) results.push_back(*entry.result);
    }
    if (one && results.empty()) return {};
    const std::string text =
        one ? report::to_json(results.front(), kVersion) : report::to_json(results, kVersion);
    if (path != "-") return write_file(path, text);
    std::fputs(text.c_str(), stdout);
    return {};
}

// One scenario shows its whole timeline; of many, those that take real time do.
bool shows_timelines(const Plan& plan, bool one) {
    const bool paced = plan.run.speed || plan.run.bus.kind != can::BusKind::in_process;
    return !plan.quiet && (one || (paced && plan.jobs == 1));
}

// Reports need the logs; those that nobody else keeps are written for them alone.
core::Result<void> give_logs(std::vector<Job>& jobs, const Arguments& arguments,
                             TemporaryFolder& folder) {
    const bool wanted = !arguments.html.empty() || !arguments.junit.empty();
    if (!wanted || !arguments.out.empty() || !arguments.log.empty()) return {};
    if (auto made = folder.make(); !made) return made;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        jobs[i].log = folder.path() + "/" + std::to_string(i) + ".log";
    }
    return {};
}

// What the reports show of a run's log; the log goes when nobody else keeps it.
void read_log(report::BatchEntry& entry, const evse::Registry& registry, bool keep) {
    if (entry.log.empty() || !entry.result) return;
    auto evidence = report::read_evidence(entry.log, registry, *entry.result);
    if (evidence) {
        entry.evidence = std::move(*evidence);
    } else {
        entry.errors.push_back(evidence.error().text());
        entry.exit_code = kSetUpError;
    }
    if (keep) return;
    std::error_code ignored;
    std::filesystem::remove(entry.log, ignored);
}

std::vector<report::BatchEntry> play(const std::vector<Job>& jobs, const Plan& plan,
                                     const Arguments& arguments, OutFolder* out, bool keep_logs,
                                     bool one) {
    Progress progress(jobs.size(), plan.quiet);
    BatchOptions options;
    options.out = out;
    if (!arguments.html.empty() || !arguments.junit.empty()) {
        options.keep_timelines = true;
        options.after = [&](report::BatchEntry& entry) {
            read_log(entry, *plan.run.registry, keep_logs);
        };
    }
    options.show_timelines = shows_timelines(plan, one);
    options.tell = [&](const report::BatchEntry& entry, const Console& console) {
        progress.clear();
        std::fputs(console.out.c_str(), stdout);
        std::fputs(console.err.c_str(), stderr);
        if (!one) progress.done(entry);
    };
    return run_batch(jobs, plan, options);
}

// All of them at once, before anything is played.
bool can_write_reports(const Arguments& arguments) {
    bool good = true;
    for (const auto& file :
         {arguments.junit, arguments.html, arguments.json.value_or(""), arguments.csv}) {
        if (!file.empty() && file != "-") good = succeeded(can_write(file)) && good;
    }
    return good;
}

}  // namespace

int run_jobs(std::vector<Job>& jobs, Plan& plan, const Arguments& arguments, OutFolder* out,
             const core::WallClock& clock, const MoreReports& more) {
    const bool sweep = arguments.command == Command::sweep;
    const bool one = jobs.size() == 1 && !sweep;
    if (!can_write_reports(arguments)) return kSetUpError;
    TemporaryFolder logs;
    if (!succeeded(give_logs(jobs, arguments, logs))) return kSetUpError;
    plan.run.load_time = clock.now() - core::Instant{};
    const auto entries = play(jobs, plan, arguments, out, logs.path().empty(), one);
    if (!one && !plan.quiet) {
        std::printf("%s; %s s\n", report::count_text(entries, sweep ? "point" : "scenario").c_str(),
                    core::fixed_text(core::to_seconds(clock.now() - core::Instant{}), 1).c_str());
    }
    bool good = true;
    if (!arguments.junit.empty()) {
        good = succeeded(write_file(arguments.junit, report::to_junit(entries, kVersion))) && good;
    }
    if (!arguments.html.empty()) {
        good = succeeded(write_file(arguments.html, report::to_html(entries, kVersion))) && good;
    }
    if (arguments.json) good = succeeded(write_json(*arguments.json, entries, one)) && good;
    if (out) good = succeeded(out->finish(report::summary_json(entries, kVersion))) && good;
    if (more) good = succeeded(more(entries)) && good;
    return report::worst_exit_code({report::exit_code(entries), good ? 0 : kSetUpError});
}

}  // namespace chargerig::cli
