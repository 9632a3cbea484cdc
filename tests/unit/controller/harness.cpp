// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {

evse::DcPowerControl standby(bool close, bool lowering) {
    evse::DcPowerControl frame;
    frame.power_function = evse::PowerFunction::Standby;
    frame.output_contactors_close = close;
    frame.lower_output_voltage = lowering;
    return frame;
}

void PowerSide::hear(const evse::Message& message) {
    if (const auto* s = std::get_if<evse::ControllerStatus>(&message)) {
        if (s->state == ControllerState::Waiting_For_PEV) status = evse::PowerModulesStatus{};
        const bool asleep = status.system_enable != evse::SystemEnable::Allowed;
        if (s->state == ControllerState::Insulation_Test && wakes_up && asleep) {
            status.system_enable = evse::SystemEnable::Allowed;
            status.insulation_resistance_kohm = resistance_kohm;
        }
        return;
    }
    const auto* frame = std::get_if<evse::DcPowerControl>(&message);
    if (frame == nullptr || !follows) return;
    switch (frame->power_function) {
        case evse::PowerFunction::Off:
            status.present_voltage_V = 0.0;
            break;
        case evse::PowerFunction::Standby:
            if (drops_current) status.present_current_A = 0.0;
            if (frame->lower_output_voltage && lowers) status.present_voltage_V = 0.0;
            break;
        case evse::PowerFunction::Insulation_Test:
        case evse::PowerFunction::Precharge:
            status.present_voltage_V = frame->target_voltage_V;
            break;
        case evse::PowerFunction::Power_Transfer:
            status.present_voltage_V = battery_voltage_V;
            status.present_current_A = frame->current_range_max_A;
            break;
    }
}

Bench::Bench(Configuration configuration, Interface interface)
    : controller(configuration, interface),
      state(controller.initial_state({})),
      next_status_{30'000'000} {
    inbox_.reserve(16);
}

void Bench::step() {
    if (power.sends && next_status_ <= now) {
        inbox_.push_back(power.status);
        next_status_ = next_status_ + 100_ms;
    }
    Inputs inputs;
    inputs.now = now;
    inputs.received = inbox_;
    inputs.vehicle = &vehicle;
    inputs.output_contactors_closed = relay_closed;
    inputs.stop_button = stop_;
    inputs.emergency_stop_button = emergency_button;
    inputs.connector_temperature_degC = connector_degC;
    inputs.digital_input = digital_input;
    inputs.ocpp_target_current_A = ocpp_;
    controller.step(inputs, state, outputs);
    ++steps;
    inbox_.clear();
    stop_ = false;
    ocpp_.reset();
    if (relay_follows) relay_closed = outputs.output_contactors_close;
    for (const evse::Message& m : outputs.messages) {
        power.hear(m);
        if (keep_log) log.push_back({now, m});
    }
    notes.insert(notes.end(), outputs.notes.begin(), outputs.notes.end());
}

void Bench::run_until(core::Instant end) {
    if (steps == 0) step();
    for (;;) {
        core::Instant next = outputs.next_wakeup;
        if (power.sends) {
            while (next_status_ <= now) next_status_ = next_status_ + 100_ms;
            next = core::earliest(next, next_status_);
        }
        if (next > end) break;
        now = next;
        step();
    }
    now = std::max(now, end);
}

bool Bench::run_to(ControllerState wanted, core::Duration limit) {
    const core::Instant end = now + limit;
    while (state.state != wanted && now < end) run_for(10_ms);
    return state.state == wanted;
}

void Bench::press_stop() {
    stop_ = true;
    step();
}

void Bench::ocpp(double current_A) {
    ocpp_ = current_A;
    step();
}

void Bench::plug_in(link::HlcProtocol protocol) {
    vehicle = link::VehicleView{};
    vehicle.plugged = true;
    vehicle.cp = link::CpState::B;
    vehicle.protocol = protocol;
    step();
}

void Bench::plug_in_iso20(bool dynamic, bool bidirectional) {
    reach(ControllerState::Waiting_For_PEV);
    plug_in(link::HlcProtocol::iso15118_20);
    vehicle.dynamic_control = dynamic;
    vehicle.bidirectional = bidirectional;
}

void Bench::phase(HlcPhase wanted) {
    vehicle.phase = wanted;
    if (wanted == HlcPhase::parameters) {
        vehicle.limits.maximum_voltage_V = 450.0;
        vehicle.limits.maximum_charge_current_A = 200.0;
        vehicle.evcc_id = core::InlineString<17>("02:11:22:AA:bb:FF");
    }
    step();
}

void Bench::request(double voltage_V, double current_A) {
    vehicle.request = {voltage_V, current_A, vehicle.request.count + 1};
    step();
}

void Bench::unplug() {
    vehicle.plugged = false;
    vehicle.cp = link::CpState::A;
    step();
}

void Bench::reach(ControllerState wanted) {
    using enum ControllerState;
    if (steps == 0) step();
    const auto past = [&](ControllerState s) { return state.state >= s; };
    if (!past(Waiting_For_PEV)) run_to(Waiting_For_PEV);
    if (wanted > Waiting_For_PEV && !past(Negotiating_Connection)) {
        if (!vehicle.plugged)
            plug_in(vehicle.protocol == link::HlcProtocol::unknown
                        ? link::HlcProtocol::iso15118_2_2013
                        : vehicle.protocol);
        run_to(Negotiating_Connection);
    }
    if (wanted > Negotiating_Connection && !past(Connected_With_Full_Info)) {
        run_for(600_ms);
        vehicle.authorisation_asked = true;
        phase(HlcPhase::authorisation);
        vehicle.authorisation_asked = false;
        phase(HlcPhase::parameters);
        run_to(Connected_With_Full_Info);
    }
    if (wanted > Connected_With_Full_Info && !past(Insulation_Test)) {
        phase(HlcPhase::cable_check);
        run_to(Insulation_Test);
    }
    if (wanted > Insulation_Test && !past(Precharge)) {
        while (outputs.charger.cable_check != link::ChargerView::CableCheck::passed &&
               now < at_ms(60'000)) {
            run_for(10_ms);
        }
        vehicle.phase = HlcPhase::precharge;
        request(350.0, 2.0);
        run_to(Precharge);
    }
    if (wanted > Precharge && !past(Waiting_For_Charge)) {
        run_for(500_ms);
        phase(HlcPhase::power_delivery);
        run_to(Waiting_For_Charge);
    }
    if (wanted > Waiting_For_Charge && !past(Charging)) {
        vehicle.phase = HlcPhase::charge_loop;
        request(440.0, 50.0);
        run_to(Charging);
    }
    if (wanted > Charging && !past(Ending_Charge)) {
        run_for(1_s);
        phase(HlcPhase::stopped);
        run_to(Ending_Charge);
    }
    if (wanted == Welding_Detection) {
        phase(HlcPhase::welding);
        run_to(Welding_Detection);
    }
    if (wanted == Closing_Communication) {
        phase(HlcPhase::closed);
        run_to(Closing_Communication);
    }
    while (!state.reported) run_for(10_ms);
}

std::vector<ControllerState> Bench::states_seen() const {
    std::vector<ControllerState> out;
    for (const auto& s : sent<evse::ControllerStatus>()) {
        if (out.empty() || out.back() != s.message.state) out.push_back(s.message.state);
    }
    return out;
}

std::optional<evse::StopState> Bench::finished() const {
    const auto all = sent<evse::ChargeSessionFinished>();
    if (all.empty()) return std::nullopt;
    return all.front().message.state;
}

evse::DcPowerControl Bench::last_power() const {
    const auto all = sent<evse::DcPowerControl>();
    return all.empty() ? evse::DcPowerControl{} : all.back().message;
}

bool Bench::noted(core::NoteKind kind, std::string_view part) const {
    return std::any_of(notes.begin(), notes.end(), [&](const core::Note& n) {
        return n.kind == kind &&
               (n.text.find(part) != std::string::npos || n.cause.find(part) != std::string::npos);
    });
}

}  // namespace chargerig::controller::test
