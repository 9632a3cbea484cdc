// SPDX-License-Identifier: Apache-2.0
//
// A batch as one HTML page that needs nothing beside it: no script, no font, no picture from
// elsewhere. It holds no clock: equal runs give equal bytes.
#pragma once

#include <string>
#include <vector>

#include "sim/report/batch.hpp"

namespace chargerig::report {

std::string to_html(const std::vector<BatchEntry>& entries, const std::string& version);

}  // namespace chargerig::report
