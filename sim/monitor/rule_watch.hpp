// SPDX-License-Identifier: Apache-2.0
//
// Which rules of the generic interface a run has shown. A rule counts when its condition came and
// what has to follow did. Both are judged by the messages on the bus, whoever sent them; of a cause
// that no message tells (a button, the vehicle) the emulated controller says that it acts on it,
// and the messages have to show what it did. Two sessions of a run are looked at one by one.
//
//   watch.see(message, time) ...; watch.told(causes) ...; watch.shown();
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/time.hpp"
#include "sim/evse/message_kind.hpp"
#include "sim/evse/messages.hpp"
#include "sim/evse/rule.hpp"

namespace chargerig::monitor {

// The figures that the rules leave to a configuration, with the controller's defaults.
struct RuleLimits {
    double status_timeout_s = 0.5;       // charger_can_timeout_ms
    double wake_up_s = 40.0;             // wake_up_limit_s
    double insulation_timeout_s = 30.0;  // insulation_timeout_s
    int insulation_iterations = 10;
    double insulation_ready_percent = 90.0;
    double insulation_kohm = 100.0;
    double insulation_ohm_per_V = 0.0;
    double running_ohm_per_V = 100.0;
    double running_floor_V = 60.0;
    double safe_voltage_V = 20.0;
    double ending_current_A = 1.0;
};

class RuleWatch {
public:
    explicit RuleWatch(const RuleLimits& limits = {}) : limits_(limits) {}

    void see(const evse::Message& message, core::Instant now);

    // The controller acts on these causes at this instant.
    void told(evse::Rules causes) { session_.causes.add(causes); }

    evse::Rules shown() const;

private:
    // What a DC_Power_Control says, apart from its values.
    enum class Power : std::uint8_t {
        none,
        off,
        standby_closed,
        standby_closed_lowering,
        standby_open,
        standby_open_lowering,
        test,
        precharge,
        transfer,
        other,
    };
    // Of one session; begins anew in Waiting_For_PEV, Not_Available and after a pause.
    struct Session {
        evse::Rules causes;     // that the controller acted on
        evse::Rules emergency;  // of the emergency; shown when the session ends rushed
        bool messages = false;  // of a session were sent, apart from New_Charge_Session
        bool announced = false;
        bool enabled = false;
        std::optional<core::Instant> withdrawn;  // System_Enable, after that
        bool withdrawn_charging = false;
        bool refused = false;  // the authorisation

        core::Instant test_entered;              // Insulation_Test
        std::optional<core::Instant> closed_at;  // first told to close the contactors
        int ready_frames = 0;
        int test_frames = 0;
        int good_frames = 0;  // in a row
        bool test_as_told = true;
        bool ramp_seen = false;
        bool discharge_seen = false;
        bool tested = false;

        bool precharge_as_told = true;
        bool precharged = false;
        bool mismatch_seen = false;
        bool matched = false;

        std::optional<core::Instant> started;  // Charge_Started
        int frames_after_start = 0;
        bool standby_then_silence = false;
        bool transfer_seen = false;
        bool current_seen = false;

        int stops = 0;  // Charge_Stopped
        bool stop_closed = false;
        bool stop_opened = false;
        bool stop_lowered = false;
        bool welding_kept = true;  // nothing new in Welding_Detection

        std::optional<core::Instant> emergency_began;
        core::Instant emergency_last;
        bool emission_kept = true;
        std::optional<core::Instant> closing_since;  // Closing_Communication
        int finishes = 0;
        bool rushed = false;
    };

    void show(evse::Rule rule) { shown_.add(rule); }
    static Power power_of(const evse::DcPowerControl& control);

    void take(const evse::PowerModulesStatus& status, core::Instant now);
    void take(const evse::DcPowerParameters& parameters, core::Instant now);
    void take(const evse::ControllerStatus& status, core::Instant now);
    void take(const evse::ChargeStatusChange& change, core::Instant now);
    void take(const evse::DcPowerControl& control, core::Instant now);
    void take(const evse::ChargeSessionFinished& finished, core::Instant now);
    void take(const evse::EmergencyStop& stop, core::Instant now);

    // rule_states.cpp: from one state to another.
    void pass(evse::ControllerState from, evse::ControllerState to, core::Instant now);
    void leave_ending();
    void leave_closing(core::Instant now);

    // rule_power.cpp: from one DC_Power_Control to the next.
    void before_charging(Power kind, const evse::DcPowerControl& control, core::Instant now);
    void test_frame(const evse::DcPowerControl& control);
    void test_passed();
    void discharged();
    void precharge_frame(const evse::DcPowerControl& control);
    void precharge_over();
    void from_charging_on(Power kind, core::Instant now);
    bool holds(double voltage_V) const;

    void watch_enable(const evse::PowerModulesStatus& status, core::Instant now);
    void watch_gap(const evse::PowerModulesStatus& status, core::Instant now);
    void watch_lost_controller(const evse::PowerModulesStatus& status, core::Instant now);
    void begin_emergency(evse::EmergencyOrigin origin, core::Instant now);
    void end_given_up();
    bool closed_after(core::Instant begin, double limit_s) const;

    RuleLimits limits_;
    evse::Rules shown_;
    Session session_;
    std::optional<evse::ControllerState> state_;
    std::optional<core::Instant> controller_at_;  // the last status
    int controller_gaps_ = 0;                     // kept in a row
    int modules_gaps_ = 0;
    std::optional<evse::PowerModulesStatus> power_;
    core::Instant power_at_;
    std::optional<evse::DcPowerControl> control_;
    core::Instant control_at_;
    Power control_kind_ = Power::none;
    std::optional<evse::DcPowerParameters> parameters_;
    core::Instant parameters_at_;
    bool parameters_kept_ = true;  // never two of them too close
    bool parameters_changed_ = false;
    evse::SequenceControl flags_;
};

}  // namespace chargerig::monitor
