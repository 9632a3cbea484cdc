// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "app/cli/commands.hpp"
#include "sim/core/yaml.hpp"
#include "sim/rig/resources.hpp"
#include "sim/rig/run.hpp"
#include "sim/vehicle/profile.hpp"

namespace chargerig::cli {
namespace {

// A vehicle profile says so by its `vehicle:`-less form: it has no steps and names a battery.
bool is_profile(const std::string& path) {
    const auto document = core::read_yaml_file(path);
    if (!document) return false;
    for (const auto& entry : document->entries()) {
        if (entry.key == "battery") return true;
    }
    return false;
}

core::Errors check_file(const std::string& path, const rig::Folders& folders,
                        const evse::Registry& registry) {
    if (is_profile(path)) {
        const auto profile = vehicle::read_profile(path);
        return profile ? core::Errors{} : profile.error();
    }
    const auto scenario = scenario::read_scenario(path, {folders.resources, {}});
    if (!scenario) return scenario.error();
    return rig::check_against_version(*scenario, registry);
}

}  // namespace

int check_command(const Arguments& arguments) {
    const auto folders = rig::find_folders();
    if (!folders) {
        print_errors({folders.error()});
        return 3;
    }
    const auto registry = evse::Registry::load(folders->resources);
    if (!registry) {
        print_errors(registry.error());
        return 3;
    }
    const auto paths = scenario_paths(arguments.files, folders->scenarios);
    if (!paths) {
        print_errors({paths.error()});
        return 2;
    }
    bool good = true;
    for (const auto& path : *paths) {
        const auto errors = check_file(path, *folders, *registry);
        print_errors(errors);
        good = good && errors.empty();
        if (errors.empty()) std::printf("%s: good\n", path.c_str());
    }
    return good ? 0 : 2;
}

}  // namespace chargerig::cli
