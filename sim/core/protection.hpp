// SPDX-License-Identifier: Apache-2.0
//
// The protections that the participants carry, each by name. Code that protects asks in_force()
// first. In the product the answer is always yes and nothing can change it: no option, no entry, no
// environment. A test program may link tests/support/protection_switch.cpp in its place, which lets
// tests/protections/ show that the suite goes red when any one of them is missing.
//
// To add one: a line in a list here, `core::in_force(core::Protection::name)` where it acts, and a
// test that needs it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace chargerig::core {

// Of the controller.
#define CHARGERIG_CONTROLLER_PROTECTIONS(X) \
    X(status_timeout)                       \
    X(system_enable_before_charging)        \
    X(system_enable_while_charging)         \
    X(emergency_button)                     \
    X(vehicle_emergency)                    \
    X(communication_loss)                   \
    X(insulation_at_test)                   \
    X(insulation_test_voltage)              \
    X(insulation_timeout)                   \
    X(insulation_while_charging)            \
    X(wake_up_limit)                        \
    X(voltage_limit)                        \
    X(current_limit)                        \
    X(power_limit)                          \
    X(discharge_needs_permission)           \
    X(precharge_current_limit)              \
    X(precharge_voltage)                    \
    X(voltage_window)                       \
    X(enabled_protocols_only)               \
    X(contactor_feedback)                   \
    X(contactors_opened)                    \
    X(temperature_stop)                     \
    X(temperature_derating)                 \
    X(safe_voltage_after_test)              \
    X(lowering_before_unplug)               \
    X(contactors_wait_for_current)          \
    X(ending_limit)                         \
    X(emergency_blocks_next_session)        \
    X(start_authorisation)                  \
    X(external_authorisation)               \
    X(charge_parameters_done)               \
    X(user_stop)

// Of the modules.
#define CHARGERIG_MODULES_PROTECTIONS(X) \
    X(controller_status_timeout)         \
    X(modules_emergency_stop)            \
    X(modules_system_enable)             \
    X(modules_supervision_first)         \
    X(modules_voltage_limit)             \
    X(modules_current_limit)             \
    X(modules_setpoint_in_range)         \
    X(modules_precharge_current)         \
    X(modules_undefined_function_is_off) \
    X(modules_no_bleed_against_battery)  \
    X(modules_minimum_voltage)

#define CHARGERIG_PROTECTIONS(X) \
    CHARGERIG_CONTROLLER_PROTECTIONS(X) CHARGERIG_MODULES_PROTECTIONS(X)

#define CHARGERIG_ENUMERATOR(name) name,
enum class Protection : std::uint8_t { CHARGERIG_PROTECTIONS(CHARGERIG_ENUMERATOR) };
#undef CHARGERIG_ENUMERATOR

struct NamedProtection {
    Protection protection;
    std::string_view name;
};

#define CHARGERIG_NAMED(name) NamedProtection{Protection::name, #name},
inline constexpr std::array kProtections{CHARGERIG_PROTECTIONS(CHARGERIG_NAMED)};
#undef CHARGERIG_NAMED
#undef CHARGERIG_PROTECTIONS
#undef CHARGERIG_MODULES_PROTECTIONS
#undef CHARGERIG_CONTROLLER_PROTECTIONS

bool in_force(Protection protection);

}  // namespace chargerig::core
