// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/data/table.hpp"

#include "sim/core/text.hpp"

namespace chargerig::desktop {

std::string to_csv(std::span<const Curve> curves, core::Instant begin, core::Instant end,
                   core::Instant origin) {
    std::string out = "time [s]";
    std::vector<std::size_t> next;
    for (const auto& curve : curves) {
        out += "," + std::string(curve.kind->message) + "." + std::string(curve.kind->signal);
        if (!curve.unit.empty()) out += " [" + std::string(curve.unit) + "]";
        next.push_back(curve.track->series.first_at(begin));
    }
    out += "\n";
    for (;;) {
        core::Instant now = core::kNever;
        for (std::size_t i = 0; i < curves.size(); ++i) {
            const auto& series = curves[i].track->series;
            if (next[i] < series.size()) now = core::earliest(now, series.at(next[i]).time);
        }
        if (now > end) return out;
        out += core::number_text(core::to_seconds(now - origin));
        for (std::size_t i = 0; i < curves.size(); ++i) {
            const auto& series = curves[i].track->series;
            while (next[i] < series.size() && series.at(next[i]).time <= now) ++next[i];
            out += ",";
            if (const auto value = value_at(curves[i], now)) out += core::number_text(*value);
        }
        out += "\n";
    }
}

}  // namespace chargerig::desktop
