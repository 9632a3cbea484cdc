// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/negotiation.hpp"

#include "sim/controller/flags.hpp"
#include "sim/core/protection.hpp"

namespace chargerig::controller {
namespace {

bool enabled(const Configuration& configuration, link::HlcProtocol protocol) {
    switch (protocol) {
        case link::HlcProtocol::din_70121:
            return configuration.enable_din;
        case link::HlcProtocol::iso15118_2_2010:
        case link::HlcProtocol::iso15118_2_2013:
            return configuration.enable_iso_part2;
        case link::HlcProtocol::iso15118_20:
            return configuration.enable_iso_part20;
        case link::HlcProtocol::unknown:
            break;
    }
    return true;
}

// Only where the state is to come after the flag (spec 8.2).
bool waits_for_parameters_done(const Context& context) {
    return context.configuration.wait_parameters_in == WaitParametersIn::state2 &&
           !parameters_done(context);
}

}  // namespace

bool refuse_protocol(Context& context) {
    if (enabled(context.configuration, context.vehicle().protocol) ||
        !core::in_force(core::Protection::enabled_protocols_only)) {
        return false;
    }
    abort_session(context, "the vehicle chose a protocol that the configuration does not enable");
    return true;
}

std::string_view late_text(const Context& context) {
    return reached(context.vehicle(), link::HlcPhase::parameters) &&
                   waits_for_parameters_done(context)
               ? "Charge_Parameters_Done did not come in time"
               : "the vehicle did not come to charge parameters in time";
}

void go_on_when_informed(Context& context) {
    const link::VehicleView& vehicle = context.vehicle();
    const bool informed = vehicle.limits.maximum_voltage_V.has_value() ||
                          reached(vehicle, link::HlcPhase::cable_check);
    if (!context.may_leave() || !reached(vehicle, link::HlcPhase::parameters) || !informed) return;
    if (waits_for_parameters_done(context)) return;
    if (vehicle.protocol == link::HlcProtocol::unknown) {
        note(context, core::NoteKind::warning,
             "protocol of the vehicle unknown, reported as ISO 15118-2 2013",
             "the link did not name it");
    }
    go_to(context, evse::ControllerState::Connected_With_Full_Info, "charge parameters known");
}

}  // namespace chargerig::controller
