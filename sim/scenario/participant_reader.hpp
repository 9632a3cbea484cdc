// SPDX-License-Identifier: Apache-2.0
//
// The sections of a scenario that describe who takes part: `controller`, `vehicle`, `modules`, and
// `parameters` of the electrical world between them. Each reader adds every mistake to `errors`.
#pragma once

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {

void read_controller(const core::YamlNode& node, Scenario& scenario, core::Errors& errors);

// The named or default profile of resources/vehicles, then the entries beside it. An entry with a
// dotted name may also be written as a map: "limits: {maximum_charge_current_A: 60}". What
// `options` overrides goes over both.
void read_vehicle(const core::YamlNode& node, const ReadOptions& options, Scenario& scenario,
                  core::Errors& errors);

// The named or default profile of resources/modules, then the entries beside it.
void read_modules(const core::YamlNode& node, const ReadOptions& options, Scenario& scenario,
                  core::Errors& errors);

// The keys of `parameters` that describe the electrical world; a scenario's own are maps.
bool is_plant_parameter(std::string_view name);
void read_parameters(const core::YamlNode& node, Scenario& scenario, core::Errors& errors);

}  // namespace chargerig::scenario
