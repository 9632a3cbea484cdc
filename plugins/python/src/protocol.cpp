// SPDX-License-Identifier: Apache-2.0
#include "plugins/python/src/protocol.hpp"

#include "plugins/python/src/installation.hpp"
#include "sim/monitor/lookup.hpp"

namespace chargerig::python {
namespace {

namespace py = pybind11;

const core::SourcePosition kWhere{"message", 0, 0};

evse::Binding bind(const std::string& version, int pistol) {
    auto found = installation().registry.find(version);
    if (!found) raise(found.error());
    auto binding = evse::Binding::make(*found, pistol);
    if (!binding) raise(binding.error());
    return *binding;
}

std::size_t at(int index) {
    return static_cast<std::size_t>(index);
}

}  // namespace

Protocol::Protocol(const std::string& version, int pistol) : binding_(bind(version, pistol)) {}

double Protocol::number(const std::string& message, const std::string& signal,
                        const py::handle& value) const {
    if (!py::isinstance<py::str>(value)) return py::cast<double>(value);
    const auto found = monitor::Lookup(binding_.version(), &installation().registry)
                           .label(message, signal, py::cast<std::string>(value), kWhere);
    if (!found) raise(found.error());
    return *found;
}

std::uint32_t Protocol::id(const std::string& message) const {
    const auto index =
        monitor::Lookup(binding_.version(), &installation().registry).message(message, kWhere);
    if (!index) raise(index.error());
    const std::uint32_t base = binding_.version().database().messages[at(*index)].id;
    return (base & evse::kMessageIdMask) | static_cast<std::uint32_t>(pistol())
                                               << evse::kPistolShift;
}

can::Frame Protocol::encode(const std::string& message, const py::dict& values) const {
    const monitor::Lookup lookup(binding_.version(), &installation().registry);
    can::Frame out;
    out.id = id(message);
    const int index = *lookup.message(message, kWhere);
    const auto& codec = binding_.version().codec(index);
    std::vector<double> all(codec.message().signals.size(), 0.0);
    for (const auto& [name, value] : values) {
        const auto place = lookup.signal(message, py::cast<std::string>(name), kWhere);
        if (!place) raise(place.error());
        all[place->signal] = number(message, py::cast<std::string>(name), value);
    }
    out.length = codec.message().length;
    const auto status = codec.encode(all, out.data);
    if (!status) raise(codec.error(status, all[status.signal]));
    return out;
}

py::object Protocol::decode(const can::Frame& frame) const {
    int index = -1;
    const bool ours = frame.id >> evse::kPistolShift == static_cast<std::uint32_t>(pistol());
    if (!ours || binding_.version().classify(frame, index) != evse::DecodeFault::none) {
        return py::none();
    }
    const auto& codec = binding_.version().codec(index);
    py::dict values;
    for (std::size_t i = 0; i < codec.message().signals.size(); ++i) {
        if (!codec.selected(i, frame.data)) continue;
        values[py::str(codec.message().signals[i].name)] = codec.signal(i).decode(frame.data);
    }
    return py::make_tuple(codec.message().name, values);
}

py::dict Protocol::messages() const {
    py::dict out;
    for (const auto& message : binding_.version().database().messages) {
        py::list signals;
        for (const auto& signal : message.signals) signals.append(signal.name);
        out[py::str(message.name)] = signals;
    }
    return out;
}

}  // namespace chargerig::python
