// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>

#include "app/cli/commands.hpp"
#include "sim/can/qt_serialbus_port.hpp"

namespace chargerig::cli {

int devices_command() {
    const auto list = can::list_devices();
    std::size_t width = 0;
    for (const auto& device : list.devices) width = std::max(width, device.address.size());
    for (const auto& device : list.devices) {
        std::printf("--bus %-*s  %s%s%s%s\n", static_cast<int>(width), device.address.c_str(),
                    device.state.c_str(), device.virtual_bus ? ", virtual" : "",
                    device.description.empty() ? "" : ", ", device.description.c_str());
    }
    std::printf("--bus %-*s  ready, virtual, inside this process (default)\n",
                static_cast<int>(width), "in-process");
    if (!list.advice.empty()) std::printf("\n%s\n", list.advice.c_str());
    return 0;
}

}  // namespace chargerig::cli
