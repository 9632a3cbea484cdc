// SPDX-License-Identifier: Apache-2.0
#include "sim/core/error.hpp"

#include "sim/core/text.hpp"

namespace chargerig::core {

std::string Error::text() const {
    // Whatever came from outside must neither fill the screen nor drive the terminal.
    constexpr std::size_t kMostValue = 200;
    constexpr std::size_t kMostOther = 4096;
    std::string out;
    if (!where.file.empty()) {
        out += shown(where.file, kMostOther);
        if (where.line > 0) out += ":" + std::to_string(where.line);
        if (where.line > 0 && where.column > 0) out += ":" + std::to_string(where.column);
        out += ": ";
    }
    out += shown(what, kMostValue * 2);
    if (!value.empty()) out += ": '" + shown(value, kMostValue) + "'";
    if (!allowed.empty()) out += "; allowed: " + shown(allowed, kMostOther);
    if (!hint.empty()) out += "; " + shown(hint, kMostOther);
    return out;
}

}  // namespace chargerig::core
