// SPDX-License-Identifier: Apache-2.0
#include "sim/can/in_process_bus.hpp"

#include <bit>
#include <cassert>

namespace chargerig::can {

InProcessBus::InProcessBus(const Options& options)
    : endpoints_(options.endpoints),
      latency_(options.latency),
      mask_(options.capacity - 1),
      frames_(std::make_unique<Frame[]>(options.capacity * options.endpoints)) {
    assert(endpoints_ >= 1 && endpoints_ <= kMaxEndpoints);
    assert(latency_.ns >= 1 && "a frame arrives at a later instant");
    assert(std::has_single_bit(options.capacity) && "the capacity is a power of two");
}

void InProcessBus::send(std::size_t sender, const Frame& frame) {
    assert(sender < endpoints_);
    assert(frame.time >= last_sent_ && "frames are sent in the order of time");
    last_sent_ = frame.time;
    ++sent_;
    Frame arriving = frame;
    arriving.time = frame.time + latency_;
    arriving.direction = Direction::received;
    for (std::size_t i = 0; i < endpoints_; ++i) {
        if (i == sender) continue;
        Queue& queue = queues_[i];
        if (queue.head - queue.tail > mask_) {
            ++dropped_;
            continue;
        }
        frames_[i * (mask_ + 1) + (queue.head & mask_)] = arriving;
        if (queue.head == queue.tail) queue.next = arriving.time;
        ++queue.head;
    }
}

bool InProcessBus::receive(std::size_t endpoint, core::Instant now, Frame& frame) {
    assert(endpoint < endpoints_);
    Queue& queue = queues_[endpoint];
    if (queue.next > now || queue.head == queue.tail) return false;
    const Frame* const block = &frames_[endpoint * (mask_ + 1)];
    frame = block[queue.tail & mask_];
    ++queue.tail;
    ++delivered_;
    queue.next = queue.head == queue.tail ? core::kNever : block[queue.tail & mask_].time;
    return true;
}

core::Instant InProcessBus::next_arrival() const {
    core::Instant next = core::kNever;
    for (std::size_t i = 0; i < endpoints_; ++i) next = core::earliest(next, queues_[i].next);
    return next;
}

}  // namespace chargerig::can
