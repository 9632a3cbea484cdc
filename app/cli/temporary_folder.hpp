// SPDX-License-Identifier: GPL-3.0-or-later
//
// A folder of this process alone that is gone with the object.
#pragma once

#include <string>

#include "sim/core/error.hpp"

namespace chargerig::cli {

class TemporaryFolder {
public:
    TemporaryFolder() = default;
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    core::Result<void> make();
    const std::string& path() const { return path_; }  // empty until it is made

private:
    std::string path_;
};

}  // namespace chargerig::cli
