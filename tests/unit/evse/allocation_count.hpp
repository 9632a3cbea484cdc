// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace chargerig::evse {

// Blocks taken from the heap by this program so far.
std::size_t allocations();

}  // namespace chargerig::evse
