// SPDX-License-Identifier: Apache-2.0
//
// What a person may set on the emulated controller. The first group are the vendor's entries with
// their names and defaults (vendor configuration pages for SECC and SPCC; spec section 7). The
// second group are the points that the vendor's text leaves open; the defaults are the readings of
// spec section 8.
//
// Immutable while a session runs. Scenario and configuration files set it by entry name, see
// set_entry().
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "sim/core/error.hpp"
#include "sim/core/inline_string.hpp"

namespace chargerig::controller {

enum class EnergyTransferType : std::uint8_t { DC_core, DC_extended };

// Where the controller waits for System_Enable after the vehicle asked for the cable check
// (spec 8.1).
enum class WaitEnableIn : std::uint8_t { state3, state4 };

// Where the controller waits for Charge_Parameters_Done: before Connected_With_Full_Info or in it
// (spec 8.2).
enum class WaitParametersIn : std::uint8_t { state2, state3 };

// What System_Enable other than 1 means while the insulation test waits for it: a power side that
// is still waking up, or one that refuses (spec 8.15).
enum class NotAllowedAtWakeUp : std::uint8_t { patience, refusal };

// The state in which the end of an emergency's cause is awaited (spec 8.18).
enum class EmergencyWaitsIn : std::uint8_t { closing_communication, waiting_for_pev };

// What a Range_Target_Current of 0 asks of the controller's own modules (spec 8.24).
enum class RangeTargetZero : std::uint8_t { no_current, unset };

// What a negative target voltage of the vehicle becomes: 0 V, or no request at all (spec 8.31).
enum class NegativeVoltage : std::uint8_t { zero, standby };

// The first frame that closes the output contactors: Standby (4b) or the first of the test (4c)
// (spec 8.10).
enum class ContactorsCloseIn : std::uint8_t { standby, test };

// From when on Power_Modules_Status must not be missing (spec 8.13).
enum class SuperviseStatusFrom : std::uint8_t { system_enable, new_charge_session };

// The voltage that the running insulation limit counts from (spec 8.7).
enum class RunningInsulationVoltage : std::uint8_t { present, test };

// The voltage that turns a power limit into a current (spec 8.23).
enum class PowerLimitVoltage : std::uint8_t { present, target };

// The box that is emulated: whose inputs message is sent and whose outputs message is heard
// (spec 5.4).
enum class Hardware : std::uint8_t { secc, spcc, cui1 };

// What a digital input of the box is for (vendor configuration pages, [hardware]; spec section 7).
// Those of AC and CHAdeMO outlets mean nothing to a CCS DC one.
enum class InputRole : std::uint8_t {
    Not_Connected,
    Monitor,  // its level goes on the bus
    Stop,     // the user's stop button
    CCS_DC_Stop,
    CCS_AC_Stop,
    CHAdeMO_Start,
    CHAdeMO_Stop,
};

// Who drives a digital output or an LED.
enum class OutputRole : std::uint8_t { Not_Connected, CAN_Controlled };

// The most that any of the boxes has; hardware_parts() says what one has.
inline constexpr std::size_t kDigitalInputs = 6;
inline constexpr std::size_t kDigitalOutputs = 4;
inline constexpr std::size_t kLeds = 3;

struct Configuration {
    // Vendor entries. Zero in a discharge or power entry means "computed" or "none" as noted.
    double charger_can_timeout_ms = 500.0;  // without Power_Modules_Status: interlock
    bool use_sequence_flags = false;        // false: states 11 and 12 do not occur (spec 6.3)
    bool free_service = true;               // false: external authorisation (spec 8.22)
    bool is_bidirectional = false;
    bool supports_range_mode = true;
    bool limit_non_bidir_to_positive_current = true;
    double min_charger_voltage_V = 0.0;
    double max_charger_voltage_V = 500.0;
    double min_charger_current_A = 0.0;
    double max_charger_current_A = 120.0;
    double min_charger_power_W = 0.0;              // 0: minimum voltage x minimum current
    double max_charger_power_W = 0.0;              // 0: maximum voltage x maximum current
    double min_charger_discharge_current_A = 0.0;  // positive magnitudes
    double max_charger_discharge_current_A = 0.0;
    double min_charger_discharge_power_W = 0.0;  // 0: minimum voltage x minimum discharge current
    double max_charger_discharge_power_W = 0.0;  // 0: maximum voltage x maximum discharge current
    double max_cable_voltage_V = 500.0;          // 0: no cap
    double max_cable_current_A = 100.0;          // 0: no cap
    double max_cable_power_W = 0.0;              // 0: no cap
    bool enable_din = true;
    bool enable_iso_part2 = true;
    bool enable_iso_part20 = false;
    EnergyTransferType energy_transfer_type = EnergyTransferType::DC_extended;
    core::InlineString<37> evse_id{"33A51A0001"};
    double current_ripple_A = 1.0;  // peak to peak, told to the vehicle; 0 to 400
    bool skip_cable_check = false;
    // Of the set-point in side_channel mode; 0: at once. The vendor's defaults are not published;
    // these are the slopes of its simulator.
    double current_ramp_up_rate_A_per_s = 20.0;
    double current_ramp_down_rate_A_per_s = 20.0;
    // [hardware] of the vendor's file.
    InputRole dig_in1 = InputRole::Not_Connected;
    InputRole dig_in2 = InputRole::Not_Connected;
    InputRole dig_in3 = InputRole::Not_Connected;
    InputRole dig_in4 = InputRole::Not_Connected;
    InputRole dig_in5 = InputRole::Not_Connected;
    InputRole dig_in6 = InputRole::Not_Connected;
    OutputRole dig_out1 = OutputRole::Not_Connected;
    OutputRole dig_out2 = OutputRole::Not_Connected;
    OutputRole dig_out3 = OutputRole::Not_Connected;
    OutputRole dig_out4 = OutputRole::Not_Connected;
    OutputRole led1 = OutputRole::Not_Connected;
    OutputRole led2 = OutputRole::Not_Connected;
    OutputRole led3 = OutputRole::Not_Connected;

    // Readings of open points, and times that the vendor gives only roughly.
    Hardware hardware = Hardware::secc;
    // The controller drives its own power modules, and the generic interface is beside that: it
    // follows, and influences by Range_Target_Current (spec 5.2).
    bool side_channel = false;
    double boot_s = 0.2;  // length of Initialising; a real box: about 15 s (spec 1)
    double pwm_delay_ms =
        500.0;  // plug-in to 5 % duty (EVerest sleep_before_enabling_pwm_hlc_mode_ms)
    WaitEnableIn wait_enable_in = WaitEnableIn::state4;              // spec 8.1
    WaitParametersIn wait_parameters_in = WaitParametersIn::state3;  // spec 8.2
    bool flags_in_initialising = false;    // Sequence_Control counts there (spec 8.19)
    bool keep_flags_after_session = true;  // false: those of a session go back to 0 (spec 8.20)
    bool first_flags_can_press = true;     // User_Stop_Button of the first frame (spec 8.21)
    NotAllowedAtWakeUp not_allowed_at_wake_up = NotAllowedAtWakeUp::patience;  // spec 8.15
    bool wake_up_power_frames = true;  // Off and Open in 4a; false: silence (spec 8.3)
    bool idle_power_frames = false;    // Off and Open also in states 1, 2, 3, 11 and 12 (spec 8.4)
    ContactorsCloseIn contactors_close_in = ContactorsCloseIn::standby;              // spec 8.10
    SuperviseStatusFrom supervise_status_from = SuperviseStatusFrom::system_enable;  // spec 8.13
    PowerLimitVoltage power_limit_voltage = PowerLimitVoltage::present;              // spec 8.23
    bool lowering_in_welding_detection = true;                                       // spec 8.12
    double wake_up_limit_s = 40.0;                                                   // spec 8.14
    // A session that user or vehicle end in order before it charged is Clean_Stop, too (spec 8.17).
    bool clean_stop_before_charging = false;
    EmergencyWaitsIn emergency_waits_in = EmergencyWaitsIn::closing_communication;  // spec 8.18
    RangeTargetZero range_target_zero = RangeTargetZero::no_current;                // spec 8.24
    double ev_information_spacing_ms = 100.0;  // least, of each EV_Information (spec 8.27)
    // false: only of a vehicle that can discharge (spec 8.28)
    bool ev_discharge_limits_always = true;
    NegativeVoltage negative_voltage = NegativeVoltage::zero;  // spec 8.31
    double insulation_limit_kohm = 100.0;  // IEC 61851-23:2023, CCS (spec 8.6); 0: not applied
    double insulation_limit_ohm_per_V =
        0.0;                             // older rule, 100 where wanted (spec 8.6); 0: not applied
    int insulation_iterations = 10;      // consecutive DC_Power_Control frames (spec 8.5)
    double insulation_timeout_s = 30.0;  // spec 5.13
    double insulation_ready_percent = 90.0;       // of the test voltage (spec 5.13)
    double test_voltage_V = 0.0;                  // 0: the negotiated charger maximum (spec 8.8)
    bool test_voltage_capped_to_vehicle = false;  // spec 8.8
    double running_insulation_limit_ohm_per_V = 100.0;  // interlock (spec 5.13, 8.7)
    RunningInsulationVoltage running_insulation_voltage = RunningInsulationVoltage::present;
    double running_insulation_floor_V = 60.0;  // below it nothing is judged (spec 8.7)
    double safe_voltage_V = 20.0;              // lowering is done at or below (spec 5.9)
    double precharge_current_A = 2.0;          // upper bound of the precharge limit (spec 8.9)
    double ending_current_A = 1.0;             // contactors open below it (spec 6.2, state 8)
    double ending_limit_s = 5.0;               // then they open anyway, Rushed_Stop (spec 8.11)
    double lowering_limit_s = 20.0;  // Closing_Communication waits no longer for the safe voltage
    double stop_request_limit_s =
        20.0;                     // vehicle's time to comply (EVerest STOPPING_CHARGING_TIMEOUT_MS)
    double closing_hold_s = 3.0;  // Closing_Communication after the session's end (spec 8.34)
    // A plug that stayed in starts a session when the vehicle pulses the pilot (B-C-B; spec 8.34).
    bool restart_by_pilot = true;
    // From the contactors' drive to their feedback, when they open. No document names it;
    // contactors of this size take some tens of milliseconds.
    double contactors_open_limit_s = 0.5;
    // How long the vehicle, or the power side, may take where no document names a limit. Then the
    // session ends rushed: none may hang for ever. 60 s is the time in which a vehicle has to send
    // its next message (V2G sequence time-out, EVerest v2g.hpp:31).
    double negotiation_limit_s = 180.0;       // Negotiating_Connection, from 5 % duty on
    double authorisation_limit_s = 300.0;     // CCS_Authorisation_Process (EvseV2G: 300 s)
    double full_info_limit_s = 120.0;         // Connected_With_Full_Info, to the cable check
    double test_lowering_limit_s = 20.0;      // 4d: to the safe voltage
    double precharge_request_limit_s = 60.0;  // 4d: from there to the vehicle's precharge
    double precharge_limit_s = 60.0;          // Precharge (the vehicle's own limit is 7 or 10 s)
    double charge_start_limit_s = 86'400.0;   // Waiting_For_Charge; a delayed start takes hours
    double ending_close_limit_s = 60.0;       // Ending_Charge, from opened contactors on
    double welding_limit_s = 60.0;            // Welding_Detection
    // Climate control (vendor's page of that name; spec 5.1): the offered current goes down by a
    // part that grows with the temperature, and at another temperature the charge stops. Evaluated
    // once a period.
    double climate_period_s = 1.0;
    double power_module_derating_from_degC = 75.0;
    double power_module_derating_to_degC = 85.0;
    double power_module_derating_percent = 50.0;  // at and above "to"
    double power_module_stop_degC = 85.0;
    double cable_derating_from_degC = 60.0;
    double cable_derating_to_degC = 90.0;
    double cable_derating_percent = 50.0;
    double cable_stop_degC = 90.0;
    // Charging in target control while the vehicle asks for 0 A: Standby with closed contactors, as
    // the vendor's monitor shows it (spec 6.2 state 7, 8.35). false: Power_Transfer with 0 A, and
    // Standby for a request of 0 V and 0 A alone.
    bool standby_at_zero_request = true;
    // EV_Information_Energy in DIN 70121 and ISO 15118-2. The vendor's description has no energy
    // requests there, so that the fields are 0 (spec 5.7); EVerest's link carries EVEnergyRequest
    // of these protocols as dc_ev_energy_request, which would be EV_Target_Energy_Request
    // (interface facts 7.2). true: the link's value is sent.
    bool din_iso2_energy_request = false;

    friend bool operator==(const Configuration&, const Configuration&) = default;
};

// One entry that can be set by name. Numbers carry the range they must lie in.
struct Entry {
    using Member =
        std::variant<double Configuration::*, int Configuration::*, bool Configuration::*,
                     EnergyTransferType Configuration::*, WaitEnableIn Configuration::*,
                     WaitParametersIn Configuration::*, NotAllowedAtWakeUp Configuration::*,
                     EmergencyWaitsIn Configuration::*, RangeTargetZero Configuration::*,
                     NegativeVoltage Configuration::*, ContactorsCloseIn Configuration::*,
                     SuperviseStatusFrom Configuration::*,
                     RunningInsulationVoltage Configuration::*, PowerLimitVoltage Configuration::*,
                     Hardware Configuration::*, InputRole Configuration::*,
                     OutputRole Configuration::*, core::InlineString<37> Configuration::*>;
    std::string_view name;
    Member member;
    std::string_view unit;  // empty: none
    double minimum = 0.0;   // numbers only
    double maximum = 0.0;
};

// How many inputs, outputs and LEDs the messages of a box have (spec 4.v3.6). A CUI1 has no outputs
// message.
struct HardwareParts {
    std::size_t digital_inputs;
    std::size_t digital_outputs;
    std::size_t leds;
};
constexpr HardwareParts hardware_parts(Hardware hardware) {
    switch (hardware) {
        case Hardware::spcc:
            return {4, 2, 3};
        case Hardware::cui1:
            return {6, 0, 0};
        case Hardware::secc:
            break;
    }
    return {4, 4, 3};
}

// The roles by number, the first at index 0.
std::array<InputRole, kDigitalInputs> input_roles(const Configuration& configuration);
std::array<OutputRole, kDigitalOutputs> output_roles(const Configuration& configuration);
std::array<OutputRole, kLeds> led_roles(const Configuration& configuration);

// All entries, in the order of the struct.
std::span<const Entry> configuration_entries();

// Sets one entry from text. `name` is an entry name, an older spelling of it ("max_voltage",
// "enable_iso_ed1"), or the title the vendor's web page shows ("Max Charger Voltage"): letter case
// and blanks do not matter. Booleans are true or false, in any letter case. Errors name `where`.
core::Result<void> set_entry(Configuration& configuration, std::string_view name,
                             std::string_view value, const core::SourcePosition& where = {});

// The value of an entry as text that set_entry() reads back.
std::string entry_text(const Configuration& configuration, const Entry& entry);

// What does not fit together: a minimum above its maximum, an offer that the vehicle link cannot
// carry, no protocol enabled, an input that the hardware does not have.
core::Errors check(const Configuration& configuration, const core::SourcePosition& where = {});

}  // namespace chargerig::controller
