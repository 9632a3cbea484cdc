// SPDX-License-Identifier: Apache-2.0
//
// In test programs in place of sim/core/protection.cpp: all protections are in force but the one
// that CHARGERIG_PROTECTION_OFF names.
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "sim/core/protection.hpp"

namespace chargerig::core {
namespace {

std::optional<Protection> switched_off() {
    const char* wanted = std::getenv("CHARGERIG_PROTECTION_OFF");
    if (wanted == nullptr) return std::nullopt;
    for (const NamedProtection& known : kProtections) {
        if (known.name == wanted) return known.protection;
    }
    std::fprintf(stderr,
                 "CHARGERIG_PROTECTION_OFF=%s names no protection of sim/core/protection.hpp\n",
                 wanted);
    std::_Exit(2);
}

}  // namespace

bool in_force(Protection protection) {
    static const std::optional<Protection> kOff = switched_off();
    return kOff != protection;
}

}  // namespace chargerig::core
