// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/bus_hub.hpp"

#include <algorithm>

namespace chargerig::rig {

BusHub::BusHub(std::unique_ptr<can::VirtualBus> bus, std::unique_ptr<can::Port> port,
               record::LogRecorder recorder)
    : bus_(std::move(bus)), port_(std::move(port)), recorder_(std::move(recorder)) {
    constexpr std::size_t kBurst = 256;  // frames at one instant; more only costs an allocation
    arrived_.reserve(kBurst);
    bus_->set_listener(this);
}

void BusHub::show(const can::Frame& frame) {
    last_shown_ = frame.time;
    can::Frame logged = frame;
    logged.time = frame.time + origin_;
    recorder_.write(logged);
    for (auto* observer : observers_) observer->see(frame);
    for (auto* tap : taps_) tap->on_frame(frame);
}

void BusHub::send(std::size_t endpoint, const can::Frame& frame) {
    // A frame that the port does not take was never on the bus: it is counted there, and nobody
    // hears it.
    if (port_ && !port_->send(frame)) return;
    bus_->send(endpoint, frame);
}

void BusHub::on_bus(std::size_t sender, const can::Frame& frame) {
    if (sender != can::kNoSender) ++sent_;
    show(frame);
}

void BusHub::add_stranger(std::size_t endpoint, std::vector<can::Frame> frames) {
    stranger_ = endpoint;
    stranger_frames_ = std::move(frames);
}

core::Instant BusHub::next_arrival() const {
    const bool done = stranger_sent_ == stranger_frames_.size();
    return core::earliest(bus_->next_arrival(),
                          done ? core::kNever : stranger_frames_[stranger_sent_].time);
}

void BusHub::let_stranger_send(core::Instant now) {
    if (stranger_frames_.empty()) return;
    can::Frame frame;
    while (bus_->receive(stranger_, now, frame)) {
    }
    for (; stranger_sent_ < stranger_frames_.size(); ++stranger_sent_) {
        frame = stranger_frames_[stranger_sent_];
        if (frame.time > now) return;
        frame.time = now;
        frame.direction = can::Direction::received;
        bus_->send(stranger_, frame);
    }
}

void BusHub::poll(core::Instant now) {
    bus_->advance(now);
    let_stranger_send(now);
    arrived_.clear();
    if (!port_) return;
    can::Frame frame;
    while (port_->receive(frame)) {
        // The log's time never goes backwards, even if a frame waited while the rig was busy.
        frame.time = std::clamp(frame.time - origin_, last_shown_, now);
        if ((frame.flags & can::kLocalEcho) != 0) {
            // What we sent is in the log already, and told nobody anything new.
            for (auto* observer : observers_) observer->see(frame);
            continue;
        }
        arrived_.push_back(frame);
        ++received_;
        show(frame);
    }
}

std::uint64_t BusHub::frames_dropped() const {
    return bus_->dropped() + (port_ ? port_->statistics().dropped() : 0);
}

}  // namespace chargerig::rig
