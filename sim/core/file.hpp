// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "sim/core/error.hpp"

namespace chargerig::core {

// Far above any scenario, profile or DBC file; what is larger was given by mistake.
inline constexpr std::size_t kMaxFileBytes = 16'777'216;

// All bytes of a file of at most `most`. A file that is not there, may not be read, is a folder or
// is larger is an error that says so.
Result<std::string> read_file(const std::string& path, std::size_t most = kMaxFileBytes);

}  // namespace chargerig::core
