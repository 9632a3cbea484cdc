// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/setup.hpp"

#include <algorithm>
#include <utility>

#include "sim/can/in_process_bus.hpp"
#include "sim/can/qt_serialbus_port.hpp"
#include "sim/can/timed_bus.hpp"
#include "sim/evse/registry.hpp"
#include "sim/fault/rule.hpp"
#include "sim/monitor/lookup.hpp"
#include "sim/rig/condition_check.hpp"
#include "sim/scenario/expansion.hpp"
#include "sim/scenario/fault_reader.hpp"
#include "sim/scenario/step_reader.hpp"

namespace chargerig::rig {
namespace {

using core::Errors;

// Whose message it is, and the value that a label stands for.
core::Result<void> resolve_fault(fault::Description& what, const monitor::Lookup& lookup,
                                 const evse::Version& version, const core::SourcePosition& where) {
    if (what.message.empty()) return {};
    const auto message = lookup.message(what.message, where);
    if (!message) return core::fail(message.error());
    const auto id = version.database().messages[static_cast<std::size_t>(*message)].id;
    const auto sender =
        (id & evse::kFromControllerBit) != 0 ? fault::Side::controller : fault::Side::modules;
    if (what.from_given && what.from != sender) {
        return core::fail({where, what.message + " has another sender",
                           std::string(fault::name(what.from)),
                           "from: " + std::string(fault::name(sender)), "or leave it out"});
    }
    what.from = sender;
    if (!what.signal.empty()) {
        const auto signal = lookup.signal(what.message, what.signal, where);
        if (!signal) return core::fail(signal.error());
    }
    if (!what.label.empty()) {
        const auto value = lookup.label(what.message, what.signal, what.label, where);
        if (!value) return core::fail(value.error());
        what.value = *value;
    }
    const auto rule = fault::make_rule(what, version, where);
    return rule ? core::Result<void>() : core::fail(rule.error());
}

core::Result<void> resolve_condition(scenario::Condition& condition, const monitor::Lookup& lookup,
                                     const evse::Version& version,
                                     const core::SourcePosition& where) {
    if (condition.signal.empty()) {
        const auto known = lookup.message(condition.message, where);
        return known ? core::Result<void>() : core::fail(known.error());
    }
    if (condition.label.empty()) {
        const auto known = lookup.signal(condition.message, condition.signal, where);
        if (!known) return core::fail(known.error());
        const auto& message = version.database().messages[static_cast<std::size_t>(known->message)];
        return check_reachable(condition, message.signals[known->signal], where);
    }
    const auto value = lookup.label(condition.message, condition.signal, condition.label, where);
    if (!value) return core::fail(value.error());
    condition.value = *value;
    return {};
}

// Where a step sets a value: itself, or sample by sample.
const std::string* path_set(const scenario::Action& action) {
    if (const auto* set = std::get_if<scenario::SetValue>(&action)) return &set->path;
    const auto* profile = std::get_if<scenario::Profile>(&action);
    return profile ? &profile->path : nullptr;
}

// Fills in what a step needs of this version of the interface, or says what the version lacks.
core::Result<void> resolve_step(scenario::Step& step, const evse::Registry& registry,
                                const evse::Version& version) {
    const monitor::Lookup lookup(version, &registry);
    if (const auto* path = path_set(step.action)) {
        const bool lacks =
            path->starts_with("ocpp.") && !version.has(evse::Capability::ocpp_control);
        if (!lacks) return {};
        return core::fail(registry.lacking(version, evse::Capability::ocpp_control, step.where));
    }
    if (const auto* state = scenario::state_of(step.action)) {
        return lookup.state(*state, scenario::state_name(*state), step.where);
    }
    if (auto* begin = std::get_if<scenario::BeginFault>(&step.action)) {
        return resolve_fault(begin->fault, lookup, version, step.where);
    }
    auto* condition = scenario::condition_of(step.action);
    return condition ? resolve_condition(*condition, lookup, version, step.where)
                     : core::Result<void>();
}

// What the controller is configured to be must have its messages in this version.
void check_hardware(const scenario::Scenario& scenario, const evse::Registry& registry,
                    const evse::Version& version, Errors& errors) {
    using controller::Hardware;
    using controller::OutputRole;
    if (!scenario.emulate.controller) return;
    const controller::Configuration& configuration = scenario.controller;
    const auto need = [&](bool needed, evse::Capability capability, const char* because) {
        if (!needed || version.has(capability)) return;
        core::Error error = registry.lacking(version, capability, {scenario.file, 0, 0});
        error.value = because;
        errors.push_back(std::move(error));
    };
    const auto can_controlled = [](const auto& roles) {
        return std::ranges::find(roles, OutputRole::CAN_Controlled) != roles.end();
    };
    const bool spcc = configuration.hardware == Hardware::spcc;
    const bool outputs = can_controlled(output_roles(configuration));
    const bool leds = can_controlled(led_roles(configuration));
    need(spcc, evse::Capability::spcc_inputs, "hardware: spcc");
    need(spcc && outputs, evse::Capability::spcc_outputs, "dig_out: CAN_Controlled");
    need(leds, evse::Capability::leds, "led: CAN_Controlled");
}

// The sequence of versions 2.x, without lowering and without contactors on the bus, is not played.
core::Result<void> check_sequence(const scenario::Scenario& scenario,
                                  const evse::Registry& registry, const evse::Version& version) {
    const bool plays = scenario.emulate.controller || scenario.emulate.modules;
    const auto needed = evse::Capability::lower_output_voltage;
    if (!plays || version.has(needed)) return {};
    core::Error error = registry.lacking(version, needed, {scenario.file, 0, 0});
    error.hint += "; --emulate none listens to protocol " + version.name();
    return core::fail(std::move(error));
}

// On a port the wire is outside and has its own time; only what participants of this process say to
// each other beside it takes the way inside.
std::unique_ptr<can::VirtualBus> make_bus(const scenario::Scenario& scenario, std::size_t endpoints,
                                          bool on_port) {
    if (scenario.bus_fidelity == can::BusFidelity::timed && !on_port) {
        can::TimedBus::Options options;
        options.endpoints = endpoints;
        options.bit_rate_bps = scenario.bus_bit_rate_bps;
        return std::make_unique<can::TimedBus>(options);
    }
    can::InProcessBus::Options options;
    options.endpoints = endpoints;
    options.latency = scenario.bus_latency;
    return std::make_unique<can::InProcessBus>(options);
}

bool has_second_sender(const scenario::Scenario& scenario) {
    return std::any_of(scenario.steps.begin(), scenario.steps.end(), [](const auto& step) {
        const auto* begin = std::get_if<scenario::BeginFault>(&step.action);
        return begin && begin->fault.kind == fault::Kind::two_senders;
    });
}

std::string log_interface(const can::BusAddress& bus) {
    if (bus.kind == can::BusKind::in_process) return "sim0";
    const std::size_t slash = bus.interface.rfind('/');
    return slash == std::string::npos ? bus.interface : bus.interface.substr(slash + 1);
}

}  // namespace

core::Errors resolve(scenario::Scenario& scenario, const evse::Registry& registry) {
    const core::SourcePosition where{scenario.file, 0, 0};
    const auto version = registry.find(scenario.protocol);
    if (!version) {
        core::Error error = version.error();
        if (error.where.file.empty()) error.where = where;
        return {error};
    }
    if (const auto played = check_sequence(scenario, registry, **version); !played) {
        return {played.error()};
    }
    Errors errors;
    check_hardware(scenario, registry, **version, errors);
    for (auto& step : scenario.steps) {
        const auto known = resolve_step(step, registry, **version);
        if (!known) errors.push_back(known.error());
    }
    scenario::join_faults(scenario.steps, errors);
    resolve_expectations(scenario, **version, registry, errors);
    return errors;
}

core::Errors check_against_version(const scenario::Scenario& scenario,
                                   const evse::Registry& registry) {
    scenario::Scenario copy = scenario;
    Errors errors = resolve(copy, registry);
    scenario::explain_inclusions(scenario.inclusions, errors);
    return errors;
}

core::Errors check_completely(const scenario::Reading& reading, const evse::Registry& registry) {
    Errors errors = reading.errors;
    for (const auto& error : check_against_version(reading.scenario, registry)) {
        if (std::ranges::find(errors, error) == errors.end()) errors.push_back(error);
    }
    scenario::sort_by_place(errors);
    return errors;
}

core::Result<Setup> set_up(const scenario::Scenario& scenario, const RunOptions& options,
                           const core::WallClock& clock, std::function<void()> wake) {
    const auto version = options.registry->find(scenario.protocol);
    if (!version) return core::fail(version.error());
    auto binding = evse::Binding::make(*version, scenario.pistol);
    if (!binding) return core::fail(binding.error());

    const bool on_port = options.bus.kind != can::BusKind::in_process;
    auto recorder = record::LogRecorder::open(options.log_path, log_interface(options.bus),
                                              on_port ? clock.unix_offset() : core::Duration{});
    if (!recorder) return core::fail(recorder.error());
    std::unique_ptr<can::Port> port;
    if (on_port) {
        auto opened = can::open_port(options.bus, clock, std::move(wake));
        if (!opened) return core::fail(opened.error());
        port = std::move(*opened);
    }

    Setup out;
    const std::size_t own = scenario.emulate.controller && scenario.emulate.modules ? 2 : 1;
    const bool stranger = !options.stranger.empty() && !on_port;
    Endpoints endpoints{0, own - 1, std::nullopt};
    std::size_t count = own;
    if (has_second_sender(scenario)) endpoints.second_sender = count++;
    const std::size_t ends = count + (stranger ? 1 : 0) + options.guests.size();
    if (ends > can::VirtualBus::kMaxEndpoints) {
        return core::fail({{scenario.file, 0, 0},
                           "too many participants of your own",
                           std::to_string(options.guests.size()),
                           std::to_string(can::VirtualBus::kMaxEndpoints) +
                               " ends on the bus, those of the rig among them",
                           ""});
    }
    const std::size_t guests = count + (stranger ? 1 : 0);  // the endpoint of the first of them
    out.hub = std::make_unique<BusHub>(make_bus(scenario, guests + options.guests.size(), on_port),
                                       std::move(port), std::move(*recorder));
    if (stranger) out.hub->add_stranger(count, options.stranger);
    for (std::size_t i = 0; i < options.guests.size(); ++i) {
        out.guests.add(*options.guests[i], guests + i);
    }
    for (FrameTap* tap : options.taps) out.hub->add_tap(*tap);
    out.pistols.push_back(
        std::make_unique<Pistol>(scenario, scenario.emulate, std::move(*binding), endpoints));
    if (options.battery) {
        auto used = out.pistols.front()->use_battery(*options.battery, options.battery_tick);
        if (!used) return core::fail(used.error());
    }
    auto& observer = out.pistols.front()->observer();
    out.hub->add_observer(observer);
    out.engine = std::make_unique<scenario::Engine>(scenario, scenario.emulate);
    for (const std::size_t asked : out.engine->questions()) {
        const auto& step = scenario.steps[asked];
        const auto& condition = *scenario::condition_of(step.action);
        const auto index = condition.signal.empty()
                               ? observer.watch_message(condition.message, step.where)
                               : observer.watch(condition.message, condition.signal, step.where);
        if (!index) return core::fail(index.error());
        out.watches.push_back(*index);
    }
    if (!scenario.expectations.empty()) {
        out.expectations =
            std::make_unique<ExpectWatch>(scenario.expectations, observer.binding().version());
        observer.set_sink(out.expectations.get());
    }
    return out;
}

}  // namespace chargerig::rig
