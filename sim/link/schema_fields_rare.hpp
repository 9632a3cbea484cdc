// SPDX-License-Identifier: Apache-2.0
//
// Fields, units and ranges of the objects that travel seldom (EVerest everest-core, types/iso15118,
// power_supply_DC, authorization, powermeter, temperature).
#pragma once

#include <tuple>

#include "sim/link/iso15118_rare_types.hpp"
#include "sim/link/schema_constraint.hpp"

namespace chargerig::link::schema {

template <>
struct Fields<AcParameters> {
    static constexpr auto list = std::make_tuple(
        field("nominal_frequency", &AcParameters::nominal_frequency, at_least("Hz", 0)),
        field("max_power_asymmetry", &AcParameters::max_power_asymmetry, at_least("W", 0)),
        field("power_ramp_limitation", &AcParameters::power_ramp_limitation, at_least("%/min", 0)),
        field("nominal_voltage", &AcParameters::nominal_voltage, at_least("V", 0)),
        field("connectors", &AcParameters::connectors, items(1, kNoLimit)));
};

template <>
struct Fields<AcEvseMaximumPower> {
    static constexpr auto list =
        std::make_tuple(field("charge_power", &AcEvseMaximumPower::charge_power),
                        field("discharge_power", &AcEvseMaximumPower::discharge_power));
};

template <>
struct Fields<AcEvseMinimumPower> {
    static constexpr auto list =
        std::make_tuple(field("charge_power", &AcEvseMinimumPower::charge_power),
                        field("discharge_power", &AcEvseMinimumPower::discharge_power));
};

template <>
struct Fields<AcEvPowerLimits> {
    static constexpr auto list =
        std::make_tuple(field("max_charge_power", &AcEvPowerLimits::max_charge_power),
                        field("min_charge_power", &AcEvPowerLimits::min_charge_power),
                        field("max_discharge_power", &AcEvPowerLimits::max_discharge_power),
                        field("min_discharge_power", &AcEvPowerLimits::min_discharge_power));
};

template <>
struct Fields<AcEvPresentPowerValues> {
    static constexpr auto list = std::make_tuple(
        field("present_active_power", &AcEvPresentPowerValues::present_active_power),
        field("present_reactive_power", &AcEvPresentPowerValues::present_reactive_power));
};

template <>
struct Fields<AcEvDynamicModeValues> {
    static constexpr auto list = std::make_tuple(
        field("departure_time", &AcEvDynamicModeValues::departure_time, at_least("s", 0)),
        field("target_energy_request", &AcEvDynamicModeValues::target_energy_request,
              at_least("Wh", 0)),
        field("max_energy_request", &AcEvDynamicModeValues::max_energy_request, at_least("Wh", 0)),
        field("min_energy_request", &AcEvDynamicModeValues::min_energy_request, at_least("Wh", 0)),
        field("max_v2x_energy_request", &AcEvDynamicModeValues::max_v2x_energy_request,
              at_least("Wh", 0)),
        field("min_v2x_energy_request", &AcEvDynamicModeValues::min_v2x_energy_request,
              at_least("Wh", 0)));
};

template <>
struct Fields<AcTargetValues> {
    static constexpr auto list = std::make_tuple(
        field("target_active_power", &AcTargetValues::target_active_power),
        field("target_reactive_power", &AcTargetValues::target_reactive_power),
        field("target_frequency", &AcTargetValues::target_frequency, at_least("Hz", 0)));
};

template <>
struct Fields<CertificateHashDataInfo> {
    static constexpr auto list = std::make_tuple(
        field("hashAlgorithm", &CertificateHashDataInfo::hashAlgorithm),
        field("issuerNameHash", &CertificateHashDataInfo::issuerNameHash, length(0, 128)),
        field("issuerKeyHash", &CertificateHashDataInfo::issuerKeyHash, length(0, 128)),
        field("serialNumber", &CertificateHashDataInfo::serialNumber, length(0, 40)),
        field("responderURL", &CertificateHashDataInfo::responderURL, length(0, 512)));
};

template <>
struct Fields<Capabilities> {
    static constexpr auto list = std::make_tuple(
        field("bidirectional", &Capabilities::bidirectional),
        field("current_regulation_tolerance_A", &Capabilities::current_regulation_tolerance_A,
              unit("A")),
        field("peak_current_ripple_A", &Capabilities::peak_current_ripple_A, unit("A")),
        field("max_export_voltage_V", &Capabilities::max_export_voltage_V, unit("V")),
        field("nominal_max_export_voltage_V", &Capabilities::nominal_max_export_voltage_V,
              unit("V")),
        field("min_export_voltage_V", &Capabilities::min_export_voltage_V, unit("V")),
        field("nominal_min_export_voltage_V", &Capabilities::nominal_min_export_voltage_V,
              unit("V")),
        field("max_export_current_A", &Capabilities::max_export_current_A, unit("A")),
        field("nominal_max_export_current_A", &Capabilities::nominal_max_export_current_A,
              unit("A")),
        field("min_export_current_A", &Capabilities::min_export_current_A, unit("A")),
        field("nominal_min_export_current_A", &Capabilities::nominal_min_export_current_A,
              unit("A")),
        field("max_import_voltage_V", &Capabilities::max_import_voltage_V, unit("V")),
        field("nominal_max_import_voltage_V", &Capabilities::nominal_max_import_voltage_V,
              unit("V")),
        field("min_import_voltage_V", &Capabilities::min_import_voltage_V, unit("V")),
        field("nominal_min_import_voltage_V", &Capabilities::nominal_min_import_voltage_V,
              unit("V")),
        field("max_import_current_A", &Capabilities::max_import_current_A, unit("A")),
        field("nominal_max_import_current_A", &Capabilities::nominal_max_import_current_A,
              unit("A")),
        field("min_import_current_A", &Capabilities::min_import_current_A, unit("A")),
        field("nominal_min_import_current_A", &Capabilities::nominal_min_import_current_A,
              unit("A")),
        field("max_export_power_W", &Capabilities::max_export_power_W, unit("W")),
        field("nominal_max_export_power_W", &Capabilities::nominal_max_export_power_W, unit("W")),
        field("max_import_power_W", &Capabilities::max_import_power_W, unit("W")),
        field("nominal_max_import_power_W", &Capabilities::nominal_max_import_power_W, unit("W")),
        field("conversion_efficiency_import", &Capabilities::conversion_efficiency_import,
              between("", 0.0, 1.0)),
        field("conversion_efficiency_export", &Capabilities::conversion_efficiency_export,
              between("", 0.0, 1.0)));
};

template <>
struct Fields<ProvidedIdToken> {
    static constexpr auto list =
        std::make_tuple(field("request_id", &ProvidedIdToken::request_id),
                        field("id_token", &ProvidedIdToken::id_token),
                        field("parent_id_token", &ProvidedIdToken::parent_id_token),
                        field("authorization_type", &ProvidedIdToken::authorization_type),
                        field("connectors", &ProvidedIdToken::connectors, at_least("", 1)),
                        field("prevalidated", &ProvidedIdToken::prevalidated),
                        field("certificate", &ProvidedIdToken::certificate, length(0, 5500)),
                        field("iso15118CertificateHashData",
                              &ProvidedIdToken::iso15118CertificateHashData, items(1, 4)));
};

template <>
struct Fields<IdToken> {
    static constexpr auto list = std::make_tuple(
        field("value", &IdToken::value, length(0, 36)), field("type", &IdToken::type),
        field("additional_info", &IdToken::additional_info));
};

template <>
struct Fields<CustomIdToken> {
    static constexpr auto list =
        std::make_tuple(field("value", &CustomIdToken::value, length(0, 36)),
                        field("type", &CustomIdToken::type, length(0, 50)));
};

template <>
struct Fields<Powermeter> {
    static constexpr auto list = std::make_tuple(
        field("timestamp", &Powermeter::timestamp, date_time()),
        field("meter_id", &Powermeter::meter_id),
        field("phase_seq_error", &Powermeter::phase_seq_error),
        field("energy_Wh_import", &Powermeter::energy_Wh_import),
        field("energy_Wh_export", &Powermeter::energy_Wh_export),
        field("power_W", &Powermeter::power_W), field("voltage_V", &Powermeter::voltage_V),
        field("VAR", &Powermeter::VAR), field("current_A", &Powermeter::current_A),
        field("frequency_Hz", &Powermeter::frequency_Hz),
        field("energy_Wh_import_signed", &Powermeter::energy_Wh_import_signed),
        field("energy_Wh_export_signed", &Powermeter::energy_Wh_export_signed),
        field("power_W_signed", &Powermeter::power_W_signed),
        field("voltage_V_signed", &Powermeter::voltage_V_signed),
        field("VAR_signed", &Powermeter::VAR_signed),
        field("current_A_signed", &Powermeter::current_A_signed),
        field("frequency_Hz_signed", &Powermeter::frequency_Hz_signed),
        field("signed_meter_value", &Powermeter::signed_meter_value),
        field("temperatures", &Powermeter::temperatures));
};

template <>
struct Fields<Temperature> {
    static constexpr auto list =
        std::make_tuple(field("temperature", &Temperature::temperature, unit("degC")),
                        field("identification", &Temperature::identification),
                        field("location", &Temperature::location).current_only());
};

template <>
struct Fields<RequestExiStreamSchema> {
    static constexpr auto list =
        std::make_tuple(field("exi_request", &RequestExiStreamSchema::exi_request, length(0, 5600)),
                        field("iso15118_schema_version",
                              &RequestExiStreamSchema::iso15118_schema_version, length(0, 50)),
                        field("certificate_action", &RequestExiStreamSchema::certificate_action));
};

template <>
struct Fields<ResponseExiStreamStatus> {
    static constexpr auto list = std::make_tuple(
        field("status", &ResponseExiStreamStatus::status),
        field("exi_response", &ResponseExiStreamStatus::exi_response, length(0, 5600)),
        field("certificate_action", &ResponseExiStreamStatus::certificate_action));
};

}  // namespace chargerig::link::schema
