// SPDX-License-Identifier: Apache-2.0
#include "sim/core/error.hpp"

namespace chargerig::core {

std::string Error::text() const {
    std::string out;
    if (!where.file.empty()) {
        out += where.file;
        if (where.line > 0) out += ":" + std::to_string(where.line);
        if (where.line > 0 && where.column > 0) out += ":" + std::to_string(where.column);
        out += ": ";
    }
    out += what;
    if (!value.empty()) out += ": '" + value + "'";
    if (!allowed.empty()) out += "; allowed: " + allowed;
    if (!hint.empty()) out += "; " + hint;
    return out;
}

}  // namespace chargerig::core
