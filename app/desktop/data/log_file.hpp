// SPDX-License-Identifier: GPL-3.0-or-later
//
// A recorded log as a Recording.
#pragma once

#include <memory>
#include <string>

#include "app/desktop/data/recording.hpp"
#include "sim/core/error.hpp"
#include "sim/evse/registry.hpp"

namespace chargerig::desktop {

struct OpenedLog {
    std::unique_ptr<Recording> recording;
    core::Errors errors;                // lines that could not be read
    std::uint64_t more_errors = 0;      // beyond those kept
    std::uint64_t times_backwards = 0;  // frames older than the one before them
};

// A `candump -l` log, decoded by `version`. An error: there is no frame in it, or no such file.
core::Result<OpenedLog> open_log(const std::string& path,
                                 std::shared_ptr<const evse::Version> version);

}  // namespace chargerig::desktop
