// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/bus_hub.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "sim/can/in_process_bus.hpp"
#include "sim/can/timed_bus.hpp"
#include "sim/evse/registry.hpp"

namespace chargerig::rig {
namespace {

using namespace core::literals;
using monitor::Unexpected;

// What is put into `incoming` has been received.
class FakePort final : public can::Port {
public:
    bool send(const can::Frame& frame) override {
        outgoing.push_back(frame);
        return takes;
    }
    bool receive(can::Frame& frame) override {
        if (incoming.empty()) return false;
        frame = incoming.front();
        incoming.pop_front();
        return true;
    }
    can::PortState state() const override { return can::PortState::connected; }
    can::PortStatistics statistics() const override { return {}; }
    std::string listen_only_reason() const override { return ""; }
    std::string last_error() const override { return ""; }
    std::string name() const override { return "fake"; }

    bool takes = true;
    std::deque<can::Frame> incoming;
    std::vector<can::Frame> outgoing;
};

evse::Binding binding() {
    static const auto registry = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    return *evse::Binding::make(*registry->find("3.6"), 1);
}

can::Frame status(core::Instant time, can::Direction direction, std::uint8_t flags) {
    can::Frame out;
    out.time = time;
    out.id = 0x0106B000;
    out.flags = flags;
    out.direction = direction;
    out.length = 1;
    out.data[0] = 1;
    return out;
}

struct World {
    FakePort* port = nullptr;
    BusHub hub;
    monitor::BusObserver observer{binding(), {true, false}};

    explicit World(std::unique_ptr<can::VirtualBus> bus, std::unique_ptr<FakePort> with = nullptr)
        : port(with.get()),
          hub(std::move(bus), std::move(with), *record::LogRecorder::open("", "can0", {})) {
        hub.add_observer(observer);
    }
};

std::unique_ptr<can::VirtualBus> ideal(std::size_t endpoints) {
    return std::make_unique<can::InProcessBus>(can::InProcessBus::Options{.endpoints = endpoints});
}

TEST(BusHub, MarkedEchoIsCountedButNeitherLoggedNorHeard) {
    World world(ideal(1), std::make_unique<FakePort>());
    world.hub.send(0, status({0}, can::Direction::sent, can::kExtended));
    ASSERT_EQ(world.port->outgoing.size(), 1u);
    world.port->incoming.push_back(
        status({1'000'000}, can::Direction::received, can::kExtended | can::kLocalEcho));
    world.hub.poll({2'000'000});
    EXPECT_TRUE(world.hub.arrived().empty());
    EXPECT_EQ(world.hub.recorder().frames(), 1u);
    EXPECT_EQ(world.hub.frames_received(), 0u);
    EXPECT_EQ(world.observer.audit().count(Unexpected::own_echo), 1u);
    EXPECT_EQ(world.observer.audit().count(Unexpected::second_controller), 0u);
}

TEST(BusHub, FramesOfThePortAreLoggedHeardAndJudged) {
    World world(ideal(1), std::make_unique<FakePort>());
    world.port->incoming.push_back(status({1'000'000}, can::Direction::received, can::kExtended));
    world.hub.poll({2'000'000});
    EXPECT_EQ(world.hub.arrived().size(), 1u);
    EXPECT_EQ(world.hub.recorder().frames(), 1u);
    EXPECT_EQ(world.hub.frames_received(), 1u);
    EXPECT_EQ(world.observer.audit().count(Unexpected::second_controller), 1u);
}

TEST(BusHub, WhatThePortDoesNotTakeWasNeverOnTheBus) {
    World world(ideal(2), std::make_unique<FakePort>());
    world.port->takes = false;
    world.hub.send(0, status({0}, can::Direction::sent, can::kExtended));
    can::Frame got;
    EXPECT_FALSE(world.hub.receive(1, {1'000'000'000}, got));
    EXPECT_EQ(world.hub.recorder().frames(), 0u);
    EXPECT_EQ(world.hub.frames_sent(), 0u);
}

TEST(BusHub, TimedBusIsLoggedAtTheEndOfEachFrame) {
    World world(std::make_unique<can::TimedBus>(can::TimedBus::Options{.endpoints = 2}));
    world.hub.send(0, status({0}, can::Direction::sent, can::kExtended));
    EXPECT_EQ(world.hub.recorder().frames(), 0u) << "still under way";
    EXPECT_FALSE(world.observer.state());
    world.hub.poll(world.hub.next_arrival());
    EXPECT_EQ(world.hub.recorder().frames(), 1u);
    EXPECT_TRUE(world.observer.state());
    EXPECT_EQ(world.hub.frames_sent(), 1u);
    EXPECT_TRUE(world.hub.load({1'000'000'000}));
}

TEST(BusHub, StrangerSpeaksInHisTimeAndHearsNothing) {
    World world(ideal(3));
    world.hub.add_stranger(2, {status({5'000'000}, can::Direction::sent, can::kExtended)});
    EXPECT_EQ(world.hub.next_arrival(), core::Instant{5'000'000});
    world.hub.poll({4'999'999});
    EXPECT_EQ(world.hub.recorder().frames(), 0u);
    world.hub.poll({5'000'000});
    EXPECT_EQ(world.observer.audit().count(Unexpected::second_controller), 1u);
    can::Frame got;
    EXPECT_TRUE(world.hub.receive(0, {6'000'000}, got));
    EXPECT_TRUE(world.hub.receive(1, {6'000'000}, got));
    EXPECT_EQ(world.hub.next_arrival(), core::kNever);
}

}  // namespace
}  // namespace chargerig::rig
