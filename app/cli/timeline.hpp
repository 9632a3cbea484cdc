// SPDX-License-Identifier: GPL-3.0-or-later
//
// A session for people to read.
#pragma once

#include <string>

#include "sim/report/result.hpp"

namespace chargerig::cli {

// Why, and the verdict.
std::string verdict_text(const report::RunResult& run);
// Energy, speed and frames before it.
std::string summary_text(const report::RunResult& run);

}  // namespace chargerig::cli
