// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/condition_check.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "sim/core/text.hpp"

namespace chargerig::rig {
namespace {

struct Range {
    double least;
    double most;
};

Range range_of(const dbc::Signal& signal) {
    const int bits = signal.length - (signal.is_signed ? 1 : 0);
    const double most = std::ldexp(1.0, bits) - 1.0;
    const double least = signal.is_signed ? -std::ldexp(1.0, bits) : 0.0;
    const double a = least * signal.factor + signal.offset;
    const double b = most * signal.factor + signal.offset;
    return {std::min(a, b), std::max(a, b)};
}

// Without what the factor's binary fraction adds.
std::string shown(double value) {
    return core::number_text(std::round(value * 1e6) / 1e6);
}

bool reachable(const scenario::Condition& condition, Range range) {
    // What numbers lose on their way through factor and offset.
    const double slack = condition.tolerance + 1e-9 * std::max(1.0, std::abs(condition.value));
    switch (condition.comparison) {
        case scenario::Comparison::at_least:
            return condition.value <= range.most + slack;
        case scenario::Comparison::at_most:
            return condition.value >= range.least - slack;
        case scenario::Comparison::near_to:
            break;
    }
    return condition.value >= range.least - slack && condition.value <= range.most + slack;
}

}  // namespace

core::Result<void> check_reachable(const scenario::Condition& condition, const dbc::Signal& signal,
                                   const core::SourcePosition& where) {
    if (!condition.label.empty()) return {};
    const Range range = range_of(signal);
    if (reachable(condition, range)) return {};
    return core::fail({where, "the signal " + signal.name + " can never have such a value",
                       core::number_text(condition.value),
                       shown(range.least) + " to " + shown(range.most) +
                           (signal.unit.empty() ? "" : " " + signal.unit),
                       ""});
}

}  // namespace chargerig::rig
