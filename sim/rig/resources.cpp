// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/resources.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace chargerig::rig {
namespace {

namespace fs = std::filesystem;

bool complete(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_directory(folder / "resources" / "protocols", ignored) &&
           fs::is_directory(folder / "scenarios", ignored);
}

Folders folders_in(const fs::path& folder) {
    return {(folder / "resources").string(), (folder / "scenarios").string()};
}

}  // namespace

core::Result<Folders> find_folders(const std::string& program) {
    constexpr const char* kWanted = "a folder that holds resources/protocols and scenarios";
    if (const char* home = std::getenv("CHARGERIG_HOME"); home && *home) {
        if (complete(home)) return folders_in(home);
        return core::fail({{"CHARGERIG_HOME", 0, 0},
                           "does not lead to the program's files",
                           home,
                           kWanted,
                           "correct the variable or unset it"});
    }
    std::error_code failed;
    const fs::path self =
        program.empty() ? fs::read_symlink("/proc/self/exe", failed) : fs::path(program);
    if (!failed) {
        const fs::path shared = self.parent_path().parent_path() / "share" / "chargerig";
        if (complete(shared)) return folders_in(shared);
        for (fs::path up = self.parent_path(); up.has_relative_path(); up = up.parent_path()) {
            if (complete(up)) return folders_in(up);
        }
    }
    return core::fail({{},
                       "cannot find the program's files",
                       "",
                       kWanted,
                       "set CHARGERIG_HOME to the folder that holds them"});
}

core::Result<std::vector<std::string>> scenario_files(const std::string& folder) {
    std::error_code failed;
    std::vector<std::string> out;
    fs::recursive_directory_iterator files(folder, failed);
    for (; !failed && files != fs::recursive_directory_iterator(); files.increment(failed)) {
        const auto& entry = *files;
        // What other scenarios include is none by itself.
        std::error_code ignored;
        if (entry.path().filename() == "common" && entry.is_directory(ignored)) {
            files.disable_recursion_pending();
            continue;
        }
        const auto extension = entry.path().extension();
        if (entry.is_regular_file(ignored) && (extension == ".yaml" || extension == ".yml")) {
            out.push_back(entry.path().string());
        }
    }
    if (failed) {
        return core::fail({{folder, 0, 0},
                           "cannot read the folder: " + failed.message(),
                           "",
                           "",
                           "check the path and its permissions"});
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace chargerig::rig
