// SPDX-License-Identifier: Apache-2.0
//
// Everything a vehicle knows at an instant: a plain, comparable value without heap blocks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/core/time.hpp"
#include "sim/link/iso15118_charger.hpp"

namespace chargerig::vehicle {

// Where the EVCC stands. The order is that of a session; finished, paused and failed wait for the
// connector to be pulled; a vehicle that has paused or finished may also wake up.
enum class Phase : std::uint8_t {
    unplugged,
    waiting_for_pwm,    // plugged, no 5 % duty yet
    link_setup,         // SLAC and SDP
    handshake,          // SupportedAppProtocol
    session_setup,      // SessionSetup
    services,           // up to the choice of payment; -20: AuthorizationSetup
    authorisation,      // waits for authorization_response
    service_selection,  // -20 alone
    parameters,         // ChargeParameterDiscovery; -20: with ScheduleExchange
    cable_check,
    precharge,
    closing_contactors,
    power_delivery,  // PowerDelivery start, ready to charge
    charge_loop,
    stopping,  // PowerDelivery stop, waits for the current to go
    welding,   // contactors open, waits for the voltage to go
    session_stop,
    emergency,  // contactors open, one request later the link ends
    finished,
    paused,
    failed,
    waking_up,  // from paused or finished: a pulse on the pilot, then as after the plug
};
inline constexpr std::array<std::string_view, 22> kPhaseNames{"unplugged",
                                                              "waiting for PWM",
                                                              "link set-up",
                                                              "handshake",
                                                              "session set-up",
                                                              "services",
                                                              "authorisation",
                                                              "service selection",
                                                              "charge parameters",
                                                              "cable check",
                                                              "precharge",
                                                              "closing contactors",
                                                              "power delivery",
                                                              "charge loop",
                                                              "stopping",
                                                              "welding detection",
                                                              "session stop",
                                                              "emergency",
                                                              "finished",
                                                              "paused",
                                                              "failed",
                                                              "waking up"};

constexpr std::string_view name(Phase phase) {
    return kPhaseNames[static_cast<std::size_t>(phase)];
}

// Why the vehicle ends the session.
enum class StopCause : std::uint8_t {
    none,
    vehicle_request,
    charger_request,
    charger_error,
    target_reached,
    cut_off_current,
    departure_time,
    maximum_session_time,
    pause_request,  // of the charger
    vehicle_pause,
    incompatible,
};
inline constexpr std::array<std::string_view, 11> kStopCauseNames{
    "",
    "stop asked for in the vehicle",
    "stop asked for by the charger",
    "error sent by the charger",
    "target state of charge reached",
    "charging current below the cut-off",
    "departure time reached",
    "maximum session time reached",
    "pause asked for by the charger",
    "pause asked for in the vehicle",
    "charger and vehicle do not fit"};

constexpr std::string_view name(StopCause cause) {
    return kStopCauseNames[static_cast<std::size_t>(cause)];
}

// What the charger offers, discharge values as positive magnitudes.
struct Offer {
    double maximum_voltage_V = 0.0;
    double maximum_current_A = 0.0;
    double maximum_power_W = 0.0;
    double maximum_discharge_current_A = 0.0;
    double maximum_discharge_power_W = 0.0;
    friend bool operator==(const Offer&, const Offer&) = default;
};

// What the charger has said. The first part outlives a session, the second begins anew with each.
struct ChargerData {
    bool setup_seen = false;
    bool session_setup_seen = false;
    bool energy_modes_seen = false;
    bool capabilities_seen = false;
    bool maximum_limits_seen = false;
    bool debug_mode = false;
    bool bidirectional = false;  // from its capabilities
    link::SaeJ2847BidiMode sae_mode = link::SaeJ2847BidiMode::None;
    link::EnergyTransferModes energy_modes;
    link::PaymentOptions payment_options;
    std::optional<link::SupportedAppProtocols> app_protocols;
    std::optional<link::BptSetup> bpt;
    double minimum_voltage_V = 0.0;
    Offer offer;
    double capabilities_minimum_voltage_V = 0.0;
    bool link_ready = false;

    std::optional<link::AuthorizationStatus> authorisation;
    bool cable_check_passed = false;
    bool stop_asked = false;
    bool pause_asked = false;
    std::optional<link::EvseError> error;
    friend bool operator==(const ChargerData&, const ChargerData&) = default;
};

// Last published values of the variables that go out on change only (EvseV2G).
struct Published {
    std::optional<link::DcEvStatus> status;
    std::optional<link::DcEvTargetValues> target;
    std::optional<link::DcEvMaximumLimits> limits;
    std::optional<link::DcEvRemainingTime> remaining_time;
    friend bool operator==(const Published&, const Published&) = default;
};

struct State {
    Phase phase = Phase::unplugged;
    core::Instant phase_since;
    core::Instant plugged_since;
    core::Instant next_request = core::kNever;  // the next message to the charger
    core::Instant deadline = core::kNever;      // when the phase has taken too long
    core::Instant timer = core::kNever;         // a further wake-up that the phase wants
    int rounds = 0;                             // requests made in this phase

    bool announced = false;  // supported_app_protocols_secc is out
    bool ready = false;      // S2 closed
    bool contactors_commanded = false;
    core::Instant open_contactors_at = core::kNever;  // at the latest

    bool bidirectional = false;  // DC_BPT or SAE J2847/2 was agreed on
    bool bulk_complete = false;
    bool charging_complete = false;
    StopCause stop = StopCause::none;
    Phase emergency_from = Phase::unplugged;  // where an emergency met the vehicle
    link::DcEvErrorCode error_code = link::DcEvErrorCode::NO_ERROR;

    core::Instant loop_since;                     // first request of the charge loop
    core::Instant ramp_at;                        // when the request below was made
    double requested_current_A = 0.0;             // the ramp, before rounding
    core::Instant overload_since = core::kNever;  // more than the vehicle takes

    ChargerData charger;
    Published published;
    friend bool operator==(const State&, const State&) = default;
};

}  // namespace chargerig::vehicle
