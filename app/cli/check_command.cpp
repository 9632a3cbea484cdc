// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>

#include "app/cli/commands.hpp"
#include "app/cli/installation.hpp"
#include "sim/controller/config_file.hpp"
#include "sim/core/yaml.hpp"
#include "sim/modules/profile.hpp"
#include "sim/rig/run.hpp"
#include "sim/vehicle/profile.hpp"

namespace chargerig::cli {
namespace {

enum class Kind { scenario, vehicle, modules };

// A vehicle profile names a battery, a modules profile its power modules; no scenario does.
Kind kind_of(const std::string& path) {
    const auto document = core::read_yaml_file(path);
    if (!document) return Kind::scenario;
    for (const auto& entry : document->entries()) {
        if (entry.key == "battery") return Kind::vehicle;
        if (entry.key == "power_modules") return Kind::modules;
    }
    return Kind::scenario;
}

template <class Profile>
core::Errors errors_of(const tl::expected<Profile, core::Errors>& profile) {
    return profile ? core::Errors{} : profile.error();
}

core::Errors check_config(const std::string& path) {
    const auto config = controller::read_config_file(path);
    if (!config) return config.error();
    for (const auto& notice : config->notices) std::printf("! %s\n", notice.line().c_str());
    return controller::check(config->configuration, config->where);
}

core::Errors check_file(const std::string& path, const Installation& installation) {
    if (std::filesystem::path(path).extension() == ".cfg") return check_config(path);
    const Kind kind = kind_of(path);
    if (kind == Kind::vehicle) return errors_of(vehicle::read_profile(path));
    if (kind == Kind::modules) return errors_of(modules::read_profile(path));
    const auto reading = scenario::read_all(path, {installation.folders.resources, {}});
    return rig::check_completely(reading, installation.registry);
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
