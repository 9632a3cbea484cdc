// SPDX-License-Identifier: Apache-2.0
//
// Drives a controller through a session in virtual time: a scripted vehicle view, a power side that
// does what it is told at once, and a record of everything that came out.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "sim/controller/controller.hpp"

namespace chargerig::controller::test {

using namespace core::literals;
using evse::ControllerState;
using link::HlcPhase;

struct Sent {
    core::Instant time;
    evse::Message message;
    friend bool operator==(const Sent&, const Sent&) = default;
};

template <class M>
struct At {
    core::Instant time;
    M message;
};

constexpr core::Instant at_ms(std::int64_t ms) {
    return {ms * 1'000'000};
}
inline std::int64_t to_ms(core::Instant t) {
    return t.ns / 1'000'000;
}

// The frame that switches the modules to Standby.
evse::DcPowerControl standby(bool close, bool lowering = false);

// Answers power frames at once; each answer can be switched off.
struct PowerSide {
    evse::PowerModulesStatus status;
    bool sends = true;
    bool wakes_up = true;       // raises System_Enable when it sees Insulation_Test
    bool follows = true;        // voltage and current follow the frames
    bool drops_current = true;  // Standby takes the current away
    bool lowers = true;
    double resistance_kohm = 200.0;
    double battery_voltage_V = 350.0;

    void hear(const evse::Message& message);
};

class Bench {
public:
    explicit Bench(Configuration configuration = {}, Interface interface = {});

    // One call of step() at the present instant with what has piled up.
    void step();
    // Runs to an absolute time; wakes where the controller asked and where a status message is due.
    void run_until(core::Instant end);
    void run_for(core::Duration length) { run_until(now + length); }
    // Runs until the state is reached; false when the time is over first.
    bool run_to(ControllerState wanted, core::Duration limit = 10_s);

    void receive(const evse::Message& message) { inbox_.push_back(message); }
    void press_stop();
    void ocpp(double current_A);

    // Vehicle moves. Each takes effect at this instant.
    void plug_in(link::HlcProtocol protocol = link::HlcProtocol::iso15118_2_2013);
    // After boot, with ISO 15118-20.
    void plug_in_iso20(bool dynamic = true, bool bidirectional = false);
    void phase(HlcPhase wanted);
    void request(double voltage_V, double current_A);
    void unplug();

    // Leads a normal session to the state and lets the bus see it once.
    void reach(ControllerState wanted);

    template <class M>
    std::vector<At<M>> sent(core::Instant from = {}, core::Instant to = core::kNever) const {
        std::vector<At<M>> out;
        for (const Sent& s : log) {
            if (s.time < from || s.time > to) continue;
            if (const M* m = std::get_if<M>(&s.message)) out.push_back({s.time, *m});
        }
        return out;
    }
    // States as the bus saw them, without repetition.
    std::vector<ControllerState> states_seen() const;
    bool noted(core::NoteKind kind, std::string_view part) const;
    // How the session was told to have ended; empty while it was not.
    std::optional<evse::StopState> finished() const;
    // The last DC_Power_Control; an Off frame while there was none.
    evse::DcPowerControl last_power() const;

    Controller controller;
    State state;
    Outputs outputs;
    link::VehicleView vehicle;
    PowerSide power;
    core::Instant now;
    bool relay_follows = true;
    bool relay_closed = false;
    bool emergency_button = false;
    std::array<double, 2> connector_degC{-40.0, -40.0};
    std::array<bool, kDigitalInputs> digital_input{};
    bool keep_log = true;
    core::Duration status_phase = 30_ms;
    std::vector<Sent> log;
    std::vector<core::Note> notes;
    std::size_t steps = 0;

private:
    core::Instant next_status_;
    bool stop_ = false;
    std::optional<double> ocpp_;
    std::vector<evse::Message> inbox_;
};

}  // namespace chargerig::controller::test
