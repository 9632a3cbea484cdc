// SPDX-License-Identifier: Apache-2.0
//
// Apart from the test, so that the compiler does not inline one half of a new and delete pair.
#include "tests/unit/link/allocation_counter.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::size_t> count{0};
}  // namespace

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

namespace chargerig::link::test {

std::size_t allocations() {
    return count;
}

}  // namespace chargerig::link::test
