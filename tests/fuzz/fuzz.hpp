// SPDX-License-Identifier: Apache-2.0
//
// What every fuzz target demands: no error without a text, and no text that could not be shown.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sim/core/error.hpp"
#include "sim/core/text.hpp"

namespace chargerig::fuzz {

// Stays in every build, unlike assert().
inline void require(bool condition) {
    if (!condition) std::abort();
}

inline void require_readable(const core::Error& error) {
    const std::string text = error.text();
    require(!text.empty() && core::is_utf8(text));
    require(std::none_of(text.begin(), text.end(), core::is_control));
}

inline void require_readable(const core::Errors& errors) {
    require(!errors.empty());
    for (const auto& error : errors) require_readable(error);
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

}  // namespace chargerig::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
