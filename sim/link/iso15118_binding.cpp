// SPDX-License-Identifier: Apache-2.0
#include "sim/link/iso15118_binding.hpp"

#include <cassert>

namespace chargerig::link {
namespace {

constexpr double kWhPerkWh = 1000.0;

template <class T>
const T& payload(const Var& var) {
    const T* value = std::get_if<T>(&var.payload);
    assert(value != nullptr && "the payload does not belong to the variable");
    return *value;
}

// Phases only go forward within a session.
void reach(VehicleView& view, HlcPhase phase) {
    if (view.phase < phase) view.phase = phase;
}

template <class T>
void take(std::optional<double>& field, const std::optional<T>& value, double divisor = 1.0) {
    if (value) field = *value / divisor;
}

HlcProtocol protocol_of(std::string_view name) {
    if (name == "DIN70121") return HlcProtocol::din_70121;
    if (name == "ISO15118-2-2010") return HlcProtocol::iso15118_2_2010;
    if (name == "ISO15118-2-2013") return HlcProtocol::iso15118_2_2013;
    if (name.starts_with("ISO15118-20")) return HlcProtocol::iso15118_20;
    return HlcProtocol::unknown;
}

void apply_protocol(std::string_view name, VehicleView& view) {
    view.protocol = protocol_of(name);
    reach(view, HlcPhase::setup);
}

void apply_transfer_mode(EnergyTransferMode mode, VehicleView& view) {
    view.extended_pins = mode != EnergyTransferMode::DC_core;
    view.bidirectional = mode == EnergyTransferMode::DC_BPT ||
                         mode == EnergyTransferMode::DC_ACDP_BPT ||
                         mode == EnergyTransferMode::MCS_BPT || mode == EnergyTransferMode::AC_BPT;
}

void apply_service(const SelectedServiceParameters& service, VehicleView& view) {
    view.protocol = HlcProtocol::iso15118_20;
    view.dynamic_control = service.control_mode == ControlMode::DynamicControl;
    view.extended_pins = service.connector != Connector::Core;
    view.bidirectional = service.energy_transfer == ServiceCategory::DC_BPT ||
                         service.energy_transfer == ServiceCategory::DC_ACDP_BPT ||
                         service.energy_transfer == ServiceCategory::MCS_BPT ||
                         service.energy_transfer == ServiceCategory::AC_BPT;
    reach(view, HlcPhase::setup);
}

void apply_limits(const DcEvMaximumLimits& limits, VehicleView& view) {
    take(view.limits.maximum_voltage_V, limits.dc_ev_maximum_voltage_limit);
    take(view.limits.maximum_charge_current_A, limits.dc_ev_maximum_current_limit);
    take(view.limits.maximum_charge_power_W, limits.dc_ev_maximum_power_limit);
    reach(view, HlcPhase::parameters);
}

void apply_status(const DcEvStatus& status, VehicleView& view) {
    view.battery.soc_percent = status.dc_ev_ress_soc;
    const bool early = view.phase < HlcPhase::cable_check;
    if (early && status.dc_ev_error_code == DcEvErrorCode::FAILED_ChargingSystemIncompatibility) {
        view.refused = true;
        return;
    }
    if (status.dc_ev_error_code != DcEvErrorCode::NO_ERROR &&
        status.dc_ev_error_code != DcEvErrorCode::NoData) {
        view.emergency = true;
    }
}

// The first target after the cable check is that of the precharge: the older interface has no
// other sign of it (interface facts 7.2), and in the current one start_pre_charge may come later.
void apply_target(const BindingState& state, const DcEvTargetValues& target, VehicleView& view) {
    const bool checked = state.cable_check == ChargerView::CableCheck::passed;
    if (view.phase == HlcPhase::cable_check && checked) reach(view, HlcPhase::precharge);
    view.request.target_voltage_V = target.dc_ev_target_voltage;
    view.request.target_current_A = target.dc_ev_target_current;
    ++view.request.count;
}

// In dynamic control the vehicle names a range instead of a target; the voltage ceiling is the
// target voltage (EVerest EvseManager.cpp:759-844).
void apply_dynamic(const DcChargeDynamicModeValues& values, VehicleView& view) {
    view.dynamic_control = true;
    VehicleLimits& limits = view.limits;
    limits.maximum_voltage_V = values.max_voltage;
    limits.minimum_voltage_V = values.min_voltage;
    limits.maximum_charge_current_A = values.max_charge_current;
    limits.maximum_charge_power_W = values.max_charge_power;
    limits.minimum_charge_power_W = values.min_charge_power;
    take(limits.maximum_discharge_current_A, values.max_discharge_current);
    take(limits.maximum_discharge_power_W, values.max_discharge_power);
    take(limits.minimum_discharge_power_W, values.min_discharge_power);
    if (values.max_discharge_current) view.bidirectional = true;
    view.battery.minimum_energy_request_kWh = values.min_energy_request / kWhPerkWh;
    view.battery.target_energy_request_kWh = values.target_energy_request / kWhPerkWh;
    view.battery.maximum_energy_request_kWh = values.max_energy_request / kWhPerkWh;
    view.request.target_voltage_V = values.max_voltage;
    ++view.request.count;
}

void apply_display(const DisplayParameters& shown, VehicleView& view) {
    VehicleBattery& battery = view.battery;
    take(battery.soc_percent, shown.present_soc);
    take(battery.minimum_soc_percent, shown.minimum_soc);
    take(battery.target_soc_percent, shown.target_soc);
    take(battery.maximum_soc_percent, shown.maximum_soc);
    take(battery.capacity_kWh, shown.battery_energy_capacity, kWhPerkWh);
}

void apply_v2g_message(V2gMessageId id, VehicleView& view) {
    if (id == V2gMessageId::WeldingDetectionReq || id == V2gMessageId::DcWeldingDetectionReq) {
        reach(view, HlcPhase::welding);
    }
}

// A communication that breaks while energy flows is an emergency of the vehicle. The teardown may
// have announced the end of the loop first, so the reason counts as well as the phase.
void apply_failure(bool interrupted_charging, VehicleView& view) {
    if (interrupted_charging || view.phase == HlcPhase::charge_loop) view.emergency = true;
    reach(view, HlcPhase::failed);
}

// Events without a value.
bool apply_event(VarName name, VehicleView& view) {
    switch (name) {
        case VarName::require_auth_eim:
            view.authorisation_asked = true;
            reach(view, HlcPhase::authorisation);
            return true;
        case VarName::start_cable_check:
            reach(view, HlcPhase::cable_check);
            return true;
        case VarName::start_pre_charge:
            reach(view, HlcPhase::precharge);
            return true;
        case VarName::v2g_setup_finished:
            reach(view, HlcPhase::power_delivery);
            return true;
        case VarName::current_demand_started:
            reach(view, HlcPhase::charge_loop);
            return true;
        case VarName::current_demand_finished:
            reach(view, HlcPhase::stopped);
            return true;
        case VarName::dc_open_contactor:
            view.open_contactors_asked = true;
            return true;
        case VarName::dlink_terminate:
            reach(view, HlcPhase::closed);
            return true;
        case VarName::dlink_pause:
            reach(view, HlcPhase::paused);
            return true;
        case VarName::dlink_error:
            apply_failure(false, view);
            return true;
        default:
            return false;
    }
}

// Values that come alone.
bool apply_number(const Var& var, VehicleView& view) {
    VehicleBattery& battery = view.battery;
    switch (var.name) {
        case VarName::dc_ev_energy_capacity:
            battery.capacity_kWh = payload<double>(var) / kWhPerkWh;
            return true;
        case VarName::dc_ev_energy_request:
            battery.target_energy_request_kWh = payload<double>(var) / kWhPerkWh;
            return true;
        case VarName::dc_full_soc:
            battery.maximum_soc_percent = payload<double>(var);
            return true;
        case VarName::dc_bulk_soc:
            battery.target_soc_percent = payload<double>(var);
            return true;
        case VarName::dc_ev_present_voltage:
            battery.present_voltage_V = payload<double>(var);
            return true;
        default:
            return false;
    }
}

// The end of the pulse on the pilot by which a vehicle that has paused, or ended its session, asks
// anew (B-C-B).
bool woken_up(BindingState& state, const PilotFromVehicle& vehicle, const VehicleView& view) {
    if (view.phase != HlcPhase::paused && view.phase != HlcPhase::closed) return false;
    const bool fell = state.waking_up && !vehicle.ready;
    state.waking_up = vehicle.ready;
    return fell;
}

}  // namespace

void apply(BindingState& state, const Var& var, VehicleView& view) {
    if (apply_event(var.name, view) || apply_number(var, view)) return;
    switch (var.name) {
        case VarName::require_auth_pnc:
            view.plug_and_charge_asked = true;
            state.contract_pending = true;
            reach(view, HlcPhase::authorisation);
            return;
        case VarName::evcc_id:
            view.evcc_id.assign(payload<Text>(var).view());
            reach(view, HlcPhase::setup);
            return;
        case VarName::selected_protocol:
            apply_protocol(payload<Text>(var).view(), view);
            return;
        case VarName::requested_energy_transfer_mode:
            apply_transfer_mode(payload<EnergyTransferMode>(var), view);
            return;
        case VarName::selected_service_parameters:
            apply_service(payload<SelectedServiceParameters>(var), view);
            return;
        case VarName::dc_ev_maximum_limits:
            apply_limits(payload<DcEvMaximumLimits>(var), view);
            return;
        case VarName::dc_ev_status:
            apply_status(payload<DcEvStatus>(var), view);
            return;
        case VarName::dc_ev_target_voltage_current:
            apply_target(state, payload<DcEvTargetValues>(var), view);
            return;
        case VarName::d20_dc_dynamic_charge_mode:
            apply_dynamic(payload<DcChargeDynamicModeValues>(var), view);
            return;
        case VarName::display_parameters:
            apply_display(payload<DisplayParameters>(var), view);
            return;
        case VarName::v2g_messages:
            apply_v2g_message(payload<V2gMessages>(var).id, view);
            return;
        case VarName::hlc_session_failed:
            apply_failure(payload<HlcSessionFailedReasonEnum>(var) ==
                              HlcSessionFailedReasonEnum::ChargingInterrupted,
                          view);
            return;
        default:
            return;  // the charger has no use for the others (AC, display, identification)
    }
}

void apply(BindingState& state, const PilotFromCharger& charger, const PilotFromVehicle& vehicle,
           VehicleView& view) {
    const bool plugged_in = vehicle.plugged && !view.plugged;
    if (plugged_in || (vehicle.plugged && woken_up(state, vehicle, view))) {
        const std::uint32_t wake_ups = plugged_in ? 0 : view.wake_ups + 1;
        view = {};
        view.wake_ups = wake_ups;
        state.plug_in_pending = true;
        state.contract_pending = false;
        state.waking_up = false;
    }
    view.plugged = vehicle.plugged;
    view.cp = cp_state(charger, vehicle);
}

}  // namespace chargerig::link
