// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/vehicle_side.hpp"

namespace chargerig::controller {

link::ChargerView charger_view(const Context& context) {
    const ChargerLimits limits = context.charger_limits();
    const Session& session = context.session();
    link::ChargerView view;
    view.maximum_voltage_V = limits.maximum_voltage_V;
    view.minimum_voltage_V = limits.minimum_voltage_V;
    view.maximum_current_A = limits.maximum_current_A;
    view.minimum_current_A = limits.minimum_current_A;
    view.maximum_power_W = limits.maximum_power_W;
    view.minimum_power_W = limits.minimum_power_W;
    view.maximum_discharge_current_A = limits.maximum_discharge_current_A;
    view.minimum_discharge_current_A = limits.minimum_discharge_current_A;
    view.maximum_discharge_power_W = limits.maximum_discharge_power_W;
    view.minimum_discharge_power_W = limits.minimum_discharge_power_W;
    view.bidirectional = context.configuration.is_bidirectional;
    view.extended_pins =
        context.configuration.energy_transfer_type == EnergyTransferType::DC_extended;
    view.current_ripple_A = context.configuration.current_ripple_A;
    view.communication_allowed = session.communication_started && !ended(context.vehicle());
    view.authorised = session.authorised;
    view.authorisation_refused = session.authorisation_refused;
    view.present_voltage_V = context.present_voltage_V();
    view.present_current_A = context.present_current_A();
    view.present_count = context.state.power_count;
    view.insulation = session.insulation;
    view.cable_check = session.cable_check;
    view.contactors_closed = context.inputs.output_contactors_closed;
    view.stop_asked = session.stop_asked;
    view.malfunction = session.malfunction;
    view.emergency = context.state.emergency.active();
    return view;
}

link::PilotFromCharger pilot(const Context& context) {
    const bool communicating = context.session().communication_started &&
                               !ended(context.vehicle()) && !context.state.emergency.active();
    link::PilotFromCharger out;
    out.duty_percent = communicating ? 5.0 : 100.0;
    return out;
}

}  // namespace chargerig::controller
