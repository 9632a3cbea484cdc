// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/participant_reader.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "sim/modules/entries.hpp"
#include "sim/modules/profile.hpp"

namespace chargerig::scenario {
namespace {

using core::Errors;
using core::YamlMap;
using core::YamlNode;

// One value of a participant's section; each participant's own set-by-name knows names, ranges and
// units.
struct Value {
    std::string name;
    core::SourcePosition where;  // of the name
    YamlNode node;
};

void add(Errors& errors, const Errors& more) {
    errors.insert(errors.end(), more.begin(), more.end());
}

void add(Errors& errors, const core::Result<void>& result) {
    if (!result) errors.push_back(result.error());
}

// Whether the section is one; nothing at all is an empty one.
bool is_section(const YamlNode& node, std::string_view what, Errors& errors) {
    if (node.is_map() || node.kind() == YamlNode::Kind::null) return true;
    errors.push_back({node.where(), std::string(what) + " must be a mapping of names to values",
                      node.text(), "name: value lines", ""});
    return false;
}

bool is_value(const Value& value, Errors& errors) {
    if (value.node.is_scalar()) return true;
    errors.push_back({value.node.where(), value.name + " needs a value", "",
                      "a number, a name, true or false", ""});
    return false;
}

std::vector<Value> values_of(const YamlNode& node) {
    std::vector<Value> out;
    for (const auto& entry : node.entries()) out.push_back({entry.key, entry.where, entry.value});
    return out;
}

// Maps within maps, as dotted names.
void flatten(const YamlNode& node, const std::string& prefix, std::vector<Value>& out) {
    for (const auto& entry : node.entries()) {
        if (entry.value.is_map()) {
            flatten(entry.value, prefix + entry.key + ".", out);
        } else {
            out.push_back({prefix + entry.key, entry.where, entry.value});
        }
    }
}

// A profile is a file of its folder below `resources`, never a path out of it.
struct ProfileKind {
    const char* folder;    // below resources, and what `chargerig list` calls them
    const char* what;      // one of them
    const char* fallback;  // where the scenario names none
};
// The car of the vendor's PEV simulator: takes and gives 120 A.
constexpr ProfileKind kVehicles{"vehicles", "vehicle", "vendor-simulator"};
// Power that serves as long as the session wants it.
constexpr ProfileKind kModules{"modules", "modules profile", "bench"};

std::string profile_names(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code failed;
    std::filesystem::directory_iterator files(folder, failed);
    if (failed) return "";
    for (const auto& file : files) {
        if (file.path().extension() == ".yaml") names.push_back(file.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

// Empty: there is no such profile, which has been said.
std::string profile_path(const ProfileKind& kind, const YamlNode& section,
                         const ReadOptions& options, Errors& errors) {
    std::string name = kind.fallback;
    core::SourcePosition where = section.where();
    for (const auto& entry : section.entries()) {
        if (entry.key != "profile") continue;
        name = entry.value.text();
        where = entry.value.where();
    }
    const auto folder = std::filesystem::path(options.resources) / kind.folder;
    const auto path = folder / (name + ".yaml");
    std::error_code ignored;
    const bool plain = !name.empty() && name.find_first_of("/\\") == name.npos;
    if (plain && std::filesystem::is_regular_file(path, ignored)) return path.string();
    errors.push_back({where, std::string("unknown ") + kind.what, name, profile_names(folder),
                      std::string("'chargerig list ") + kind.folder + "' describes them"});
    return "";
}

// What one run alone was given for the vehicle, in the order of the command line.
std::vector<Override> vehicle_overrides(const ReadOptions& options) {
    constexpr std::string_view kSection = "vehicle.";
    std::vector<Override> out;
    for (const Override& change : options.overrides) {
        if (!change.path.starts_with(kSection)) continue;
        std::string name = change.path.substr(kSection.size());
        if (name != "profile") out.push_back({std::move(name), change.value});
    }
    return out;
}

// The driver's choices have two names: "session.protocol" is "protocol".
std::string plain_name(std::string_view name) {
    constexpr std::string_view kSession = "session.";
    return std::string(name.starts_with(kSession) ? name.substr(kSession.size()) : name);
}

void set_vehicle_values(const YamlNode& node, const std::vector<Override>& overrides,
                        Scenario& scenario, Errors& errors) {
    std::vector<Value> values;
    flatten(node, "", values);
    std::vector<std::string> seen;
    for (const Value& value : values) {
        const std::string name = plain_name(value.name);
        const auto overridden = [&](const Override& o) { return plain_name(o.path) == name; };
        if (name == "profile" || std::any_of(overrides.begin(), overrides.end(), overridden)) {
            continue;
        }
        if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
            errors.push_back({value.where, "vehicle: the entry stands twice", value.name,
                              "each entry once, as a dotted name or in a map", ""});
            continue;
        }
        seen.push_back(name);
        if (!is_value(value, errors)) continue;
        add(errors, vehicle::set_entry(scenario.vehicle, value.name, value.node.text(),
                                       value.node.where()));
    }
    for (const Override& change : overrides) {
        add(errors, vehicle::set_entry(scenario.vehicle, change.path, change.value,
                                       {"--set vehicle." + change.path, 0, 0}));
    }
}

constexpr std::array<std::string_view, 10> kPlantParameters{
    "electrical_step_ms",   "cable_resistance_ohm",  "output_capacitance_uF", "output_bleed_kohm",
    "inlet_capacitance_uF", "inlet_leak_kohm",       "load_close_delay_s",    "load_match_V",
    "load_resistance_ohm",  "load_mismatch_percent",
};

// The scenario's own parameters have been taken out.
void refuse_others(const YamlNode& node, Errors& errors) {
    const std::vector<std::string> known(kPlantParameters.begin(), kPlantParameters.end());
    std::string list;
    for (const auto& name : known) list += (list.empty() ? "" : ", ") + name;
    for (const auto& entry : node.entries()) {
        if (is_plant_parameter(entry.key)) continue;
        const std::string near = core::closest_name(entry.key, known);
        errors.push_back({entry.where, "parameters has an unknown key", entry.key, list,
                          near.empty() ? "a parameter of the scenario's own is a map: '" +
                                             entry.key + ": {default: ...}'"
                                       : "did you mean '" + near + "'?"});
    }
}

}  // namespace

void read_controller(const YamlNode& node, Scenario& scenario, Errors& errors) {
    YamlMap map(node, errors, "controller");
    const auto config = map.child("config");
    if (config && is_section(*config, "controller.config", errors)) {
        for (const Value& value : values_of(*config)) {
            if (!is_value(value, errors)) continue;
            add(errors, controller::set_entry(scenario.controller, value.name, value.node.text(),
                                              value.node.where()));
        }
    }
    map.finish();
}

void read_vehicle(const YamlNode& node, const ReadOptions& options, Scenario& scenario,
                  Errors& errors) {
    const std::string path = profile_path(kVehicles, node, options, errors);
    if (path.empty()) return;
    auto profile = vehicle::read_profile(path);
    if (!profile) return add(errors, profile.error());
    scenario.vehicle = std::move(*profile);
    if (!is_section(node, "vehicle", errors)) return;
    set_vehicle_values(node, vehicle_overrides(options), scenario, errors);
}

void read_modules(const YamlNode& node, const ReadOptions& options, Scenario& scenario,
                  Errors& errors) {
    const std::string path = profile_path(kModules, node, options, errors);
    if (path.empty()) return;
    const auto profile = modules::read_profile(path);
    if (!profile) return add(errors, profile.error());
    scenario.modules = profile->parameters;
    if (!is_section(node, "modules", errors)) return;
    for (const Value& value : values_of(node)) {
        if (value.name == "profile" || !is_value(value, errors)) continue;
        add(errors, modules::set_entry(scenario.modules, value.name, value.node.text(),
                                       value.node.where()));
    }
}

bool is_plant_parameter(std::string_view name) {
    return std::find(kPlantParameters.begin(), kPlantParameters.end(), name) !=
           kPlantParameters.end();
}

void read_parameters(const YamlNode& node, Scenario& scenario, Errors& errors) {
    YamlMap map(node, errors, "parameters");
    const auto step = map.number("electrical_step_ms", {0.01, 100.0, "ms"});
    if (step) scenario.electrical_step = core::from_seconds(*step * 1e-3);
    struct Key {
        core::NumberRange range;
        double scale;  // from the key's unit to the parameter's
        double& parameter;
    };
    plant::Parameters& plant = scenario.plant;
    // In the order of kPlantParameters, from the second on.
    const Key keys[] = {
        {{1e-5, 1.0, "ohm"}, 1.0, plant.cable_resistance_ohm},
        {{0.1, 1e5, "uF"}, 1e-6, plant.output_capacitance_F},
        {{0.1, 1e6, "kOhm"}, 1e3, plant.output_bleed_ohm},
        {{0.01, 1e4, "uF"}, 1e-6, plant.inlet_capacitance_F},
        {{0.1, 1e6, "kOhm"}, 1e3, plant.inlet_leak_ohm},
        {{0.0, 60.0, "s"}, 1.0, plant.load.close_delay_s},
        {{0.1, 200.0, "V"}, 1.0, plant.load.match_V},
        {{1e-3, 10.0, "ohm"}, 1.0, plant.load.resistance_ohm},
        {{0.1, 100.0, "%"}, 1.0, plant.load_mismatch_percent},
    };
    static_assert(std::size(keys) + 1 == kPlantParameters.size());
    for (std::size_t i = 0; i < std::size(keys); ++i) {
        const auto value = map.number(kPlantParameters[i + 1], keys[i].range);
        if (value) keys[i].parameter = *value * keys[i].scale;
    }
    refuse_others(node, errors);
}

}  // namespace chargerig::scenario
