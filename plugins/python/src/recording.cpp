// SPDX-License-Identifier: Apache-2.0
#include "plugins/python/src/recording.hpp"

namespace chargerig::python {

void Recording::on_frame(const can::Frame& frame) {
    const std::lock_guard lock(mutex_);
    frames_.push(frame);
}

Column<can::Frame>::View Recording::frames() const {
    const std::lock_guard lock(mutex_);
    return frames_.view();
}

Recording::Series Recording::series(const monitor::SignalPlace& place, const evse::Version& version,
                                    const rig::LastFrames& pistol) {
    const std::lock_guard lock(mutex_);
    Signal& signal = signals_[{place.message, place.signal}];
    const auto& codec = version.codec(place.message);
    for (; signal.frames_done < frames_.size(); ++signal.frames_done) {
        const can::Frame& frame = frames_[signal.frames_done];
        if (pistol.message_of(frame) != place.message) continue;
        if (!codec.selected(place.signal, frame.data)) continue;
        signal.time_s.push(core::to_seconds(frame.time));
        signal.value.push(codec.signal(place.signal).decode(frame.data));
    }
    return {signal.time_s.view(), signal.value.view()};
}

}  // namespace chargerig::python
