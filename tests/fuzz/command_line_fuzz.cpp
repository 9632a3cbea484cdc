// SPDX-License-Identifier: Apache-2.0
//
// Each line is a word of the command line: a bus, a side, a version, a time, a number, an axis of a
// sweep, and all of them together are --set options of one scenario. Whatever they are, they are
// values or errors.
#include <string>
#include <vector>

#include "sim/can/bus_address.hpp"
#include "sim/core/yaml.hpp"
#include "sim/evse/registry.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/sweep.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace chargerig;
using namespace chargerig::fuzz;

namespace {

constexpr const char* kResources = CHARGERIG_SOURCE_DIR "/resources";

const evse::Registry& registry() {
    static const evse::Registry loaded = *evse::Registry::load(kResources);
    return loaded;
}

void take_bus(std::string_view word) {
    const auto bus = can::parse_bus_address(word);
    if (!bus) return require_readable(bus.error());
    const auto again = can::parse_bus_address(bus->text);
    require(again && *again == *bus && bus->text == word);
    require((bus->kind == can::BusKind::in_process) == bus->interface.empty());
}

void take_sides(std::string_view word) {
    const auto sides = scenario::parse_emulation(word, {});
    if (!sides) return require_readable(sides.error());
    require(scenario::parse_emulation(scenario::to_text(*sides), {}) == *sides);
}

// A name and what it takes on; the scenario has one parameter.
void take_axis(std::string_view word) {
    auto axis = scenario::parse_sweep_axis(word);
    if (!axis) return require_readable(axis.error());
    require(!axis->name.empty() && axis->size() > 0);
    for (const std::uint64_t i : {std::uint64_t{0}, axis->size() / 2, axis->size() - 1}) {
        require(!axis->value(i).empty());
    }
    static const core::YamlNode scenario = *core::parse_yaml("parameters: {a: 1}", "fuzz.yaml");
    const auto path = scenario::sweep_path(axis->name, scenario);
    if (!path) require_readable(path.error());
    const std::vector<scenario::SweepAxis> axes{*axis,
                                                {"b", "", std::vector<std::string>{"1", "2"}}};
    for (const auto& point : scenario::sample_points(axes, 3, 1)) {
        require(point.values.size() == 2 && point.values[0] != "");
    }
    if (axis->size() > 8) return;
    const auto points = scenario::grid_points(axes, 1);
    if (!points) return require_readable(points.error());
    require(points->size() == 2 * axis->size());
}

void take_word(std::string_view word) {
    take_bus(word);
    take_sides(word);
    take_axis(word);
    const auto version = registry().find(word);
    if (!version) require_readable(version.error());
    const auto time = scenario::parse_start_time(word, {});
    require(!time || *time >= 0);
    const auto number = core::parse_number(word, "number", {-10.0, 10.0, "V"}, {});
    require(!number || (*number >= -10.0 && *number <= 10.0));
    const auto whole = core::parse_integer(word, "number", -10, 10, {});
    require(!whole || (*whole >= -10 && *whole <= 10));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    scenario::ReadOptions options{kResources};
    std::string_view text = text_of(data, size);
    // More words than a person types cost time and show nothing new.
    for (int i = 0; i < 32 && !text.empty(); ++i) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        take_word(text.substr(0, end));
        auto change = scenario::parse_override(text.substr(0, end));
        if (change) {
            options.overrides.push_back(std::move(*change));
        } else {
            require_readable(change.error());
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    const auto scenario = scenario::parse_scenario("format: 1\nname: a\n", "fuzz.yaml", options);
    if (!scenario) require_readable(scenario.error());
    return 0;
}
