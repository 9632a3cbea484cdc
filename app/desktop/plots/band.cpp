// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/plots/band.hpp"

#include <algorithm>
#include <cmath>

namespace chargerig::desktop {
namespace {

struct LaneKind {
    const char* message;
    const char* signal;
    const char* name;
    bool zero_is_empty;  // 0 is nothing to draw
};

constexpr LaneKind kLanes[]{
    {"Advantics_Controller_Status", "State", "state", false},
    {"DC_Power_Control", "Power_Function", "power", true},
    {"DC_Power_Control", "Output_Contactors", "contactors", true},
};

// An underscore is the protocol's blank.
std::string readable(std::string text) {
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

void add_block(const Recording& recording, const Track& track, const LaneKind& kind, double begin_s,
               double end_s, double value, Lane& lane) {
    if (std::isnan(value) || (kind.zero_is_empty && value == 0.0) || end_s <= begin_s) return;
    auto& blocks = lane.blocks;
    const auto raw = static_cast<std::int64_t>(value);
    if (!blocks.empty() && blocks.back().raw == raw && blocks.back().end_s == begin_s) {
        blocks.back().end_s = end_s;
        return;
    }
    blocks.push_back({begin_s, end_s, raw, readable(recording.text_of(track, value))});
}

}  // namespace

std::vector<Lane> lanes_of(const Recording& recording, const Window& window) {
    std::vector<Lane> out;
    for (const auto& kind : kLanes) {
        const Track* const track = recording.track(kind.message, kind.signal);
        if (track == nullptr) continue;
        Lane lane{kind.name, {}};
        std::vector<Point> points;
        Window own = window;
        own.gap = recording.valid_for(*track);
        track->series.outline(own, points);
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            add_block(recording, *track, kind, points[i].t_s, points[i + 1].t_s, points[i].value,
                      lane);
        }
        out.push_back(std::move(lane));
    }
    return out;
}

}  // namespace chargerig::desktop
