// SPDX-License-Identifier: Apache-2.0
//
// From the rig, which runs without the interpreter's lock, to objects of the user and back. Nothing
// that they raise passes through the rig: it is kept, the run stops, and the caller gets it.
#pragma once

#include <pybind11/functional.h>
#include <pybind11/pybind11.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/note.hpp"
#include "sim/plant/external_battery.hpp"
#include "sim/rig/guest.hpp"

namespace chargerig::python {

// What a user's code raised first; later ones are dropped. Used by one thread at a time.
class Raised {
public:
    bool any() const { return error_.has_value(); }
    // With the lock held.
    void keep(pybind11::error_already_set& error) {
        if (!error_) error_.emplace(std::move(error));
    }
    // With the lock held: raises it again and forgets it.
    void rethrow() {
        if (!error_) return;
        pybind11::error_already_set error = std::move(*error_);
        error_.reset();
        throw error;
    }

private:
    std::optional<pybind11::error_already_set> error_;
};

// step(now_s, frames) -> (frames to send, next turn in s or None)
class PythonGuest final : public rig::Guest {
public:
    PythonGuest(std::string name, pybind11::object participant, Raised& raised)
        : name_(std::move(name)), participant_(std::move(participant)), raised_(raised) {}

    std::string name() const override { return name_; }
    core::Result<core::Instant> step(core::Instant now, std::span<const can::Frame> heard,
                                     std::vector<can::Frame>& send) override;

private:
    core::Instant take_turn(core::Instant now, std::span<const can::Frame> heard,
                            std::vector<can::Frame>& send);

    std::string name_;
    pybind11::object participant_;
    Raised& raised_;
};

// step(seconds, mean current in A) -> (inner voltage in V, state of charge in %)
class PythonBattery final : public plant::ExternalBattery {
public:
    PythonBattery(pybind11::object model, Raised& raised)
        : model_(std::move(model)), raised_(raised) {}

    core::Result<plant::BatteryPoint> step(double seconds, double mean_current_A) override;

private:
    pybind11::object model_;
    Raised& raised_;
};

// Hands frames to callbacks; those that no callback wants cost no lock.
class PythonTap final : public rig::FrameTap {
public:
    struct Filter {
        std::vector<std::uint32_t> ids;  // empty: all
    };

    explicit PythonTap(Raised& raised) : raised_(raised) {}
    int add(pybind11::function callback, Filter filter);
    bool remove(int number);
    void on_frame(const can::Frame& frame) override;

private:
    struct Entry {
        int number = 0;
        pybind11::function callback;
        Filter filter;
    };

    Raised& raised_;
    std::vector<std::shared_ptr<Entry>> entries_;
    int last_number_ = 0;
};

}  // namespace chargerig::python
