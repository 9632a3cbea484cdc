// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>

#include "app/cli/commands.hpp"
#include "sim/core/yaml.hpp"
#include "sim/rig/resources.hpp"

namespace chargerig::cli {

namespace fs = std::filesystem;

void print_errors(const core::Errors& errors) {
    for (const auto& error : errors) std::fprintf(stderr, "error: %s\n", error.text().c_str());
}

core::Error unknown_name(std::string what, const std::string& name,
                         const std::vector<std::string>& known) {
    std::string allowed;
    for (const auto& each : known) allowed += (allowed.empty() ? "" : ", ") + each;
    const std::string nearest = core::closest_name(name, known);
    return {{},
            std::move(what),
            name,
            std::move(allowed),
            nearest.empty() ? "see 'chargerig --help'" : "did you mean '" + nearest + "'?"};
}

core::Result<std::vector<std::string>> scenario_paths(const std::vector<std::string>& names,
                                                      const std::string& shipped) {
    std::vector<std::string> out;
    for (const auto& name : names) {
        std::error_code ignored;
        std::string path = name;
        if (!name.empty() && !fs::exists(path, ignored)) {
            const fs::path candidate = fs::path(shipped) / name;
            path =
                fs::exists(candidate, ignored) ? candidate.string() : candidate.string() + ".yaml";
        }
        if (!fs::exists(path, ignored)) {
            return core::fail({{name, 0, 0},
                               "there is no such scenario",
                               "",
                               "a file, a folder, or the name of a shipped scenario",
                               "'chargerig list scenarios' shows those"});
        }
        if (!fs::is_directory(path, ignored)) {
            out.push_back(path);
            continue;
        }
        const auto files = rig::scenario_files(path);
        if (!files) return core::fail(files.error());
        if (files->empty()) {
            return core::fail(
                {{path, 0, 0}, "the folder holds no scenario", "", "*.yaml files", ""});
        }
        out.insert(out.end(), files->begin(), files->end());
    }
    return out;
}

}  // namespace chargerig::cli
