// SPDX-License-Identifier: Apache-2.0
//
// Taking power away in the safe order: Standby with the contactors closed, Standby with them open,
// then lowering (spec 6.2 state 8; 6.5).
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

// Sends the next frame of the order when one is due. Stays at Standby until `may_open`. The
// lowering bit goes at least once and then as long as `keep_lowering`.
void continue_shutdown(Context& context, bool may_open, bool keep_lowering);

}  // namespace chargerig::controller
