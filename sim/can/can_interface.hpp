// SPDX-License-Identifier: Apache-2.0
//
// What the Linux kernel says about a network interface.
#pragma once

#include <string>
#include <vector>

namespace chargerig::can {

// "vcan", "vxcan", "can" (a driver of real hardware), "" when the kernel names no kind or there is
// no such interface. Asked over rtnetlink (linux/if_link.h, IFLA_INFO_KIND).
// /sys/devices/virtual/net is no proof that nothing real hangs on a bus: serial-line adapters
// (slcan) live there too.
std::string link_kind(const std::string& interface);

// True only when frames cannot leave this computer by way of this interface.
bool is_virtual_can_interface(const std::string& interface);

// Administratively up (IFF_UP). False when there is no such interface.
bool is_interface_up(const std::string& interface);

// Names of all CAN interfaces of this computer, up or down, sorted.
std::vector<std::string> can_interfaces();

}  // namespace chargerig::can
