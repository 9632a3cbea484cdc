// SPDX-License-Identifier: GPL-3.0-or-later
//
// The latest frames as they came, in a fixed amount of memory: when it is full, the oldest make
// room. Every frame keeps its number, counted from 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/can/frame.hpp"

namespace chargerig::desktop {

class FrameStore {
public:
    // `capacity` in frames, at least 1; memory is taken as frames come, never more than that.
    explicit FrameStore(std::size_t capacity) : capacity_(capacity) {}

    void append(const can::Frame& frame) {
        if (frames_.size() < capacity_) {
            frames_.push_back(frame);
        } else {
            frames_[count_ % capacity_] = frame;
        }
        ++count_;
    }

    std::uint64_t count() const { return count_; }                   // ever
    std::uint64_t first() const { return count_ - frames_.size(); }  // the oldest one here
    std::size_t size() const { return frames_.size(); }

    // first() <= number < count()
    const can::Frame& at(std::uint64_t number) const { return frames_[number % capacity_]; }

    // The first number at or after `time`, count() if there is none; times must not go back.
    std::uint64_t first_at(core::Instant time) const {
        std::uint64_t low = first();
        std::uint64_t high = count_;
        while (low < high) {
            const std::uint64_t middle = low + (high - low) / 2;
            if (at(middle).time < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

private:
    std::size_t capacity_;
    std::uint64_t count_ = 0;
    std::vector<can::Frame> frames_;
};

}  // namespace chargerig::desktop
