// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace chargerig::report {

// The text with U+FFFD for each byte that is not UTF-8 and each character that XML 1.0 (section
// 2.2) cannot hold, not even as a reference. '<' and '&' are left to the writer of the XML.
std::string xml_text(std::string_view text);

}  // namespace chargerig::report
