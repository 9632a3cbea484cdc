// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstdio>
#include <fstream>

#include "app/cli/commands.hpp"
#include "app/cli/installation.hpp"
#include "app/cli/timeline.hpp"
#include "app/cli/version.hpp"
#include "sim/controller/config_file.hpp"
#include "sim/core/wall_clock.hpp"
#include "sim/core/yaml.hpp"
#include "sim/rig/run.hpp"

namespace chargerig::cli {
namespace {

rig::Interrupt* g_interrupt = nullptr;
extern "C" void on_signal(int) {
    g_interrupt->request();
}

// What is the same for all scenarios of one command.
struct Plan {
    scenario::ReadOptions read;
    rig::RunOptions run;
    bool json_to_stdout = false;
};

core::Error usage(std::string what, std::string value, std::string allowed) {
    return {
        {}, std::move(what), std::move(value), std::move(allowed), "see 'chargerig run --help'"};
}

void read_overrides(const Arguments& arguments, Plan& plan, core::Errors& errors) {
    for (const auto& text : arguments.sets) {
        auto parsed = scenario::parse_override(text);
        if (parsed) {
            plan.read.overrides.push_back(std::move(*parsed));
        } else {
            errors.push_back(parsed.error());
        }
    }
    // The options are shorthands for the scenario's own keys, and are checked as those are.
    if (arguments.protocol) plan.read.overrides.push_back({"protocol", *arguments.protocol});
    if (arguments.pistol) plan.read.overrides.push_back({"pistol", *arguments.pistol});
    if (arguments.seed) plan.read.overrides.push_back({"seed", *arguments.seed});
    if (arguments.emulate) plan.read.overrides.push_back({"emulate", *arguments.emulate});
}

void read_speed(const Arguments& arguments, Plan& plan, core::Errors& errors) {
    const bool on_port = plan.run.bus.kind != can::BusKind::in_process;
    if (!arguments.speed) return;
    if (*arguments.speed == "max") {
        if (on_port) {
            errors.push_back(usage("a real bus has a speed of its own", "--speed max",
                                   "a factor, 1 by default"));
        }
        return;
    }
    const auto factor =
        core::parse_number(*arguments.speed, "--speed", {0.001, 1e6, "times real time"}, {});
    if (factor) {
        plan.run.speed = *factor;
    } else {
        errors.push_back(factor.error());
    }
}

void read_config(const Arguments& arguments, Plan& plan, core::Errors& errors) {
    if (arguments.config.empty()) return;
    auto config = controller::read_config_file(arguments.config);
    if (config) {
        plan.read.config = std::move(*config);
    } else {
        errors.insert(errors.end(), config.error().begin(), config.error().end());
    }
}

tl::expected<Plan, core::Errors> make_plan(const Arguments& arguments,
                                           const Installation& installation) {
    Plan plan;
    core::Errors errors;
    plan.read.resources = installation.folders.resources;
    plan.run.registry = &installation.registry;
    read_overrides(arguments, plan, errors);
    read_config(arguments, plan, errors);
    const auto bus = can::parse_bus_address(arguments.bus);
    if (bus) {
        plan.run.bus = *bus;
    } else {
        errors.push_back(bus.error());
    }
    read_speed(arguments, plan, errors);
    plan.run.log_path = arguments.log;
    plan.run.timeout_s = arguments.timeout_s;
    plan.json_to_stdout = arguments.json && *arguments.json == "-";
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return plan;
}

void print_notices(const scenario::Scenario& scenario, const controller::ConfigFile& config) {
    for (const auto& notice : config.notices) std::printf("! %s\n", notice.line().c_str());
    for (const auto& notice : controller::notices_of_other_values(config, scenario.controller)) {
        std::printf("! %s\n", notice.line().c_str());
    }
    if (scenario.emulate.controller) return;
    std::printf("! %s: not used, the controller is not emulated here\n", config.file.c_str());
}

// Nobody else can come to a bus inside this process.
bool lacks_the_other_side(const scenario::Scenario& scenario, const can::BusAddress& bus) {
    return bus.kind == can::BusKind::in_process && !scenario.emulate.all() &&
           !scenario.emulate.none();
}

struct Outcome {
    std::optional<report::RunResult> result;
    int exit_code = 0;
};

Outcome run_one(const std::string& path, const Plan& plan, rig::Interrupt& interrupt) {
    const core::WallClock clock;
    auto scenario = scenario::read_scenario(path, plan.read);
    if (!scenario) {
        print_errors(scenario.error());
        return {std::nullopt, kWrongUsage};
    }
    const auto misfits = rig::check_against_version(*scenario, *plan.run.registry);
    if (!misfits.empty()) {
        print_errors(misfits);
        return {std::nullopt, kWrongUsage};
    }
    if (lacks_the_other_side(*scenario, plan.run.bus)) {
        print_errors({{{scenario->file, 0, 0},
                       "emulates only " + scenario::to_text(scenario->emulate) +
                           ": needs a bus (--bus) with the other side",
                       "",
                       "",
                       ""}});
        return {std::nullopt, kWrongUsage};
    }
    rig::RunOptions options = plan.run;
    options.load_time = options.load_time + (clock.now() - core::Instant{});
    rig::Timeline timeline;
    if (!plan.json_to_stdout) {
        std::printf("%s: %s\nemulating %s on %s, protocol %s, pistol %d, seed %llu\n",
                    scenario->file.c_str(), scenario->name.c_str(),
                    scenario::to_text(scenario->emulate).c_str(), options.bus.text.c_str(),
                    scenario->protocol.c_str(), scenario->pistol,
                    static_cast<unsigned long long>(scenario->seed));
        if (plan.read.config) print_notices(*scenario, *plan.read.config);
        timeline = print_note;
    }
    auto result = rig::run(*scenario, options, interrupt, timeline);
    if (!result) {
        print_errors(result.error());
        return {std::nullopt, kSetUpError};
    }
    if (!plan.json_to_stdout) print_summary(*result);
    const int code = report::exit_code(*result);
    return {std::move(*result), code};
}

// One scenario asked for: one object, or nothing if it could not be started.
bool write_json(const std::string& path, const std::vector<report::RunResult>& results,
                std::size_t asked) {
    if (asked == 1 && results.empty()) return true;
    const std::string text = asked == 1 ? report::to_json(results.front(), kVersion)
                                        : report::to_json(results, kVersion);
    if (path == "-") {
        std::fputs(text.c_str(), stdout);
        return true;
    }
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (file) return true;
    print_errors({{{path, 0, 0}, "cannot write the result", "", "", "check the folder"}});
    return false;
}

}  // namespace

int run_command(const Arguments& arguments) {
    const core::WallClock clock;
    const auto installation = load_installation();
    if (!installation) return kSetUpError;
    const auto paths = scenario_paths(arguments.files, installation->folders.scenarios);
    auto plan = make_plan(arguments, *installation);
    core::Errors errors;
    if (!paths) errors.push_back(paths.error());
    if (!plan) errors.insert(errors.end(), plan.error().begin(), plan.error().end());
    if (paths && paths->size() > 1 && !arguments.log.empty()) {
        errors.push_back(usage("one log cannot hold several scenarios", arguments.log,
                               "--log with one scenario"));
    }
    if (!errors.empty()) {
        print_errors(errors);
        return kWrongUsage;
    }
    plan->run.load_time = clock.now() - core::Instant{};
    rig::Interrupt interrupt;
    g_interrupt = &interrupt;
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    std::vector<report::RunResult> results;
    std::vector<int> codes;
    for (const auto& path : *paths) {
        auto outcome = run_one(path, *plan, interrupt);
        codes.push_back(outcome.exit_code);
        if (outcome.result) results.push_back(std::move(*outcome.result));
        if (interrupt.requests() > 0) break;
    }
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    if (arguments.json && !write_json(*arguments.json, results, paths->size()))
        codes.push_back(kSetUpError);
    return report::worst_exit_code(codes);
}

}  // namespace chargerig::cli
