// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/data/curves.hpp"

#include <array>
#include <limits>

namespace chargerig::desktop {
namespace {

constexpr std::array<CurveKind, 14> kCurves{{
    {"DC_Power_Control", "Current_Range_Max", "allowed, highest", Pane::current, Role::range},
    {"DC_Power_Control", "Current_Range_Min", "allowed, lowest", Pane::current, Role::range},
    {"EV_Information_Voltages", "EV_Minimum_Voltage", "vehicle minimum", Pane::voltage,
     Role::vehicle, true},
    {"EV_Information_Voltages", "EV_Maximum_Voltage", "vehicle maximum", Pane::voltage,
     Role::vehicle, true},
    {"DC_Power_Parameters", "Maximum_Voltage", "charger maximum", Pane::voltage, Role::charger,
     true},
    {"DC_Power_Control", "Target_Voltage", "target", Pane::voltage, Role::target},
    {"Power_Modules_Status", "Present_Voltage", "present voltage", Pane::voltage, Role::measured},
    {"EV_Information_Charge_Limits", "EV_Maximum_Charge_Current", "vehicle, charging",
     Pane::current, Role::vehicle, true},
    {"EV_Information_Discharge_Limits", "EV_Maximum_Discharge_Current", "vehicle, discharging",
     Pane::current, Role::vehicle, true, true},
    {"DC_Power_Parameters", "Maximum_Charge_Current", "charger, charging", Pane::current,
     Role::charger, true},
    {"DC_Power_Parameters", "Maximum_Discharge_Current", "charger, discharging", Pane::current,
     Role::charger, true, true},
    {"DC_Power_Parameters", "Range_Target_Current", "side channel", Pane::current, Role::setpoint,
     true},
    {"OCPP_Control", "Dynamic_Target_Current", "OCPP set-point", Pane::current, Role::setpoint},
    {"Power_Modules_Status", "Present_Current", "present current", Pane::current, Role::measured},
}};

double meant(const CurveKind& kind, double value) {
    if (kind.zero_says_nothing && value == 0.0) return std::numeric_limits<double>::quiet_NaN();
    return kind.negative ? -value : value;
}

}  // namespace

std::span<const CurveKind> standard_curves() {
    return kCurves;
}

std::vector<Curve> curves_of(const Recording& recording) {
    std::vector<Curve> out;
    for (const auto& kind : kCurves) {
        const Track* const track = recording.track(kind.message, kind.signal);
        if (track == nullptr) continue;
        out.push_back(
            {&kind, track, recording.valid_for(*track), recording.signal_of(*track).unit});
    }
    return out;
}

void outline(const Curve& curve, const Window& window, std::vector<Point>& out) {
    const std::size_t before = out.size();
    Window own = window;
    own.gap = curve.gap;
    curve.track->series.outline(own, out);
    for (std::size_t i = before; i < out.size(); ++i) {
        out[i].value = meant(*curve.kind, out[i].value);
    }
}

Extent extent(const Curve& curve, core::Instant begin, core::Instant end) {
    Extent out = curve.track->series.extent(begin, end);
    if (out.empty()) return out;
    if (curve.kind->negative) out = {-out.high, -out.low};
    // What says nothing is not drawn and needs no room.
    if (curve.kind->zero_says_nothing && out.low == 0.0) out.low = out.high;
    if (curve.kind->zero_says_nothing && out.high == 0.0) out.high = out.low;
    if (curve.kind->zero_says_nothing && out.low == 0.0) return {};
    return out;
}

std::optional<double> value_at(const Curve& curve, core::Instant time) {
    const auto& series = curve.track->series;
    const std::size_t after = series.first_at(time + core::Duration{1});
    if (after == 0) return std::nullopt;
    const Sample sample = series.at(after - 1);
    if (curve.gap.ns > 0 && time - sample.time > curve.gap) return std::nullopt;
    if (curve.kind->zero_says_nothing && sample.value == 0.0) return std::nullopt;
    return meant(*curve.kind, sample.value);
}

}  // namespace chargerig::desktop
