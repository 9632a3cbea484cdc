// SPDX-License-Identifier: Apache-2.0
#include "sim/monitor/bus_observer.hpp"

namespace chargerig::monitor {
namespace {

template <class T>
std::string names_of(const std::vector<T>& things) {
    std::string out;
    for (const auto& thing : things) out += (out.empty() ? "" : ", ") + thing.name;
    return out;
}

}  // namespace

BusObserver::BusObserver(evse::Binding binding) : binding_(std::move(binding)) {}

core::Result<std::size_t> BusObserver::watch(std::string_view message, std::string_view signal,
                                             const core::SourcePosition& where) {
    const auto& messages = binding_.version().database().messages;
    const std::string protocol = "protocol " + binding_.version().name();
    for (std::size_t m = 0; m < messages.size(); ++m) {
        if (messages[m].name != message) continue;
        for (std::size_t s = 0; s < messages[m].signals.size(); ++s) {
            if (messages[m].signals[s].name != signal) continue;
            watches_.push_back({static_cast<int>(m), s, std::nullopt});
            return watches_.size() - 1;
        }
        return core::fail({where, protocol + " has no such signal in " + std::string(message),
                           std::string(signal), names_of(messages[m].signals), ""});
    }
    return core::fail(
        {where, protocol + " has no such message", std::string(message), names_of(messages), ""});
}

void BusObserver::see(const can::Frame& frame) {
    if (!watches_.empty()) sample(frame);
    const auto status = binding_.decode(frame, memory_, message_);
    if (status) {
        take(message_, frame.time);
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
    const auto& codec = binding_.version().codec(index);
    for (auto& watch : watches_) {
        if (watch.message != index || !codec.selected(watch.signal, frame.data)) continue;
        watch.value = codec.signal(watch.signal).decode(frame.data);
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
