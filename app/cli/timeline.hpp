// SPDX-License-Identifier: GPL-3.0-or-later
//
// A session for people to read.
#pragma once

#include <string>

#include "sim/core/note.hpp"
#include "sim/report/result.hpp"

namespace chargerig::cli {

// "  12.350 s  controller  Charging                   first request of the charge loop", with its
// end of line.
std::string note_line(const core::Note& note);
// Why, and the verdict.
std::string verdict_text(const report::RunResult& run);
// Energy, speed and frames before it.
std::string summary_text(const report::RunResult& run);

}  // namespace chargerig::cli
