// SPDX-License-Identifier: Apache-2.0
//
// Whether a signal can ever satisfy a condition.
#pragma once

#include "sim/core/error.hpp"
#include "sim/dbc/database.hpp"
#include "sim/scenario/condition.hpp"

namespace chargerig::rig {

// By what the bits of the signal can carry; a value beyond what its description calls usual may
// come from a broken sender. Conditions that name a label pass.
core::Result<void> check_reachable(const scenario::Condition& condition, const dbc::Signal& signal,
                                   const core::SourcePosition& where);

}  // namespace chargerig::rig
