// SPDX-License-Identifier: Apache-2.0
//
// The timed bus inside one process, in virtual time: one wire, one frame at a time, each as long as
// its bits take, stuff bits included. Nothing is allocated after construction.
//
// Each endpoint is a CAN controller with a transmit queue, first in first out: its frames leave in
// the order of send(). Whenever the wire is free, the first frames of all queues compete and the
// lowest arbitration key wins (see frame_bits.hpp). A frame reaches everybody but its sender at the
// end of its EOF; the next one may begin three bits later. Somebody always acknowledges.
//
// Two endpoints that send one identifier at once are a fault of the network, and arbitration cannot
// part them. Frames that are equal in every bit become one on the wire. Others collide at their
// first difference: an error frame follows, which all endpoints receive (direction "received", flag
// kErrorFrame, identifier kProtocolViolation), and both try again. After kCollisionsToPassive in a
// row a sender is error passive (ISO 11898-1: 8 for each error, passive above 127) and no longer
// destroys the frame that stays dominant. Collisions are counted. Bus-off is not reached.
#pragma once

#include <array>

#include "sim/can/bus_load.hpp"
#include "sim/can/frame_queues.hpp"
#include "sim/can/virtual_bus.hpp"

namespace chargerig::can {

inline constexpr std::int32_t kDefaultBitRate_bps = 500'000;  // of the generic interface (spec 1)
inline constexpr std::int32_t kMinBitRate_bps = 10'000;
inline constexpr std::int32_t kMaxBitRate_bps = 1'000'000;  // of classic CAN (ISO 11898-2)

// Of the error frame after a collision, numbered as by the drivers (linux/can/error.h).
inline constexpr std::uint32_t kProtocolViolation = 8;

class TimedBus final : public VirtualBus {
public:
    static constexpr int kCollisionsToPassive = 16;

    struct Options {
        std::size_t endpoints = 2;                        // 1 to kMaxEndpoints
        std::int32_t bit_rate_bps = kDefaultBitRate_bps;  // kMinBitRate_bps to kMaxBitRate_bps
        std::size_t capacity = 1024;                      // of each queue, a power of two
        core::Duration load_window{100'000'000};  // period of the cyclic messages (spec 5.13)
    };

    explicit TimedBus(const Options& options);

    // The frame is data or remote. A sender whose queue is full loses it, and a receiver whose
    // queue is full one that has arrived; both are counted.
    void send(std::size_t sender, const Frame& frame) override;
    void advance(core::Instant now) override;
    bool receive(std::size_t endpoint, core::Instant now, Frame& frame) override;
    core::Instant next_arrival() const override;

    std::size_t endpoints() const override { return arrived_.endpoints(); }
    std::uint64_t sent() const override { return sent_; }
    std::uint64_t delivered() const override { return delivered_; }
    std::uint64_t dropped() const override { return dropped_; }
    std::optional<BusLoad> load(core::Instant now) const override { return load_.at(now); }
    std::uint64_t collisions() const { return collisions_; }  // error frames

    // How long so many bits take, to the nearest nanosecond.
    core::Duration duration(int bits) const;

private:
    using Senders = std::uint32_t;  // one bit for each endpoint
    static_assert(kMaxEndpoints <= 32);

    struct OnWire {
        Frame frame;
        Senders senders = 0;
        core::Instant begin;
        core::Instant end = core::kNever;  // of EOF; kNever: nothing is waiting
        bool running = false;              // else it begins so unless a better one comes
    };

    void plan();
    Senders best(core::Instant begin) const;
    void plan_frame(std::size_t winner, Senders senders);
    void plan_tie(Senders tied);
    bool passive(Senders losers) const;
    void begin();
    void finish();

    const std::int64_t bit_rate_bps_;
    FrameQueues<kMaxEndpoints> waiting_;
    FrameQueues<kMaxEndpoints> arrived_;
    BusLoadMeter load_;
    OnWire wire_;
    core::Instant free_{INT64_MIN};  // from when on a frame may begin
    core::Instant last_sent_{INT64_MIN};
    std::array<int, kMaxEndpoints> collisions_in_a_row_{};
    std::uint64_t sent_ = 0;
    std::uint64_t delivered_ = 0;
    std::uint64_t dropped_ = 0;
    std::uint64_t collisions_ = 0;
};

}  // namespace chargerig::can
