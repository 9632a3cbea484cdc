// SPDX-License-Identifier: Apache-2.0
//
// What a run's log shows, small enough for a report: voltage and current with their limits, and the
// frames around each failure.
#pragma once

#include <string>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/evse/registry.hpp"
#include "sim/report/result.hpp"

namespace chargerig::report {

struct Point {
    double t_s = 0.0;
    double value = 0.0;
};

// A signal on the bus as it was sent, a value at a time. Long ones keep the lowest and the highest
// value of each of kCurveBins parts of the run, so that no peak is lost.
struct Curve {
    std::string name;  // "present voltage"
    std::vector<Point> points;
};
inline constexpr std::size_t kCurveBins = 600;

struct FrameWindow {
    double t_s = 0.0;
    std::vector<std::string> frames;  // decoded, a line each
};
// Frames before and after the instant of a failure.
inline constexpr std::size_t kFramesBefore = 12;
inline constexpr std::size_t kFramesAfter = 6;

struct Evidence {
    // In the order in which they are drawn: measured, asked for, limits.
    std::vector<Curve> voltage_V;
    std::vector<Curve> current_A;
    std::vector<FrameWindow> windows;
};

// When a failure happened: the time that its text begins with ("12.350 s: "); empty if none.
std::optional<double> time_of(const std::string& failure);

// Reads the log of a run. An error names the file, or says what does not fit.
core::Result<Evidence> read_evidence(const std::string& log, const evse::Registry& registry,
                                     const RunResult& run);

}  // namespace chargerig::report
