// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/controller/expectations.hpp"

#include <gtest/gtest.h>

namespace chargerig::controller::test {

using enum evse::ControllerState;
using evse::DcPowerControl;
using evse::EmergencyOrigin;
using evse::PowerFunction;
using evse::StopState;

void expect_frame(const At<DcPowerControl>& sent, bool close, bool lowering) {
    EXPECT_EQ(sent.message.power_function, PowerFunction::Standby);
    EXPECT_EQ(sent.message.output_contactors_close, close);
    EXPECT_EQ(sent.message.lower_output_voltage, lowering);
    EXPECT_EQ(sent.message.target_voltage_V, 0.0);
    EXPECT_EQ(sent.message.current_range_max_A, 0.0);
}

void expect_rushed_once(const Bench& bench) {
    const auto finished = bench.sent<evse::ChargeSessionFinished>();
    ASSERT_EQ(finished.size(), 1u);
    EXPECT_EQ(finished[0].message.state, StopState::Rushed_Stop);
}

// The emission of spec 6.5: what an emergency at this instant must have caused, and what follows
// it.
void expect_emergency(Bench& bench, core::Instant trigger, EmergencyOrigin origin, bool powered) {
    EXPECT_EQ(bench.state.state, Closing_Communication);
    EXPECT_EQ(bench.state.entered, trigger);
    const bool unknown_or_live =
        !bench.power.sends || bench.outputs.charger.present_voltage_V > 20.0;
    const auto before = bench.sent<DcPowerControl>({}, {trigger.ns - 1});
    const bool lowered = std::any_of(before.begin(), before.end(), [](const auto& f) {
        return f.message.lower_output_voltage && !f.message.output_contactors_close;
    });
    EXPECT_FALSE(bench.outputs.output_contactors_close);
    EXPECT_TRUE(bench.outputs.charger.emergency);
    EXPECT_EQ(bench.outputs.pilot.duty_percent, 100.0);
    EXPECT_TRUE(bench.noted(core::NoteKind::abnormal, "emergency"));
    bench.run_until(trigger + 1_s);
    const auto stops = bench.sent<evse::EmergencyStop>();
    ASSERT_EQ(stops.size(), 11u);
    for (std::size_t i = 0; i < stops.size(); ++i) {
        EXPECT_EQ(stops[i].time, trigger + 100_ms * static_cast<std::int64_t>(i));
        EXPECT_EQ(stops[i].message.origin, origin);
    }
    const auto frames = bench.sent<DcPowerControl>(trigger);
    if (!powered) {
        EXPECT_TRUE(frames.empty());
    } else {
        ASSERT_GE(frames.size(), 2u);
        EXPECT_EQ(frames[0].time, trigger);
        EXPECT_EQ(frames[1].time, trigger + 100_ms);
        expect_frame(frames[1], false, unknown_or_live || !lowered);
    }
    expect_rushed_once(bench);
}

void expect_open_at_once(const Bench& bench, core::Instant trigger) {
    const auto frames = bench.sent<DcPowerControl>(trigger);
    ASSERT_FALSE(frames.empty());
    expect_frame(frames[0], false, false);
}

}  // namespace chargerig::controller::test
