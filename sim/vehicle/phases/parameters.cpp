// SPDX-License-Identifier: Apache-2.0
//
// Charge parameters: the vehicle tells its own, waits for the charger's and compares.
#include <algorithm>

#include "sim/vehicle/calendar.hpp"
#include "sim/vehicle/phases/phases.hpp"
#include "sim/vehicle/publish.hpp"

namespace chargerig::vehicle::phases {
namespace {

using link::V2gMessageId;
using link::VarName;

link::EnergyTransferMode energy_mode(const Step& step) {
    return step.profile.communication.extended_pins ? link::EnergyTransferMode::DC_extended
                                                    : link::EnergyTransferMode::DC_core;
}

void send_parameters(Step& step) {
    if (step.iso20()) {
        step.publish_message(V2gMessageId::DcChargeParameterDiscoveryReq);
        publish::limits_always(step);
        return;
    }
    step.publish_message(V2gMessageId::ChargeParameterDiscoveryReq);
    step.publish(VarName::requested_energy_transfer_mode, energy_mode(step));
    const SessionOptions& session = step.profile.session;
    if (step.protocol() == Protocol::iso2) {
        const double departure_s = session.start_time_unix_s +
                                   core::to_seconds(step.state.plugged_since) +
                                   session.departure_time_s;
        const link::DateTime text = date_time_text(departure_s);
        step.publish(VarName::departure_time, link::Text{text.view()});
    }
    publish::battery_scalars(step);
    publish::limits(step);
    publish::status(step);
}

bool limits_known(const Step& step) {
    return step.state.charger.offer.maximum_voltage_V > 0.0;
}

// ISO 15118-20 names the pins in its service and not in the mode: there only a charger that lists
// the other pins lacks the vehicle's own.
bool mode_offered(const Step& step) {
    const ChargerData& charger = step.state.charger;
    if (!charger.energy_modes_seen) return true;
    const auto& modes = charger.energy_modes;
    const auto listed = [&modes](link::EnergyTransferMode mode) {
        return std::find(modes.begin(), modes.end(), mode) != modes.end();
    };
    if (listed(energy_mode(step))) return true;
    return step.iso20() && !listed(link::EnergyTransferMode::DC_core) &&
           !listed(link::EnergyTransferMode::DC_extended);
}

bool voltages_fit(const Step& step) {
    const ChargerData& charger = step.state.charger;
    return charger.offer.maximum_voltage_V >= step.in.readings.battery_voltage_V &&
           charger.minimum_voltage_V <= step.profile.charge.maximum_voltage_V;
}

// The vehicle says why and ends the session in order; nothing was energised yet.
void refuse(Step& step, std::string_view why) {
    step.state.error_code = link::DcEvErrorCode::FAILED_ChargingSystemIncompatibility;
    if (!step.iso20()) publish::status(step);
    step.note(core::NoteKind::abnormal, "refuses the charger", why);
    begin_stop(step, StopCause::incompatible);
}

}  // namespace

void parameters(Step& step) {
    if (!step.due()) return;
    const Communication& times = step.profile.communication;
    if (step.state.rounds == 0 || !limits_known(step)) {
        ++step.state.rounds;
        step.request_in(times.setup_interval_s);
        send_parameters(step);
        return;
    }
    if (!mode_offered(step)) {
        refuse(step, "the charger does not offer the vehicle's energy transfer mode");
        return;
    }
    if (!voltages_fit(step)) {
        refuse(step, "the charger's voltage range does not fit the battery");
        return;
    }
    if (step.iso20()) step.publish_message(V2gMessageId::ScheduleExchangeReq);
    // State C, then the first CableCheck (interface facts 4.4).
    step.state.ready = true;
    step.enter(Phase::cable_check, times.pilot_change_s, times.cable_check_limit_s,
               "charger limits known");
}

}  // namespace chargerig::vehicle::phases
