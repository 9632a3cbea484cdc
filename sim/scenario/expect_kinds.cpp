// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/expect_kinds.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/text.hpp"

namespace chargerig::scenario {
namespace {

using Kind = ExpectEvent::Kind;
using Verdict = ExpectVerdict;

struct Context {
    const Expectation& expectation;
    const ExpectSlot* slot;
    ExpectCourse& course;
    const ExpectMoment& now;
    bool cut_short = false;  // the run, of which this is the end
};

std::string seconds(core::Duration duration) {
    return core::fixed_text(core::to_seconds(duration), 3) + " s";
}

std::string times(std::uint64_t count) {
    return std::to_string(count) + (count == 1 ? " time" : " times");
}

void open(const Context& at) {
    if (at.course.open) return;
    at.course.open = true;
    at.course.opened = true;
    at.course.begun = at.now;
}

void inconclusive(const Context& at, std::string seen) {
    at.course.decide(Verdict::inconclusive, std::move(seen), at.now);
}

// True when the first event, or the second, never came: nothing can be said.
bool never_began(const Context& at) {
    if (at.course.opened) return false;
    inconclusive(at, "'" + at.expectation.from.text + "' never happened");
    return true;
}
bool never_closed(const Context& at) {
    if (!at.course.open || at.expectation.to.kind == Kind::end) return false;
    inconclusive(at, "'" + at.expectation.to.text + "' never happened");
    return true;
}
// Nothing could have come between two events of one instant.
bool empty_window(const Context& at) {
    at.course.spanned |= at.course.open && at.now.time > at.course.begun.time;
    if (at.course.spanned || at.course.count > 0) return false;
    inconclusive(at, "no time between the two events");
    return true;
}

// ---- value ----

void from(const ExpectValue&, const Context& at) {
    ExpectCourse& course = at.course;
    course.opened = true;
    ++course.count;
    course.last = at.now;
    course.first_value = at.slot->value;
    if (at.slot->valid(at.now.time) && at.slot->level) return;
    course.decide(Verdict::fail, at.slot->text(at.now.time), at.now);
}

void end(const ExpectValue&, const Context& at) {
    if (never_began(at)) return;
    at.course.decide(Verdict::pass,
                     times(at.course.count) + ", last " + core::number_text(at.course.first_value),
                     at.course.last);
}

// ---- reach ----

void met(const Context& at) {
    at.course.decide(Verdict::pass,
                     "true after " + seconds(at.course.since - at.course.begun.time) + ", for " +
                         seconds(at.now.time - at.course.since),
                     at.course.last);
}

void from(const ExpectReach& reach, const Context& at) {
    ExpectCourse& course = at.course;
    if (course.opened) return;
    open(at);
    course.until = at.now.time + reach.within;
    course.last = at.slot->known ? at.slot->last : at.now;
    if (at.slot->valid(at.now.time) && at.slot->level) course.since = at.now.time;
    if (course.since != core::kNever && reach.held.ns == 0) met(at);
}

// A sender that fell silent does not hold a value any more.
void end_hold_of_silent(const ExpectReach& reach, const Context& at, core::Instant last) {
    ExpectCourse& course = at.course;
    const core::Duration valid_for = at.slot->event->valid_for;
    if (course.since == core::kNever || valid_for.ns == 0) return;
    const core::Instant silent = last + valid_for;
    if (at.now.time <= silent) return;
    if (silent - course.since >= reach.held) {
        met(at);
    } else {
        course.since = core::kNever;
    }
}

void target(const ExpectReach& reach, const Context& at, std::size_t) {
    ExpectCourse& course = at.course;
    if (!course.opened) return;
    end_hold_of_silent(reach, at, course.last.time);
    course.last = at.now;
    const bool in_time = at.now.time <= course.until;
    if (at.slot->level && course.since == core::kNever && in_time) course.since = at.now.time;
    const bool holding = course.since != core::kNever;
    if (holding && at.now.time - course.since >= reach.held) return met(at);
    if (!at.slot->level) course.since = core::kNever;
    if (course.since != core::kNever || in_time) return;
    course.decide(Verdict::fail, at.slot->text(at.now.time) + " when the time was over", at.now);
}

void end(const ExpectReach& reach, const Context& at) {
    if (never_began(at)) return;
    ExpectCourse& course = at.course;
    end_hold_of_silent(reach, at, course.last.time);
    if (course.decided()) return;
    if (course.since != core::kNever) {
        if (at.now.time - course.since >= reach.held) return met(at);
        return inconclusive(at, "the run ended while it was held");
    }
    const bool late = at.now.time >= course.until;
    course.decide(late ? Verdict::fail : Verdict::inconclusive,
                  at.slot->text(at.now.time) + (late ? "" : " when the run ended before the time"),
                  at.now);
}

// ---- always, never ----

void target(const ExpectBetween& between, const Context& at, std::size_t) {
    ExpectCourse& course = at.course;
    if (!course.open) return;
    ++course.count;
    course.last = at.now;
    const bool is = at.slot->event->kind != Kind::condition || at.slot->level;
    if (is == between.never) {
        course.decide(Verdict::fail, at.slot->text(at.now.time), at.now);
    }
}

void end(const ExpectBetween& between, const Context& at) {
    if (never_began(at) || never_closed(at) || empty_window(at)) return;
    const bool cyclic = at.slot->event->valid_for.ns > 0;
    if (at.course.count == 0 && (!between.never || cyclic)) {
        return inconclusive(at, "no frame between the two events");
    }
    at.course.decide(Verdict::pass, "judged " + times(at.course.count),
                     at.course.count > 0 ? at.course.last : at.now);
}

// ---- order ----

void target(const ExpectOrder&, const Context& at, std::size_t index) {
    ExpectCourse& course = at.course;
    const auto& events = at.expectation.targets;
    const auto same = [&](std::size_t a, std::size_t b) {
        return events[a].text == events[b].text;
    };
    if (!at.slot->fired || index < course.count) return;
    if (index == course.count) {
        // One occurrence does not stand for two in a row.
        const bool again = index > 0 && same(index, index - 1) && at.now.time == course.last.time;
        if (again) return;
        ++course.count;
        course.last = at.now;
        if (course.count == events.size()) {
            course.decide(Verdict::pass, "all " + std::to_string(events.size()) + " in this order",
                          at.now);
        }
        return;
    }
    for (std::size_t i = 0; i <= course.count; ++i) {
        if (same(i, index)) return;
    }
    course.decide(Verdict::fail,
                  "'" + events[index].text + "' before '" + events[course.count].text + "'",
                  at.now);
}

void end(const ExpectOrder&, const Context& at) {
    const auto& events = at.expectation.targets;
    const std::size_t next = at.course.count;
    const std::string missing = "'" + events[next].text + "' never happened";
    if (next == 0) return inconclusive(at, missing);
    if (at.cut_short) return inconclusive(at, missing);
    at.course.decide(Verdict::fail, missing + " after '" + events[next - 1].text + "'", at.now);
}

// ---- period ----

void judge_gap(const ExpectPeriod& period, const Context& at, core::Duration gap) {
    const bool late = period.at_most && gap > *period.at_most;
    const bool early = period.at_least && gap < *period.at_least;
    if (late || early) at.course.decide(Verdict::fail, seconds(gap) + " between two", at.now);
}

void target(const ExpectPeriod& period, const Context& at, std::size_t) {
    ExpectCourse& course = at.course;
    if (!course.open) return;
    if (course.since != core::kNever) {
        const core::Duration gap = at.now.time - course.since;
        course.shortest_ns = course.count == 0 ? gap.ns : std::min(course.shortest_ns, gap.ns);
        course.longest_ns = std::max(course.longest_ns, gap.ns);
        course.sum_ns += gap.ns;
        ++course.count;
        judge_gap(period, at, gap);
    }
    course.since = at.now.time;
    course.last = at.now;
}

void close(const ExpectPeriod& period, const Context& at) {
    ExpectCourse& course = at.course;
    if (!course.open) return;
    const core::Instant last = course.since == core::kNever ? course.begun.time : course.since;
    const core::Duration silent = at.now.time - last;
    if (period.at_most && silent > *period.at_most) {
        course.decide(Verdict::fail, "none for " + seconds(silent), at.now);
    }
    course.open = false;
    course.since = core::kNever;
}

void end(const ExpectPeriod& period, const Context& at) {
    if (never_began(at) || never_closed(at)) return;
    close(period, at);
    ExpectCourse& course = at.course;
    if (course.count == 0) return inconclusive(at, "fewer than two frames");
    if (period.jitter && course.count == 1 && !course.decided()) {
        return inconclusive(at, "fewer than three frames");
    }
    const core::Duration mean{course.sum_ns / static_cast<std::int64_t>(course.count)};
    const core::Duration jitter{course.longest_ns - course.shortest_ns};
    const bool off = period.mean && std::abs(mean.ns - period.mean->ns) > period.mean_tolerance.ns;
    const bool shaky = period.jitter && jitter > *period.jitter;
    course.decide(off || shaky ? Verdict::fail : Verdict::pass,
                  seconds({course.shortest_ns}) + " to " + seconds({course.longest_ns}) +
                      ", mean " + seconds(mean) + " of " + std::to_string(course.count),
                  course.last);
}

// ---- response ----

void to(const ExpectResponse& response, const Context& at) {
    ExpectCourse& course = at.course;
    if (!course.open) return;
    course.open = false;
    ++course.count;
    const core::Duration took = at.now.time - course.begun.time;
    if (course.count == 1 || took.ns > course.longest_ns) {
        course.longest_ns = took.ns;
        course.worst = at.now;
    }
    if (took > response.at_most || (response.at_least && took < *response.at_least)) {
        course.decide(Verdict::fail, "took " + seconds(took), at.now);
    }
}

void end(const ExpectResponse& response, const Context& at) {
    if (never_began(at)) return;
    ExpectCourse& course = at.course;
    const bool late = course.open && at.now.time - course.begun.time > response.at_most;
    if (late) {
        course.decide(Verdict::fail,
                      "'" + at.expectation.to.text + "' did not follow in " +
                          seconds(at.now.time - course.begun.time),
                      at.now);
    }
    if (course.open) return inconclusive(at, "the run ended before the time");
    course.decide(Verdict::pass,
                  seconds({course.longest_ns}) +
                      (course.count == 1 ? "" : " at most, " + times(course.count)),
                  course.worst);
}

// ---- step response: shortest_ns and longest_ns are when 10 and 90 % were reached, worst is the
// last frame of the time ----

void from(const ExpectStep& step, const Context& at) {
    ExpectCourse& course = at.course;
    if (course.opened) return;
    open(at);
    course.until = at.now.time + step.length;
    course.first_value = at.slot->value;
    course.worst = at.now;
    course.shortest_ns = -1;
    course.longest_ns = -1;
    if (!at.slot->valid(at.now.time)) return inconclusive(at, at.slot->text(at.now.time));
    if (at.slot->value == step.target) inconclusive(at, "it was at the target already");
}

void conclude(const ExpectStep& step, const Context& at) {
    ExpectCourse& course = at.course;
    const core::Duration rise{course.longest_ns - course.shortest_ns};
    if (step.rise && course.longest_ns < 0) {
        return course.decide(Verdict::fail, at.slot->text(at.now.time) + ": below 90 % of the step",
                             at.now);
    }
    if (step.rise && rise > *step.rise) {
        return course.decide(Verdict::fail, "rose in " + seconds(rise), course.last);
    }
    if (step.settle && course.since == core::kNever) {
        return course.decide(Verdict::fail, at.slot->text(at.now.time) + ": not settled", at.now);
    }
    const bool settled = course.since != core::kNever;
    const core::Duration settle = settled ? course.since - course.begun.time : core::Duration{};
    if (step.settle && settle > *step.settle) {
        return course.decide(Verdict::fail, "settled in " + seconds(settle), course.last);
    }
    // A signal that never came near the target, or that nobody sends, keeps every other limit.
    const core::Duration valid_for = at.slot->event->valid_for;
    const core::Duration silent = course.until - course.worst.time;
    if (course.count == 0 || (valid_for.ns > 0 && silent > valid_for)) {
        return inconclusive(at, "no frame in the last " + seconds(silent) + " of the time");
    }
    if (course.longest_ns < 0) {
        return inconclusive(at, at.slot->text(at.now.time) + ": below 90 % of the step");
    }
    std::string seen = "rose in " + seconds(rise) + ", ";
    if (step.settle) seen += "settled in " + seconds(settle) + ", ";
    course.decide(Verdict::pass, seen + "overshoot " + core::number_text(course.furthest),
                  course.last);
}

void target(const ExpectStep& step, const Context& at, std::size_t) {
    ExpectCourse& course = at.course;
    if (!course.open) return;
    if (at.now.time > course.until) return conclude(step, at);
    ++course.count;
    course.worst = at.now;
    const double value = at.slot->value;
    const double progress = (value - course.first_value) / (step.target - course.first_value);
    const std::int64_t after_ns = (at.now.time - course.begun.time).ns;
    if (course.shortest_ns < 0 && progress >= 0.1) course.shortest_ns = after_ns;
    if (course.longest_ns < 0 && progress >= 0.9) course.longest_ns = after_ns;
    const double beyond = progress > 1.0 ? std::abs(value - step.target) : 0.0;
    course.furthest = std::max(course.furthest, beyond);
    if (std::abs(value - step.target) > step.tolerance) {
        course.since = core::kNever;
        course.last = at.now;
    } else if (course.since == core::kNever) {
        course.since = at.now.time;
        course.last = at.now;
    }
    if (step.overshoot && beyond > *step.overshoot) {
        course.decide(Verdict::fail, at.slot->text(at.now.time) + ": too far", at.now);
    }
}

void end(const ExpectStep& step, const Context& at) {
    if (never_began(at)) return;
    if (at.now.time < at.course.until) return inconclusive(at, "the run ended before the time");
    conclude(step, at);
}

// ---- count ----

void target(const ExpectCount& count, const Context& at, std::size_t) {
    ExpectCourse& course = at.course;
    if (!course.open || !at.slot->fired) return;
    ++course.count;
    course.last = at.now;
    if (count.at_most && course.count > *count.at_most) {
        course.decide(Verdict::fail, times(course.count), at.now);
    }
}

void end(const ExpectCount& count, const Context& at) {
    if (never_began(at) || never_closed(at) || empty_window(at)) return;
    const bool enough = at.course.count >= count.at_least;
    if (!enough && at.cut_short) return inconclusive(at, "the run ended before its time");
    at.course.decide(enough ? Verdict::pass : Verdict::fail, times(at.course.count),
                     at.course.count > 0 ? at.course.last : at.now);
}

// ---- what is the same for several kinds ----

template <class Any>
void from(const Any&, const Context& at) {
    open(at);
}
template <class Any>
void to(const Any&, const Context& at) {
    at.course.spanned |= at.course.open && at.now.time > at.course.begun.time;
    at.course.open = false;
}
void to(const ExpectPeriod& period, const Context& at) {
    close(period, at);
}
// What has no targets, or looks at them when something else happens.
void target(const ExpectValue&, const Context&, std::size_t) {}
void target(const ExpectResponse&, const Context&, std::size_t) {}

}  // namespace

void on_from(const Expectation& expectation, const ExpectSlot* slot, ExpectCourse& course,
             const ExpectMoment& now) {
    const Context at{expectation, slot, course, now};
    std::visit([&](const auto& kind) { from(kind, at); }, expectation.kind);
}

void on_to(const Expectation& expectation, ExpectCourse& course, const ExpectMoment& now) {
    const Context at{expectation, nullptr, course, now};
    std::visit([&](const auto& kind) { to(kind, at); }, expectation.kind);
}

void on_target(const Expectation& expectation, const ExpectSlot& slot, std::size_t index,
               ExpectCourse& course, const ExpectMoment& now) {
    const Context at{expectation, &slot, course, now};
    std::visit([&](const auto& kind) { target(kind, at, index); }, expectation.kind);
}

void on_end(const Expectation& expectation, const ExpectSlot* slot, ExpectCourse& course,
            const ExpectMoment& now, bool cut_short) {
    const Context at{expectation, slot, course, now, cut_short};
    std::visit([&](const auto& kind) { end(kind, at); }, expectation.kind);
}

}  // namespace chargerig::scenario
