// SPDX-License-Identifier: Apache-2.0
//
// The charge loop works without the heap, whatever the protocol.
#include <gtest/gtest.h>

#include "tests/support/allocation_count.hpp"
#include "tests/unit/vehicle/harness.hpp"

namespace chargerig::vehicle::test {
namespace {

class SteadyLoop : public ::testing::TestWithParam<Protocol> {};

TEST_P(SteadyLoop, DoesNotAllocate) {
    Bench bench(test_profile(GetParam()));
    ASSERT_TRUE(bench.charge());
    bench.run_for(20.0);
    bench.record = false;
    const std::size_t before = chargerig::test::allocations();
    const core::Instant begin = bench.now();
    for (int i = 0; i < 100; ++i) {
        bench.inputs.readings.soc_percent += 0.05;
        bench.send(link::CommandName::update_dc_present_values,
                   link::DcEvsePresentVoltageCurrent{350.0, 100.0});
        bench.send_limits();
        bench.run_for(0.1);
    }
    EXPECT_EQ(chargerig::test::allocations(), before);
    EXPECT_EQ(bench.state.phase, Phase::charge_loop);
    EXPECT_EQ(core::to_seconds(bench.now() - begin), 10.0);
}

TEST(SteadyLoopCounter, Counts) {
    const std::size_t before = chargerig::test::allocations();
    const std::vector<int> block(100);
    EXPECT_EQ(chargerig::test::allocations(), before + 1) << block.size();
}

INSTANTIATE_TEST_SUITE_P(Protocols, SteadyLoop,
                         ::testing::Values(Protocol::din, Protocol::iso2, Protocol::iso20_scheduled,
                                           Protocol::iso20_dynamic),
                         [](const auto& test) {
                             return std::string(
                                 kProtocolNames[static_cast<std::size_t>(test.param)]);
                         });

}  // namespace
}  // namespace chargerig::vehicle::test
