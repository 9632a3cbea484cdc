// SPDX-License-Identifier: Apache-2.0
//
// A bus inside one process, in virtual time: endpoints that hear each other. It comes in two
// fidelities, InProcessBus (ideal) and TimedBus; whoever uses an endpoint cannot tell them apart
// but by what arrives when. Nothing is allocated after construction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "sim/can/frame.hpp"
#include "sim/core/time.hpp"

namespace chargerig::can {

enum class BusFidelity : std::uint8_t { ideal, timed };

// How busy a wire was. A frame is counted when it has ended, with its interframe space.
struct BusLoad {
    double percent = 0.0;       // of the whole time
    double peak_percent = 0.0;  // of the busiest window, see BusLoadMeter
};

// Sees the bus as a logger does: every frame once, in the order of time.
class BusListener {
public:
    // `frame.time` is when a logger would stamp it: on the ideal bus when it is sent, on the timed
    // one when it ends.
    virtual void on_bus(std::size_t sender, const Frame& frame) = 0;

protected:
    ~BusListener() = default;
};

// Instead of a sender: an error frame is nobody's, as all nodes add to it.
inline constexpr std::size_t kNoSender = SIZE_MAX;

class VirtualBus {
public:
    static constexpr std::size_t kMaxEndpoints = 32;

    virtual ~VirtualBus() = default;

    // Null: nobody. The listener must outlive the bus or be taken away.
    void set_listener(BusListener* listener) { listener_ = listener; }

    // Sends at `frame.time`, which is never earlier than that of the frame before.
    virtual void send(std::size_t sender, const Frame& frame) = 0;

    // Lets happen on the wire what happens by `now`.
    virtual void advance(core::Instant now) = 0;

    // Takes the oldest frame that has reached `endpoint` by `now`; false when there is none. Its
    // time is that of arrival, its direction "received".
    virtual bool receive(std::size_t endpoint, core::Instant now, Frame& frame) = 0;

    // When the next undelivered frame reaches somebody, if nothing more is sent until then; kNever
    // when none is on its way.
    virtual core::Instant next_arrival() const = 0;

    virtual std::size_t endpoints() const = 0;
    virtual std::uint64_t sent() const = 0;       // calls of send()
    virtual std::uint64_t delivered() const = 0;  // over all endpoints
    virtual std::uint64_t dropped() const = 0;    // lost in a full queue, over all endpoints

    // From instant 0 to `now`; empty where frames take no wire.
    virtual std::optional<BusLoad> load(core::Instant now) const = 0;

protected:
    void show(std::size_t sender, const Frame& frame) const {
        if (listener_) listener_->on_bus(sender, frame);
    }

private:
    BusListener* listener_ = nullptr;
};

}  // namespace chargerig::can
