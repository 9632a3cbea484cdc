// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/expect_watch.hpp"

#include <algorithm>

#include "sim/monitor/lookup.hpp"
#include "sim/rig/condition_check.hpp"
#include "sim/scenario/step_reader.hpp"

namespace chargerig::rig {
namespace {

using scenario::ExpectEvent;
using scenario::ExpectVerdict;
using Kind = ExpectEvent::Kind;

constexpr const char* kStatus = "Advantics_Controller_Status";

report::Verdict verdict_of(ExpectVerdict verdict, bool rig_failed) {
    switch (verdict) {
        case ExpectVerdict::pass:
            return report::Verdict::pass;
        case ExpectVerdict::fail:
            return report::Verdict::fail;
        case ExpectVerdict::pending:
        case ExpectVerdict::inconclusive:
            break;
    }
    return rig_failed ? report::Verdict::error : report::Verdict::inconclusive;
}

core::Result<void> resolve_condition(ExpectEvent& event, const evse::Version& version,
                                     const monitor::Lookup& lookup) {
    auto& condition = event.condition;
    if (event.state) {
        const auto known =
            lookup.state(*event.state, scenario::state_name(*event.state), event.where);
        if (!known) return core::fail(known.error());
        condition.message = kStatus;
        condition.signal = "State";
        condition.value = static_cast<double>(*event.state);
    }
    const auto place = lookup.signal(condition.message, condition.signal, event.where);
    if (!place) return core::fail(place.error());
    event.message_index = place->message;
    event.signal_index = place->signal;
    if (condition.label.empty()) {
        const auto& message = version.database().messages[static_cast<std::size_t>(place->message)];
        return check_reachable(condition, message.signals[place->signal], event.where);
    }
    const auto value =
        lookup.label(condition.message, condition.signal, condition.label, event.where);
    if (!value) return core::fail(value.error());
    condition.value = *value;
    return {};
}

core::Result<void> resolve_event(ExpectEvent& event, const evse::Version& version,
                                 const monitor::Lookup& lookup) {
    if (event.kind == Kind::message) {
        const auto message = lookup.message(event.condition.message, event.where);
        if (!message) return core::fail(message.error());
        event.message_index = *message;
    } else if (event.kind == Kind::condition) {
        const auto known = resolve_condition(event, version, lookup);
        if (!known) return core::fail(known.error());
        const auto& messages = version.database().messages;
        event.valid_for = monitor::BusObserver::valid_for(
            messages[static_cast<std::size_t>(event.message_index)]);
    }
    return {};
}

}  // namespace

void resolve_expectations(scenario::Scenario& scenario, const evse::Version& version,
                          const evse::Registry& registry, core::Errors& errors) {
    const monitor::Lookup lookup(version, &registry);
    const auto resolve_one = [&](ExpectEvent& event) {
        const auto step = std::ranges::find(scenario.steps, event.step, &scenario::Step::id);
        event.step_index = static_cast<std::size_t>(step - scenario.steps.begin());
        const auto known = resolve_event(event, version, lookup);
        if (!known) errors.push_back(known.error());
    };
    for (auto& each : scenario.expectations) {
        resolve_one(each.from);
        resolve_one(each.to);
        for (auto& target : each.targets) resolve_one(target);
    }
}

ExpectWatch::ExpectWatch(const std::vector<scenario::Expectation>& expectations,
                         const evse::Version& version)
    : expectations_(expectations), judge_(expectations, version) {}

void ExpectWatch::on_script(const std::vector<scenario::StepEvent>& events) {
    for (const auto& event : events) judge_.on_step(event.step, event.done, event.time);
}

std::vector<report::ExpectationResult> ExpectWatch::results(bool rig_failed) const {
    std::vector<report::ExpectationResult> out;
    for (std::size_t i = 0; i < expectations_.size(); ++i) {
        const auto& finding = judge_.finding(i);
        report::ExpectationResult result;
        result.id = expectations_[i].id;
        result.verdict = verdict_of(finding.verdict, rig_failed);
        result.reason = expectations_[i].reason;
        result.seen = finding.seen;
        result.t_s = core::to_seconds(finding.at.time);
        if (finding.at.frame > 0) result.frame = finding.at.frame;
        out.push_back(std::move(result));
    }
    return out;
}

}  // namespace chargerig::rig
