// SPDX-License-Identifier: Apache-2.0
#include "sim/core/text.hpp"

#include <array>
#include <charconv>

namespace chargerig::core {

std::string number_text(double value) {
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

std::string fixed_text(double value, int decimals) {
    std::array<char, 400> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::fixed, decimals)
                         .ptr;
    return {buffer.data(), end};
}

}  // namespace chargerig::core
