// SPDX-License-Identifier: Apache-2.0
//
// The ideal bus inside one process, in virtual time: no arbitration, no error, no loss. A frame
// that is sent at t reaches every endpoint but its sender at t + latency, in the order in which
// frames were sent. Nothing is allocated after construction.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "sim/can/frame.hpp"
#include "sim/core/time.hpp"

namespace chargerig::can {

// An extended frame with 8 bytes is 131 bits with its interframe space, before stuffing (ISO
// 11898-1), 262 us at 500 kbit/s, the bit rate of the generic interface (spec 1).
inline constexpr core::Duration kDefaultBusLatency{250'000};

class InProcessBus {
public:
    static constexpr std::size_t kMaxEndpoints = 32;

    struct Options {
        std::size_t endpoints = 2;                    // 1 to kMaxEndpoints
        core::Duration latency = kDefaultBusLatency;  // at least 1 ns: arrival is a later instant
        std::size_t capacity = 1024;  // frames on their way to one endpoint; a power of two
    };

    explicit InProcessBus(const Options& options);

    // Sends at `frame.time`, which is never earlier than that of the frame before. A receiver whose
    // queue is full loses the new frame, and it is counted.
    void send(std::size_t sender, const Frame& frame);

    // Takes the oldest frame that has reached `endpoint` by `now`; false when there is none. Its
    // time is that of arrival, its direction "received".
    bool receive(std::size_t endpoint, core::Instant now, Frame& frame);

    // When the next undelivered frame reaches somebody; kNever when none is on its way.
    core::Instant next_arrival() const;

    std::size_t endpoints() const { return endpoints_; }
    core::Duration latency() const { return latency_; }
    std::uint64_t sent() const { return sent_; }            // calls of send()
    std::uint64_t delivered() const { return delivered_; }  // over all endpoints
    std::uint64_t dropped() const { return dropped_; }      // over all endpoints

private:
    struct Queue {
        std::size_t head = 0;  // written so far
        std::size_t tail = 0;  // read so far
        core::Instant next = core::kNever;
    };

    const std::size_t endpoints_;
    const core::Duration latency_;
    const std::size_t mask_;
    std::unique_ptr<Frame[]> frames_;  // one block of mask_ + 1 for each endpoint
    std::array<Queue, kMaxEndpoints> queues_{};
    core::Instant last_sent_{INT64_MIN};
    std::uint64_t sent_ = 0;
    std::uint64_t delivered_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace chargerig::can
