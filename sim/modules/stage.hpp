// SPDX-License-Identifier: Apache-2.0
//
// From the last DC_Power_Control to the command for the power stage.
#pragma once

#include "sim/modules/modules.hpp"

namespace chargerig::modules {

struct StageDecision {
    models::PowerStageCommand command;
    Findings findings;
};

// A function of its arguments alone; `state.findings` are those of the step before.
StageDecision decide_stage(const Parameters& parameters, const State& state,
                           const plant::Readings& readings);

}  // namespace chargerig::modules
