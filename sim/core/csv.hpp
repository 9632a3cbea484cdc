// SPDX-License-Identifier: Apache-2.0
//
// Tables as comma-separated values (RFC 4180) in which every field knows its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/core/error.hpp"

namespace chargerig::core {

struct CsvField {
    std::string text;  // without quotes and the blanks around it
    SourcePosition where;
};
using CsvRow = std::vector<CsvField>;

inline constexpr std::size_t kMaxCsvBytes = 4'194'304;

// The rows of a text; `name` stands for the file in error places. Empty lines are left out; a byte
// order mark and carriage returns do not count. A quote that is not closed in its line, text behind
// a closing quote, bytes that are not UTF-8, control characters and rows of different lengths are
// errors.
Result<std::vector<CsvRow>> parse_csv(std::string_view text, std::string_view name);

}  // namespace chargerig::core
