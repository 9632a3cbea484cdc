// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/data/recording.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/text.hpp"
#include "sim/monitor/bus_observer.hpp"
#include "sim/monitor/lookup.hpp"

namespace chargerig::desktop {

Recording::Recording(std::shared_ptr<const evse::Version> version, int pistol,
                     std::size_t frames_kept)
    : version_(std::move(version)), pistol_(pistol), frames_(frames_kept) {
    const auto& messages = version_->database().messages;
    std::size_t widest = 0;
    for (std::size_t m = 0; m < messages.size(); ++m) {
        first_track_.push_back(tracks_.size());
        widest = std::max(widest, messages[m].signals.size());
        if (messages[m].name == "Advantics_Controller_Status") state_message_ = static_cast<int>(m);
        for (std::size_t s = 0; s < messages[m].signals.size(); ++s) {
            tracks_.push_back(std::make_unique<Track>(Track{static_cast<int>(m), s, {}}));
        }
    }
    arrivals_.resize(messages.size());
    values_.resize(widest);
}

void Recording::advance(core::Instant now) {
    if (begun_) end_ = std::max(end_, now);
}

void Recording::add(const can::Frame& frame) {
    if (!begun_) begin_ = end_ = frame.time;
    begun_ = true;
    end_ = std::max(end_, frame.time);
    frames_.append(frame);
    int message = -1;
    if (version_->classify(frame, message) != evse::DecodeFault::none) return;
    const int pistol = static_cast<int>(frame.id >> evse::kPistolShift);
    if (pistol_ == 0) pistol_ = pistol;
    if (pistol == pistol_) take(frame, message);
}

void Recording::take(const can::Frame& frame, int message) {
    ++understood_;
    const auto& codec = version_->codec(message);
    const std::size_t count = codec.message().signals.size();
    const std::span<double> values(values_.data(), count);
    codec.decode(frame.data, values);
    for (std::size_t i = 0; i < count; ++i) {
        if (std::isnan(values[i])) continue;  // a multiplexed signal that is not in this frame
        if (!tracks_[first_track_[message] + i]->series.append(frame.time, values[i])) ++refused_;
    }
    Arrivals& arrivals = arrivals_[message];
    if (arrivals.count > 0) arrivals.period = frame.time - arrivals.last;
    ++arrivals.count;
    arrivals.last = frame.time;
    if (message != state_message_) return;
    const std::int64_t raw = codec.signal(0).signed_raw(frame.data);
    if (states_.empty() || states_.back().raw != raw) states_.push_back({frame.time, raw});
}

const Track* Recording::track(std::string_view message, std::string_view signal) const {
    for (const auto& track : tracks_) {
        if (message_of(*track).name == message && signal_of(*track).name == signal) {
            return track.get();
        }
    }
    return nullptr;
}

const dbc::Message& Recording::message_of(const Track& track) const {
    return version_->database().messages[track.message];
}

const dbc::Signal& Recording::signal_of(const Track& track) const {
    return message_of(track).signals[track.signal];
}

core::Duration Recording::valid_for(const Track& track) const {
    return monitor::BusObserver::valid_for(message_of(track));
}

std::string Recording::text_of(const Track& track, double value) const {
    const auto& signal = signal_of(track);
    if (const auto label = monitor::label_of(signal, value); !label.empty()) {
        return std::string(label);
    }
    const std::string number = core::number_text(value);
    return signal.labels.empty() ? number : "unknown(" + number + ")";
}

}  // namespace chargerig::desktop
