// SPDX-License-Identifier: Apache-2.0
#include <QtSerialBus/QCanBus>
#include <algorithm>

#include "sim/can/can_interface.hpp"
#include "sim/can/qt_io_thread.hpp"
#include "sim/can/qt_serialbus_port.hpp"

namespace chargerig::can {

namespace {

// A driver library that is missing shows as state of its plugin, so the console need not repeat it.
void say_nothing(QtMsgType, const QMessageLogContext&, const QString&) {}

void add_plugin(const QString& plugin, std::vector<BusDevice>& devices) {
    const std::string kind = plugin.toStdString();
    QString error;
    const QtMessageHandler shown = qInstallMessageHandler(&say_nothing);
    const auto infos = QCanBus::instance()->availableDevices(plugin, &error);
    qInstallMessageHandler(shown);
    if (!error.isEmpty()) {
        devices.push_back({kind, "", "not usable: " + error.toStdString(), false});
    }
    for (const QCanBusDeviceInfo& info : infos) {
        std::string description = info.description().toStdString();
        const std::string serial = info.serialNumber().toStdString();
        if (!serial.empty()) description += (description.empty() ? "" : " ") + serial;
        devices.push_back(
            {kind + ":" + info.name().toStdString(), description, "ready", kind == "virtualcan"});
    }
}

// Qt lists only interfaces that are up; one that is down is what people look for most.
void add_kernel_interfaces(std::vector<BusDevice>& devices) {
    for (const std::string& name : can_interfaces()) {
        const std::string address = "socketcan:" + name;
        auto known = std::find_if(devices.begin(), devices.end(),
                                  [&](const BusDevice& d) { return d.address == address; });
        if (known == devices.end()) known = devices.insert(known, {address, "", "", false});
        known->virtual_bus = is_virtual_can_interface(name);
        if (known->description.empty()) known->description = link_kind(name);
        if (is_interface_up(name)) {
            known->state = "ready";
        } else if (known->virtual_bus) {
            known->state = "down: sudo ip link set " + name + " up";
        } else {
            known->state = "down: sudo ip link set " + name + " up type can bitrate 500000";
        }
    }
}

}  // namespace

core::Result<std::unique_ptr<Port>> open_port(const BusAddress& address,
                                              const core::WallClock& clock,
                                              std::function<void()> wake,
                                              const QtPortOptions& options) {
    switch (address.kind) {
        case BusKind::qt_plugin:
            return std::make_unique<QtSerialBusPort>(address, clock, std::move(wake), options);
        case BusKind::direct_socketcan:
            return core::fail({{},
                               "the direct SocketCAN port comes with a later version",
                               address.text,
                               "in-process or PLUGIN:INTERFACE",
                               "use socketcan:" + address.interface});
        case BusKind::in_process:
            break;
    }
    return core::fail(
        {{}, "the in-process bus is not a port", address.text, "PLUGIN:INTERFACE", ""});
}

DeviceList list_devices() {
    DeviceList list;
    QtIoThread::instance().run([&] {
        for (const QString& plugin : QCanBus::instance()->plugins()) {
            add_plugin(plugin, list.devices);
        }
    });
    add_kernel_interfaces(list.devices);
    std::sort(list.devices.begin(), list.devices.end(),
              [](const auto& a, const auto& b) { return a.address < b.address; });
    const bool has_vcan = std::any_of(
        list.devices.begin(), list.devices.end(),
        [](const BusDevice& d) { return d.virtual_bus && d.address.rfind("socketcan:", 0) == 0; });
    if (!has_vcan) {
        list.advice =
            "There is no vcan here. Make one: sudo modprobe vcan && "
            "sudo ip link add dev vcan0 type vcan && sudo ip link set vcan0 up; "
            "then use socketcan:vcan0. Without root, virtualcan:can0 works between processes.";
    }
    return list;
}

}  // namespace chargerig::can
