// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>

#include "app/cli/commands.hpp"
#include "app/cli/installation.hpp"
#include "app/cli/run_jobs.hpp"
#include "app/cli/sweep_csv.hpp"
#include "sim/core/wall_clock.hpp"
#include "sim/core/yaml.hpp"

namespace chargerig::cli {
namespace {

using core::Error;
using core::Errors;
using scenario::SweepAxis;
using scenario::SweepPoint;

// A page of more is nothing for a browser; each point adds some 50 kB.
constexpr std::size_t kMaxReported = 1'000;

struct Sweep {
    std::vector<SweepAxis> axes;
    std::vector<SweepPoint> points;
};

void add(Errors& errors, const Errors& more) {
    errors.insert(errors.end(), more.begin(), more.end());
}

// Axes are combined with each other, so no two vary the same value, nor one that is given.
void check_paths(const std::vector<SweepAxis>& axes, const Plan& plan, Errors& errors) {
    std::set<std::string> taken;
    for (const auto& change : plan.read.overrides) taken.insert(change.path);
    for (const auto& axis : axes) {
        if (taken.insert(axis.path).second) continue;
        errors.push_back({{"--grid " + axis.name, 0, 0},
                          "the value is given twice",
                          axis.path,
                          "one --grid, or --set, or an option for it",
                          ""});
    }
}

tl::expected<std::vector<SweepAxis>, Errors> read_axes(const Arguments& arguments, const Plan& plan,
                                                       const std::string& file) {
    const auto document = core::read_yaml_file(file);
    if (!document) return tl::make_unexpected(Errors{document.error()});
    Errors errors;
    std::vector<SweepAxis> axes;
    for (const auto& text : arguments.grids) {
        auto axis = scenario::parse_sweep_axis(text);
        if (!axis) {
            errors.push_back(axis.error());
            continue;
        }
        auto path = scenario::sweep_path(axis->name, *document);
        if (!path) {
            errors.push_back(path.error());
            continue;
        }
        axis->path = std::move(*path);
        axes.push_back(std::move(*axis));
    }
    if (arguments.grids.size() > scenario::kMaxSweepAxes) {
        errors.push_back({{"--grid", 0, 0},
                          "there are too many",
                          std::to_string(arguments.grids.size()),
                          "at most " + std::to_string(scenario::kMaxSweepAxes),
                          ""});
    }
    check_paths(axes, plan, errors);
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return axes;
}

core::Result<std::vector<SweepPoint>> make_points(const Arguments& arguments,
                                                  const std::vector<SweepAxis>& axes,
                                                  std::uint64_t seed) {
    if (!arguments.sample) return scenario::grid_points(axes, seed);
    const auto count = core::parse_integer(*arguments.sample, "--sample", 1,
                                           static_cast<long long>(scenario::kMaxSweepPoints), {});
    if (!count) return core::fail(count.error());
    return scenario::sample_points(axes, static_cast<std::size_t>(*count), seed);
}

tl::expected<Sweep, Errors> make_sweep(const Arguments& arguments, const Plan& plan,
                                       const std::string& file) {
    auto axes = read_axes(arguments, plan, file);
    Errors errors;
    if (!axes) errors = axes.error();
    // The file is good by itself before anything in it is varied; its seed is the sweep's.
    const auto scenario = scenario::read_scenario(file, plan.read);
    if (!scenario) add(errors, scenario.error());
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    auto points = make_points(arguments, *axes, scenario->seed);
    if (!points) return tl::make_unexpected(Errors{points.error()});
    if (!arguments.html.empty() && points->size() > kMaxReported) {
        errors.push_back({{"--html", 0, 0},
                          "one page cannot show so many points",
                          std::to_string(points->size()),
                          "at most " + std::to_string(kMaxReported),
                          "--csv and --out take them all"});
        return tl::make_unexpected(std::move(errors));
    }
    return Sweep{std::move(*axes), std::move(*points)};
}

std::vector<Job> make_jobs(const Sweep& sweep, const std::string& file) {
    std::vector<Job> out;
    const std::size_t width = std::to_string(sweep.points.size()).size();
    for (const auto& point : sweep.points) {
        Job job;
        job.file = file;
        job.label = scenario::to_text(sweep.axes, point);
        std::string number = std::to_string(out.size() + 1);
        number.insert(0, width - number.size(), '0');
        job.safe_name = safe_name("point-" + number + "-" + job.label);
        for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
            job.overrides.push_back({sweep.axes[i].path, point.values[i]});
            job.point.push_back({sweep.axes[i].name, point.values[i]});
        }
        if (!scenario::sweeps_seed(sweep.axes)) {
            job.overrides.push_back({"seed", std::to_string(point.seed)});
        }
        out.push_back(std::move(job));
    }
    return out;
}

// The same error of many points, or of many values, is told once.
class Findings {
public:
    explicit Findings(const std::vector<SweepAxis>& axes) : axes_(axes) {}

    // Whether it is about a value of this sweep, and not of the scenario or of values together.
    bool about_a_value(const Error& error) const {
        return std::any_of(axes_.begin(), axes_.end(), [&](const SweepAxis& axis) {
            return error.where.file == "--set " + axis.path;
        });
    }

    // `label` is of the first point that has it.
    void add(Error error, const std::string& label) {
        if (!told_.insert(error.text()).second) return;
        if (!about_a_value(error)) error.where.file += " [" + label + "]";
        // With the option that the user gave.
        for (const auto& axis : axes_) {
            if (error.where.file == "--set " + axis.path) error.where.file = "--grid " + axis.name;
        }
        errors_.push_back(std::move(error));
    }

    Errors take() { return std::move(errors_); }
    bool empty() const { return errors_.empty(); }

private:
    const std::vector<SweepAxis>& axes_;
    std::set<std::string> told_;
    Errors errors_;
};

// Each value alone in the file, which is good without it: what is wrong with one value must not
// hide what is wrong with another.
void check_values(const std::vector<Job>& jobs, const Plan& plan, Findings& findings) {
    std::set<std::pair<std::string, std::string>> tried;
    for (const auto& job : jobs) {
        for (const auto& change : job.overrides) {
            if (!tried.insert({change.path, change.value}).second) continue;
            Job alone;
            alone.file = job.file;
            alone.overrides = {change};
            for (auto& error : check_job(alone, plan)) {
                if (findings.about_a_value(error)) findings.add(std::move(error), job.label);
            }
        }
    }
}

Errors check_points(const std::vector<Job>& jobs, const Plan& plan, const Sweep& sweep) {
    Findings findings(sweep.axes);
    for (const auto& job : jobs) {
        for (auto& error : check_job(job, plan)) findings.add(std::move(error), job.label);
    }
    if (!findings.empty()) check_values(jobs, plan, findings);
    return findings.take();
}

core::Result<std::string> scenario_of(const Arguments& arguments, const std::string& shipped) {
    const auto paths = scenario_paths(arguments.files, shipped);
    if (!paths) return core::fail(paths.error());
    if (paths->size() == 1) return paths->front();
    return core::fail({{arguments.files.front(), 0, 0},
                       "a sweep plays one scenario",
                       std::to_string(paths->size()) + " scenarios",
                       "one file, or the name of a shipped scenario",
                       ""});
}

core::Result<void> write_csv(const std::string& path, const std::string& text) {
    if (path != "-") return write_file(path, text);
    std::fputs(text.c_str(), stdout);
    return {};
}

int refuse(const Errors& errors) {
    print_errors(errors);
    return kWrongUsage;
}

}  // namespace

int sweep_command(const Arguments& arguments) {
    const core::WallClock clock;
    const auto installation = load_installation();
    if (!installation) return kSetUpError;
    auto plan = make_plan(arguments, *installation);
    const auto file = scenario_of(arguments, installation->folders.scenarios);
    Errors errors;
    if (!plan) errors = plan.error();
    if (!file) errors.push_back(file.error());
    if (arguments.csv == "-" && arguments.json == "-") {
        errors.push_back({{"--csv", 0, 0},
                          "standard output takes one of them",
                          "--json - --csv -",
                          "a file for the other",
                          ""});
    }
    if (!errors.empty()) return refuse(errors);
    const auto sweep = make_sweep(arguments, *plan, *file);
    if (!sweep) return refuse(sweep.error());
    auto jobs = make_jobs(*sweep, *file);
    if (errors = check_points(jobs, *plan, *sweep); !errors.empty()) return refuse(errors);
    OutFolder out(arguments.out);
    if (!arguments.out.empty()) {
        if (const auto opened = out.open(); !opened) return refuse({opened.error()});
    }
    MoreReports table;
    if (!arguments.csv.empty()) {
        table = [&](const std::vector<report::BatchEntry>& entries) {
            return write_csv(arguments.csv, sweep_csv(sweep->axes, sweep->points, entries));
        };
    }
    return run_jobs(jobs, *plan, arguments, arguments.out.empty() ? nullptr : &out, clock, table);
}

}  // namespace chargerig::cli
