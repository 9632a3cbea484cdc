// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>

#include "app/cli/commands.hpp"
#include "app/cli/installation.hpp"
#include "sim/controller/config_file.hpp"
#include "sim/core/yaml.hpp"
#include "sim/rig/run.hpp"
#include "sim/vehicle/profile.hpp"

namespace chargerig::cli {
namespace {

// A vehicle profile names a battery; no scenario does.
bool is_profile(const std::string& path) {
    const auto document = core::read_yaml_file(path);
    if (!document) return false;
    for (const auto& entry : document->entries()) {
        if (entry.key == "battery") return true;
    }
    return false;
}

core::Errors check_config(const std::string& path) {
    const auto config = controller::read_config_file(path);
    if (!config) return config.error();
    for (const auto& notice : config->notices) std::printf("! %s\n", notice.line().c_str());
    return controller::check(config->configuration, config->where);
}

core::Errors check_file(const std::string& path, const Installation& installation) {
    if (std::filesystem::path(path).extension() == ".cfg") return check_config(path);
    if (is_profile(path)) {
        const auto profile = vehicle::read_profile(path);
        return profile ? core::Errors{} : profile.error();
    }
    const auto scenario = scenario::read_scenario(path, {installation.folders.resources, {}});
    if (!scenario) return scenario.error();
    return rig::check_against_version(*scenario, installation.registry);
}

}  // namespace

int check_command(const Arguments& arguments) {
    const auto installation = load_installation();
    if (!installation) return kSetUpError;
    const auto paths = scenario_paths(arguments.files, installation->folders.scenarios);
    if (!paths) {
        print_errors({paths.error()});
        return kWrongUsage;
    }
    bool good = true;
    for (const auto& path : *paths) {
        const auto errors = check_file(path, *installation);
        print_errors(errors);
        good = good && errors.empty();
        if (errors.empty()) std::printf("%s: good\n", path.c_str());
    }
    return good ? 0 : kWrongUsage;
}

}  // namespace chargerig::cli
