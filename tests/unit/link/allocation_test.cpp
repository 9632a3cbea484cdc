// SPDX-License-Identifier: Apache-2.0
//
// The messages of the steady charge loop travel the whole vehicle link without touching the heap.
#include <gtest/gtest.h>

#include "sim/link/iso15118_binding.hpp"
#include "sim/link/stream.hpp"
#include "tests/support/allocation_count.hpp"

namespace chargerig::link {
namespace {

using namespace core::literals;

struct Loop {
    HlcStream stream{1_ms};
    BindingParameters parameters;
    BindingState state;
    VehicleView view;
    ChargerView charger;
    std::size_t taps = 0;

    void send_vars(core::Instant now, double i) {
        const Var vars[] = {
            var(now, VarName::dc_ev_status, DcEvStatus{.dc_ev_ress_soc = 40.0}),
            var(now, VarName::dc_ev_target_voltage_current,
                DcEvTargetValues{.dc_ev_target_voltage = 400.0, .dc_ev_target_current = i}),
            var(now, VarName::dc_ev_maximum_limits,
                DcEvMaximumLimits{.dc_ev_maximum_current_limit = 200.0}),
            var(now, VarName::d20_dc_dynamic_charge_mode,
                DcChargeDynamicModeValues{.max_charge_current = i}),
            var(now, VarName::display_parameters, DisplayParameters{.present_soc = 40.0}),
            var(now, VarName::dc_ev_present_voltage, 400.0),
            var(now, VarName::dc_charging_complete, false),
            var(now, VarName::dc_ev_remaining_time,
                DcEvRemainingTime{.ev_remaining_time_to_full_soc =
                                      DateTime("2025-01-31T12:00:00Z")}),
            var(now, VarName::v2g_messages, V2gMessages{.id = V2gMessageId::CurrentDemandReq}),
        };
        for (const Var& each : vars) ASSERT_TRUE(stream.send(each, now));
    }

    void step(core::Instant now, double i) {
        send_vars(now, i);
        core::InlineVector<Var, 24> arrived;
        stream.receive_vars(now, arrived);
        for (const Var& each : arrived) apply(state, each, view);
        ++charger.present_count;
        charger.present_current_A = i;
        charger.insulation = charger.present_count % 2 == 0 ? ChargerView::Insulation::valid
                                                            : ChargerView::Insulation::fault;
        charger.maximum_current_A = 100.0 + i;
        CommandList commands;
        commands_for(parameters, state, view, charger, now, commands);
        for (const Command& each : commands) ASSERT_TRUE(stream.send(each, now));
        core::InlineVector<Command, 64> at_vehicle;
        stream.receive_commands(now, at_vehicle);
    }
};

TEST(LinkAllocation, the_steady_loop_needs_no_heap) {
    Loop loop;
    loop.stream.to_charger.tap = [&loop](const Var&, core::Instant) { ++loop.taps; };
    for (int i = 0; i < 5; ++i) loop.step(core::Instant{} + 100_ms * i, i);
    const std::size_t before = chargerig::test::allocations();
    for (int i = 5; i < 1005; ++i) loop.step(core::Instant{} + 100_ms * i, i % 100);
    EXPECT_EQ(chargerig::test::allocations() - before, 0u);
    EXPECT_EQ(loop.taps, 1005u * 9u);
    EXPECT_EQ(loop.view.request.target_current_A, 3.0);
}

TEST(LinkAllocation, the_counter_counts) {
    const std::size_t before = chargerig::test::allocations();
    const auto bad = validate(var({}, VarName::dc_full_soc, 101.0));
    ASSERT_TRUE(bad.has_value());
    EXPECT_GT(chargerig::test::allocations() - before, 0u);
}

}  // namespace
}  // namespace chargerig::link
