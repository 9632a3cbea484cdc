// SPDX-License-Identifier: Apache-2.0
//
// Compiled without errno for mathematical functions, so that rounding is one instruction.
#include "sim/dbc/codec.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>
#include <tuple>
#include <utility>

#include "sim/core/text.hpp"

namespace chargerig::dbc {

namespace {

static_assert(std::endian::native == std::endian::little, "load() and store() assume it");

constexpr double kTwoTo63 = 9223372036854775808.0;

std::uint64_t load(const Payload& payload) {
    std::uint64_t word = 0;
    std::memcpy(&word, payload.data(), sizeof word);
    return word;
}

void store(std::uint64_t word, Payload& payload) {
    std::memcpy(payload.data(), &word, sizeof word);
}

std::uint64_t swapped(std::uint64_t word) {
    return __builtin_bswap64(word);
}

// A decimal factor as a fraction of whole numbers: raw * 1 / 10 is the double nearest to the true
// value, raw * 0.1 often is not.
std::pair<double, double> fraction(double factor) {
    double power = 1.0;
    for (int digits = 0; digits <= 9; ++digits, power *= 10.0) {
        const double numerator = std::nearbyint(factor * power);
        if (std::abs(numerator) < 1e9 && numerator / power == factor) return {numerator, power};
    }
    return {factor, 1.0};
}

bool even(double whole) {
    return std::fmod(whole, 2.0) == 0.0;
}

// The greatest number that rounds (halves to even) to at most `limit`; `limit` is whole.
double highest_rounding_to(double limit) {
    const double half = limit + 0.5;
    return even(limit) ? half : std::nextafter(half, -std::numeric_limits<double>::infinity());
}

std::uint64_t payload_bits(std::uint64_t mask, int shift, int word) {
    return word == 0 ? mask << shift : swapped(mask << shift);
}

}  // namespace

SignalCodec::SignalCodec(const Signal& signal)
    : mask_(~std::uint64_t{0} >> (64 - signal.length)),
      sign_bit_(signal.is_signed ? std::uint64_t{1} << (signal.length - 1) : 0),
      offset_(signal.offset),
      shift_(static_cast<std::uint8_t>(signal.start)),
      word_(signal.byte_order == ByteOrder::big_endian ? 1 : 0),
      wide_(!signal.is_signed && signal.length == 64),
      is_signed_(signal.is_signed) {
    assert(signal.length >= 1 && signal.length <= 64);
    if (word_ == 1) {
        const int from_top = signal.start / 8 * 8 + (7 - signal.start % 8);
        shift_ = static_cast<std::uint8_t>(64 - from_top - signal.length);
    }
    assert(shift_ + signal.length <= 64);
    std::tie(multiplier_, divisor_) = fraction(signal.factor);

    const int value_bits = signal.length - (signal.is_signed ? 1 : 0);
    // 2^bits - 1 is odd, and from 54 bits on it is not a double: the limit is just below 2^bits -
    // 0.5.
    raw_high_ = std::nextafter(std::ldexp(1.0, value_bits) - 0.5, 0.0);
    raw_low_ = signal.is_signed ? -highest_rounding_to(std::ldexp(1.0, value_bits)) : -0.5;
    if (!signal.limited) return;

    double low = (signal.minimum - offset_) * divisor_ / multiplier_;
    double high = (signal.maximum - offset_) * divisor_ / multiplier_;
    if (multiplier_ < 0.0) std::swap(low, high);
    const auto slack = [](double x) { return 1e-9 * std::max(1.0, std::abs(x)); };
    raw_low_ = std::max(raw_low_, -highest_rounding_to(-std::ceil(low - slack(low))));
    raw_high_ = std::min(raw_high_, highest_rounding_to(std::floor(high + slack(high))));
}

namespace {

inline std::int64_t extended(std::uint64_t bits, std::uint64_t sign_bit) {
    return static_cast<std::int64_t>((bits ^ sign_bit) - sign_bit);
}

// `x` was found to be in range.
inline std::uint64_t rounded(double x) {
    if (x >= kTwoTo63) return static_cast<std::uint64_t>(x);  // whole already
    return static_cast<std::uint64_t>(std::llrint(x));
}

}  // namespace

std::uint64_t SignalCodec::raw(const Payload& payload) const {
    const std::uint64_t word = word_ == 0 ? load(payload) : swapped(load(payload));
    return (word >> shift_) & mask_;
}

std::int64_t SignalCodec::signed_raw(const Payload& payload) const {
    return extended(raw(payload), sign_bit_);
}

double SignalCodec::decode(const Payload& payload) const {
    const std::int64_t value = signed_raw(payload);
    const double number =
        wide_ ? static_cast<double>(static_cast<std::uint64_t>(value)) : static_cast<double>(value);
    return number * multiplier_ / divisor_ + offset_;
}

bool SignalCodec::set_raw(std::uint64_t raw, Payload& payload) const {
    // A signed field of n bits holds n - 1 bits of a number that is not negative.
    if (raw > (is_signed_ ? mask_ >> 1 : mask_)) return false;
    store((load(payload) & ~payload_bits(mask_, shift_, word_)) | payload_bits(raw, shift_, word_),
          payload);
    return true;
}

bool SignalCodec::set_signed_raw(std::int64_t raw, Payload& payload) const {
    if (raw >= 0) return set_raw(static_cast<std::uint64_t>(raw), payload);
    const std::uint64_t bits = static_cast<std::uint64_t>(raw) & mask_;
    if (!is_signed_ || extended(bits, sign_bit_) != raw) return false;
    store((load(payload) & ~payload_bits(mask_, shift_, word_)) | payload_bits(bits, shift_, word_),
          payload);
    return true;
}

EncodeFault SignalCodec::encode(double value, Payload& payload) const {
    const double x = (value - offset_) * divisor_ / multiplier_;
    if (!(x >= raw_low_ && x <= raw_high_)) return fault_of(x);
    const std::uint64_t bits = rounded(x) & mask_;
    store((load(payload) & ~payload_bits(mask_, shift_, word_)) | payload_bits(bits, shift_, word_),
          payload);
    return EncodeFault::none;
}

EncodeFault SignalCodec::fault_of(double x) const {
    if (std::isnan(x)) return EncodeFault::not_a_number;
    // With a negative factor the least raw value is the greatest physical one.
    return (x < raw_low_) == (multiplier_ > 0.0) ? EncodeFault::below_range
                                                 : EncodeFault::above_range;
}

double SignalCodec::lowest() const {
    const double raw = std::nearbyint(multiplier_ > 0.0 ? raw_low_ : raw_high_);
    return (raw + 0.0) * multiplier_ / divisor_ + offset_;
}

double SignalCodec::highest() const {
    const double raw = std::nearbyint(multiplier_ > 0.0 ? raw_high_ : raw_low_);
    return (raw + 0.0) * multiplier_ / divisor_ + offset_;
}

MessageCodec::MessageCodec(Message message) : message_(std::move(message)) {
    signals_.reserve(message_.signals.size());
    for (std::size_t i = 0; i < message_.signals.size(); ++i) {
        signals_.emplace_back(message_.signals[i]);
        if (message_.signals[i].multiplex == Multiplex::selector) selector_ = static_cast<int>(i);
    }
    overlap_ = find_overlap();
}

bool MessageCodec::find_overlap() const {
    for (std::size_t i = 0; i < signals_.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const Signal& a = message_.signals[i];
            const Signal& b = message_.signals[j];
            const bool never_together = a.multiplex == Multiplex::selected &&
                                        b.multiplex == Multiplex::selected &&
                                        a.multiplex_value != b.multiplex_value;
            if (never_together) continue;
            const auto bits = [](const SignalCodec& s) {
                return payload_bits(s.mask_, s.shift_, s.word_);
            };
            if ((bits(signals_[i]) & bits(signals_[j])) != 0) return true;
        }
    }
    return false;
}

bool MessageCodec::selected_by(std::size_t index, std::uint64_t selector_raw) const {
    const Signal& signal = message_.signals[index];
    return signal.multiplex != Multiplex::selected || signal.multiplex_value == selector_raw;
}

bool MessageCodec::selected(std::size_t index, const Payload& payload) const {
    return selector_ < 0 || selected_by(index, signals_[selector_].raw(payload));
}

void MessageCodec::decode(const Payload& payload, std::span<double> values) const {
    assert(values.size() >= signals_.size());
    const std::uint64_t word = load(payload);
    const std::array<std::uint64_t, 2> words{word, swapped(word)};
    double* out = values.data();
    for (const SignalCodec& s : signals_) {
        const std::int64_t raw = extended((words[s.word_] >> s.shift_) & s.mask_, s.sign_bit_);
        const double number = s.wide_ ? static_cast<double>(static_cast<std::uint64_t>(raw))
                                      : static_cast<double>(raw);
        *out++ = number * s.multiplier_ / s.divisor_ + s.offset_;
    }
    if (selector_ < 0) return;
    const std::uint64_t selector_raw = signals_[selector_].raw(payload);
    for (std::size_t i = 0; i < signals_.size(); ++i) {
        if (!selected_by(i, selector_raw)) values[i] = std::numeric_limits<double>::quiet_NaN();
    }
}

EncodeStatus MessageCodec::encode(std::span<const double> values, Payload& payload) const {
    if (values.size() != signals_.size()) return {EncodeFault::wrong_count, 0};
    if (overlap_) return {EncodeFault::signals_overlap, 0};
    if (selector_ >= 0) return encode_multiplexed(values, payload);
    std::array<std::uint64_t, 2> words{};
    const double* value = values.data();
    for (const SignalCodec& s : signals_) {
        const double x = (*value++ - s.offset_) * s.divisor_ / s.multiplier_;
        if (!(x >= s.raw_low_ && x <= s.raw_high_)) {
            return {s.fault_of(x), static_cast<std::uint16_t>(&s - signals_.data())};
        }
        words[s.word_] |= (rounded(x) & s.mask_) << s.shift_;
    }
    store(words[0] | swapped(words[1]), payload);
    return {};
}

EncodeStatus MessageCodec::encode_multiplexed(std::span<const double> values,
                                              Payload& payload) const {
    Payload out{};
    const auto selector = static_cast<std::size_t>(selector_);
    const EncodeFault selector_fault = signals_[selector].encode(values[selector], out);
    if (selector_fault != EncodeFault::none) {
        return {selector_fault, static_cast<std::uint16_t>(selector)};
    }
    const std::uint64_t selector_raw = signals_[selector].raw(out);
    for (std::size_t i = 0; i < signals_.size(); ++i) {
        if (i == selector || !selected_by(i, selector_raw)) continue;
        const EncodeFault fault = signals_[i].encode(values[i], out);
        if (fault != EncodeFault::none) return {fault, static_cast<std::uint16_t>(i)};
    }
    payload = out;
    return {};
}

core::Error MessageCodec::error(EncodeStatus status, double value) const {
    if (status.fault == EncodeFault::wrong_count) {
        return {{},
                message_.name + ": not one value for each signal",
                "",
                std::to_string(signals_.size()) + " values",
                ""};
    }
    if (status.fault == EncodeFault::signals_overlap) {
        return {{},
                message_.name + ": two signals share bits, so it cannot be encoded",
                "",
                "",
                "mend the DBC file"};
    }
    const Signal& signal = message_.signals[status.signal];
    const SignalCodec& codec = signals_[status.signal];
    const std::string unit = signal.unit.empty() ? "" : " " + signal.unit;
    const char* what = status.fault == EncodeFault::not_a_number ? "is not a number"
                       : status.fault == EncodeFault::below_range
                           ? "is below what the signal holds"
                           : "is above what the signal holds";
    return {{},
            message_.name + "." + signal.name + " " + what,
            core::number_text(value),
            core::number_text(codec.lowest()) + " to " + core::number_text(codec.highest()) + unit,
            ""};
}

}  // namespace chargerig::dbc
