// SPDX-License-Identifier: Apache-2.0
//
// Numbers as text, the same under every locale.
#pragma once

#include <string>

namespace chargerig::core {

// The shortest text that reads back as the same number: 0.1, 500, -3276.8.
std::string number_text(double value);

// With a fixed count of decimals (0 to 9): fixed_text(12.345, 1) is "12.3".
std::string fixed_text(double value, int decimals);

}  // namespace chargerig::core
