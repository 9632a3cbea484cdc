// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/data/series.hpp"

#include <algorithm>
#include <cassert>

namespace chargerig::desktop {
namespace {

constexpr double kBreak = std::numeric_limits<double>::quiet_NaN();

double seconds_from(core::Instant origin, std::int64_t time_ns) {
    return core::to_seconds(core::Instant{time_ns} - origin);
}

}  // namespace

bool Series::append(core::Instant time, double value) {
    assert(value == value && "a curve holds numbers");
    if (size_ > 0 && time.ns < time_ns(size_ - 1)) return false;
    // Not filled with zeros: a chunk is written before it is read.
    if (size_ % kChunk == 0) chunks_.push_back(std::make_unique_for_overwrite<Chunk>());
    Chunk& chunk = *chunks_.back();
    chunk.time_ns[size_ % kChunk] = time.ns;
    chunk.value[size_ % kChunk] = value;
    raise(size_++, value);
    return true;
}

void Series::raise(std::size_t index, double value) {
    for (auto& level : levels_) {
        index /= kFan;
        if (index == level.size()) {
            level.emplace_back().take(value);
            continue;
        }
        Extent& block = level[index];
        // What is inside this block is inside those above it.
        if (value >= block.low && value <= block.high) return;
        block.take(value);
    }
}

Sample Series::at(std::size_t index) const {
    assert(index < size_);
    return {core::Instant{time_ns(index)}, value(index)};
}

std::size_t Series::first_at(core::Instant time) const {
    std::size_t low = 0;
    std::size_t high = size_;
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (time_ns(middle) < time.ns) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

std::optional<double> Series::value_at(core::Instant time) const {
    const std::size_t after = first_at(time + core::Duration{1});
    if (after == 0) return std::nullopt;
    return value(after - 1);
}

Extent Series::extent(std::size_t begin, std::size_t end) const {
    Extent out;
    while (begin < end) {
        std::size_t level = 0;
        std::size_t width = 1;
        while (level < kLevels && begin % (width * kFan) == 0 && begin + width * kFan <= end) {
            width *= kFan;
            ++level;
        }
        if (level == 0) {
            out.take(value(begin));
        } else {
            out.take(levels_[level - 1][begin / width]);
        }
        begin += width;
    }
    return out;
}

Extent Series::extent(core::Instant begin, core::Instant end) const {
    Extent out = extent(first_at(begin), first_at(end + core::Duration{1}));
    if (const auto held = value_at(begin)) out.take(*held);
    return out;
}

void Series::outline(const Window& window, std::vector<Point>& out) const {
    assert(window.columns > 0);
    std::size_t begin = first_at(window.begin);
    std::size_t end = first_at(window.end + core::Duration{1});
    // The line comes from outside and leads outside.
    if (begin > 0) --begin;
    const bool leads_on = end < size_ && time_ns(end) <= window.known.ns;
    if (leads_on) ++end;
    if (begin >= end) return;
    if (end - begin <= static_cast<std::size_t>(window.columns) * 2) {
        every_sample(window, begin, end, out);
    } else {
        every_column(window, begin, end, out);
    }
    // The last value holds on, as long as it may.
    if (leads_on) return;
    const Sample newest = at(end - 1);
    core::Instant until = core::earliest(window.end, window.known);
    if (window.gap.ns > 0) until = core::earliest(until, newest.time + window.gap);
    if (until > newest.time) out.push_back({seconds_from(window.origin, until.ns), newest.value});
}

void Series::every_sample(const Window& window, std::size_t begin, std::size_t end,
                          std::vector<Point>& out) const {
    const auto broken = [&](std::size_t i) {
        return window.gap.ns > 0 && time_ns(i + 1) - time_ns(i) > window.gap.ns;
    };
    for (std::size_t i = begin; i < end; ++i) {
        const double t_s = seconds_from(window.origin, time_ns(i));
        const bool gap_before = i > begin && broken(i - 1);
        const bool gap_after = i + 1 < end && broken(i);
        const bool inside = i > begin && i + 1 < end && !gap_before && !gap_after;
        // A level line needs no corners between its ends; dashes stay whole, too.
        const bool level = inside && value(i) == value(i - 1) && value(i) == value(i + 1);
        if (!level) out.push_back({t_s, value(i)});
        if (gap_after) {
            const double ended_s = seconds_from(window.origin, time_ns(i) + window.gap.ns);
            out.push_back({ended_s, value(i)});
            out.push_back({ended_s, kBreak});
        }
    }
}

void Series::every_column(const Window& window, std::size_t begin, std::size_t end,
                          std::vector<Point>& out) const {
    const std::int64_t span = std::max<std::int64_t>((window.end - window.begin).ns, 1);
    std::size_t from = begin;
    for (int i = 1; i <= window.columns && from < end; ++i) {
        const auto edge = static_cast<std::int64_t>(static_cast<double>(span) * i / window.columns);
        const std::size_t to = i == window.columns
                                   ? end
                                   : std::min(first_at(window.begin + core::Duration{edge}), end);
        if (to == from) continue;
        column(window, from, to, out);
        if (to < end && window.gap.ns > 0 && time_ns(to) - time_ns(to - 1) > window.gap.ns) {
            const double ended_s = seconds_from(window.origin, time_ns(to - 1) + window.gap.ns);
            out.push_back({ended_s, value(to - 1)});
            out.push_back({ended_s, kBreak});
        }
        from = to;
    }
}

void Series::column(const Window& window, std::size_t begin, std::size_t end,
                    std::vector<Point>& out) const {
    const double first_s = seconds_from(window.origin, time_ns(begin));
    const double last_s = seconds_from(window.origin, time_ns(end - 1));
    const Extent extent = this->extent(begin, end);
    out.push_back({first_s, value(begin)});
    if (extent.low != extent.high) {
        // Within one pixel the order of lowest and highest cannot be seen.
        const double third_s = (last_s - first_s) / 3.0;
        out.push_back({first_s + third_s, extent.low});
        out.push_back({first_s + 2.0 * third_s, extent.high});
    }
    if (end - begin > 1) out.push_back({last_s, value(end - 1)});
}

std::size_t Series::memory_bytes() const {
    std::size_t bytes = chunks_.size() * sizeof(Chunk) + chunks_.capacity() * sizeof(chunks_[0]);
    for (const auto& level : levels_) bytes += level.capacity() * sizeof(Extent);
    return bytes;
}

}  // namespace chargerig::desktop
