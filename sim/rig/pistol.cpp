// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/pistol.hpp"

#include "sim/core/text.hpp"
#include "sim/modules/entries.hpp"

namespace chargerig::rig {
namespace {

constexpr std::size_t kInbox = 256;

// A report is up to 100 ms old and steps come in between; a mismatch counts when it outlasts that.
constexpr core::Duration kMismatchSettled{500'000'000};

monitor::RuleLimits rule_limits(const controller::Configuration& c) {
    return {c.charger_can_timeout_ms / 1000.0,
            c.wake_up_limit_s,
            c.insulation_timeout_s,
            c.insulation_iterations,
            c.insulation_ready_percent,
            c.insulation_limit_kohm,
            c.insulation_limit_ohm_per_V,
            c.running_insulation_limit_ohm_per_V,
            c.running_insulation_floor_V,
            c.safe_voltage_V,
            c.ending_current_A};
}

void move_notes(std::vector<core::Note>& from, std::vector<core::Note>& to) {
    for (auto& note : from) to.push_back(std::move(note));
}

}  // namespace

Pistol::Pistol(const scenario::Scenario& scenario, const scenario::Emulation& emulate,
               evse::Binding binding, Endpoints endpoints)
    : scenario_(scenario),
      emulate_(emulate),
      binding_(binding),
      observer_(std::move(binding), {emulate.controller, emulate.modules},
                rule_limits(scenario.controller)),
      frames_(binding_, scenario.seed, endpoints),
      step_(scenario.electrical_step),
      controller_due_(core::kNever),
      modules_due_(core::kNever),
      vehicle_due_(core::kNever),
      hlc_(scenario.link_delay, link::Strictness::discharge_tolerant, scenario.vehicle_link) {
    link_parameters_.version = scenario.vehicle_link;
    const core::Instant start;
    controller_inbox_.reserve(kInbox);
    modules_inbox_.reserve(kInbox);
    if (emulate.controller) {
        controller_.emplace(
            scenario.controller,
            controller::Interface{binding_.version().has(evse::Capability::charge_pause)});
        controller_state_ = controller_->initial_state(start);
        controller_due_ = start;
        link_parameters_.evse_id.evse_id = std::string(scenario.controller.evse_id.view());
    }
    if (emulate.modules) {
        modules::Parameters parameters = scenario.modules;
        parameters.contactors_on_bus = binding_.has(evse::Capability::output_contactors);
        modules_.emplace(parameters);
        modules_state_ = modules_->initial_state(start);
        modules_due_ = start;
    }
    if (emulate.vehicle) {
        vehicle_.emplace(scenario.vehicle);
        vehicle_state_ = vehicle_->initial_state(start);
        vehicle_due_ = start;
    }
    if (boundary_for(emulate)) {
        rebuild_plant();
        world_ = plant_->initial_state(scenario.vehicle.session.initial_soc_percent);
        readings_ = plant_->read(world_);
    }
}

void Pistol::rebuild_plant() {
    auto parameters = plant_parameters(scenario_, *boundary_for(emulate_), modules_state_.live,
                                       battery_voltage_percent_);
    if (battery_) parameters.battery.rc = {};
    plant_.emplace(parameters);
}

core::Instant Pistol::next_wakeup() const {
    // Whoever is not played here is never due, also when a command was meant for him.
    core::Instant next = core::earliest(hlc_.next_arrival(), frames_.next_wakeup());
    if (controller_) next = core::earliest(next, controller_due_);
    if (modules_) next = core::earliest(next, modules_due_);
    if (vehicle_) next = core::earliest(next, vehicle_due_);
    return next;
}

core::Instant Pistol::next_grid_point(core::Instant now) const {
    return core::Instant{(now.ns / step_.ns + 1) * step_.ns};
}

void Pistol::advance(core::Instant now) {
    if (!plant_) return;
    const std::int64_t steps = now.ns / step_.ns - world_.steps;
    if (battery_) {
        advance_with_battery(steps);
    } else if (steps > 0) {
        plant_->advance(world_, steps);
    }
    readings_ = plant_->read(world_);
}

void Pistol::decode(const can::Frame& frame, evse::LinkMemory& memory,
                    std::vector<evse::Message>& inbox) {
    evse::Message message;
    // What is not understood is counted by the observer, which sees every frame.
    if (binding_.decode(frame, memory, message)) inbox.push_back(message);
}

void Pistol::hear(core::Instant now, BusHub& hub) {
    can::Frame frame;
    if (controller_) {
        while (frames_.receive(fault::Side::controller, now, hub, frame)) {
            decode(frame, controller_memory_, controller_inbox_);
        }
        for (const auto& foreign : hub.arrived()) {
            if (!frames_.hears(fault::Side::controller, foreign, now)) continue;
            decode(foreign, controller_memory_, controller_inbox_);
        }
        if (!controller_inbox_.empty()) controller_due_ = now;
    }
    if (modules_) {
        while (frames_.receive(fault::Side::modules, now, hub, frame)) {
            decode(frame, modules_memory_, modules_inbox_);
        }
        for (const auto& foreign : hub.arrived()) {
            if (!frames_.hears(fault::Side::modules, foreign, now)) continue;
            decode(foreign, modules_memory_, modules_inbox_);
        }
        if (!modules_inbox_.empty()) modules_due_ = now;
    }
    hlc_.receive_vars(now, vars_);
    hlc_.receive_commands(now, commands_);
    if (!vars_.empty() && controller_) controller_due_ = now;
    if (!commands_.empty() && vehicle_) vehicle_due_ = now;
}

core::Result<void> Pistol::command(const scenario::Commands& commands) {
    const core::Instant at_once;
    if (commands.plug_in || commands.unplug) {
        plugged_ = commands.plug_in;
        vehicle_due_ = at_once;
    }
    vehicle_in_.stop_request |= commands.vehicle_stop;
    vehicle_in_.emergency_request |= commands.vehicle_emergency;
    vehicle_in_.pause_request |= commands.vehicle_pause;
    vehicle_in_.resume_request |= commands.vehicle_resume;
    const bool vehicle = commands.vehicle_stop || commands.vehicle_emergency ||
                         commands.vehicle_pause || commands.vehicle_resume;
    if (vehicle) vehicle_due_ = at_once;
    controller_in_.stop_button |= commands.user_stop;
    if (commands.user_stop) controller_due_ = at_once;
    frames_.command(commands);
    auto sample = commands.samples.begin();
    for (std::size_t i = 0; i <= commands.values.size(); ++i) {
        for (; sample != commands.samples.end() && sample->after == i; ++sample) {
            auto set = set_value(sample->profile->path, core::number_text(sample->value));
            if (!set) return set;
        }
        if (i == commands.values.size()) break;
        auto set = set_value(commands.values[i].path, commands.values[i].value);
        if (!set) return set;
    }
    return {};
}

core::Result<void> Pistol::set_value(std::string_view path, std::string_view value) {
    const core::Instant at_once;
    constexpr std::string_view kModules = "modules.";
    const core::SourcePosition where{"set " + std::string(path), 0, 0};
    if (path.starts_with(kModules)) {
        auto set = modules::set_entry(modules_state_, path.substr(kModules.size()), value, where);
        if (!set) return set;
        modules_due_ = at_once;
        if (plant_) rebuild_plant();
        return {};
    }
    const auto setting = scenario::read_setting(path, value, where);
    if (!setting) return core::fail(setting.error());
    apply(*setting);
    return {};
}

bool Pistol::apply_to_vehicle(const scenario::Setting& setting) {
    if (std::holds_alternative<scenario::LoseCommunication>(setting)) {
        vehicle_in_.communication_lost = true;
    } else if (const auto* contactors = std::get_if<scenario::VehicleContactors>(&setting)) {
        vehicle_contactors_ = *contactors;
    } else if (const auto* precharge = std::get_if<scenario::FinishesPrecharge>(&setting)) {
        vehicle_in_.faults.finishes_precharge = precharge->finishes;
    } else if (const auto* voltage = std::get_if<scenario::RequestedVoltage>(&setting)) {
        vehicle_in_.faults.request_voltage_V = voltage->voltage_V;
    } else if (const auto* current = std::get_if<scenario::RequestedCurrent>(&setting)) {
        vehicle_in_.faults.request_current_A = current->current_A;
    } else if (const auto* battery = std::get_if<scenario::BatteryVoltage>(&setting)) {
        battery_voltage_percent_ = battery->percent;
        if (plant_) rebuild_plant();
    } else {
        return false;
    }
    vehicle_due_ = core::Instant{};
    return true;
}

void Pistol::apply(const scenario::Setting& setting) {
    const core::Instant at_once;
    if (apply_to_vehicle(setting)) return;
    if (const auto* target = std::get_if<scenario::OcppTarget>(&setting)) {
        controller_in_.ocpp_target_current_A = target->current_A;
    } else if (const auto* button = std::get_if<scenario::EmergencyButton>(&setting)) {
        controller_in_.emergency_stop_button = button->pressed;
    } else if (const auto* heat = std::get_if<scenario::ConnectorTemperature>(&setting)) {
        controller_in_.connector_temperature_degC.fill(heat->temperature_degC);
    } else if (const auto* contactors = std::get_if<scenario::OutputContactors>(&setting)) {
        output_contactors_ = *contactors;
    } else if (const auto* input = std::get_if<scenario::DigitalInput>(&setting)) {
        controller_in_.digital_input.at(input->index) = input->on;
    } else if (const auto* sender = std::get_if<scenario::StatusSender>(&setting)) {
        controller_status_silent_ = !sender->enabled;
    }
    controller_due_ = at_once;
}

void Pistol::request_stop() {
    if (controller_) {
        controller_in_.stop_button = true;
        controller_due_ = core::Instant{};
    } else if (modules_) {
        modules::set_system_enable(modules_state_, false);
        modules_due_ = core::Instant{};
    }
}

void Pistol::request_emergency_stop() {
    if (controller_) {
        controller_in_.emergency_stop_button = true;
        controller_due_ = core::Instant{};
    }
}

template <class Messages>
void Pistol::send(fault::Side side, const Messages& messages, core::Instant now,
                  evse::LinkMemory& memory, BusHub& hub) {
    for (const auto& message : messages) {
        const bool is_status = std::holds_alternative<evse::ControllerStatus>(message);
        if (is_status && controller_status_silent_) continue;
        evse::Frames frames;
        const auto status = binding_.encode(message, now, memory, frames);
        if (!status && status.fault != evse::EncodeFault::not_carried && !fault_) {
            fault_ = binding_.error(status);
        }
        for (const auto& frame : frames) frames_.send(side, frame, message, now, hub);
    }
}

void Pistol::step_controller(core::Instant now, BusHub& hub, std::vector<core::Note>& notes) {
    const link::PilotFromCharger charger_pilot = controller_out_.pilot;
    const std::optional<double> own_set_point_A = controller_out_.own_set_point_A;
    link::apply(link_state_, charger_pilot, vehicle_out_.pilot, view_);
    for (const auto& var : vars_) link::apply(link_state_, var, view_);
    controller_in_.now = now;
    controller_in_.received = controller_inbox_;
    controller_in_.vehicle = &view_;
    controller_in_.output_contactors_closed =
        plant_ ? readings_.output_contactors_closed : controller_out_.output_contactors_close;
    controller_out_.clear();
    controller_->step(controller_in_, controller_state_, controller_out_);
    controller_in_.stop_button = false;
    controller_in_.ocpp_target_current_A.reset();
    controller_due_ = controller_out_.next_wakeup;
    observer_.rules().told(controller_out_.causes);
    commands_out_.clear();
    const bool cut_before = link_state_.voltage_cut;
    link::commands_for(link_parameters_, link_state_, view_, controller_out_.charger, now,
                       commands_out_);
    if (link_state_.voltage_cut && !cut_before) {
        notes.push_back({now, core::Source::rig, core::NoteKind::warning,
                         "the vehicle is told the largest voltage that its link carries",
                         "Present_Voltage is " +
                             core::fixed_text(controller_out_.charger.present_voltage_V, 1) +
                             " V"});
    }
    for (auto& command : commands_out_) send_hlc(std::move(command), now);
    send(fault::Side::controller, controller_out_.messages, now, controller_memory_, hub);
    move_notes(controller_out_.notes, notes);
    // Wires are seen at the next point of the grid.
    if (!(controller_out_.pilot == charger_pilot)) {
        const core::Instant next = next_grid_point(now);
        if (vehicle_) vehicle_due_ = core::earliest(vehicle_due_, next);
        controller_due_ = core::earliest(controller_due_, next);
    }
    if (modules_ && controller_out_.own_set_point_A != own_set_point_A) {
        modules_due_ = core::earliest(modules_due_, next_grid_point(now));
    }
}

void Pistol::step_modules(core::Instant now, BusHub& hub, std::vector<core::Note>& notes) {
    const modules::Inputs in{now, modules_inbox_, readings_, controller_out_.own_set_point_A};
    modules_out_.clear();
    modules_->step(in, modules_state_, modules_out_);
    modules_due_ = modules_out_.next_wakeup;
    send(fault::Side::modules, modules_out_.messages, now, modules_memory_, hub);
    move_notes(modules_out_.notes, notes);
}

void Pistol::step_vehicle(core::Instant now, std::vector<core::Note>& notes) {
    const link::PilotFromVehicle pilot = vehicle_out_.pilot;
    vehicle_in_.now = now;
    vehicle_in_.commands = commands_.view();
    vehicle_in_.pilot = controller_out_.pilot;
    vehicle_in_.plugged = plugged_;
    vehicle_in_.readings = readings_;
    vehicle_out_.clear();
    vehicle_->step(vehicle_in_, vehicle_state_, vehicle_out_);
    vehicle_in_.stop_request = false;
    vehicle_in_.emergency_request = false;
    vehicle_in_.communication_lost = false;
    vehicle_in_.pause_request = false;
    vehicle_in_.resume_request = false;
    vehicle_due_ = vehicle_out_.next_wakeup;
    for (auto& var : vehicle_out_.vars) {
        if (link::reduce_to(scenario_.vehicle_link, var)) send_hlc(std::move(var), now);
    }
    move_notes(vehicle_out_.notes, notes);
    if (!(vehicle_out_.pilot == pilot) && controller_) {
        controller_due_ = core::earliest(controller_due_, next_grid_point(now));
    }
}

template <class Item>
void Pistol::send_hlc(Item item, core::Instant now) {
    const auto sent = hlc_.send(std::move(item), now);
    if (!sent && !fault_) fault_ = sent.error();
}

void Pistol::update_boundary(core::Instant now, std::vector<core::Note>& notes) {
    if (!plant_ || emulate_.all()) return;
    if (*boundary_for(emulate_) == plant::Boundary::load) {
        plant_->hint(world_, load_.hints(observer_));
        return;
    }
    if (emulate_.modules) return;
    const auto timeout = core::from_seconds(scenario_.controller.charger_can_timeout_ms * 1e-3);
    plant_->report(world_, reported_power(observer_, now, timeout));
    tell_load_mismatch(now, notes);
}

void Pistol::tell_load_mismatch(core::Instant now, std::vector<core::Note>& notes) {
    const plant::Diagnostics seen = plant_->diagnose(world_);
    if (!seen.load_mismatch) {
        load_mismatch_since_ = core::kNever;
        load_mismatch_told_ = false;
        return;
    }
    if (load_mismatch_since_ == core::kNever) load_mismatch_since_ = now;
    if (load_mismatch_told_ || now - load_mismatch_since_ < kMismatchSettled) return;
    load_mismatch_told_ = true;
    notes.push_back({now, core::Source::plant, core::NoteKind::warning,
                     "load mismatch: the battery cannot have the reported voltage",
                     "it differs by " + core::fixed_text(seen.load_deviation_V, 1) + " V"});
}

std::uint64_t Pistol::missed_cycles() const {
    return controller_state_.missed_cycles + modules_state_.missed_cycles;
}

bool Pistol::vehicle_contactors_close() const {
    using scenario::VehicleContactors;
    if (vehicle_contactors_ == VehicleContactors::work) return vehicle_out_.contactors_close;
    return vehicle_contactors_ == VehicleContactors::stuck_closed;
}

bool Pistol::output_contactors_close() const {
    using scenario::OutputContactors;
    if (output_contactors_ != OutputContactors::work) {
        return output_contactors_ == OutputContactors::stuck_closed;
    }
    if (controller_) return controller_out_.output_contactors_close;
    return modules_ && modules::output_contactors_close(modules_state_);
}

void Pistol::drive_plant() {
    if (!plant_) return;
    drives_.stage = modules_out_.stage;
    drives_.output_contactors_close = output_contactors_close();
    drives_.vehicle_contactors_close = vehicle_contactors_close();
    drives_.plugged = vehicle_ ? plugged_ : LoadWatch::plugged(observer_);
    plant_->apply(world_, drives_);
}

void Pistol::step(core::Instant now, BusHub& hub, std::vector<core::Note>& notes) {
    const auto frames = frames_.step(now, hub, notes);
    if (!frames && !fault_) fault_ = frames.error();
    if (controller_ && controller_due_ <= now) {
        step_controller(now, hub, notes);
        controller_inbox_.clear();
    }
    if (modules_ && modules_due_ <= now) {
        step_modules(now, hub, notes);
        modules_inbox_.clear();
    }
    if (vehicle_ && vehicle_due_ <= now) step_vehicle(now, notes);
    vars_.clear();
    commands_.clear();
    update_boundary(now, notes);
    drive_plant();
}

bool Pistol::session_active() const {
    const auto& states = observer_.states();
    const auto idle = [](const monitor::StateSeen& seen) {
        return seen.state == evse::ControllerState::Initialising ||
               seen.state == evse::ControllerState::Waiting_For_PEV ||
               seen.state == evse::ControllerState::Not_Available;
    };
    if (states.empty() || idle(states.back())) return false;
    auto begin = states.end() - 1;
    while (begin != states.begin() && !idle(*(begin - 1))) --begin;
    // A controller may stay in Closing_Communication long after it said that the session is over.
    const auto finished = observer_.session_finished();
    return !finished || *finished < begin->time;
}

modules::Parameters Pistol::modules_parameters() const {
    modules::Parameters out = scenario_.modules;
    if (modules_) out.live = modules_state_.live;
    return out;
}

std::optional<plant::Energy> Pistol::energy() const {
    if (!plant_) return std::nullopt;
    return plant_->energy(world_);
}

std::optional<plant::Readings> Pistol::readings() const {
    if (!plant_) return std::nullopt;
    return readings_;
}

}  // namespace chargerig::rig
