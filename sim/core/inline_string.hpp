// SPDX-License-Identifier: Apache-2.0
//
// Text of at most N characters without a heap block: identifiers and dates inside messages that
// travel every few milliseconds. A longer text does not fit and is refused by `assign`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace chargerig::core {

template <std::size_t N>
class InlineString {
    static_assert(N < 256);

public:
    InlineString() = default;
    // The text must fit; for text from outside use assign() and look at its answer.
    explicit InlineString(std::string_view text) { assign(text); }

    bool assign(std::string_view text) {
        if (text.size() > N) return false;
        for (std::size_t i = 0; i < text.size(); ++i) chars_[i] = text[i];
        size_ = static_cast<std::uint8_t>(text.size());
        return true;
    }
    std::string_view view() const { return {chars_.data(), size_}; }
    bool empty() const { return size_ == 0; }

    friend bool operator==(const InlineString& a, const InlineString& b) {
        return a.view() == b.view();
    }

private:
    std::array<char, N> chars_{};
    std::uint8_t size_ = 0;
};

}  // namespace chargerig::core
