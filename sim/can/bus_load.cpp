// SPDX-License-Identifier: Apache-2.0
#include "sim/can/bus_load.hpp"

#include <algorithm>
#include <cassert>

namespace chargerig::can {

BusLoadMeter::BusLoadMeter(core::Duration window, core::Duration shortest)
    : window_(window), ring_(static_cast<std::size_t>(window / shortest) + 2) {
    assert(window.ns > 0 && shortest.ns > 0);
}

// The busiest window can be shifted until it ends with a busy time, so it is enough to look there.
void BusLoadMeter::add(core::Instant begin, core::Instant end) {
    const core::Duration length = end - begin;
    const core::Instant from{end.ns - window_.ns};
    total_ = total_ + length;
    inside_ = inside_ + length;
    while (first_ != behind_last_ && entry(first_).end <= from) {
        inside_ = inside_ - (entry(first_).end - entry(first_).begin);
        ++first_;
    }
    entry(behind_last_++) = {begin, end};
    assert(behind_last_ - first_ <= ring_.size());
    const core::Instant oldest = entry(first_).begin;
    const core::Duration cut = oldest < from ? from - oldest : core::Duration{};
    peak_ = std::max(peak_, inside_ - cut);
}

BusLoad BusLoadMeter::at(core::Instant now) const {
    BusLoad out;
    if (now.ns > 0) {
        out.percent = 100.0 * static_cast<double>(total_.ns) / static_cast<double>(now.ns);
    }
    out.peak_percent = 100.0 * static_cast<double>(peak_.ns) / static_cast<double>(window_.ns);
    return out;
}

}  // namespace chargerig::can
