// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/climate.hpp"

#include <algorithm>

#include "sim/controller/senders.hpp"
#include "sim/core/protection.hpp"
#include "sim/core/text.hpp"

namespace chargerig::controller {
namespace {

// The last measurements. The power modules' are what Power_Modules_Status said; -40 degC, also
// before the first one, means "not provided" and lowers nothing.
double modules_degC(const Context& context) {
    return context.state.power ? context.state.power->power_modules_temperature_degC : -40.0;
}

double cable_degC(const Context& context) {
    return *std::max_element(context.inputs.connector_temperature_degC.begin(),
                             context.inputs.connector_temperature_degC.end());
}

double wanted_derating_percent(const Context& context) {
    if (!core::in_force(core::Protection::temperature_derating)) return 0.0;
    const Configuration& c = context.configuration;
    return std::max(
        derating_percent(modules_degC(context), c.power_module_derating_from_degC,
                         c.power_module_derating_to_degC, c.power_module_derating_percent),
        derating_percent(cable_degC(context), c.cable_derating_from_degC, c.cable_derating_to_degC,
                         c.cable_derating_percent));
}

HotPart hot_part(const Context& context) {
    const Configuration& c = context.configuration;
    if (modules_degC(context) >= c.power_module_stop_degC) return HotPart::power_modules;
    if (cable_degC(context) >= c.cable_stop_degC) return HotPart::cable;
    return HotPart::none;
}

void tell(Context& context, double before_percent) {
    const double now_percent = context.state.climate.derating_percent;
    if ((before_percent > 0.0) == (now_percent > 0.0)) return;
    const std::string cause = "power modules at " + core::number_text(modules_degC(context)) +
                              " degC, cable at " + core::number_text(cable_degC(context)) + " degC";
    note(context, core::NoteKind::warning,
         now_percent > 0.0 ? "climate control lowers the offered current"
                           : "climate control offers the whole current again",
         cause);
}

}  // namespace

double derating_percent(double temperature_degC, double from_degC, double to_degC, double most) {
    if (temperature_degC >= to_degC) return most;
    if (temperature_degC <= from_degC) return 0.0;
    return most * (temperature_degC - from_degC) / (to_degC - from_degC);
}

void update_climate(Context& context) {
    State& state = context.state;
    const core::Duration period = core::from_seconds(context.configuration.climate_period_s);
    if (!take(context, state.cycles.climate, period)) return;
    const double before_percent = state.climate.derating_percent;
    state.climate.derating_percent = wanted_derating_percent(context);
    state.climate.hot = hot_part(context);
    tell(context, before_percent);
}

std::string_view climate_stop(const Context& context) {
    if (context.state.climate.hot == HotPart::none ||
        !core::in_force(core::Protection::temperature_stop)) {
        return {};
    }
    return context.state.climate.hot == HotPart::cable ? "cable too hot" : "power modules too hot";
}

}  // namespace chargerig::controller
