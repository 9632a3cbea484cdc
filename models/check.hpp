// SPDX-License-Identifier: Apache-2.0
//
// Collects range errors of parameters. NaN is out of every range.
#pragma once

#include <limits>
#include <string_view>
#include <utility>

#include "sim/core/error.hpp"

namespace chargerig::models {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

class Checker {
public:
    explicit Checker(core::SourcePosition where) : where_(std::move(where)) {}

    // low <= value <= high.
    void within(std::string_view name, double value, double low, double high);
    // 0 < value, and finite unless `may_be_infinite`.
    void above_zero(std::string_view name, double value, bool may_be_infinite = false);
    void add(std::string_view what, std::string_view allowed);
    void add(std::string_view what, double value, std::string_view allowed, std::string_view hint);
    void add(core::Errors errors);

    core::Errors take() { return std::move(errors_); }

private:
    core::SourcePosition where_;
    core::Errors errors_;
};

}  // namespace chargerig::models
