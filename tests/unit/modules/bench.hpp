// SPDX-License-Identifier: Apache-2.0
//
// The modules on a test bench: a hand plays the controller, virtual time jumps from wake-up to
// wake-up.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/modules/modules.hpp"
#include "sim/modules/profile.hpp"

namespace chargerig::modules::test {

using namespace core::literals;

struct Sent {
    core::Instant time;
    evse::Message message;
    friend bool operator==(const Sent&, const Sent&) = default;
};

// A profile of resources/modules.
inline Parameters shipped(const std::string& name) {
    return read_profile(CHARGERIG_SOURCE_DIR "/resources/modules/" + name + ".yaml")
        .value()
        .parameters;
}

class Bench {
public:
    explicit Bench(Parameters parameters = {}, core::Instant start = {})
        : modules(std::move(parameters)), state(modules.initial_state(start)), now(start) {
        step({});
    }

    void step(std::vector<evse::Message> received) {
        for (const evse::Message& message : received) {
            const auto* status = std::get_if<evse::ControllerStatus>(&message);
            if (status == nullptr) continue;
            status_alive = true;
            controller_state = status->state;
            next_status = now + 100_ms;
        }
        modules.step({now, received, readings, own_set_point_A}, state, out);
        for (const evse::Message& message : out.messages) sent.push_back({now, message});
        notes.insert(notes.end(), out.notes.begin(), out.notes.end());
    }

    // Lets time pass; the controller repeats its status every 100 ms while `status_alive`.
    void run_until(core::Instant end) {
        for (;;) {
            core::Instant next = out.next_wakeup;
            if (status_alive) next = core::earliest(next, next_status);
            if (next > end) break;
            now = next;
            if (status_alive && now == next_status) {
                step({evse::ControllerStatus{controller_state}});
            } else {
                step({});
            }
        }
        now = end;
        step({});
    }
    void run(core::Duration duration) { run_until(now + duration); }

    void receive(evse::Message message) { step({std::move(message)}); }
    void enter(evse::ControllerState entered) { receive(evse::ControllerStatus{entered}); }
    void command(evse::PowerFunction function, double voltage_V = 0.0, double max_A = 0.0,
                 double min_A = 0.0, bool close = true) {
        evse::DcPowerControl control;
        control.power_function = function;
        control.target_voltage_V = voltage_V;
        control.current_range_max_A = max_A;
        control.current_range_min_A = min_A;
        control.output_contactors_close = close;
        receive(control);
    }
    void range(double max_A, double min_A, double voltage_V = 450.0) {
        receive(range_control(max_A, min_A, voltage_V));
    }
    static evse::DcPowerControl range_control(double max_A, double min_A, double voltage_V) {
        evse::DcPowerControl control;
        control.power_function = evse::PowerFunction::Power_Transfer;
        control.setpoints_mode = evse::SetpointsMode::Range_Mode;
        control.target_voltage_V = voltage_V;
        control.current_range_max_A = max_A;
        control.current_range_min_A = min_A;
        control.output_contactors_close = true;
        return control;
    }
    void standby(bool close, bool lowering) {
        evse::DcPowerControl control;
        control.power_function = evse::PowerFunction::Standby;
        control.output_contactors_close = close;
        control.lower_output_voltage = lowering;
        receive(control);
    }

    // From plug-in to a raised System_Enable.
    void wake() {
        enter(evse::ControllerState::Waiting_For_PEV);
        enter(evse::ControllerState::Connected_With_Full_Info);
        receive(evse::NewChargeSession{});
        enter(evse::ControllerState::Insulation_Test);
        run(core::from_seconds(state.live.power_modules_wake_up_duration_s));
    }

    template <class T>
    std::vector<std::pair<core::Instant, T>> all() const {
        std::vector<std::pair<core::Instant, T>> found;
        for (const Sent& one : sent) {
            if (const T* message = std::get_if<T>(&one.message))
                found.push_back({one.time, *message});
        }
        return found;
    }
    // The next status frame, which is at most 100 ms away.
    evse::PowerModulesStatus next_status_frame() {
        sent.clear();
        run_until(state.next_cycle);
        return all<evse::PowerModulesStatus>().at(0).second;
    }
    std::size_t count_notes(const std::string& text) const {
        std::size_t count = 0;
        for (const core::Note& note : notes) count += note.text == text ? 1 : 0;
        return count;
    }

    // The note must be there.
    const core::Note& find_note(const std::string& text) const {
        std::size_t i = 0;
        while (notes.at(i).text != text) ++i;
        return notes[i];
    }

    Modules modules;
    State state;
    Outputs out;
    core::Instant now;
    plant::Readings readings;
    std::optional<double> own_set_point_A;  // from a controller that drives these modules
    std::vector<Sent> sent;
    std::vector<core::Note> notes;
    bool status_alive = false;
    evse::ControllerState controller_state = evse::ControllerState::Initialising;
    core::Instant next_status;
};

}  // namespace chargerig::modules::test
