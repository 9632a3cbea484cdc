// SPDX-License-Identifier: Apache-2.0
//
// What a sweep varies: axes, each a value of the scenario with what it takes on, and the points
// that they make, as a grid or as a random sample (docs/sweep.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/core/yaml.hpp"

namespace chargerig::scenario {

inline constexpr std::size_t kMaxSweepPoints = 100'000;
inline constexpr std::size_t kMaxSweepAxes = 16;

// FROM:TO:STEP and FROM:TO, exact in units of ten to the minus `decimals`.
struct SweepRange {
    std::int64_t first = 0;
    std::int64_t step = 1;
    std::uint64_t count = 1;
    int decimals = 0;
    bool stepped = true;  // false: FROM:TO, its values are for a sample alone
};

struct SweepAxis {
    std::string name;    // as it was given
    std::string path{};  // of the value that it varies, as for --set; see sweep_path()
    std::variant<std::vector<std::string>, SweepRange> values{};

    std::uint64_t size() const;
    std::string value(std::uint64_t index) const;  // as --set takes it; index < size()
};

// One argument of `--grid`: NAME=FROM:TO:STEP with TO included where the steps meet it,
// NAME=FROM:TO, or NAME=VALUE,VALUE,... Numbers are -1e9 to 1e9 with at most 9 decimals.
core::Result<SweepAxis> parse_sweep_axis(std::string_view argument);

// What a name stands for in this scenario, the root of its file: a dotted path and a key of the top
// level themselves, one of its `parameters`, or a short name (`soc`, `vehicle`).
core::Result<std::string> sweep_path(std::string_view name, const core::YamlNode& scenario);

// Whether an axis varies the seed itself; otherwise each point has one of its own.
bool sweeps_seed(const std::vector<SweepAxis>& axes);

struct SweepPoint {
    std::vector<std::string> values;  // one for each axis
    std::uint64_t seed = 0;           // for this point, unless an axis varies it
};

// "soc=10, vehicle=vw-id3-58".
std::string to_text(const std::vector<SweepAxis>& axes, const SweepPoint& point);

// All combinations; the last axis changes first. A point's seed comes from `seed` and its own
// values: it stays the same in a larger grid.
core::Result<std::vector<SweepPoint>> grid_points(const std::vector<SweepAxis>& axes,
                                                  std::uint64_t seed);

// `count` points (at most kMaxSweepPoints), each value drawn evenly from its axis: of FROM:TO in
// steps of a thousandth of the last decimal given. More points leave the first ones as they are.
std::vector<SweepPoint> sample_points(const std::vector<SweepAxis>& axes, std::size_t count,
                                      std::uint64_t seed);

}  // namespace chargerig::scenario
