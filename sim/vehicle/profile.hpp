// SPDX-License-Identifier: Apache-2.0
//
// A vehicle as data: resources/vehicles/*.yaml. Each group of figures carries the text `source`,
// which says where they come from. Parameters are immutable once a Vehicle was made from them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/battery.hpp"
#include "models/charge_limits.hpp"
#include "sim/core/error.hpp"
#include "sim/vehicle/session_options.hpp"

namespace chargerig::vehicle {

// Figures of the pack beyond what the electrical model needs.
struct BatteryFacts {
    std::string chemistry;           // a label: "NMC", "LFP"
    double usable_energy_kWh = 0.0;  // what the vehicle calls its capacity
    std::string source;
};

// Limits that the vehicle tells the charger beside those of its battery management
// (`Profile::charge`).
struct Limits {
    double maximum_charge_power_kW = 0.0;
    double minimum_charge_current_A = 0.0;
    double minimum_charge_power_kW = 0.0;
    double minimum_discharge_power_kW = 0.0;  // positive magnitude
    std::string source;
};

struct Contactors {
    double close_s = 0.6;  // command to closed (vendor PEV simulator, contactors_delay)
    double open_s = 0.6;   // command to open (vendor PEV simulator, contactors_delay)
    double preparation_s =
        0.0;  // voltage matched to command; several seconds happen (vendor EVCC text)
    double feedback_limit_s = 3.0;    // [E] no feedback within: the session fails
    double match_voltage_V = 20.0;    // closes only within (vendor EVCC text, EVerest dc.rst)
    double mismatch_ignored_s = 1.0;  // after the command (vendor EVCC inhibit_precharge_unmatch_t)
    double open_current_A = 1.0;      // opens at or below (vendor EVCC safety functions, CCS)
    double open_current_limit_s = 20.0;  // opens at last after (EVerest STOPPING_CHARGING_TIMEOUT)
    double emergency_open_delay_s = 0.05;  // [E] opens at last in an emergency
    std::string source;
};

// Times of the EVCC. Intervals are from request to request.
struct Communication {
    std::string evcc_id = "02:00:00:00:00:01";   // MAC, upper-case hexadecimal
    bool extended_pins = true;                   // CCS DC pins: DC_extended, else DC_core
    double link_setup_s = 2.0;                   // 5 % duty to SLAC matched (EVerest SlacSimulator)
    double setup_limit_s = 20.0;                 // 5 % duty to first message (ISO 15118-2, EV)
    double setup_interval_s = 0.235;             // [M] Polestar 2 trace, loop pace
    double authorisation_limit_s = 60.0;         // ISO 15118-2 EV, ongoing
    double authorisation_limit_iso20_s = 180.0;  // EVerest EIM ongoing
    double parameters_limit_s = 60.0;            // ISO 15118-2 EV, ongoing
    double cable_check_interval_s = 0.3;         // [M] Polestar 2 trace
    double cable_check_limit_s = 40.0;           // all three protocols, EV
    double precharge_interval_s = 0.265;         // [M] Polestar 2 trace
    double precharge_limit_s = 7.0;              // DIN 70121, ISO 15118-2, EV
    double precharge_limit_iso20_s = 10.0;       // ISO 15118-20, EV
    double loop_interval_s = 0.235;              // [M] Polestar 2 trace; 0.08 and 0.23 are seen too
    double pilot_change_s = 0.25;                // C to B before the next request (V2G2-848)
    double welding_interval_s = 0.295;           // [M] Polestar 2 trace
    double session_stop_wait_iso20_s = 5.0;      // SessionStop to the end of the link (EVerest D20)
    bool meter_info_requested = true;            // ISO 15118-20 charge loop
    std::string source;
};

// How the vehicle asks for current, and how it ends.
struct Charging {
    double ramp_up_A_per_s = 20.0;     // [M] Leaf CHAdeMO log, 2 A per 100 ms; vendor EVCC default
    double ramp_down_A_per_s = 100.0;  // CHAdeMO adapter; limits that shrink are followed at once
    double precharge_current_A = 2.0;  // EVerest CABLECHECK_CURRENT_LIMIT
    double ready_delay_s = 0.5;  // [E] PowerDelivery to the first request; hours: a delayed start
    double full_soc_percent = 100.0;  // [M] Polestar 2 trace
    double bulk_soc_percent = 80.0;   // [M] Polestar 2 trace
    bool welding_test = true;         // ISO 15118-2 leaves it to the vehicle
    int welding_minimum_rounds = 2;   // [M] Polestar 2 trace
    int welding_maximum_rounds = 10;  // Clara
    double safe_voltage_V = 60.0;     // EVerest; Ioniq ends at 65 V, Clara at 40 V
    // What ends the charge as an emergency (vendor EVCC, stop conditions): beyond the greatest
    // current or voltage by this much, for this long. Figures [E].
    double overcurrent_A = 10.0;
    double overvoltage_V = 10.0;
    double overload_s = 0.5;
    std::string source;
};

// Energy requests in per cent of the usable energy (vendor PEV simulator). The maximum is
// `charge.maximum_soc_percent`, the least for V2X, where discharging ends,
// `charge.minimum_soc_percent`, the target `session.target_soc_percent`.
struct EnergyRequests {
    double minimum_percent = 30.0;
    double maximum_v2x_percent = 80.0;
    std::string source;
};

struct Profile {
    std::string name;
    std::string description;
    models::BatteryParameters battery;
    BatteryFacts facts;
    models::ChargeLimitParameters charge;
    std::string curve_source;
    Limits limits;
    Contactors contactors;
    Communication communication;
    Charging charging;
    EnergyRequests energy;
    SessionOptions session;
};

// Reads and checks resources/vehicles/NAME.yaml (format: 1); all errors at once, each with its
// place. A profile names no protocol and neither bidirectional nor power_profile: those belong to
// the scenario.
tl::expected<Profile, core::Errors> read_profile(const std::string& path);
tl::expected<Profile, core::Errors> parse_profile(std::string_view text, std::string_view name);

// Sets one figure by its dotted name: "initial_soc_percent" or "session.initial_soc_percent",
// "charging.ramp_up_A_per_s", "limits.maximum_charge_current_A". The power profile is written
// "0:30, 20:-20" (seconds:kW). A name or value that does not exist is refused with what does;
// whether the figures fit each other is for check().
core::Result<void> set_entry(Profile& profile, std::string_view name, std::string_view text,
                             const core::SourcePosition& where);

// The dotted names that set_entry() knows.
std::vector<std::string> entry_names();

// What does not fit together: battery against limits, curve, state of charge, power profile against
// protocol. Empty if the profile can be used.
core::Errors check(const Profile& profile, const core::SourcePosition& where = {});

}  // namespace chargerig::vehicle
