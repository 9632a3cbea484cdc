// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/data/measure.hpp"

#include <algorithm>

namespace chargerig::desktop {
namespace {

// Goes along a series: which value holds, and until when.
class Walk {
public:
    Walk(const Series& series, core::Instant begin, core::Duration gap)
        : series_(series), gap_(gap), next_(series.first_at(begin + core::Duration{1})) {}

    // The value that holds at `now`, which must not go back.
    std::optional<double> value(core::Instant now) {
        while (next_ < series_.size() && series_.at(next_).time <= now) ++next_;
        if (next_ == 0 || now >= ends()) return std::nullopt;
        return series_.at(next_ - 1).value;
    }
    // When that may change.
    core::Instant changes(core::Instant now) const {
        core::Instant out = next_ < series_.size() ? series_.at(next_).time : core::kNever;
        if (next_ > 0 && ends() > now) out = core::earliest(out, ends());
        return out;
    }

private:
    core::Instant ends() const {
        return gap_.ns > 0 ? series_.at(next_ - 1).time + gap_ : core::kNever;
    }

    const Series& series_;
    core::Duration gap_;
    std::size_t next_;
};

}  // namespace

std::optional<Measurement> measure(const Series& series, core::Instant begin, core::Instant end,
                                   core::Duration gap) {
    Measurement out;
    double sum = 0.0;
    Walk walk(series, begin, gap);
    out.at_begin = walk.value(begin);
    for (core::Instant now = begin; now < end;) {
        const auto value = walk.value(now);
        const core::Instant next = core::earliest(walk.changes(now), end);
        if (value) {
            const double held_s = core::to_seconds(next - now);
            sum += *value * held_s;
            out.held_s += held_s;
            out.extent.take(*value);
        }
        now = next;
    }
    out.at_end = walk.value(end);
    if (out.at_end) out.extent.take(*out.at_end);
    if (out.extent.empty()) return std::nullopt;
    out.mean = out.held_s > 0.0 ? sum / out.held_s : *out.at_end;
    return out;
}

double energy_kWh(const Series& voltage_V, const Series& current_A, core::Instant begin,
                  core::Instant end, core::Duration gap) {
    double energy_Ws = 0.0;
    Walk voltage(voltage_V, begin, gap);
    Walk current(current_A, begin, gap);
    for (core::Instant now = begin; now < end;) {
        const auto volts = voltage.value(now);
        const auto amperes = current.value(now);
        const core::Instant next =
            core::earliest(core::earliest(voltage.changes(now), current.changes(now)), end);
        if (volts && amperes) energy_Ws += *volts * *amperes * core::to_seconds(next - now);
        now = next;
    }
    return energy_Ws / 3.6e6;
}

}  // namespace chargerig::desktop
