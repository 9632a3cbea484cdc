// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/support/allocation_count.hpp"
#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

TEST(Allocation, none_in_the_steady_charging_step) {
    Bench bench;
    bench.reach(ControllerState::Charging);
    bench.run_for(2_s);
    bench.keep_log = false;
    const std::size_t steps_before = bench.steps;
    const std::size_t before = chargerig::test::allocations();
    for (int i = 0; i < 200; ++i) {
        bench.request(440.0, 50.0 + i % 3);
        bench.vehicle.battery.soc_percent = 20.0 + i / 10;
        bench.run_for(100_ms);
    }
    EXPECT_EQ(chargerig::test::allocations(), before);
    EXPECT_GE(bench.steps - steps_before, 400u);
    EXPECT_EQ(bench.state.state, ControllerState::Charging);
}

TEST(Allocation, is_counted_at_all) {
    const std::size_t before = chargerig::test::allocations();
    Bench bench;
    bench.reach(ControllerState::Charging);
    EXPECT_GT(chargerig::test::allocations(), before);
}

}  // namespace
}  // namespace chargerig::controller::test
