// SPDX-License-Identifier: Apache-2.0
#include "sim/can/qt_serialbus_port.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <clocale>
#include <functional>

#include "sim/can/can_interface.hpp"

namespace chargerig::can {
namespace {

using namespace core::literals;

// A TCP port on this computer that is taken but not served: Qt can neither serve it nor reach it.
class ReservedTcpPort {
public:
    ReservedTcpPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        socklen_t size = sizeof address;
        EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        number_ = ntohs(address.sin_port);
    }
    ~ReservedTcpPort() { ::close(socket_); }
    std::string text() const { return std::to_string(number_); }

    // From now on somebody serves it; takes the first visitor and turns him out again.
    void serve() { EXPECT_EQ(::listen(socket_, 1), 0); }
    void turn_out_a_visitor() {
        const int visitor = ::accept(socket_, nullptr, nullptr);
        EXPECT_GE(visitor, 0);
        ::close(visitor);
    }

private:
    int socket_;
    int number_ = 0;
};

// One process serves one virtualcan port only, so all cases of this program share it.
const std::string& virtual_bus() {
    static const std::string address = "virtualcan:tcp://127.0.0.1:" + ReservedTcpPort().text();
    return address;
}

class Bench : public testing::Test {
protected:
    std::unique_ptr<QtSerialBusPort> open(const std::string& text,
                                          const QtPortOptions& options = {}) {
        return std::make_unique<QtSerialBusPort>(
            *parse_bus_address(text), clock_, [this] { wake_up_.post(); }, options);
    }
    std::unique_ptr<QtSerialBusPort> open_connected(const std::string& text,
                                                    const QtPortOptions& options = {}) {
        auto port = open(text, options);
        EXPECT_TRUE(wait_for([&] { return port->state() == PortState::connected; }))
            << port->last_error();
        return port;
    }
    // The virtualcan server takes a new client's registration in its own time; until then frames
    // pass it by. Sends markers until one arrives.
    void wait_until_heard(Port& sender, Port& receiver) {
        Frame marker;
        marker.id = 0x1FFFFFFF;
        bool heard = false;
        ASSERT_TRUE(wait_for([&] {
            sender.send(marker);
            while (receiver.receive(marker)) heard = true;
            return heard;
        }));
    }
    // Looks at the condition again whenever a port has something to say, and now and then.
    bool wait_for(const std::function<bool()>& condition, core::Duration limit = 20_s) {
        const core::Instant deadline = clock_.now() + limit;
        while (!condition()) {
            if (clock_.now() >= deadline) return false;
            clock_.wait_until(core::earliest(deadline, clock_.now() + 20_ms), wake_up_);
        }
        return true;
    }

    core::WallClock clock_;
    core::WakeUp wake_up_;
};

TEST_F(Bench, TwoPortsExchangeFramesAndLoseNone) {
    constexpr std::uint32_t kFrames = 2000;
    const auto a = open_connected(virtual_bus() + "/can0");
    const auto b = open_connected(virtual_bus() + "/can0");
    EXPECT_EQ(a->listen_only_reason(), "");
    wait_until_heard(*a, *b);
    wait_until_heard(*b, *a);
    const PortStatistics a_before = a->statistics();
    const PortStatistics b_before = b->statistics();

    for (std::uint32_t i = 0; i < kFrames; ++i) {
        Frame frame;
        frame.id = 0x0106B000 + i;
        frame.length = static_cast<std::uint8_t>(i % 9);
        for (int k = 0; k < frame.length; ++k) frame.data[k] = static_cast<std::uint8_t>(i + k);
        ASSERT_TRUE(a->send(frame));
        ASSERT_TRUE(b->send(frame));
    }
    std::uint32_t next = 0;
    std::uint32_t next_back = 0;
    Frame got;
    ASSERT_TRUE(wait_for([&] {
        while (b->receive(got)) {
            if (got.id == kMaxExtendedId) continue;  // a late marker
            EXPECT_EQ(got.id, 0x0106B000 + next);
            EXPECT_EQ(got.length, next % 9);
            for (int k = 0; k < got.length; ++k) {
                EXPECT_EQ(got.data[k], static_cast<std::uint8_t>(next + k));
            }
            EXPECT_EQ(got.flags, kExtended);
            EXPECT_LE(got.time, clock_.now());
            ++next;
        }
        while (a->receive(got)) next_back += got.id == kMaxExtendedId ? 0 : 1;
        return next == kFrames && next_back == kFrames;
    })) << next
        << " and " << next_back << " of " << kFrames << " frames";

    EXPECT_EQ(a->statistics().sent - a_before.sent, kFrames);
    EXPECT_GE(b->statistics().received - b_before.received, kFrames);
    EXPECT_EQ(a->statistics().dropped(), 0u);
    EXPECT_EQ(b->statistics().dropped(), 0u);
}

TEST_F(Bench, StandardAndRemoteFramesKeepTheirKind) {
    const auto a = open_connected(virtual_bus() + "/can1");
    const auto b = open_connected(virtual_bus() + "/can1");
    wait_until_heard(*a, *b);
    Frame standard;
    standard.id = 0x7FF;
    standard.flags = 0;
    standard.length = 1;
    standard.data[0] = 0xA5;
    Frame remote;
    remote.id = 0x0106B000;
    remote.flags = kExtended | kRemote;
    ASSERT_TRUE(a->send(standard));
    ASSERT_TRUE(a->send(remote));
    std::vector<Frame> got;
    ASSERT_TRUE(wait_for([&] {
        Frame frame;
        while (b->receive(frame)) {
            if (frame.id != kMaxExtendedId) got.push_back(frame);
        }
        return got.size() == 2;
    }));
    standard.time = got[0].time;
    remote.time = got[1].time;
    EXPECT_THAT(got, testing::ElementsAre(standard, remote));
}

TEST_F(Bench, OwnFramesComeBackMarkedWhenAskedFor) {
    const auto port = open_connected(virtual_bus() + "/can0?receive_own=true");
    Frame frame;
    frame.id = 0x42;
    ASSERT_TRUE(port->send(frame));
    Frame got;
    ASSERT_TRUE(wait_for([&] { return port->receive(got); }));
    EXPECT_EQ(got.id, 0x42u);
    EXPECT_EQ(got.flags, kExtended | kLocalEcho);
}

TEST_F(Bench, CloseSendsWhatIsQueued) {
    const auto receiver = open_connected(virtual_bus() + "/can0");
    const auto sender = open_connected(virtual_bus() + "/can0");
    wait_until_heard(*sender, *receiver);
    const std::uint64_t sent_before = sender->statistics().sent;
    Frame frame;
    frame.id = 0x123;
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(sender->send(frame));
    sender->close();
    EXPECT_EQ(sender->state(), PortState::closed);
    EXPECT_GE(sender->statistics().sent, sent_before + 500);
    EXPECT_EQ(sender->statistics().dropped(), 0u);
    EXPECT_FALSE(sender->send(frame));
    EXPECT_EQ(sender->statistics().dropped_transmit, 1u);
    int got = 0;
    EXPECT_TRUE(wait_for([&] {
        while (receiver->receive(frame)) got += frame.id == 0x123 ? 1 : 0;
        return got == 500;
    })) << got;
}

TEST_F(Bench, AFullQueueIsCounted) {
    const auto a = open_connected(virtual_bus() + "/can0");
    const auto b = open_connected(virtual_bus() + "/can0", {.queue_length = 4});
    wait_until_heard(*a, *b);
    const std::uint64_t before = b->statistics().received;
    Frame frame;
    frame.id = 0x55;
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(a->send(frame));
    ASSERT_TRUE(wait_for([&] { return b->statistics().received >= before + 100; }));
    EXPECT_GE(b->statistics().dropped_receive, 96u);
    EXPECT_THAT(b->last_error(), testing::EndsWith("the receive queue is full"));
}

TEST_F(Bench, FailsWithAReasonWhenNobodyServesTheBus) {
    const ReservedTcpPort nobody;
    const std::string text = "virtualcan:tcp://127.0.0.1:" + nobody.text() + "/can0";
    const auto port = open(text, {.connect_timeout = 100_ms, .connect_retry = 20_ms});
    Frame frame;
    EXPECT_FALSE(port->send(frame)) << "not connected yet";
    ASSERT_TRUE(wait_for([&] { return port->state() == PortState::failed; }));
    EXPECT_EQ(port->last_error(),
              text +
                  ": not connected within 100 ms; nobody serves this virtualcan port (a process "
                  "serves only the first one that it opens)");
    EXPECT_EQ(port->statistics().dropped_transmit, 1u);
    EXPECT_EQ(port->name(), text);
}

TEST_F(Bench, ConnectsToAServerThatComesLater) {
    ReservedTcpPort late;
    const auto port = open("virtualcan:tcp://127.0.0.1:" + late.text() + "/can0",
                           {.connect_timeout = 10_s, .connect_retry = 10_ms});
    EXPECT_FALSE(wait_for([&] { return port->state() != PortState::connecting; }, 30_ms));
    late.serve();
    EXPECT_TRUE(wait_for([&] { return port->state() == PortState::connected; }));
}

TEST_F(Bench, FailsWithAReasonWhenTheServerDies) {
    ReservedTcpPort server;
    server.serve();
    const std::string text = "virtualcan:tcp://127.0.0.1:" + server.text() + "/can0";
    const auto port = open_connected(text);
    server.turn_out_a_visitor();
    ASSERT_TRUE(wait_for([&] { return port->state() == PortState::failed; }));
    EXPECT_EQ(
        port->last_error(),
        text + ": the bus is gone; the process that opened it first, and served it, has ended");
    Frame frame;
    EXPECT_FALSE(port->send(frame));
    EXPECT_EQ(port->statistics().dropped_transmit, 1u);
}

TEST_F(Bench, FailsAtOnceOnAWrongChannelOrPlugin) {
    const auto channel = open(virtual_bus() + "/can7");
    ASSERT_TRUE(wait_for([&] { return channel->state() == PortState::failed; }));
    EXPECT_THAT(channel->last_error(), testing::HasSubstr("can7"));
    const auto plugin = open("nosuchplugin:x");
    ASSERT_TRUE(wait_for([&] { return plugin->state() == PortState::failed; }));
    EXPECT_THAT(plugin->last_error(),
                testing::StartsWith("no Qt SerialBus plugin 'nosuchplugin'; there are: "));
    EXPECT_THAT(plugin->last_error(), testing::HasSubstr("virtualcan"));
}

TEST_F(Bench, ARealBusOpensListenOnlyAndSaysWhy) {
    const auto port = open("socketcan:nosuchcan0");
    EXPECT_EQ(port->listen_only_reason(),
              "socketcan:nosuchcan0 is a real bus: sending needs arming, which comes with the "
              "safety layer; listening only");
    Frame frame;
    EXPECT_FALSE(port->send(frame));
    EXPECT_FALSE(port->send(frame));
    EXPECT_EQ(port->statistics().refused, 2u);
    EXPECT_EQ(port->statistics().dropped(), 0u) << "refused on purpose, not lost";
    ASSERT_TRUE(wait_for([&] { return port->state() == PortState::failed; }));
    EXPECT_THAT(port->last_error(), testing::StartsWith("socketcan:nosuchcan0: "));
}

TEST_F(Bench, ALoopbackInterfaceIsNoVirtualCan) {
    EXPECT_FALSE(is_virtual_can_interface("lo"));
    EXPECT_FALSE(is_virtual_can_interface("nosuchcan0"));
    EXPECT_TRUE(is_interface_up("lo"));
    EXPECT_FALSE(is_interface_up("nosuchcan0"));
    EXPECT_FALSE(is_interface_up(std::string(40, 'x')));
}

TEST_F(Bench, KernelLinkKindIsRead) {
    if (::if_nametoindex("vcan0") == 0) GTEST_SKIP() << "no vcan0 on this computer";
    EXPECT_EQ(link_kind("vcan0"), "vcan");
    EXPECT_TRUE(is_virtual_can_interface("vcan0"));
}

TEST_F(Bench, TheLocaleOfTheProcessStaysAsItWas) {
    const std::string before = std::setlocale(LC_ALL, nullptr);
    const auto port = open_connected(virtual_bus() + "/can0");
    EXPECT_EQ(std::setlocale(LC_ALL, nullptr), before);
}

TEST_F(Bench, DevicesAreListedWithTheWayToAVcan) {
    const DeviceList list = list_devices();
    std::vector<std::string> addresses;
    bool has_vcan = false;
    for (const BusDevice& device : list.devices) {
        addresses.push_back(device.address);
        EXPECT_FALSE(device.state.empty()) << device.address;
        if (device.address.rfind("virtualcan:", 0) == 0) {
            EXPECT_TRUE(device.virtual_bus);
        }
        has_vcan |= device.virtual_bus && device.address.rfind("socketcan:", 0) == 0;
    }
    EXPECT_THAT(addresses, testing::IsSupersetOf({"virtualcan:can0", "virtualcan:can1"}));
    EXPECT_EQ(list.advice.empty(), has_vcan);
}

}  // namespace
}  // namespace chargerig::can
