// SPDX-License-Identifier: Apache-2.0
//
// Between the bytes of a frame and physical values, with masks, shifts and limits worked out
// beforehand. A value that does not fit is an error for the caller, never clamped.
//
// A value fits if the raw value nearest to it (halves to even) lies in the field and in the
// signal's [minimum|maximum]; so 100.0000001 % fits a limit of 100 % in steps of 1 %, and 100.6 %
// does not. Raw values beyond 2^53 are exact through the raw calls alone: a double holds 53 bits.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/dbc/database.hpp"

namespace chargerig::dbc {

using Payload = std::array<std::uint8_t, 8>;

enum class EncodeFault : std::uint8_t {
    none,
    not_a_number,     // NaN
    below_range,      // also -infinity
    above_range,      // also +infinity
    wrong_count,      // not one value for each signal
    signals_overlap,  // the file lets two signals share bits: there is no right encoding
};

struct EncodeStatus {
    EncodeFault fault = EncodeFault::none;
    std::uint16_t signal = 0;  // index of the first signal that does not fit

    explicit operator bool() const { return fault == EncodeFault::none; }
    friend bool operator==(const EncodeStatus&, const EncodeStatus&) = default;
};

// One signal. The definition must lie within 8 bytes, as the reader guarantees.
class SignalCodec {
public:
    explicit SignalCodec(const Signal& signal);

    double decode(const Payload& payload) const;
    // Writes the signal's bits and leaves the others alone.
    EncodeFault encode(double value, Payload& payload) const;

    // The field's bits as they are, without sign extension; for a selector and for 64-bit fields.
    std::uint64_t raw(const Payload& payload) const;
    // Sign extended; the bits of an unsigned 64-bit field.
    std::int64_t signed_raw(const Payload& payload) const;
    // False, and nothing written, when the raw value needs more bits than the field has. The
    // field's own range counts here, [minimum|maximum] does not.
    bool set_raw(std::uint64_t raw, Payload& payload) const;
    bool set_signed_raw(std::int64_t raw, Payload& payload) const;

    // The least and greatest physical value that encode takes.
    double lowest() const;
    double highest() const;

private:
    friend class MessageCodec;
    EncodeFault fault_of(double unrounded_raw) const;

    std::uint64_t mask_;
    std::uint64_t sign_bit_;  // 0 for an unsigned field
    double multiplier_;       // physical = raw * multiplier_ / divisor_ + offset_
    double divisor_;
    double offset_;
    double raw_low_;  // a raw value may be in [raw_low_, raw_high_] before it is rounded
    double raw_high_;
    std::uint8_t shift_;
    std::uint8_t word_;  // 0: payload read as a little-endian number, 1: as a big-endian one
    bool wide_;          // unsigned with 64 bits
    bool is_signed_;
};

class MessageCodec {
public:
    explicit MessageCodec(Message message);

    const Message& message() const { return message_; }
    const SignalCodec& signal(std::size_t index) const { return signals_[index]; }
    bool multiplexed() const { return selector_ >= 0; }

    // One value for each signal, in file order; `values` must be as long as message().signals. A
    // multiplexed signal that the selector does not select becomes NaN.
    void decode(const Payload& payload, std::span<double> values) const;

    // Bits that belong to no signal become 0. Of a multiplexed message the selected signals alone
    // are written; the values of the others do not matter. On a fault the payload is left as it
    // was.
    EncodeStatus encode(std::span<const double> values, Payload& payload) const;

    // Whether the signal is present in this payload.
    bool selected(std::size_t index, const Payload& payload) const;

    // The full text for a fault, for people.
    core::Error error(EncodeStatus status, double value) const;

private:
    bool find_overlap() const;
    bool selected_by(std::size_t index, std::uint64_t selector_raw) const;
    EncodeStatus encode_multiplexed(std::span<const double> values, Payload& payload) const;

    Message message_;
    std::vector<SignalCodec> signals_;
    int selector_ = -1;
    bool overlap_ = false;
};

}  // namespace chargerig::dbc
