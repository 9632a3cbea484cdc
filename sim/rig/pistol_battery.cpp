// SPDX-License-Identifier: Apache-2.0
//
// A battery that somebody else computes, in the place of the plant's own.
#include <algorithm>
#include <cmath>

#include "sim/core/text.hpp"
#include "sim/rig/pistol.hpp"
#include "sim/rig/plant_setup.hpp"

namespace chargerig::rig {
namespace {

constexpr double kSecondsPerHour = 3600.0;

core::Result<void> check_point(const plant::BatteryPoint& point) {
    const bool voltage = point.inner_voltage_V >= 1.0 && point.inner_voltage_V <= 2000.0;
    const bool soc = point.soc_percent >= 0.0 && point.soc_percent <= 100.0;
    if (voltage && soc) return {};
    return core::fail({{"the battery model", 0, 0},
                       voltage ? "impossible state of charge" : "impossible voltage",
                       core::number_text(voltage ? point.soc_percent : point.inner_voltage_V),
                       voltage ? "0 to 100 %" : "1 to 2000 V",
                       ""});
}

}  // namespace

core::Result<void> Pistol::use_battery(plant::ExternalBattery& battery, core::Duration tick) {
    const auto boundary = boundary_for(emulate_);
    if (!boundary || *boundary == plant::Boundary::load) {
        return core::fail({{"the battery model", 0, 0},
                           "there is no vehicle here that could have it",
                           scenario::to_text(emulate_),
                           "a rig that emulates the vehicle",
                           ""});
    }
    if (tick < step_) {
        return core::fail({{"the battery model", 0, 0},
                           "is asked too often",
                           core::number_text(core::to_seconds(tick)) + " s",
                           "at least the step of the electrical grid, " +
                               core::number_text(core::to_seconds(step_)) + " s",
                           ""});
    }
    battery_ = &battery;
    battery_tick_steps_ = tick / step_;
    battery_asked_step_ = world_.steps;
    rebuild_plant();
    auto begun = ask_battery(0.0, 0.0);
    readings_ = plant_->read(world_);
    return begun;
}

core::Result<void> Pistol::ask_battery(double seconds, double mean_current_A) {
    const auto point = battery_->step(seconds, mean_current_A);
    if (!point) return core::fail(point.error());
    auto possible = check_point(*point);
    if (!possible) return possible;
    plant_->impose(world_, *point);
    battery_asked_step_ = world_.steps;
    battery_asked_percent_ = world_.battery.soc_percent;
    return {};
}

void Pistol::advance_with_battery(std::int64_t steps) {
    const double capacity_As = plant_->battery().parameters().capacity_Ah * kSecondsPerHour;
    while (steps > 0) {
        const std::int64_t due = battery_asked_step_ + battery_tick_steps_ - world_.steps;
        const std::int64_t now = std::min(steps, std::max<std::int64_t>(due, 1));
        plant_->advance(world_, now);
        steps -= now;
        if (world_.steps - battery_asked_step_ < battery_tick_steps_ || fault_) continue;
        const double seconds = core::to_seconds(step_ * (world_.steps - battery_asked_step_));
        const double charge_As =
            (world_.battery.soc_percent - battery_asked_percent_) * 0.01 * capacity_As;
        const auto asked = ask_battery(seconds, charge_As / seconds);
        if (!asked) fault_ = asked.error();
    }
}

}  // namespace chargerig::rig
