// SPDX-License-Identifier: Apache-2.0
//
// The wire of the high-level communication: two directions, each a first-in first-out stream of
// time-stamped messages with a settable delay. Messages that the interface does not allow are
// refused at the sender and counted, never delivered. No allocation, except for what a payload
// itself owns.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "sim/core/error.hpp"
#include "sim/core/inline_vector.hpp"
#include "sim/core/time.hpp"
#include "sim/link/iso15118_charger.hpp"
#include "sim/link/schema.hpp"

namespace chargerig::link {

struct StreamCounts {
    std::uint64_t sent = 0;        // accepted for delivery
    std::uint64_t delivered = 0;   // handed to the receiver
    std::uint64_t refused = 0;     // not allowed by the interface
    std::uint64_t overflowed = 0;  // the receiver did not keep up: kCapacity messages were waiting
    friend bool operator==(const StreamCounts&, const StreamCounts&) = default;
};

// One direction. Message is Var or Command.
template <class Message>
class StreamDirection {
public:
    static constexpr std::size_t kCapacity = 128;

    // Holds for messages sent from now on; none overtakes an earlier one. Shorter than 1 ns counts
    // as 1 ns: what is sent at an instant is received at a later one.
    void set_delay(core::Duration delay) { delay_ = delay < kShortest ? kShortest : delay; }
    core::Duration delay() const { return delay_; }

    // `message.time` becomes `now`. Answers the arrival, or why the message was not taken.
    core::Result<core::Instant> send(Message message, core::Instant now, Strictness strictness,
                                     InterfaceVersion version = InterfaceVersion::current);

    // Moves what has arrived at `now` to the end of `out`, oldest first, as long as there is room.
    template <std::size_t N>
    void receive(core::Instant now, core::InlineVector<Message, N>& out) {
        while (size_ > 0 && !out.full() && ring_[first_].arrival <= now) {
            out.push_back(std::move(ring_[first_].message));
            ring_[first_] = {};
            first_ = (first_ + 1) % kCapacity;
            --size_;
            ++counts_.delivered;
        }
    }

    // kNever when nothing is under way.
    core::Instant next_arrival() const { return size_ > 0 ? ring_[first_].arrival : core::kNever; }

    const StreamCounts& counts() const { return counts_; }
    const std::optional<core::Error>& last_error() const { return last_error_; }

    // Called for each message taken, at the sender's instant, with its arrival.
    std::function<void(const Message&, core::Instant arrival)> tap;

private:
    static constexpr core::Duration kShortest{1};

    struct Entry {
        core::Instant arrival;
        Message message;
    };

    std::array<Entry, kCapacity> ring_{};
    std::size_t first_ = 0;
    std::size_t size_ = 0;
    core::Duration delay_ = kShortest;
    core::Instant last_arrival_;
    StreamCounts counts_;
    std::optional<core::Error> last_error_;
};

// Both directions of one vehicle link.
class HlcStream {
public:
    // `delay` holds for both directions until it is set anew. Messages that `version` does not have
    // are refused.
    explicit HlcStream(core::Duration delay = core::Duration{1'000'000},
                       Strictness strictness = Strictness::discharge_tolerant,
                       InterfaceVersion version = InterfaceVersion::current)
        : strictness_(strictness), version_(version) {
        to_charger.set_delay(delay);
        to_vehicle.set_delay(delay);
    }

    core::Result<core::Instant> send(Var var, core::Instant now) {
        return to_charger.send(std::move(var), now, strictness_, version_);
    }
    core::Result<core::Instant> send(Command command, core::Instant now) {
        return to_vehicle.send(std::move(command), now, strictness_, version_);
    }
    template <std::size_t N>
    void receive_vars(core::Instant now, core::InlineVector<Var, N>& out) {
        to_charger.receive(now, out);
    }
    template <std::size_t N>
    void receive_commands(core::Instant now, core::InlineVector<Command, N>& out) {
        to_vehicle.receive(now, out);
    }
    core::Instant next_arrival() const {
        return core::earliest(to_charger.next_arrival(), to_vehicle.next_arrival());
    }

    StreamDirection<Var> to_charger;
    StreamDirection<Command> to_vehicle;

private:
    Strictness strictness_;
    InterfaceVersion version_;
};

}  // namespace chargerig::link
