// SPDX-License-Identifier: Apache-2.0
//
// Numbers as text, the same under every locale; and text from outside as something that can be
// looked at.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chargerig::core {

// The shortest text that reads back as the same number: 0.1, 500, -3276.8.
std::string number_text(double value);

// With a fixed count of decimals (0 to 9): fixed_text(12.345, 1) is "12.3".
std::string fixed_text(double value, int decimals);

// Whether the text is UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
bool is_utf8(std::string_view text);

// Below U+0020, or U+007F.
bool is_control(char c);

// What may be shown on a terminal and in a log: control characters and bytes that are not UTF-8 as
// \n, \t or \x1B; more than `most` bytes are cut at a character and end in "...".
std::string shown(std::string_view text, std::size_t most);

}  // namespace chargerig::core
