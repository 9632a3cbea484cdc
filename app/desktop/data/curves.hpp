// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which signals of the generic interface belong into which plot, and what they mean there.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "app/desktop/data/recording.hpp"

namespace chargerig::desktop {

enum class Pane : std::uint8_t { voltage, current };

enum class Role : std::uint8_t {
    measured,  // what is
    target,    // what the controller asks for
    range,     // a border of the band that the current must stay in
    setpoint,  // what the back end asks for
    vehicle,   // a limit of the vehicle
    charger,   // a limit of the power side
};

struct CurveKind {
    std::string_view message;
    std::string_view signal;
    std::string_view name;  // for people
    Pane pane = Pane::voltage;
    Role role = Role::measured;
    bool zero_says_nothing = false;  // 0 is "not told" (spec 5.2, 5.7), not a limit of 0
    bool negative = false;           // a magnitude of discharge: drawn below 0
};

// In drawing order: what matters most is last.
std::span<const CurveKind> standard_curves();

// A curve of a recording, ready to be drawn and measured.
struct Curve {
    const CurveKind* kind = nullptr;
    const Track* track = nullptr;
    core::Duration gap;
    std::string_view unit;
};

// Those that the recording's version has, in their order.
std::vector<Curve> curves_of(const Recording& recording);

// Series::outline with the curve's meaning of 0 and of its sign.
void outline(const Curve& curve, const Window& window, std::vector<Point>& out);

// Of what is drawn in [begin, end].
Extent extent(const Curve& curve, core::Instant begin, core::Instant end);

// What is drawn at an instant.
std::optional<double> value_at(const Curve& curve, core::Instant time);

}  // namespace chargerig::desktop
