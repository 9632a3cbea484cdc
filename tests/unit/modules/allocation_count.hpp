// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace chargerig::modules::test {

// Heap blocks that `operator new` has given out in this program so far.
std::size_t allocation_count();

}  // namespace chargerig::modules::test
