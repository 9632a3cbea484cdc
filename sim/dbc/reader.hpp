// SPDX-License-Identifier: Apache-2.0
//
// Reads DBC files (Vector, "DBC File Format Documentation" 1.0): nodes, messages, signals,
// multiplexed signals, value tables, comments and cycle times. What carries nothing for a codec
// (environment variables, signal groups, relations, other attributes) is skipped. What cannot be
// decoded rightly is refused: floating-point signals, extended multiplexing, more than 8 bytes.
//
// The text is UTF-8 if it is valid UTF-8, else Latin-1. Columns count characters.
#pragma once

#include <string>
#include <string_view>

#include "sim/core/error.hpp"
#include "sim/dbc/database.hpp"

namespace chargerig::dbc {

// All errors at once (at most 20), each with file, line and column.
tl::expected<Database, core::Errors> parse_dbc(std::string_view bytes, std::string file);

// A file that cannot be read is one error that says why.
tl::expected<Database, core::Errors> read_dbc_file(const std::string& path);

}  // namespace chargerig::dbc
