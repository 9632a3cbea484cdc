// SPDX-License-Identifier: Apache-2.0
//
// The states of the controller (spec 6.2): one file each in sim/controller/states/. `enter` runs
// once on the way in; `run` looks at what is known now and may leave. `run` is called as often as
// somebody likes and must come to the same result when nothing is new.
#pragma once

#include "sim/controller/context.hpp"

namespace chargerig::controller {

struct StateHandler {
    void (*enter)(Context&);
    void (*run)(Context&);
};

namespace states {
extern const StateHandler kInitialising;
extern const StateHandler kWaitingForPev;
extern const StateHandler kNegotiatingConnection;
extern const StateHandler kConnectedWithFullInfo;
extern const StateHandler kInsulationTest;
extern const StateHandler kPrecharge;
extern const StateHandler kWaitingForCharge;
extern const StateHandler kCharging;
extern const StateHandler kEndingCharge;
extern const StateHandler kWeldingDetection;
extern const StateHandler kClosingCommunication;
extern const StateHandler kCcsAuthorisationProcess;
extern const StateHandler kNotAvailable;
extern const StateHandler kChargePause;
}  // namespace states

const StateHandler& handler(evse::ControllerState state);

}  // namespace chargerig::controller
