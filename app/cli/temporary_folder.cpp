// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/temporary_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace chargerig::cli {

TemporaryFolder::~TemporaryFolder() {
    if (path_.empty()) return;
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

core::Result<void> TemporaryFolder::make() {
    std::error_code failed;
    const auto base = std::filesystem::temp_directory_path(failed);
    std::string pattern = (failed ? "/tmp" : base.string()) + "/chargerig-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) {
        return core::fail({{pattern, 0, 0},
                           std::string("cannot make a temporary folder: ") + std::strerror(errno),
                           "",
                           "",
                           "free some space, or set TMPDIR"});
    }
    path_ = pattern;
    return {};
}

}  // namespace chargerig::cli
