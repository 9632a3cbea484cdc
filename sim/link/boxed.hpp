// SPDX-License-Identifier: Apache-2.0
//
// A value on the heap that still behaves like a value: copied deeply, compared by content, never
// empty (except after it was moved from; it may still be copied, compared and assigned). For the
// few large payloads that travel seldom, so that the variants they live in stay small.
#pragma once

#include <memory>
#include <utility>

namespace chargerig::link {

template <class T>
class Boxed {
public:
    Boxed() : value_(std::make_unique<T>()) {}
    Boxed(T value) : value_(std::make_unique<T>(std::move(value))) {}
    Boxed(const Boxed& other) : value_(other.value_ ? std::make_unique<T>(*other) : nullptr) {}
    Boxed(Boxed&&) noexcept = default;
    Boxed& operator=(const Boxed& other) {
        if (this != &other) *this = Boxed(other);
        return *this;
    }
    Boxed& operator=(Boxed&&) noexcept = default;
    ~Boxed() = default;

    T& operator*() { return *value_; }
    const T& operator*() const { return *value_; }
    T* operator->() { return value_.get(); }
    const T* operator->() const { return value_.get(); }

    friend bool operator==(const Boxed& a, const Boxed& b) {
        if (!a.value_ || !b.value_) return a.value_ == b.value_;
        return *a == *b;
    }

private:
    std::unique_ptr<T> value_;
};

}  // namespace chargerig::link
