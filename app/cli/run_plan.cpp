// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_plan.hpp"

#include "sim/controller/config_file.hpp"
#include "sim/core/yaml.hpp"

namespace chargerig::cli {
namespace {

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

}  // namespace

core::Error usage(std::string what, std::string value, std::string allowed) {
    return {
        {}, std::move(what), std::move(value), std::move(allowed), "see 'chargerig run --help'"};
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
    plan.run.timeout_s = arguments.timeout_s;
    plan.quiet = (arguments.json && *arguments.json == "-") || arguments.csv == "-";
    if (plan.run.bus.kind != can::BusKind::in_process && arguments.jobs != 1) {
        errors.push_back(usage("a bus carries one scenario at a time",
                               "--jobs " + std::to_string(arguments.jobs), "--jobs without --bus"));
    }
    plan.jobs = arguments.jobs;
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return plan;
}

}  // namespace chargerig::cli
