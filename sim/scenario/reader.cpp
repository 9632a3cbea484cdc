// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <tuple>

#include "sim/controller/configuration.hpp"
#include "sim/core/yaml.hpp"
#include "sim/scenario/expansion.hpp"
#include "sim/scenario/expect_reader.hpp"
#include "sim/scenario/participant_reader.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/script_check.hpp"
#include "sim/scenario/start_time.hpp"
#include "sim/scenario/step_reader.hpp"
#include "sim/vehicle/link_needs.hpp"
#include "sim/vehicle/profile.hpp"

namespace chargerig::scenario {
namespace {

using core::Errors;
using core::YamlMap;
using core::YamlNode;

// The vehicle has been read: not every link carries every protocol.
void read_vehicle_link(YamlMap& map, Scenario& scenario, Errors& errors) {
    const auto chosen = map.one_of("vehicle_link", {"current", "older"});
    if (!chosen) return;
    scenario.vehicle_link =
        *chosen == "older" ? link::InterfaceVersion::older : link::InterfaceVersion::current;
    if (!scenario.emulate.vehicle) return;
    const auto carried =
        vehicle::check_link(scenario.vehicle.session.protocol, scenario.vehicle_link,
                            map.child("vehicle_link")->where());
    if (!carried) errors.push_back(carried.error());
}

void read_bus(const YamlNode& node, Scenario& scenario, Errors& errors) {
    YamlMap map(node, errors, "bus");
    const auto fidelity = map.one_of("fidelity", {"ideal", "timed"});
    if (fidelity == "timed") scenario.bus_fidelity = can::BusFidelity::timed;
    const auto bit_rate = map.number(
        "bit_rate_kbit_s", {can::kMinBitRate_bps * 1e-3, can::kMaxBitRate_bps * 1e-3, "kbit/s"});
    if (bit_rate)
        scenario.bus_bit_rate_bps = static_cast<std::int32_t>(std::lround(*bit_rate * 1e3));
    // One frame lasts 0.13 to 0.31 ms at 500 kbit/s; a minute models any gateway.
    const auto latency = map.number("latency_ms", {0.001, 60'000.0, "ms"});
    if (latency) scenario.bus_latency = core::from_seconds(*latency * 1e-3);
    const auto delay = map.number("vehicle_link_delay_ms", {0.001, 60'000.0, "ms"});
    if (delay) scenario.link_delay = core::from_seconds(*delay * 1e-3);
    read_vehicle_link(map, scenario, errors);
    map.finish();
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

// The configuration file goes over the scenario's controller, and what was given for this run alone
// goes over the file.
void apply_config(const ReadOptions& options, Scenario& scenario, Errors& errors) {
    if (!options.config) return;
    const auto refused = controller::apply(*options.config, scenario.controller);
    errors.insert(errors.end(), refused.begin(), refused.end());
    constexpr std::string_view kEntries = "controller.config.";
    bool pistol_given = false;
    for (const Override& change : options.overrides) {
        pistol_given = pistol_given || change.path == "pistol";
        const std::string_view path = change.path;
        if (!path.starts_with(kEntries)) continue;
        const auto set = controller::set_entry(scenario.controller, path.substr(kEntries.size()),
                                               change.value, {"--set " + change.path, 0, 0});
        if (!set) errors.push_back(set.error());
    }
    if (!pistol_given) scenario.pistol = options.config->index.value_or(scenario.pistol);
}

// Whether the figures of each participant fit each other.
void check_participants(const Scenario& scenario, const ReadOptions& options, Errors& errors) {
    const core::SourcePosition where{
        scenario.file + (options.config ? " with " + options.config->file : ""), 0, 0};
    for (const auto& found :
         {controller::check(scenario.controller, where), vehicle::check(scenario.vehicle, where)}) {
        errors.insert(errors.end(), found.begin(), found.end());
    }
}

// Of two inclusions of one file that are wrong in the same way one is enough; and what holds a
// parameter without a value is not wrong in another way, too.
void tidy(Errors& errors, std::size_t of_expansion) {
    const auto follows = [&](const core::Error& error) {
        return of_expansion > 0 && error.value.find("${") != std::string::npos;
    };
    const auto begin = errors.begin() + static_cast<std::ptrdiff_t>(of_expansion);
    errors.erase(std::remove_if(begin, errors.end(), follows), errors.end());
    sort_by_place(errors);
    errors.erase(std::unique(errors.begin(), errors.end()), errors.end());
}

// What is wrong with the steps makes what is said about their order wrong, too.
void read_script(YamlMap& map, Scenario& scenario, Errors& errors) {
    const std::size_t before = errors.size();
    if (const auto steps = map.child("steps")) read_steps(*steps, scenario, errors);
    if (const auto post = map.child("post")) read_post(*post, scenario, errors);
    check_steps(scenario, errors);
    if (const auto expect = map.child("expect")) read_expectations(*expect, scenario, errors);
    if (errors.size() == before) check_script(scenario, errors);
}

// `out` has what the expansion found.
void build(const YamlNode& root, const ReadOptions& options, Reading& out) {
    Scenario& scenario = out.scenario;
    Errors& errors = out.errors;
    YamlMap map(root, errors, "the scenario");
    if (!map.valid()) return;
    read_head(map, scenario, errors);
    read_end(map, scenario);
    const std::size_t before = errors.size();
    read_controller(map.child("controller").value_or(YamlNode()), scenario, errors);
    read_vehicle(map.child("vehicle").value_or(YamlNode()), options, scenario, errors);
    apply_config(options, scenario, errors);
    if (errors.size() == before) check_participants(scenario, options, errors);
    read_modules(map.child("modules").value_or(YamlNode()), options, scenario, errors);
    read_bus(map.child("bus").value_or(YamlNode()), scenario, errors);
    read_parameters(map.child("parameters").value_or(YamlNode()), scenario, errors);
    read_script(map, scenario, errors);
    map.finish();
}

Reading read_document(const core::Result<YamlNode>& document, std::string_view name,
                      const ReadOptions& options) {
    Reading out;
    out.scenario.file = name;
    if (!document) {
        out.errors.push_back(document.error());
        return out;
    }
    const Expansion expansion = expand(*document, name, options.overrides, out.errors);
    const std::size_t of_expansion = out.errors.size();
    out.scenario.inclusions = expansion.inclusions;
    if (!expansion.files_missing) {
        ReadOptions expanded = options;
        expanded.overrides = expansion.overrides;
        build(expansion.root, expanded, out);
    }
    tidy(out.errors, of_expansion);
    explain_inclusions(out.scenario.inclusions, out.errors);
    out.scenario.vehicle.session.start_time_unix_s =
        static_cast<double>(out.scenario.start_time_unix_s);
    return out;
}

tl::expected<Scenario, Errors> sound(Reading reading) {
    if (!reading.errors.empty()) return tl::make_unexpected(std::move(reading.errors));
    return std::move(reading.scenario);
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

void sort_by_place(Errors& errors) {
    const auto place = [](const core::Error& error) {
        return std::tie(error.where.file, error.where.line, error.where.column);
    };
    std::stable_sort(errors.begin(), errors.end(),
                     [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

Reading read_all(const std::string& path, const ReadOptions& options) {
    return read_document(core::read_yaml_file(path), path, options);
}

Reading parse_all(std::string_view text, std::string_view name, const ReadOptions& options) {
    return read_document(core::parse_yaml(text, name), name, options);
}

tl::expected<Scenario, Errors> read_scenario(const std::string& path, const ReadOptions& options) {
    return sound(read_all(path, options));
}

tl::expected<Scenario, Errors> parse_scenario(std::string_view text, std::string_view name,
                                              const ReadOptions& options) {
    return sound(parse_all(text, name, options));
}

}  // namespace chargerig::scenario
