// SPDX-License-Identifier: Apache-2.0
#include "sim/evse/binding.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sim/evse/plans.hpp"

namespace chargerig::evse {

namespace {

// A default message of each kind, and where its struct lies.
template <std::size_t... I>
constexpr auto make_table(std::index_sequence<I...>) {
    return std::array<Message (*)(), sizeof...(I)>{
        [] { return Message(std::in_place_index<I>); }...};
}
constexpr auto kDefaultMessage = make_table(std::make_index_sequence<kMessageKinds>{});

template <class Variant>
const void* content(const Variant& message) {
    return std::visit([](const auto& m) { return static_cast<const void*>(&m); }, message);
}
template <class Variant>
void* content(Variant& message) {
    return std::visit([](auto& m) { return static_cast<void*>(&m); }, message);
}

v2::PowerMessage default_power_message(std::size_t alternative) {
    if (alternative == 0) return v2::InsulationTest{};
    if (alternative == 1) return v2::Precharge{};
    return v2::ChargingLoop{};
}

// Bytes behind the frame's length do not count, whatever is in them.
dbc::Payload received_payload(const can::Frame& frame) {
    dbc::Payload payload = frame.data;
    for (std::size_t i = frame.length; i < payload.size(); ++i) payload[i] = 0;
    return payload;
}

struct FrameMaker {
    const Version& version;
    int pistol;
    core::Instant time;
    Frames& frames;

    EncodeStatus add(const Version::Plan& plan, const void* message) const {
        if (plan.message < 0) return {EncodeFault::not_carried, -1, {}, 0.0};
        std::array<double, kMaxSignals> values;
        const std::size_t count = plan.blank.size();
        std::copy(plan.blank.begin(), plan.blank.end(), values.begin());
        for (const auto& step : plan.steps) values[step.signal] = step.field->get(message);

        const dbc::MessageCodec& codec = version.codec(plan.message);
        can::Frame frame;
        const dbc::EncodeStatus status = codec.encode({values.data(), count}, frame.data);
        if (!status) {
            return {EncodeFault::value, static_cast<std::int16_t>(plan.message), status,
                    count > 0 ? values[status.signal] : 0.0};
        }
        frame.time = time;
        frame.id = codec.message().id | static_cast<std::uint32_t>(pistol) << kPistolShift;
        frame.length = codec.message().length;
        frame.direction = can::Direction::sent;
        frames.push_back(frame);
        return {};
    }
};

EncodeStatus encode_v2(const DcPowerControl& control, const FrameMaker& out,
                       const Version::Plans& plans, LinkMemory& memory) {
    LinkMemory next = memory;
    const v2::PowerMessages messages = v2::to_v2(control, next);
    for (const v2::PowerMessage& message : messages) {
        const EncodeStatus status = out.add(plans.v2_power[message.index()], content(message));
        if (!status) {
            out.frames.clear();
            return status;
        }
    }
    memory = next;
    return {};
}

void read(const Version::Plan& plan, const dbc::MessageCodec& codec, const can::Frame& frame,
          void* message) {
    std::array<double, kMaxSignals> values;
    codec.decode(received_payload(frame), {values.data(), plan.blank.size()});
    for (const auto& step : plan.steps) step.field->set(message, values[step.signal]);
}

bool ends_lowering(MessageKind kind) {
    return kind == MessageKind::new_charge_session || kind == MessageKind::charge_status_change ||
           kind == MessageKind::charge_session_finished;
}

const Version::Plan& standing_for(const Version::Plans& plans, MessageKind kind) {
    if (plans.v2 && kind == MessageKind::dc_power_control) {
        return plans.v2_power[v2::PowerMessage(v2::ChargingLoop{}).index()];
    }
    if (plans.v2 && kind == MessageKind::dc_power_parameters) return plans.v2_limits;
    return plans.neutral[static_cast<std::size_t>(kind)];
}

}  // namespace

core::Result<Binding> Binding::make(std::shared_ptr<const Version> version, int pistol) {
    if (pistol < kMinPistol || pistol > kMaxPistol) {
        return core::fail(
            {{}, "the pistol index is not valid", std::to_string(pistol), "1 to 31", ""});
    }
    return Binding(std::move(version), pistol);
}

EncodeStatus Binding::encode(const Message& message, core::Instant time, LinkMemory& memory,
                             Frames& frames) const {
    frames.clear();
    const FrameMaker out{*version_, pistol_, time, frames};
    const Version::Plans& plans = version_->plans();
    if (plans.v2) {
        if (const auto* control = std::get_if<DcPowerControl>(&message)) {
            return encode_v2(*control, out, plans, memory);
        }
        if (const auto* parameters = std::get_if<DcPowerParameters>(&message)) {
            const v2::PowerModulesLimits limits = v2::to_v2(*parameters);
            return out.add(plans.v2_limits, &limits);
        }
    }
    return out.add(plans.neutral[message.index()], content(message));
}

DecodeStatus Binding::decode(const can::Frame& frame, LinkMemory& memory, Message& message) const {
    int index = -1;
    const DecodeFault fault = version_->classify(frame, index);
    const bool foreign_index = frame.extended() && (frame.flags & can::kErrorFrame) == 0 &&
                               (frame.flags & can::kRemote) == 0 &&
                               static_cast<int>(frame.id >> kPistolShift) != pistol_;
    if (foreign_index) return {DecodeFault::other_pistol};
    if (fault != DecodeFault::none) return {fault};

    const Version::Plans& plans = version_->plans();
    const dbc::MessageCodec& codec = version_->codec(index);
    const Target target = plans.targets[index];
    switch (target.kind) {
        case Target::Kind::nothing:
            return {DecodeFault::no_neutral_message};
        case Target::Kind::neutral: {
            Message decoded = kDefaultMessage[target.index]();
            read(plans.neutral[target.index], codec, frame, content(decoded));
            if (ends_lowering(static_cast<MessageKind>(target.index))) {
                v2::next_step_of_session(memory);
            }
            message = decoded;
            return {};
        }
        case Target::Kind::v2_power: {
            v2::PowerMessage power = default_power_message(target.index);
            read(plans.v2_power[target.index], codec, frame, content(power));
            message = v2::from_v2(power, memory);
            return {};
        }
        case Target::Kind::v2_limits: {
            v2::PowerModulesLimits limits;
            read(plans.v2_limits, codec, frame, &limits);
            message = v2::from_v2(limits);
            return {};
        }
    }
    return {DecodeFault::no_neutral_message};
}

core::Error Binding::error(const EncodeStatus& status) const {
    if (status.fault == EncodeFault::not_carried) {
        return {{}, "protocol " + version_->name() + " has no such message", "", "", ""};
    }
    core::Error error = version_->codec(status.message).error(status.signal, status.value);
    error.what = "protocol " + version_->name() + ": " + error.what;
    return error;
}

tl::expected<DecodedFrame, DecodeFault> Binding::describe(const can::Frame& frame) const {
    auto decoded = version_->describe(frame);
    if (decoded && decoded->pistol != pistol_)
        return tl::make_unexpected(DecodeFault::other_pistol);
    return decoded;
}

core::Duration Binding::cycle_time(MessageKind kind) const {
    const int index = standing_for(version_->plans(), kind).message;
    if (index < 0) return {};
    return core::Duration{1'000'000} * version_->codec(index).message().cycle_time_ms;
}

std::string_view Binding::message_name(MessageKind kind) const {
    const int index = standing_for(version_->plans(), kind).message;
    return index < 0 ? std::string_view{} : version_->codec(index).message().name;
}

std::uint32_t Binding::id(MessageKind kind) const {
    const int index = standing_for(version_->plans(), kind).message;
    if (index < 0) return 0;
    return version_->codec(index).message().id | static_cast<std::uint32_t>(pistol_)
                                                     << kPistolShift;
}

std::string Binding::state_label(ControllerState state) const {
    const auto raw = static_cast<std::int64_t>(state);
    const Shape& status = shape(MessageKind::controller_status);
    const std::string_view label =
        version_->label(status.message, status.fields.front().signal, raw);
    return label.empty() ? "unknown(" + std::to_string(raw) + ")" : std::string(label);
}

}  // namespace chargerig::evse
