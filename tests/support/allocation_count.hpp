// SPDX-License-Identifier: Apache-2.0
//
// Counts every operator new of the program it is linked into (CMake target allocation_count): how
// tests show that a steady step needs no heap.
#pragma once

#include <cstddef>

namespace chargerig::test {

// Heap blocks given out so far.
std::size_t allocations();

}  // namespace chargerig::test
