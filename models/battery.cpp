// SPDX-License-Identifier: Apache-2.0
#include "models/battery.hpp"

#include <cassert>
#include <cmath>
#include <string>
#include <utility>

#include "models/check.hpp"
#include "models/relaxation.hpp"

namespace chargerig::models {

namespace {

constexpr double kSecondsPerHour = 3600.0;

void check_ocv(Checker& checker, const std::vector<OcvPoint>& ocv) {
    if (ocv.size() < 2) {
        checker.add("the open-circuit voltage table is too short", static_cast<double>(ocv.size()),
                    "2 points or more, from 0 % to 100 %", "");
        return;
    }
    if (ocv.front().soc_percent != 0.0) {
        checker.add("the open-circuit voltage table does not begin at 0 %", ocv.front().soc_percent,
                    "0", "add a point at 0 %");
    }
    if (ocv.back().soc_percent != 100.0) {
        checker.add("the open-circuit voltage table does not end at 100 %", ocv.back().soc_percent,
                    "100", "add a point at 100 %");
    }
    for (std::size_t i = 0; i < ocv.size(); ++i) {
        const std::string row = "point " + std::to_string(i + 1) + " of the OCV table: ";
        checker.above_zero(row + "cell voltage", ocv[i].cell_voltage_V);
        if (i == 0) continue;
        if (!(ocv[i].soc_percent > ocv[i - 1].soc_percent)) {
            checker.add(row + "state of charge does not rise", ocv[i].soc_percent,
                        "more than in the point before", "");
        }
        if (!(ocv[i].cell_voltage_V > ocv[i - 1].cell_voltage_V)) {
            checker.add(row + "cell voltage does not rise", ocv[i].cell_voltage_V,
                        "more than in the point before", "");
        }
    }
}

}  // namespace

core::Errors check(const BatteryParameters& parameters, const core::SourcePosition& where) {
    Checker checker(where);
    check_ocv(checker, parameters.ocv);
    checker.within("series_cells", parameters.series_cells, 1, 1000);
    checker.above_zero("capacity_Ah", parameters.capacity_Ah);
    checker.above_zero("resistance_ohm", parameters.resistance_ohm);
    for (const RcBranch& branch : parameters.rc) {
        checker.within("resistance_ohm of an RC branch", branch.resistance_ohm, 0.0, 1e3);
        checker.above_zero("time_constant_s of an RC branch", branch.time_constant_s);
    }
    return checker.take();
}

Battery::Battery(BatteryParameters parameters) : parameters_(std::move(parameters)) {
    assert(check(parameters_).empty());
    const std::vector<OcvPoint>& ocv = parameters_.ocv;
    for (std::size_t i = 0; i + 1 < ocv.size(); ++i) {
        const double begin_V = ocv[i].cell_voltage_V * parameters_.series_cells;
        const double end_V = ocv[i + 1].cell_voltage_V * parameters_.series_cells;
        const double width_percent = ocv[i + 1].soc_percent - ocv[i].soc_percent;
        segments_.push_back({ocv[i].soc_percent, ocv[i + 1].soc_percent, ocv[i].soc_percent,
                             begin_V, (end_V - begin_V) / width_percent});
    }
    segments_.front().begin_percent = -kInfinity;
    segments_.back().end_percent = kInfinity;
}

BatteryState Battery::initial_state(double soc_percent) const {
    BatteryState state;
    state.soc_percent = soc_percent;
    state.ocv_segment = segment_of(soc_percent, 0);
    return state;
}

BatteryStep Battery::step(double step_s) const {
    assert(step_s > 0.0);
    BatteryStep out;
    out.step_s = step_s;
    out.soc_percent_per_A = 100.0 * step_s / (kSecondsPerHour * parameters_.capacity_Ah);
    for (std::size_t i = 0; i < out.rc.size(); ++i) {
        const RcBranch& branch = parameters_.rc[i];
        if (branch.resistance_ohm == 0.0) continue;
        const double x = step_s / branch.time_constant_s;
        out.rc[i] = {branch.resistance_ohm,
                     1.0 / branch.resistance_ohm,
                     branch.time_constant_s / branch.resistance_ohm,
                     std::exp(-x),
                     mean_of_decay(x),
                     mean_of_decay(2.0 * x)};
        // 1 - mean_of_decay(x), without losing the digits of a small x.
        out.mean_resistance_ohm += branch.resistance_ohm * x * mean_of_response(x);
    }
    return out;
}

std::uint32_t Battery::segment_of(double soc_percent, std::uint32_t hint) const {
    assert(!std::isnan(soc_percent));
    std::uint32_t index = hint;
    while (soc_percent < segments_[index].begin_percent) --index;
    while (soc_percent >= segments_[index].end_percent) ++index;
    return index;
}

double Battery::open_circuit_voltage_V(double soc_percent) const {
    return segments_[segment_of(soc_percent, 0)].voltage_V(soc_percent);
}

void Battery::advance(BatteryState& state, double current_A, const BatteryStep& step) const {
    for (std::size_t i = 0; i < step.rc.size(); ++i) {
        state.rc_voltage_V[i] = step.rc[i].end_V(state.rc_voltage_V[i], current_A);
    }
    state.soc_percent += step.soc_percent_per_A * current_A;
    if (!segments_[state.ocv_segment].contains(state.soc_percent)) {
        state.ocv_segment = segment_of(state.soc_percent, state.ocv_segment);
    }
}

double Battery::cell_energy_kWh(double from_percent, double to_percent) const {
    if (from_percent > to_percent) return -cell_energy_kWh(to_percent, from_percent);
    double sum_V_percent = 0.0;
    for (const OcvSegment& segment : segments_) {
        const double low = std::max(from_percent, segment.begin_percent);
        const double high = std::min(to_percent, segment.end_percent);
        if (low < high) sum_V_percent += segment.voltage_V(0.5 * (low + high)) * (high - low);
    }
    return sum_V_percent * 0.01 * parameters_.capacity_Ah * 1e-3;
}

}  // namespace chargerig::models
