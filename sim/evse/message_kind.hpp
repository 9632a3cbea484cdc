// SPDX-License-Identifier: Apache-2.0
//
// Which of the neutral messages a thing is about, without carrying one.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/evse/messages.hpp"

namespace chargerig::evse {

// In the order of the alternatives of `Message`.
enum class MessageKind : std::uint8_t {
    power_modules_status,
    dc_power_parameters,
    sequence_control,
    secc_outputs,
    spcc_outputs,
    controller_status,
    new_charge_session,
    charge_status_change,
    dc_power_control,
    charge_session_finished,
    emergency_stop,
    ev_information_battery,
    ev_information_voltages,
    ev_information_charge_limits,
    ev_information_discharge_limits,
    ev_information_energy,
    ev_id,
    cui1_inputs,
    secc_inputs,
    spcc_inputs,
    ccs_extra_information,
    mcs_extra_information,
    ocpp_control,
};

inline constexpr std::size_t kMessageKinds = std::variant_size_v<Message>;
static_assert(kMessageKinds == static_cast<std::size_t>(MessageKind::ocpp_control) + 1);

inline MessageKind kind_of(const Message& message) {
    return static_cast<MessageKind>(message.index());
}

}  // namespace chargerig::evse
