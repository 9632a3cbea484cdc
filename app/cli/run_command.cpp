// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include "app/cli/commands.hpp"
#include "app/cli/installation.hpp"
#include "app/cli/run_jobs.hpp"
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
    return run_jobs(jobs, *plan, arguments, arguments.out.empty() ? nullptr : &out, clock);
}

}  // namespace chargerig::cli
