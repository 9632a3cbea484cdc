// SPDX-License-Identifier: Apache-2.0
#include "sim/core/wall_clock.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>

namespace chargerig::core {

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

std::int64_t read_clock(clockid_t which) {
    timespec t{};
    const int result = ::clock_gettime(which, &t);
    assert(result == 0);
    static_cast<void>(result);
    return static_cast<std::int64_t>(t.tv_sec) * kNsPerSecond + t.tv_nsec;
}

}  // namespace

WakeUp::WakeUp() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    assert(descriptor_ >= 0 && "out of file descriptors");
}

WakeUp::~WakeUp() {
    ::close(descriptor_);
}

void WakeUp::post() noexcept {
    if (posted_.exchange(true, std::memory_order_acq_rel)) return;
    const int saved_errno = errno;  // a signal handler must not disturb it
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(descriptor_, &one, sizeof one);
    errno = saved_errno;
}

void WakeUp::take() noexcept {
    // First the counter, then the flag: a ring in between finds the flag up and is part of this
    // wait's answer. The other way round its count would be eaten and the bell would stay dead.
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(descriptor_, &count, sizeof count);
    posted_.exchange(false, std::memory_order_acq_rel);
}

WallClock::WallClock() : start_ns_(read_clock(CLOCK_MONOTONIC)) {
    unix_offset_ = {read_clock(CLOCK_REALTIME) - (read_clock(CLOCK_MONOTONIC) - start_ns_)};
}

Instant WallClock::now() const {
    return {read_clock(CLOCK_MONOTONIC) - start_ns_};
}

WaitEnd WallClock::wait_until(Instant deadline, WakeUp& wake_up) const {
    for (;;) {
        timespec left{};
        if (deadline != kNever) {
            const Duration rest = deadline - now();
            if (rest.ns > 0) {
                left.tv_sec = static_cast<time_t>(rest.ns / kNsPerSecond);
                left.tv_nsec = static_cast<long>(rest.ns % kNsPerSecond);
            }
        }
        pollfd bell{wake_up.descriptor_, POLLIN, 0};
        const int ready = ::ppoll(&bell, 1, deadline == kNever ? nullptr : &left, nullptr);
        if (ready > 0) {
            wake_up.take();
            return WaitEnd::woken;
        }
        // After a signal (EINTR) the rest is computed anew; a handler that wants the wait to end
        // posts.
        if (ready == 0 && now() >= deadline) return WaitEnd::deadline;
    }
}

}  // namespace chargerig::core
