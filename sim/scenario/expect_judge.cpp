// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/expect_judge.hpp"

#include "sim/core/text.hpp"
#include "sim/scenario/expect_kinds.hpp"

namespace chargerig::scenario {
namespace {

using Kind = ExpectEvent::Kind;

void update(ExpectSlot& slot, const evse::Version& version, const can::Frame& frame,
            std::uint64_t number) {
    const ExpectEvent& event = *slot.event;
    if (event.kind == Kind::message) {
        slot.known = true;
        slot.fired = true;
    } else {
        const auto& codec = version.codec(event.message_index);
        slot.fired = false;
        if (!codec.selected(event.signal_index, frame.data)) return;
        slot.value = slot.codec->decode(frame.data);
        slot.raw = slot.codec->signed_raw(frame.data);
        const bool level = satisfied(event.condition, slot.value);
        slot.fired = level && !slot.level;
        slot.level = level;
        slot.known = true;
    }
    slot.last = {frame.time, number};
}

}  // namespace

bool ExpectSlot::valid(core::Instant now) const {
    return known && (event->valid_for.ns == 0 || now - last.time <= event->valid_for);
}

std::string ExpectSlot::text(core::Instant now) const {
    if (event->kind != Kind::condition) return event->text;
    if (!known) return event->condition.message + "." + event->condition.signal + ": no frame yet";
    const std::string_view label = dbc::find_label(*signal, raw);
    std::string out = label.empty() ? core::number_text(value) : std::string(label);
    if (label.empty() && !signal->unit.empty()) out += " " + signal->unit;
    if (valid(now)) return out;
    return "no frame for " + core::fixed_text(core::to_seconds(now - last.time), 3) + " s, " + out +
           " before";
}

ExpectJudge::ExpectJudge(const std::vector<Expectation>& expectations, const evse::Version& version)
    : expectations_(expectations),
      version_(version),
      courses_(expectations.size()),
      first_target_(expectations.size()),
      by_message_(version.database().messages.size()) {
    for (std::size_t i = 0; i < expectations.size(); ++i) {
        const Expectation& each = expectations[i];
        add(i, Role::from, each.from, 0);
        add(i, Role::to, each.to, 0);
        first_target_[i] = slots_.size();
        for (std::size_t k = 0; k < each.targets.size(); ++k) {
            add(i, Role::target, each.targets[k], k);
        }
    }
    for (std::size_t i = 0; i < expectations.size(); ++i) {
        if (expectations[i].from.kind != Kind::start) continue;
        on_from(expectations[i], target(expectations[i]), courses_[i], {});
    }
}

void ExpectJudge::add(std::size_t expectation, Role role, const ExpectEvent& event,
                      std::size_t target) {
    ExpectSlot slot;
    slot.event = &event;
    const Use use{expectation, role, slots_.size(), target};
    if (event.kind == Kind::message || event.kind == Kind::condition) {
        const auto message = static_cast<std::size_t>(event.message_index);
        if (event.kind == Kind::condition) {
            slot.codec = &version_.codec(event.message_index).signal(event.signal_index);
            slot.signal = &version_.database().messages[message].signals[event.signal_index];
        }
        by_message_[message].push_back(use);
    } else if (event.kind == Kind::step_begun || event.kind == Kind::step_done) {
        by_step_.push_back(use);
    }
    slots_.push_back(slot);
}

ExpectSlot* ExpectJudge::target(const Expectation& expectation) {
    const auto index = static_cast<std::size_t>(&expectation - expectations_.data());
    return expectation.targets.empty() ? nullptr : &slots_[first_target_[index]];
}

void ExpectJudge::take(const Use& use, const ExpectMoment& now) {
    ExpectCourse& course = courses_[use.expectation];
    if (course.decided()) return;
    const Expectation& expectation = expectations_[use.expectation];
    const ExpectSlot& slot = slots_[use.slot];
    if (use.role == Role::target) {
        on_target(expectation, slot, use.target, course, now);
    } else if (slot.fired && use.role == Role::from) {
        on_from(expectation, target(expectation), course, now);
    } else if (slot.fired) {
        on_to(expectation, course, now);
    }
}

void ExpectJudge::on_message(const can::Frame& frame, int message, std::uint64_t number) {
    const auto& uses = by_message_[static_cast<std::size_t>(message)];
    if (uses.empty() || over_) return;
    for (const Use& use : uses) {
        if (!courses_[use.expectation].decided()) update(slots_[use.slot], version_, frame, number);
    }
    for (const Use& use : uses) take(use, {frame.time, number});
}

void ExpectJudge::on_step(std::size_t step, bool done, core::Instant now) {
    if (over_) return;
    const Kind kind = done ? Kind::step_done : Kind::step_begun;
    for (const Use& use : by_step_) {
        ExpectSlot& slot = slots_[use.slot];
        if (slot.event->kind != kind || slot.event->step_index != step) continue;
        slot.fired = true;
        slot.last = {now, 0};
        take(use, slot.last);
        slot.fired = false;
    }
}

void ExpectJudge::finish(core::Instant end, bool cut_short) {
    if (over_) return;
    over_ = true;
    for (std::size_t i = 0; i < expectations_.size(); ++i) {
        ExpectCourse& course = courses_[i];
        if (course.decided()) continue;
        const ExpectSlot* slot = target(expectations_[i]);
        if (expectations_[i].from.kind == Kind::end) {
            on_from(expectations_[i], slot, course, {end, 0});
        }
        on_end(expectations_[i], slot, course, {end, 0}, cut_short);
    }
}

}  // namespace chargerig::scenario
