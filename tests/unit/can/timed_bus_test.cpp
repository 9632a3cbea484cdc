// SPDX-License-Identifier: Apache-2.0
#include "sim/can/timed_bus.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <vector>

#include "sim/can/frame_bits.hpp"
#include "sim/core/random.hpp"

namespace chargerig::can {
namespace {

using namespace core::literals;

Frame frame_at(core::Instant time, std::uint32_t id, std::uint8_t first_byte = 0,
               std::uint8_t length = 8) {
    Frame frame;
    frame.time = time;
    frame.id = id;
    frame.direction = Direction::sent;
    frame.length = length;
    if (length > 0) frame.data[0] = first_byte;
    return frame;
}

struct Heard {
    std::size_t sender = 0;
    Frame frame;
};

class Ear final : public BusListener {
public:
    void on_bus(std::size_t sender, const Frame& frame) override {
        heard.push_back({sender, frame});
    }
    std::vector<Heard> heard;
};

core::Duration on_wire(const TimedBus& bus, const Frame& frame) {
    return bus.duration(frame_bits(frame));
}

TEST(TimedBus, FrameArrivesWhenItsLastBitHasPassed) {
    TimedBus bus({.endpoints = 3});
    const Frame sent = frame_at({1'000'000}, 0x106B000, 7, 1);
    bus.send(0, sent);
    // 67 + 8 bits with interframe space, 7 stuff bits (golden test of frame_bits): 79 to EOF.
    const core::Instant end{1'000'000 + 79 * 2'000};
    EXPECT_EQ(bus.next_arrival(), end);
    Frame got;
    EXPECT_FALSE(bus.receive(1, end - 1_ns, got));
    ASSERT_TRUE(bus.receive(1, end, got));
    EXPECT_EQ(got.time, end);
    EXPECT_EQ(got.direction, Direction::received);
    EXPECT_EQ(got.id, sent.id);
    ASSERT_TRUE(bus.receive(2, end, got));
    EXPECT_FALSE(bus.receive(0, end + 1_s, got)) << "nobody hears himself";
    EXPECT_EQ(bus.next_arrival(), core::kNever);
}

TEST(TimedBus, BitRateSetsTheTime) {
    for (const std::int32_t rate : {10'000, 33'333, 125'000, 500'000, 1'000'000}) {
        TimedBus bus({.endpoints = 2, .bit_rate_bps = rate});
        const Frame sent = frame_at({0}, 0x106B000);
        bus.send(0, sent);
        const double wanted_ns = frame_bits(sent) * 1e9 / rate;
        EXPECT_NEAR(static_cast<double>(bus.next_arrival().ns), wanted_ns, 0.5 + 1e-6) << rate;
    }
}

TEST(TimedBus, NextFrameBeginsThreeBitsAfterTheLast) {
    TimedBus bus({.endpoints = 2});
    const Frame first = frame_at({0}, 0x100);
    const Frame second = frame_at({0}, 0x200);
    bus.send(0, first);
    bus.send(0, second);
    const core::Instant one = bus.next_arrival();
    EXPECT_EQ(one, core::Instant{} + on_wire(bus, first));
    Frame got;
    ASSERT_TRUE(bus.receive(1, one, got));
    EXPECT_EQ(bus.next_arrival(), one + bus.duration(kInterframeBits) + on_wire(bus, second));
}

TEST(TimedBus, LowestIdentifierOfThoseThatWaitGoesFirst) {
    TimedBus bus({.endpoints = 4});
    bus.send(0, frame_at({0}, 0x300));
    bus.send(1, frame_at({0}, 0x200));
    bus.send(2, frame_at({0}, 0x100));
    std::vector<std::uint32_t> ids;
    Frame got;
    while (bus.receive(3, {1'000'000'000}, got)) ids.push_back(got.id);
    EXPECT_EQ(ids, (std::vector<std::uint32_t>{0x100, 0x200, 0x300}));
}

// A running frame is not interrupted; who asks while it runs competes for the next turn.
TEST(TimedBus, RunningFrameIsNotInterrupted) {
    TimedBus bus({.endpoints = 3});
    bus.send(0, frame_at({0}, 0x300));
    bus.send(0, frame_at({0}, 0x301));
    bus.send(1, frame_at({1}, 0x100));
    std::vector<std::uint32_t> ids;
    Frame got;
    while (bus.receive(2, {1'000'000'000}, got)) ids.push_back(got.id);
    EXPECT_EQ(ids, (std::vector<std::uint32_t>{0x300, 0x100, 0x301}));
}

// Within one node the queue is first in first out: an urgent frame waits behind its own elders.
TEST(TimedBus, NodeSendsInTheOrderInWhichItWasTold) {
    TimedBus bus({.endpoints = 3});
    bus.send(0, frame_at({0}, 0x300));
    bus.send(0, frame_at({0}, 0x001));
    bus.send(1, frame_at({0}, 0x200));
    std::vector<std::uint32_t> ids;
    Frame got;
    while (bus.receive(2, {1'000'000'000}, got)) ids.push_back(got.id);
    EXPECT_EQ(ids, (std::vector<std::uint32_t>{0x200, 0x300, 0x001}));
}

TEST(TimedBus, FramesEqualInEveryBitBecomeOne) {
    TimedBus bus({.endpoints = 3});
    Ear ear;
    bus.set_listener(&ear);
    bus.send(0, frame_at({0}, 0x100, 5));
    bus.send(1, frame_at({0}, 0x100, 5));
    Frame got;
    ASSERT_TRUE(bus.receive(2, {1'000'000'000}, got));
    EXPECT_FALSE(bus.receive(2, {1'000'000'000}, got));
    EXPECT_FALSE(bus.receive(0, {1'000'000'000}, got));
    EXPECT_FALSE(bus.receive(1, {1'000'000'000}, got));
    EXPECT_EQ(ear.heard.size(), 1u);
    EXPECT_EQ(bus.collisions(), 0u);
    EXPECT_EQ(bus.next_arrival(), core::kNever);
}

TEST(TimedBus, OneIdentifierWithDifferentDataCollides) {
    TimedBus bus({.endpoints = 3});
    Ear ear;
    bus.set_listener(&ear);
    const Frame recessive = frame_at({0}, 0x100, 0x80);
    const Frame dominant = frame_at({0}, 0x100, 0x00);
    bus.send(0, recessive);
    bus.send(1, dominant);
    // They part at the first data bit: 12 of flags, 8 of the delimiter follow.
    const int bits = parting(recessive, dominant).bits_before + 1 + 20;
    EXPECT_EQ(bus.next_arrival(), core::Instant{} + bus.duration(bits));
    Frame got;
    ASSERT_TRUE(bus.receive(0, bus.next_arrival(), got)) << "the senders hear of it too";
    EXPECT_EQ(got.flags, kExtended | kErrorFrame);
    EXPECT_EQ(got.id, kProtocolViolation);
    EXPECT_EQ(bus.collisions(), 1u);

    std::vector<Frame> frames;
    int errors = 0;
    while (bus.receive(2, {1'000'000'000}, got)) {
        if ((got.flags & kErrorFrame) != 0)
            ++errors;
        else
            frames.push_back(got);
    }
    EXPECT_EQ(errors, TimedBus::kCollisionsToPassive);
    ASSERT_EQ(frames.size(), 2u);
    EXPECT_EQ(frames[0].data, dominant.data) << "passive, the loser no longer destroys it";
    EXPECT_EQ(frames[1].data, recessive.data);
    ASSERT_EQ(ear.heard.size(), 18u);
    EXPECT_EQ(ear.heard[0].sender, kNoSender);
    EXPECT_EQ(ear.heard[16].sender, 1u);
    EXPECT_EQ(ear.heard[17].sender, 0u);
    EXPECT_EQ(bus.collisions(), 16u);
    EXPECT_EQ(bus.dropped(), 0u);
}

TEST(TimedBus, MoreUrgentFrameComesBetweenCollisions) {
    TimedBus bus({.endpoints = 4});
    bus.send(0, frame_at({0}, 0x100, 1));
    bus.send(1, frame_at({0}, 0x100, 2));
    Frame got;
    ASSERT_TRUE(bus.receive(3, bus.next_arrival(), got));
    bus.send(2, frame_at(got.time, 0x001));
    ASSERT_TRUE(bus.receive(3, got.time + 1_ms, got));
    EXPECT_EQ(got.id, 0x001u);
    EXPECT_EQ(got.flags, kExtended);
}

TEST(TimedBus, CountsWhatFullQueuesLose) {
    TimedBus bus({.endpoints = 2, .capacity = 4});
    for (int i = 0; i < 6; ++i) bus.send(0, frame_at({0}, 0x100));
    EXPECT_EQ(bus.dropped(), 2u) << "of the sender";
    bus.advance({1'000'000'000});
    bus.send(0, frame_at({1'000'000'000}, 0x101));
    bus.advance({2'000'000'000});
    EXPECT_EQ(bus.dropped(), 3u) << "of the receiver, who took none";
    Frame got;
    ASSERT_TRUE(bus.receive(1, {2'000'000'000}, got));
    EXPECT_EQ(got.id, 0x100u);
}

TEST(TimedBus, LoadIsWhatTheFramesTook) {
    TimedBus bus({.endpoints = 2});
    EXPECT_EQ(bus.load({0})->percent, 0.0);
    const Frame sample = frame_at({0}, 0x106B000, 7, 1);  // 79 bits, 3 behind: 164 us
    for (std::int64_t i = 0; i < 10; ++i) {
        Frame each = sample;
        each.time = {i * 100'000'000};
        bus.send(0, each);
    }
    bus.advance({1'000'000'000});
    const auto load = bus.load({1'000'000'000});
    ASSERT_TRUE(load);
    EXPECT_NEAR(load->percent, 0.164, 1e-9);
    // A window of 100 ms holds at most one of them and a part of the next: just one frame's length.
    EXPECT_NEAR(load->peak_percent, 0.164, 1e-9);
}

TEST(TimedBus, SaturatedWireIsFullyLoaded) {
    TimedBus bus({.endpoints = 2});
    for (int i = 0; i < 1000; ++i) bus.send(0, frame_at({0}, 0x106B000));
    Frame got;
    core::Instant end;
    while (bus.next_arrival() != core::kNever) {
        end = bus.next_arrival();
        ASSERT_TRUE(bus.receive(1, end, got));
    }
    EXPECT_NEAR(bus.load(end + bus.duration(kInterframeBits))->percent, 100.0, 1e-9);
    EXPECT_NEAR(bus.load(end)->peak_percent, 100.0, 1e-9);
}

// Any traffic, against a slow model of the wire: scan all that wait, take the lowest key, first in
// first out within a node.
TEST(TimedBusProperty, BehavesAsTheSlowModel) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        SCOPED_TRACE(seed);
        core::RandomStream random(seed, "traffic");
        constexpr std::size_t kNodes = 4;
        TimedBus bus({.endpoints = kNodes + 1});
        Ear ear;
        bus.set_listener(&ear);
        std::array<std::deque<Frame>, kNodes> queues;
        core::Instant now;
        for (int i = 0; i < 300; ++i) {
            now = now + core::Duration{random.below(3) == 0
                                           ? 0
                                           : static_cast<std::int64_t>(random.below(400'000))};
            const std::size_t node = random.below(kNodes);
            // Identifiers of a node are its own, as a sound network has them.
            Frame each = frame_at(now, static_cast<std::uint32_t>(random.below(64) * kNodes + node),
                                  static_cast<std::uint8_t>(random.below(256)),
                                  static_cast<std::uint8_t>(random.below(9)));
            if (each.length == 0) each.data[0] = 0;
            if (random.below(2) == 0) each.flags = 0;
            bus.send(node, each);
            queues[node].push_back(each);
        }
        bus.advance({1'000'000'000'000});
        ASSERT_EQ(ear.heard.size(), 300u);
        core::Instant free{INT64_MIN};
        for (const auto& heard : ear.heard) {
            core::Instant first = core::kNever;
            for (const auto& queue : queues) {
                if (!queue.empty()) first = core::earliest(first, queue.front().time);
            }
            const core::Instant begin = std::max(free, first);
            std::size_t winner = kNodes;
            for (std::size_t i = 0; i < kNodes; ++i) {
                if (queues[i].empty() || queues[i].front().time > begin) continue;
                if (winner == kNodes ||
                    arbitration_key(queues[i].front()) < arbitration_key(queues[winner].front())) {
                    winner = i;
                }
            }
            const Frame expected = queues[winner].front();
            queues[winner].pop_front();
            const core::Instant end = begin + on_wire(bus, expected);
            ASSERT_EQ(heard.sender, winner);
            ASSERT_EQ(heard.frame.id, expected.id);
            ASSERT_EQ(heard.frame.data, expected.data);
            ASSERT_EQ(heard.frame.time, end);
            free = end + bus.duration(kInterframeBits);
        }
        Frame got;
        for (std::size_t i = 0; i < kNodes; ++i) {
            std::size_t received = 0;
            while (bus.receive(i, {1'000'000'000'000}, got)) ++received;
            const auto own = std::count_if(ear.heard.begin(), ear.heard.end(),
                                           [&](const Heard& each) { return each.sender == i; });
            ASSERT_EQ(received + static_cast<std::size_t>(own), 300u);
        }
        ASSERT_EQ(bus.dropped(), 0u);
        ASSERT_EQ(bus.collisions(), 0u);
    }
}

// It makes no difference how often somebody looks.
TEST(TimedBusProperty, LookingDoesNotChangeTheWire) {
    core::RandomStream random(11, "look");
    TimedBus watched({.endpoints = 3});
    TimedBus alone({.endpoints = 3});
    Ear one;
    Ear other;
    watched.set_listener(&one);
    alone.set_listener(&other);
    core::Instant now;
    for (int i = 0; i < 500; ++i) {
        const core::Instant next =
            now + core::Duration{static_cast<std::int64_t>(random.below(300'000))};
        while (watched.next_arrival() < next) {
            const core::Instant at = std::max(watched.next_arrival(), now);
            watched.advance(at);
            Frame got;
            for (std::size_t e = 0; e < 3; ++e) {
                while (watched.receive(e, at, got)) {
                }
            }
        }
        now = next;
        const Frame each = frame_at(now, static_cast<std::uint32_t>(random.below(4)),
                                    static_cast<std::uint8_t>(random.below(3)));
        const std::size_t node = random.below(3);
        watched.send(node, each);
        alone.send(node, each);
    }
    watched.advance({1'000'000'000'000});
    alone.advance({1'000'000'000'000});
    ASSERT_EQ(one.heard.size(), other.heard.size());
    for (std::size_t i = 0; i < one.heard.size(); ++i) {
        ASSERT_EQ(one.heard[i].sender, other.heard[i].sender);
        ASSERT_EQ(one.heard[i].frame, other.heard[i].frame);
    }
    EXPECT_GT(watched.collisions(), 0u) << "identifiers were shared on purpose";
    EXPECT_EQ(watched.collisions(), alone.collisions());
}

TEST(BusLoadMeter, FindsTheBusiestWindowWhereverItLies) {
    BusLoadMeter meter(100_ms, 1_ms);
    const auto busy = [&](std::int64_t begin_ms, std::int64_t end_ms) {
        meter.add({begin_ms * 1'000'000}, {end_ms * 1'000'000});
    };
    busy(0, 10);
    busy(60, 90);    // 40 ms in the first 100
    busy(110, 150);  // 60 to 150: 70 ms, within 50 to 150
    busy(400, 410);
    const BusLoad load = meter.at({1'000'000'000});
    EXPECT_DOUBLE_EQ(load.percent, 9.0);
    EXPECT_DOUBLE_EQ(load.peak_percent, 70.0);
}

TEST(BusLoadMeter, BusyTimeLongerThanTheWindowFillsIt) {
    BusLoadMeter meter(10_ms, 1_ms);
    meter.add({0}, {50'000'000});
    EXPECT_DOUBLE_EQ(meter.at({100'000'000}).percent, 50.0);
    EXPECT_DOUBLE_EQ(meter.at({100'000'000}).peak_percent, 100.0);
}

TEST(BusLoadMeter, AgreesWithCountingEachMicrosecond) {
    core::RandomStream random(2, "load");
    BusLoadMeter meter(1_ms, 5_us);
    std::vector<int> busy(20'000, 0);
    std::int64_t at_us = 0;
    while (true) {
        const auto begin = at_us + static_cast<std::int64_t>(random.below(60));
        const auto end = begin + 5 + static_cast<std::int64_t>(random.below(90));
        if (end > 20'000) break;
        meter.add({begin * 1'000}, {end * 1'000});
        std::fill(busy.begin() + begin, busy.begin() + end, 1);
        at_us = end;
    }
    int inside = 0;
    int most = 0;
    for (std::size_t i = 0; i < busy.size(); ++i) {
        inside += busy[i];
        if (i >= 1'000) inside -= busy[i - 1'000];
        most = std::max(most, inside);
    }
    EXPECT_DOUBLE_EQ(meter.at({20'000'000}).peak_percent, most * 0.1);
}

}  // namespace
}  // namespace chargerig::can
