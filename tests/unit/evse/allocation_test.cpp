// SPDX-License-Identifier: Apache-2.0
//
// Encoding and decoding take nothing from the heap. A program of its own: it counts every
// allocation.
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/support/allocation_count.hpp"
#include "tests/unit/evse/shipped.hpp"

namespace chargerig::evse {
namespace {

std::vector<Message> one_of_each_kind() {
    std::vector<Message> all;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (all.emplace_back(std::in_place_index<I>), ...);
    }
    (std::make_index_sequence<kMessageKinds>{});
    DcPowerControl end_of_test;
    end_of_test.power_function = PowerFunction::Standby;
    end_of_test.lower_output_voltage = end_of_test.output_contactors_close = true;
    all.emplace_back(end_of_test);
    all.emplace_back(DcPowerControl{9999});  // does not fit
    return all;
}

TEST(Allocation, BindingTakesNothingFromTheHeap) {
    const std::vector<Message> messages = one_of_each_kind();
    for (const auto& version : shipped().versions()) {
        const Binding binding = *Binding::make(version, 1);
        LinkMemory memory;
        Frames frames;
        Message received;
        std::size_t decoded = 0;
        const std::size_t before = chargerig::test::allocations();
        for (const Message& message : messages) {
            binding.encode(message, {}, memory, frames);
            for (const can::Frame& frame : frames) {
                decoded += static_cast<bool>(binding.decode(frame, memory, received));
            }
        }
        EXPECT_EQ(chargerig::test::allocations() - before, 0U) << version->name();
        EXPECT_GE(decoded, 10U);
    }
}

TEST(Allocation, IsCounted) {
    const std::size_t before = chargerig::test::allocations();
    const std::vector<int> block(100);
    EXPECT_EQ(chargerig::test::allocations() - before, 1U) << block.size();
}

}  // namespace
}  // namespace chargerig::evse
