// SPDX-License-Identifier: Apache-2.0
#include "sim/vehicle/commands.hpp"

#include <variant>

namespace chargerig::vehicle {
namespace {

void take_capabilities(const link::Capabilities& capabilities, ChargerData& charger) {
    charger.capabilities_seen = true;
    if (charger.maximum_limits_seen) return;
    charger.offer.maximum_voltage_V = capabilities.max_export_voltage_V;
    charger.offer.maximum_current_A = capabilities.max_export_current_A;
    charger.offer.maximum_power_W = capabilities.max_export_power_W;
    charger.offer.maximum_discharge_current_A = capabilities.max_import_current_A.value_or(0.0);
    charger.offer.maximum_discharge_power_W = capabilities.max_import_power_W.value_or(0.0);
    charger.minimum_voltage_V = capabilities.min_export_voltage_V;
}

// The latest word counts: from the first of these on, capabilities are older news.
void take_maximum_limits(const link::DcEvseMaximumLimits& limits, ChargerData& charger) {
    charger.maximum_limits_seen = true;
    charger.offer.maximum_voltage_V = limits.evse_maximum_voltage_limit;
    charger.offer.maximum_current_A = limits.evse_maximum_current_limit;
    charger.offer.maximum_power_W = limits.evse_maximum_power_limit;
    charger.offer.maximum_discharge_current_A =
        limits.evse_maximum_discharge_current_limit.value_or(0.0);
    charger.offer.maximum_discharge_power_W =
        limits.evse_maximum_discharge_power_limit.value_or(0.0);
}

void take_setup(const link::SetupArgs& setup, ChargerData& charger) {
    charger.setup_seen = true;
    charger.debug_mode = setup.debug_mode;
    charger.sae_mode = setup.sae_j2847_mode;
    // The older interface has the modes here and has no update_energy_transfer_modes.
    if (setup.supported_energy_transfer_modes.empty()) return;
    charger.energy_modes_seen = true;
    charger.energy_modes = setup.supported_energy_transfer_modes;
}

}  // namespace

void take_command(const link::Command& command, bool iso20, ChargerData& charger) {
    using link::CommandName;
    const auto& payload = command.payload;
    switch (command.name) {
        case CommandName::setup:
            take_setup(std::get<link::SetupArgs>(payload), charger);
            break;
        case CommandName::session_setup:
            charger.session_setup_seen = true;
            charger.payment_options = std::get<link::SessionSetupArgs>(payload).payment_options;
            break;
        case CommandName::bpt_setup:
            charger.bpt = std::get<link::BptSetup>(payload);
            break;
        case CommandName::set_powersupply_capabilities:
            take_capabilities(*std::get<link::Boxed<link::Capabilities>>(payload), charger);
            break;
        case CommandName::update_energy_transfer_modes:
            charger.energy_modes_seen = true;
            charger.energy_modes = std::get<link::EnergyTransferModes>(payload);
            break;
        case CommandName::update_supported_app_protocols:
            charger.app_protocols = std::get<link::SupportedAppProtocols>(payload);
            break;
        case CommandName::update_dc_maximum_limits:
            take_maximum_limits(std::get<link::DcEvseMaximumLimits>(payload), charger);
            break;
        case CommandName::update_dc_minimum_limits:
            charger.minimum_voltage_V =
                std::get<link::DcEvseMinimumLimits>(payload).evse_minimum_voltage_limit;
            break;
        case CommandName::authorization_response:
            charger.authorisation =
                std::get<link::AuthorizationResponseArgs>(payload).authorization_status;
            break;
        case CommandName::dlink_ready:
            charger.link_ready = std::get<bool>(payload);
            break;
        case CommandName::cable_check_finished:
            charger.cable_check_passed = std::get<bool>(payload);
            break;
        case CommandName::stop_charging:
            charger.stop_asked = std::get<bool>(payload);
            break;
        case CommandName::pause_charging:
            if (iso20) charger.pause_asked = std::get<bool>(payload);
            break;
        case CommandName::send_error:
            if (!iso20) charger.error = std::get<link::EvseError>(payload);
            break;
        case CommandName::reset_error:
            if (!iso20) charger.error.reset();
            break;
        default:
            break;
    }
}

void begin_session(ChargerData& charger) {
    charger.authorisation.reset();
    charger.cable_check_passed = false;
    charger.stop_asked = false;
    charger.pause_asked = false;
    charger.error.reset();
}

}  // namespace chargerig::vehicle
