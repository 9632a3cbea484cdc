// SPDX-License-Identifier: Apache-2.0
#include "models/check.hpp"

#include <string>

#include "sim/core/text.hpp"

namespace chargerig::models {

void Checker::add(std::string_view what, double value, std::string_view allowed,
                  std::string_view hint) {
    errors_.push_back({where_, std::string(what), core::number_text(value), std::string(allowed),
                       std::string(hint)});
}

void Checker::add(std::string_view what, std::string_view allowed) {
    errors_.push_back({where_, std::string(what), "", std::string(allowed), ""});
}

void Checker::add(core::Errors errors) {
    for (core::Error& error : errors) errors_.push_back(std::move(error));
}

void Checker::within(std::string_view name, double value, double low, double high) {
    if (value >= low && value <= high) return;
    const std::string allowed = high == kInfinity
                                    ? core::number_text(low) + " or more"
                                    : core::number_text(low) + " to " + core::number_text(high);
    add(std::string(name) + " is out of range", value, allowed, "");
}

void Checker::above_zero(std::string_view name, double value, bool may_be_infinite) {
    if (value > 0.0 && (may_be_infinite || value < kInfinity)) return;
    add(std::string(name) + " is out of range", value,
        may_be_infinite ? "more than 0, also .inf" : "more than 0", "");
}

}  // namespace chargerig::models
