// SPDX-License-Identifier: Apache-2.0
//
// Time in the rig: signed 64-bit nanoseconds, counted from the start of the run. `Instant` is a
// point, `Duration` a distance; both are plain values. Nothing here reads a clock: see
// sim/core/wall_clock.hpp.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace chargerig::core {

struct Duration {
    std::int64_t ns = 0;

    friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
    friend constexpr Duration operator+(Duration a, Duration b) { return {a.ns + b.ns}; }
    friend constexpr Duration operator-(Duration a, Duration b) { return {a.ns - b.ns}; }
    friend constexpr Duration operator*(Duration a, std::int64_t n) { return {a.ns * n}; }
    friend constexpr Duration operator/(Duration a, std::int64_t n) { return {a.ns / n}; }
    friend constexpr std::int64_t operator/(Duration a, Duration b) { return a.ns / b.ns; }
    friend constexpr Duration operator%(Duration a, Duration b) { return {a.ns % b.ns}; }
};

struct Instant {
    std::int64_t ns = 0;

    friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
    friend constexpr Instant operator+(Instant t, Duration d) { return {t.ns + d.ns}; }
    friend constexpr Instant operator-(Instant t, Duration d) { return {t.ns - d.ns}; }
    friend constexpr Duration operator-(Instant a, Instant b) { return {a.ns - b.ns}; }
};

// An instant that never comes: the wake-up of a participant that waits for input alone.
inline constexpr Instant kNever{std::numeric_limits<std::int64_t>::max()};

constexpr Instant earliest(Instant a, Instant b) {
    return a < b ? a : b;
}

// Seconds to nanoseconds, rounded to nearest. Valid for |seconds| < 9.2e9.
constexpr Duration from_seconds(double seconds) {
    const double ns = seconds * 1e9;
    return {static_cast<std::int64_t>(ns < 0.0 ? ns - 0.5 : ns + 0.5)};
}
// Divided, not multiplied by 1e-9: so 626'900'000'000 ns is 626.9 s and prints as that.
constexpr double to_seconds(Duration d) {
    return static_cast<double>(d.ns) / 1e9;
}
constexpr double to_seconds(Instant t) {
    return static_cast<double>(t.ns) / 1e9;
}

inline namespace literals {
constexpr Duration operator""_ns(unsigned long long n) {
    return {static_cast<std::int64_t>(n)};
}
constexpr Duration operator""_us(unsigned long long n) {
    return {static_cast<std::int64_t>(n) * 1'000};
}
constexpr Duration operator""_ms(unsigned long long n) {
    return {static_cast<std::int64_t>(n) * 1'000'000};
}
constexpr Duration operator""_s(unsigned long long n) {
    return {static_cast<std::int64_t>(n) * 1'000'000'000};
}
}  // namespace literals

}  // namespace chargerig::core
