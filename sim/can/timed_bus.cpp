// SPDX-License-Identifier: Apache-2.0
#include "sim/can/timed_bus.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

#include "sim/can/frame_bits.hpp"

namespace chargerig::can {
namespace {

// Behind the bit at which two frames part: the flag of the node that was overruled and the others'
// answer, twelve dominant bits at most, and the delimiter (ISO 11898-1).
constexpr int kErrorFlagBits = 12;
constexpr int kErrorDelimiterBits = 8;

// A standard frame without data and without stuff bits, with its interframe space.
constexpr int kShortestFrame = 47;

core::Duration bit_time(std::int64_t bits, std::int64_t bit_rate_bps) {
    return {(bits * 1'000'000'000 + bit_rate_bps / 2) / bit_rate_bps};
}

Frame error_frame(core::Instant time) {
    Frame out;
    out.time = time;
    out.id = kProtocolViolation;
    out.flags = kExtended | kErrorFrame;
    out.length = 8;  // as candump writes error frames
    return out;
}

}  // namespace

TimedBus::TimedBus(const Options& options)
    : bit_rate_bps_(options.bit_rate_bps),
      waiting_(options.endpoints, options.capacity),
      arrived_(options.endpoints, options.capacity),
      load_(options.load_window, bit_time(1, options.bit_rate_bps) * (kShortestFrame - 1)) {
    assert(options.bit_rate_bps >= kMinBitRate_bps && options.bit_rate_bps <= kMaxBitRate_bps);
}

core::Duration TimedBus::duration(int bits) const {
    return bit_time(bits, bit_rate_bps_);
}

void TimedBus::send(std::size_t sender, const Frame& frame) {
    assert(sender < endpoints());
    assert(frame.time >= last_sent_ && "frames are sent in the order of time");
    assert((frame.flags & kErrorFrame) == 0 && frame.length <= 8);
    last_sent_ = frame.time;
    ++sent_;
    advance(frame.time);
    if (!waiting_.push(sender, frame)) {
        ++dropped_;
    } else if (!wire_.running) {
        plan();
    }
}

void TimedBus::advance(core::Instant now) {
    while (wire_.end != core::kNever) {
        // Whoever sends at the very instant at which a frame begins still competes with it.
        if (!wire_.running) {
            if (wire_.begin >= now) return;
            begin();
        }
        if (wire_.end > now) return;
        finish();
        plan();
    }
}

bool TimedBus::receive(std::size_t endpoint, core::Instant now, Frame& frame) {
    assert(endpoint < endpoints());
    advance(now);
    const core::Instant next = arrived_.next(endpoint);
    if (next > now || next == core::kNever) return false;
    frame = arrived_.front(endpoint);
    arrived_.pop(endpoint);
    ++delivered_;
    return true;
}

core::Instant TimedBus::next_arrival() const {
    return core::earliest(arrived_.next(), wire_.end);
}

// What comes next on the wire as far as that is known now.
void TimedBus::plan() {
    wire_.running = false;
    wire_.end = core::kNever;
    const core::Instant first = waiting_.next();
    if (first == core::kNever) return;
    wire_.begin = std::max(free_, first);
    const Senders tied = best(wire_.begin);
    if (std::has_single_bit(tied)) {
        plan_frame(static_cast<std::size_t>(std::countr_zero(tied)), tied);
    } else {
        plan_tie(tied);
    }
}

TimedBus::Senders TimedBus::best(core::Instant begin) const {
    std::uint64_t lowest = UINT64_MAX;
    Senders out = 0;
    for (std::size_t i = 0; i < endpoints(); ++i) {
        if (waiting_.next(i) > begin) continue;
        const std::uint64_t key = arbitration_key(waiting_.front(i));
        if (key < lowest) out = 0;
        if (key <= lowest) out |= Senders{1} << i;
        lowest = std::min(lowest, key);
    }
    return out;
}

void TimedBus::plan_frame(std::size_t winner, Senders senders) {
    wire_.frame = waiting_.front(winner);
    wire_.senders = senders;
    wire_.end = wire_.begin + duration(frame_bits(wire_.frame));
}

void TimedBus::plan_tie(Senders tied) {
    auto winner = static_cast<std::size_t>(std::countr_zero(tied));
    int bits_before = -1;
    for (std::size_t i = winner + 1; i < endpoints(); ++i) {
        if ((tied >> i & 1U) == 0) continue;
        const Parting parted = parting(waiting_.front(winner), waiting_.front(i));
        if (parted.bits_before < 0) continue;
        bits_before =
            bits_before < 0 ? parted.bits_before : std::min(bits_before, parted.bits_before);
        if (!parted.first_dominates) winner = i;
    }
    const Senders alone = Senders{1} << winner;
    if (bits_before < 0) {
        plan_frame(winner, tied);
    } else if (passive(tied & ~alone)) {
        plan_frame(winner, alone);
    } else {
        const int bits = bits_before + 1 + kErrorFlagBits + kErrorDelimiterBits;
        wire_.end = wire_.begin + duration(bits);
        wire_.frame = error_frame(wire_.end);
        wire_.senders = tied;
    }
}

bool TimedBus::passive(Senders losers) const {
    for (std::size_t i = 0; i < endpoints(); ++i) {
        if ((losers >> i & 1U) != 0 && collisions_in_a_row_[i] < kCollisionsToPassive) return false;
    }
    return true;
}

void TimedBus::begin() {
    wire_.running = true;
    const bool collides = (wire_.frame.flags & kErrorFrame) != 0;
    for (std::size_t i = 0; i < endpoints(); ++i) {
        if ((wire_.senders >> i & 1U) == 0) continue;
        collisions_in_a_row_[i] = collides ? collisions_in_a_row_[i] + 1 : 0;
        if (!collides) waiting_.pop(i);
    }
}

void TimedBus::finish() {
    const bool collided = (wire_.frame.flags & kErrorFrame) != 0;
    free_ = wire_.end + duration(kInterframeBits);
    load_.add(wire_.begin, free_);
    Frame arriving = wire_.frame;
    arriving.time = wire_.end;
    const auto sender = static_cast<std::size_t>(std::countr_zero(wire_.senders));
    if (collided) ++collisions_;
    show(collided ? kNoSender : sender, arriving);
    arriving.direction = Direction::received;
    for (std::size_t i = 0; i < endpoints(); ++i) {
        const bool own = !collided && (wire_.senders >> i & 1U) != 0;
        if (!own && !arrived_.push(i, arriving)) ++dropped_;
    }
}

}  // namespace chargerig::can
