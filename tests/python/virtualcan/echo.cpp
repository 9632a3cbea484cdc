// SPDX-License-Identifier: Apache-2.0
//
// chargerig_port_echo ADDRESS COUNT: sends each frame that it receives back with its identifier
// changed in the lowest bit, COUNT times; then prints the counters of its port. For tests that talk
// to the port from outside.
#include <cstdio>
#include <cstdlib>

#include "sim/can/qt_serialbus_port.hpp"

using namespace chargerig;
using core::literals::operator""_s;

int main(int argument_count, char** arguments) {
    if (argument_count != 3) return 2;
    const auto address = can::parse_bus_address(arguments[1]);
    if (!address) return 2;
    const core::WallClock clock;
    core::WakeUp wake_up;
    const core::Instant deadline = clock.now() + 60_s;
    can::QtSerialBusPort port(*address, clock, [&] { wake_up.post(); });
    long left = std::strtol(arguments[2], nullptr, 10);
    bool told = false;
    while (left > 0 && clock.now() < deadline && port.state() <= can::PortState::connected) {
        clock.wait_until(deadline, wake_up);
        if (!told && port.state() == can::PortState::connected) {
            std::puts("connected");
            std::fflush(stdout);
            told = true;
        }
        can::Frame frame;
        while (left > 0 && port.receive(frame)) {
            frame.id ^= 1;
            if (!port.send(frame)) return 1;
            --left;
        }
    }
    port.close();
    const can::PortStatistics counted = port.statistics();
    std::printf("received %llu sent %llu dropped %llu %s\n",
                static_cast<unsigned long long>(counted.received),
                static_cast<unsigned long long>(counted.sent),
                static_cast<unsigned long long>(counted.dropped()), port.last_error().c_str());
    return left == 0 ? 0 : 1;
}
