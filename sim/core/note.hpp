// SPDX-License-Identifier: Apache-2.0
//
// What a participant has to say about itself: the lines of the session timeline. Notes are made on
// changes only, never in the steady step, so they may own text.
#pragma once

#include <cstdint>
#include <string>

#include "sim/core/time.hpp"

namespace chargerig::core {

enum class Source : std::uint8_t { controller, modules, vehicle, plant, bus, scenario, rig };

enum class NoteKind : std::uint8_t {
    state,     // a state was entered; `text` is its name, `cause` what led there
    action,    // something was done: contactors, set-points, a stop asked for
    warning,   // something a person should look at: load mismatch, a configured limit that bites
    abnormal,  // an abnormal transition of the protocol (spec section 6.5): never silent in a
               // verdict
};

struct Note {
    Instant time;
    Source source = Source::rig;
    NoteKind kind = NoteKind::action;
    std::string text;
    std::string cause;
};

}  // namespace chargerig::core
