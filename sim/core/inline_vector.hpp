// SPDX-License-Identifier: Apache-2.0
//
// A vector of at most N elements that never allocates: the outputs of participants live in these,
// so that the steady step needs no heap. Overflow is a broken contract and asserts.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <span>
#include <utility>

namespace chargerig::core {

template <class T, std::size_t N>
class InlineVector {
public:
    void push_back(T value) {
        assert(size_ < N && "InlineVector is full");
        items_[size_++] = std::move(value);
    }
    void clear() { size_ = 0; }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    bool full() const { return size_ == N; }
    static constexpr std::size_t capacity() { return N; }

    T& operator[](std::size_t i) { return items_[i]; }
    const T& operator[](std::size_t i) const { return items_[i]; }
    T* begin() { return items_.data(); }
    T* end() { return items_.data() + size_; }
    const T* begin() const { return items_.data(); }
    const T* end() const { return items_.data() + size_; }
    T& back() { return items_[size_ - 1]; }
    const T& back() const { return items_[size_ - 1]; }

    std::span<const T> view() const { return {items_.data(), size_}; }

    friend bool operator==(const InlineVector& a, const InlineVector& b) {
        if (a.size_ != b.size_) return false;
        for (std::size_t i = 0; i < a.size_; ++i) {
            if (!(a.items_[i] == b.items_[i])) return false;
        }
        return true;
    }

private:
    std::array<T, N> items_{};
    std::size_t size_ = 0;
};

}  // namespace chargerig::core
