// SPDX-License-Identifier: Apache-2.0
//
// Fields, units and ranges of the objects that carry a DC session, and of the commands with several
// arguments (EVerest everest-core, types/iso15118.yaml, interfaces/ISO15118_charger.yaml). A field
// of one version alone, or with another name in the older one, says so.
#pragma once

#include <tuple>

#include "sim/link/iso15118_charger.hpp"
#include "sim/link/schema_constraint.hpp"

namespace chargerig::link::schema {

template <>
struct Fields<EVSEID> {
    static constexpr auto list = std::make_tuple(field("evse_id", &EVSEID::evse_id),
                                                 field("evse_id_din", &EVSEID::evse_id_din));
};

template <>
struct Fields<SetupPhysicalValues> {
    static constexpr auto list = std::make_tuple(
        field("ac_nominal_voltage", &SetupPhysicalValues::ac_nominal_voltage,
              between("V", 0, 1000)),
        field("dc_current_regulation_tolerance",
              &SetupPhysicalValues::dc_current_regulation_tolerance, between("A", 0, 400)),
        field("dc_peak_current_ripple", &SetupPhysicalValues::dc_peak_current_ripple,
              between("A", 0, 400)),
        field("dc_energy_to_be_delivered", &SetupPhysicalValues::dc_energy_to_be_delivered,
              between("Wh", 0, 200000)));
};

template <>
struct Fields<BptSetup> {
    static constexpr auto list =
        std::make_tuple(field("bpt_channel", &BptSetup::bpt_channel),
                        field("generator_mode", &BptSetup::generator_mode),
                        field("grid_code_detection", &BptSetup::grid_code_detection));
};

template <>
struct Fields<SupportedAppProtocols> {
    static constexpr auto list = std::make_tuple(
        field("app_protocols", &SupportedAppProtocols::app_protocols, items(0, 20)));
};

template <>
struct Fields<DcEvsePresentVoltageCurrent> {
    static constexpr auto list = std::make_tuple(
        field("evse_present_voltage", &DcEvsePresentVoltageCurrent::evse_present_voltage,
              between("V", 0, 1500)),
        field("evse_present_current", &DcEvsePresentVoltageCurrent::evse_present_current,
              between("A", 0, 10000).discharging(-10000)));
};

template <>
struct Fields<DcEvseMaximumLimits> {
    static constexpr auto list = std::make_tuple(
        field("evse_maximum_current_limit", &DcEvseMaximumLimits::evse_maximum_current_limit,
              between("A", -10000, 10000)),
        field("evse_maximum_power_limit", &DcEvseMaximumLimits::evse_maximum_power_limit,
              between("W", -1000000, 1000000)),
        field("evse_maximum_voltage_limit", &DcEvseMaximumLimits::evse_maximum_voltage_limit,
              between("V", 0, 1500)),
        field("evse_maximum_discharge_current_limit",
              &DcEvseMaximumLimits::evse_maximum_discharge_current_limit, between("A", 0, 10000))
            .current_only(),
        field("evse_maximum_discharge_power_limit",
              &DcEvseMaximumLimits::evse_maximum_discharge_power_limit, between("W", 0, 1000000))
            .current_only());
};

template <>
struct Fields<DcEvseMinimumLimits> {
    static constexpr auto list = std::make_tuple(
        field("evse_minimum_current_limit", &DcEvseMinimumLimits::evse_minimum_current_limit,
              between("A", 0, 10000)),
        field("evse_minimum_voltage_limit", &DcEvseMinimumLimits::evse_minimum_voltage_limit,
              between("V", 0, 1500)),
        field("evse_minimum_power_limit", &DcEvseMinimumLimits::evse_minimum_power_limit,
              between("W", 0, 1000000))
            .current_only(),
        field("evse_minimum_discharge_current_limit",
              &DcEvseMinimumLimits::evse_minimum_discharge_current_limit, between("A", 0, 10000))
            .current_only(),
        field("evse_minimum_discharge_power_limit",
              &DcEvseMinimumLimits::evse_minimum_discharge_power_limit, between("W", 0, 1000000))
            .current_only());
};

template <>
struct Fields<DcEvStatus> {
    static constexpr auto list =
        std::make_tuple(field("dc_ev_ready", &DcEvStatus::dc_ev_ready),
                        field("dc_ev_error_code", &DcEvStatus::dc_ev_error_code),
                        field("dc_ev_ress_soc", &DcEvStatus::dc_ev_ress_soc, between("%", 0, 100)),
                        field("dc_ev_cabin_conditioning", &DcEvStatus::dc_ev_cabin_conditioning),
                        field("dc_ev_ress_conditioning", &DcEvStatus::dc_ev_ress_conditioning));
};

template <>
struct Fields<DcEvTargetValues> {
    static constexpr auto list =
        std::make_tuple(field("dc_ev_target_voltage", &DcEvTargetValues::dc_ev_target_voltage,
                              between("V", -2, 1500)),
                        field("dc_ev_target_current", &DcEvTargetValues::dc_ev_target_current,
                              between("A", -2, 10000).discharging(-10000)));
};

template <>
struct Fields<DcEvMaximumLimits> {
    static constexpr auto list = std::make_tuple(
        field("dc_ev_maximum_current_limit", &DcEvMaximumLimits::dc_ev_maximum_current_limit,
              between("A", -2, 10000)),
        field("dc_ev_maximum_power_limit", &DcEvMaximumLimits::dc_ev_maximum_power_limit,
              between("W", -2, 350000)),
        field("dc_ev_maximum_voltage_limit", &DcEvMaximumLimits::dc_ev_maximum_voltage_limit,
              between("V", -2, 1500)));
};

template <>
struct Fields<DcEvRemainingTime> {
    static constexpr auto list =
        std::make_tuple(field("ev_remaining_time_to_full_soc",
                              &DcEvRemainingTime::ev_remaining_time_to_full_soc, date_time()),
                        field("ev_remaining_time_to_full_bulk_soc",
                              &DcEvRemainingTime::ev_remaining_time_to_full_bulk_soc, date_time()));
};

template <>
struct Fields<AppProtocol> {
    static constexpr auto list = std::make_tuple(
        field("protocol_namespace", &AppProtocol::protocol_namespace, length(1, 100)),
        field("version_number_major", &AppProtocol::version_number_major, at_least("", 0)),
        field("version_number_minor", &AppProtocol::version_number_minor, at_least("", 0)),
        field("schema_id", &AppProtocol::schema_id, between("", 0, 255)),
        field("priority", &AppProtocol::priority, between("", 1, 20)));
};

template <>
struct Fields<AppProtocols> {
    static constexpr auto list =
        std::make_tuple(field("Protocols", &AppProtocols::Protocols, items(1, 20)));
};

template <>
struct Fields<V2gMessages> {
    static constexpr auto list = std::make_tuple(
        field("id", &V2gMessages::id).in_older("v2g_message_id"),
        field("xml", &V2gMessages::xml).in_older("v2g_message_xml"),
        field("v2g_json", &V2gMessages::v2g_json).in_older("v2g_message_json"),
        field("exi", &V2gMessages::exi).in_older("v2g_message_exi_hex"),
        field("exi_base64", &V2gMessages::exi_base64).in_older("v2g_message_exi_base64"));
};

template <>
struct Fields<DisplayParameters> {
    static constexpr auto list =
        std::make_tuple(field("present_soc", &DisplayParameters::present_soc, between("%", 0, 100)),
                        field("minimum_soc", &DisplayParameters::minimum_soc, between("%", 0, 100)),
                        field("target_soc", &DisplayParameters::target_soc, between("%", 0, 100)),
                        field("maximum_soc", &DisplayParameters::maximum_soc, between("%", 0, 100)),
                        field("remaining_time_to_minimum_soc",
                              &DisplayParameters::remaining_time_to_minimum_soc, at_least("s", 0)),
                        field("remaining_time_to_target_soc",
                              &DisplayParameters::remaining_time_to_target_soc, at_least("s", 0)),
                        field("remaining_time_to_maximum_soc",
                              &DisplayParameters::remaining_time_to_maximum_soc, at_least("s", 0)),
                        field("charging_complete", &DisplayParameters::charging_complete),
                        field("battery_energy_capacity",
                              &DisplayParameters::battery_energy_capacity, at_least("Wh", 0)),
                        field("inlet_hot", &DisplayParameters::inlet_hot));
};

template <>
struct Fields<DcChargeDynamicModeValues> {
    static constexpr auto list = std::make_tuple(
        field("departure_time", &DcChargeDynamicModeValues::departure_time, at_least("s", 0)),
        field("target_energy_request", &DcChargeDynamicModeValues::target_energy_request,
              at_least("Wh", 0)),
        field("max_energy_request", &DcChargeDynamicModeValues::max_energy_request,
              at_least("Wh", 0)),
        field("min_energy_request", &DcChargeDynamicModeValues::min_energy_request,
              at_least("Wh", 0)),
        field("max_charge_power", &DcChargeDynamicModeValues::max_charge_power, at_least("W", 0)),
        field("min_charge_power", &DcChargeDynamicModeValues::min_charge_power, at_least("W", 0)),
        field("max_charge_current", &DcChargeDynamicModeValues::max_charge_current,
              at_least("A", 0)),
        field("max_voltage", &DcChargeDynamicModeValues::max_voltage, at_least("V", 0)),
        field("min_voltage", &DcChargeDynamicModeValues::min_voltage, at_least("V", 0)),
        field("max_discharge_power", &DcChargeDynamicModeValues::max_discharge_power,
              at_least("W", 0)),
        field("min_discharge_power", &DcChargeDynamicModeValues::min_discharge_power,
              at_least("W", 0)),
        field("max_discharge_current", &DcChargeDynamicModeValues::max_discharge_current,
              at_least("A", 0)),
        field("max_v2x_energy_request", &DcChargeDynamicModeValues::max_v2x_energy_request,
              at_least("Wh", 0)),
        field("min_v2x_energy_request", &DcChargeDynamicModeValues::min_v2x_energy_request,
              at_least("Wh", 0)));
};

template <>
struct Fields<SelectedServiceParameters> {
    static constexpr auto list = std::make_tuple(
        field("energy_transfer", &SelectedServiceParameters::energy_transfer),
        field("connector", &SelectedServiceParameters::connector),
        field("control_mode", &SelectedServiceParameters::control_mode),
        field("mobility_needs_mode", &SelectedServiceParameters::mobility_needs_mode),
        field("pricing", &SelectedServiceParameters::pricing),
        field("bpt_channel", &SelectedServiceParameters::bpt_channel),
        field("generator_mode", &SelectedServiceParameters::generator_mode));
};

template <>
struct Fields<EvTermination> {
    static constexpr auto list = std::make_tuple(
        field("ev_termination_code", &EvTermination::ev_termination_code),
        field("ev_termination_explanation", &EvTermination::ev_termination_explanation));
};

template <>
struct Fields<SetupArgs> {
    static constexpr auto list =
        std::make_tuple(field("evse_id", &SetupArgs::evse_id),
                        field("supported_energy_transfer_modes",
                              &SetupArgs::supported_energy_transfer_modes, items(1, 6))
                            .older_only(),
                        field("sae_j2847_mode", &SetupArgs::sae_j2847_mode),
                        field("debug_mode", &SetupArgs::debug_mode));
};

template <>
struct Fields<SessionSetupArgs> {
    static constexpr auto list = std::make_tuple(
        field("payment_options", &SessionSetupArgs::payment_options, items(1, 2)),
        field("supported_certificate_service", &SessionSetupArgs::supported_certificate_service),
        field("central_contract_validation_allowed",
              &SessionSetupArgs::central_contract_validation_allowed)
            .current_only());
};

template <>
struct Fields<AuthorizationResponseArgs> {
    static constexpr auto list = std::make_tuple(
        field("authorization_status", &AuthorizationResponseArgs::authorization_status),
        field("certificate_status", &AuthorizationResponseArgs::certificate_status));
};

}  // namespace chargerig::link::schema
