// SPDX-License-Identifier: Apache-2.0
//
// A ring between exactly one writing thread and exactly one reading thread, without a lock and,
// after construction, without allocation. Elements are copied; they should be small plain values.
#pragma once

#include <atomic>
#include <bit>
#include <cassert>
#include <cstddef>
#include <memory>

namespace chargerig::core {

template <class T>
class SpscRing {
public:
    // `capacity` is a power of two; all of its places can be used.
    explicit SpscRing(std::size_t capacity)
        : mask_(capacity - 1), items_(std::make_unique<T[]>(capacity)) {
        assert(std::has_single_bit(capacity) && "the capacity is a power of two");
    }

    std::size_t capacity() const { return mask_ + 1; }

    // Writer only. False when the ring is full; nothing is stored then.
    bool push(const T& item) {
        const std::size_t head = head_.load(std::memory_order_relaxed);
        if (head - known_tail_ > mask_) {
            known_tail_ = tail_.load(std::memory_order_acquire);
            if (head - known_tail_ > mask_) return false;
        }
        items_[head & mask_] = item;
        head_.store(head + 1, std::memory_order_release);
        return true;
    }

    // Reader only. The oldest element, which stays in the ring; null when there is none.
    const T* front() const {
        const std::size_t tail = tail_.load(std::memory_order_relaxed);
        if (tail == known_head_) {
            known_head_ = head_.load(std::memory_order_acquire);
            if (tail == known_head_) return nullptr;
        }
        return &items_[tail & mask_];
    }

    // Reader only. Removes the oldest element; there must be one.
    void drop_front() {
        const std::size_t tail = tail_.load(std::memory_order_relaxed);
        assert(tail != head_.load(std::memory_order_acquire) && "the ring is empty");
        tail_.store(tail + 1, std::memory_order_release);
    }

    // Reader only. False when the ring is empty.
    bool pop(T& item) {
        const T* const oldest = front();
        if (oldest == nullptr) return false;
        item = *oldest;
        drop_front();
        return true;
    }

    // Exact for the reader and the writer while the other one rests; else a moment's impression.
    std::size_t size() const {
        const std::size_t tail = tail_.load(std::memory_order_acquire);
        return head_.load(std::memory_order_acquire) - tail;
    }

private:
    static constexpr std::size_t kCacheLine = 64;  // keeps the two threads' indices apart

    const std::size_t mask_;
    const std::unique_ptr<T[]> items_;
    alignas(kCacheLine) std::atomic<std::size_t> head_{0};
    std::size_t known_tail_ = 0;  // the writer's last look at tail_
    alignas(kCacheLine) std::atomic<std::size_t> tail_{0};
    mutable std::size_t known_head_ = 0;  // the reader's last look at head_
};

}  // namespace chargerig::core
