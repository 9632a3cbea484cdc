// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/step.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace chargerig::scenario {
namespace {

using Shape = Profile::Shape;
using Points = std::vector<Profile::Point>;

// The first point after `at`.
Points::const_iterator next_point(const Profile& profile, core::Duration at) {
    return std::ranges::upper_bound(profile.points, at, {}, &Profile::Point::at);
}

double between(const Profile::Point& a, const Profile::Point& b, core::Duration at) {
    const double part = core::to_seconds(at - a.at) / core::to_seconds(b.at - a.at);
    return a.value + part * (b.value - a.value);
}

double at_points(const Profile& profile, core::Duration at) {
    const auto next = next_point(profile, at);
    if (next == profile.points.begin()) return next->value;
    const auto& last = *std::prev(next);
    const bool stays = next == profile.points.end() || profile.shape == Shape::held;
    return stays ? last.value : between(last, *next, at);
}

template <class Out, class Variant>
Out* asked_signal(Variant& action) {
    if (auto* wait = std::get_if<WaitSignal>(&action)) return wait;
    if (auto* repeat = std::get_if<Repeat>(&action)) return std::get_if<WaitSignal>(&repeat->until);
    auto* when = std::get_if<When>(&action);
    if (!when) return nullptr;
    const auto kind = when->event.kind;
    const bool asks = kind == TriggerEvent::Kind::signal || kind == TriggerEvent::Kind::message;
    return asks ? &when->event.condition : nullptr;
}

}  // namespace

core::Duration length_of(const Profile& profile) {
    return profile.shape == Shape::sine ? profile.lasts : profile.points.back().at;
}

double value_at(const Profile& profile, core::Duration at) {
    if (profile.shape != Shape::sine) return at_points(profile, at);
    const double turns = core::to_seconds(at) / core::to_seconds(profile.period);
    return profile.mean + profile.amplitude * std::sin(2.0 * std::numbers::pi * turns);
}

core::Duration first_sample(const Profile& profile) {
    return profile.shape == Shape::sine ? core::Duration{} : profile.points.front().at;
}

core::Duration next_sample(const Profile& profile, core::Duration at) {
    const core::Duration length = length_of(profile);
    if (at >= length) return kNoSample;
    if (profile.shape == Shape::held) return next_point(profile, at)->at;
    return std::min(profile.every * (at / profile.every + 1), length);
}

Condition* condition_of(Action& action) {
    return asked_signal<Condition>(action);
}

const Condition* condition_of(const Action& action) {
    return asked_signal<const Condition>(action);
}

const evse::ControllerState* state_of(const Action& action) {
    if (const auto* wait = std::get_if<WaitState>(&action)) return &wait->state;
    if (const auto* repeat = std::get_if<Repeat>(&action)) {
        const auto* wait = std::get_if<WaitState>(&repeat->until);
        return wait ? &wait->state : nullptr;
    }
    const auto* when = std::get_if<When>(&action);
    return when && when->event.kind == TriggerEvent::Kind::state ? &when->event.state : nullptr;
}

std::size_t after(const std::vector<Step>& steps, std::size_t index) {
    std::size_t next = index + 1;
    while (next < steps.size() && steps[next].depth > steps[index].depth) ++next;
    return next;
}

std::size_t begin_of_post(const std::vector<Step>& steps) {
    const auto post = std::ranges::find_if(
        steps, [](const Step& step) { return std::holds_alternative<Post>(step.action); });
    return static_cast<std::size_t>(post - steps.begin());
}

}  // namespace chargerig::scenario
