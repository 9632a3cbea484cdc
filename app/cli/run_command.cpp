// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>

#include "app/cli/commands.hpp"
#include "app/cli/installation.hpp"
#include "app/cli/progress.hpp"
#include "app/cli/run_batch.hpp"
#include "app/cli/version.hpp"
#include "sim/core/text.hpp"
#include "sim/core/wall_clock.hpp"

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

std::vector<report::BatchEntry> play(const std::vector<Job>& jobs, const Plan& plan,
                                     OutFolder* out) {
    Progress progress(jobs.size(), plan.json_to_stdout);
    BatchOptions options;
    options.out = out;
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
    plan->run.load_time = clock.now() - core::Instant{};
    const auto entries = play(jobs, *plan, arguments.out.empty() ? nullptr : &out);
    if (entries.size() > 1 && !plan->json_to_stdout) {
        std::printf("%s; %s s\n", report::count_text(entries).c_str(),
                    core::fixed_text(core::to_seconds(clock.now() - core::Instant{}), 1).c_str());
    }
    bool good = true;
    if (arguments.json) good = succeeded(write_json(*arguments.json, entries)) && good;
    if (!arguments.out.empty()) {
        good = succeeded(out.finish(report::summary_json(entries, kVersion))) && good;
    }
    return report::worst_exit_code({report::exit_code(entries), good ? 0 : kSetUpError});
}

}  // namespace chargerig::cli
