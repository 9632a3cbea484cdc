// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/frame_path.hpp"

namespace chargerig::rig {
namespace {

// What stops a session goes out whatever faults there are.
bool stops(const evse::Message& message) {
    if (std::holds_alternative<evse::EmergencyStop>(message)) return true;
    if (std::holds_alternative<evse::ChargeSessionFinished>(message)) return true;
    const auto* power = std::get_if<evse::DcPowerControl>(&message);
    return power && !power->output_contactors_close &&
           (power->power_function == evse::PowerFunction::Off ||
            power->power_function == evse::PowerFunction::Standby);
}

}  // namespace

FramePath::FramePath(const evse::Binding& binding, std::uint64_t seed, Endpoints endpoints)
    : endpoints_(endpoints), layer_(binding.version(), binding.pistol(), seed) {
    constexpr std::size_t kBurst = 64;  // frames at one instant; more only costs an allocation
    out_.reserve(kBurst);
}

void FramePath::flush(BusHub& hub) {
    for (const auto& each : out_) {
        hub.send(each.from_stranger ? *endpoints_.second_sender : endpoint(each.side), each.frame);
    }
    out_.clear();
}

core::Result<void> FramePath::step(core::Instant now, BusHub& hub, std::vector<core::Note>& notes) {
    for (const auto& each : asked_) {
        if (const auto* begin = std::get_if<scenario::BeginFault>(&each)) {
            auto begun = layer_.begin(state_, begin->fault, now);
            if (!begun) return begun;
        } else {
            layer_.clear(state_, std::get<scenario::ClearFault>(each).name, now, notes);
        }
    }
    asked_.clear();
    if (endpoints_.second_sender) {
        can::Frame nobodys;
        while (hub.receive(*endpoints_.second_sender, now, nobodys)) {
        }
    }
    if (!state_.active()) return {};
    layer_.advance(state_, now, out_, notes);
    flush(hub);
    return {};
}

void FramePath::send(fault::Side side, const can::Frame& frame, const evse::Message& message,
                     core::Instant now, BusHub& hub) {
    if (!state_.active()) {
        hub.send(endpoint(side), frame);
        return;
    }
    layer_.send(state_, {side, frame, stops(message), false}, now, out_);
    flush(hub);
}

bool FramePath::receive(fault::Side side, core::Instant now, BusHub& hub, can::Frame& frame) {
    while (hub.receive(endpoint(side), now, frame)) {
        if (hears(side, frame, now)) return true;
    }
    return false;
}

}  // namespace chargerig::rig
