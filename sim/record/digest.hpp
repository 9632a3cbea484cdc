// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 as 64 lower-case hex digits: names the exact bytes that a run was made of.
#pragma once

#include <string>
#include <string_view>

#include "sim/core/error.hpp"

namespace chargerig::record {

// Fails only where libcrypto cannot do SHA-256.
core::Result<std::string> sha256_of(std::string_view bytes);

// An error names the file and the reason.
core::Result<std::string> sha256_of_file(const std::string& path);

}  // namespace chargerig::record
