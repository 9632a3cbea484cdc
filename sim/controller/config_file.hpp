// SPDX-License-Identifier: Apache-2.0
//
// Reads a vendor-style config.cfg, the file a real SECC keeps in /srv and an SPCC in
// /etc/advantics/default (vendor configuration pages; spec section 7), so that a controller is
// emulated with the settings of the box at hand. Any bytes are a configuration or errors.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/controller/configuration.hpp"
#include "sim/core/error.hpp"

namespace chargerig::controller {

// The pistol section that the emulated controller, a CCS DC one, plays.
inline constexpr std::string_view kDefaultPistolSection = "CCS DC";

// One entry of the chosen section or of [hardware] that the controller knows; set_entry() has
// accepted it.
struct ConfigSetting {
    std::string_view name;  // of the entry, never an older spelling
    std::string value;
    core::SourcePosition where;
};

// Something to know about a file that is good: an older spelling, an entry without effect, a
// section that is not used.
struct ConfigNotice {
    core::SourcePosition where;
    std::string text;

    std::string line() const;  // "station.cfg:12: max_voltage is the old name of ..."
};

struct ConfigFile {
    std::string file;
    std::string section;                  // the chosen one: "CCS DC"
    core::SourcePosition where;           // of that section
    Configuration configuration;          // the defaults, changed by the file
    std::optional<int> index;             // 1 to 31; empty: the file does not say
    std::vector<ConfigSetting> settings;  // in file order
    std::vector<ConfigNotice> notices;    // in file order
};

// `section` is the part behind "pistol:". All pistol sections are checked, one is taken. All errors
// at once, up to 20. Whether the figures fit each other is a matter of check(): they may be
// completed from elsewhere.
tl::expected<ConfigFile, core::Errors> parse_config(
    std::string_view bytes, const std::string& file,
    std::string_view section = kDefaultPistolSection);
tl::expected<ConfigFile, core::Errors> read_config_file(
    const std::string& path, std::string_view section = kDefaultPistolSection);

// Puts the file's settings over a configuration; what the file does not name stays.
core::Errors apply(const ConfigFile& file, Configuration& configuration);

// One notice for each vendor entry that the file leaves out and that is not at the vendor's default
// in the configuration which results: the real box would run with the default.
std::vector<ConfigNotice> notices_of_other_values(const ConfigFile& file,
                                                  const Configuration& result);

}  // namespace chargerig::controller
