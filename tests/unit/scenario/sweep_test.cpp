// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/sweep.hpp"

#include <gmock/gmock.h>

#include <set>

namespace chargerig::scenario {
namespace {

using testing::ElementsAre;

std::vector<std::string> values_of(std::string_view argument) {
    const auto axis = parse_sweep_axis(argument);
    if (!axis) return {axis.error().text()};
    std::vector<std::string> out;
    for (std::uint64_t i = 0; i < axis->size(); ++i) out.push_back(axis->value(i));
    return out;
}

std::string error_of(std::string_view argument) {
    const auto axis = parse_sweep_axis(argument);
    return axis ? "" : axis.error().text();
}

std::vector<SweepAxis> axes_of(const std::vector<std::string>& arguments) {
    std::vector<SweepAxis> out;
    for (const auto& argument : arguments) out.push_back(*parse_sweep_axis(argument));
    return out;
}

TEST(SweepAxis, a_range_includes_its_end_where_the_steps_meet_it) {
    EXPECT_THAT(values_of("soc=10:90:20"), ElementsAre("10", "30", "50", "70", "90"));
    EXPECT_THAT(values_of("soc=10:89:20"), ElementsAre("10", "30", "50", "70"));
    EXPECT_THAT(values_of("soc=5:5:1"), ElementsAre("5"));
    EXPECT_THAT(values_of("soc=1:-1:-1"), ElementsAre("1", "0", "-1"));
}

TEST(SweepAxis, decimals_are_exact) {
    EXPECT_THAT(values_of("a=0:0.3:0.1"), ElementsAre("0", "0.1", "0.2", "0.3"));
    EXPECT_THAT(values_of("a=-0.05:0.05:.05"), ElementsAre("-0.05", "0", "0.05"));
    EXPECT_THAT(values_of("a=1e-3:2e-3:5e-4"), ElementsAre("0.001", "0.0015", "0.002"));
    EXPECT_THAT(values_of("a=1e3:2e3:1e3"), ElementsAre("1000", "2000"));
    EXPECT_THAT(values_of("a=0:1e-9:1e-9"), ElementsAre("0", "0.000000001"));
}

TEST(SweepAxis, a_list_is_taken_as_it_stands) {
    EXPECT_THAT(values_of("vehicle=a,b-2,c"), ElementsAre("a", "b-2", "c"));
    EXPECT_THAT(values_of("a=3"), ElementsAre("3"));
    EXPECT_THAT(values_of("a=x=y, z"), ElementsAre("x=y", " z"));
    EXPECT_THAT(values_of("start_time=2024-01-01T00:00:00Z"), ElementsAre("2024-01-01T00:00:00Z"));
}

TEST(SweepAxis, what_is_none_says_why) {
    const std::string kForms = "FROM:TO:STEP, FROM:TO or VALUE,VALUE,...";
    for (const std::string text : {"", "soc", "=1", "soc="}) {
        EXPECT_EQ(error_of(text), "--grid: not a name and its values" +
                                      (text.empty() ? "" : ": '" + text + "'") +
                                      "; allowed: NAME=" + kForms + "; e.g. --grid soc=10:90:20");
    }
    const std::string kSoc = "--grid soc: ";
    EXPECT_EQ(error_of("soc=10:9O:20"),
              kSoc + "TO is not a number: '9O'; allowed: a number from -1e+09 to 1e+09");
    EXPECT_EQ(error_of("soc=10:2e9:20"),
              kSoc + "TO is out of range: '2e9'; allowed: a number from -1e+09 to 1e+09");
    EXPECT_EQ(error_of("soc=10:90:"),
              kSoc + "STEP is not a number; allowed: a number from -1e+09 to 1e+09");
    EXPECT_EQ(error_of("soc=10:90:20,30"),
              kSoc + "STEP is not a number: '20,30'; allowed: a number from -1e+09 to 1e+09");
    EXPECT_EQ(error_of("soc=1:2:3:4"), kSoc + "is not a range: '1:2:3:4'; allowed: " + kForms);
    EXPECT_EQ(error_of("soc=10:90:0"),
              kSoc + "the step is zero: '10:90:0'; allowed: a step that leads from FROM to TO");
    EXPECT_EQ(error_of("soc=5:5:0.0"),
              kSoc + "the step is zero: '5:5:0.0'; allowed: a step that leads from FROM to TO");
    EXPECT_EQ(error_of("soc=10:90:-20"),
              kSoc + "the step leads away from TO: '10:90:-20'; allowed: a positive one");
    EXPECT_EQ(error_of("soc=90:10:20"),
              kSoc + "the step leads away from TO: '90:10:20'; allowed: a negative one");
    for (const std::string text : {"0:1:1e-10", "0e-2147483648:1:1", "0e-99999999999:1:1"}) {
        EXPECT_EQ(error_of("soc=" + text),
                  kSoc + "has too many decimals: '" + text + "'; allowed: at most 9");
    }
    EXPECT_EQ(error_of("soc=0:1e9:1e-7"),
              kSoc + "has too many digits: '0:1e9:1e-7'; allowed: at most 15");
    EXPECT_EQ(error_of("soc=1,,2"), kSoc + "a value is empty: '1,,2'; allowed: " + kForms);
    EXPECT_EQ(error_of("soc=1,2,1"), kSoc + "a value is there twice: '1'; allowed: each once");
}

TEST(SweepPath, is_the_parameter_the_short_name_or_the_path_itself) {
    const auto scenario = *core::parse_yaml(
        "parameters: {electrical_step_ms: 1, limit: {default: 2}, soc: {default: 1}}", "a.yaml");
    const auto path = [](std::string_view name, const core::YamlNode& node) {
        const auto found = sweep_path(name, node);
        return found ? *found : found.error().text();
    };
    EXPECT_EQ(path("limit", scenario), "parameters.limit");
    EXPECT_EQ(path("electrical_step_ms", scenario), "parameters.electrical_step_ms");
    EXPECT_EQ(path("soc", scenario), "parameters.soc");
    EXPECT_EQ(path("soc", {}), "vehicle.initial_soc_percent");
    EXPECT_EQ(path("vehicle", {}), "vehicle.profile");
    EXPECT_EQ(path("protocol", {}), "protocol");
    EXPECT_EQ(path("bus.latency_ms", {}), "bus.latency_ms");
    EXPECT_EQ(path("limits", scenario),
              "--grid limits: the scenario has no such parameter: 'limits'; allowed: soc, vehicle, "
              "emulate, end, pistol, protocol, seed, start_time, electrical_step_ms, limit, or a "
              "dotted path as for --set; did you mean 'limit'?");
}

TEST(SweepGrid, the_last_axis_changes_first) {
    const auto axes = axes_of({"soc=10:30:20", "vehicle=a,b,c"});
    const auto points = grid_points(axes, 1);
    ASSERT_TRUE(points);
    std::vector<std::string> names;
    for (const auto& point : *points) names.push_back(to_text(axes, point));
    EXPECT_THAT(names, ElementsAre("soc=10, vehicle=a", "soc=10, vehicle=b", "soc=10, vehicle=c",
                                   "soc=30, vehicle=a", "soc=30, vehicle=b", "soc=30, vehicle=c"));
}

TEST(SweepGrid, a_seed_belongs_to_the_point_and_the_sweeps_seed) {
    const auto small = *grid_points(axes_of({"soc=10:30:20"}), 1);
    const auto large = *grid_points(axes_of({"soc=0:30:10"}), 1);
    const auto other = *grid_points(axes_of({"soc=10:30:20"}), 2);
    EXPECT_EQ(small[0].seed, large[1].seed);
    EXPECT_EQ(small[1].seed, large[3].seed);
    EXPECT_NE(small[0].seed, small[1].seed);
    EXPECT_NE(small[0].seed, other[0].seed);
    for (const auto& point : large) EXPECT_LT(point.seed, std::uint64_t{1} << 32);
}

TEST(SweepGrid, is_bounded_before_it_is_made) {
    const auto error = [](const std::vector<std::string>& arguments) {
        const auto points = grid_points(axes_of(arguments), 1);
        return points ? std::to_string(points->size()) : points.error().text();
    };
    const std::string kTooMany =
        "--grid: the grid has too many points; allowed: at most 100000; take larger steps, or a "
        "part of them with --sample";
    EXPECT_EQ(error({"a=1:1000:1", "b=1:100:1"}), "100000");
    EXPECT_EQ(error({"a=1:1000:1", "b=1:101:1"}), kTooMany);
    EXPECT_EQ(error({"a=0:1e9:1e-6"}), kTooMany);
    EXPECT_EQ(error({"a=0:1e9:1e-6", "b=0:1e9:1e-6", "c=0:1e9:1e-6"}), kTooMany);
    EXPECT_EQ(error({"a=0:100"}),
              "--grid a: a grid needs a step: '0:100'; allowed: FROM:TO:STEP; or a number of "
              "points at random with --sample");
}

TEST(SweepSample, stays_on_the_axes_and_is_the_same_again) {
    const auto axes = axes_of({"soc=10:90:20", "vehicle=a,b", "x=-1:1"});
    const auto points = sample_points(axes, 200, 7);
    ASSERT_EQ(points.size(), 200u);
    std::set<std::string> socs;
    std::set<std::string> vehicles;
    std::set<std::string> xs;
    std::set<std::uint64_t> seeds;
    for (const auto& point : points) {
        socs.insert(point.values[0]);
        vehicles.insert(point.values[1]);
        xs.insert(point.values[2]);
        seeds.insert(point.seed);
        EXPECT_LE(std::abs(std::stod(point.values[2])), 1.0);
    }
    EXPECT_THAT(socs, ElementsAre("10", "30", "50", "70", "90"));
    EXPECT_THAT(vehicles, ElementsAre("a", "b"));
    EXPECT_GT(xs.size(), 150u);  // of 2001
    EXPECT_EQ(seeds.size(), 200u);
    const auto again = sample_points(axes, 100, 7);
    for (std::size_t i = 0; i < again.size(); ++i) {
        EXPECT_EQ(again[i].values, points[i].values);
        EXPECT_EQ(again[i].seed, points[i].seed);
    }
    EXPECT_NE(sample_points(axes, 1, 8)[0].values, points[0].values);
}

}  // namespace
}  // namespace chargerig::scenario
