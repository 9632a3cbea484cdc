// SPDX-License-Identifier: Apache-2.0
//
// Messages by name, for participants that users write: one version of the interface, one pistol.
#pragma once

#include <pybind11/pybind11.h>

#include <optional>
#include <string>

#include "sim/evse/binding.hpp"

namespace chargerig::python {

class Protocol {
public:
    // Raises chargerig.Error.
    Protocol(const std::string& version, int pistol);

    std::string version() const { return binding_.version().name(); }
    int pistol() const { return binding_.pistol(); }

    // `values` are numbers in the signal's unit, or labels; what is left out is 0.
    can::Frame encode(const std::string& message, const pybind11::dict& values) const;
    // (message, {signal: number}); None where the frame is none of this pistol.
    pybind11::object decode(const can::Frame& frame) const;
    std::uint32_t id(const std::string& message) const;
    pybind11::dict messages() const;

private:
    double number(const std::string& message, const std::string& signal,
                  const pybind11::handle& value) const;

    evse::Binding binding_;
};

}  // namespace chargerig::python
