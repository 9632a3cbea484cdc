// SPDX-License-Identifier: Apache-2.0
#include "sim/core/wall_clock.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "sim/core/spsc_ring.hpp"

namespace chargerig::core {
namespace {

using namespace literals;

TEST(WallClock, StartsAtZeroAndNeverGoesBack) {
    const WallClock clock;
    Instant last = clock.now();
    EXPECT_GE(last.ns, 0);
    for (int i = 0; i < 10'000; ++i) {
        const Instant now = clock.now();
        ASSERT_GE(now, last);
        last = now;
    }
}

TEST(WallClock, OffsetLeadsToTheTimeOfDay) {
    const WallClock clock;
    const Duration year_2020{1'577'836'800'000'000'000};
    EXPECT_GT(clock.unix_offset(), year_2020);
}

TEST(WallClock, WaitsForTheDeadlineAndNotLess) {
    const WallClock clock;
    WakeUp bell;
    const Instant deadline = clock.now() + 3_ms;
    EXPECT_EQ(clock.wait_until(deadline, bell), WaitEnd::deadline);
    EXPECT_GE(clock.now(), deadline);
}

TEST(WallClock, DeadlineInThePastReturnsAtOnceButABellIsStillHeard) {
    const WallClock clock;
    WakeUp bell;
    EXPECT_EQ(clock.wait_until(Instant{-5}, bell), WaitEnd::deadline);
    bell.post();
    EXPECT_EQ(clock.wait_until(Instant{-5}, bell), WaitEnd::woken);
}

TEST(WallClock, RingsBeforeTheWaitCountAsOne) {
    const WallClock clock;
    WakeUp bell;
    bell.post();
    bell.post();
    EXPECT_EQ(clock.wait_until(kNever, bell), WaitEnd::woken);
    EXPECT_EQ(clock.wait_until(clock.now(), bell), WaitEnd::deadline);
    bell.post();
    EXPECT_EQ(clock.wait_until(kNever, bell), WaitEnd::woken) << "the bell works again";
}

TEST(WallClock, NoRingFromAnotherThreadIsLost) {
    constexpr int kRings = 20'000;
    const WallClock clock;
    WakeUp there;
    WakeUp back;
    std::atomic<int> said{0};
    std::thread other([&] {
        for (int i = 1; i <= kRings; ++i) {
            said.store(i);
            there.post();
            while (clock.wait_until(kNever, back) != WaitEnd::woken) {
            }
        }
    });
    for (int i = 1; i <= kRings; ++i) {
        while (said.load() < i) clock.wait_until(kNever, there);
        back.post();
    }
    other.join();
    EXPECT_EQ(said.load(), kRings);
}

WakeUp* bell_of_handler = nullptr;

TEST(WallClock, ASignalHandlerMayRing) {
    const WallClock clock;
    WakeUp bell;
    bell_of_handler = &bell;
    const auto before = std::signal(SIGUSR1, [](int) { bell_of_handler->post(); });
    std::raise(SIGUSR1);
    EXPECT_EQ(clock.wait_until(kNever, bell), WaitEnd::woken);
    std::signal(SIGUSR1, before);
}

TEST(SpscRing, FillsToItsCapacityAndGivesBackInOrder) {
    SpscRing<int> ring(4);
    for (int round = 0; round < 10; ++round) {
        for (int i = 0; i < 4; ++i) ASSERT_TRUE(ring.push(10 * round + i));
        EXPECT_FALSE(ring.push(99));
        EXPECT_EQ(ring.size(), 4u);
        for (int i = 0; i < 4; ++i) {
            ASSERT_NE(ring.front(), nullptr);
            EXPECT_EQ(*ring.front(), 10 * round + i);
            int got = 0;
            ASSERT_TRUE(ring.pop(got));
            EXPECT_EQ(got, 10 * round + i);
        }
        int got = 0;
        EXPECT_FALSE(ring.pop(got));
        EXPECT_EQ(ring.front(), nullptr);
    }
}

TEST(SpscRing, TwoThreadsLoseAndReorderNothing) {
    constexpr std::uint64_t kItems = 500'000;
    SpscRing<std::uint64_t> ring(64);
    std::thread writer([&] {
        for (std::uint64_t i = 0; i < kItems;) {
            if (ring.push(i)) {
                ++i;
            } else {
                std::this_thread::yield();
            }
        }
    });
    std::uint64_t expected = 0;
    while (expected < kItems) {
        std::uint64_t got = 0;
        if (!ring.pop(got)) {
            std::this_thread::yield();
            continue;
        }
        if (got != expected) break;
        ++expected;
    }
    EXPECT_EQ(expected, kItems);
    if (expected != kItems) std::abort();  // the writer would wait for ever
    writer.join();
}

}  // namespace
}  // namespace chargerig::core
