// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are a scenario or errors; what was accepted is within the ranges of the format.
#include "sim/controller/limits.hpp"
#include "sim/scenario/scenario.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace chargerig;
using namespace chargerig::fuzz;

namespace {

void require_sane(const scenario::Scenario& scenario) {
    require(scenario.pistol >= 1 && scenario.pistol <= 31);
    require(scenario.bus_latency > core::Duration{} && scenario.link_delay > core::Duration{});
    require(scenario.electrical_step > core::Duration{});
    require(controller::check(scenario.controller).empty());
    require(vehicle::check(scenario.vehicle, {}).empty());
    int depth = -1;
    for (const auto& step : scenario.steps) {
        require(step.where.line > 0 && !step.text.empty());
        require(step.depth >= 0 && step.depth <= depth + 1);
        depth = step.depth;
        if (const auto* profile = std::get_if<scenario::Profile>(&step.action)) {
            require(scenario::length_of(*profile) >= scenario::first_sample(*profile));
        }
        if (const auto* hold = std::get_if<scenario::Hold>(&step.action)) {
            require(hold->duration >= core::Duration{});
        }
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const scenario::ReadOptions options{CHARGERIG_SOURCE_DIR "/resources"};
    const auto scenario = scenario::parse_scenario(text_of(data, size), "fuzz.yaml", options);
    if (scenario) {
        require_sane(*scenario);
    } else {
        require_readable(scenario.error());
    }
    return 0;
}
