// SPDX-License-Identifier: Apache-2.0
//
// The ideal bus inside one process, in virtual time: no arbitration, no error, no loss. A frame
// that is sent at t reaches every endpoint but its sender at t + latency, in the order in which
// frames were sent. Nothing is allocated after construction.
#pragma once

#include "sim/can/frame_queues.hpp"
#include "sim/can/virtual_bus.hpp"

namespace chargerig::can {

// An extended frame with 8 bytes is 131 bits with its interframe space, before stuffing (ISO
// 11898-1), 262 us at 500 kbit/s, the bit rate of the generic interface (spec 1).
inline constexpr core::Duration kDefaultBusLatency{250'000};

class InProcessBus final : public VirtualBus {
public:
    struct Options {
        std::size_t endpoints = 2;                    // 1 to kMaxEndpoints
        core::Duration latency = kDefaultBusLatency;  // at least 1 ns: arrival is a later instant
        std::size_t capacity = 1024;  // frames on their way to one endpoint; a power of two
    };

    explicit InProcessBus(const Options& options);

    // A receiver whose queue is full loses the new frame, and it is counted.
    void send(std::size_t sender, const Frame& frame) override;
    void advance(core::Instant) override {}
    bool receive(std::size_t endpoint, core::Instant now, Frame& frame) override;
    core::Instant next_arrival() const override { return queues_.next(); }

    std::size_t endpoints() const override { return queues_.endpoints(); }
    core::Duration latency() const { return latency_; }
    std::uint64_t sent() const override { return sent_; }
    std::uint64_t delivered() const override { return delivered_; }
    std::uint64_t dropped() const override { return dropped_; }
    std::optional<BusLoad> load(core::Instant) const override { return std::nullopt; }

private:
    const core::Duration latency_;
    FrameQueues<kMaxEndpoints> queues_;
    core::Instant last_sent_{INT64_MIN};
    std::uint64_t sent_ = 0;
    std::uint64_t delivered_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace chargerig::can
