// SPDX-License-Identifier: Apache-2.0
//
// What a person types behind --bus:
//   in-process                     the bus inside this process (virtual time)
//   can:IFACE                      SocketCAN, straight to the kernel (Linux)
//   PLUGIN:INTERFACE[?key=value&...]  a Qt SerialBus plugin, e.g. socketcan:vcan0, virtualcan:can0,
//                                  virtualcan:tcp://127.0.0.1:35999/can0,
//                                  peakcan:usb0?bitrate=500000
// The kind ends at the first colon, the options begin at the first question mark.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/core/error.hpp"

namespace chargerig::can {

enum class BusKind : std::uint8_t { in_process, direct_socketcan, qt_plugin };

struct BusAddress {
    BusKind kind = BusKind::in_process;
    std::string plugin;              // of Qt SerialBus; empty for the other kinds
    std::string interface;           // as the driver wants it; empty for in_process
    std::optional<int> bitrate_bps;  // set only when asked for: else the driver's is left alone
    bool receive_own = false;        // frames we sent come back, marked kLocalEcho
    std::string text;                // as it was typed

    friend bool operator==(const BusAddress&, const BusAddress&) = default;
};

// Checks form and options, not whether the interface is there: that shows when it is opened.
core::Result<BusAddress> parse_bus_address(std::string_view text);

}  // namespace chargerig::can
