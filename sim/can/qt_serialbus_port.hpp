// SPDX-License-Identifier: Apache-2.0
//
// A port on any plugin of Qt SerialBus (socketcan, virtualcan, peakcan, ...). The device lives in
// the I/O thread (sim/can/qt_io_thread.hpp); lock-free rings lie between it and the rig's thread.
// This header shows no Qt.
//
// What it makes up for in Qt 6.4's plugins: connecting is asynchronous and on virtualcan fails
// without any signal, so it is tried again up to a limit; socketcan refuses writes when the
// kernel's queue is full and loses the frame, so the port keeps its own queue and repeats; a bit
// rate of 500 kbit/s is set on every device unless that setting is removed; stamps of virtualcan
// are whole milliseconds, so frames are stamped on reception with the rig's clock.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/can/bus_address.hpp"
#include "sim/can/port.hpp"
#include "sim/core/time.hpp"
#include "sim/core/wall_clock.hpp"

namespace chargerig::can {

struct QtPortOptions {
    core::Duration connect_timeout{5'000'000'000};  // after that the port has failed
    core::Duration connect_retry{250'000'000};      // from one attempt to the next
    // A frame that the driver refuses for longer than this is given up and counted. It is the stall
    // of a port after which a session has to end.
    core::Duration send_timeout{150'000'000};
    std::size_t queue_length = 4096;  // frames, for each direction; a power of two
};

class QtSerialBusPort final : public Port {
public:
    // Begins to connect and returns at once in state `connecting`; what can be seen to be wrong
    // shows as state `failed` with last_error(). `wake` is called from the I/O thread whenever the
    // state has changed or frames have arrived, and must return at once. The clock outlives the
    // port. Never throws and never sends on a bus that is not virtual.
    QtSerialBusPort(const BusAddress& address, const core::WallClock& clock,
                    std::function<void()> wake, const QtPortOptions& options = {});
    ~QtSerialBusPort() override;
    QtSerialBusPort(const QtSerialBusPort&) = delete;
    QtSerialBusPort& operator=(const QtSerialBusPort&) = delete;

    // Data and remote frames only: an error frame is something that a driver reports.
    bool send(const Frame& frame) override;
    bool receive(Frame& frame) override;
    PortState state() const override;
    PortStatistics statistics() const override;
    std::string listen_only_reason() const override;
    std::string last_error() const override;
    std::string name() const override;

    // Hands the queued frames to the driver, closes the device and waits for both, at most about a
    // second. What could not be sent is counted as dropped. Called by the destructor; `wake` is not
    // called any more after it.
    void close();

private:
    struct Shared;
    class Worker;

    std::shared_ptr<Shared> shared_;
    std::shared_ptr<Worker> worker_;
};

// Opens whatever the address names; an error for what is not a port (in-process) and for what this
// version cannot open (can:IFACE). That the port connects shows later in its state.
core::Result<std::unique_ptr<Port>> open_port(const BusAddress& address,
                                              const core::WallClock& clock,
                                              std::function<void()> wake,
                                              const QtPortOptions& options = {});

struct BusDevice {
    std::string address;      // to be typed behind --bus
    std::string description;  // what the driver calls it; may be empty
    std::string state;        // "ready", "down", "not usable: ..."
    bool virtual_bus = false;
};

struct DeviceList {
    std::vector<BusDevice> devices;
    std::string advice;  // how to make a vcan, when there is none; else empty
};

// Asks every plugin of Qt SerialBus and, on Linux, the kernel. Takes some milliseconds.
DeviceList list_devices();

}  // namespace chargerig::can
