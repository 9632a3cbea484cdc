// SPDX-License-Identifier: Apache-2.0
//
// One connection of the rig to a CAN bus, whatever carries it. All calls come from the rig's thread
// and return at once; a port that needs a thread or an event loop keeps it to itself.
#pragma once

#include <cstdint>
#include <string>

#include "sim/can/frame.hpp"
#include "sim/core/error.hpp"

namespace chargerig::can {

struct PortStatistics {
    std::uint64_t received = 0;
    std::uint64_t sent = 0;              // accepted by the driver
    std::uint64_t retried = 0;           // attempts the driver refused and that were repeated
    std::uint64_t dropped_receive = 0;   // received but lost inside the rig
    std::uint64_t dropped_transmit = 0;  // given up on, or refused because the queue was full
    std::uint64_t refused = 0;           // not sent because the port listens only

    std::uint64_t dropped() const { return dropped_receive + dropped_transmit; }
    friend bool operator==(const PortStatistics&, const PortStatistics&) = default;
};

enum class PortState : std::uint8_t { connecting, connected, failed, closed };

class Port {
public:
    virtual ~Port() = default;

    // Queues the frame for sending. False when it was not taken (queue full, listen-only, not
    // connected); every such frame is counted in statistics().
    virtual bool send(const Frame& frame) = 0;

    // Takes the next received frame, oldest first; false when there is none. Its time is the host
    // time of reception on the clock that was handed to the port.
    virtual bool receive(Frame& frame) = 0;

    virtual PortState state() const = 0;
    virtual PortStatistics statistics() const = 0;

    // Empty when the port may send; else why it only listens, for people to read.
    virtual std::string listen_only_reason() const = 0;

    // The last thing the driver complained about; empty if nothing.
    virtual std::string last_error() const = 0;

    // What a person typed to get here, e.g. "virtualcan:can0".
    virtual std::string name() const = 0;
};

}  // namespace chargerig::can
