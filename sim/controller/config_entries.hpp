// SPDX-License-Identifier: Apache-2.0
//
// What a vendor-style config.cfg may hold, as data: its sections, and the entries of its pistol
// sections (vendor configuration pages for SECC and SPCC, bidirectionality and charger interfaces;
// spec section 7). docs/config.md shows the same table.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace chargerig::controller {

enum class ConfigEffect : std::uint8_t {
    none,        // known and checked; nothing in this version of the rig depends on it
    controller,  // goes through set_entry(), which knows its kind, range and default
    pistol,      // the pistol's index
};

enum class ConfigKind : std::uint8_t { text, boolean, whole, number, choice };

struct ConfigEntry {
    static constexpr double kUnbounded = std::numeric_limits<double>::infinity();

    std::string_view name{};
    std::string_view older{};  // an older name; empty: none
    ConfigEffect effect = ConfigEffect::none;
    std::string_view
        source{};  // the vendor's page; "configuration": the SECC's, the SPCC's or both
    // From here on: empty for ConfigEffect::controller.
    ConfigKind kind = ConfigKind::text;
    std::string_view initial{};  // the vendor's default; empty: none is published
    std::string_view unit{};
    double minimum = -kUnbounded;  // whole and number only; no range is published: unbounded
    double maximum = kUnbounded;
    std::string_view choices{};  // choice only: "A, B, C"
};

// All entries that a pistol section may have, in the order of the document.
std::span<const ConfigEntry> config_entries();

// By its name, its older name, or the title the vendor's web page shows ("Max Charger Voltage").
// Letter case does not matter. Null when there is none.
const ConfigEntry* find_config_entry(std::string_view key);

// The entries of [hardware] that are known: inputs, outputs and LEDs (spec section 7). All of them
// go through set_entry(); the page that lists the others is not published.
std::span<const std::string_view> hardware_keys();

// The one of that name, in any letter case, with blanks or '_'; empty when there is none.
std::string_view find_hardware_key(std::string_view key);

// Key as it is compared: lower case, blanks as '_'.
std::string plain_key(std::string_view key);

// The entry's values in words: "0 to 6553.5 V", "true or false", "standard, latest, oldest".
std::string allowed_text(const ConfigEntry& entry);

// Whether the value fits. Not for ConfigEffect::controller.
bool fits(const ConfigEntry& entry, std::string_view value);

enum class SectionKind : std::uint8_t { unknown, pistol, hardware, other };
SectionKind section_kind(std::string_view name);

// The names of all sections; those with a free part end in "*".
std::span<const std::string_view> section_names();

}  // namespace chargerig::controller
