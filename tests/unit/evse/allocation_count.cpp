// SPDX-License-Identifier: Apache-2.0
//
// A file of its own, so that the compiler does not take new and delete apart where they are
// inlined.
#include "tests/unit/evse/allocation_count.hpp"

#include <cstdlib>
#include <new>

namespace {
std::size_t count = 0;
}

namespace chargerig::evse {
std::size_t allocations() {
    return count;
}
}  // namespace chargerig::evse

void* operator new(std::size_t size) {
    ++count;
    if (void* block = std::malloc(size)) return block;
    throw std::bad_alloc();
}
void operator delete(void* block) noexcept {
    std::free(block);
}
void operator delete(void* block, std::size_t) noexcept {
    std::free(block);
}
