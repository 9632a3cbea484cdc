// SPDX-License-Identifier: Apache-2.0
#include "sim/report/xml_text.hpp"

#include <algorithm>

#include "sim/core/text.hpp"

namespace chargerig::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// 0 where no character begins.
std::size_t character_length(std::string_view rest) {
    for (std::size_t length = 1; length <= std::min<std::size_t>(4, rest.size()); ++length) {
        if (core::is_utf8(rest.substr(0, length))) return length;
    }
    return 0;
}

bool allowed(std::string_view character) {
    if (character.size() == 1) {
        const char c = character.front();
        return c == '\t' || c == '\n' || c == '\r' || !core::is_control(c) || c == '\x7F';
    }
    // U+FFFE and U+FFFF
    return character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF";
}

}  // namespace

std::string xml_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
        out += length > 0 && allowed(character) ? character : kReplacement;
        text.remove_prefix(character.size());
    }
    return out;
}

}  // namespace chargerig::report
