// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/senders.hpp"

#include <algorithm>
#include <optional>

#include "sim/controller/ev_information.hpp"
#include "sim/controller/inputs_outputs.hpp"

namespace chargerig::controller {
namespace {

evse::CommunicationProtocol protocol_label(link::HlcProtocol protocol) {
    using enum evse::CommunicationProtocol;
    switch (protocol) {
        case link::HlcProtocol::din_70121:
            return CCS_DIN_70121_2012_v2;
        case link::HlcProtocol::iso15118_2_2010:
            return CCS_ISO_15118_2010_v1;
        case link::HlcProtocol::iso15118_20:
            return CCS_ISO_15118_2022;
        case link::HlcProtocol::iso15118_2_2013:
        case link::HlcProtocol::unknown:
            break;
    }
    return CCS_ISO_15118_2013_v2;
}

// A value of the vehicle within the field that carries it up to interface version 3.0; later ones
// tell it in EV_Information_*.
double in_field(std::optional<double> value, double largest, bool& cut) {
    const double wanted = value.value_or(0.0);
    const double fitting = std::clamp(wanted, 0.0, largest);
    cut = cut || fitting != wanted;
    return fitting;
}

constexpr double kLargestVoltage_V = 6553.5;  // fields of version 3.0 (spec 4.v3)
constexpr double kLargestCurrent_A = 6553.5;
constexpr double kLargestCapacity_kWh = 510.0;
constexpr double kLargestCharge_percent = 100.0;

evse::NewChargeSession new_charge_session(Context& context) {
    const link::VehicleView& vehicle = context.vehicle();
    const bool extended = vehicle.extended_pins && context.configuration.energy_transfer_type ==
                                                       EnergyTransferType::DC_extended;
    evse::NewChargeSession out;
    out.communication_protocol = protocol_label(vehicle.protocol);
    out.plug_and_pins =
        extended ? evse::PlugAndPins::CCS_DC_Extended : evse::PlugAndPins::CCS_DC_Core;
    bool cut = false;
    out.ev_maximum_voltage_V = in_field(vehicle.limits.maximum_voltage_V, kLargestVoltage_V, cut);
    out.ev_maximum_current_A =
        in_field(vehicle.limits.maximum_charge_current_A, kLargestCurrent_A, cut);
    out.battery_capacity_kWh = in_field(vehicle.battery.capacity_kWh, kLargestCapacity_kWh, cut);
    out.state_of_charge_percent =
        in_field(vehicle.battery.soc_percent, kLargestCharge_percent, cut);
    if (cut && !context.session().announced) {
        note(context, core::NoteKind::warning,
             "New_Charge_Session up to version 3.0 shows the end of its field",
             "value from the vehicle does not fit into the message");
    }
    return out;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

// "AA:BB:CC:DD:EE:FF"; empty when the vehicle gave none or another form.
std::optional<evse::EvId> parse_ev_id(std::string_view text) {
    evse::EvId out;
    if (text.size() != 3 * out.bytes.size() - 1) return std::nullopt;
    for (std::size_t i = 0; i < out.bytes.size(); ++i) {
        const int high = hex_digit(text[3 * i]);
        const int low = hex_digit(text[3 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        if (i > 0 && text[3 * i - 1] != ':') return std::nullopt;
        out.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return out;
}

// EV_ID_CCS_Part2_DIN is for DIN 70121 and ISO 15118-2 only (spec 5.4).
void send_ev_id(Context& context) {
    Cycle& cycle = context.state.cycles.ev_id;
    if (!take(context, cycle, kSlowCycle)) return;
    if (context.vehicle().protocol == link::HlcProtocol::iso15118_20) return;
    const std::optional<evse::EvId> id = parse_ev_id(context.vehicle().evcc_id.view());
    if (id) context.send(*id);
}

evse::CpCode cp_code(link::CpState cp) {
    switch (cp) {
        case link::CpState::A:
            return evse::CpCode::A;
        case link::CpState::B:
            return evse::CpCode::B;
        case link::CpState::C:
            return evse::CpCode::C;
        case link::CpState::D:
            return evse::CpCode::D;
        case link::CpState::E:
        case link::CpState::F:
            break;
    }
    return evse::CpCode::E_or_F;
}

// Where the power side hears nothing of set-points unless the configuration wants it (spec 8.4).
bool idle_frame_wanted(const Context& context) {
    const evse::ControllerState state = context.state.state;
    return context.configuration.idle_power_frames && !context.session().power_used &&
           state != evse::ControllerState::Initialising;
}

}  // namespace

bool take(Context& context, Cycle& cycle, core::Duration period) {
    const core::Instant now = context.now();
    if (!cycle.due(now)) return false;
    const std::int64_t skipped = (now - cycle.next) / period;
    context.state.missed_cycles += static_cast<std::uint64_t>(skipped);
    cycle.next = cycle.next + period * (skipped + 1);
    return true;
}

void send_status(Context& context) {
    if (!take(context, context.state.cycles.status, kFastCycle)) return;
    context.send(evse::ControllerStatus{context.state.state});
    context.state.reported = true;
}

void send_power(Context& context, evse::DcPowerControl frame) {
    // Only interface versions up to 3.0 carry it (spec 5.9).
    bool cut = false;  // EV_Information tells when it is
    frame.state_of_charge_percent =
        in_field(context.vehicle().battery.soc_percent, kLargestCharge_percent, cut);
    context.send(frame);
    Cycle& cycle = context.state.cycles.power_control;
    if (!take(context, cycle, kFastCycle)) cycle.start(context.now() + kFastCycle);
    context.session().power_used = true;
}

bool power_due(const Context& context) {
    return context.state.cycles.power_control.due(context.now());
}

evse::DcPowerControl standby_frame(bool contactors_close, bool lowering) {
    evse::DcPowerControl frame;
    frame.power_function = evse::PowerFunction::Standby;
    frame.output_contactors_close = contactors_close;
    frame.lower_output_voltage = lowering;
    return frame;
}

void send_cyclic(Context& context) {
    Cycles& cycles = context.state.cycles;
    if (take(context, cycles.new_charge_session, kFastCycle)) {
        context.send(new_charge_session(context));
        if (!context.session().announced) context.session().announced_at = context.now();
        context.session().announced = true;
    }
    if (context.session().announced && !context.session().finished) {
        send_ev_information(context);
    }
    send_ev_id(context);
    if (idle_frame_wanted(context) && take(context, cycles.power_control, kFastCycle)) {
        context.send(evse::DcPowerControl{});
    }
    if (take(context, cycles.emergency_stop, kFastCycle)) {
        context.send(evse::EmergencyStop{context.state.emergency.origin});
    }
    send_inputs(context);
    if (take(context, cycles.extra_information, kFastCycle)) {
        context.send(evse::CcsExtraInformation{cp_code(context.vehicle().cp),
                                               context.outputs.pilot.duty_percent});
    }
}

void stop_session_messages(State& state) {
    state.cycles.new_charge_session.stop();
    state.cycles.ev_id.stop();
    state.session.ev_information.next = core::kNever;
}

}  // namespace chargerig::controller
