// SPDX-License-Identifier: Apache-2.0
//
// Judges the expectations of a scenario by the frames of one pistol and the steps of its script:
// (time, what happened) -> verdicts. It asks for no time of its own: that a deadline has passed
// shows in the next frame that matters, or at the end. Allocates at construction and when an
// expectation is decided; what no expectation looks at costs one look-up for each frame.
//
//   ExpectJudge judge(scenario.expectations, version);   // must outlive the judge
//   judge.on_message(frame, message_index, number); ... judge.finish(end); judge.findings();
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/can/frame.hpp"
#include "sim/evse/version.hpp"
#include "sim/scenario/expect.hpp"

namespace chargerig::scenario {

enum class ExpectVerdict : std::uint8_t {
    pending,
    pass,
    fail,
    inconclusive,  // what it waits for never came, or the run ended before it could be told
};

// An instant and the frame that marked it; 0: no frame did.
struct ExpectMoment {
    core::Instant time;
    std::uint64_t frame = 0;
};

struct ExpectFinding {
    ExpectVerdict verdict = ExpectVerdict::pending;
    std::string seen;
    ExpectMoment at;
};

// One event as it is watched.
struct ExpectSlot {
    const ExpectEvent* event = nullptr;
    const dbc::SignalCodec* codec = nullptr;  // of a condition
    const dbc::Signal* signal = nullptr;
    bool fired = false;  // by what is being looked at
    bool known = false;  // there has been a value
    bool level = false;  // the condition is true
    double value = 0.0;
    std::int64_t raw = 0;
    ExpectMoment last;  // of the value or the frame

    bool valid(core::Instant now) const;
    // "12.5 A", "Charging", or why there is none.
    std::string text(core::Instant now) const;
};

// How far one expectation is. What the members mean is the kind's affair (expect_kinds.cpp).
struct ExpectCourse {
    ExpectFinding finding;
    bool open = false;
    bool opened = false;   // ever
    bool spanned = false;  // a window had a length
    ExpectMoment begun;
    ExpectMoment last;
    ExpectMoment worst;
    core::Instant since = core::kNever;
    core::Instant until = core::kNever;
    std::uint64_t count = 0;
    std::int64_t shortest_ns = 0;
    std::int64_t longest_ns = 0;
    std::int64_t sum_ns = 0;
    double first_value = 0.0;
    double furthest = 0.0;

    bool decided() const { return finding.verdict != ExpectVerdict::pending; }
    void decide(ExpectVerdict verdict, std::string seen, const ExpectMoment& at) {
        if (!decided()) finding = {verdict, std::move(seen), at};
    }
};

class ExpectJudge {
public:
    ExpectJudge(const std::vector<Expectation>& expectations, const evse::Version& version);

    // A frame that is message `message` of the version; `number` counts all frames of the run.
    void on_message(const can::Frame& frame, int message, std::uint64_t number);
    void on_step(std::size_t step, bool done, core::Instant now);
    // Nothing after this counts. `cut_short`: the run was ended before its time, and what has not
    // come yet might have come.
    void finish(core::Instant end, bool cut_short);

    bool empty() const { return expectations_.empty(); }
    // In the order of the expectations; complete after finish().
    const ExpectFinding& finding(std::size_t index) const { return courses_[index].finding; }

private:
    enum class Role : std::uint8_t { from, to, target };
    struct Use {
        std::size_t expectation = 0;
        Role role = Role::from;
        std::size_t slot = 0;
        std::size_t target = 0;
    };

    void add(std::size_t expectation, Role role, const ExpectEvent& event, std::size_t target);
    void take(const Use& use, const ExpectMoment& now);
    ExpectSlot* target(const Expectation& expectation);

    const std::vector<Expectation>& expectations_;
    const evse::Version& version_;
    std::vector<ExpectSlot> slots_;
    std::vector<ExpectCourse> courses_;
    std::vector<std::size_t> first_target_;     // slot, of each expectation
    std::vector<std::vector<Use>> by_message_;  // in the order of expectations and roles
    std::vector<Use> by_step_;
    bool over_ = false;
};

}  // namespace chargerig::scenario
