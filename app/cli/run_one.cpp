// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_one.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "app/cli/commands.hpp"
#include "app/cli/timeline.hpp"
#include "app/cli/version.hpp"
#include "sim/controller/config_file.hpp"
#include "sim/core/file.hpp"
#include "sim/core/wall_clock.hpp"
#include "sim/record/digest.hpp"
#include "sim/report/note_text.hpp"
#include "sim/scenario/as_played.hpp"

namespace chargerig::cli {
namespace {

namespace fs = std::filesystem;
using core::Errors;

std::string notices(const scenario::Scenario& scenario, const controller::ConfigFile& config) {
    std::string out;
    for (const auto& notice : config.notices) out += "! " + notice.line() + "\n";
    for (const auto& notice : controller::notices_of_other_values(config, scenario.controller)) {
        out += "! " + notice.line() + "\n";
    }
    if (!scenario.emulate.controller) {
        out += "! " + config.file + ": not used, the controller is not emulated here\n";
    }
    return out;
}

std::string heading(const scenario::Scenario& scenario, const Plan& plan) {
    std::string out = scenario.file + ": " + scenario.name + "\nemulating " +
                      scenario::to_text(scenario.emulate) + " on " + plan.run.bus.text +
                      ", protocol " + scenario.protocol + ", pistol " +
                      std::to_string(scenario.pistol) + ", seed " + std::to_string(scenario.seed) +
                      "\n";
    if (plan.read.config) out += notices(scenario, *plan.read.config);
    return out;
}

scenario::ReadOptions read_options(const Job& job, const Plan& plan) {
    scenario::ReadOptions out = plan.read;
    out.overrides.insert(out.overrides.end(), job.overrides.begin(), job.overrides.end());
    return out;
}

// The scenario, if it fits its protocol version.
tl::expected<scenario::Scenario, Errors> read_scenario(const Job& job, const Plan& plan) {
    auto reading = scenario::read_all(job.file, read_options(job, plan));
    auto errors = rig::check_completely(reading, *plan.run.registry);
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return std::move(reading.scenario);
}

// What one run needs while it happens.
class Run {
public:
    Run(const Job& job, const Plan& plan, OutFolder* out, Console& console)
        : job_(job), plan_(plan), out_(out), console_(console) {
        entry_.file = job.file;
        entry_.name = job.file;
    }

    report::BatchEntry play(bool keep_timeline, rig::Interrupt& interrupt) {
        const core::WallClock clock;
        if (read() && prepare()) {
            rig::RunOptions options = plan_.run;
            options.log_path = log_;
            options.load_time = options.load_time + (clock.now() - core::Instant{});
            play(options, keep_timeline, interrupt);
            entry_.log = log_;
        }
        return std::move(entry_);
    }

private:
    void refuse(int exit_code, const Errors& errors) {
        entry_.exit_code = exit_code;
        for (const auto& error : errors) entry_.errors.push_back(error.text());
        console_.complain(errors);
    }

    // False: there is nothing to play.
    bool read() {
        auto scenario = read_scenario(job_, plan_);
        if (!scenario) {
            refuse(kWrongUsage, scenario.error());
            return false;
        }
        scenario_ = std::move(*scenario);
        entry_.name = scenario_.name;
        if (!job_.label.empty()) entry_.name += " [" + job_.label + "]";
        entry_.emulate = scenario::to_text(scenario_.emulate);
        const std::string why = rig::lack_of(scenario_, plan_.run.bus);
        if (why.empty()) return true;
        if (job_.named) {
            refuse(kWrongUsage, {{{scenario_.file, 0, 0}, why, "", "", ""}});
        } else {
            entry_.skipped = why;
        }
        return false;
    }

    bool prepare() {
        log_ = job_.log;
        if (auto hashed = hash_inputs(); !hashed) {
            refuse(kSetUpError, {hashed.error()});
            return false;
        }
        if (!out_) return true;
        if (auto made = make_folder(); !made) {
            refuse(kSetUpError, {made.error()});
            return false;
        }
        return true;
    }

    core::Result<void> hash_inputs() {
        std::vector<std::string> files{job_.file};
        for (const auto& each : scenario_.inclusions) {
            const bool there = std::find(files.begin(), files.end(), each.file) != files.end();
            if (!there) files.push_back(each.file);
        }
        files.insert(files.end(), scenario_.files_beside.begin(), scenario_.files_beside.end());
        if (plan_.read.config) files.push_back(plan_.read.config->file);
        for (const auto& file : files) {
            auto digest = record::sha256_of_file(file);
            if (!digest) return core::fail(digest.error());
            inputs_.push_back({file, std::move(*digest)});
        }
        return {};
    }

    core::Result<void> make_folder() {
        const std::string name =
            job_.safe_name + "-" + scenario_.protocol + "-seed" + std::to_string(scenario_.seed);
        auto folder = out_->add(name);
        if (!folder) return core::fail(folder.error());
        entry_.folder = name;
        folder_ = std::move(*folder);
        if (log_.empty()) log_ = in_folder(kRunLog);
        const auto played = scenario::read_as_played(job_.file, read_options(job_, plan_));
        if (!played) return core::fail(played.error());
        auto written = write_file(in_folder(kRunScenario), *played);
        for (std::size_t i = 0; written && i < scenario_.files_beside.size(); ++i) {
            written = copy(scenario_.files_beside[i], scenario::table_as_played(i));
        }
        if (!written || !plan_.read.config) return written;
        return copy(plan_.read.config->file, kRunConfig);
    }

    core::Result<void> copy(const std::string& file, const std::string& name) {
        const auto bytes = core::read_file(file);
        if (!bytes) return core::fail(bytes.error());
        return write_file(in_folder(name), *bytes);
    }

    void play(const rig::RunOptions& options, bool keep_timeline, rig::Interrupt& interrupt) {
        if (console_.timeline) console_.say(heading(scenario_, plan_));
        std::string lines;
        const auto see = [&](const core::Note& note) {
            const std::string line = report::note_line(note);
            if (console_.timeline) console_.say(line);
            if (!folder_.empty()) lines += line;
            if (keep_timeline) entry_.timeline.push_back(note);
        };
        rig::Timeline timeline;
        if (console_.timeline || keep_timeline || !folder_.empty()) timeline = see;
        auto result = rig::run(scenario_, options, interrupt, timeline);
        if (!result) {
            refuse(kSetUpError, result.error());
            return;
        }
        result->inputs = std::move(inputs_);
        result->point = job_.point;
        if (console_.timeline) console_.say(summary_text(*result));
        entry_.exit_code = report::exit_code(*result);
        if (result->interrupted) entry_.skipped = "interrupted by the user";
        if (!folder_.empty()) {
            for (const auto& written :
                 {write_file(in_folder(kRunTimeline), lines + verdict_text(*result)),
                  write_file(in_folder(kRunResult), report::to_json(*result, kVersion))}) {
                if (!written) refuse(kSetUpError, {written.error()});
            }
        }
        entry_.result = std::move(*result);
    }

    std::string in_folder(const std::string& file) const {
        return (fs::path(folder_) / file).string();
    }

    const Job& job_;
    const Plan& plan_;
    OutFolder* out_;
    Console& console_;
    report::BatchEntry entry_;
    scenario::Scenario scenario_;
    std::vector<report::InputFile> inputs_;
    std::string folder_;
    std::string log_;
};

}  // namespace

void Console::say(const std::string& text) {
    if (live) {
        std::fputs(text.c_str(), stdout);
    } else {
        out += text;
    }
}

void Console::complain(const core::Errors& errors) {
    if (live) {
        print_errors(errors);
        return;
    }
    for (const auto& error : errors) err += "error: " + error.text() + "\n";
}

Errors check_job(const Job& job, const Plan& plan) {
    const auto scenario = read_scenario(job, plan);
    if (!scenario) return scenario.error();
    const std::string why = rig::lack_of(*scenario, plan.run.bus);
    if (why.empty()) return {};
    return {{{scenario->file, 0, 0}, why, "", "", ""}};
}

report::BatchEntry run_one(const Job& job, const Plan& plan, OutFolder* out, bool keep_timeline,
                           rig::Interrupt& interrupt, Console& console) {
    return Run(job, plan, out, console).play(keep_timeline, interrupt);
}

}  // namespace chargerig::cli
