// SPDX-License-Identifier: Apache-2.0
#include "sim/monitor/bus_observer.hpp"

#include "sim/core/text.hpp"
#include "sim/monitor/lookup.hpp"

namespace chargerig::monitor {
namespace {

// A signal that misses this many cycles in a row is gone.
constexpr std::int64_t kCyclesToSilence = 3;

}  // namespace

BusObserver::BusObserver(evse::Binding binding, Roles roles, const RuleLimits& limits)
    : binding_(std::move(binding)),
      audit_(binding_.version(), binding_.pistol(), roles),
      rules_(limits) {}

core::Result<std::size_t> BusObserver::watch(std::string_view message, std::string_view signal,
                                             const core::SourcePosition& where) {
    const auto place = Lookup(binding_.version(), nullptr).signal(message, signal, where);
    if (!place) return core::fail(place.error());
    const auto& found =
        binding_.version().database().messages[static_cast<std::size_t>(place->message)];
    watches_.push_back({place->message, place->signal, valid_for(found), std::nullopt, {}});
    return watches_.size() - 1;
}

core::Result<std::size_t> BusObserver::watch_message(std::string_view message,
                                                     const core::SourcePosition& where) {
    const auto place = Lookup(binding_.version(), nullptr).message(message, where);
    if (!place) return core::fail(place.error());
    Watch watch;
    watch.message = *place;
    watch.message_alone = true;
    watches_.push_back(watch);
    return watches_.size() - 1;
}

core::Duration BusObserver::valid_for(const dbc::Message& message) {
    return {std::int64_t{message.cycle_time_ms} * 1'000'000 * kCyclesToSilence};
}

void BusObserver::recall(std::size_t index, const can::Frame& last) {
    Watch& watch = watches_[index];
    const auto& codec = binding_.version().codec(watch.message);
    if (watch.value || !codec.selected(watch.signal, last.data)) return;
    watch.value = codec.signal(watch.signal).decode(last.data);
    watch.time = last.time;
}

std::optional<double> BusObserver::watched(std::size_t index, core::Instant now) const {
    const Watch& watch = watches_[index];
    const bool silent = watch.valid_for.ns > 0 && now - watch.time > watch.valid_for;
    return silent ? std::nullopt : watch.value;
}

std::string BusObserver::watched_text(std::size_t index, core::Instant now) const {
    const Watch& watch = watches_[index];
    if (!watch.value) return "no frame yet";
    const auto& message =
        binding_.version().database().messages[static_cast<std::size_t>(watch.message)];
    const std::string_view label = label_of(message.signals[watch.signal], *watch.value);
    std::string value = label.empty() ? core::number_text(*watch.value) : std::string(label);
    if (watched(index, now)) return value;
    return "no frame for " + core::fixed_text(core::to_seconds(now - watch.time), 3) + " s, " +
           value + " before";
}

void BusObserver::see(const can::Frame& frame) {
    if ((frame.flags & can::kLocalEcho) == 0) ++frames_;
    if (!audit_.see(frame)) return;
    if (sink_ || !watches_.empty()) sample(frame);
    const auto status = binding_.decode(frame, memory_, message_);
    if (status) {
        take(message_, frame.time);
        rules_.see(message_, frame.time);
    } else {
        ++faults_[static_cast<std::size_t>(status.fault)];
    }
}

void BusObserver::sample(const can::Frame& frame) {
    const std::uint32_t pistol = frame.id >> evse::kPistolShift;
    int index = -1;
    if (pistol != static_cast<std::uint32_t>(binding_.pistol()) ||
        binding_.version().classify(frame, index) != evse::DecodeFault::none) {
        return;
    }
    if (sink_) sink_->on_message(frame, index, frames_);
    const auto& codec = binding_.version().codec(index);
    for (auto& watch : watches_) {
        if (watch.message != index) continue;
        ++watch.frames;
        if (watch.message_alone || !codec.selected(watch.signal, frame.data)) continue;
        watch.value = codec.signal(watch.signal).decode(frame.data);
        watch.time = frame.time;
    }
}

std::optional<evse::ControllerState> BusObserver::state() const {
    if (states_.empty()) return std::nullopt;
    return states_.back().state;
}

void BusObserver::take(const evse::Message& message, core::Instant time) {
    if (const auto* status = std::get_if<evse::PowerModulesStatus>(&message)) {
        power_status_ = *status;
        power_status_time_ = time;
    } else if (const auto* control = std::get_if<evse::DcPowerControl>(&message)) {
        power_control_ = *control;
    } else if (const auto* state = std::get_if<evse::ControllerStatus>(&message)) {
        if (states_.empty() || states_.back().state != state->state) {
            states_.push_back({time, state->state});
        }
    } else if (std::holds_alternative<evse::NewChargeSession>(message)) {
        if (!session_started_) session_started_ = time;
    } else if (const auto* finished = std::get_if<evse::ChargeSessionFinished>(&message)) {
        session_finished_ = time;
        session_end_ = finished->state;
    } else if (std::holds_alternative<evse::EmergencyStop>(message)) {
        emergency_seen_ = true;
    }
}

}  // namespace chargerig::monitor
