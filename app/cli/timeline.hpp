// SPDX-License-Identifier: GPL-3.0-or-later
//
// A session for people to read.
#pragma once

#include "sim/core/note.hpp"
#include "sim/report/result.hpp"

namespace chargerig::cli {

// "  12.350 s  controller  Charging                   first request of the charge loop"
void print_note(const core::Note& note);
void print_summary(const report::RunResult& run);

}  // namespace chargerig::cli
