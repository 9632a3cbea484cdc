// SPDX-License-Identifier: Apache-2.0
//
// The rig's side of one CAN bus. Participants of this process hear each other through the
// in-process bus; where there is a port, what they send goes out on it as well, and what it
// receives reaches them all. Every frame, either way, is recorded and shown to the observers, in
// the order of time.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sim/can/port.hpp"
#include "sim/can/virtual_bus.hpp"
#include "sim/monitor/bus_observer.hpp"
#include "sim/record/log_recorder.hpp"

namespace chargerig::rig {

// Sees every frame of the log as it comes, own ones and those from outside.
class FrameTap {
public:
    virtual ~FrameTap() = default;
    virtual void on_frame(const can::Frame& frame) = 0;
};

class BusHub final : private can::BusListener {
public:
    // `port` may be null: then the bus is the in-process one alone.
    BusHub(std::unique_ptr<can::VirtualBus> bus, std::unique_ptr<can::Port> port,
           record::LogRecorder recorder);

    void add_observer(monitor::BusObserver& observer) { observers_.push_back(&observer); }

    // It must outlive the hub.
    void add_tap(FrameTap& tap) { taps_.push_back(&tap); }

    // Somebody else on the in-process bus, at an endpoint that the bus must have: he sends these
    // frames at their times, which never decrease, and answers nothing.
    void add_stranger(std::size_t endpoint, std::vector<can::Frame> frames);

    // Instant 0 of the run on the clock that stamps the port's frames and the log; 0 unless told.
    void begin_at(core::Duration origin) { origin_ = origin; }

    void send(std::size_t endpoint, const can::Frame& frame);

    // Lets the bus catch up, and takes everything the port has received; those frames are in
    // arrived() until the next poll.
    void poll(core::Instant now);
    std::span<const can::Frame> arrived() const { return arrived_; }

    // The next frame of another participant that has reached this endpoint by now.
    bool receive(std::size_t endpoint, core::Instant now, can::Frame& frame) {
        return bus_->receive(endpoint, now, frame);
    }
    core::Instant next_arrival() const;

    can::Port* port() { return port_.get(); }
    const can::Port* port() const { return port_.get(); }
    record::LogRecorder& recorder() { return recorder_; }

    std::uint64_t frames_sent() const { return sent_; }
    std::uint64_t frames_received() const { return received_ + bus_->delivered(); }
    std::uint64_t frames_dropped() const;
    // Of the in-process bus; empty where frames take no wire of ours.
    std::optional<can::BusLoad> load(core::Instant now) const { return bus_->load(now); }

private:
    void on_bus(std::size_t sender, const can::Frame& frame) override;
    void let_stranger_send(core::Instant now);
    void show(const can::Frame& frame);

    std::unique_ptr<can::VirtualBus> bus_;
    std::unique_ptr<can::Port> port_;
    record::LogRecorder recorder_;
    std::vector<monitor::BusObserver*> observers_;
    std::vector<FrameTap*> taps_;
    std::vector<can::Frame> arrived_;
    std::size_t stranger_ = 0;  // his endpoint
    std::vector<can::Frame> stranger_frames_;
    std::size_t stranger_sent_ = 0;
    core::Duration origin_;
    core::Instant last_shown_;
    std::uint64_t sent_ = 0;
    std::uint64_t received_ = 0;
};

}  // namespace chargerig::rig
