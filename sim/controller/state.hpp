// SPDX-License-Identifier: Apache-2.0
//
// Everything the emulated controller remembers: plain values, comparable and copyable, so that a
// snapshot is a copy and a golden test a comparison.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "sim/controller/configuration.hpp"
#include "sim/controller/limits.hpp"
#include "sim/core/time.hpp"
#include "sim/evse/messages.hpp"
#include "sim/link/vehicle_view.hpp"

namespace chargerig::controller {

// The absolute deadline of a cyclic message; kNever while the message is not sent.
struct Cycle {
    core::Instant next = core::kNever;

    bool due(core::Instant now) const { return next <= now; }
    void start(core::Instant first) { next = first; }
    void stop() { next = core::kNever; }
    friend bool operator==(const Cycle&, const Cycle&) = default;
};

struct Cycles {
    Cycle status;
    Cycle new_charge_session;
    Cycle power_control;
    Cycle ev_id;
    Cycle inputs;
    Cycle extra_information;
    Cycle emergency_stop;
    Cycle climate;
    friend bool operator==(const Cycles&, const Cycles&) = default;
};

// What is too hot to go on charging.
enum class HotPart : std::uint8_t { none, power_modules, cable };

// Climate control as last evaluated (spec 5.1).
struct Climate {
    double derating_percent = 0.0;  // of the offered current
    HotPart hot = HotPart::none;
    friend bool operator==(const Climate&, const Climate&) = default;
};

// Parts of Insulation_Test (spec 6.2, rows 4a to 4d).
enum class InsulationStep : std::uint8_t { wake_up, ready, test, lowering };

// The safe order of taking power away; the value is the last frame that was sent.
enum class ShutdownStep : std::uint8_t { none, standby, open, lowering };

// EV_Information_*: what was sent last and when the next one may go (spec 8.27).
template <class M>
struct Announced {
    std::optional<M> last;
    core::Instant not_before;
    friend bool operator==(const Announced&, const Announced&) = default;
};
struct EvInformation {
    Announced<evse::EvInformationBattery> battery;
    Announced<evse::EvInformationVoltages> voltages;
    Announced<evse::EvInformationChargeLimits> charge;
    Announced<evse::EvInformationDischargeLimits> discharge;
    Announced<evse::EvInformationEnergy> energy;
    core::Instant next = core::kNever;  // a change waits for this instant
    bool out_of_range_noted = false;
    friend bool operator==(const EvInformation&, const EvInformation&) = default;
};

// Gone when the next Waiting_For_PEV begins.
struct Session {
    bool communication_started = false;  // 5 % duty is on
    bool authorised = false;
    bool authorisation_refused = false;  // decided once, by the first CCS_Authorisation_Done
    bool announced = false;              // New_Charge_Session was sent at least once
    core::Instant announced_at;          // the first one
    bool enabled = false;     // System_Enable = 1 was seen after it: the handshake is done
    bool power_used = false;  // 4a was reached: DC_Power_Control flows until the end of 10
    bool insulation_tested = false;
    double tested_voltage_V = 0.0;
    bool enable_awaited = false;  // in Connected_With_Full_Info (wait_enable_in, spec 8.1)
    bool malfunction = false;     // told to the vehicle
    bool stop_asked = false;      // told to the vehicle
    bool ended_normally = false;  // Ending_Charge was passed in the normal way (spec 8.17)
    bool charging_reached = false;
    bool after_pause = false;
    bool finished = false;  // Charge_Session_Finished was sent
    bool dynamic = false;   // fixed for the whole transfer, as the mode is (spec 5.9)
    bool range_mode = false;
    bool voltage_limit_noted = false;
    bool current_limit_noted = false;
    bool voltage_window_noted = false;
    bool precharge_done = false;
    InsulationStep insulation_step = InsulationStep::wake_up;
    ShutdownStep shutdown = ShutdownStep::none;
    core::Instant open_at_latest = core::kNever;  // the contactors, current or not (spec 8.11)
    int insulation_count = 0;
    std::uint32_t request_count = 0;  // of the last request that a frame was sent for
    link::ChargerView::Insulation insulation = link::ChargerView::Insulation::invalid;
    link::ChargerView::CableCheck cable_check = link::ChargerView::CableCheck::pending;
    std::optional<double> ocpp_target_A;
    bool ocpp_pending = false;  // set, and not yet forwarded
    EvInformation ev_information;
    friend bool operator==(const Session&, const Session&) = default;
};

// What the power side switches at the controller's box, as far as it is CAN_Controlled (spec 5.4).
struct BoxOutputs {
    std::array<bool, kDigitalOutputs> digital_output{};
    std::array<std::uint8_t, kLeds> led_percent{};  // 0 to 100
    friend bool operator==(const BoxOutputs&, const BoxOutputs&) = default;
};

// The set-point of modules that the controller drives itself (side_channel): on its way since an
// instant. Without range there is none.
struct OwnModules {
    std::optional<CurrentRange> range;  // of the last power frame
    double from_A = 0.0;
    double to_A = 0.0;
    core::Instant since;
    friend bool operator==(const OwnModules&, const OwnModules&) = default;
};

// What an emergency came from; it decides how long Emergency_Stop goes on.
enum class EmergencyCause : std::uint8_t {
    none,
    button,         // the current loop is open
    system_enable,  // withdrawn in Charging
    insulation,     // too low while power functions run
    status_lost,    // Power_Modules_Status timed out
    contactors,     // the output contactors stay closed
    vehicle,        // the vehicle reported an error
    communication,  // high-level communication lost, or unplugged
};

struct Emergency {
    EmergencyCause cause = EmergencyCause::none;
    evse::EmergencyOrigin origin = evse::EmergencyOrigin::none;

    bool active() const { return cause != EmergencyCause::none; }
    friend bool operator==(const Emergency&, const Emergency&) = default;
};

struct State {
    evse::ControllerState state = evse::ControllerState::Initialising;
    core::Instant entered;
    bool reported = false;               // the bus has seen this state at least once
    core::Instant timer = core::kNever;  // the limit of the state or step at hand
    bool wait_for_unplug = false;        // a session ended with the plug still in (spec 8.34)
    std::uint32_t wake_ups_seen = 0;     // of the vehicle, when that session closed
    bool limits_noted = false;
    bool held_back_noted = false;  // a plug that starts nothing while the current loop is open
    std::uint64_t missed_cycles =
        0;  // cyclic deadlines that were skipped because the step came late

    bool output_contactors_close = false;
    // Since when their feedback has shown "closed" against the drive; kNever: it does not.
    core::Instant contactors_closed_since = core::kNever;
    bool contactors_noted = false;                  // that they are welded
    std::optional<evse::PowerModulesStatus> power;  // last received
    core::Instant power_received;
    std::uint32_t power_count = 0;
    std::optional<evse::DcPowerParameters> parameters;
    // Sequence_Control as last received: levels stay from session to session (spec 5.3, 8.20), and
    // an edge is one against it.
    evse::SequenceControl flags;
    bool flags_heard = false;  // at least one frame counted

    std::array<bool, kDigitalInputs> digital_input{};  // levels as last seen
    BoxOutputs box;
    OwnModules own_modules;

    Cycles cycles;
    Session session;
    Emergency emergency;
    Climate climate;

    friend bool operator==(const State&, const State&) = default;
};

}  // namespace chargerig::controller
