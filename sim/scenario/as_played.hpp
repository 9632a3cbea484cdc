// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace chargerig::scenario {

// How read_as_played() calls the files of Scenario::files_beside, by their index: "table-1.csv".
std::string table_as_played(std::size_t index);

}  // namespace chargerig::scenario
