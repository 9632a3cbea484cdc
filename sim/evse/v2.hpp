// SPDX-License-Identifier: Apache-2.0
//
// The power messages of generic interface 2.x and their translation from and to the neutral
// ones. 2.x has a message of its own for each power function and no contactor, lowering, mode or
// range information (message description v2.7; spec 5.10, 6.6). The translator knows no frame and
// no file.
//
// What 2.x cannot say, and how it is read:
//  - Off is sent as Standby, that is Charging_Loop(0 V, 0 A).
//  - In range mode the maximum of the range is the target (spec 5.9); it arrives in target mode.
//  - Lowering is known after the insulation test alone: Insulation_Test(0 V) next to
//  Charging_Loop(0, 0)
//    until the output is down. It lasts until another power function or step of the session.
//    Lowering with the contactors already open (the end of a session) is left to the power side.
//  - Precharge ends with one Precharge whose maximum current is 0, then Charging_Loop(0, 0).
#pragma once

#include <variant>

#include "sim/core/inline_vector.hpp"
#include "sim/evse/messages.hpp"

namespace chargerig::evse::v2 {

struct InsulationTest {
    double test_voltage_V = 0.0;  // 0 to 6553.5; 0 ends the test
    friend bool operator==(const InsulationTest&, const InsulationTest&) = default;
};
struct Precharge {
    double target_voltage_V = 0.0;   // 0 to 6553.5
    double maximum_current_A = 0.0;  // 0 to 6553.5
    friend bool operator==(const Precharge&, const Precharge&) = default;
};
struct ChargingLoop {
    double target_voltage_V = 0.0;         // 0 to 6553.5
    double target_current_A = 0.0;         // -3276.8 to 3276.7; (0 V, 0 A) is Standby
    double state_of_charge_percent = 0.0;  // 0 to 100
    friend bool operator==(const ChargingLoop&, const ChargingLoop&) = default;
};
struct PowerModulesLimits {
    double maximum_voltage_V = 0.0;  // 0 to 6553.5
    double maximum_current_A = 0.0;  // -3276.8 to 3276.7
    friend bool operator==(const PowerModulesLimits&, const PowerModulesLimits&) = default;
};

using PowerMessage = std::variant<InsulationTest, Precharge, ChargingLoop>;
using PowerMessages = core::InlineVector<PowerMessage, 2>;

// What one end of the link remembers from message to message. Each sender and each receiver has its
// own.
struct Memory {
    bool lowering = false;     // receiver: Insulation_Test(0 V) is still in force
    bool precharging = false;  // sender: the last power message was a Precharge
    double precharge_voltage_V = 0.0;
    friend bool operator==(const Memory&, const Memory&) = default;
};

PowerMessages to_v2(const DcPowerControl& control, Memory& memory);
PowerModulesLimits to_v2(const DcPowerParameters& parameters);

DcPowerControl from_v2(const PowerMessage& message, Memory& memory);
DcPowerParameters from_v2(const PowerModulesLimits& limits);

// A receiver calls this for the messages that mark the next step of a session (New_Charge_Session,
// Charge_Status_Change, Charge_Session_Finished): a lowering that was in force is over.
void next_step_of_session(Memory& memory);

}  // namespace chargerig::evse::v2
