// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "tests/unit/controller/harness.hpp"

namespace {
std::size_t allocations = 0;
}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* p = std::malloc(size == 0 ? 1 : size)) return p;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* p) noexcept {
    std::free(p);
}
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept {
    std::free(p);
}

namespace chargerig::controller::test {
namespace {

TEST(Allocation, none_in_the_steady_charging_step) {
    Bench bench;
    bench.reach(ControllerState::Charging);
    bench.run_for(2_s);
    bench.keep_log = false;
    const std::size_t steps_before = bench.steps;
    const std::size_t before = allocations;
    for (int i = 0; i < 200; ++i) {
        bench.request(440.0, 50.0 + i % 3);
        bench.vehicle.battery.soc_percent = 20.0 + i / 10;
        bench.run_for(100_ms);
    }
    EXPECT_EQ(allocations, before);
    EXPECT_GE(bench.steps - steps_before, 400u);
    EXPECT_EQ(bench.state.state, ControllerState::Charging);
}

TEST(Allocation, is_counted_at_all) {
    const std::size_t before = allocations;
    Bench bench;
    bench.reach(ControllerState::Charging);
    EXPECT_GT(allocations, before);
}

}  // namespace
}  // namespace chargerig::controller::test
