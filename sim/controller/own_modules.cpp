// SPDX-License-Identifier: Apache-2.0
#include "sim/controller/own_modules.hpp"

#include <algorithm>
#include <cmath>

namespace chargerig::controller {
namespace {

constexpr core::Duration kStep{10'000'000};  // of a moving set-point

void take_range(OwnModules& own, const evse::DcPowerControl& frame) {
    const bool range = frame.power_function == evse::PowerFunction::Power_Transfer &&
                       frame.setpoints_mode == evse::SetpointsMode::Range_Mode;
    if (!range) {
        own = {};
        return;
    }
    own.range = CurrentRange{frame.current_range_max_A, frame.current_range_min_A};
}

double present_A(const Context& context) {
    const OwnModules& own = context.state.own_modules;
    const Configuration& configuration = context.configuration;
    return ramped_A(own.from_A, own.to_A, core::to_seconds(context.now() - own.since),
                    configuration.current_ramp_up_rate_A_per_s,
                    configuration.current_ramp_down_rate_A_per_s);
}

double towards(double from_A, double to_A, double step_A) {
    const double gap_A = to_A - from_A;
    return std::abs(gap_A) <= step_A ? to_A : from_A + std::copysign(step_A, gap_A);
}

}  // namespace

double own_target_A(const CurrentRange& range,
                    const std::optional<evse::DcPowerParameters>& parameters,
                    RangeTargetZero zero) {
    const bool unset = !parameters || (zero == RangeTargetZero::unset &&
                                       parameters->range_target_current_A == 0.0);
    if (unset) return range.maximum_A;
    return std::clamp(parameters->range_target_current_A, range.minimum_A, range.maximum_A);
}

double ramped_A(double from_A, double to_A, double elapsed_s, double up_A_per_s,
                double down_A_per_s) {
    if (from_A * to_A < 0.0 && down_A_per_s > 0.0) {
        const double to_zero_s = std::abs(from_A) / down_A_per_s;
        if (elapsed_s < to_zero_s) return towards(from_A, 0.0, down_A_per_s * elapsed_s);
        from_A = 0.0;
        elapsed_s -= to_zero_s;
    } else if (from_A * to_A < 0.0) {
        from_A = 0.0;
    }
    const double rate = std::abs(to_A) > std::abs(from_A) ? up_A_per_s : down_A_per_s;
    return rate > 0.0 ? towards(from_A, to_A, rate * elapsed_s) : to_A;
}

void drive_own_modules(Context& context) {
    context.outputs.own_set_point_A.reset();
    if (!context.configuration.side_channel) return;
    OwnModules& own = context.state.own_modules;
    for (const evse::Message& message : context.outputs.messages) {
        const auto* frame = std::get_if<evse::DcPowerControl>(&message);
        if (frame != nullptr) take_range(own, *frame);
    }
    if (!own.range) return;
    const double ramp_A = present_A(context);
    const double now_A = std::clamp(ramp_A, own.range->minimum_A, own.range->maximum_A);
    const double target_A =
        own_target_A(*own.range, context.state.parameters, context.configuration.range_target_zero);
    if (target_A != own.to_A || now_A != ramp_A) {
        own.from_A = now_A;
        own.to_A = target_A;
        own.since = context.now();
    }
    context.outputs.own_set_point_A = now_A;
}

core::Instant own_modules_deadline(const Context& context) {
    const auto& set_point_A = context.outputs.own_set_point_A;
    const bool moves = set_point_A && *set_point_A != context.state.own_modules.to_A;
    return moves ? context.now() + kStep : core::kNever;
}

}  // namespace chargerig::controller
