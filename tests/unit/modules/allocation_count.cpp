// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/modules/allocation_count.hpp"

#include <cstdlib>
#include <new>

namespace {
std::size_t count = 0;
}

void* operator new(std::size_t size) {
    ++count;
    if (void* block = std::malloc(size == 0 ? 1 : size)) return block;
    throw std::bad_alloc();
}
void operator delete(void* block) noexcept {
    std::free(block);
}
void operator delete(void* block, std::size_t) noexcept {
    std::free(block);
}

namespace chargerig::modules::test {
std::size_t allocation_count() {
    return count;
}
}  // namespace chargerig::modules::test
