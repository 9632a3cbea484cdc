// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are a configuration or errors; what was accepted goes over any other one and comes out
// the same.
#include "sim/controller/config_entries.hpp"
#include "sim/controller/config_file.hpp"
#include "sim/controller/config_lines.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace chargerig::controller;
using namespace chargerig::fuzz;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = parse_config(text_of(data, size), "fuzz.cfg");
    if (!file) {
        require_readable(file.error());
        require(file.error().size() <= kMaxConfigErrors);
        return 0;
    }
    require(!file->index || (*file->index >= 1 && *file->index <= 31));
    for (const auto& notice : file->notices) require(!notice.line().empty());
    for (const auto& setting : file->settings) {
        const ConfigEntry* entry = find_config_entry(setting.name);
        const bool of_pistol = entry != nullptr && entry->effect == ConfigEffect::controller;
        require(of_pistol || !find_hardware_key(setting.name).empty());
    }
    Configuration configuration;
    require(apply(*file, configuration).empty());
    require(configuration == file->configuration);
    require(notices_of_other_values(*file, configuration).empty());
    return 0;
}
