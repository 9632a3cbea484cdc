// SPDX-License-Identifier: Apache-2.0
//
// What was on the bus, in columns that others may look at while more is recorded. A block never
// moves while somebody holds it: when it is full a larger one takes its place, and who looks at the
// old one keeps it.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sim/monitor/lookup.hpp"
#include "sim/rig/last_frames.hpp"

namespace chargerig::python {

template <class T>
class Column {
public:
    void push(const T& value) {
        if (!block_ || block_->size() == block_->capacity()) grow();
        block_->push_back(value);
    }
    std::size_t size() const { return block_ ? block_->size() : 0; }
    const T& operator[](std::size_t index) const { return (*block_)[index]; }

    // The values so far; they do not change any more.
    struct View {
        std::shared_ptr<const std::vector<T>> block;
        std::size_t count = 0;
        const T* data() const { return count > 0 ? block->data() : nullptr; }
    };
    View view() const { return {block_, size()}; }

private:
    void grow() {
        constexpr std::size_t kFirst = 4096;
        auto larger = std::make_shared<std::vector<T>>();
        larger->reserve(block_ ? 2 * block_->size() : kFirst);
        if (block_) larger->insert(larger->end(), block_->begin(), block_->end());
        block_ = std::move(larger);
    }

    std::shared_ptr<std::vector<T>> block_;
};

// All frames of a run, and columns of signals made of them when somebody asks.
class Recording final : public rig::FrameTap {
public:
    struct Series {
        Column<double>::View time_s;
        Column<double>::View value;
    };

    void on_frame(const can::Frame& frame) override;

    Column<can::Frame>::View frames() const;
    // Where and when the signal was on the bus; frames that do not have it are left out.
    Series series(const monitor::SignalPlace& place, const evse::Version& version,
                  const rig::LastFrames& pistol);

private:
    struct Signal {
        Column<double> time_s;
        Column<double> value;
        std::size_t frames_done = 0;
    };

    mutable std::mutex mutex_;
    Column<can::Frame> frames_;
    std::map<std::pair<int, std::size_t>, Signal> signals_;
};

}  // namespace chargerig::python
