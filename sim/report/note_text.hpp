// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/core/note.hpp"

namespace chargerig::report {

// "controller", "modules" and so on.
std::string to_text(core::Source source);

// "> 12.350 s  controller  Charging  <- first request of the charge loop", with its end of line.
// In front: '>' a state, '!' a warning, 'X' something abnormal.
std::string note_line(const core::Note& note);

}  // namespace chargerig::report
