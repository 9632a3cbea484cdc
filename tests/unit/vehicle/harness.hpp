// SPDX-License-Identifier: Apache-2.0
//
// A vehicle on a bench: a charger that answers as it is told to, and just enough of an electrical
// world.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/vehicle/vehicle.hpp"

namespace chargerig::vehicle::test {

// A 400 V car with round figures; discharges with 100 A.
Profile test_profile(Protocol protocol);

struct ChargerBehaviour {
    bool closes_link = true;  // sends dlink_ready(true)
    bool authorises = true;
    bool gives_limits = true;
    bool passes_cable_check = true;
    bool precharges = true;
    bool follows_current = true;  // else the current stays what it was
    bool contactors_work = true;  // the vehicle's own
    double maximum_current_A = 200.0;
    double maximum_power_W = 80000.0;
    double maximum_voltage_V = 500.0;
    double minimum_voltage_V = 50.0;
    double maximum_discharge_current_A = 60.0;
    double maximum_discharge_power_W = 30000.0;
    bool bidirectional = true;
    bool debug_mode = true;
    link::SaeJ2847BidiMode sae_mode = link::SaeJ2847BidiMode::None;
    bool contract = false;
};

class Bench {
public:
    explicit Bench(Profile profile, ChargerBehaviour behaviour = {});

    // The charger's commands at its start.
    void start_charger();
    void send_limits();
    void send(link::CommandName name, link::CommandPayload payload = {});

    void plug_in() { inputs.plugged = true; }
    void unplug() { inputs.plugged = false; }

    // Steps at every grid point of 10 ms and at every wake-up in between.
    void run_for(double seconds);
    // Until the phase is entered; false when it is not within `limit_s`.
    bool run_until(Phase phase, double limit_s = 60.0);
    // One step at the present instant.
    void step();
    // On to the charge loop, plugged in and started.
    bool charge();

    core::Instant now() const { return now_; }
    double seconds() const { return core::to_seconds(now_); }
    double seconds_in_phase() const { return core::to_seconds(now_ - state.phase_since); }

    // Names of the variables so far, without v2g_messages.
    std::vector<std::string> var_names() const;
    // Messages so far, repetitions taken together.
    std::vector<std::string> messages() const;
    std::size_t count(link::VarName name) const;
    template <class T>
    const T* last(link::VarName name) const {
        for (auto it = vars.rbegin(); it != vars.rend(); ++it) {
            if (it->name == name) return std::get_if<T>(&it->payload);
        }
        return nullptr;
    }
    std::vector<std::string> note_texts(core::NoteKind kind) const;

    Vehicle vehicle;
    ChargerBehaviour behaviour;
    State state;
    Inputs inputs;
    Outputs outputs;
    std::vector<link::Var> vars;
    std::vector<core::Note> notes;
    bool record = true;  // off: keeps no variables, so that the bench does not allocate
    std::function<void()> before_step;

private:
    void answer(const link::Var& var);
    void electricity();

    core::Instant now_;
    std::vector<link::Command> pending_;
    std::vector<link::Command> delivered_;
    double output_voltage_V_ = 0.0;
    std::optional<core::Instant> contactors_change_at_;
    std::optional<core::Instant> cable_check_at_;
    bool energised_ = false;
};

}  // namespace chargerig::vehicle::test
