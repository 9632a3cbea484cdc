// SPDX-License-Identifier: Apache-2.0
//
// Objects of the interface `ISO15118_charger` that travel seldom: AC, power supply, identification
// and meter (EVerest everest-core, types/iso15118, power_supply_DC, authorization, powermeter).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/link/iso15118_types.hpp"
#include "sim/link/iso15118_units.hpp"

namespace chargerig::link {

struct AcParameters {
    double nominal_frequency = 0.0;                 // Hz
    std::optional<double> max_power_asymmetry{};    // W
    std::optional<double> power_ramp_limitation{};  // %/min
    double nominal_voltage = 0.0;                   // V
    std::vector<Connector> connectors{};
    friend bool operator==(const AcParameters&, const AcParameters&) = default;
};

struct AcEvseMaximumPower {
    units::Power charge_power{};
    std::optional<units::Power> discharge_power{};
    friend bool operator==(const AcEvseMaximumPower&, const AcEvseMaximumPower&) = default;
};

struct AcEvseMinimumPower {
    units::Power charge_power{};
    std::optional<units::Power> discharge_power{};
    friend bool operator==(const AcEvseMinimumPower&, const AcEvseMinimumPower&) = default;
};

struct AcEvPowerLimits {
    std::optional<units::Power> max_charge_power{};
    std::optional<units::Power> min_charge_power{};
    std::optional<units::Power> max_discharge_power{};
    std::optional<units::Power> min_discharge_power{};
    friend bool operator==(const AcEvPowerLimits&, const AcEvPowerLimits&) = default;
};

struct AcEvPresentPowerValues {
    units::Power present_active_power{};
    std::optional<units::Power> present_reactive_power{};
    friend bool operator==(const AcEvPresentPowerValues&, const AcEvPresentPowerValues&) = default;
};

struct AcEvDynamicModeValues {
    std::optional<double> departure_time{};          // s
    double target_energy_request = 0.0;              // Wh
    double max_energy_request = 0.0;                 // Wh
    double min_energy_request = 0.0;                 // Wh
    std::optional<double> max_v2x_energy_request{};  // Wh
    std::optional<double> min_v2x_energy_request{};  // Wh
    friend bool operator==(const AcEvDynamicModeValues&, const AcEvDynamicModeValues&) = default;
};

struct AcTargetValues {
    units::Power target_active_power{};
    std::optional<units::ReactivePower> target_reactive_power{};
    std::optional<double> target_frequency{};  // Hz
    friend bool operator==(const AcTargetValues&, const AcTargetValues&) = default;
};

// power_supply_DC#/Capabilities. Export charges the vehicle, import discharges it.
struct Capabilities {
    bool bidirectional = false;
    double current_regulation_tolerance_A = 0.0;
    double peak_current_ripple_A = 0.0;
    double max_export_voltage_V = 0.0;
    std::optional<double> nominal_max_export_voltage_V{};
    double min_export_voltage_V = 0.0;
    std::optional<double> nominal_min_export_voltage_V{};
    double max_export_current_A = 0.0;
    std::optional<double> nominal_max_export_current_A{};
    double min_export_current_A = 0.0;
    std::optional<double> nominal_min_export_current_A{};
    std::optional<double> max_import_voltage_V{};
    std::optional<double> nominal_max_import_voltage_V{};
    std::optional<double> min_import_voltage_V{};
    std::optional<double> nominal_min_import_voltage_V{};
    std::optional<double> max_import_current_A{};
    std::optional<double> nominal_max_import_current_A{};
    std::optional<double> min_import_current_A{};
    std::optional<double> nominal_min_import_current_A{};
    double max_export_power_W = 0.0;
    std::optional<double> nominal_max_export_power_W{};
    std::optional<double> max_import_power_W{};
    std::optional<double> nominal_max_import_power_W{};
    std::optional<double> conversion_efficiency_import{};
    std::optional<double> conversion_efficiency_export{};
    friend bool operator==(const Capabilities&, const Capabilities&) = default;
};

struct CertificateHashDataInfo {
    HashAlgorithm hashAlgorithm{};
    core::InlineString<128> issuerNameHash{};
    core::InlineString<128> issuerKeyHash{};
    core::InlineString<40> serialNumber{};
    std::string responderURL{};
    friend bool operator==(const CertificateHashDataInfo&,
                           const CertificateHashDataInfo&) = default;
};

struct CustomIdToken {
    core::InlineString<36> value{};
    core::InlineString<50> type{};
    friend bool operator==(const CustomIdToken&, const CustomIdToken&) = default;
};

struct IdToken {
    core::InlineString<36> value{};
    IdTokenType type{};
    std::optional<std::vector<CustomIdToken>> additional_info{};
    friend bool operator==(const IdToken&, const IdToken&) = default;
};

struct ProvidedIdToken {
    std::optional<std::int32_t> request_id{};
    IdToken id_token{};
    std::optional<IdToken> parent_id_token{};
    AuthorizationType authorization_type{};
    std::optional<std::vector<std::int32_t>> connectors{};
    std::optional<bool> prevalidated{};
    std::optional<std::string> certificate{};
    std::optional<std::vector<CertificateHashDataInfo>> iso15118CertificateHashData{};
    friend bool operator==(const ProvidedIdToken&, const ProvidedIdToken&) = default;
};

// Unit: degC.
struct Temperature {
    double temperature = 0.0;
    std::optional<std::string> identification{};
    std::optional<std::string> location{};
    friend bool operator==(const Temperature&, const Temperature&) = default;
};

struct Powermeter {
    DateTime timestamp{};
    std::optional<std::string> meter_id{};
    std::optional<bool> phase_seq_error{};
    units::Energy energy_Wh_import{};
    std::optional<units::Energy> energy_Wh_export{};
    std::optional<units::Power> power_W{};
    std::optional<units::Voltage> voltage_V{};
    std::optional<units::ReactivePower> VAR{};
    std::optional<units::Current> current_A{};
    std::optional<units::Frequency> frequency_Hz{};
    std::optional<units_signed::Energy> energy_Wh_import_signed{};
    std::optional<units_signed::Energy> energy_Wh_export_signed{};
    std::optional<units_signed::Power> power_W_signed{};
    std::optional<units_signed::Voltage> voltage_V_signed{};
    std::optional<units_signed::ReactivePower> VAR_signed{};
    std::optional<units_signed::Current> current_A_signed{};
    std::optional<units_signed::Frequency> frequency_Hz_signed{};
    std::optional<units_signed::SignedMeterValue> signed_meter_value{};
    std::optional<std::vector<Temperature>> temperatures{};
    friend bool operator==(const Powermeter&, const Powermeter&) = default;
};

// Older interface alone; the current one has both in `iso15118_extensions`.
struct RequestExiStreamSchema {
    std::string exi_request{};
    core::InlineString<50> iso15118_schema_version{};
    CertificateActionEnum certificate_action{};
    friend bool operator==(const RequestExiStreamSchema&, const RequestExiStreamSchema&) = default;
};
struct ResponseExiStreamStatus {
    ExiStreamStatus status{};
    std::optional<std::string> exi_response{};
    CertificateActionEnum certificate_action{};
    friend bool operator==(const ResponseExiStreamStatus&,
                           const ResponseExiStreamStatus&) = default;
};

}  // namespace chargerig::link
