// SPDX-License-Identifier: Apache-2.0
//
// The generic EVSE interface, free of any version: what the controller and the power side say to
// each other, in physical units. Which frames carry it in version 2.7, 3.0 or 3.6 is the business
// of the binding (sim/evse/binding.hpp); no participant sees a frame.
//
// Source of meaning, units and labels: the vendor's message descriptions for interface
// versions 2.7, 3.0 and 3.1 to 3.6 ("Generic SECC CAN interface", message and database pages).
// Positive current charges the vehicle. "OUT" is sent by the controller, "IN" by the power side.
// Enumerations may hold values without a label: a receiver keeps them and never fails on them.
#pragma once

#include <array>
#include <cstdint>
#include <variant>

namespace chargerig::evse {

enum class ControllerState : std::uint8_t {
    Initialising = 0,
    Waiting_For_PEV = 1,
    Negotiating_Connection = 2,
    Connected_With_Full_Info = 3,
    Insulation_Test = 4,
    Precharge = 5,
    Waiting_For_Charge = 6,
    Charging = 7,
    Ending_Charge = 8,
    Welding_Detection = 9,
    Closing_Communication = 10,
    CCS_Authorisation_Process = 11,
    Not_Available = 12,
    Charge_Pause = 13,
};

// One-hot code in four bits; other codes are undefined and read as Off (spec 5.9).
enum class PowerFunction : std::uint8_t {
    Off = 0,
    Standby = 1,
    Insulation_Test = 2,
    Precharge = 4,
    Power_Transfer = 8,
};

enum class SetpointsMode : std::uint8_t { Target_Mode = 0, Range_Mode = 1 };

enum class CommunicationProtocol : std::uint8_t {
    CCS_DIN_70121_2012_v2 = 0,
    CCS_ISO_15118_2010_v1 = 1,
    CCS_ISO_15118_2013_v2 = 2,
    CHAdeMO_v0_9 = 3,
    CHAdeMO_v1_0_to_v1_2 = 4,
    CHAdeMO_v2_0 = 5,
    CCS_PWM = 6,
    CCS_ISO_15118_2022 = 7,
};

enum class PlugAndPins : std::uint8_t {
    CCS_DC_Core = 0,
    CCS_DC_Extended = 1,
    CHAdeMO = 2,
    CCS_AC = 3,
    MCS = 4,
};

enum class SystemEnable : std::uint8_t { Not_Allowed = 0, Allowed = 1 };
enum class ChargeStatus : std::uint8_t { Charge_Stopped = 0, Charge_Started = 1 };
enum class StopState : std::uint8_t { Clean_Stop = 0, Rushed_Stop = 1 };
enum class EmergencyOrigin : std::uint8_t { none = 0, EVSE = 1, PEV = 3 };
enum class CpCode : std::uint8_t { E_or_F = 0, D = 3, C = 6, B = 9, A = 12 };

// IN, 100 ms. -40 degC means "not provided"; 510 kOhm is the largest value and means "or more".
struct PowerModulesStatus {
    double present_voltage_V = 0.0;                 // 0 to 6553.5
    double present_current_A = 0.0;                 // -3276.8 to 3276.7
    double power_modules_temperature_degC = -40.0;  // -40 to 215
    double enclosure_temperature_degC = -40.0;      // -40 to 215
    SystemEnable system_enable = SystemEnable::Not_Allowed;
    double insulation_resistance_kohm = 0.0;  // 0 to 510 in steps of 2
    friend bool operator==(const PowerModulesStatus&, const PowerModulesStatus&) = default;
};

// IN, event, not more often than every 100 ms. 0 means "use the configured value".
struct DcPowerParameters {
    double maximum_voltage_V = 0.0;
    double maximum_charge_current_A = 0.0;
    double maximum_discharge_current_A = 0.0;  // a positive magnitude
    double range_target_current_A = 0.0;       // signed; side-channel use only
    friend bool operator==(const DcPowerParameters&, const DcPowerParameters&) = default;
};

// IN, event. Always the complete wanted state of all flags.
struct SequenceControl {
    bool start_charge_authorisation = false;
    bool chademo_start_button = false;
    bool ccs_authorisation_done = false;
    bool ccs_authorisation_valid = false;
    bool charge_parameters_done = false;
    bool user_stop_button = false;
    friend bool operator==(const SequenceControl&, const SequenceControl&) = default;
};

// IN, 1000 ms. LEDs: 0 to 100 %, more is full.
struct SeccOutputs {
    std::array<bool, 4> digital_output{};
    std::array<std::uint8_t, 3> led{};
    friend bool operator==(const SeccOutputs&, const SeccOutputs&) = default;
};
struct SpccOutputs {
    std::array<bool, 2> digital_output{};
    std::array<std::uint8_t, 3> led{};
    friend bool operator==(const SpccOutputs&, const SpccOutputs&) = default;
};

// OUT, 100 ms, always.
struct ControllerStatus {
    ControllerState state = ControllerState::Initialising;
    friend bool operator==(const ControllerStatus&, const ControllerStatus&) = default;
};

// OUT, 100 ms until System_Enable is seen. The fields below the first two travel in this message
// only up to version 3.0; later versions carry them in EV_Information_*.
struct NewChargeSession {
    CommunicationProtocol communication_protocol = CommunicationProtocol::CCS_DIN_70121_2012_v2;
    PlugAndPins plug_and_pins = PlugAndPins::CCS_DC_Core;
    double ev_maximum_voltage_V = 0.0;
    double ev_maximum_current_A = 0.0;
    double battery_capacity_kWh = 0.0;
    double state_of_charge_percent = 0.0;
    friend bool operator==(const NewChargeSession&, const NewChargeSession&) = default;
};

// OUT, once on entering Waiting_For_Charge and once on entering Ending_Charge.
struct ChargeStatusChange {
    ChargeStatus vehicle_ready_for_charging = ChargeStatus::Charge_Stopped;
    friend bool operator==(const ChargeStatusChange&, const ChargeStatusChange&) = default;
};

// OUT, 100 ms nominal in the powered phases. State of charge travels in it only up to version 3.0.
struct DcPowerControl {
    double target_voltage_V = 0.0;
    double current_range_max_A = 0.0;
    double current_range_min_A = 0.0;
    PowerFunction power_function = PowerFunction::Off;
    SetpointsMode setpoints_mode = SetpointsMode::Target_Mode;
    bool output_contactors_close = false;
    bool lower_output_voltage = false;
    double state_of_charge_percent = 0.0;
    friend bool operator==(const DcPowerControl&, const DcPowerControl&) = default;
};

// OUT, once.
struct ChargeSessionFinished {
    StopState state = StopState::Clean_Stop;
    friend bool operator==(const ChargeSessionFinished&, const ChargeSessionFinished&) = default;
};

// OUT, 100 ms while an emergency lasts.
struct EmergencyStop {
    EmergencyOrigin origin = EmergencyOrigin::EVSE;
    friend bool operator==(const EmergencyStop&, const EmergencyStop&) = default;
};

// OUT, once each after the first New_Charge_Session, then on change. 0 means "the vehicle did not
// say".
struct EvInformationBattery {
    double battery_capacity_kWh = 0.0;
    double present_state_of_charge_percent = 0.0;
    double minimum_state_of_charge_percent = 0.0;
    double target_state_of_charge_percent = 0.0;
    double maximum_state_of_charge_percent = 0.0;
    friend bool operator==(const EvInformationBattery&, const EvInformationBattery&) = default;
};
struct EvInformationVoltages {
    double ev_minimum_voltage_V = 0.0;
    double ev_maximum_voltage_V = 0.0;
    double ev_present_voltage_V = 0.0;
    friend bool operator==(const EvInformationVoltages&, const EvInformationVoltages&) = default;
};
struct EvInformationChargeLimits {
    double ev_minimum_charge_current_A = 0.0;
    double ev_maximum_charge_current_A = 0.0;
    double ev_minimum_charge_power_kW = 0.0;
    double ev_maximum_charge_power_kW = 0.0;
    friend bool operator==(const EvInformationChargeLimits&,
                           const EvInformationChargeLimits&) = default;
};
struct EvInformationDischargeLimits {  // positive magnitudes
    double ev_minimum_discharge_current_A = 0.0;
    double ev_maximum_discharge_current_A = 0.0;
    double ev_minimum_discharge_power_kW = 0.0;
    double ev_maximum_discharge_power_kW = 0.0;
    friend bool operator==(const EvInformationDischargeLimits&,
                           const EvInformationDischargeLimits&) = default;
};
struct EvInformationEnergy {  // signed: + the vehicle wants to take, - it can give
    double ev_minimum_energy_request_kWh = 0.0;
    double ev_target_energy_request_kWh = 0.0;
    double ev_maximum_energy_request_kWh = 0.0;
    friend bool operator==(const EvInformationEnergy&, const EvInformationEnergy&) = default;
};

// OUT, 1000 ms; DIN 70121 and ISO 15118-2 only.
struct EvId {
    std::array<std::uint8_t, 6> bytes{};
    friend bool operator==(const EvId&, const EvId&) = default;
};

// OUT, 1000 ms, and on change of a digital input. Only the message of the hardware in use is sent.
struct Cui1Inputs {
    std::array<bool, 6> switches{};
    double colibri_temperature_degC = -40.0;
    double cpu_temperature_degC = -40.0;
    std::array<double, 2> pistol_ptc_degC{-40.0, -40.0};
    friend bool operator==(const Cui1Inputs&, const Cui1Inputs&) = default;
};
struct SeccInputs {
    std::array<bool, 4> digital_input{};
    double cpu_temperature_degC = -40.0;
    std::array<double, 2> pistol_ptc_degC{-40.0, -40.0};
    friend bool operator==(const SeccInputs&, const SeccInputs&) = default;
};
struct SpccInputs {
    std::array<bool, 4> digital_input{};
    std::array<double, 2> cpu_temperature_degC{-40.0, -40.0};
    double pt1k_a_degC = -40.0;
    double pt1k_b_degC = -40.0;
    double pt1ks_c_degC = -40.0;
    double pt1ks_d_degC = -40.0;
    friend bool operator==(const SpccInputs&, const SpccInputs&) = default;
};

// OUT, 100 ms, for information.
struct CcsExtraInformation {
    CpCode cp_state = CpCode::A;
    double cp_duty_cycle_percent = 0.0;
    friend bool operator==(const CcsExtraInformation&, const CcsExtraInformation&) = default;
};
struct McsExtraInformation {
    std::uint8_t ce_state = 0;
    std::uint8_t id_state = 0;
    friend bool operator==(const McsExtraInformation&, const McsExtraInformation&) = default;
};

// OUT, event: the set-point the back end asks for inside the current range.
struct OcppControl {
    double dynamic_target_current_A = 0.0;
    friend bool operator==(const OcppControl&, const OcppControl&) = default;
};

using Message =
    std::variant<PowerModulesStatus, DcPowerParameters, SequenceControl, SeccOutputs, SpccOutputs,
                 ControllerStatus, NewChargeSession, ChargeStatusChange, DcPowerControl,
                 ChargeSessionFinished, EmergencyStop, EvInformationBattery, EvInformationVoltages,
                 EvInformationChargeLimits, EvInformationDischargeLimits, EvInformationEnergy, EvId,
                 Cui1Inputs, SeccInputs, SpccInputs, CcsExtraInformation, McsExtraInformation,
                 OcppControl>;

}  // namespace chargerig::evse
