// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "sim/link/iso15118_binding.hpp"
#include "sim/link/schema.hpp"

namespace chargerig::link {
namespace {

// Collects the commands of one instant, as far as the version has them.
struct Sender {
    InterfaceVersion version;
    core::Instant now;
    CommandList& out;

    void operator()(CommandName name, CommandPayload payload = {}) const {
        Command next = command(now, name, std::move(payload));
        if (reduce_to(version, next)) out.push_back(std::move(next));
    }
};

DcEvseMaximumLimits maximum_limits_of(const ChargerView& charger) {
    DcEvseMaximumLimits limits{.evse_maximum_current_limit = charger.maximum_current_A,
                               .evse_maximum_power_limit = charger.maximum_power_W,
                               .evse_maximum_voltage_limit = charger.maximum_voltage_V};
    if (charger.bidirectional) {
        limits.evse_maximum_discharge_current_limit = charger.maximum_discharge_current_A;
        limits.evse_maximum_discharge_power_limit = charger.maximum_discharge_power_W;
    }
    return limits;
}

DcEvseMinimumLimits minimum_limits_of(const ChargerView& charger) {
    DcEvseMinimumLimits limits{.evse_minimum_current_limit = charger.minimum_current_A,
                               .evse_minimum_voltage_limit = charger.minimum_voltage_V,
                               .evse_minimum_power_limit = charger.minimum_power_W};
    if (charger.bidirectional) {
        limits.evse_minimum_discharge_current_limit = charger.minimum_discharge_current_A;
        limits.evse_minimum_discharge_power_limit = charger.minimum_discharge_power_W;
    }
    return limits;
}

Capabilities capabilities_of(const BindingParameters& parameters, const ChargerView& charger) {
    Capabilities can{
        .bidirectional = charger.bidirectional,
        .current_regulation_tolerance_A = parameters.current_regulation_tolerance_A,
        .peak_current_ripple_A = charger.current_ripple_A,
        .max_export_voltage_V = charger.maximum_voltage_V,
        .min_export_voltage_V = charger.minimum_voltage_V,
        .max_export_current_A = charger.maximum_current_A,
        .min_export_current_A = charger.minimum_current_A,
        .max_export_power_W = charger.maximum_power_W,
    };
    if (charger.bidirectional) {
        can.max_import_voltage_V = charger.maximum_voltage_V;
        can.min_import_voltage_V = charger.minimum_voltage_V;
        can.max_import_current_A = charger.maximum_discharge_current_A;
        can.min_import_current_A = charger.minimum_discharge_current_A;
        can.max_import_power_W = charger.maximum_discharge_power_W;
    }
    return can;
}

// EVerest's charger always offers DC_extended alone (EvseManager.cpp:1816). Here a charger with
// extended pins offers both, because a vehicle that asks for the core pins would never charge
// otherwise; one with core pins has nothing else to offer.
EnergyTransferModes modes_of(const ChargerView& charger) {
    EnergyTransferModes modes;
    if (charger.extended_pins) modes.push_back(EnergyTransferMode::DC_extended);
    modes.push_back(EnergyTransferMode::DC_core);
    if (charger.bidirectional) modes.push_back(EnergyTransferMode::DC_BPT);
    return modes;
}

// Contract payment is not offered: Plug & Charge is refused.
SessionSetupArgs session_setup() {
    SessionSetupArgs args;
    args.payment_options.push_back(PaymentOption::ExternalPayment);
    return args;
}

// Without debug_mode neither selected_protocol nor v2g_messages would come, and with them the
// protocol and the welding detection would stay unknown.
constexpr bool kDebugMode = true;

void send_start_up(const BindingParameters& parameters, BindingState& state,
                   const ChargerView& charger, const Sender& send) {
    send(CommandName::session_setup, session_setup());
    send(CommandName::set_powersupply_capabilities,
         Boxed<Capabilities>(capabilities_of(parameters, charger)));
    send(CommandName::set_charging_parameters,
         SetupPhysicalValues{
             .dc_current_regulation_tolerance = parameters.current_regulation_tolerance_A,
             .dc_peak_current_ripple = charger.current_ripple_A,
             .dc_energy_to_be_delivered = parameters.energy_to_be_delivered_Wh});
    send(CommandName::update_dc_minimum_limits, minimum_limits_of(charger));
    send(CommandName::update_dc_present_values,
         DcEvsePresentVoltageCurrent{.evse_present_voltage = 0.0, .evse_present_current = 0.0});
    send(CommandName::receipt_is_required, parameters.receipt_required);
    state.energy_modes = modes_of(charger);
    send(CommandName::setup, SetupArgs{.evse_id = parameters.evse_id,
                                       .supported_energy_transfer_modes = state.energy_modes,
                                       .sae_j2847_mode = parameters.sae_j2847_mode,
                                       .debug_mode = kDebugMode});
    send(CommandName::update_energy_transfer_modes, state.energy_modes);
    if (parameters.bpt_setup) send(CommandName::bpt_setup, *parameters.bpt_setup);
    send(CommandName::reset_error);
    state.set_up = true;
}

// Stop, emergency and contactors are told again when they hold already; a cable check that is over
// belongs to the session before.
void send_plug_in(BindingState& state, const ChargerView& charger, const Sender& send) {
    send(CommandName::reset_error);
    send(CommandName::ac_contactor_closed, false);
    send(CommandName::stop_charging, false);
    state.plug_in_pending = false;
    state.contactors_closed = false;
    state.stop_asked = false;
    state.malfunction = false;
    state.emergency = false;
    state.insulation = ChargerView::Insulation::invalid;
    state.cable_check = charger.cable_check;
}

void answer_authorisation(BindingState& state, VehicleView& view, const ChargerView& charger,
                          const Sender& send) {
    const auto answer = [&](AuthorizationStatus status) {
        send(CommandName::authorization_response,
             AuthorizationResponseArgs{
                 .authorization_status = status,
                 .certificate_status = CertificateStatus::NoCertificateAvailable});
    };
    if (state.contract_pending) {
        answer(AuthorizationStatus::Invalid);
        state.contract_pending = false;
    }
    if (!view.authorisation_asked || (!charger.authorised && !charger.authorisation_refused)) {
        return;
    }
    answer(charger.authorisation_refused ? AuthorizationStatus::Invalid
                                         : AuthorizationStatus::Accepted);
    view.authorisation_asked = false;
}

void send_limits(BindingState& state, const ChargerView& charger, const Sender& send) {
    const EnergyTransferModes modes = modes_of(charger);
    if (modes != state.energy_modes) {
        send(CommandName::update_energy_transfer_modes, modes);
        state.energy_modes = modes;
    }
    const DcEvseMaximumLimits maximum = maximum_limits_of(charger);
    const DcEvseMinimumLimits minimum = minimum_limits_of(charger);
    if (maximum == state.maximum_limits && minimum == state.minimum_limits) return;
    send(CommandName::update_dc_maximum_limits, maximum);
    send(CommandName::update_dc_minimum_limits, minimum);
    state.maximum_limits = maximum;
    state.minimum_limits = minimum;
}

// evse_present_voltage ends here (EVerest types/iso15118.yaml, DC_EVSEPresentVoltage_Current).
constexpr double kLargestVoltage_V = 1500.0;

// The interface takes no negative voltage: a measurement around zero is sent as 0, as EVerest does
// (EvseManager.cpp:720-735). Power modules that report more than the interface carries must not end
// the link: the vehicle gets the end of the field, and `voltage_cut` says so.
void send_measurements(BindingState& state, const ChargerView& charger, const Sender& send) {
    if (charger.present_count != state.present_count) {
        send(CommandName::update_dc_present_values,
             DcEvsePresentVoltageCurrent{.evse_present_voltage = std::clamp(
                                             charger.present_voltage_V, 0.0, kLargestVoltage_V),
                                         .evse_present_current = charger.present_current_A});
        state.present_count = charger.present_count;
        state.voltage_cut = charger.present_voltage_V > kLargestVoltage_V;
    }
    if (charger.insulation != state.insulation) {
        send(CommandName::update_isolation_status,
             charger.insulation == ChargerView::Insulation::valid   ? IsolationStatus::Valid
             : charger.insulation == ChargerView::Insulation::fault ? IsolationStatus::Fault
                                                                    : IsolationStatus::Invalid);
        state.insulation = charger.insulation;
    }
}

void send_events(BindingState& state, const ChargerView& charger, const Sender& send) {
    if (charger.cable_check != state.cable_check) {
        if (charger.cable_check != ChargerView::CableCheck::pending) {
            send(CommandName::cable_check_finished,
                 charger.cable_check == ChargerView::CableCheck::passed);
        }
        state.cable_check = charger.cable_check;
    }
    if (charger.contactors_closed != state.contactors_closed) {
        send(CommandName::ac_contactor_closed, charger.contactors_closed);
        state.contactors_closed = charger.contactors_closed;
    }
    // Taken back by the commands of the next plug-in only.
    if (charger.stop_asked && !state.stop_asked) {
        send(CommandName::stop_charging, true);
        state.stop_asked = true;
    }
    if (charger.malfunction && !state.malfunction) {
        send(CommandName::send_error, EvseError::Error_Malfunction);
        state.malfunction = true;
    }
    if (charger.emergency && !state.emergency) {
        send(CommandName::send_error, EvseError::Error_EmergencyShutdown);
        state.emergency = true;
    }
}

}  // namespace

void commands_for(const BindingParameters& parameters, BindingState& state, VehicleView& view,
                  const ChargerView& charger, core::Instant now, CommandList& out) {
    const Sender send{parameters.version, now, out};
    if (!state.set_up) send_start_up(parameters, state, charger, send);
    if (state.plug_in_pending) send_plug_in(state, charger, send);
    send_limits(state, charger, send);
    if (charger.communication_allowed != state.communication_allowed) {
        send(CommandName::dlink_ready, charger.communication_allowed);
        state.communication_allowed = charger.communication_allowed;
    }
    answer_authorisation(state, view, charger, send);
    send_measurements(state, charger, send);
    send_events(state, charger, send);
}

}  // namespace chargerig::link
