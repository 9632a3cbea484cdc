// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/ending.hpp"

namespace chargerig::rig {
namespace {

core::Instant later(core::Instant a, core::Instant b) {
    return a < b ? b : a;
}

// Long enough for the closing frames of a stopped session to be seen.
constexpr core::Duration kStopped{1'000'000'000};

}  // namespace

void Ending::enter(Phase phase, core::Instant now) {
    phase_ = phase;
    entered_ = now;
}

void Ending::stop(core::Instant now) {
    if (phase_ == Phase::running) enter(Phase::stopping, now);
}

Phase Ending::update(const Progress& progress) {
    wakeup_ = core::kNever;
    if (phase_ == Phase::running) update_running(progress);
    if (phase_ == Phase::stopping || phase_ == Phase::emergency) update_stopping(progress);
    return phase_;
}

void Ending::update_running(const Progress& progress) {
    if (timeout_ && progress.now >= *timeout_) {
        timed_out_ = true;
        enter(Phase::stopping, progress.now);
        return;
    }
    if (timeout_) wakeup_ = *timeout_;
    if (!progress.script_finished) return;
    if (script_end_ == core::kNever) script_end_ = progress.now;
    if (progress.session_active) {
        const core::Instant limit = script_end_ + kOverdue;
        overdue_ = progress.now >= limit;
        if (overdue_) enter(Phase::stopping, progress.now);
        wakeup_ = core::earliest(wakeup_, limit);
        return;
    }
    const core::Instant last = later(script_end_, progress.session_finished.value_or(script_end_));
    if (progress.now >= last + kAfterglow) enter(Phase::over, progress.now);
    wakeup_ = core::earliest(wakeup_, last + kAfterglow);
}

void Ending::update_stopping(const Progress& progress) {
    if (!progress.session_active) {
        const core::Instant last = later(entered_, progress.session_finished.value_or(entered_));
        if (progress.now >= last + kStopped) enter(Phase::over, progress.now);
        wakeup_ = last + kStopped;
        return;
    }
    const bool asking = phase_ == Phase::stopping;
    const core::Instant limit = entered_ + (asking ? kStopLimit : kEmergencyLimit);
    wakeup_ = limit;
    if (progress.now < limit) return;
    enter(asking ? Phase::emergency : Phase::over, progress.now);
    wakeup_ = progress.now + kEmergencyLimit;
}

}  // namespace chargerig::rig
