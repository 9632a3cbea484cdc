// SPDX-License-Identifier: Apache-2.0
#include "sim/evse/version.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/text.hpp"
#include "sim/evse/plans.hpp"

namespace chargerig::evse {

namespace {

class PlanMaker {
public:
    PlanMaker(const VersionEntry& entry, const dbc::Database& database, core::Errors& errors)
        : entry_(entry), database_(database), errors_(errors) {}

    Version::Plans make() {
        Version::Plans plans;
        plans.v2 = entry_.v2_power_messages;
        plans.targets.resize(database_.messages.size());
        for (std::size_t i = 0; i < kMessageKinds; ++i) {
            const auto kind = static_cast<MessageKind>(i);
            const bool replaced = plans.v2 && (kind == MessageKind::dc_power_control ||
                                               kind == MessageKind::dc_power_parameters);
            if (replaced) continue;
            plans.neutral[i] = plan(shape(kind));
            note_target(plans, plans.neutral[i], Target::Kind::neutral, i);
        }
        if (plans.v2) make_v2(plans);
        check_entry(plans);
        return plans;
    }

private:
    void complain(std::string what, std::string value, std::string allowed = {}) {
        errors_.push_back(
            {{database_.file, 0, 0}, std::move(what), std::move(value), std::move(allowed), ""});
    }

    void make_v2(Version::Plans& plans) {
        for (std::size_t i = 0; i < plans.v2_power.size(); ++i) {
            plans.v2_power[i] = plan(v2_power_shape(i));
            require(plans.v2_power[i], v2_power_shape(i));
            note_target(plans, plans.v2_power[i], Target::Kind::v2_power, i);
        }
        plans.v2_limits = plan(v2_limits_shape());
        require(plans.v2_limits, v2_limits_shape());
        note_target(plans, plans.v2_limits, Target::Kind::v2_limits, 0);
    }

    void require(const Version::Plan& plan, const Shape& shape) {
        if (plan.message >= 0) return;
        complain("protocol " + entry_.name + " needs a message that the file lacks",
                 std::string(shape.message));
    }

    static void note_target(Version::Plans& plans, const Version::Plan& plan, Target::Kind kind,
                            std::size_t index) {
        if (plan.message < 0) return;
        plans.targets[plan.message] = {kind, static_cast<std::uint8_t>(index)};
    }

    std::string_view name_in_file(std::string_view message, std::string_view signal) const {
        const auto renamed = entry_.renamed_signals.find(std::string(message));
        if (renamed == entry_.renamed_signals.end()) return signal;
        const auto found = renamed->second.find(std::string(signal));
        return found == renamed->second.end() ? signal : std::string_view(found->second);
    }

    Version::Plan plan(const Shape& shape) {
        Version::Plan plan;
        const dbc::Message* message = dbc::find_message(database_, shape.message);
        if (message == nullptr) return plan;
        plan.message = static_cast<int>(message - database_.messages.data());
        check_message(*message);
        for (const Field& field : shape.fields) {
            const std::string_view name = name_in_file(shape.message, field.signal);
            const dbc::Signal* signal = dbc::find_signal(*message, name);
            if (signal == nullptr) {
                if (!field.optional || name != field.signal) {
                    complain(message->name + " has no such signal", std::string(name));
                }
                continue;
            }
            check_width(*message, *signal, field);
            plan.steps.push_back({&field, static_cast<int>(signal - message->signals.data())});
        }
        for (const dbc::Signal& signal : message->signals) plan.blank.push_back(signal.offset);
        return plan;
    }

    void check_message(const dbc::Message& message) {
        const bool multiplexed =
            std::any_of(message.signals.begin(), message.signals.end(),
                        [](const dbc::Signal& s) { return s.multiplex != dbc::Multiplex::none; });
        if (multiplexed || message.signals.size() > kMaxSignals) {
            complain("a message of the generic interface has no multiplexed signals", message.name);
        }
        if (!message.extended || (message.id & ~kMessageIdMask) != 0) {
            complain("a message of the generic interface has a 29-bit identifier with index 0",
                     message.name);
        }
    }

    void check_width(const dbc::Message& message, const dbc::Signal& signal, const Field& field) {
        dbc::Signal unlimited = signal;
        unlimited.limited = false;
        const dbc::SignalCodec codec(unlimited);
        const bool real = field.greatest > 255.0;
        if (real || (codec.lowest() >= 0.0 && codec.highest() <= field.greatest)) return;
        complain(message.name + "." + signal.name + " is wider than what it stands for",
                 core::number_text(codec.lowest()) + " to " + core::number_text(codec.highest()),
                 "0 to " + core::number_text(field.greatest));
    }

    // What the registry says of messages must be about messages that exist.
    void check_entry(const Version::Plans& plans) {
        const auto known = [&](const std::string& name) {
            const dbc::Message* message = dbc::find_message(database_, name);
            return message != nullptr &&
                   plans.targets[message - database_.messages.data()].kind != Target::Kind::nothing;
        };
        for (const auto& [message, signals] : entry_.renamed_signals) {
            if (!known(message)) complain("signals renamed in an unknown message", message);
        }
        for (const auto& [name, bytes] : entry_.shortest_frames) {
            const dbc::Message* message = dbc::find_message(database_, name);
            if (message == nullptr) {
                complain("a shortest frame for an unknown message", name);
            } else if (bytes > message->length) {
                complain("the shortest frame is longer than " + name, std::to_string(bytes),
                         "0 to " + std::to_string(message->length));
            }
        }
    }

    const VersionEntry& entry_;
    const dbc::Database& database_;
    core::Errors& errors_;
};

}  // namespace

std::string_view text(DecodeFault fault) {
    switch (fault) {
        case DecodeFault::none:
            return "understood";
        case DecodeFault::standard_id:
            return "11-bit identifier";
        case DecodeFault::remote_frame:
            return "remote frame";
        case DecodeFault::error_frame:
            return "error frame";
        case DecodeFault::other_pistol:
            return "another pistol";
        case DecodeFault::unknown_id:
            return "unknown identifier";
        case DecodeFault::too_short:
            return "too short";
        case DecodeFault::no_neutral_message:
            return "not used by ChargeRig";
    }
    return "";
}

Version::Version(VersionEntry entry, dbc::Database database)
    : entry_(std::move(entry)), database_(std::move(database)) {}

Version::~Version() = default;

tl::expected<std::shared_ptr<const Version>, core::Errors> Version::make(VersionEntry entry,
                                                                         dbc::Database database) {
    std::shared_ptr<Version> version(new Version(std::move(entry), std::move(database)));
    core::Errors errors;
    version->plans_ =
        std::make_unique<Plans>(PlanMaker(version->entry_, version->database_, errors).make());
    version->index_messages();
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return version;
}

void Version::index_messages() {
    for (std::size_t i = 0; i < database_.messages.size(); ++i) {
        const dbc::Message& message = database_.messages[i];
        codecs_.emplace_back(message);
        by_id_.emplace_back(message.id, static_cast<int>(i));
        const auto shortest = entry_.shortest_frames.find(message.name);
        shortest_.push_back(shortest == entry_.shortest_frames.end()
                                ? message.length
                                : static_cast<std::uint8_t>(shortest->second));
    }
    std::sort(by_id_.begin(), by_id_.end());
}

bool Version::has(Capability capability) const {
    const auto& all = entry_.capabilities;
    return std::find(all.begin(), all.end(), capability) != all.end();
}

bool Version::carries(MessageKind kind) const {
    if (plans_->neutral[static_cast<std::size_t>(kind)].message >= 0) return true;
    return plans_->v2 &&
           (kind == MessageKind::dc_power_control || kind == MessageKind::dc_power_parameters);
}

int Version::message_index(std::uint32_t base_id) const {
    const auto found = std::lower_bound(by_id_.begin(), by_id_.end(), std::pair(base_id, 0));
    return found != by_id_.end() && found->first == base_id ? found->second : -1;
}

DecodeFault Version::classify(const can::Frame& frame, int& index) const {
    if ((frame.flags & can::kErrorFrame) != 0) return DecodeFault::error_frame;
    if (!frame.extended()) return DecodeFault::standard_id;
    if ((frame.flags & can::kRemote) != 0) return DecodeFault::remote_frame;
    if ((frame.id >> kPistolShift) < kMinPistol) return DecodeFault::other_pistol;
    index = message_index(frame.id & kMessageIdMask);
    if (index < 0) return DecodeFault::unknown_id;
    return frame.length < shortest_[index] ? DecodeFault::too_short : DecodeFault::none;
}

tl::expected<DecodedFrame, DecodeFault> Version::describe(const can::Frame& frame) const {
    int index = -1;
    if (const DecodeFault fault = classify(frame, index); fault != DecodeFault::none) {
        return tl::make_unexpected(fault);
    }
    const dbc::Message& message = database_.messages[index];
    DecodedFrame out;
    out.message = message.name;
    out.pistol = static_cast<int>(frame.id >> kPistolShift);
    out.from_controller = (frame.id & kFromControllerBit) != 0;
    for (std::size_t i = 0; i < message.signals.size(); ++i) {
        const dbc::Signal& signal = message.signals[i];
        const dbc::SignalCodec& codec = codecs_[index].signal(i);
        if (dbc::bytes_needed(signal) > frame.length) continue;
        if (!codecs_[index].selected(i, frame.data)) continue;
        const std::int64_t raw = codec.signed_raw(frame.data);
        out.signals.push_back({signal.name, raw, codec.decode(frame.data), signal.unit,
                               dbc::find_label(signal, raw), !signal.labels.empty()});
    }
    return out;
}

std::string_view Version::label(std::string_view message, std::string_view signal,
                                std::int64_t raw) const {
    const dbc::Message* m = dbc::find_message(database_, message);
    const dbc::Signal* s = m == nullptr ? nullptr : dbc::find_signal(*m, signal);
    return s == nullptr ? std::string_view{} : dbc::find_label(*s, raw);
}

}  // namespace chargerig::evse
