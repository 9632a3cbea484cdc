// SPDX-License-Identifier: Apache-2.0
//
// The border between neutral messages and frames: one version of the generic interface, one pistol.
//
//   evse::LinkMemory memory;  // one for each end that sends or receives, part of that end's state
//   evse::Frames frames;
//   if (auto status = binding.encode(message, now, memory, frames)) { send(frames); }
//   else if (status.fault != evse::EncodeFault::not_carried) { report(binding.error(status)); }
//
// encode and decode allocate nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "sim/can/frame.hpp"
#include "sim/core/error.hpp"
#include "sim/core/inline_vector.hpp"
#include "sim/core/time.hpp"
#include "sim/dbc/codec.hpp"
#include "sim/evse/message_kind.hpp"
#include "sim/evse/v2.hpp"
#include "sim/evse/version.hpp"

namespace chargerig::evse {

// What a version needs to remember from frame to frame (2.x only; see v2.hpp). A plain value.
using LinkMemory = v2::Memory;

using Frames = core::InlineVector<can::Frame, 2>;

enum class EncodeFault : std::uint8_t {
    none,
    not_carried,  // this version has no such message: nothing is sent, which is no error
    value,        // a field does not fit its signal
};

struct EncodeStatus {
    EncodeFault fault = EncodeFault::none;
    std::int16_t message = -1;  // of the version's database
    dbc::EncodeStatus signal;   // which signal and why, when fault is `value`
    double value = 0.0;         // what was to be sent

    explicit operator bool() const { return fault == EncodeFault::none; }
};

struct DecodeStatus {
    DecodeFault fault = DecodeFault::none;
    explicit operator bool() const { return fault == DecodeFault::none; }
    friend bool operator==(const DecodeStatus&, const DecodeStatus&) = default;
};

class Binding {
public:
    // `pistol` is 1 to 31; anything else is an error.
    static core::Result<Binding> make(std::shared_ptr<const Version> version, int pistol);

    const Version& version() const { return *version_; }
    int pistol() const { return pistol_; }
    bool has(Capability capability) const { return version_->has(capability); }
    bool carries(MessageKind kind) const { return version_->carries(kind); }

    // The frames that carry `message` in this version, in sending order, with time and direction
    // set. On a fault `frames` is empty and `memory` unchanged. A field that this version does not
    // carry is left out without a fault: ask has() where it matters.
    EncodeStatus encode(const Message& message, core::Instant time, LinkMemory& memory,
                        Frames& frames) const;

    // The neutral message of a frame. A frame longer than needed is accepted; fields that this
    // version does not carry keep the value of a default message; enumerations keep unknown values.
    // On a fault `message` and `memory` are unchanged.
    DecodeStatus decode(const can::Frame& frame, LinkMemory& memory, Message& message) const;

    // The full text for a status whose fault is not `none`.
    core::Error error(const EncodeStatus& status) const;

    // Every signal of a frame of this pistol, for people. Allocates.
    tl::expected<DecodedFrame, DecodeFault> describe(const can::Frame& frame) const;

    // Nominal period from the DBC file; 0 for a message that is sent on events or not carried.
    core::Duration cycle_time(MessageKind kind) const;

    // This version's own name of the message and its identifier on the bus; empty and 0 if not
    // carried. Where 2.x splits a message, that of the message for Standby.
    std::string_view message_name(MessageKind kind) const;
    std::uint32_t id(MessageKind kind) const;

    // The label as this version's file has it, "unknown(14)" where it has none.
    std::string state_label(ControllerState state) const;

private:
    Binding(std::shared_ptr<const Version> version, int pistol)
        : version_(std::move(version)), pistol_(pistol) {}

    std::shared_ptr<const Version> version_;
    int pistol_;
};

}  // namespace chargerig::evse
