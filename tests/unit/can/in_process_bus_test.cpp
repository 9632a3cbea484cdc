// SPDX-License-Identifier: Apache-2.0
#include "sim/can/in_process_bus.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace chargerig::can {
namespace {

using namespace core::literals;

Frame frame_at(core::Instant time, std::uint32_t id) {
    Frame frame;
    frame.time = time;
    frame.id = id;
    frame.direction = Direction::sent;
    return frame;
}

TEST(InProcessBus, DeliversAfterTheLatencyAndNotBefore) {
    InProcessBus bus({});
    bus.send(0, frame_at({1'000'000}, 0x106B000));
    EXPECT_EQ(bus.next_arrival(), core::Instant{1'250'000});
    Frame got;
    EXPECT_FALSE(bus.receive(1, {1'249'999}, got));
    ASSERT_TRUE(bus.receive(1, {1'250'000}, got));
    EXPECT_EQ(got.id, 0x106B000u);
    EXPECT_EQ(got.time, core::Instant{1'250'000});
    EXPECT_EQ(got.direction, Direction::received);
    EXPECT_FALSE(bus.receive(1, {2'000'000}, got));
    EXPECT_EQ(bus.next_arrival(), core::kNever);
}

TEST(InProcessBus, ReachesEveryEndpointButTheSender) {
    InProcessBus bus({.endpoints = 3, .latency = 1_us});
    bus.send(1, frame_at({0}, 7));
    Frame got;
    EXPECT_FALSE(bus.receive(1, {1'000}, got));
    EXPECT_TRUE(bus.receive(0, {1'000}, got));
    EXPECT_EQ(bus.next_arrival(), core::Instant{1'000}) << "endpoint 2 still has to take it";
    EXPECT_TRUE(bus.receive(2, {1'000}, got));
    EXPECT_EQ(bus.next_arrival(), core::kNever);
    EXPECT_EQ(bus.sent(), 1u);
    EXPECT_EQ(bus.delivered(), 2u);
}

TEST(InProcessBus, KeepsTheOrderOfSendingAcrossSenders) {
    InProcessBus bus({.endpoints = 3, .latency = 5_us});
    bus.send(0, frame_at({10}, 1));
    bus.send(1, frame_at({10}, 2));
    bus.send(0, frame_at({20}, 3));
    std::vector<std::uint32_t> ids;
    Frame got;
    while (bus.receive(2, {1'000'000}, got)) ids.push_back(got.id);
    EXPECT_EQ(ids, (std::vector<std::uint32_t>{1, 2, 3}));
}

TEST(InProcessBus, CountsWhatAFullQueueLosesAndKeepsTheOldest) {
    InProcessBus bus({.endpoints = 3, .latency = 1_us, .capacity = 4});
    Frame got;
    for (std::uint32_t i = 0; i < 6; ++i) {
        bus.send(0, frame_at({static_cast<std::int64_t>(i)}, i));
        ASSERT_TRUE(bus.receive(1, {1'000'000}, got)) << "endpoint 1 keeps up and loses nothing";
    }
    EXPECT_EQ(bus.dropped(), 2u);
    for (std::uint32_t i = 0; i < 4; ++i) {
        ASSERT_TRUE(bus.receive(2, {1'000'000}, got));
        EXPECT_EQ(got.id, i);
    }
    EXPECT_FALSE(bus.receive(2, {1'000'000}, got));
    bus.send(0, frame_at({10}, 99));
    ASSERT_TRUE(bus.receive(2, {1'000'000}, got));
    EXPECT_EQ(got.id, 99u);
}

TEST(InProcessBus, WrapsAroundManyTimes) {
    InProcessBus bus({.endpoints = 2, .latency = 250_us, .capacity = 8});
    Frame got;
    for (std::int64_t i = 0; i < 10'000; ++i) {
        bus.send(static_cast<std::size_t>(i % 2),
                 frame_at({i * 100'000}, static_cast<std::uint32_t>(i)));
        ASSERT_EQ(bus.next_arrival(), (core::Instant{i * 100'000 + 250'000}));
        ASSERT_TRUE(bus.receive(static_cast<std::size_t>(1 - i % 2), bus.next_arrival(), got));
        ASSERT_EQ(got.id, static_cast<std::uint32_t>(i));
    }
    EXPECT_EQ(bus.dropped(), 0u);
}

}  // namespace
}  // namespace chargerig::can
