// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/vehicle/harness.hpp"

#include <algorithm>
#include <cmath>

namespace chargerig::vehicle::test {
namespace {

using core::operator""_ms;
using link::CommandName;
using link::VarName;

constexpr double kInnerVoltage_V = 350.0;

}  // namespace

Profile test_profile(Protocol protocol) {
    Profile profile;
    profile.name = "bench car";
    profile.battery.ocv = {{0.0, 3.0}, {100.0, 4.0}};
    profile.battery.series_cells = 100;
    profile.battery.capacity_Ah = 100.0;
    profile.battery.resistance_ohm = 0.1;
    profile.facts.usable_energy_kWh = 35.0;
    profile.charge.curve = {{0.0, 60.0}, {80.0, 60.0}, {100.0, 10.0}};
    profile.charge.maximum_voltage_V = 410.0;
    profile.charge.minimum_voltage_V = 290.0;
    profile.charge.maximum_charge_current_A = 150.0;
    profile.charge.maximum_discharge_current_A = 100.0;
    profile.charge.maximum_discharge_power_kW = 40.0;
    profile.charge.minimum_soc_percent = 20.0;
    profile.limits.maximum_charge_power_kW = 60.0;
    profile.session.protocol = protocol;
    profile.session.initial_soc_percent = 50.0;
    profile.session.start_time_unix_s = 1735689600.0;  // 2025-01-01T00:00:00Z
    return profile;
}

Bench::Bench(Profile profile, ChargerBehaviour b)
    : vehicle(std::move(profile)), behaviour(b), state(vehicle.initial_state({})) {
    inputs.readings.battery_voltage_V = kInnerVoltage_V;
    inputs.readings.open_circuit_voltage_V = kInnerVoltage_V;
    inputs.readings.soc_percent = vehicle.profile().session.initial_soc_percent;
    inputs.pilot.duty_percent = 5.0;
    pending_.reserve(64);
    delivered_.reserve(64);
    start_charger();
}

void Bench::send(CommandName name, link::CommandPayload payload) {
    pending_.push_back(link::command(now_, name, std::move(payload)));
}

void Bench::start_charger() {
    link::SessionSetupArgs session;
    session.payment_options.push_back(link::PaymentOption::ExternalPayment);
    if (behaviour.contract) session.payment_options.push_back(link::PaymentOption::Contract);
    send(CommandName::session_setup, session);
    if (behaviour.gives_limits) {
        link::Capabilities capabilities;
        capabilities.bidirectional = behaviour.bidirectional;
        capabilities.max_export_voltage_V = behaviour.maximum_voltage_V;
        capabilities.max_export_current_A = behaviour.maximum_current_A;
        capabilities.max_export_power_W = behaviour.maximum_power_W;
        send(CommandName::set_powersupply_capabilities,
             link::Boxed<link::Capabilities>{capabilities});
    }
    link::SetupArgs setup;
    setup.debug_mode = behaviour.debug_mode;
    setup.sae_j2847_mode = behaviour.sae_mode;
    send(CommandName::setup, setup);
    link::EnergyTransferModes modes;
    modes.push_back(link::EnergyTransferMode::DC_extended);
    if (behaviour.bidirectional) modes.push_back(link::EnergyTransferMode::DC_BPT);
    send(CommandName::update_energy_transfer_modes, modes);
    if (behaviour.gives_limits) send_limits();
    if (behaviour.closes_link) send(CommandName::dlink_ready, true);
}

void Bench::send_limits() {
    link::DcEvseMaximumLimits maximum;
    maximum.evse_maximum_current_limit = behaviour.maximum_current_A;
    maximum.evse_maximum_power_limit = behaviour.maximum_power_W;
    maximum.evse_maximum_voltage_limit = behaviour.maximum_voltage_V;
    if (behaviour.bidirectional) {
        maximum.evse_maximum_discharge_current_limit = behaviour.maximum_discharge_current_A;
        maximum.evse_maximum_discharge_power_limit = behaviour.maximum_discharge_power_W;
    }
    send(CommandName::update_dc_maximum_limits, maximum);
    link::DcEvseMinimumLimits minimum;
    minimum.evse_minimum_voltage_limit = behaviour.minimum_voltage_V;
    send(CommandName::update_dc_minimum_limits, minimum);
}

void Bench::answer(const link::Var& var) {
    switch (var.name) {
        case VarName::require_auth_eim:
            if (behaviour.authorises) {
                send(CommandName::authorization_response,
                     link::AuthorizationResponseArgs{link::AuthorizationStatus::Accepted, {}});
            }
            break;
        case VarName::require_auth_pnc:
            send(CommandName::authorization_response,
                 link::AuthorizationResponseArgs{link::AuthorizationStatus::Invalid, {}});
            break;
        case VarName::start_cable_check:
            if (behaviour.passes_cable_check) cable_check_at_ = now_ + 500_ms;
            break;
        case VarName::start_pre_charge:
            energised_ = behaviour.precharges;
            break;
        case VarName::dc_ev_target_voltage_current: {
            const auto& target = std::get<link::DcEvTargetValues>(var.payload);
            if (energised_) output_voltage_V_ = target.dc_ev_target_voltage;
            if (state.phase == Phase::charge_loop && behaviour.follows_current) {
                inputs.readings.inlet_current_A = target.dc_ev_target_current;
            }
            break;
        }
        case VarName::dc_open_contactor:
        case VarName::dlink_error:
            energised_ = false;
            output_voltage_V_ = 0.0;
            if (behaviour.follows_current) inputs.readings.inlet_current_A = 0.0;
            break;
        default:
            break;
    }
}

void Bench::electricity() {
    plant::Readings& readings = inputs.readings;
    if (cable_check_at_ && now_ >= *cable_check_at_) {
        cable_check_at_.reset();
        send(CommandName::cable_check_finished, true);
    }
    if (behaviour.contactors_work &&
        outputs.contactors_close != readings.vehicle_contactors_closed) {
        if (!contactors_change_at_) contactors_change_at_ = now_ + 50_ms;
        if (now_ >= *contactors_change_at_) {
            readings.vehicle_contactors_closed = outputs.contactors_close;
            contactors_change_at_.reset();
        }
    } else {
        contactors_change_at_.reset();
    }
    if (!readings.vehicle_contactors_closed) readings.inlet_current_A = 0.0;
    const double battery_V =
        kInnerVoltage_V + readings.inlet_current_A * vehicle.profile().battery.resistance_ohm;
    readings.battery_voltage_V = battery_V;
    readings.inlet_voltage_V = readings.vehicle_contactors_closed ? battery_V : output_voltage_V_;
}

void Bench::step() {
    electricity();
    if (before_step) before_step();
    delivered_.clear();
    std::swap(delivered_, pending_);
    inputs.now = now_;
    inputs.commands = delivered_;
    vehicle.step(inputs, state, outputs);
    inputs.stop_request = false;
    inputs.pause_request = inputs.resume_request = false;
    inputs.emergency_request = false;
    inputs.communication_lost = false;
    for (const auto& var : outputs.vars) {
        answer(var);
        if (record) vars.push_back(var);
    }
    if (record) notes.insert(notes.end(), outputs.notes.begin(), outputs.notes.end());
}

void Bench::run_for(double seconds) {
    const core::Instant end = now_ + core::from_seconds(seconds);
    step();
    while (now_ < end) {
        const core::Instant grid{(now_.ns / (10_ms).ns + 1) * (10_ms).ns};
        now_ = core::earliest(end, core::earliest(grid, outputs.next_wakeup));
        step();
    }
}

bool Bench::run_until(Phase phase, double limit_s) {
    const core::Instant end = now_ + core::from_seconds(limit_s);
    step();
    while (state.phase != phase && now_ < end) {
        const core::Instant grid{(now_.ns / (10_ms).ns + 1) * (10_ms).ns};
        now_ = core::earliest(end, core::earliest(grid, outputs.next_wakeup));
        step();
    }
    return state.phase == phase;
}

bool Bench::charge() {
    plug_in();
    return run_until(Phase::charge_loop);
}

std::vector<std::string> Bench::var_names() const {
    std::vector<std::string> names;
    for (const auto& var : vars) {
        if (var.name != VarName::v2g_messages) names.emplace_back(link::literal(var.name));
    }
    return names;
}

std::vector<std::string> Bench::messages() const {
    std::vector<std::string> names;
    for (const auto& var : vars) {
        if (var.name != VarName::v2g_messages) continue;
        const std::string id{link::literal(std::get<link::V2gMessages>(var.payload).id)};
        if (names.empty() || names.back() != id) names.push_back(id);
    }
    return names;
}

std::size_t Bench::count(VarName name) const {
    return static_cast<std::size_t>(
        std::count_if(vars.begin(), vars.end(), [&](const auto& v) { return v.name == name; }));
}

std::vector<std::string> Bench::note_texts(core::NoteKind kind) const {
    std::vector<std::string> texts;
    for (const auto& note : notes) {
        if (note.kind != kind) continue;
        texts.push_back(note.cause.empty() ? note.text : note.text + " <- " + note.cause);
    }
    return texts;
}

}  // namespace chargerig::vehicle::test
