// SPDX-License-Identifier: Apache-2.0
#include "sim/can/in_process_bus.hpp"

#include <cassert>

namespace chargerig::can {

InProcessBus::InProcessBus(const Options& options)
    : latency_(options.latency), queues_(options.endpoints, options.capacity) {
    assert(latency_.ns >= 1 && "a frame arrives at a later instant");
}

void InProcessBus::send(std::size_t sender, const Frame& frame) {
    assert(sender < endpoints());
    assert(frame.time >= last_sent_ && "frames are sent in the order of time");
    last_sent_ = frame.time;
    ++sent_;
    Frame arriving = frame;
    arriving.time = frame.time + latency_;
    arriving.direction = Direction::received;
    for (std::size_t i = 0; i < endpoints(); ++i) {
        if (i != sender && !queues_.push(i, arriving)) ++dropped_;
    }
    show(sender, frame);
}

bool InProcessBus::receive(std::size_t endpoint, core::Instant now, Frame& frame) {
    assert(endpoint < endpoints());
    const core::Instant next = queues_.next(endpoint);
    if (next > now || next == core::kNever) return false;
    frame = queues_.front(endpoint);
    queues_.pop(endpoint);
    ++delivered_;
    return true;
}

}  // namespace chargerig::can
