// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are a profile of a vehicle, one of modules, or errors; what was accepted fits together.
#include "sim/modules/profile.hpp"
#include "sim/vehicle/profile.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace chargerig;
using namespace chargerig::fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto vehicle = vehicle::parse_profile(text_of(data, size), "fuzz.yaml");
    if (vehicle) {
        require(vehicle::check(*vehicle, {}).empty());
    } else {
        require_readable(vehicle.error());
    }
    const auto modules = modules::parse_profile(text_of(data, size), "fuzz.yaml");
    if (!modules) require_readable(modules.error());
    require(!vehicle || !modules);
    return 0;
}
