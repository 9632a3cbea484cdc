// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/setup.hpp"

#include <algorithm>

#include "sim/can/qt_serialbus_port.hpp"
#include "sim/evse/registry.hpp"

namespace chargerig::rig {
namespace {

using core::Errors;

// A step that needs what this version of the interface lacks is an input error, found before the
// run.
void check_capabilities(const scenario::Scenario& scenario, const evse::Registry& registry,
                        const evse::Version& version, Errors& errors) {
    for (const auto& step : scenario.steps) {
        const auto* set = std::get_if<scenario::SetValue>(&step.action);
        if (!set || !set->path.starts_with("ocpp.")) continue;
        if (version.has(evse::Capability::ocpp_control)) continue;
        errors.push_back(registry.lacking(version, evse::Capability::ocpp_control, step.where));
    }
}

// `is: LABEL` becomes the label's raw value in physical units.
void resolve_label(scenario::WaitSignal& wait, const evse::Version& version,
                   const core::SourcePosition& where, Errors& errors) {
    const auto* message = dbc::find_message(version.database(), wait.message);
    const auto* signal = message ? dbc::find_signal(*message, wait.signal) : nullptr;
    if (!signal) return;  // watch() says what exists
    std::string known;
    for (const auto& label : signal->labels) {
        known += (known.empty() ? "" : ", ") + label.text;
        if (label.text != wait.label) continue;
        wait.value = static_cast<double>(label.raw) * signal->factor + signal->offset;
        return;
    }
    errors.push_back({where, "the signal has no such label", wait.label,
                      known.empty() ? "a number" : known, ""});
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
    Errors errors;
    check_capabilities(scenario, registry, **version, errors);
    auto binding = evse::Binding::make(*version, scenario.pistol);
    if (!binding) return {binding.error()};
    monitor::BusObserver observer(std::move(*binding));
    for (auto& step : scenario.steps) {
        auto* wait = std::get_if<scenario::WaitSignal>(&step.action);
        if (!wait) continue;
        const auto known = observer.watch(wait->message, wait->signal, step.where);
        if (!known) {
            errors.push_back(known.error());
        } else if (!wait->label.empty()) {
            resolve_label(*wait, **version, step.where, errors);
        }
    }
    return errors;
}

core::Errors check_against_version(const scenario::Scenario& scenario,
                                   const evse::Registry& registry) {
    scenario::Scenario copy = scenario;
    return resolve(copy, registry);
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
    can::InProcessBus::Options bus;
    bus.endpoints = scenario.emulate.controller && scenario.emulate.modules ? 2 : 1;
    bus.latency = scenario.bus_latency;
    out.hub = std::make_unique<BusHub>(bus, std::move(port), std::move(*recorder));
    out.pistols.push_back(
        std::make_unique<Pistol>(scenario, scenario.emulate, std::move(*binding), 0));
    auto& observer = out.pistols.front()->observer();
    out.hub->add_observer(observer);
    for (const auto& step : scenario.steps) {
        const auto* wait = std::get_if<scenario::WaitSignal>(&step.action);
        if (!wait) continue;
        const auto index = observer.watch(wait->message, wait->signal, step.where);
        if (!index) return core::fail(index.error());
        out.watches.push_back(*index);
    }
    out.engine = std::make_unique<scenario::Engine>(scenario, scenario.emulate);
    return out;
}

}  // namespace chargerig::rig
