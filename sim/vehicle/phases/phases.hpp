// SPDX-License-Identifier: Apache-2.0
//
// One function for each phase: looks at what arrived, sends what is due, and may enter another
// phase. Internal to the room.
#pragma once

#include <string_view>

#include "sim/vehicle/step.hpp"

namespace chargerig::vehicle::phases {

// setup.cpp: from the plug to the choice of services
void waiting_for_pwm(Step& step);
void link_setup(Step& step);
void handshake(Step& step);
void session_setup(Step& step);
// services.cpp
void services(Step& step);
void authorisation(Step& step);
void service_selection(Step& step);
// parameters.cpp
void parameters(Step& step);
// energising.cpp: cable check to closed contactors
void cable_check(Step& step);
void precharge(Step& step);
void closing_contactors(Step& step);
void power_delivery(Step& step);
// charge_loop.cpp
void charge_loop(Step& step);
// ending.cpp
void stopping(Step& step);
void welding(Step& step);
void session_stop(Step& step);
void emergency(Step& step);

// Leaves what is going on in the orderly way that the phase allows; with energised contactors that
// is PowerDelivery stop, before them SessionStop.
void begin_stop(Step& step, StopCause cause);
// The same as a pause, which only ISO 15118 has and only in the charge loop; refused with a warning
// elsewhere.
void begin_pause(Step& step);
// The vehicle reports an emergency of its own, with this code where the protocol carries one.
void begin_emergency(Step& step, link::DcEvErrorCode code, std::string_view why);
// The link is lost or given up: tells so, opens the contactors, waits for the plug.
void fail(Step& step, std::string_view why);
// What a phase says when it has taken too long.
std::string_view timed_out_text(Phase phase);

}  // namespace chargerig::vehicle::phases
