// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/set_points.hpp"

#include <algorithm>
#include <cmath>

#include "sim/controller/senders.hpp"
#include "sim/core/protection.hpp"

namespace chargerig::controller {
namespace {

// The field is unsigned; a negative wish is sent as 0, unless it is no wish at all (spec 8.31).
double limited_voltage_V(Context& context, double wanted_V) {
    const double maximum_V = context.charger_limits().maximum_voltage_V;
    if (wanted_V > maximum_V && !context.session().voltage_limit_noted) {
        context.session().voltage_limit_noted = true;
        note(context, core::NoteKind::warning, "target voltage limited to what the charger offers",
             "the vehicle asks for a higher voltage");
    }
    const double limited_V =
        core::in_force(core::Protection::voltage_limit) ? std::min(wanted_V, maximum_V) : wanted_V;
    return std::max(limited_V, 0.0);
}

// Half of the step of a current in DC_Power_Control.
constexpr double kHalfStep_A = 0.05;

double limited_current_A(Context& context, double wanted_A) {
    const double limited_A =
        limited_target_A(context.configuration, context.charger_limits(), context.vehicle(),
                         context.power_voltage_V(), wanted_A);
    if (std::abs(limited_A - wanted_A) > kHalfStep_A && !context.session().current_limit_noted) {
        context.session().current_limit_noted = true;
        note(context, core::NoteKind::warning, "target current limited to the merged limits",
             "the vehicle asks for more than the session may carry");
    }
    return limited_A;
}

// In dynamic control the vehicle names no target; its upper voltage limit is the bound (spec 8.37).
double dynamic_voltage_V(Context& context) {
    const link::VehicleView& vehicle = context.vehicle();
    return limited_voltage_V(context, vehicle.limits.maximum_voltage_V.value_or(
                                          context.charger_limits().maximum_voltage_V));
}

evse::DcPowerControl transfer_frame(double voltage_V, CurrentRange range,
                                    evse::SetpointsMode mode) {
    evse::DcPowerControl frame;
    frame.target_voltage_V = voltage_V;
    frame.current_range_max_A = range.maximum_A;
    frame.current_range_min_A = range.minimum_A;
    frame.power_function = evse::PowerFunction::Power_Transfer;
    frame.setpoints_mode = mode;
    frame.output_contactors_close = true;
    return frame;
}

evse::DcPowerControl dynamic_frame(Context& context) {
    const CurrentRange range = session_range(context.configuration, context.charger_limits(),
                                             context.vehicle(), context.power_voltage_V());
    const double voltage_V = dynamic_voltage_V(context);
    if (context.session().range_mode) {
        return transfer_frame(voltage_V, range, evse::SetpointsMode::Range_Mode);
    }
    // Without range mode the controller chooses: the back end's set-point, else the upper end.
    const double target_A =
        outside_dead_band_A(context.charger_limits(), context.vehicle(),
                            std::clamp(context.session().ocpp_target_A.value_or(range.maximum_A),
                                       range.minimum_A, range.maximum_A));
    return transfer_frame(voltage_V, {target_A, target_A}, evse::SetpointsMode::Target_Mode);
}

// Only where it is to be none (spec 8.31).
bool negative_is_no_request(const Context& context) {
    return context.vehicle().request.target_voltage_V < 0.0 &&
           context.configuration.negative_voltage == NegativeVoltage::standby;
}

// A current that the frame would show as 0 A is no request either.
bool asks_for_nothing(const Context& context) {
    const link::VehicleRequest& request = context.vehicle().request;
    if (negative_is_no_request(context)) return true;
    if (std::abs(request.target_current_A) >= kHalfStep_A) return false;
    return context.configuration.standby_at_zero_request || request.target_voltage_V == 0.0;
}

}  // namespace

evse::DcPowerControl precharge_frame(Context& context) {
    if (negative_is_no_request(context)) return standby_frame(true);
    const link::VehicleRequest& request = context.vehicle().request;
    // A protocol without a precharge current (ISO 15118-20) leaves the request at 0.
    const double wanted_A = request.target_current_A > 0.0
                                ? request.target_current_A
                                : context.configuration.precharge_current_A;
    const double limit_A = core::in_force(core::Protection::precharge_current_limit)
                               ? std::min(context.configuration.precharge_current_A,
                                          context.charger_limits().maximum_current_A)
                               : wanted_A;
    evse::DcPowerControl frame;
    frame.target_voltage_V = limited_voltage_V(context, request.target_voltage_V);
    frame.current_range_max_A = std::min(wanted_A, limit_A);
    frame.power_function = evse::PowerFunction::Precharge;
    frame.setpoints_mode = evse::SetpointsMode::Range_Mode;
    frame.output_contactors_close = true;
    return frame;
}

evse::DcPowerControl charging_frame(Context& context) {
    if (context.session().dynamic) return dynamic_frame(context);
    if (asks_for_nothing(context)) return standby_frame(true);
    const link::VehicleRequest& request = context.vehicle().request;
    const double target_A = limited_current_A(context, request.target_current_A);
    return transfer_frame(limited_voltage_V(context, request.target_voltage_V),
                          {target_A, target_A}, evse::SetpointsMode::Target_Mode);
}

}  // namespace chargerig::controller
