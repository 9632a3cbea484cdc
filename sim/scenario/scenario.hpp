// SPDX-License-Identifier: Apache-2.0
//
// A scenario as data: what is emulated, what happens when, and how the session must end. The file
// format (format: 1) is described in docs/scenarios.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/can/in_process_bus.hpp"
#include "sim/can/timed_bus.hpp"
#include "sim/controller/config_file.hpp"
#include "sim/controller/configuration.hpp"
#include "sim/core/error.hpp"
#include "sim/core/time.hpp"
#include "sim/core/yaml.hpp"
#include "sim/link/interface_version.hpp"
#include "sim/modules/parameters.hpp"
#include "sim/plant/parameters.hpp"
#include "sim/scenario/expect.hpp"
#include "sim/scenario/start_time.hpp"
#include "sim/scenario/step.hpp"
#include "sim/vehicle/profile.hpp"

namespace chargerig::scenario {

// Which sides this process plays. All false: listen only.
struct Emulation {
    bool controller = false;
    bool vehicle = false;
    bool modules = false;

    bool none() const { return !controller && !vehicle && !modules; }
    bool all() const { return controller && vehicle && modules; }
    friend bool operator==(const Emulation&, const Emulation&) = default;
};

// "controller,vehicle,modules", any part of it, or "none".
core::Result<Emulation> parse_emulation(std::string_view text, const core::SourcePosition& where);
std::string to_text(const Emulation& emulation);

enum class End : std::uint8_t { clean, rushed, emergency };

// A file that a scenario includes, and where.
struct Inclusion {
    std::string file;
    core::SourcePosition from;
};

struct Scenario {
    std::string file;
    std::vector<Inclusion> inclusions;
    std::string name;
    std::string description;
    Emulation emulate{true, true, true};
    std::string protocol = "3.6";
    int pistol = 1;
    std::uint64_t seed = 1;
    std::int64_t start_time_unix_s = kDefaultStartTime_unix_s;  // date-times on the vehicle link
    controller::Configuration controller;
    vehicle::Profile vehicle;
    modules::Parameters modules;
    can::BusFidelity bus_fidelity = can::BusFidelity::ideal;   // in-process bus
    std::int32_t bus_bit_rate_bps = can::kDefaultBitRate_bps;  // of the timed one
    core::Duration bus_latency = can::kDefaultBusLatency;      // of the ideal one
    core::Duration link_delay{1'000'000};                      // vehicle link, each way
    link::InterfaceVersion vehicle_link = link::InterfaceVersion::current;
    core::Duration electrical_step{1'000'000};  // the plant's grid
    // Cable, capacitances and load; the rig fills in grid, boundary, and what the participants say.
    plant::Parameters plant;
    std::vector<Step> steps;                // the section `post` last
    std::vector<std::string> files_beside;  // that it was made of too: tables of profiles
    std::vector<Expectation> expectations;
    End end = End::clean;
};

// What a set step asks for that is not the modules': the back end's set-point, the current loop
// (E-stop chain) and the digital inputs at the controller, the sensors in its connector, its sender
// of Advantics_Controller_Status, and the high-level communication, which the vehicle loses.
struct OcppTarget {
    double current_A = 0.0;
};
struct EmergencyButton {
    bool pressed = false;
};
struct ConnectorTemperature {
    double temperature_degC = -40.0;  // -40: there is no sensor
};
struct DigitalInput {
    std::size_t index = 0;  // of dig_in1
    bool on = false;
};
struct StatusSender {
    bool enabled = true;
};
// They follow the relay's drive, or stay where they are whatever it says. Their feedback is true.
enum class OutputContactors : std::uint8_t { work, stuck_open, stuck_closed };
struct LoseCommunication {};
// The vehicle's own contactors, and what it asks for; a request without value is its own again.
enum class VehicleContactors : std::uint8_t { work, stuck_open, stuck_closed };
struct FinishesPrecharge {
    bool finishes = true;
};
struct RequestedVoltage {
    std::optional<double> voltage_V;
};
struct RequestedCurrent {
    std::optional<double> current_A;
};
struct BatteryVoltage {
    double percent = 100.0;  // of what its cells have at this state of charge
};
using Setting = std::variant<OcppTarget, EmergencyButton, ConnectorTemperature, OutputContactors,
                             DigitalInput, StatusSender, LoseCommunication, VehicleContactors,
                             FinishesPrecharge, RequestedVoltage, RequestedCurrent, BatteryVoltage>;

// An error when there is no such path or the value does not fit.
core::Result<Setting> read_setting(std::string_view path, std::string_view value,
                                   const core::SourcePosition& where);

// Whether a set step can work at all: path, kind of value, range.
core::Result<void> check_set(const SetValue& set, const modules::Parameters& modules,
                             const core::SourcePosition& where);
// The same for every value that a profile sets.
core::Result<void> check_set(const Profile& profile, const modules::Parameters& modules,
                             const core::SourcePosition& where);

// One `--set dotted.path=value`.
struct Override {
    std::string path;
    std::string value;
};
core::Result<Override> parse_override(std::string_view argument);

struct ReadOptions {
    std::string resources;  // folder with vehicles/ and modules/
    std::vector<Override> overrides{};
    // Goes over the scenario's own controller entries and pistol index; an override of those goes
    // over it.
    std::optional<controller::ConfigFile> config{};
};

// As somebody reads the files, from top to bottom.
void sort_by_place(core::Errors& errors);

// What could be read of a scenario, and all that is wrong with it.
struct Reading {
    Scenario scenario;
    core::Errors errors;
};
Reading read_all(const std::string& path, const ReadOptions& options);
Reading parse_all(std::string_view text, std::string_view name, const ReadOptions& options);

// Reads and checks a scenario completely; all errors at once, each with its place.
tl::expected<Scenario, core::Errors> read_scenario(const std::string& path,
                                                   const ReadOptions& options);
tl::expected<Scenario, core::Errors> parse_scenario(std::string_view text, std::string_view name,
                                                    const ReadOptions& options);

// The file's content with the overrides in it, as YAML: what a run of it was made of.
core::Result<std::string> read_as_played(const std::string& path, const ReadOptions& options);

}  // namespace chargerig::scenario
