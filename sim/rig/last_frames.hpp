// SPDX-License-Identifier: Apache-2.0
//
// The last frame of each message of one pistol, and the values of its signals.
#pragma once

#include <optional>
#include <vector>

#include "sim/evse/binding.hpp"
#include "sim/monitor/lookup.hpp"
#include "sim/rig/bus_hub.hpp"

namespace chargerig::rig {

class LastFrames final : public FrameTap {
public:
    // `version` must outlive this.
    LastFrames(const evse::Version& version, int pistol);

    void on_frame(const can::Frame& frame) override;

    // Null before the first one.
    const can::Frame* of(int message) const;
    // In the signal's unit; empty before its first frame.
    std::optional<double> value(const monitor::SignalPlace& place) const;

    // The index of the frame's message in the version's database; -1 if it is none of this pistol.
    int message_of(const can::Frame& frame) const;

private:
    const evse::Version& version_;
    std::uint32_t pistol_;
    std::vector<std::optional<can::Frame>> last_;
};

}  // namespace chargerig::rig
