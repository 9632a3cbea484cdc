// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/profile_reader.hpp"

#include <algorithm>
#include <filesystem>

#include "sim/core/csv.hpp"
#include "sim/core/file.hpp"
#include "sim/core/text.hpp"

namespace chargerig::scenario {
namespace {

using core::Errors;
using core::YamlMap;
using core::YamlNode;
using Shape = Profile::Shape;

// A year, as for other steps.
constexpr double kLongest_s = 31'536'000.0;
constexpr core::NumberRange kSeconds{0.0, kLongest_s, "s"};
constexpr core::NumberRange kAnyValue{-1e12, 1e12};
// The grid of the electrical world is a millisecond unless set otherwise.
constexpr double kShortest_s = 0.001;
constexpr core::NumberRange kPositiveSeconds{kShortest_s, kLongest_s, "s"};
// A table with more mistakes than this has one mistake.
constexpr std::size_t kMostComplaints = 20;

void add_point(double at_s, double value, const core::SourcePosition& where, Profile& out,
               Errors& errors) {
    const core::Duration at = core::from_seconds(at_s);
    if (!out.points.empty() && at <= out.points.back().at) {
        errors.push_back(
            {where, "the times of a profile have to rise", core::number_text(at_s),
             "more than " + core::number_text(core::to_seconds(out.points.back().at)) + " s", ""});
        return;
    }
    out.points.push_back({at, value});
}

void read_point(const YamlNode& node, Profile& out, Errors& errors) {
    if (!node.is_sequence() || node.items().size() != 2) {
        errors.push_back({node.where(), "a point of a profile has a time and a value", node.text(),
                          "[seconds, value]", ""});
        return;
    }
    const auto at = core::to_number(node.items()[0], "the time", kSeconds);
    const auto value = core::to_number(node.items()[1], "the value", kAnyValue);
    if (!at) errors.push_back(at.error());
    if (!value) errors.push_back(value.error());
    if (at && value) add_point(*at, *value, node.where(), out, errors);
}

void read_points(YamlMap& map, Profile& out, Errors& errors) {
    if (!map.require("points")) return;
    const auto points = map.child("points");
    if (!points->is_sequence() || points->items().empty()) {
        errors.push_back({points->where(), "points must be a list", points->text(),
                          "[[seconds, value], ...]", ""});
        return;
    }
    for (const auto& point : points->items()) read_point(point, out, errors);
}

double required(YamlMap& map, std::string_view key, core::NumberRange range) {
    return map.require(key) ? map.number(key, range).value_or(0.0) : 0.0;
}

void read_ramp(YamlMap& map, Profile& out) {
    out.shape = Shape::linear;
    const double from = required(map, "from", kAnyValue);
    const double to = required(map, "to", kAnyValue);
    const double over_s = required(map, "over_s", kPositiveSeconds);
    out.points = {{core::Duration{}, from}, {core::from_seconds(over_s), to}};
}

void read_sine(YamlMap& map, Profile& out) {
    out.shape = Shape::sine;
    out.mean = required(map, "mean", kAnyValue);
    out.amplitude = required(map, "amplitude", {0.0, 1e12});
    out.period = core::from_seconds(required(map, "period_s", kPositiveSeconds));
    out.lasts = core::from_seconds(required(map, "for_s", kPositiveSeconds));
}

struct Columns {
    std::string time = "time_s";
    std::string value = "value";
};

Columns read_columns(YamlMap& map, Errors& errors) {
    Columns out;
    const auto node = map.child("columns");
    if (!node) return out;
    const auto items = node->items();
    const bool two =
        node->is_sequence() && items.size() == 2 && items[0].is_scalar() && items[1].is_scalar();
    if (two) return {items[0].text(), items[1].text()};
    errors.push_back({node->where(), "columns names two columns of the table", node->text(),
                      "[TIME, VALUE]", ""});
    return out;
}

std::optional<std::size_t> find_column(const core::CsvRow& head, const std::string& name,
                                       Errors& errors) {
    const auto found = std::ranges::find(head, name, &core::CsvField::text);
    if (found != head.end()) return static_cast<std::size_t>(found - head.begin());
    std::vector<std::string> known;
    std::string allowed;
    for (const auto& field : head) {
        known.push_back(field.text);
        allowed += (allowed.empty() ? "" : ", ") + field.text;
    }
    const std::string meant = core::closest_name(name, known);
    errors.push_back(
        {head.front().where, "the table has no such column", name, allowed,
         meant.empty() ? "columns: [TIME, VALUE] names them" : "did you mean '" + meant + "'?"});
    return std::nullopt;
}

void read_rows(const std::vector<core::CsvRow>& rows, const Columns& columns, Profile& out,
               Errors& errors) {
    const auto time = find_column(rows.front(), columns.time, errors);
    const auto value = find_column(rows.front(), columns.value, errors);
    if (!time || !value) return;
    const std::size_t enough = errors.size() + kMostComplaints;
    out.points.reserve(rows.size() - 1);
    for (std::size_t i = 1; i < rows.size() && errors.size() < enough; ++i) {
        const auto& at_field = rows[i][*time];
        const auto& value_field = rows[i][*value];
        const auto at = core::parse_number(at_field.text, columns.time, kSeconds, at_field.where);
        const auto number =
            core::parse_number(value_field.text, columns.value, kAnyValue, value_field.where);
        if (!at) errors.push_back(at.error());
        if (!number) errors.push_back(number.error());
        if (at && number) add_point(*at, *number, at_field.where, out, errors);
    }
}

void read_table(YamlMap& map, Profile& out, std::vector<std::string>& files, Errors& errors) {
    const Columns columns = read_columns(map, errors);
    const bool interpolate = map.boolean("interpolate").value_or(false);
    out.shape = interpolate ? Shape::linear : Shape::held;
    if (!map.require("file")) return;
    if (!map.text("file")) return;
    const auto& where = map.child("file")->where();
    const std::string path = table_path(*map.child("file"));
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored) &&
        !std::filesystem::is_regular_file(path, ignored)) {
        errors.push_back({where, "not a file that can be read", path, "a table in a file", ""});
        return;
    }
    auto text = core::read_file(path, core::kMaxCsvBytes);
    if (!text) {
        text.error().where = where;
        text.error().value = path;
        errors.push_back(text.error());
        return;
    }
    if (std::ranges::find(files, path) == files.end()) files.push_back(path);
    const auto rows = core::parse_csv(*text, path);
    if (!rows) {
        errors.push_back(rows.error());
    } else if (rows->size() < 2) {
        errors.push_back({{path, 1, 1},
                          "the table has no rows",
                          "",
                          "a row of column names, then rows of numbers",
                          ""});
    } else {
        read_rows(*rows, columns, out, errors);
    }
}

}  // namespace

std::string table_path(const YamlNode& file) {
    return (std::filesystem::path(file.where().file).parent_path() / file.text()).string();
}

std::optional<Profile> read_profile(const YamlNode& node, std::vector<std::string>& files,
                                    Errors& errors) {
    const std::size_t before = errors.size();
    YamlMap map(node, errors, "the profile");
    if (!map.valid()) return std::nullopt;
    Profile out;
    if (map.require("set")) out.path = map.text("set").value_or("");
    if (!map.require("shape")) return std::nullopt;
    const auto shape = map.one_of("shape", {"steps", "ramp", "sine", "csv"});
    if (!shape) return std::nullopt;
    if (*shape == "steps") read_points(map, out, errors);
    if (*shape == "ramp") read_ramp(map, out);
    if (*shape == "sine") read_sine(map, out);
    if (*shape == "csv") read_table(map, out, files, errors);
    if (out.shape != Shape::held) {
        const auto every = map.number("every_s", {kShortest_s, 3'600.0, "s"});
        if (every) out.every = core::from_seconds(*every);
    }
    map.finish();
    if (errors.size() != before) return std::nullopt;
    return out;
}

}  // namespace chargerig::scenario
