// SPDX-License-Identifier: Apache-2.0
//
// The form of a config.cfg: lines that are a section, an entry, a comment, or a mistake. Entries
// are taken as Python's configparser takes them, which is what reads the file on the real box:
// `key = value` or `key: value`, the first of the two signs counts, blanks around are dropped, a
// value may be empty. The vendor allows no leading blanks and comments at the start of a line only.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/core/error.hpp"

namespace chargerig::controller {

// Views into the text; columns count bytes from 1.
struct SectionLine {
    std::string_view name;
};
struct EntryLine {
    std::string_view key;
    std::string_view value;
    int value_column = 0;
};
struct ConfigLine {
    int number = 0;
    std::variant<SectionLine, EntryLine> content;
};

// Far above any real file; what is larger is something else, given by mistake.
inline constexpr std::size_t kMaxConfigBytes = 1'048'576;

// The lines that say something, in order; a faulty line is left out and reported. `file` stands in
// the errors. At most `kMaxConfigErrors` errors; reading ends there.
inline constexpr std::size_t kMaxConfigErrors = 20;
std::vector<ConfigLine> split_config(std::string_view bytes, const std::string& file,
                                     core::Errors& errors);

}  // namespace chargerig::controller
