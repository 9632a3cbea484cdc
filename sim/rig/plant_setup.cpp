// SPDX-License-Identifier: Apache-2.0
#include "sim/rig/plant_setup.hpp"

namespace chargerig::rig {
namespace {

using evse::ControllerState;
using evse::PowerFunction;

bool in_session(ControllerState state) {
    return state != ControllerState::Initialising && state != ControllerState::Waiting_For_PEV &&
           state != ControllerState::Not_Available;
}

bool between_precharge_and_end(ControllerState state) {
    return state == ControllerState::Precharge || state == ControllerState::Waiting_For_Charge ||
           state == ControllerState::Charging;
}

}  // namespace

std::optional<plant::Boundary> boundary_for(const scenario::Emulation& emulate) {
    if (emulate.vehicle && emulate.modules) return plant::Boundary::whole;
    if (emulate.vehicle) return plant::Boundary::reported;
    if (emulate.modules) return plant::Boundary::load;
    return std::nullopt;
}

plant::Parameters plant_parameters(const scenario::Scenario& scenario, plant::Boundary boundary,
                                   const modules::Live& live, double battery_voltage_percent) {
    plant::Parameters out = scenario.plant;
    out.boundary = boundary;
    out.step = scenario.electrical_step;
    out.battery = scenario.vehicle.battery;
    if (battery_voltage_percent != 100.0) {
        for (auto& point : out.battery.ocv) point.cell_voltage_V *= 0.01 * battery_voltage_percent;
    }
    out.vehicle_contactors.close_delay_s = scenario.vehicle.contactors.close_s;
    out.vehicle_contactors.open_delay_s = scenario.vehicle.contactors.open_s;
    out.has_output_contactors = scenario.modules.output_contactors;
    out.stage.voltage_ramp_up_V_per_s = live.voltage_ramp_up_slope_V_per_s;
    out.stage.voltage_ramp_down_V_per_s = live.voltage_ramp_down_slope_V_per_s;
    out.stage.current_ramp_up_A_per_s = live.current_ramp_up_slope_A_per_s;
    out.stage.current_ramp_down_A_per_s = live.current_ramp_down_slope_A_per_s;
    out.stage.dead_time_s = live.power_modules_dead_time_s;
    out.stage.voltage_overshoot_percent = live.voltage_overshoot_percent;
    out.stage.current_overshoot_percent = live.current_overshoot_percent;
    out.stage.overshoot_s = live.overshoot_s;
    return out;
}

plant::ReportedPower reported_power(const monitor::BusObserver& observer, core::Instant now,
                                    core::Duration timeout) {
    const auto& status = observer.power_status();
    if (!status) return {};
    const bool fresh = now - observer.power_status_time() <= timeout;
    return {status->present_voltage_V, status->present_current_A, fresh};
}

plant::LoadHints LoadWatch::hints(const monitor::BusObserver& observer) {
    const auto state = observer.state();
    const auto& control = observer.power_control();
    plant::LoadHints out;
    if (!state || !control || !between_precharge_and_end(*state)) {
        precharged_ = false;
        out.ending = true;
        return out;
    }
    if (control->power_function == PowerFunction::Precharge) {
        precharged_ = true;
        target_voltage_V_ = control->target_voltage_V;
        out.precharging = true;
    }
    out.standby_after_precharge = precharged_ && !out.precharging;
    out.target_voltage_V = target_voltage_V_;
    return out;
}

bool LoadWatch::plugged(const monitor::BusObserver& observer) {
    const auto state = observer.state();
    return state && in_session(*state);
}

}  // namespace chargerig::rig
