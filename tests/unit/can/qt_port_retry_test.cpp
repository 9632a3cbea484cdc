// SPDX-License-Identifier: Apache-2.0
//
// What the port does when the driver refuses frames; the driver is stubborn_plugin.cpp.
#include <gmock/gmock.h>

#include <functional>

#include "sim/can/qt_serialbus_port.hpp"

namespace chargerig::can {
namespace {

using namespace core::literals;

class StubbornBus : public testing::Test {
protected:
    std::unique_ptr<QtSerialBusPort> open_connected(const std::string& interface,
                                                    const QtPortOptions& options = {}) {
        auto port = std::make_unique<QtSerialBusPort>(
            *parse_bus_address("virtualcan:" + interface), clock_, [this] { wake_up_.post(); },
            options);
        EXPECT_TRUE(wait_for([&] { return port->state() == PortState::connected; }))
            << port->last_error();
        return port;
    }
    bool wait_for(const std::function<bool()>& condition) {
        const core::Instant deadline = clock_.now() + 20_s;
        while (!condition()) {
            if (clock_.now() >= deadline) return false;
            clock_.wait_until(core::earliest(deadline, clock_.now() + 5_ms), wake_up_);
        }
        return true;
    }
    static Frame numbered(std::uint32_t id) {
        Frame frame;
        frame.id = id;
        return frame;
    }

    core::WallClock clock_;
    core::WakeUp wake_up_;
};

TEST_F(StubbornBus, ARefusedFrameIsRepeatedAndTheOrderKept) {
    const auto port = open_connected("refuse-5", {.send_timeout = 10_s});
    for (std::uint32_t i = 0; i < 100; ++i) ASSERT_TRUE(port->send(numbered(i)));
    ASSERT_TRUE(wait_for([&] { return port->statistics().sent == 100; }));
    EXPECT_EQ(port->statistics().retried, 5u);
    EXPECT_EQ(port->statistics().dropped(), 0u);
    Frame got;
    for (std::uint32_t i = 0; i < 100; ++i) {
        ASSERT_TRUE(wait_for([&] { return port->receive(got); }));
        EXPECT_EQ(got.id, i);
    }
}

TEST_F(StubbornBus, AFrameIsGivenUpAfterTheLimitAndCounted) {
    const auto port = open_connected("refuse-all", {.send_timeout = 20_ms});
    for (std::uint32_t i = 0; i < 3; ++i) ASSERT_TRUE(port->send(numbered(i)));
    ASSERT_TRUE(wait_for([&] { return port->statistics().dropped_transmit == 3; }));
    EXPECT_GE(port->statistics().retried, 1u);
    EXPECT_EQ(port->statistics().sent, 0u);
    EXPECT_EQ(port->last_error(),
              "virtualcan:refuse-all: frame given up: No buffer space available");
    EXPECT_EQ(port->state(), PortState::connected);
}

TEST_F(StubbornBus, AFullTransmitQueueRefusesAndCounts) {
    const auto port = open_connected("refuse-all", {.send_timeout = 60_s, .queue_length = 4});
    int taken = 0;
    for (std::uint32_t i = 0; i < 10; ++i) taken += port->send(numbered(i)) ? 1 : 0;
    EXPECT_EQ(taken, 4);
    EXPECT_EQ(port->statistics().dropped_transmit, 6u);
    port->close();
    EXPECT_EQ(port->statistics().dropped_transmit, 10u) << "unsent at the end is lost, and counted";
}

TEST_F(StubbornBus, LossesThatTheDriverReportsLaterAreCounted) {
    const auto port = open_connected("late-2");
    for (std::uint32_t i = 0; i < 3; ++i) ASSERT_TRUE(port->send(numbered(i)));
    ASSERT_TRUE(wait_for([&] { return port->statistics().dropped_transmit == 2; }));
    ASSERT_TRUE(wait_for([&] { return port->last_error() == "virtualcan:late-2: and another"; }));
    EXPECT_EQ(port->statistics().sent, 3u) << "taken by the driver";
}

}  // namespace
}  // namespace chargerig::can
