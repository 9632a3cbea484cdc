// SPDX-License-Identifier: Apache-2.0
//
// How busy a wire is: over the whole time, and in the busiest window of a given width wherever that
// lies. Nothing is allocated after construction.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/can/virtual_bus.hpp"
#include "sim/core/time.hpp"

namespace chargerig::can {

class BusLoadMeter {
public:
    // No busy time is shorter than `shortest`, at least 1 ns.
    BusLoadMeter(core::Duration window, core::Duration shortest);

    // One busy time, which does not begin before the end of the one before.
    void add(core::Instant begin, core::Instant end);

    // From instant 0 to `now`; 0 at instant 0.
    BusLoad at(core::Instant now) const;

private:
    struct Busy {
        core::Instant begin;
        core::Instant end;
    };
    Busy& entry(std::size_t index) { return ring_[index % ring_.size()]; }

    core::Duration window_;
    std::vector<Busy> ring_;  // those that reach into the window, newest last
    std::size_t first_ = 0;
    std::size_t behind_last_ = 0;
    core::Duration inside_;  // of those in the ring, whole
    core::Duration total_;
    core::Duration peak_;
};

}  // namespace chargerig::can
