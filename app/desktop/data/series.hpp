// SPDX-License-Identifier: GPL-3.0-or-later
//
// One curve: samples in the order of time, with the lowest and highest value of ever larger blocks
// beside them (a pyramid of 16 to 1), so that hours are drawn and measured without walking through
// them. Appending never moves what is there. About 17 bytes for each sample.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "sim/core/time.hpp"

namespace chargerig::desktop {

struct Sample {
    core::Instant time;
    double value = 0.0;
    friend bool operator==(const Sample&, const Sample&) = default;
};

// Of a set of samples; empty while low > high.
struct Extent {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    bool empty() const { return low > high; }
    void take(double value) {
        if (value < low) low = value;
        if (value > high) high = value;
    }
    void take(const Extent& other) {
        if (other.low < low) low = other.low;
        if (other.high > high) high = other.high;
    }
    friend bool operator==(const Extent&, const Extent&) = default;
};

// A corner of a drawn line. A value that is not a number breaks the line.
struct Point {
    double t_s = 0.0;  // from the origin that was asked for
    double value = 0.0;
    friend bool operator==(const Point&, const Point&) = default;
};

// What part of a curve is drawn, and how fine.
struct Window {
    core::Instant begin;
    core::Instant end;
    core::Instant origin;  // becomes 0 s
    int columns = 1;       // pixels, at least 1
    core::Instant known;   // nothing is known later than this
    core::Duration gap;    // a value lasts no longer than this; 0: until the next one
};

class Series {
public:
    // False, and nothing stored, when `time` lies before the last sample: a log may jump back, a
    // curve cannot. `value` is a number.
    bool append(core::Instant time, double value);

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    Sample at(std::size_t index) const;
    Sample last() const { return at(size_ - 1); }

    // The first sample at or after `time`; size() if there is none.
    std::size_t first_at(core::Instant time) const;
    // The value that holds at `time`: the last one at or before it.
    std::optional<double> value_at(core::Instant time) const;

    // Of the samples [begin, end).
    Extent extent(std::size_t begin, std::size_t end) const;
    // Of the values that hold somewhere in [begin, end].
    Extent extent(core::Instant begin, core::Instant end) const;

    // Appends the corners of the line in the window, at most 6 for each column and what lies just
    // outside. Where samples are few all of them are there, repetitions apart; else first, lowest,
    // highest and last of each column, so that no spike is lost.
    void outline(const Window& window, std::vector<Point>& out) const;

    std::size_t memory_bytes() const;

private:
    static constexpr std::size_t kChunk = 1024;
    static constexpr std::size_t kFan = 16;
    static constexpr std::size_t kLevels = 7;

    struct Chunk {
        std::array<std::int64_t, kChunk> time_ns;
        std::array<double, kChunk> value;
    };

    std::int64_t time_ns(std::size_t index) const {
        return chunks_[index / kChunk]->time_ns[index % kChunk];
    }
    double value(std::size_t index) const { return chunks_[index / kChunk]->value[index % kChunk]; }
    void raise(std::size_t index, double value);
    void every_sample(const Window& window, std::size_t begin, std::size_t end,
                      std::vector<Point>& out) const;
    void every_column(const Window& window, std::size_t begin, std::size_t end,
                      std::vector<Point>& out) const;
    void column(const Window& window, std::size_t begin, std::size_t end,
                std::vector<Point>& out) const;

    std::size_t size_ = 0;
    std::vector<std::unique_ptr<Chunk>> chunks_;
    std::array<std::vector<Extent>, kLevels> levels_;
};

}  // namespace chargerig::desktop
