// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/guest.hpp"

#include "sim/core/text.hpp"

namespace chargerig::rig {

void Guests::add(Guest& guest, std::size_t endpoint) {
    seats_.push_back({&guest, endpoint, core::Instant{}});
    next_ = core::Instant{};
}

void Guests::hear(const Seat& seat, core::Instant now, BusHub& hub) {
    heard_.clear();
    can::Frame frame;
    while (hub.receive(seat.endpoint, now, frame)) heard_.push_back(frame);
    heard_.insert(heard_.end(), hub.arrived().begin(), hub.arrived().end());
}

void Guests::take_turn(Seat& seat, core::Instant now, BusHub& hub, std::vector<std::string>& out) {
    send_.clear();
    const auto next = seat.guest->step(now, heard_, send_);
    seat.due = next ? *next : core::kNever;
    if (!next) {
        out.push_back(next.error().text());
        seat.guest = nullptr;
        return;
    }
    for (can::Frame& frame : send_) {
        frame.time = now;
        // As from a device outside: it may play a side that this process does not.
        frame.direction = can::Direction::received;
        hub.send(seat.endpoint, frame);
    }
}

std::vector<std::string> Guests::step(core::Instant now, BusHub& hub, const core::WallClock& clock,
                                      core::Duration budget) {
    std::vector<std::string> out;
    next_ = core::kNever;
    for (Seat& seat : seats_) {
        hear(seat, now, hub);
        if (!seat.guest) continue;
        if (seat.due <= now || !heard_.empty()) {
            const std::string name = seat.guest->name();
            const core::Instant begin = hub.port() ? clock.now() : core::Instant{};
            take_turn(seat, now, hub, out);
            if (hub.port() && clock.now() - begin > budget) {
                ++overruns_;
                out.push_back(name + " took longer than its " +
                              core::number_text(static_cast<double>(budget.ns) / 1e6) +
                              " ms for a turn on the bus " + hub.port()->name());
            }
        }
        next_ = core::earliest(next_, seat.due);
    }
    return out;
}

}  // namespace chargerig::rig
