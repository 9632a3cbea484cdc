// SPDX-License-Identifier: Apache-2.0
#include "sim/fault/layer.hpp"

#include <algorithm>
#include <utility>

#include "sim/fault/changes.hpp"

namespace chargerig::fault {
namespace {

// More than both sides send within the longest cycle; more only costs an allocation.
constexpr std::size_t kRoom = 256;

bool periodic(Kind kind) {
    return kind == Kind::wrong_period || kind == Kind::flood || kind == Kind::two_senders;
}

bool over(const State::Running& fault, core::Instant now) {
    const std::uint64_t most = fault.rule.what.count;
    return fault.over || now >= fault.end || (most > 0 && fault.frames >= most);
}

void count(State& state, State::Running& fault) {
    ++fault.frames;
    ++state.tallies[fault.tally].frames;
}

core::Note note_of(const State::Running& fault, core::Instant now) {
    return {now, core::Source::bus, core::NoteKind::action,
            "fault " + fault.rule.what.name + " ends", std::to_string(fault.frames) + " frames"};
}

void wait(State& state, const Outgoing& frame, core::Instant due) {
    const auto place = std::upper_bound(
        state.waiting.begin(), state.waiting.end(), due,
        [](core::Instant at, const State::Waiting& each) { return at < each.due; });
    state.waiting.insert(place, {due, frame});
}

}  // namespace

// What becomes of a frame that several faults may be about.
struct Layer::Treatment {
    bool gone = false;
    int copies = 1;
    core::Instant due;
    std::optional<can::Frame> behind;  // an older one that follows it
};

core::Result<void> Layer::begin(State& state, const Description& what, core::Instant now) const {
    auto rule = make_rule(what, version_, {"fault " + what.name, 0, 0});
    if (!rule) return core::fail(rule.error());
    std::erase_if(state.running,
                  [&](const auto& each) { return each.rule.what.name == what.name; });
    auto tally = std::find_if(state.tallies.begin(), state.tallies.end(),
                              [&](const auto& each) { return each.name == what.name; });
    if (tally == state.tallies.end())
        tally = state.tallies.insert(tally, {what.name, what.kind, 0});
    State::Running fault;
    fault.rule = std::move(*rule);
    if (what.lasts.ns > 0) fault.end = now + what.lasts;
    fault.chance = core::RandomStream(seed_, "fault " + what.name);
    fault.tally = static_cast<std::size_t>(tally - state.tallies.begin());
    if (what.kind == Kind::flood) {
        fault.kept.emplace();
        fault.kept->id = what.id;
        fault.kept->length = what.length;
        fault.next_send = now;
    }
    state.running.push_back(std::move(fault));
    state.waiting.reserve(kRoom);
    return {};
}

void Layer::clear(State& state, std::string_view name, core::Instant now,
                  std::vector<core::Note>& notes) const {
    for (auto& fault : state.running) {
        if (fault.rule.what.name == name) fault.over = true;
    }
    end_over(state, now, notes);
}

bool Layer::concerns(const State::Running& fault, const Outgoing& frame) const {
    const Description& what = fault.rule.what;
    if (what.kind == Kind::flood || what.kind == Kind::two_senders) return false;
    if (what.from != frame.side) return false;
    return fault.rule.message < 0 ||
           version_.message_index(frame.frame.id & evse::kMessageIdMask) == fault.rule.message;
}

// Inside the frame.
void Layer::change(State::Running& fault, can::Frame& frame) const {
    const Description& what = fault.rule.what;
    switch (what.kind) {
        case Kind::wrong_length:
            set_length(frame, what.length);
            break;
        case Kind::wrong_id:
            frame.id = what.id;
            break;
        case Kind::corrupt_bits:
            corrupt(frame, what.bits, fault.chance);
            break;
        case Kind::force_signal:
            force(version_, fault.rule, frame);
            break;
        case Kind::freeze_signal:
            if (!fault.raw) fault.raw = raw_signal(version_, fault.rule, frame);
            set_raw_signal(version_, fault.rule, *fault.raw, frame);
            break;
        default:
            break;
    }
    set_length(frame, frame.length);
}

void Layer::treat(State::Running& fault, Outgoing& frame, core::Instant now,
                  Treatment& treatment) const {
    const Description& what = fault.rule.what;
    switch (what.kind) {
        case Kind::drop:
        case Kind::stop_message:
        case Kind::silence:
        case Kind::bus_off:
            treatment.gone = true;
            break;
        case Kind::delay:
            treatment.due = treatment.due + what.time;
            break;
        case Kind::jitter: {
            const auto late = fault.chance.below(static_cast<std::uint64_t>(what.time.ns) + 1);
            treatment.due = std::max(
                treatment.due + core::Duration{static_cast<std::int64_t>(late)}, fault.last_due);
            fault.last_due = treatment.due;
            break;
        }
        case Kind::duplicate:
            treatment.copies += what.copies;
            break;
        case Kind::reorder:
            treatment.gone = !fault.kept.has_value();
            if (fault.kept) {
                treatment.behind = std::exchange(fault.kept, std::nullopt);
            } else {
                fault.kept = frame.frame;
            }
            break;
        case Kind::wrong_period:
            if (!fault.kept) fault.next_send = now + what.time;
            fault.kept = frame.frame;
            treatment.gone = true;
            break;
        default:
            change(fault, frame.frame);
            break;
    }
}

void Layer::take_back(State& state, Side side) const {
    std::erase_if(state.waiting, [&](const auto& each) {
        return each.out.side == side && !each.out.from_stranger;
    });
    for (auto& fault : state.running) {
        const Kind kind = fault.rule.what.kind;
        if (fault.rule.what.from != side) continue;
        if (kind != Kind::reorder && kind != Kind::wrong_period) continue;
        fault.kept.reset();
        fault.next_send = core::kNever;
    }
}

void Layer::send(State& state, const Outgoing& frame, core::Instant now,
                 std::vector<Outgoing>& out) const {
    if (frame.stop) {
        take_back(state, frame.side);
        out.push_back(frame);
        return;
    }
    Outgoing changed = frame;
    Treatment treatment;
    treatment.due = now;
    for (auto& fault : state.running) {
        if (over(fault, now) || !concerns(fault, frame)) continue;
        const double percent = fault.rule.what.percent;
        if (percent < 100.0 && fault.chance.uniform(0.0, 100.0) >= percent) continue;
        treat(fault, changed, now, treatment);
        count(state, fault);
        if (treatment.gone) return;
    }
    const auto pass = [&](const Outgoing& one) {
        if (treatment.due > now) {
            wait(state, one, treatment.due);
        } else {
            out.push_back(one);
        }
    };
    for (int i = 0; i < treatment.copies; ++i) pass(changed);
    if (!treatment.behind) return;
    changed.frame = *treatment.behind;
    changed.frame.time = now;
    pass(changed);
}

bool Layer::hear(State& state, Side side, const can::Frame& frame, core::Instant now) const {
    bool heard = true;
    for (auto& fault : state.running) {
        const Description& what = fault.rule.what;
        if (over(fault, now) || made_by(what) != side) continue;
        if (what.kind == Kind::bus_off) {
            count(state, fault);
            heard = false;
        } else if (what.kind == Kind::two_senders && !fault.kept) {
            int message = -1;
            if (version_.classify(frame, message) != evse::DecodeFault::none ||
                message != fault.rule.message ||
                static_cast<int>(frame.id >> evse::kPistolShift) != pistol_) {
                continue;
            }
            fault.kept = frame;
            fault.next_send = now + what.time / 2;
        }
    }
    return heard;
}

can::Frame Layer::made(const State::Running& fault) const {
    can::Frame frame = *fault.kept;
    if (fault.rule.what.kind == Kind::two_senders && fault.rule.signal >= 0) {
        force(version_, fault.rule, frame);
    }
    frame.time = fault.next_send;
    frame.direction = can::Direction::sent;
    return frame;
}

void Layer::send_due(State& state, core::Instant now, std::vector<Outgoing>& out) const {
    for (auto& fault : state.running) {
        const Description& what = fault.rule.what;
        if (!periodic(what.kind) || fault.next_send > now || over(fault, now)) continue;
        const bool stranger = what.kind == Kind::two_senders;
        Outgoing frame{what.from, made(fault), false, stranger};
        frame.frame.time = now;
        out.push_back(frame);
        if (what.kind != Kind::wrong_period) count(state, fault);
        // What was missed is not made up for.
        fault.next_send = fault.next_send + what.time;
        if (fault.next_send <= now) fault.next_send = now + what.time;
    }
    std::size_t due = 0;
    for (; due < state.waiting.size() && state.waiting[due].due <= now; ++due) {
        out.push_back(state.waiting[due].out);
        out.back().frame.time = now;
    }
    state.waiting.erase(state.waiting.begin(),
                        state.waiting.begin() + static_cast<std::ptrdiff_t>(due));
}

// A frame that waited for another one to pass goes out with the end of that.
void Layer::end_over(State& state, core::Instant now, std::vector<core::Note>& notes) const {
    for (auto& fault : state.running) {
        if (!over(fault, now)) continue;
        notes.push_back(note_of(fault, now));
        if (fault.rule.what.kind != Kind::reorder || !fault.kept) continue;
        wait(state, {fault.rule.what.from, *fault.kept, false, false}, now);
    }
    std::erase_if(state.running, [&](const auto& fault) { return over(fault, now); });
}

void Layer::advance(State& state, core::Instant now, std::vector<Outgoing>& out,
                    std::vector<core::Note>& notes) const {
    end_over(state, now, notes);
    send_due(state, now, out);
}

core::Instant Layer::next_wakeup(const State& state) const {
    core::Instant next = state.waiting.empty() ? core::kNever : state.waiting.front().due;
    for (const auto& fault : state.running) {
        next = core::earliest(next, core::earliest(fault.end, fault.next_send));
        if (over(fault, core::Instant{})) next = core::Instant{};
    }
    return next;
}

}  // namespace chargerig::fault
