// SPDX-License-Identifier: Apache-2.0
//
// The way of the frames of one pistol between its participants and the bus, with the faults that a
// scenario puts on it.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/evse/binding.hpp"
#include "sim/fault/layer.hpp"
#include "sim/rig/bus_hub.hpp"
#include "sim/scenario/engine.hpp"

namespace chargerig::rig {

// Where on the in-process bus somebody is.
struct Endpoints {
    std::size_t controller = 0;
    std::size_t modules = 0;
    std::optional<std::size_t> second_sender;  // only where a scenario has one
};

class FramePath {
public:
    FramePath(const evse::Binding& binding, std::uint64_t seed, Endpoints endpoints);

    // Faults begin and end with the next step.
    void command(const scenario::Commands& commands) {
        asked_.insert(asked_.end(), commands.faults.begin(), commands.faults.end());
    }

    // Before the participants decide: what was asked for begins, what is over ends, what is due is
    // sent. An error is the rig's own: the scenario was checked before.
    core::Result<void> step(core::Instant now, BusHub& hub, std::vector<core::Note>& notes);

    void send(fault::Side side, const can::Frame& frame, const evse::Message& message,
              core::Instant now, BusHub& hub);

    // The next frame that reached the side by now.
    bool receive(fault::Side side, core::Instant now, BusHub& hub, can::Frame& frame);
    // Whether a frame that came from outside reaches the side.
    bool hears(fault::Side side, const can::Frame& frame, core::Instant now) {
        return !state_.active() || layer_.hear(state_, side, frame, now);
    }

    core::Instant next_wakeup() const {
        return state_.active() ? layer_.next_wakeup(state_) : core::kNever;
    }
    const std::vector<fault::Tally>& tallies() const { return state_.tallies; }

private:
    std::size_t endpoint(fault::Side side) const {
        return side == fault::Side::controller ? endpoints_.controller : endpoints_.modules;
    }
    void flush(BusHub& hub);

    Endpoints endpoints_;
    fault::Layer layer_;
    fault::State state_;
    std::vector<std::variant<scenario::BeginFault, scenario::ClearFault>> asked_;
    std::vector<fault::Outgoing> out_;
};

}  // namespace chargerig::rig
