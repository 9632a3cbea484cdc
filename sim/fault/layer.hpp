// SPDX-License-Identifier: Apache-2.0
//
// Faults on the frames of one pistol, between the participants and the bus. Stop frames pass
// untouched, and take back everything older of their side that still waits here: what was delayed
// must not undo a stop.
//
//   if (state.active()) layer.send(state, {side, frame, stop}, now, out); else send(frame);
//
// Pure: the layer is immutable, and the state a plain value. Allocates when a fault begins and when
// more frames wait than ever before.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/can/frame.hpp"
#include "sim/core/note.hpp"
#include "sim/core/random.hpp"
#include "sim/evse/version.hpp"
#include "sim/fault/rule.hpp"

namespace chargerig::fault {

struct Outgoing {
    Side side = Side::controller;
    can::Frame frame;
    bool stop = false;           // see above
    bool from_stranger = false;  // of a second sender: from a node that is neither side

    friend bool operator==(const Outgoing&, const Outgoing&) = default;
};

// What a fault did; kept after its end.
struct Tally {
    std::string name;
    Kind kind = Kind::drop;
    std::uint64_t frames = 0;  // lost, changed, held back or added

    friend bool operator==(const Tally&, const Tally&) = default;
};

struct State {
    struct Running {
        Rule rule;
        core::Instant end = core::kNever;
        core::RandomStream chance{0, ""};
        std::size_t tally = 0;
        std::uint64_t frames = 0;
        bool over = false;
        std::optional<can::Frame> kept;    // reorder: waits; periodic kinds: what is sent
        std::optional<std::uint64_t> raw;  // freeze_signal
        core::Instant next_send = core::kNever;
        core::Instant last_due;  // jitter: no frame overtakes another

        friend bool operator==(const Running&, const Running&) = default;
    };
    struct Waiting {
        core::Instant due;
        Outgoing out;

        friend bool operator==(const Waiting&, const Waiting&) = default;
    };
    std::vector<Running> running;
    std::vector<Waiting> waiting;  // in the order of their times
    std::vector<Tally> tallies;

    bool active() const { return !running.empty() || !waiting.empty(); }
    friend bool operator==(const State&, const State&) = default;
};

class Layer {
public:
    // `version` must outlive the layer.
    Layer(const evse::Version& version, int pistol, std::uint64_t seed)
        : version_(version), pistol_(pistol), seed_(seed) {}

    // A fault of the same name that still runs begins anew.
    core::Result<void> begin(State& state, const Description& what, core::Instant now) const;
    void clear(State& state, std::string_view name, core::Instant now,
               std::vector<core::Note>& notes) const;

    // Appends to `out` what goes on the bus at once.
    void send(State& state, const Outgoing& frame, core::Instant now,
              std::vector<Outgoing>& out) const;

    // A frame reaches a side. False: it is off the bus.
    bool hear(State& state, Side side, const can::Frame& frame, core::Instant now) const;

    // Ends what is over and appends what is due by now.
    void advance(State& state, core::Instant now, std::vector<Outgoing>& out,
                 std::vector<core::Note>& notes) const;
    core::Instant next_wakeup(const State& state) const;

private:
    struct Treatment;

    bool concerns(const State::Running& fault, const Outgoing& frame) const;
    void treat(State::Running& fault, Outgoing& frame, core::Instant now,
               Treatment& treatment) const;
    void change(State::Running& fault, can::Frame& frame) const;
    void take_back(State& state, Side side) const;
    can::Frame made(const State::Running& fault) const;
    void send_due(State& state, core::Instant now, std::vector<Outgoing>& out) const;
    void end_over(State& state, core::Instant now, std::vector<core::Note>& notes) const;

    const evse::Version& version_;
    int pistol_;
    std::uint64_t seed_;
};

}  // namespace chargerig::fault
