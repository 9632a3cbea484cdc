// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/last_frames.hpp"

namespace chargerig::rig {

LastFrames::LastFrames(const evse::Version& version, int pistol)
    : version_(version),
      pistol_(static_cast<std::uint32_t>(pistol)),
      last_(version.database().messages.size()) {}

int LastFrames::message_of(const can::Frame& frame) const {
    int index = -1;
    if (frame.id >> evse::kPistolShift != pistol_) return -1;
    return version_.classify(frame, index) == evse::DecodeFault::none ? index : -1;
}

void LastFrames::on_frame(const can::Frame& frame) {
    const int index = message_of(frame);
    if (index >= 0) last_[static_cast<std::size_t>(index)] = frame;
}

const can::Frame* LastFrames::of(int message) const {
    const auto& last = last_[static_cast<std::size_t>(message)];
    return last ? &*last : nullptr;
}

std::optional<double> LastFrames::value(const monitor::SignalPlace& place) const {
    const can::Frame* frame = of(place.message);
    const auto& codec = version_.codec(place.message);
    if (!frame || !codec.selected(place.signal, frame->data)) return std::nullopt;
    return codec.signal(place.signal).decode(frame->data);
}

}  // namespace chargerig::rig
