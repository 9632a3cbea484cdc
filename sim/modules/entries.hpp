// SPDX-License-Identifier: Apache-2.0
//
// The parameters by name, for scenarios, `--set` and live setting. Every name is accepted before
// the start; while the modules run only those of `Live`, and the operator's commands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/modules/parameters.hpp"
#include "sim/modules/state.hpp"

namespace chargerig::modules {

struct EntryInfo {
    std::string_view name;
    std::string allowed;            // "0 to 6553.5 V", "true, false", "state4, new_charge_session"
    bool live = false;              // may change while the modules run
    bool fault = false;             // wrong on purpose; a profile of sound modules leaves it alone
    std::string default_text = {};  // as set_entry() reads it
};

// In the order of the vendor's parameter list, own additions and then faults last.
std::vector<EntryInfo> entries();

// What an entry is in these parameters, as set_entry() reads it.
core::Result<std::string> entry_text(const Parameters& parameters, std::string_view name,
                                     const core::SourcePosition& where);

// Start values. An unknown name, a text that is no value of its kind and a value outside its range
// are errors at `where` that name what is allowed; nothing is changed then.
core::Result<void> set_entry(Parameters& parameters, std::string_view name, std::string_view text,
                             const core::SourcePosition& where);

// Live values only. A name that is fixed at the start is refused as such.
core::Result<void> set_entry(Live& live, std::string_view name, std::string_view text,
                             const core::SourcePosition& where);

// Live values and the commands `current_setpoint_A` and the flags of Sequence_Control by their
// names in lower case; what is set takes effect in the next step.
core::Result<void> set_entry(State& state, std::string_view name, std::string_view text,
                             const core::SourcePosition& where);

}  // namespace chargerig::modules
