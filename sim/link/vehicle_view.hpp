// SPDX-License-Identifier: Apache-2.0
//
// The neutral view of a vehicle that the controller's states read. Each kind of link
// (ISO15118_charger in its current version, its older one, CHAdeMO) fills it by a binding of its
// own; no state knows which. A value that the link did not carry is empty, never guessed.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/inline_string.hpp"
#include "sim/link/pilot.hpp"

namespace chargerig::link {

enum class HlcProtocol : std::uint8_t {
    unknown,
    din_70121,
    iso15118_2_2010,
    iso15118_2_2013,
    iso15118_20
};

// How far the high-level communication has come. Phases only go forward within a session.
enum class HlcPhase : std::uint8_t {
    none,            // no communication yet
    setup,           // handshake, session set-up (evcc_id seen or protocol selected)
    authorisation,   // the vehicle waits for authorisation
    parameters,      // charge parameters known
    cable_check,     // the vehicle waits for the cable check
    precharge,       // the vehicle asks for precharge
    power_delivery,  // contactors closed, vehicle ready (v2g_setup_finished)
    charge_loop,     // first request of the charge loop seen
    stopped,         // the vehicle ended the charge loop
    welding,         // the vehicle tests its contactors (known only where the link tells)
    closed,          // communication ended cleanly (dlink_terminate)
    paused,          // communication paused (dlink_pause)
    failed,          // communication lost or failed (dlink_error, hlc_session_failed)
};

struct VehicleLimits {
    std::optional<double> maximum_voltage_V;
    std::optional<double> minimum_voltage_V;
    std::optional<double> maximum_charge_current_A;
    std::optional<double> minimum_charge_current_A;
    std::optional<double> maximum_charge_power_W;
    std::optional<double> minimum_charge_power_W;
    // Positive magnitudes. In dynamic control a vehicle that tells none cannot discharge; in
    // scheduled control it never tells one and asks for the current itself.
    std::optional<double> maximum_discharge_current_A;
    std::optional<double> minimum_discharge_current_A;
    std::optional<double> maximum_discharge_power_W;
    std::optional<double> minimum_discharge_power_W;
    friend bool operator==(const VehicleLimits&, const VehicleLimits&) = default;
};

struct VehicleBattery {
    std::optional<double> capacity_kWh;
    std::optional<double> soc_percent;
    std::optional<double> minimum_soc_percent;
    std::optional<double> target_soc_percent;
    std::optional<double> maximum_soc_percent;
    std::optional<double> minimum_energy_request_kWh;
    std::optional<double> target_energy_request_kWh;
    std::optional<double> maximum_energy_request_kWh;
    std::optional<double> present_voltage_V;
    friend bool operator==(const VehicleBattery&, const VehicleBattery&) = default;
};

struct VehicleRequest {
    double target_voltage_V = 0.0;
    double target_current_A = 0.0;  // not used in dynamic mode
    std::uint32_t count = 0;        // grows with every request, also with an unchanged one
    friend bool operator==(const VehicleRequest&, const VehicleRequest&) = default;
};

struct VehicleView {
    bool plugged = false;
    CpState cp = CpState::A;
    HlcPhase phase = HlcPhase::none;
    HlcProtocol protocol = HlcProtocol::unknown;
    bool authorisation_asked = false;  // an external identification is wanted and not yet answered
    bool plug_and_charge_asked = false;
    bool dynamic_control = false;    // ISO 15118-20 dynamic: the charger chooses inside a range
    bool bidirectional = false;      // a BPT service was selected
    bool extended_pins = true;       // CCS DC pins (extended) rather than core
    core::InlineString<17> evcc_id;  // "AA:BB:CC:DD:EE:FF"; empty where the protocol has none
    VehicleLimits limits;
    VehicleBattery battery;
    VehicleRequest request;
    bool open_contactors_asked = false;  // dc_open_contactor seen
    bool refused = false;        // charger and vehicle do not fit, said before the cable check
    std::uint32_t wake_ups = 0;  // how often it asked anew by the pilot since it was plugged in
    bool emergency = false;      // an error code of the vehicle, or communication lost in a loop
    friend bool operator==(const VehicleView&, const VehicleView&) = default;
};

// What the controller wants the vehicle to know: the other half of the neutral view. The binding
// turns changes of it into commands of its kind of link.
struct ChargerView {
    // Limits offered to the vehicle after merging; discharge values are positive magnitudes.
    double maximum_voltage_V = 0.0;
    double minimum_voltage_V = 0.0;
    double maximum_current_A = 0.0;
    double minimum_current_A = 0.0;
    double maximum_power_W = 0.0;
    double minimum_power_W = 0.0;
    double maximum_discharge_current_A = 0.0;
    double minimum_discharge_current_A = 0.0;
    double maximum_discharge_power_W = 0.0;
    double minimum_discharge_power_W = 0.0;
    bool bidirectional = false;
    bool extended_pins = true;  // the pins of the charger's plug: CCS DC extended rather than core
    double current_ripple_A = 1.0;

    bool communication_allowed = false;  // D-LINK_READY
    bool authorised = false;
    bool authorisation_refused = false;
    double present_voltage_V = 0.0;
    double present_current_A = 0.0;
    std::uint32_t present_count = 0;  // grows with every measurement received
    enum class Insulation : std::uint8_t { invalid, valid, fault } insulation = Insulation::invalid;
    enum class CableCheck : std::uint8_t {
        pending,
        passed,
        failed
    } cable_check = CableCheck::pending;
    bool contactors_closed = false;
    bool stop_asked = false;
    bool malfunction = false;  // a fault of the charger that ends the session, no emergency
    bool emergency = false;
    friend bool operator==(const ChargerView&, const ChargerView&) = default;
};

}  // namespace chargerig::link
