// SPDX-License-Identifier: Apache-2.0
//
// When a run is over, and how it is brought to its end when it must stop early.
#pragma once

#include <optional>

#include "sim/core/time.hpp"

namespace chargerig::rig {

// A run ends 5 s after Charge_Session_Finished or after its last step, whichever is later.
inline constexpr core::Duration kAfterglow{5'000'000'000};
// After the last step a session that goes on is given this long; then the run is inconclusive.
inline constexpr core::Duration kOverdue{600'000'000'000};
// How long a stop that was asked for may take before the contactors are opened at once, and how
// long after that the process stays to say so on the bus.
inline constexpr core::Duration kStopLimit{30'000'000'000};
inline constexpr core::Duration kEmergencyLimit{3'000'000'000};
// The section `post` is given this long.
inline constexpr core::Duration kPostLimit{600'000'000'000};
// A port that was not served for longer than this ends the session (design: Time).
inline constexpr core::Duration kStallLimit{150'000'000};

struct Progress {
    core::Instant now;
    bool script_finished = false;
    bool session_active = false;  // a session was started and has not finished
    std::optional<core::Instant> session_finished;
};

// `post` lies between two ends, the session's own and what the section leaves to be done; Ending
// knows nothing of it.
enum class Phase { running, stopping, emergency, over, post };

// Pure bookkeeping: the rig tells what is, Ending says what to do.
class Ending {
public:
    explicit Ending(std::optional<core::Instant> timeout) : timeout_(timeout) {}

    // Begins the safe order; later calls change nothing.
    void stop(core::Instant now);

    // The run is over at once: there is nothing left to end, and nobody to tell.
    void finish(core::Instant now) { enter(Phase::over, now); }

    // Call at every instant. The phase only goes forward.
    Phase update(const Progress& progress);

    // When update() has something new to say even if nothing happens.
    core::Instant next_wakeup() const { return wakeup_; }

    bool timed_out() const { return timed_out_; }
    bool overdue() const { return overdue_; }

private:
    void enter(Phase phase, core::Instant now);
    void update_running(const Progress& progress);
    void update_stopping(const Progress& progress);

    std::optional<core::Instant> timeout_;
    Phase phase_ = Phase::running;
    core::Instant entered_;
    core::Instant script_end_ = core::kNever;
    core::Instant wakeup_ = core::kNever;
    bool timed_out_ = false;
    bool overdue_ = false;
};

}  // namespace chargerig::rig
