// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/ev_information.hpp"

#include <algorithm>
#include <cmath>

#include "sim/controller/senders.hpp"

namespace chargerig::controller {
namespace {

// Field steps and ranges of interface 3.6 (spec 4.v3.6). Values are cut to steps here because a
// change counts only when the frame changes with it.
struct Fields {
    bool out_of_range = false;

    double stepped(std::optional<double> value, double per_unit, double lowest, double highest) {
        const double wanted = value.value_or(0.0);
        const double fitting = std::clamp(wanted, lowest, highest);
        if (fitting != wanted) out_of_range = true;
        return std::round(fitting * per_unit) / per_unit;
    }
    double tenth(std::optional<double> value) { return stepped(value, 10.0, 0.0, 6553.5); }
    double percent(std::optional<double> value) { return stepped(value, 1.0, 0.0, 100.0); }
    double kilo(std::optional<double> value) { return stepped(value, 1.0, 0.0, 65535.0); }
    double power_kW(std::optional<double> watts) { return watts ? kilo(*watts / 1000.0) : 0.0; }
    double energy_kWh(std::optional<double> value) {
        return stepped(value, 1.0, -32768.0, 32767.0);
    }
};

evse::EvInformationBattery battery(Fields& f, const link::VehicleBattery& b) {
    return {f.kilo(b.capacity_kWh), f.percent(b.soc_percent), f.percent(b.minimum_soc_percent),
            f.percent(b.target_soc_percent), f.percent(b.maximum_soc_percent)};
}

evse::EvInformationVoltages voltages(Fields& f, const link::VehicleView& v) {
    return {f.tenth(v.limits.minimum_voltage_V), f.tenth(v.limits.maximum_voltage_V),
            f.tenth(v.battery.present_voltage_V)};
}

evse::EvInformationChargeLimits charge(Fields& f, const link::VehicleLimits& l) {
    return {f.tenth(l.minimum_charge_current_A), f.tenth(l.maximum_charge_current_A),
            f.power_kW(l.minimum_charge_power_W), f.power_kW(l.maximum_charge_power_W)};
}

evse::EvInformationDischargeLimits discharge(Fields& f, const link::VehicleLimits& l) {
    return {f.tenth(l.minimum_discharge_current_A), f.tenth(l.maximum_discharge_current_A),
            f.power_kW(l.minimum_discharge_power_W), f.power_kW(l.maximum_discharge_power_W)};
}

// What the older protocols carry of it is sent only where the configuration wants it (spec 5.7).
evse::EvInformationEnergy energy(Fields& f, const Context& context) {
    const link::VehicleBattery& b = context.vehicle().battery;
    const bool carried = context.vehicle().protocol == link::HlcProtocol::iso15118_20 ||
                         context.configuration.din_iso2_energy_request;
    if (!carried) return {};
    return {f.energy_kWh(b.minimum_energy_request_kWh), f.energy_kWh(b.target_energy_request_kWh),
            f.energy_kWh(b.maximum_energy_request_kWh)};
}

// Of a vehicle that cannot discharge: zeros, or nothing (spec 8.28). What was told is withdrawn by
// zeros.
bool discharge_wanted(const Context& context, const evse::EvInformationDischargeLimits& limits) {
    return context.configuration.ev_discharge_limits_always || context.vehicle().bidirectional ||
           limits != evse::EvInformationDischargeLimits{} ||
           context.session().ev_information.discharge.last.has_value();
}

template <class M>
void announce(Context& context, Announced<M>& announced, const M& message) {
    if (announced.last == message) return;
    if (announced.last && context.now() < announced.not_before) {
        core::Instant& next = context.session().ev_information.next;
        next = core::earliest(next, announced.not_before);
        return;
    }
    context.send(message);
    announced.last = message;
    announced.not_before =
        context.now() +
        core::from_seconds(context.configuration.ev_information_spacing_ms / 1000.0);
}

}  // namespace

void send_ev_information(Context& context) {
    const link::VehicleView& vehicle = context.vehicle();
    EvInformation& information = context.session().ev_information;
    information.next = core::kNever;
    Fields fields;
    announce(context, information.battery, battery(fields, vehicle.battery));
    announce(context, information.voltages, voltages(fields, vehicle));
    announce(context, information.charge, charge(fields, vehicle.limits));
    const evse::EvInformationDischargeLimits limits = discharge(fields, vehicle.limits);
    if (discharge_wanted(context, limits)) announce(context, information.discharge, limits);
    announce(context, information.energy, energy(fields, context));
    if (fields.out_of_range && !information.out_of_range_noted) {
        information.out_of_range_noted = true;
        note(context, core::NoteKind::warning,
             "EV_Information shows the end of its field for a larger vehicle value",
             "value from the vehicle does not fit into the message");
    }
}

}  // namespace chargerig::controller
