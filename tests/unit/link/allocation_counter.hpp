// SPDX-License-Identifier: Apache-2.0
//
// Counts every operator new of the program it is linked into.
#pragma once

#include <cstddef>

namespace chargerig::link::test {

std::size_t allocations();

}  // namespace chargerig::link::test
