// SPDX-License-Identifier: Apache-2.0
#include "sim/evse/capability.hpp"

#include <algorithm>
#include <vector>

namespace chargerig::evse {

namespace {

// In the order of Capability.
const std::vector<std::string>& names() {
    static const std::vector<std::string> all{
        "range_mode",
        "lower_output_voltage",
        "output_contactors",
        "discharge_limits",
        "ev_information",
        "ev_information_soc_limits",
        "ev_information_energy",
        "ev_id",
        "ocpp_control",
        "extra_information",
        "charge_pause",
        "mcs",
        "spcc_inputs",
        "spcc_outputs",
        "leds",
    };
    return all;
}

}  // namespace

std::string_view name(Capability capability) {
    return names()[static_cast<std::size_t>(capability)];
}

std::optional<Capability> capability_named(std::string_view name) {
    const auto found = std::find(names().begin(), names().end(), name);
    if (found == names().end()) return std::nullopt;
    return static_cast<Capability>(found - names().begin());
}

std::span<const std::string> capability_names() {
    return names();
}

}  // namespace chargerig::evse
