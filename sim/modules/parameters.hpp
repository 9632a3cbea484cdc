// SPDX-License-Identifier: Apache-2.0
//
// What the emulated power side is set to. Names (where they have no unit suffix in an entry's name)
// and defaults are those of the vendor's EVSE simulator (simulator configuration page and open
// evse-simulator.py; spec vendor-simulators 1.1 and 3), with the exceptions that the profile
// `bench` names; the pistol index is the rig's own option. Sets of figures:
// resources/modules/*.yaml.
#pragma once

#include <cstdint>
#include <optional>

namespace chargerig::modules {

// What wakes the power side. Both kinds exist: one watches for New_Charge_Session, the other (the
// vendor's simulator) for the controller state Insulation_Test (spec 6.2, end, and 8.1).
enum class EnableAt : std::uint8_t { state4, new_charge_session };

// The set-point in Range_Mode until OCPP_Control or an own set-point gives one (spec 8.25): zero
// means 0 A clamped into the range, range_maximum follows Current_Range_Max as the vendor's
// simulator does.
enum class RangeSetpointStart : std::uint8_t { zero, range_maximum };

// session: the next one starts without the set-point of the one before; always: it goes on.
enum class KeepSetpoint : std::uint8_t { session, always };

// What Power_Modules_Status says instead of a measurement.
enum class ReportAs : std::uint8_t {
    measured,  // the measurement, with its gain and offset
    held,      // the value reported last, from then on
    given,     // `value`
};
struct Report {
    ReportAs as = ReportAs::measured;
    double value = 0.0;  // of `given`, in the unit of the measurement
    friend bool operator==(const Report&, const Report&) = default;
};

// Parameters that may change while the modules run. A duration counts from the event that starts
// it: a change during the wait applies from the next event on.
struct Live {
    // Start_Charge_Authorisation from the start of every session; changed, at once.
    bool start_charge_authorisation = true;
    // Session. Durations 0 to 86400 s; a duration of 0 sets the flag from the start of the session.
    double ccs_authorisation_duration_s = 3.0;
    bool ccs_authorisation_success = true;
    // User stop after this time in Charging, 0: never. It works through Sequence_Control and so
    // only on a controller that uses sequence flags. The vendor's default of 10 s is in the profile
    // `vendor-simulator`; here a session lasts until somebody ends it.
    double charge_duration_s = 0.0;

    // Power modules.
    double charge_params_negotiation_duration_s = 1.5;
    double power_modules_wake_up_duration_s = 1.0;  // 0 to 86400, from the waking event
    double power_modules_dead_time_s = 1.0;      // before the output starts to move; for the stage
    double maximum_voltage_V = 500.0;            // 0 to 6553.5
    double maximum_charge_current_A = 120.0;     // 0 to 3276.7
    double maximum_discharge_current_A = 120.0;  // 0 to 3276.7, a magnitude
    // Range_Target_Current, which counts for a controller that drives its own modules alone (spec
    // 5.2). -3276.8 to 3276.7. No entry of the vendor's simulator, which sends 0.
    double range_target_current_A = 0.0;
    double insulation_resistance_kohm =
        100.0;                                 // 0 to 10,000; sent as 510 ("or more") from there on
    double enclosure_temperature_degC = 20.0;  // -40 (not provided) to 215

    // Simulator. These and the dead time act in the power stage model; the rig hands them over.
    // Slopes 0.1 to 10,000.
    double voltage_ramp_up_slope_V_per_s = 200.0;
    double voltage_ramp_down_slope_V_per_s = 100.0;
    double current_ramp_up_slope_A_per_s = 20.0;
    double current_ramp_down_slope_A_per_s = 20.0;

    // Control: switch one off to let the software under development send that message instead.
    bool enable_dc_power_parameters = true;
    bool enable_power_module_status = true;
    bool enable_sequence_control = true;

    // Faults. What is reported may be wrong; the converters go by the truth, unless they deviate.
    bool system_enable = true;           // false: withheld, whatever the session would allow
    std::uint8_t not_allowed_code = 0;   // System_Enable while power is not allowed; only 1 allows
    double reported_voltage_gain = 1.0;  // -10 to 10: reported = measured * gain + offset
    double reported_voltage_offset_V = 0.0;  // -6553.5 to 6553.5
    Report reported_voltage = {};            // given: 0 to 6553.5 V
    double reported_current_gain = 1.0;      // as of the voltage
    double reported_current_offset_A = 0.0;  // -3276.8 to 3276.7
    Report reported_current = {};            // given: -3276.8 to 3276.7 A
    Report power_modules_temperature = {};   // given: -40 (not provided) to 215 degC
    // The temperatures walk away from their value by this much, -100 to 100 degC/s; 0: they stay
    // where they are. A value that is set begins anew.
    double power_modules_temperature_drift_degC_per_s = 0.0;
    double enclosure_temperature_drift_degC_per_s = 0.0;
    bool bleeder_works = true;  // false: nothing discharges the output actively
    // The insulation walks away from its value as the temperatures do, -1000 to 1000 kOhm/s.
    double insulation_drift_kohm_per_s = 0.0;
    // The converters miss their set-point by this much, whatever the limits: -200 to 200 V in
    // Insulation_Test and Precharge, -100 to 100 A in Power_Transfer.
    double voltage_deviation_V = 0.0;
    double current_deviation_A = 0.0;
    // A transient of the output: beyond a new set-point by this part of its change, 0 to 100 %, and
    // back with a time constant of 0.01 to 60 s.
    double voltage_overshoot_percent = 0.0;
    double current_overshoot_percent = 0.0;
    double overshoot_s = 0.5;
    bool converters_work = true;  // false: no voltage and no current, whatever the status says
    // An earth fault that is not the same at both poles. Each pole has a resistance to earth, twice
    // `insulation_resistance_kohm` unless it is given here, 0 to 20,000; what is measured is the
    // two in parallel (physical models 4).
    std::optional<double> insulation_positive_kohm = std::nullopt;
    std::optional<double> insulation_negative_kohm = std::nullopt;

    friend bool operator==(const Live&, const Live&) = default;
};

// Fixed from the start; `live` holds the start values of what may change.
struct Parameters {
    Live live = {};
    EnableAt enable_at = EnableAt::state4;
    RangeSetpointStart range_setpoint_start = RangeSetpointStart::zero;
    // The power side's own set-point in Range_Mode at the start of every session; OCPP_Control and
    // the operator replace it. Signed, -3276.8 to 3276.7.
    std::optional<double> current_setpoint_A = std::nullopt;
    // A charger without contactors in its output never discharges it while a battery may be on it
    // (spec 5.9, lowering, point 2).
    bool output_contactors = true;
    // Whether DC_Power_Control says what those contactors do (3.1 and later); otherwise they are
    // taken as closed. No entry: the rig knows the version.
    bool contactors_on_bus = true;
    // A discharge ends at the vehicle's EV_Minimum_Voltage, if it told one (spec 8.37).
    bool stop_at_ev_minimum_voltage = true;
    // How long OCPP_Control's set-point counts, which is sent once (spec 8.26).
    KeepSetpoint keep_setpoint = KeepSetpoint::session;
    // Current limit where the controller states none: in Insulation_Test, and in Precharge with
    // Current_Range_Max 0 (spec 3.3 item 10). 0.1 to 20 A; 2 A is the precharge limit of spec 5.9.
    double small_current_limit_A = 2.0;
    // The 100 ms messages go out at start + phase + n * 100 ms. 0 to 0.099 s.
    double send_phase_s = 0.0;

    friend bool operator==(const Parameters&, const Parameters&) = default;
};

}  // namespace chargerig::modules
