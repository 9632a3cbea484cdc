// SPDX-License-Identifier: Apache-2.0
#include "sim/can/bus_address.hpp"

#include <gtest/gtest.h>

#include "sim/can/qt_serialbus_port.hpp"

namespace chargerig::can {
namespace {

struct GoodAddress {
    const char* text;
    BusKind kind;
    const char* plugin;
    const char* interface;
    std::optional<int> bitrate_bps;
    bool receive_own;
};

class BusAddresses : public testing::TestWithParam<GoodAddress> {};

TEST_P(BusAddresses, AreTakenApart) {
    const auto address = parse_bus_address(GetParam().text);
    ASSERT_TRUE(address) << address.error().text();
    EXPECT_EQ(*address,
              (BusAddress{GetParam().kind, GetParam().plugin, GetParam().interface,
                          GetParam().bitrate_bps, GetParam().receive_own, GetParam().text}));
}

INSTANTIATE_TEST_SUITE_P(
    Table, BusAddresses,
    testing::Values(
        GoodAddress{"in-process", BusKind::in_process, "", "", {}, false},
        GoodAddress{"can:can0", BusKind::direct_socketcan, "", "can0", {}, false},
        GoodAddress{"can:can0?bitrate=500000", BusKind::direct_socketcan, "", "can0", 500000,
                    false},
        GoodAddress{"socketcan:vcan0", BusKind::qt_plugin, "socketcan", "vcan0", {}, false},
        GoodAddress{"virtualcan:can0", BusKind::qt_plugin, "virtualcan", "can0", {}, false},
        GoodAddress{"virtualcan:tcp://127.0.0.1:35999/can0",
                    BusKind::qt_plugin,
                    "virtualcan",
                    "tcp://127.0.0.1:35999/can0",
                    {},
                    false},
        GoodAddress{"virtualcan:tcp://127.0.0.1:35999/can1?receive_own=true",
                    BusKind::qt_plugin,
                    "virtualcan",
                    "tcp://127.0.0.1:35999/can1",
                    {},
                    true},
        GoodAddress{"socketcan:can0?bitrate=250000&receive_own=false", BusKind::qt_plugin,
                    "socketcan", "can0", 250000, false},
        GoodAddress{"peakcan:usb0", BusKind::qt_plugin, "peakcan", "usb0", {}, false},
        GoodAddress{"peakcan:usb0?bitrate=500000", BusKind::qt_plugin, "peakcan", "usb0", 500000,
                    false},
        GoodAddress{"socketcan:can0?", BusKind::qt_plugin, "socketcan", "can0", {}, false}));

struct BadAddress {
    const char* text;
    const char* error;
};

class BadBusAddresses : public testing::TestWithParam<BadAddress> {};

TEST_P(BadBusAddresses, SayWhatIsAllowed) {
    const auto address = parse_bus_address(GetParam().text);
    ASSERT_FALSE(address);
    EXPECT_EQ(address.error().text(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadBusAddresses,
    testing::Values(
        BadAddress{"",
                   "not a bus; allowed: in-process, can:IFACE or PLUGIN:INTERFACE, e.g. "
                   "virtualcan:can0"},
        BadAddress{"vcan0",
                   "not a bus: 'vcan0'; allowed: in-process, can:IFACE or PLUGIN:INTERFACE, e.g. "
                   "virtualcan:can0"},
        BadAddress{"in-process:x",
                   "the in-process bus takes nothing behind it: 'in-process:x'; allowed: "
                   "in-process"},
        BadAddress{":can0",
                   "not a kind of bus; allowed: in-process, can:IFACE or PLUGIN:INTERFACE, e.g. "
                   "virtualcan:can0"},
        BadAddress{"Virtual CAN:can0",
                   "not a kind of bus: 'Virtual CAN'; allowed: in-process, can:IFACE or "
                   "PLUGIN:INTERFACE, e.g. virtualcan:can0"},
        BadAddress{"socketcan:",
                   "bus without an interface: 'socketcan:'; allowed: in-process, can:IFACE or "
                   "PLUGIN:INTERFACE, e.g. virtualcan:can0"},
        BadAddress{"socketcan:?bitrate=500000",
                   "bus without an interface: 'socketcan:?bitrate=500000'; allowed: in-process, "
                   "can:IFACE or PLUGIN:INTERFACE, e.g. virtualcan:can0"},
        BadAddress{"socketcan:can 0",
                   "name of an interface: 'can 0'; allowed: UTF-8 text without blanks"},
        BadAddress{"can:a-name-too-long-for-linux",
                   "name of a network interface: 'a-name-too-long-for-linux'; allowed: 1 to 15 "
                   "characters"},
        BadAddress{"virtualcan:can0?bitrate=500000",
                   "unknown option of a virtualcan bus: 'bitrate'; allowed: receive_own"},
        BadAddress{"socketcan:can0?speed=5",
                   "unknown option of a socketcan bus: 'speed'; allowed: bitrate, receive_own"},
        BadAddress{"peakcan:usb0?receive_own=true",
                   "unknown option of a peakcan bus: 'receive_own'; allowed: bitrate"},
        BadAddress{"socketcan:can0?bitrate",
                   "bus option without a value: 'bitrate'; allowed: key=value"},
        BadAddress{"socketcan:can0?bitrate=fast",
                   "bus option bitrate: 'fast'; allowed: 5000 to 1000000 (bit/s)"},
        BadAddress{"socketcan:can0?bitrate=2000000",
                   "bus option bitrate: '2000000'; allowed: 5000 to 1000000 (bit/s)"},
        BadAddress{"socketcan:can0?receive_own=yes",
                   "bus option receive_own: 'yes'; allowed: true, false"}));

TEST(OpenPort, NamesTheWayToGoForWhatItCannotOpen) {
    const core::WallClock clock;
    const auto direct = open_port(*parse_bus_address("can:can0"), clock, [] {});
    ASSERT_FALSE(direct);
    EXPECT_EQ(direct.error().text(),
              "the direct SocketCAN port comes with a later version: 'can:can0'; allowed: "
              "in-process or PLUGIN:INTERFACE; use socketcan:can0");
    const auto in_process = open_port(*parse_bus_address("in-process"), clock, [] {});
    ASSERT_FALSE(in_process);
    EXPECT_EQ(in_process.error().text(),
              "the in-process bus is not a port: 'in-process'; allowed: PLUGIN:INTERFACE");
}

}  // namespace
}  // namespace chargerig::can
