// SPDX-License-Identifier: Apache-2.0
//
// Objects of the interface `ISO15118_charger` (EVerest everest-core, types/iso15118): names, units
// and optionality as in the schema; units are in the comments because the names are the interface's
// own. Ranges are in the table of sim/link/schema.hpp, which also says what is required. An
// optional field that is absent is absent in JSON too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/inline_string.hpp"
#include "sim/core/inline_vector.hpp"
#include "sim/link/iso15118_enums.hpp"

namespace chargerig::link {

// RFC 3339 in UTC, "2025-01-31T12:00:00Z" or with milliseconds "2025-01-31T12:00:00.000Z".
using DateTime = core::InlineString<40>;

// Texts without a length in the schema that come alone: evcc_id, selected_protocol, departure_time.
using Text = core::InlineString<100>;

// Identity of the outlet; DIN 70121 has a form of its own.
struct EVSEID {
    std::string evse_id{};
    std::optional<std::string> evse_id_din{};
    friend bool operator==(const EVSEID&, const EVSEID&) = default;
};

struct SetupPhysicalValues {
    std::optional<double> ac_nominal_voltage{};               // V
    std::optional<double> dc_current_regulation_tolerance{};  // A
    std::optional<double> dc_peak_current_ripple{};           // A
    std::optional<double> dc_energy_to_be_delivered{};        // Wh
    friend bool operator==(const SetupPhysicalValues&, const SetupPhysicalValues&) = default;
};

// ISO 15118-20 bidirectional set-up.
struct BptSetup {
    BptChannel bpt_channel{};
    GeneratorMode generator_mode{};
    std::optional<GridCodeIslandingDetectionMethod> grid_code_detection{};
    friend bool operator==(const BptSetup&, const BptSetup&) = default;
};

struct SupportedAppProtocols {
    core::InlineVector<SupportedAppProtocol, 20> app_protocols{};
    friend bool operator==(const SupportedAppProtocols&, const SupportedAppProtocols&) = default;
};

// What the charger measures. A discharging charger reports a negative current although the schema
// has a minimum of 0 (EVerest EvseManager.cpp:720-735); see Strictness in sim/link/schema.hpp.
struct DcEvsePresentVoltageCurrent {
    double evse_present_voltage = 0.0;             // V
    std::optional<double> evse_present_current{};  // A
    friend bool operator==(const DcEvsePresentVoltageCurrent&,
                           const DcEvsePresentVoltageCurrent&) = default;
};

// Discharge values are positive magnitudes.
struct DcEvseMaximumLimits {
    double evse_maximum_current_limit = 0.0;                       // A
    double evse_maximum_power_limit = 0.0;                         // W
    double evse_maximum_voltage_limit = 0.0;                       // V
    std::optional<double> evse_maximum_discharge_current_limit{};  // A
    std::optional<double> evse_maximum_discharge_power_limit{};    // W
    friend bool operator==(const DcEvseMaximumLimits&, const DcEvseMaximumLimits&) = default;
};

// Discharge values are positive magnitudes.
struct DcEvseMinimumLimits {
    double evse_minimum_current_limit = 0.0;                       // A
    double evse_minimum_voltage_limit = 0.0;                       // V
    double evse_minimum_power_limit = 0.0;                         // W
    std::optional<double> evse_minimum_discharge_current_limit{};  // A
    std::optional<double> evse_minimum_discharge_power_limit{};    // W
    friend bool operator==(const DcEvseMinimumLimits&, const DcEvseMinimumLimits&) = default;
};

struct DcEvStatus {
    bool dc_ev_ready = false;
    DcEvErrorCode dc_ev_error_code{};
    double dc_ev_ress_soc = 0.0;  // %
    std::optional<bool> dc_ev_cabin_conditioning{};
    std::optional<bool> dc_ev_ress_conditioning{};
    friend bool operator==(const DcEvStatus&, const DcEvStatus&) = default;
};

// A discharging vehicle asks for a negative current; see Strictness in sim/link/schema.hpp.
struct DcEvTargetValues {
    double dc_ev_target_voltage = 0.0;  // V
    double dc_ev_target_current = 0.0;  // A
    friend bool operator==(const DcEvTargetValues&, const DcEvTargetValues&) = default;
};

// A limit that the vehicle did not send is absent.
struct DcEvMaximumLimits {
    std::optional<double> dc_ev_maximum_current_limit{};  // A
    std::optional<double> dc_ev_maximum_power_limit{};    // W
    std::optional<double> dc_ev_maximum_voltage_limit{};  // V
    friend bool operator==(const DcEvMaximumLimits&, const DcEvMaximumLimits&) = default;
};

// Absolute times, UTC.
struct DcEvRemainingTime {
    std::optional<DateTime> ev_remaining_time_to_full_soc{};
    std::optional<DateTime> ev_remaining_time_to_full_bulk_soc{};
    friend bool operator==(const DcEvRemainingTime&, const DcEvRemainingTime&) = default;
};

// One entry of the vehicle's handshake.
struct AppProtocol {
    core::InlineString<100> protocol_namespace{};
    std::int32_t version_number_major = 0;
    std::int32_t version_number_minor = 0;
    std::int32_t schema_id = 0;
    std::int32_t priority = 1;
    friend bool operator==(const AppProtocol&, const AppProtocol&) = default;
};

struct AppProtocols {
    std::vector<AppProtocol> Protocols{};
    friend bool operator==(const AppProtocols&, const AppProtocols&) = default;
};

// A message of the vehicle or charger, for debugging; `exi` is hexadecimal.
struct V2gMessages {
    V2gMessageId id{};
    std::optional<std::string> xml{};
    std::optional<std::string> v2g_json{};
    std::optional<std::string> exi{};
    std::optional<std::string> exi_base64{};
    friend bool operator==(const V2gMessages&, const V2gMessages&) = default;
};

// ISO 15118-20. Energy in Wh, times in s (the schema states no unit).
struct DisplayParameters {
    std::optional<double> present_soc{};                    // %
    std::optional<double> minimum_soc{};                    // %
    std::optional<double> target_soc{};                     // %
    std::optional<double> maximum_soc{};                    // %
    std::optional<double> remaining_time_to_minimum_soc{};  // s
    std::optional<double> remaining_time_to_target_soc{};   // s
    std::optional<double> remaining_time_to_maximum_soc{};  // s
    std::optional<bool> charging_complete{};
    std::optional<double> battery_energy_capacity{};  // Wh
    std::optional<bool> inlet_hot{};
    friend bool operator==(const DisplayParameters&, const DisplayParameters&) = default;
};

// ISO 15118-20 dynamic control. The discharge fields are there in a bidirectional session alone.
// departure_time is in s (the schema states no unit).
struct DcChargeDynamicModeValues {
    std::optional<double> departure_time{};          // s
    double target_energy_request = 0.0;              // Wh
    double max_energy_request = 0.0;                 // Wh
    double min_energy_request = 0.0;                 // Wh
    double max_charge_power = 0.0;                   // W
    double min_charge_power = 0.0;                   // W
    double max_charge_current = 0.0;                 // A
    double max_voltage = 0.0;                        // V
    double min_voltage = 0.0;                        // V
    std::optional<double> max_discharge_power{};     // W
    std::optional<double> min_discharge_power{};     // W
    std::optional<double> max_discharge_current{};   // A
    std::optional<double> max_v2x_energy_request{};  // Wh
    std::optional<double> min_v2x_energy_request{};  // Wh
    friend bool operator==(const DcChargeDynamicModeValues&,
                           const DcChargeDynamicModeValues&) = default;
};

// ISO 15118-20 service selection.
struct SelectedServiceParameters {
    ServiceCategory energy_transfer{};
    Connector connector{};
    ControlMode control_mode{};
    MobilityNeedsMode mobility_needs_mode{};
    Pricing pricing{};
    std::optional<BptChannel> bpt_channel{};
    std::optional<GeneratorMode> generator_mode{};
    friend bool operator==(const SelectedServiceParameters&,
                           const SelectedServiceParameters&) = default;
};

// ISO 15118-20 SessionStop: why the vehicle ended.
struct EvTermination {
    std::optional<std::string> ev_termination_code{};
    std::optional<std::string> ev_termination_explanation{};
    friend bool operator==(const EvTermination&, const EvTermination&) = default;
};

}  // namespace chargerig::link
