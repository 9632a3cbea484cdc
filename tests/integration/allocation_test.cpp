// SPDX-License-Identifier: Apache-2.0
//
// No heap in the steady step of the whole rig: participants, bus, log's digest, observers, vehicle
// link and script together (design, rule 6).
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "sim/rig/session.hpp"
#include "tests/integration/played.hpp"
#include "tests/support/allocation_count.hpp"

namespace chargerig::integration {
namespace {

struct Sample {
    double time_s = 0.0;
    std::size_t allocations = 0;
};

// Between two messages of the vehicle link the rig has gone through hundreds of instants; each
// message is a place to look at the count, and looking allocates nothing.
class Watch {
public:
    Watch(double from_s, double to_s) : from_s_(from_s), to_s_(to_s) {}

    void look(core::Instant now) {
        const double time_s = core::to_seconds(now);
        if (time_s < from_s_ || time_s > to_s_) return;
        if (looks_ == 0) first_ = {time_s, test::allocations()};
        last_ = {time_s, test::allocations()};
        ++looks_;
    }
    double span_s() const { return last_.time_s - first_.time_s; }
    std::size_t allocated() const { return last_.allocations - first_.allocations; }
    int looks() const { return looks_; }

private:
    double from_s_;
    double to_s_;
    Sample first_;
    Sample last_;
    int looks_ = 0;
};

Watch watch_session(const scenario::Scenario& scenario, double from_s, double to_s) {
    const core::WallClock clock;
    rig::RunOptions options;
    options.registry = &registry();
    scenario::Scenario own = scenario;
    EXPECT_TRUE(rig::resolve(own, registry()).empty());
    rig::Interrupt interrupt;
    auto setup = rig::set_up(own, options, clock, [] {});
    EXPECT_TRUE(setup);
    Watch watch(from_s, to_s);
    auto& hlc = setup->pistols.front()->hlc();
    hlc.to_charger.tap = [&watch](const link::Var& var, core::Instant) { watch.look(var.time); };
    hlc.to_vehicle.tap = [&watch](const link::Command& command, core::Instant) {
        watch.look(command.time);
    };
    const rig::Timeline timeline = [](const core::Note&) {};
    rig::Session session(own, options, std::move(*setup), clock, interrupt, timeline);
    session.run();
    EXPECT_EQ(session.result().verdict, report::Verdict::pass);
    return watch;
}

TEST(allocation, the_counter_counts) {
    const std::size_t before = test::allocations();
    const auto text = std::make_unique<std::string>(100, 'x');
    EXPECT_EQ(test::allocations() - before, 2u);
}

// The steady stretch between two set-points: 120 s each, the transients left out.
TEST(allocation, none_while_charging_in_range_mode) {
    const auto scenario = shipped("bidirectional/iso20-dynamic-ocpp");
    const Watch watch = watch_session(scenario, 30.0, 140.0);
    EXPECT_GE(watch.span_s(), 100.0);
    EXPECT_GE(watch.looks(), 1000);
    EXPECT_EQ(watch.allocated(), 0u);
}

TEST(allocation, none_while_expectations_are_judged) {
    const std::string text =
        shipped_text("bidirectional/iso20-dynamic-ocpp") +
        "\nexpect:\n"
        "  - {id: a, reason: r, period: {message: Advantics_Controller_Status, at_most_s: 0.11}}\n"
        "  - {id: b, reason: r, never: {message: Emergency_Stop}}\n"
        "  - {id: c, reason: r, always: {signal: DC_Power_Control.Current_Range_Max, at_most: "
        "110}}\n"
        "  - {id: d, reason: r, count: {of: {message: DC_Power_Control}, at_least: 1}}\n"
        "  - {id: e, reason: r, order: [{state: Charging}, {state: Ending_Charge}]}\n"
        "  - {id: f, reason: r, response: {from: {state: Precharge}, to: {state: Charging},"
        " at_most_s: 30}}\n";
    const auto scenario = scenario::parse_scenario(text, "main.yaml", read_options());
    ASSERT_TRUE(scenario) << scenario.error().front().text();
    const Watch watch = watch_session(*scenario, 30.0, 140.0);
    EXPECT_GE(watch.span_s(), 100.0);
    EXPECT_EQ(watch.allocated(), 0u);
}

TEST(allocation, none_on_the_timed_bus) {
    const auto scenario = shipped("bidirectional/iso20-dynamic-ocpp", {{"bus.fidelity", "timed"}});
    const Watch watch = watch_session(scenario, 30.0, 140.0);
    EXPECT_GE(watch.span_s(), 100.0);
    EXPECT_EQ(watch.allocated(), 0u);
}

TEST(allocation, none_while_discharging) {
    const auto scenario = shipped("bidirectional/iso20-dynamic-ocpp");
    const Watch watch = watch_session(scenario, 420.0, 520.0);
    EXPECT_GE(watch.span_s(), 90.0);
    EXPECT_EQ(watch.allocated(), 0u);
}

TEST(allocation, none_while_charging_in_target_mode) {
    for (const char* protocol : {"din", "iso2", "iso20_scheduled"}) {
        SCOPED_TRACE(protocol);
        std::string text = shipped_text("normal/din");
        const std::string hold = "hold_s: 60";
        ASSERT_NE(text.find(hold), text.npos);
        text.replace(text.find(hold), hold.size(), "hold_s: 120");
        auto options = read_options();
        options.overrides.push_back({"vehicle.protocol", protocol});
        options.overrides.push_back({"controller.config.enable_iso_part20", "true"});
        const auto scenario = scenario::parse_scenario(text, "din.yaml", options);
        ASSERT_TRUE(scenario) << scenario.error().front().text();
        const Watch watch = watch_session(*scenario, 40.0, 120.0);
        EXPECT_GE(watch.span_s(), 75.0);
        EXPECT_GE(watch.looks(), 500);
        EXPECT_EQ(watch.allocated(), 0u);
    }
}

}  // namespace
}  // namespace chargerig::integration
