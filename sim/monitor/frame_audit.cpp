// SPDX-License-Identifier: Apache-2.0
#include "sim/monitor/frame_audit.hpp"

#include <algorithm>

namespace chargerig::monitor {
namespace {

using evse::DecodeFault;

std::optional<Unexpected> kind_of(DecodeFault fault) {
    switch (fault) {
        case DecodeFault::standard_id:
            return Unexpected::standard_id;
        case DecodeFault::remote_frame:
            return Unexpected::remote_frame;
        case DecodeFault::error_frame:
            return Unexpected::error_frame;
        case DecodeFault::other_pistol:
            return Unexpected::other_pistol;
        case DecodeFault::unknown_id:
            return Unexpected::unknown_id;
        case DecodeFault::too_short:
            return Unexpected::too_short;
        case DecodeFault::none:
        case DecodeFault::no_neutral_message:
            return std::nullopt;
    }
    return std::nullopt;
}

bool covers_all_values(const dbc::Signal& signal) {
    return signal.length < 16 && signal.labels.size() >= std::size_t{1} << signal.length;
}

bool same_content(const can::Frame& a, const can::Frame& b) {
    constexpr std::uint8_t kKind = can::kExtended | can::kRemote;
    return a.id == b.id && (a.flags & kKind) == (b.flags & kKind) && a.length == b.length &&
           a.data == b.data;
}

}  // namespace

FrameAudit::FrameAudit(const evse::Version& version, int pistol, Roles roles)
    : version_(&version), pistol_(pistol), roles_(roles) {
    const auto& messages = version_->database().messages;
    checks_.resize(messages.size());
    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (messages[i].name == "Power_Modules_Status") power_modules_status_ = static_cast<int>(i);
        for (std::size_t s = 0; s < messages[i].signals.size(); ++s) {
            const dbc::Signal& signal = messages[i].signals[s];
            if (signal.labels.empty() || covers_all_values(signal)) continue;
            LabelCheck check{static_cast<int>(s), signal.name == "Power_Function", {}};
            check.defined.reserve(signal.labels.size());
            for (const auto& label : signal.labels) check.defined.push_back(label.raw);
            std::sort(check.defined.begin(), check.defined.end());
            checks_[i].push_back(std::move(check));
        }
    }
}

bool FrameAudit::see(const can::Frame& frame) {
    last_.clear();
    if (frame.direction == can::Direction::sent) {
        remember(frame);
        return true;
    }
    if (is_echo(frame)) {
        const int sent =
            frame.extended() ? version_->message_index(frame.id & evse::kMessageIdMask) : -1;
        ++find(Unexpected::own_echo, frame, sent).count;
        return false;
    }
    int message = -1;
    const DecodeFault fault = version_->classify(frame, message);
    const bool known = version_->message_index(frame.id & evse::kMessageIdMask) >= 0;
    if (fault == DecodeFault::other_pistol && !known) {
        ++find(Unexpected::unknown_id, frame, -1).count;
        return true;
    }
    const auto kind = kind_of(fault);
    if (kind && !(fault == DecodeFault::too_short && wrong_pistol(frame))) {
        ++find(*kind, frame, message).count;
        return true;
    }
    if (wrong_pistol(frame)) {
        ++find(Unexpected::other_pistol, frame, message).count;
        return true;
    }
    if (const auto role = second_role(frame, message)) {
        ++find(*role, frame, message).count;
        return false;
    }
    const auto usual = version_->database().messages[static_cast<std::size_t>(message)].length;
    if (frame.length < usual) ++find(Unexpected::shortened, frame, message).count;
    if (frame.length > usual) ++find(Unexpected::longer, frame, message).count;
    check_labels(frame, message);
    return true;
}

void FrameAudit::remember(const can::Frame& frame) {
    sent_[sent_count_++ % kRemembered] = {frame, false};
}

bool FrameAudit::is_echo(const can::Frame& frame) {
    const bool marked = (frame.flags & can::kLocalEcho) != 0;
    const std::size_t known = std::min(sent_count_, kRemembered);
    // Oldest first: echoes come back in the order of sending.
    for (std::size_t i = sent_count_ - known; i < sent_count_; ++i) {
        Sent& sent = sent_[i % kRemembered];
        if (sent.came_back || frame.time - sent.frame.time > kEchoWindow) continue;
        if (!same_content(sent.frame, frame)) continue;
        sent.came_back = true;
        return true;
    }
    return marked;
}

bool FrameAudit::wrong_pistol(const can::Frame& frame) const {
    return pistol_ != 0 && frame.id >> evse::kPistolShift != static_cast<std::uint32_t>(pistol_);
}

std::optional<Unexpected> FrameAudit::second_role(const can::Frame& frame, int message) const {
    if (roles_.controller && (frame.id & evse::kFromControllerBit) != 0) {
        return Unexpected::second_controller;
    }
    // A tool or a customer controller may send the other messages of the power side beside us.
    if (roles_.modules && message == power_modules_status_) return Unexpected::second_power_side;
    return std::nullopt;
}

void FrameAudit::check_labels(const can::Frame& frame, int message) {
    const auto index = static_cast<std::size_t>(message);
    const auto& signals = version_->database().messages[index].signals;
    const auto& codec = version_->codec(message);
    for (const LabelCheck& check : checks_[index]) {
        const auto signal = static_cast<std::size_t>(check.signal);
        if (dbc::bytes_needed(signals[signal]) > frame.length) continue;
        if (!codec.selected(signal, frame.data)) continue;
        const std::int64_t raw = codec.signal(signal).signed_raw(frame.data);
        if (std::binary_search(check.defined.begin(), check.defined.end(), raw)) continue;
        Finding& finding = find(check.power_function ? Unexpected::undefined_power_function
                                                     : Unexpected::undefined_label,
                                frame, message);
        if (finding.count++ > 0) continue;
        finding.signal = check.signal;
        finding.raw = raw;
    }
}

FrameAudit::Finding& FrameAudit::find(Unexpected kind, const can::Frame& frame, int message) {
    if (std::find(last_.begin(), last_.end(), kind) == last_.end()) last_.push_back(kind);
    std::size_t of_this_kind = 0;
    for (Finding& known : findings_) {
        if (known.kind != kind) continue;
        if (known.id == frame.id && known.extended == frame.extended()) return known;
        ++of_this_kind;
    }
    Finding fresh;
    fresh.kind = kind;
    fresh.id = frame.id;
    fresh.extended = frame.extended();
    fresh.first = frame.time;
    fresh.length = frame.length;
    fresh.message = message;
    if (of_this_kind == kMostOfOneKind) {
        ++others_[static_cast<std::size_t>(kind)];
        overflow_ = fresh;
        return overflow_;
    }
    findings_.push_back(fresh);
    return findings_.back();
}

std::uint64_t FrameAudit::count(Unexpected kind) const {
    std::uint64_t out = others(kind);
    for (const Finding& finding : findings_) {
        if (finding.kind == kind) out += finding.count;
    }
    return out;
}

const FrameAudit::Finding* FrameAudit::next_news() {
    while (news_read_ < findings_.size()) {
        const Finding& next = findings_[news_read_];
        const auto* const begin = findings_.begin();
        const auto* const end = begin + news_read_;
        ++news_read_;
        const bool told = std::any_of(
            begin, end, [&](const Finding& earlier) { return earlier.kind == next.kind; });
        if (!told) return &next;
    }
    return nullptr;
}

std::string FrameAudit::text(const Finding& finding) const {
    constexpr const char* kDigits = "0123456789ABCDEF";
    std::string out;
    for (int shift = finding.extended ? 28 : 8; shift >= 0; shift -= 4) {
        out += kDigits[finding.id >> shift & 15];
    }
    if (finding.kind == Unexpected::error_frame) return out;
    out += ", " + std::to_string(finding.length) + (finding.length == 1 ? " byte" : " bytes");
    if (finding.message < 0) return out;
    const dbc::Message& message =
        version_->database().messages[static_cast<std::size_t>(finding.message)];
    out += ": " + message.name;
    if (finding.signal >= 0) {
        out += "." + message.signals[static_cast<std::size_t>(finding.signal)].name + "=unknown(" +
               std::to_string(finding.raw) + ")";
    } else if (finding.length != message.length) {
        out += " has " + std::to_string(message.length);
    }
    return out;
}

std::string_view name(Unexpected kind) {
    switch (kind) {
        case Unexpected::too_short:
            return "too_short";
        case Unexpected::shortened:
            return "shortened";
        case Unexpected::longer:
            return "longer";
        case Unexpected::unknown_id:
            return "unknown_id";
        case Unexpected::other_pistol:
            return "other_pistol";
        case Unexpected::standard_id:
            return "standard_id";
        case Unexpected::remote_frame:
            return "remote_frame";
        case Unexpected::error_frame:
            return "error_frame";
        case Unexpected::undefined_label:
            return "undefined_label";
        case Unexpected::undefined_power_function:
            return "undefined_power_function";
        case Unexpected::own_echo:
            return "own_echo";
        case Unexpected::second_controller:
            return "second_controller";
        case Unexpected::second_power_side:
            return "second_power_side";
    }
    return "";
}

std::string_view advice(Unexpected kind) {
    switch (kind) {
        case Unexpected::too_short:
            return "ignored; compare the protocol version of its sender";
        case Unexpected::shortened:
            return "what is missing is read as 0; its sender has an older protocol version";
        case Unexpected::longer:
            return "the bytes behind are ignored; compare the protocol version of its sender";
        case Unexpected::unknown_id:
            return "ignored; another device, or another protocol version";
        case Unexpected::other_pistol:
            return "ignored; compare the pistol index if it was meant for this one";
        case Unexpected::standard_id:
            return "ignored; the interface has 29-bit identifiers only";
        case Unexpected::remote_frame:
            return "ignored; the interface has none";
        case Unexpected::error_frame:
            return "check bit rate, termination and wiring, and that each identifier has one "
                   "sender";
        case Unexpected::undefined_label:
            return "the value is kept; compare the protocol version of its sender";
        case Unexpected::undefined_power_function:
            return "taken as Off; correct the controller that sends it";
        case Unexpected::own_echo:
            return "ignored; switch off the driver's loop-back, or look for a bridge between two "
                   "interfaces";
        case Unexpected::second_controller:
            return "the controller is emulated here: take the other one off the bus, or leave "
                   "controller out of --emulate";
        case Unexpected::second_power_side:
            return "the modules are emulated here: take the others off the bus, or leave modules "
                   "out of --emulate";
    }
    return "";
}

}  // namespace chargerig::monitor
