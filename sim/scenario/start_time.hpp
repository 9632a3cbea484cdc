// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/core/error.hpp"

namespace chargerig::scenario {

// 2026-01-01T08:00:00Z: what a vehicle's clock shows at the start of a run unless the scenario says
// otherwise. Fixed, because equal runs must give equal bytes.
inline constexpr std::int64_t kDefaultStartTime_unix_s = 1'767'254'400;

// "YYYY-MM-DDThh:mm:ssZ" (RFC 3339, UTC, whole seconds) in seconds since 1970; years 1970 to 2100.
core::Result<std::int64_t> parse_start_time(std::string_view text,
                                            const core::SourcePosition& where);

}  // namespace chargerig::scenario
