// SPDX-License-Identifier: Apache-2.0
//
// Names, ranges and places of all single figures of a vehicle profile: one table for the profile
// reader and for setting by name.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "sim/core/yaml.hpp"
#include "sim/vehicle/profile.hpp"

namespace chargerig::vehicle {

struct NumberEntry {
    double& (*at)(Profile&);
    core::NumberRange range;
};
struct IntegerEntry {
    int& (*at)(Profile&);
    int minimum;
    int maximum;
};
struct BooleanEntry {
    bool& (*at)(Profile&);
};
// Any other kind of value: `set` returns false when the text means nothing; `text` is what `set`
// reads back.
struct TextEntry {
    bool (*set)(Profile&, std::string_view text);
    std::string (*text)(const Profile&);
    std::string_view allowed;
};

enum class Need : bool { optional, required };

struct Entry {
    std::string_view group;
    std::string_view key;
    Need need;
    std::variant<NumberEntry, IntegerEntry, BooleanEntry, TextEntry> value;
};

std::span<const Entry> entries();

// The places of the groups' `source` texts.
struct SourceEntry {
    std::string_view group;
    std::string& (*at)(Profile&);
};
std::span<const SourceEntry> source_entries();

// Sets one entry from text.
core::Result<void> set(const Entry& entry, Profile& profile, std::string_view text,
                       const core::SourcePosition& where);

// The value of an entry as text that set() reads back.
std::string entry_text(const Entry& entry, const Profile& profile);

// The same by the dotted names that set_entry() knows.
core::Result<std::string> entry_text(const Profile& profile, std::string_view name,
                                     const core::SourcePosition& where);

}  // namespace chargerig::vehicle
