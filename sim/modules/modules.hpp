// SPDX-License-Identifier: Apache-2.0
//
// The emulated power side: the customer controller plus its converters, as seen on the generic
// interface. Pure: everything it knows is in `State`, everything it does is in `Outputs`.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/core/inline_vector.hpp"
#include "sim/core/note.hpp"
#include "sim/core/time.hpp"
#include "sim/evse/messages.hpp"
#include "sim/modules/parameters.hpp"
#include "sim/modules/state.hpp"
#include "sim/plant/wires.hpp"

namespace chargerig::modules {

struct Inputs {
    core::Instant now;
    std::span<const evse::Message> received;  // from the bus since the last step, oldest first
    plant::Readings readings;                 // stage voltage and current, temperature
    // From a controller that drives these modules itself, over a line of their own: the set-point
    // in Range_Mode. Empty: the power side chooses.
    std::optional<double> own_set_point_A{};
};

struct Outputs {
    core::InlineVector<evse::Message, 12> messages;  // in the order in which they go out
    models::PowerStageCommand stage;                 // complete, valid until the next step
    std::vector<core::Note> notes;
    core::Instant next_wakeup = core::kNever;

    void clear() {
        messages.clear();
        notes.clear();
        next_wakeup = core::kNever;
    }
};

class Modules {
public:
    explicit Modules(Parameters parameters);

    State initial_state(core::Instant now) const;

    // One instant: takes what arrived, decides, and says when it wants to be woken at the latest.
    // May be called more often than asked; a call without news changes nothing.
    void step(const Inputs& inputs, State& state, Outputs& outputs) const;

    const Parameters& parameters() const { return parameters_; }

private:
    Parameters parameters_;
};

}  // namespace chargerig::modules
