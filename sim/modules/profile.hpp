// SPDX-License-Identifier: Apache-2.0
//
// A power side as data: resources/modules/*.yaml. The entries of sim/modules/entries.hpp under
// headings of their own, each heading with the text `source`, which says where its figures come
// from.
#pragma once

#include <string>
#include <string_view>

#include "sim/core/error.hpp"
#include "sim/modules/parameters.hpp"

namespace chargerig::modules {

struct Profile {
    std::string name;
    std::string description;
    Parameters parameters;  // what the file does not say has its default
};

// Reads and checks a profile (format: 1); all errors at once, each with its place.
tl::expected<Profile, core::Errors> read_profile(const std::string& path);
tl::expected<Profile, core::Errors> parse_profile(std::string_view text, std::string_view name);

}  // namespace chargerig::modules
