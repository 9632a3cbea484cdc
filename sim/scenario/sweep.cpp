// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/sweep.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "sim/core/random.hpp"

namespace chargerig::scenario {
namespace {

using core::Error;
using core::Result;
using core::YamlNode;

constexpr int kMaxDecimals = 9;
constexpr int kFinerDecimals = 3;    // of FROM:TO
constexpr double kMostUnits = 1e15;  // what a double counts exactly
constexpr core::NumberRange kNumbers{-1e9, 1e9};
constexpr std::string_view kForms = "FROM:TO:STEP, FROM:TO or VALUE,VALUE,...";

// The short names that are not a scenario's own.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kAliases{
    {{"soc", "vehicle.initial_soc_percent"}, {"vehicle", "vehicle.profile"}}};
// What stands at the top of a scenario and is one value.
constexpr std::array<std::string_view, 6> kTopLevel{"emulate",  "end",  "pistol",
                                                    "protocol", "seed", "start_time"};

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    for (;;) {
        const std::size_t end = text.find(separator);
        out.push_back(text.substr(0, end));
        if (end == text.npos) return out;
        text.remove_prefix(end + 1);
    }
}

bool looks_like_number(std::string_view text) {
    return core::parse_number(text, "", kNumbers, {}).has_value();
}

// Of a number's text; an exponent moves the point.
int decimals_of(std::string_view text) {
    const std::size_t e = std::min(text.find_first_of("eE"), text.size());
    int exponent = 0;
    if (e < text.size()) {
        std::string_view digits = text.substr(e + 1);
        if (digits.starts_with('+')) digits.remove_prefix(1);
        const auto [end, failed] =
            std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
        // Only numbers of a few digits' exponent come here; one that does not fit is far too fine.
        if (failed != std::errc{}) return kMaxDecimals + 1;
        exponent = std::clamp(exponent, -100, 100);
    }
    const std::size_t point = text.substr(0, e).find('.');
    const int written = point == text.npos ? 0 : static_cast<int>(e - point - 1);
    return std::max(0, written - exponent);
}

std::string decimal_text(std::int64_t scaled, int decimals) {
    const auto magnitude =
        scaled < 0 ? 0 - static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled);
    std::string digits = std::to_string(magnitude);
    const auto places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    std::string fraction = digits.substr(digits.size() - places);
    digits.resize(digits.size() - places);
    while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
    if (!fraction.empty()) digits += "." + fraction;
    return (scaled < 0 ? "-" : "") + digits;
}

class RangeParser {
public:
    RangeParser(std::string_view text, const core::SourcePosition& where)
        : text_(text), where_(where) {}

    Result<SweepRange> parse() {
        const auto parts = split(text_, ':');
        if (parts.size() > 3) return fail("is not a range", std::string(kForms));
        std::array<double, 3> numbers{0.0, 0.0, 1.0};
        constexpr std::array<std::string_view, 3> kNames{"FROM", "TO", "STEP"};
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const auto number = core::parse_number(parts[i], kNames[i], kNumbers, where_);
            if (!number) return core::fail(number.error());
            numbers[i] = *number;
            range_.decimals = std::max(range_.decimals, decimals_of(parts[i]));
        }
        range_.stepped = parts.size() == 3;
        if (range_.decimals > kMaxDecimals)
            return fail("has too many decimals", "at most " + std::to_string(kMaxDecimals));
        if (!range_.stepped)
            range_.decimals = std::min(range_.decimals + kFinerDecimals, kMaxDecimals);
        const double units = std::pow(10.0, range_.decimals);
        for (const double number : numbers) {
            if (std::abs(number) * units > kMostUnits)
                return fail("has too many digits", "at most 15");
        }
        return count(numbers);
    }

private:
    tl::unexpected<Error> fail(std::string what, std::string allowed, std::string hint = "") {
        return core::fail(
            {where_, std::move(what), std::string(text_), std::move(allowed), std::move(hint)});
    }

    std::int64_t scaled(double number) const {
        return std::llround(number * std::pow(10.0, range_.decimals));
    }

    Result<SweepRange> count(const std::array<double, 3>& numbers) {
        const std::int64_t from = scaled(numbers[0]);
        const std::int64_t to = scaled(numbers[1]);
        std::int64_t step = range_.stepped ? scaled(numbers[2]) : (from <= to ? 1 : -1);
        if (step == 0) return fail("the step is zero", "a step that leads from FROM to TO");
        if (from != to && (from < to) != (step > 0)) {
            return fail("the step leads away from TO",
                        step > 0 ? "a negative one" : "a positive one");
        }
        range_.first = from;
        range_.step = step;
        range_.count = static_cast<std::uint64_t>((to - from) / step) + 1;
        return range_;
    }

    std::string_view text_;
    const core::SourcePosition& where_;
    SweepRange range_;
};

Result<std::vector<std::string>> parse_list(std::string_view text,
                                            const core::SourcePosition& where) {
    std::vector<std::string> out;
    std::set<std::string_view> seen;
    for (const auto item : split(text, ',')) {
        if (item.empty()) {
            return core::fail(
                {where, "a value is empty", std::string(text), std::string(kForms), ""});
        }
        if (!seen.insert(item).second) {
            return core::fail(
                {where, "a value is there twice", std::string(item), "each once", ""});
        }
        out.emplace_back(item);
    }
    return out;
}

bool is_key_of(std::string_view name, const YamlNode& map) {
    return std::any_of(map.entries().begin(), map.entries().end(),
                       [name](const auto& entry) { return entry.key == name; });
}

YamlNode parameters_of(const YamlNode& scenario) {
    for (const auto& entry : scenario.entries()) {
        if (entry.key == "parameters") return entry.value;
    }
    return {};
}

std::string point_text(const std::vector<SweepAxis>& axes, const std::vector<std::string>& values) {
    std::string out;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        out += (i == 0 ? "" : ", ") + axes[i].name + "=" + values[i];
    }
    return out;
}

// 32 bits are enough to tell points apart, and can be typed.
std::uint64_t seed_of(std::uint64_t seed, const std::string& point) {
    return core::RandomStream(seed, "sweep: " + point).next() >> 32;
}

}  // namespace

std::uint64_t SweepAxis::size() const {
    const auto* list = std::get_if<std::vector<std::string>>(&values);
    return list != nullptr ? list->size() : std::get<SweepRange>(values).count;
}

std::string SweepAxis::value(std::uint64_t index) const {
    if (const auto* list = std::get_if<std::vector<std::string>>(&values)) return (*list)[index];
    const auto& range = std::get<SweepRange>(values);
    return decimal_text(range.first + static_cast<std::int64_t>(index) * range.step,
                        range.decimals);
}

Result<SweepAxis> parse_sweep_axis(std::string_view argument) {
    const std::size_t equals = argument.find('=');
    if (equals == 0 || equals == argument.npos || equals + 1 == argument.size()) {
        return core::fail({{"--grid", 0, 0},
                           "not a name and its values",
                           std::string(argument),
                           "NAME=" + std::string(kForms),
                           "e.g. --grid soc=10:90:20"});
    }
    SweepAxis axis{std::string(argument.substr(0, equals))};
    const std::string_view text = argument.substr(equals + 1);
    const core::SourcePosition where{"--grid " + axis.name, 0, 0};
    const std::size_t colon = text.find(':');
    // A date-time has colons too.
    if (colon != text.npos && looks_like_number(text.substr(0, colon))) {
        const auto range = RangeParser(text, where).parse();
        if (!range) return core::fail(range.error());
        axis.values = *range;
        return axis;
    }
    auto list = parse_list(text, where);
    if (!list) return core::fail(list.error());
    axis.values = std::move(*list);
    return axis;
}

Result<std::string> sweep_path(std::string_view name, const YamlNode& scenario) {
    if (name.find('.') != name.npos) return std::string(name);
    const YamlNode parameters = parameters_of(scenario);
    if (is_key_of(name, parameters)) return "parameters." + std::string(name);
    if (std::find(kTopLevel.begin(), kTopLevel.end(), name) != kTopLevel.end())
        return std::string(name);
    std::vector<std::string> known;
    for (const auto& [alias, path] : kAliases) {
        if (alias == name) return std::string(path);
        known.emplace_back(alias);
    }
    known.insert(known.end(), kTopLevel.begin(), kTopLevel.end());
    for (const auto& entry : parameters.entries()) {
        if (std::find(known.begin(), known.end(), entry.key) == known.end())
            known.push_back(entry.key);
    }
    std::string allowed;
    for (const auto& each : known) allowed += each + ", ";
    const std::string meant = core::closest_name(name, known);
    return core::fail({{"--grid " + std::string(name), 0, 0},
                       "the scenario has no such parameter",
                       std::string(name),
                       allowed + "or a dotted path as for --set",
                       meant.empty() ? "" : "did you mean '" + meant + "'?"});
}

bool sweeps_seed(const std::vector<SweepAxis>& axes) {
    return std::any_of(axes.begin(), axes.end(),
                       [](const SweepAxis& axis) { return axis.path == "seed"; });
}

std::string to_text(const std::vector<SweepAxis>& axes, const SweepPoint& point) {
    return point_text(axes, point.values);
}

Result<std::vector<SweepPoint>> grid_points(const std::vector<SweepAxis>& axes,
                                            std::uint64_t seed) {
    std::uint64_t total = 1;
    for (const auto& axis : axes) {
        const auto* range = std::get_if<SweepRange>(&axis.values);
        if (range != nullptr && !range->stepped) {
            return core::fail({{"--grid " + axis.name, 0, 0},
                               "a grid needs a step",
                               axis.value(0) + ":" + axis.value(axis.size() - 1),
                               "FROM:TO:STEP",
                               "or a number of points at random with --sample"});
        }
        total = axis.size() > kMaxSweepPoints ? kMaxSweepPoints + 1 : total * axis.size();
        if (total > kMaxSweepPoints) {
            return core::fail({{"--grid", 0, 0},
                               "the grid has too many points",
                               "",
                               "at most " + std::to_string(kMaxSweepPoints),
                               "take larger steps, or a part of them with --sample"});
        }
    }
    std::vector<SweepPoint> out(total);
    for (std::uint64_t i = 0; i < total; ++i) {
        out[i].values.resize(axes.size());
        std::uint64_t rest = i;
        for (std::size_t axis = axes.size(); axis-- > 0; rest /= axes[axis].size()) {
            out[i].values[axis] = axes[axis].value(rest % axes[axis].size());
        }
        out[i].seed = seed_of(seed, point_text(axes, out[i].values));
    }
    return out;
}

std::vector<SweepPoint> sample_points(const std::vector<SweepAxis>& axes, std::size_t count,
                                      std::uint64_t seed) {
    std::vector<SweepPoint> out(count);
    for (const auto& axis : axes) {
        core::RandomStream chance(seed, "sweep axis: " + axis.name);
        for (auto& point : out) point.values.push_back(axis.value(chance.below(axis.size())));
    }
    // Equal points may come; their seeds differ.
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].seed = seed_of(seed, std::to_string(i + 1) + ": " + to_text(axes, out[i]));
    }
    return out;
}

}  // namespace chargerig::scenario
