// SPDX-License-Identifier: Apache-2.0
//
// The power messages of 2.x (spec 5.10 and 6.6), without frames and files.
#include "sim/evse/v2.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace chargerig::evse::v2 {
namespace {

using ::testing::ElementsAre;

std::vector<PowerMessage> sent(const DcPowerControl& control, Memory& memory) {
    const PowerMessages messages = to_v2(control, memory);
    return {messages.begin(), messages.end()};
}
std::vector<PowerMessage> sent(const DcPowerControl& control) {
    Memory memory;
    return sent(control, memory);
}

DcPowerControl demand(PowerFunction function, double voltage_V = 0.0, double max_A = 0.0,
                      double min_A = 0.0) {
    DcPowerControl control;
    control.power_function = function;
    control.target_voltage_V = voltage_V;
    control.current_range_max_A = max_A;
    control.current_range_min_A = min_A;
    control.state_of_charge_percent = 57.0;
    return control;
}

DcPowerControl lowering(bool contactors_close) {
    DcPowerControl control = demand(PowerFunction::Standby);
    control.lower_output_voltage = true;
    control.output_contactors_close = contactors_close;
    return control;
}

TEST(V2Sender, InsulationTest) {
    EXPECT_THAT(sent(demand(PowerFunction::Insulation_Test, 500)),
                ElementsAre(PowerMessage(InsulationTest{500})));
}

TEST(V2Sender, EndOfTheInsulationTestIsBothZeroMessages) {
    EXPECT_THAT(sent(lowering(true)),
                ElementsAre(PowerMessage(InsulationTest{0}), PowerMessage(ChargingLoop{0, 0, 57})));
}

TEST(V2Sender, LoweringAtTheEndOfASessionIsLeftToThePowerSide) {
    EXPECT_THAT(sent(lowering(false)), ElementsAre(PowerMessage(ChargingLoop{0, 0, 57})));
}

TEST(V2Sender, PrechargeEndsWithOnePrechargeWithoutCurrent) {
    Memory memory;
    EXPECT_THAT(sent(demand(PowerFunction::Precharge, 330, 2), memory),
                ElementsAre(PowerMessage(Precharge{330, 2})));
    EXPECT_THAT(sent(demand(PowerFunction::Standby), memory),
                ElementsAre(PowerMessage(Precharge{330, 0}), PowerMessage(ChargingLoop{0, 0, 57})));
    EXPECT_THAT(sent(demand(PowerFunction::Standby), memory),
                ElementsAre(PowerMessage(ChargingLoop{0, 0, 57})));
    EXPECT_EQ(memory, Memory{});
}

TEST(V2Sender, PowerTransferAfterPrechargeNeedsNoFinalPrecharge) {
    Memory memory;
    sent(demand(PowerFunction::Precharge, 330, 2), memory);
    EXPECT_THAT(sent(demand(PowerFunction::Power_Transfer, 400, 120, 120), memory),
                ElementsAre(PowerMessage(ChargingLoop{400, 120, 57})));
    EXPECT_EQ(memory, Memory{});
}

TEST(V2Sender, TargetOfARangeIsItsMaximum) {
    DcPowerControl control = demand(PowerFunction::Power_Transfer, 500, -5, -80);
    control.setpoints_mode = SetpointsMode::Range_Mode;
    EXPECT_THAT(sent(control), ElementsAre(PowerMessage(ChargingLoop{500, -5, 57})));
}

TEST(V2Sender, OffAndUndefinedFunctionsStopTheConversion) {
    EXPECT_THAT(sent(demand(PowerFunction::Off, 400, 120, 120)),
                ElementsAre(PowerMessage(ChargingLoop{0, 0, 57})));
    EXPECT_THAT(sent(demand(static_cast<PowerFunction>(3), 400, 120, 120)),
                ElementsAre(PowerMessage(ChargingLoop{0, 0, 57})));
}

TEST(V2Receiver, LoweringLastsFromTheEndOfTheTestToTheNextFunction) {
    Memory memory;
    EXPECT_EQ(from_v2(InsulationTest{500}, memory).power_function, PowerFunction::Insulation_Test);
    const DcPowerControl end = from_v2(InsulationTest{0}, memory);
    EXPECT_EQ(end.power_function, PowerFunction::Standby);
    EXPECT_TRUE(end.lower_output_voltage);
    // The accompanying Standby does not end it, in whichever order the two arrive.
    EXPECT_TRUE(from_v2(ChargingLoop{0, 0, 57}, memory).lower_output_voltage);
    EXPECT_FALSE(from_v2(Precharge{330, 2}, memory).lower_output_voltage);
    EXPECT_FALSE(from_v2(ChargingLoop{0, 0, 57}, memory).lower_output_voltage);
}

TEST(V2Receiver, LoweringIsOverWithTheNextStepOfTheSession) {
    Memory memory;
    from_v2(InsulationTest{0}, memory);
    next_step_of_session(memory);
    EXPECT_FALSE(from_v2(ChargingLoop{0, 0, 57}, memory).lower_output_voltage);
}

TEST(V2Receiver, LoweringIsOverWithPowerTransfer) {
    Memory memory;
    from_v2(InsulationTest{0}, memory);
    EXPECT_FALSE(from_v2(ChargingLoop{400, 10, 57}, memory).lower_output_voltage);
    EXPECT_EQ(memory, Memory{});
}

TEST(V2Receiver, ChargingLoopIsATargetUnlessBothAreZero) {
    Memory memory;
    const DcPowerControl transfer = from_v2(ChargingLoop{400, -20, 57}, memory);
    EXPECT_EQ(transfer, demand(PowerFunction::Power_Transfer, 400, -20, -20));
    EXPECT_EQ(from_v2(ChargingLoop{400, 0, 57}, memory),
              demand(PowerFunction::Power_Transfer, 400));
    EXPECT_EQ(from_v2(ChargingLoop{0, 0, 57}, memory), demand(PowerFunction::Standby));
}

TEST(V2Limits, MaximumCurrentIsTheChargeCurrent) {
    EXPECT_EQ(to_v2(DcPowerParameters{500, 120, 80, 10}), (PowerModulesLimits{500, 120}));
    EXPECT_EQ(from_v2(PowerModulesLimits{500, 120}), (DcPowerParameters{500, 120, 0, 0}));
}

}  // namespace
}  // namespace chargerig::evse::v2
