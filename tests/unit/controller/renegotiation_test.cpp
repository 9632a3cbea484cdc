// SPDX-License-Identifier: Apache-2.0
//
// DC_Power_Parameters in the middle of a charge (spec 5.2): the vehicle is told and the merged
// limits hold in the same instant.
#include <gtest/gtest.h>

#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using evse::DcPowerControl;
using evse::DcPowerParameters;

struct Renegotiation : ::testing::Test {
    Bench bench;

    void offer(double voltage_V, double charge_A, double discharge_A = 0.0) {
        bench.receive(DcPowerParameters{voltage_V, charge_A, discharge_A, 0.0});
        bench.step();
    }
    DcPowerControl last() const { return bench.sent<DcPowerControl>().back().message; }
    core::Instant last_time() const { return bench.sent<DcPowerControl>().back().time; }
};

TEST_F(Renegotiation, a_lower_current_reaches_vehicle_and_modules_at_once) {
    bench.reach(ControllerState::Charging);
    bench.run_for(1'033_ms);
    offer(500.0, 20.0);
    EXPECT_EQ(bench.outputs.charger.maximum_current_A, 20.0);
    EXPECT_EQ(bench.outputs.charger.maximum_power_W, 10'000.0);
    EXPECT_EQ(last_time(), bench.now);
    EXPECT_EQ(last().current_range_max_A, 20.0);
    EXPECT_EQ(last().current_range_min_A, 20.0);
    EXPECT_EQ(last().power_function, evse::PowerFunction::Power_Transfer);
}

TEST_F(Renegotiation, a_higher_one_is_offered_and_waits_for_the_vehicle) {
    bench.reach(ControllerState::Charging);
    offer(500.0, 20.0);
    offer(500.0, 90.0);
    EXPECT_EQ(bench.outputs.charger.maximum_current_A, 90.0);
    EXPECT_EQ(last().current_range_max_A, 50.0) << "what the vehicle asks for";
    bench.request(440.0, 90.0);
    EXPECT_EQ(last().current_range_max_A, 90.0);
}

TEST_F(Renegotiation, a_lower_voltage_holds_at_once) {
    bench.reach(ControllerState::Charging);
    offer(380.0, 0.0);
    EXPECT_EQ(bench.outputs.charger.maximum_voltage_V, 380.0);
    EXPECT_EQ(last_time(), bench.now);
    EXPECT_EQ(last().target_voltage_V, 380.0);
}

TEST_F(Renegotiation, zero_goes_back_to_the_configured_value) {
    bench.reach(ControllerState::Charging);
    offer(300.0, 20.0);
    offer(0.0, 0.0);
    EXPECT_EQ(bench.outputs.charger.maximum_voltage_V, 500.0);
    EXPECT_EQ(bench.outputs.charger.maximum_current_A, 100.0) << "the cable";
    EXPECT_EQ(last().target_voltage_V, 440.0);
    EXPECT_EQ(last().current_range_max_A, 50.0);
}

TEST_F(Renegotiation, the_same_values_again_bring_no_frame_forward) {
    bench.reach(ControllerState::Charging);
    bench.run_for(1'000_ms);
    offer(500.0, 20.0);
    const std::size_t frames = bench.sent<DcPowerControl>().size();
    bench.run_for(37_ms);
    offer(500.0, 20.0);
    EXPECT_EQ(bench.sent<DcPowerControl>().size(), frames);
}

TEST_F(Renegotiation, a_range_shrinks_on_both_sides_at_once) {
    Configuration configuration;
    configuration.enable_iso_part20 = true;
    configuration.is_bidirectional = true;
    configuration.max_charger_discharge_current_A = 80.0;
    bench = Bench(configuration);
    bench.plug_in(link::HlcProtocol::iso15118_20);
    bench.vehicle.dynamic_control = bench.vehicle.bidirectional = true;
    bench.vehicle.limits.maximum_discharge_current_A = 100.0;
    bench.reach(ControllerState::Charging);
    EXPECT_EQ(last().current_range_max_A, 100.0);
    EXPECT_EQ(last().current_range_min_A, -80.0);
    offer(500.0, 30.0, 15.0);
    EXPECT_EQ(last_time(), bench.now);
    EXPECT_EQ(last().current_range_max_A, 30.0);
    EXPECT_EQ(last().current_range_min_A, -15.0);
    EXPECT_EQ(bench.outputs.charger.maximum_discharge_current_A, 15.0);
}

}  // namespace
}  // namespace chargerig::controller::test
