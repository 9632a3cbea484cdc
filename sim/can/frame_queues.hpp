// SPDX-License-Identifier: Apache-2.0
//
// One queue of frames for each endpoint of a bus, first in first out, all of one capacity that is
// set at construction. The time of a frame is when it may be taken.
#pragma once

#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "sim/can/frame.hpp"
#include "sim/core/time.hpp"

namespace chargerig::can {

template <std::size_t MaxEndpoints>
class FrameQueues {
public:
    // `capacity` is a power of two.
    FrameQueues(std::size_t endpoints, std::size_t capacity)
        : endpoints_(endpoints),
          mask_(capacity - 1),
          frames_(std::make_unique<Frame[]>(capacity * endpoints)) {
        assert(endpoints >= 1 && endpoints <= MaxEndpoints);
        assert(std::has_single_bit(capacity) && "the capacity is a power of two");
    }

    std::size_t endpoints() const { return endpoints_; }

    // False when the queue is full; the frames in it stay.
    bool push(std::size_t endpoint, const Frame& frame) {
        Queue& queue = queues_[endpoint];
        if (queue.head - queue.tail > mask_) return false;
        block(endpoint)[queue.head & mask_] = frame;
        if (queue.head == queue.tail) queue.next = frame.time;
        ++queue.head;
        return true;
    }

    // The time of the oldest frame; kNever when there is none.
    core::Instant next(std::size_t endpoint) const { return queues_[endpoint].next; }
    core::Instant next() const {
        core::Instant next = core::kNever;
        for (std::size_t i = 0; i < endpoints_; ++i) next = core::earliest(next, queues_[i].next);
        return next;
    }

    // The oldest frame; there must be one.
    const Frame& front(std::size_t endpoint) const {
        assert(queues_[endpoint].head != queues_[endpoint].tail);
        return block(endpoint)[queues_[endpoint].tail & mask_];
    }

    void pop(std::size_t endpoint) {
        Queue& queue = queues_[endpoint];
        assert(queue.head != queue.tail);
        ++queue.tail;
        queue.next =
            queue.head == queue.tail ? core::kNever : block(endpoint)[queue.tail & mask_].time;
    }

private:
    struct Queue {
        std::size_t head = 0;  // written so far
        std::size_t tail = 0;  // read so far
        core::Instant next = core::kNever;
    };

    Frame* block(std::size_t endpoint) { return &frames_[endpoint * (mask_ + 1)]; }
    const Frame* block(std::size_t endpoint) const { return &frames_[endpoint * (mask_ + 1)]; }

    std::size_t endpoints_;
    std::size_t mask_;
    std::unique_ptr<Frame[]> frames_;  // one block of mask_ + 1 for each endpoint
    std::array<Queue, MaxEndpoints> queues_{};
};

}  // namespace chargerig::can
