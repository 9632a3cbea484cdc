// SPDX-License-Identifier: Apache-2.0
//
// What the parts of one step share.
#pragma once

#include <string>
#include <utility>

#include "sim/core/note.hpp"
#include "sim/core/time.hpp"
#include "sim/modules/modules.hpp"

namespace chargerig::modules {

struct Context {
    const Parameters& parameters;
    core::Instant now;
    State& state;
    Outputs& outputs;

    void note(core::NoteKind kind, std::string text, std::string cause) const {
        outputs.notes.push_back(
            {now, core::Source::modules, kind, std::move(text), std::move(cause)});
    }
};

}  // namespace chargerig::modules
