// SPDX-License-Identifier: Apache-2.0
//
// The one place where the rig meets real time: a clock, and waiting. Everything else gets its
// instants handed in. Instants count from the construction of the clock on the steady clock, so
// they never jump when the time of day is set.
#pragma once

#include <atomic>

#include "sim/core/time.hpp"

namespace chargerig::core {

// A bell that any thread may ring to end the wait of the one thread that listens. Rings between two
// waits are remembered as one. post() takes no lock, allocates nothing and may be called from a
// signal handler.
class WakeUp {
public:
    WakeUp();
    ~WakeUp();
    WakeUp(const WakeUp&) = delete;
    WakeUp& operator=(const WakeUp&) = delete;

    void post() noexcept;

private:
    friend class WallClock;
    void take() noexcept;

    int descriptor_;
    std::atomic<bool> posted_{false};
};

enum class WaitEnd { deadline, woken };

class WallClock {
public:
    WallClock();

    // Safe from any thread.
    Instant now() const;

    // Nanoseconds since 1970-01-01T00:00:00Z at instant 0, read once at construction; instant +
    // offset is the stamp of a log.
    Duration unix_offset() const { return unix_offset_; }

    // Returns when the deadline is reached or when the bell was rung, whichever is first; at once
    // when either has happened already. `kNever` waits for the bell alone. Only one thread waits on
    // a bell. That a deadline lies in the past is the caller's business.
    WaitEnd wait_until(Instant deadline, WakeUp& wake_up) const;

private:
    std::int64_t start_ns_;  // of the steady clock
    Duration unix_offset_;
};

}  // namespace chargerig::core
