// SPDX-License-Identifier: Apache-2.0
//
// Every scenario with all sides in this process, on several versions of the generic interface, both
// fidelities of the bus and both versions of the vehicle link: the same states, in the same order.
// New files of scenarios/ join by themselves. A scenario that needs what a version lacks is refused
// there by the name of the first version that has it, and is run on that one instead; one that the
// older link cannot carry is refused there, and is run over the current one instead; one that asks
// for the timed bus gets it in every cell.
//
// In a short run each pair of two of the three choices occurs, and a session that takes long is
// played on the two cells that differ in all three; CHARGERIG_MATRIX=full takes all of all.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "tests/integration/played.hpp"

namespace chargerig::integration {
namespace {

struct Cell {
    std::string protocol;
    std::string fidelity;
    std::string link;

    std::string text() const { return protocol + ", " + fidelity + " bus, " + link + " link"; }
};

// Each pair of protocol and fidelity, of protocol and link, and of fidelity and link.
std::vector<Cell> pairs() {
    return {{"3.6", "ideal", "current"}, {"3.6", "timed", "older"},   {"3.2", "ideal", "older"},
            {"3.2", "timed", "current"}, {"3.1", "ideal", "current"}, {"3.1", "timed", "older"}};
}

std::vector<Cell> all_cells() {
    std::vector<Cell> out;
    for (const char* protocol : {"3.6", "3.2", "3.1"}) {
        for (const char* fidelity : {"ideal", "timed"}) {
            for (const char* link : {"current", "older"}) out.push_back({protocol, fidelity, link});
        }
    }
    return out;
}

bool full() {
    const char* wanted = std::getenv("CHARGERIG_MATRIX");
    return wanted && std::string(wanted) == "full";
}

// Of the simulated time; beyond it a run takes seconds where sanitizers look on.
constexpr double kLong_s = 1000.0;

std::string path_of(const std::string& name) {
    return CHARGERIG_SOURCE_DIR "/scenarios/" + name + ".yaml";
}

tl::expected<scenario::Scenario, core::Errors> read(const std::string& name, const Cell& cell) {
    scenario::ReadOptions options = read_options();
    options.overrides = {{"protocol", cell.protocol},
                         {"bus.fidelity", cell.fidelity},
                         {"bus.vehicle_link", cell.link}};
    return scenario::read_scenario(path_of(name), options);
}

// What a scenario shows on the wire, it shows on the timed bus alone.
bool needs_the_timed_bus(const std::string& name) {
    const auto scenario = scenario::read_scenario(path_of(name), read_options());
    return scenario && scenario->bus_fidelity == can::BusFidelity::timed;
}

// Goes over to the current link where the older one cannot carry the session and says so.
scenario::Scenario read_for(const std::string& name, Cell& cell) {
    auto scenario = read(name, cell);
    if (scenario) return std::move(*scenario);
    EXPECT_EQ(cell.link, "older") << scenario.error().front().text();
    EXPECT_EQ(scenario.error().size(), 1u);
    EXPECT_EQ(scenario.error().front().what,
              "the older vehicle link cannot carry the vehicle's protocol");
    EXPECT_TRUE(scenario.error().front().hint.starts_with("it lacks "));
    cell.link = "current";
    return read(name, cell).value();
}

// The version that the errors name, the newest if they name several; each must name one.
std::string named_version(const core::Errors& errors) {
    const std::string before = "the first version that has it is ";
    std::string newest;
    for (const auto& error : errors) {
        if (!error.hint.starts_with(before)) {
            ADD_FAILURE() << "no capability: " << error.text();
            continue;
        }
        newest = std::max(newest, error.hint.substr(before.size()));
    }
    return newest;
}

// Goes over to the first version that can play the scenario where an older one says which that is.
void settle_version(scenario::Scenario& scenario, Cell& cell) {
    const core::Errors refused = rig::check_against_version(scenario, registry());
    if (refused.empty()) return;
    const std::string first = named_version(refused);
    EXPECT_GT(first, cell.protocol) << refused.front().text();
    cell.protocol = first;
    scenario.protocol = first;
    EXPECT_TRUE(rig::check_against_version(scenario, registry()).empty());
}

report::RunResult run(const scenario::Scenario& scenario) {
    rig::RunOptions options;
    options.registry = &registry();
    rig::Interrupt interrupt;
    auto result = rig::run(scenario, options, interrupt, [](const core::Note&) {});
    if (result) return std::move(*result);
    report::RunResult none;
    none.failures.push_back(result.error().front().text());
    return none;
}

// What must be the same; when things happen depends on the bus.
std::vector<std::string> course(const report::RunResult& result) {
    std::vector<std::string> out;
    for (const auto& pistol : result.pistols) {
        for (const auto& seen : pistol.states) out.push_back(seen.state);
        out.push_back("end: " + pistol.session_end.value_or("none"));
    }
    return out;
}

class matrix : public testing::TestWithParam<std::string> {};

TEST_P(matrix, has_the_same_states_everywhere) {
    const std::vector<Cell> cells = full() ? all_cells() : pairs();
    const bool timed_alone = needs_the_timed_bus(GetParam());
    std::vector<std::string> done;
    std::vector<std::string> first;
    bool takes_long = false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (takes_long && !full() && i + 1 < cells.size()) continue;
        Cell cell = cells[i];
        if (timed_alone) cell.fidelity = "timed";
        scenario::Scenario scenario = read_for(GetParam(), cell);
        settle_version(scenario, cell);
        if (std::find(done.begin(), done.end(), cell.text()) != done.end()) continue;
        done.push_back(cell.text());
        const report::RunResult result = run(scenario);
        EXPECT_EQ(result.verdict, report::Verdict::pass) << cell.text() << "\n" << reasons(result);
        EXPECT_EQ(result.frames_dropped, 0u) << cell.text();
        EXPECT_EQ(result.bus_load_percent.has_value(), cell.fidelity == "timed") << cell.text();
        if (first.empty()) first = course(result);
        takes_long = result.simulated_s > kLong_s;
        EXPECT_EQ(course(result), first) << cell.text() << " against " << done.front();
    }
    EXPECT_GE(done.size(), 2u) << "two cells at least";
}

std::string name_of(const testing::TestParamInfo<std::string>& tested) {
    std::string out = tested.param;
    std::replace_if(
        out.begin(), out.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return out;
}

INSTANTIATE_TEST_SUITE_P(scenarios, matrix, testing::ValuesIn(closed_loop_scenarios()), name_of);

}  // namespace
}  // namespace chargerig::integration
