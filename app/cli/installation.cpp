// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/installation.hpp"

#include "app/cli/commands.hpp"

namespace chargerig::cli {

std::optional<Installation> load_installation() {
    auto folders = rig::find_folders();
    if (!folders) {
        print_errors({folders.error()});
        return std::nullopt;
    }
    auto registry = evse::Registry::load(folders->resources);
    if (!registry) {
        print_errors(registry.error());
        return std::nullopt;
    }
    return Installation{std::move(*folders), std::move(*registry)};
}

}  // namespace chargerig::cli
