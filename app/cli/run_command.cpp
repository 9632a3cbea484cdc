// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>

#include "app/cli/commands.hpp"
#include "app/cli/installation.hpp"
#include "app/cli/progress.hpp"
#include "app/cli/run_batch.hpp"
#include "app/cli/temporary_folder.hpp"
#include "app/cli/version.hpp"
#include "sim/core/text.hpp"
#include "sim/core/wall_clock.hpp"
#include "sim/report/html.hpp"
#include "sim/report/junit.hpp"

namespace chargerig::cli {
namespace {

// What cannot be found becomes a job as well: it must not stop the others.
std::vector<Job> find_jobs(const Arguments& arguments, const std::string& shipped) {
    std::vector<Job> out;
    for (const auto& name : arguments.files) {
        Job job;
        const auto paths = scenario_paths({name}, shipped);
        if (!paths) {
            job.file = name;
            job.error = paths.error();
            out.push_back(job);
            continue;
        }
        std::error_code ignored;
        for (const auto& path : *paths) {
            // A folder's files lie below what was asked for; a file is what was asked for.
            job.named = paths->size() == 1 && path.ends_with(name);
            job.named = job.named || path.ends_with(name + ".yaml");
            job.file = path;
            out.push_back(job);
        }
    }
    std::vector<std::string> files;
    files.reserve(out.size());
    for (const auto& job : out) files.push_back(job.file);
    const auto names = safe_names(files);
    for (std::size_t i = 0; i < out.size(); ++i) out[i].safe_name = names[i];
    return out;
}

bool succeeded(const core::Result<void>& result) {
    if (!result) print_errors({result.error()});
    return result.has_value();
}

// One scenario asked for: one object, or nothing if it could not be started.
core::Result<void> write_json(const std::string& path,
                              const std::vector<report::BatchEntry>& entries) {
    std::vector<report::RunResult> results;
    for (const auto& entry : entries) {
        if (entry.result) results.push_back(*entry.result);
    }
    if (entries.size() == 1 && results.empty()) return {};
    const std::string text = entries.size() == 1 ? report::to_json(results.front(), kVersion)
                                                 : report::to_json(results, kVersion);
    if (path != "-") return write_file(path, text);
    std::fputs(text.c_str(), stdout);
    return {};
}

// One scenario shows its whole timeline; of many, those that take real time do.
bool shows_timelines(const Plan& plan, std::size_t jobs) {
    const bool paced = plan.run.speed || plan.run.bus.kind != can::BusKind::in_process;
    return !plan.json_to_stdout && (jobs == 1 || (paced && plan.jobs == 1));
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
                                     const Arguments& arguments, OutFolder* out, bool keep_logs) {
    Progress progress(jobs.size(), plan.json_to_stdout);
    BatchOptions options;
    options.out = out;
    if (!arguments.html.empty() || !arguments.junit.empty()) {
        options.keep_timelines = true;
        options.after = [&](report::BatchEntry& entry) {
            read_log(entry, *plan.run.registry, keep_logs);
        };
    }
    options.show_timelines = shows_timelines(plan, jobs.size());
    options.tell = [&](const report::BatchEntry& entry, const Console& console) {
        progress.clear();
        std::fputs(console.out.c_str(), stdout);
        std::fputs(console.err.c_str(), stderr);
        if (jobs.size() > 1) progress.done(entry);
    };
    return run_batch(jobs, plan, options);
}

}  // namespace

int run_command(const Arguments& arguments) {
    const core::WallClock clock;
    const auto installation = load_installation();
    if (!installation) return kSetUpError;
    auto plan = make_plan(arguments, *installation);
    auto jobs = find_jobs(arguments, installation->folders.scenarios);
    core::Errors errors;
    if (!plan) errors = plan.error();
    if (jobs.size() > 1 && !arguments.log.empty()) {
        errors.push_back(usage("one log cannot hold several scenarios", arguments.log,
                               "--log with one scenario, or --out"));
    }
    OutFolder out(arguments.out);
    if (errors.empty() && !arguments.out.empty()) {
        if (const auto opened = out.open(); !opened) errors.push_back(opened.error());
    }
    if (!errors.empty()) {
        // What cannot be found is a mistake like the others.
        for (const auto& job : jobs) {
            if (job.error) errors.insert(errors.begin(), *job.error);
        }
        print_errors(errors);
        return kWrongUsage;
    }
    jobs.front().log = arguments.log;
    TemporaryFolder logs;
    if (!succeeded(give_logs(jobs, arguments, logs))) return kSetUpError;
    plan->run.load_time = clock.now() - core::Instant{};
    const auto entries =
        play(jobs, *plan, arguments, arguments.out.empty() ? nullptr : &out, logs.path().empty());
    if (entries.size() > 1 && !plan->json_to_stdout) {
        std::printf("%s; %s s\n", report::count_text(entries).c_str(),
                    core::fixed_text(core::to_seconds(clock.now() - core::Instant{}), 1).c_str());
    }
    bool good = true;
    if (!arguments.junit.empty()) {
        good = succeeded(write_file(arguments.junit, report::to_junit(entries, kVersion))) && good;
    }
    if (!arguments.html.empty()) {
        good = succeeded(write_file(arguments.html, report::to_html(entries, kVersion))) && good;
    }
    if (arguments.json) good = succeeded(write_json(*arguments.json, entries)) && good;
    if (!arguments.out.empty()) {
        good = succeeded(out.finish(report::summary_json(entries, kVersion))) && good;
    }
    return report::worst_exit_code({report::exit_code(entries), good ? 0 : kSetUpError});
}

}  // namespace chargerig::cli
