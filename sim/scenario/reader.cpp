// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <system_error>

#include "sim/controller/configuration.hpp"
#include "sim/core/yaml.hpp"
#include "sim/modules/entries.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/start_time.hpp"
#include "sim/scenario/step_reader.hpp"
#include "sim/vehicle/profile.hpp"

namespace chargerig::scenario {
namespace {

using core::Errors;
using core::YamlMap;
using core::YamlNode;

// The car of the vendor's PEV simulator: takes and gives 120 A.
constexpr const char* kDefaultVehicle = "vendor-simulator";

// Each scalar entry of a participant's section goes to that participant's own set-by-name, which
// knows names, ranges and units.
template <class SetEntry>
void set_entries(const YamlNode& node, std::string_view what, Errors& errors, SetEntry set) {
    if (node.kind() == YamlNode::Kind::null) return;
    if (!node.is_map()) {
        errors.push_back({node.where(), std::string(what) + " must be a mapping of names to values",
                          node.text(), "name: value lines", ""});
        return;
    }
    for (const auto& entry : node.entries()) {
        const auto result = set(entry);
        if (!result) errors.push_back(result.error());
    }
}

core::Error not_a_scalar(const YamlNode::Entry& entry) {
    return {entry.value.where(), entry.key + " needs a value", "",
            "a number, a name, true or false", ""};
}

void read_controller(const YamlNode& node, Scenario& scenario, Errors& errors) {
    YamlMap map(node, errors, "controller");
    if (const auto config = map.child("config")) {
        set_entries(*config, "controller.config", errors, [&](const auto& entry) {
            if (!entry.value.is_scalar())
                return core::Result<void>(core::fail(not_a_scalar(entry)));
            return controller::set_entry(scenario.controller, entry.key, entry.value.text(),
                                         entry.value.where());
        });
    }
    map.finish();
}

void read_modules(const YamlNode& node, Scenario& scenario, Errors& errors) {
    set_entries(node, "modules", errors, [&](const auto& entry) {
        if (!entry.value.is_scalar()) return core::Result<void>(core::fail(not_a_scalar(entry)));
        return modules::set_entry(scenario.modules, entry.key, entry.value.text(),
                                  entry.value.where());
    });
}

// A name is a file in the vehicles folder, never a path out of it. Empty: there is none.
std::string profile_path(const std::string& resources, std::string_view name) {
    if (name.empty() || name.find_first_of("/\\") != name.npos) return "";
    const auto path = std::filesystem::path(resources) / "vehicles" / (std::string(name) + ".yaml");
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored) ? path.string() : "";
}

std::string profile_names(const std::string& resources) {
    std::vector<std::string> names;
    std::error_code failed;
    std::filesystem::directory_iterator files(std::filesystem::path(resources) / "vehicles",
                                              failed);
    if (failed) return "";
    for (const auto& file : files) {
        if (file.path().extension() == ".yaml") names.push_back(file.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

void read_vehicle(const YamlNode& node, const ReadOptions& options, Scenario& scenario,
                  Errors& errors) {
    std::string name = kDefaultVehicle;
    core::SourcePosition where = node.where();
    for (const auto& entry : node.entries()) {
        if (entry.key != "profile") continue;
        name = entry.value.text();
        where = entry.value.where();
    }
    const std::string path = profile_path(options.resources, name);
    if (path.empty()) {
        errors.push_back({where, "unknown vehicle", name, profile_names(options.resources),
                          "'chargerig list vehicles' describes them"});
        return;
    }
    auto profile = vehicle::read_profile(path);
    if (!profile) {
        errors.insert(errors.end(), profile.error().begin(), profile.error().end());
        return;
    }
    scenario.vehicle = std::move(*profile);
    set_entries(node, "vehicle", errors, [&](const auto& entry) {
        if (entry.key == "profile") return core::Result<void>();
        if (!entry.value.is_scalar()) return core::Result<void>(core::fail(not_a_scalar(entry)));
        return vehicle::set_entry(scenario.vehicle, entry.key, entry.value.text(),
                                  entry.value.where());
    });
}

void read_bus(const YamlNode& node, Scenario& scenario, Errors& errors) {
    YamlMap map(node, errors, "bus");
    // One frame lasts 0.13 to 0.31 ms at 500 kbit/s; a minute models any gateway.
    const auto latency = map.number("latency_ms", {0.001, 60'000.0, "ms"});
    if (latency) scenario.bus_latency = core::from_seconds(*latency * 1e-3);
    const auto delay = map.number("vehicle_link_delay_ms", {0.001, 60'000.0, "ms"});
    if (delay) scenario.link_delay = core::from_seconds(*delay * 1e-3);
    map.finish();
}

void read_parameters(const YamlNode& node, Scenario& scenario, Errors& errors) {
    YamlMap map(node, errors, "parameters");
    const auto step = map.number("electrical_step_ms", {0.01, 100.0, "ms"});
    if (step) scenario.electrical_step = core::from_seconds(*step * 1e-3);
    map.finish();
}

void read_steps(const YamlNode& node, Scenario& scenario, Errors& errors) {
    if (!node.is_sequence()) {
        errors.push_back({node.where(), "steps must be a list", node.text(), "'- step' lines", ""});
        return;
    }
    for (const auto& item : node.items()) {
        auto step = read_step(item, errors);
        if (!step) continue;
        if (const auto* set = std::get_if<SetValue>(&step->action)) {
            const auto possible = check_set(*set, scenario.modules, step->where);
            if (!possible) errors.push_back(possible.error());
        }
        scenario.steps.push_back(std::move(*step));
    }
}

// "end: emergency" means: by an emergency stop; its session ends rushed on the bus.
void read_end(YamlMap& map, Scenario& scenario) {
    const auto end = map.one_of("end", {"clean", "rushed", "emergency"});
    if (!end) return;
    scenario.end = *end == "clean" ? End::clean : *end == "rushed" ? End::rushed : End::emergency;
}

void read_head(YamlMap& map, Scenario& scenario, Errors& errors) {
    if (map.require("format")) map.integer("format", 1, 1);
    if (map.require("name")) scenario.name = map.text("name").value_or("");
    scenario.description = map.text("description").value_or("");
    if (const auto emulate = map.text("emulate")) {
        const auto parsed = parse_emulation(*emulate, map.child("emulate")->where());
        if (parsed) {
            scenario.emulate = *parsed;
        } else {
            errors.push_back(parsed.error());
        }
    }
    scenario.protocol = map.text("protocol").value_or(scenario.protocol);
    scenario.pistol = static_cast<int>(map.integer("pistol", 1, 31).value_or(scenario.pistol));
    scenario.seed =
        static_cast<std::uint64_t>(map.integer("seed", 0, 9'007'199'254'740'992)
                                       .value_or(static_cast<long long>(scenario.seed)));
    if (const auto start = map.text("start_time")) {
        const auto parsed = parse_start_time(*start, map.child("start_time")->where());
        if (parsed) {
            scenario.start_time_unix_s = *parsed;
        } else {
            errors.push_back(parsed.error());
        }
    }
}

// Whether the figures of each participant fit each other.
void check_participants(const Scenario& scenario, Errors& errors) {
    const core::SourcePosition where{scenario.file, 0, 0};
    for (const auto& found :
         {controller::check(scenario.controller, where), vehicle::check(scenario.vehicle, where)}) {
        errors.insert(errors.end(), found.begin(), found.end());
    }
}

tl::expected<Scenario, Errors> build(const YamlNode& root, std::string_view name,
                                     const ReadOptions& options) {
    Errors errors;
    Scenario scenario;
    scenario.file = name;
    YamlMap map(root, errors, "the scenario");
    if (map.valid()) {
        read_head(map, scenario, errors);
        read_end(map, scenario);
        read_controller(map.child("controller").value_or(YamlNode()), scenario, errors);
        read_vehicle(map.child("vehicle").value_or(YamlNode()), options, scenario, errors);
        read_modules(map.child("modules").value_or(YamlNode()), scenario, errors);
        read_bus(map.child("bus").value_or(YamlNode()), scenario, errors);
        read_parameters(map.child("parameters").value_or(YamlNode()), scenario, errors);
        if (const auto steps = map.child("steps")) read_steps(*steps, scenario, errors);
        map.finish();
    }
    if (errors.empty()) check_participants(scenario, errors);
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    scenario.vehicle.session.start_time_unix_s = static_cast<double>(scenario.start_time_unix_s);
    return scenario;
}

tl::expected<Scenario, Errors> build_overridden(core::Result<YamlNode> document,
                                                std::string_view name, const ReadOptions& options) {
    if (!document) return tl::make_unexpected(Errors{document.error()});
    Errors errors;
    for (const auto& change : options.overrides) {
        auto changed =
            core::with_value(*document, change.path, change.value, {"--set " + change.path, 0, 0});
        if (changed) {
            document = std::move(changed);
        } else {
            errors.push_back(changed.error());
        }
    }
    if (!errors.empty()) return tl::make_unexpected(std::move(errors));
    return build(*document, name, options);
}

}  // namespace

core::Result<Override> parse_override(std::string_view argument) {
    const std::size_t equals = argument.find('=');
    if (equals == 0 || equals == argument.npos) {
        return core::fail({{"--set", 0, 0},
                           "not a path and a value",
                           std::string(argument),
                           "dotted.path=value",
                           "e.g. --set vehicle.initial_soc_percent=50"});
    }
    return Override{std::string(argument.substr(0, equals)),
                    std::string(argument.substr(equals + 1))};
}

tl::expected<Scenario, Errors> read_scenario(const std::string& path, const ReadOptions& options) {
    return build_overridden(core::read_yaml_file(path), path, options);
}

tl::expected<Scenario, Errors> parse_scenario(std::string_view text, std::string_view name,
                                              const ReadOptions& options) {
    return build_overridden(core::parse_yaml(text, name), name, options);
}

}  // namespace chargerig::scenario
