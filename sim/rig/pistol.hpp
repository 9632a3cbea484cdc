// SPDX-License-Identifier: Apache-2.0
//
// One connector of the rig with the participants that this process plays, the vehicle link between
// two of them and the electrical world that joins them. It moves messages and wires; what to do
// with them is the participants' affair.
//
// One instant (see run.hpp): advance() carries physics to now, hear() hands over what arrived,
// step() lets every participant that is due decide, and sends.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "sim/controller/controller.hpp"
#include "sim/evse/binding.hpp"
#include "sim/link/iso15118_binding.hpp"
#include "sim/link/stream.hpp"
#include "sim/modules/modules.hpp"
#include "sim/monitor/bus_observer.hpp"
#include "sim/plant/plant.hpp"
#include "sim/rig/bus_hub.hpp"
#include "sim/rig/frame_path.hpp"
#include "sim/rig/plant_setup.hpp"
#include "sim/scenario/engine.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/vehicle/vehicle.hpp"

namespace chargerig::rig {

class Pistol {
public:
    // Who is not played here has no endpoint: nobody would ever fetch what is sent to it.
    Pistol(const scenario::Scenario& scenario, const scenario::Emulation& emulate,
           evse::Binding binding, Endpoints endpoints);

    monitor::BusObserver& observer() { return observer_; }
    const monitor::BusObserver& observer() const { return observer_; }
    const evse::Binding& binding() const { return binding_; }

    core::Instant next_wakeup() const;

    // Before the first instant: this battery instead of the profile's, asked every `tick`, which is
    // at least one step of the grid. An error where this process has no battery, or of the model.
    core::Result<void> use_battery(plant::ExternalBattery& battery, core::Duration tick);

    // Carries the electrical world to the last grid point at or before now.
    void advance(core::Instant now);

    // Decodes what has reached the participants by now.
    void hear(core::Instant now, BusHub& hub);

    // What a person or a script does to the pistol; takes effect in the step that follows. An error
    // says which value was refused.
    core::Result<void> command(const scenario::Commands& commands);

    // Ends the session in the safe order: the controller stops the charge, modules that have no
    // controller here withdraw their permission and go to zero current.
    void request_stop();
    // The next stage when the stop was not followed: the controller opens its contactors at once.
    void request_emergency_stop();

    void step(core::Instant now, BusHub& hub, std::vector<core::Note>& notes);

    // Whether a session is going on as far as this process can tell.
    bool session_active() const;

    // As they stand now; where the modules are not played here, as they would begin.
    modules::Parameters modules_parameters() const;

    std::optional<plant::Energy> energy() const;
    std::optional<plant::Readings> readings() const;
    std::uint64_t electrical_steps() const { return plant_ ? world_.steps : 0; }
    core::Duration electrical_step() const { return step_; }
    const link::HlcStream& hlc() const { return hlc_; }
    link::HlcStream& hlc() { return hlc_; }
    // Cyclic deadlines that passed while the process did not run; skipped, never sent late in a
    // burst.
    std::uint64_t missed_cycles() const;

    // The faults that were put on the frames of this pistol, and what they did.
    const std::vector<fault::Tally>& faults() const { return frames_.tallies(); }

    // The first message that did not fit its frame or the vehicle link: an error of the rig's own.
    const std::optional<core::Error>& fault() const { return fault_; }

private:
    template <class Messages>
    void send(fault::Side side, const Messages& messages, core::Instant now,
              evse::LinkMemory& memory, BusHub& hub);
    void decode(const can::Frame& frame, evse::LinkMemory& memory,
                std::vector<evse::Message>& inbox);
    void step_controller(core::Instant now, BusHub& hub, std::vector<core::Note>& notes);
    void step_modules(core::Instant now, BusHub& hub, std::vector<core::Note>& notes);
    void step_vehicle(core::Instant now, std::vector<core::Note>& notes);
    core::Result<void> set_value(std::string_view path, std::string_view value);
    void apply(const scenario::Setting& setting);
    bool apply_to_vehicle(const scenario::Setting& setting);  // false: not the vehicle's affair
    void drive_plant();
    bool vehicle_contactors_close() const;
    bool output_contactors_close() const;
    void update_boundary(core::Instant now, std::vector<core::Note>& notes);
    void tell_load_mismatch(core::Instant now, std::vector<core::Note>& notes);
    template <class Item>
    void send_hlc(Item item, core::Instant now);
    void rebuild_plant();
    void advance_with_battery(std::int64_t steps);
    core::Result<void> ask_battery(double seconds, double mean_current_A);
    core::Instant next_grid_point(core::Instant now) const;

    scenario::Scenario scenario_;
    scenario::Emulation emulate_;
    evse::Binding binding_;
    monitor::BusObserver observer_;
    FramePath frames_;
    core::Duration step_;

    std::optional<controller::Controller> controller_;
    controller::State controller_state_;
    controller::Outputs controller_out_;
    controller::Inputs controller_in_;
    evse::LinkMemory controller_memory_;
    std::vector<evse::Message> controller_inbox_;
    core::Instant controller_due_;
    scenario::OutputContactors output_contactors_ = scenario::OutputContactors::work;
    bool controller_status_silent_ = false;  // by command: Advantics_Controller_Status stays away

    std::optional<modules::Modules> modules_;
    modules::State modules_state_;
    modules::Outputs modules_out_;
    evse::LinkMemory modules_memory_;
    std::vector<evse::Message> modules_inbox_;
    core::Instant modules_due_;

    std::optional<vehicle::Vehicle> vehicle_;
    vehicle::State vehicle_state_;
    vehicle::Outputs vehicle_out_;
    vehicle::Inputs vehicle_in_;
    core::Instant vehicle_due_;

    link::HlcStream hlc_;
    link::BindingParameters link_parameters_;
    link::BindingState link_state_;
    link::VehicleView view_;
    core::InlineVector<link::Var, 32> vars_;
    core::InlineVector<link::Command, 32> commands_;
    link::CommandList commands_out_;

    std::optional<plant::Plant> plant_;
    plant::State world_;
    plant::Drives drives_;
    plant::Readings readings_;
    LoadWatch load_;
    plant::ExternalBattery* battery_ = nullptr;  // null: the plant's own
    std::int64_t battery_tick_steps_ = 1;
    std::int64_t battery_asked_step_ = 0;
    double battery_asked_percent_ = 0.0;
    double battery_voltage_percent_ = 100.0;
    scenario::VehicleContactors vehicle_contactors_ = scenario::VehicleContactors::work;
    bool plugged_ = false;
    core::Instant load_mismatch_since_ = core::kNever;
    bool load_mismatch_told_ = false;
    std::optional<core::Error> fault_;
};

}  // namespace chargerig::rig
