// SPDX-License-Identifier: Apache-2.0
//
// The emulated charge controller (SECC, CCS DC). Pure: everything it knows is in `State`,
// everything it does is in `Outputs`. It meets the vehicle only through the vehicle link and the
// power side only through generic-interface messages and its own output-contactor relay.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "sim/controller/configuration.hpp"
#include "sim/controller/state.hpp"
#include "sim/core/inline_vector.hpp"
#include "sim/core/note.hpp"
#include "sim/core/time.hpp"
#include "sim/evse/messages.hpp"
#include "sim/evse/rule.hpp"
#include "sim/link/vehicle_view.hpp"

namespace chargerig::controller {

struct Inputs {
    core::Instant now;
    std::span<const evse::Message> received;     // from the bus since the last step, oldest first
    const link::VehicleView* vehicle = nullptr;  // never null in step()
    bool output_contactors_closed = false;       // feedback of the controller's own relay
    bool stop_button = false;            // edge: the user's stop input was pressed at this instant
    bool emergency_stop_button = false;  // level: the current loop (E-stop chain) is open
    // Sensors in the connector, -40 to 215; -40 means that there is none (spec 5.1, 5.4).
    std::array<double, 2> connector_temperature_degC{-40.0, -40.0};
    // Levels of the digital inputs, the first at index 0. What each is for: dig_in1 and following.
    std::array<bool, kDigitalInputs> digital_input{};
    std::optional<double> ocpp_target_current_A;  // event: the back end changed the set-point
};

struct Outputs {
    core::InlineVector<evse::Message, 24> messages;  // in the order in which they go out
    link::ChargerView charger;                       // complete, valid until the next step
    link::PilotFromCharger pilot;
    bool output_contactors_close = false;
    BoxOutputs box;  // digital outputs and LEDs
    // To the modules that the controller drives itself (side_channel), over a line of their own:
    // the set-point while a range is in force; empty otherwise.
    std::optional<double> own_set_point_A;
    std::vector<core::Note> notes;
    // Rules whose cause no message shows and on which the controller acts in this step.
    evse::Rules causes;
    core::Instant next_wakeup = core::kNever;

    void clear() {
        causes.clear();
        messages.clear();
        notes.clear();
        next_wakeup = core::kNever;
    }
};

// What the version of the generic interface in use can say, as far as the states depend on it.
struct Interface {
    bool charge_pause = true;  // the state Charge_Pause has a label; without, a pause is an end
};

class Controller {
public:
    explicit Controller(Configuration configuration, Interface interface = {});

    State initial_state(core::Instant now) const;

    // One instant: takes what arrived, decides, and says when it wants to be woken at the latest.
    // May be called more often than asked; a call without news changes nothing.
    void step(const Inputs& inputs, State& state, Outputs& outputs) const;

    const Configuration& configuration() const { return configuration_; }

private:
    Configuration configuration_;
    Interface interface_;
};

}  // namespace chargerig::controller
