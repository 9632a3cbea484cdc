// SPDX-License-Identifier: Apache-2.0
//
// Participants that do not come with the rig: a user's own, in whatever language. Each has an end
// of its own on the bus; to the rig it is somebody else, as a device on a wire would be.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/core/wall_clock.hpp"
#include "sim/rig/bus_hub.hpp"

namespace chargerig::rig {

// A turn of a guest on a port may last this long unless told otherwise; the rig stands meanwhile.
inline constexpr core::Duration kGuestBudget{50'000'000};

class Guest {
public:
    virtual ~Guest() = default;

    // For messages; empty names nobody.
    virtual std::string name() const = 0;

    // `heard` has reached it since its last turn, in order. What it appends to `send` goes out in
    // that order; the rig sets time and direction. Returns when it wants its next turn, kNever: as
    // soon as a frame arrives. An error ends the session in the safe order, and the guest has had
    // its last turn.
    virtual core::Result<core::Instant> step(core::Instant now, std::span<const can::Frame> heard,
                                             std::vector<can::Frame>& send) = 0;
};

class Guests {
public:
    // Both must outlive this. The endpoint is the guest's alone.
    void add(Guest& guest, std::size_t endpoint);

    core::Instant next_wakeup() const { return next_; }

    // Gives a turn to each whose time has come or who has heard something. On a port the turns are
    // measured with `clock`. Returns what the rig has to complain about, usually nothing.
    std::vector<std::string> step(core::Instant now, BusHub& hub, const core::WallClock& clock,
                                  core::Duration budget);

    // Turns that took longer than the budget.
    std::uint64_t overruns() const { return overruns_; }

private:
    struct Seat {
        Guest* guest = nullptr;
        std::size_t endpoint = 0;
        core::Instant due;
    };

    void hear(const Seat& seat, core::Instant now, BusHub& hub);
    void take_turn(Seat& seat, core::Instant now, BusHub& hub, std::vector<std::string>& out);

    std::vector<Seat> seats_;
    core::Instant next_ = core::kNever;
    std::vector<can::Frame> heard_;
    std::vector<can::Frame> send_;
    std::uint64_t overruns_ = 0;
};

}  // namespace chargerig::rig
