// SPDX-License-Identifier: Apache-2.0
//
// State 2: the pilot invites the vehicle to communicate, authorisation is answered at once (no
// external identification without sequence flags), and the vehicle tells its charge parameters.
#include "sim/controller/states.hpp"
#include "sim/core/protection.hpp"

namespace chargerig::controller::states {
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

void enter(Context& context) {
    context.set_timer(context.configuration.pwm_delay_ms / 1000.0);
}

void run(Context& context) {
    Session& session = context.session();
    const link::VehicleView& vehicle = context.vehicle();
    if (context.timer_expired()) session.communication_started = true;
    if (vehicle.authorisation_asked || reached(vehicle, link::HlcPhase::parameters)) {
        session.authorised = true;
    }
    if (!enabled(context.configuration, vehicle.protocol) &&
        core::in_force(core::Protection::enabled_protocols_only)) {
        abort_session(context,
                      "the vehicle chose a protocol that the configuration does not enable");
        return;
    }
    const bool informed = vehicle.limits.maximum_voltage_V.has_value() ||
                          reached(vehicle, link::HlcPhase::cable_check);
    if (!context.may_leave() || !reached(vehicle, link::HlcPhase::parameters) || !informed) return;
    if (vehicle.protocol == link::HlcProtocol::unknown) {
        note(context, core::NoteKind::warning,
             "protocol of the vehicle unknown, reported as ISO 15118-2 2013",
             "the link did not name it");
    }
    go_to(context, evse::ControllerState::Connected_With_Full_Info, "charge parameters known");
}

}  // namespace

const StateHandler kNegotiatingConnection{enter, run};

}  // namespace chargerig::controller::states
