// SPDX-License-Identifier: Apache-2.0
//
// What a vehicle does wrong on purpose, and what it does not put up with itself.
#include <gmock/gmock.h>

#include "tests/unit/vehicle/harness.hpp"

namespace chargerig::vehicle::test {
namespace {

using link::DcEvErrorCode;
using link::DcEvTargetValues;
using link::VarName;

const DcEvTargetValues& target(const Bench& bench) {
    return *bench.last<DcEvTargetValues>(VarName::dc_ev_target_voltage_current);
}

TEST(Requests, OutsideTheLimitsGoOutAsTheyAreSet) {
    for (const Protocol protocol : {Protocol::din, Protocol::iso2, Protocol::iso20_scheduled}) {
        Bench bench(test_profile(protocol));
        ASSERT_TRUE(bench.charge());
        bench.run_for(10.0);
        const DcEvTargetValues own = target(bench);
        bench.behaviour.follows_current = false;
        bench.inputs.faults.request_voltage_V = 900.0;
        bench.inputs.faults.request_current_A = -300.0;
        bench.run_for(1.0);
        EXPECT_EQ(target(bench).dc_ev_target_voltage, 900.0);
        EXPECT_EQ(target(bench).dc_ev_target_current, -300.0);
        bench.inputs.faults = {};
        bench.run_for(1.0);
        EXPECT_EQ(target(bench), own);
    }
}

TEST(Requests, OfAPrechargeGoOutAsTheyAreSet) {
    for (const Protocol protocol : {Protocol::iso2, Protocol::iso20_dynamic}) {
        Bench bench(test_profile(protocol));
        bench.start_charger();
        bench.plug_in();
        ASSERT_TRUE(bench.run_until(Phase::precharge));
        bench.inputs.faults.request_voltage_V = 700.0;
        bench.inputs.faults.request_current_A = 5.0;
        bench.run_for(1.0);
        EXPECT_EQ(target(bench).dc_ev_target_voltage, 700.0);
        EXPECT_EQ(target(bench).dc_ev_target_current, 5.0);
        EXPECT_EQ(bench.state.phase, Phase::precharge) << "the battery has another voltage";
    }
}

TEST(Precharge, ThatNeverEndsIsAskedForUntilTheVehicleHasHadEnough) {
    Bench bench(test_profile(Protocol::iso2));
    bench.inputs.faults.finishes_precharge = false;
    bench.start_charger();
    bench.plug_in();
    ASSERT_TRUE(bench.run_until(Phase::precharge));
    ASSERT_TRUE(bench.run_until(Phase::failed));
    EXPECT_NEAR(bench.inputs.readings.inlet_voltage_V, target(bench).dc_ev_target_voltage, 20.0)
        << "it was there";
    EXPECT_FALSE(bench.outputs.contactors_close);
}

struct OverloadRow {
    double current_A;  // beyond the greatest
    double voltage_V;
    DcEvErrorCode code;  // NO_ERROR: the vehicle puts up with it
};

TEST(Overload, EndsTheChargeAsAnEmergencyAfterItsTime) {
    const OverloadRow rows[] = {
        {9.9, 9.9, DcEvErrorCode::NO_ERROR},
        {10.1, 0.0, DcEvErrorCode::FAILED_ChargingCurrentdifferential},
        {0.0, 10.1, DcEvErrorCode::FAILED_ChargingVoltageOutOfRange},
    };
    for (const OverloadRow& row : rows) {
        Bench bench(test_profile(Protocol::iso2));
        ASSERT_TRUE(bench.charge());
        bench.run_for(2.0);
        const auto& charge = bench.vehicle.profile().charge;
        bench.before_step = [&] {
            if (bench.state.phase != Phase::charge_loop) return;
            bench.inputs.readings.inlet_current_A = charge.maximum_charge_current_A + row.current_A;
            bench.inputs.readings.inlet_voltage_V = charge.maximum_voltage_V + row.voltage_V;
        };
        bench.run_for(0.4);
        EXPECT_EQ(bench.state.phase, Phase::charge_loop) << "not yet";
        bench.run_for(1.0);
        EXPECT_EQ(bench.state.error_code, row.code);
        if (row.code == DcEvErrorCode::NO_ERROR) continue;
        EXPECT_EQ(bench.state.phase, Phase::failed);
        EXPECT_EQ(bench.count(VarName::dlink_error), 1u);
        EXPECT_FALSE(bench.outputs.contactors_close);
    }
}

TEST(Overload, ThatIsOverInTimeCountsForNothing) {
    Bench bench(test_profile(Protocol::iso20_dynamic));
    ASSERT_TRUE(bench.charge());
    bench.run_for(2.0);
    const double most_A = bench.vehicle.profile().charge.maximum_charge_current_A;
    bool much = false;
    bench.before_step = [&] { bench.inputs.readings.inlet_current_A = much ? 2.0 * most_A : 1.0; };
    for (int i = 0; i < 10; ++i) {
        much = !much;
        bench.run_for(0.3);
    }
    EXPECT_EQ(bench.state.phase, Phase::charge_loop);
}

}  // namespace
}  // namespace chargerig::vehicle::test
