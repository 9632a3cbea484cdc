// SPDX-License-Identifier: Apache-2.0
//
// The protections that the participants carry, each by name. Code that protects asks in_force()
// first. In the product the answer is always yes and nothing can change it: no option, no entry, no
// environment. A test program may link tests/support/protection_switch.cpp in its place, which lets
// tests/protections/ show that the suite goes red when any one of them is missing.
//
// To add one: a line here, `core::in_force(core::Protection::name)` where it acts, and a test that
// needs it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace chargerig::core {

enum class Protection : std::uint8_t {
    // Of the controller.
    status_timeout,
    system_enable_before_charging,
    system_enable_while_charging,
    emergency_button,
    vehicle_emergency,
    communication_loss,
    insulation_at_test,
    insulation_test_voltage,
    insulation_timeout,
    insulation_while_charging,
    wake_up_limit,
    voltage_limit,
    current_limit,
    power_limit,
    discharge_needs_permission,
    precharge_current_limit,
    precharge_voltage,
    voltage_window,
    enabled_protocols_only,
    contactor_feedback,
    temperature_stop,
    temperature_derating,
    safe_voltage_after_test,
    lowering_before_unplug,
    contactors_wait_for_current,
    ending_limit,
    emergency_blocks_next_session,
    start_authorisation,
    external_authorisation,
    charge_parameters_done,
    user_stop,
    // Of the modules.
    controller_status_timeout,
    modules_emergency_stop,
    modules_system_enable,
    modules_supervision_first,
    modules_voltage_limit,
    modules_current_limit,
    modules_setpoint_in_range,
    modules_precharge_current,
    modules_undefined_function_is_off,
    modules_no_bleed_against_battery,
    modules_minimum_voltage,
};

struct NamedProtection {
    Protection protection;
    std::string_view name;
};

#define CHARGERIG_NAMED(name)   \
    NamedProtection {           \
        Protection::name, #name \
    }
inline constexpr std::array kProtections{
    CHARGERIG_NAMED(status_timeout),
    CHARGERIG_NAMED(system_enable_before_charging),
    CHARGERIG_NAMED(system_enable_while_charging),
    CHARGERIG_NAMED(emergency_button),
    CHARGERIG_NAMED(vehicle_emergency),
    CHARGERIG_NAMED(communication_loss),
    CHARGERIG_NAMED(insulation_at_test),
    CHARGERIG_NAMED(insulation_test_voltage),
    CHARGERIG_NAMED(insulation_timeout),
    CHARGERIG_NAMED(insulation_while_charging),
    CHARGERIG_NAMED(wake_up_limit),
    CHARGERIG_NAMED(voltage_limit),
    CHARGERIG_NAMED(current_limit),
    CHARGERIG_NAMED(power_limit),
    CHARGERIG_NAMED(discharge_needs_permission),
    CHARGERIG_NAMED(precharge_current_limit),
    CHARGERIG_NAMED(precharge_voltage),
    CHARGERIG_NAMED(voltage_window),
    CHARGERIG_NAMED(enabled_protocols_only),
    CHARGERIG_NAMED(contactor_feedback),
    CHARGERIG_NAMED(temperature_stop),
    CHARGERIG_NAMED(temperature_derating),
    CHARGERIG_NAMED(safe_voltage_after_test),
    CHARGERIG_NAMED(lowering_before_unplug),
    CHARGERIG_NAMED(contactors_wait_for_current),
    CHARGERIG_NAMED(ending_limit),
    CHARGERIG_NAMED(emergency_blocks_next_session),
    CHARGERIG_NAMED(start_authorisation),
    CHARGERIG_NAMED(external_authorisation),
    CHARGERIG_NAMED(charge_parameters_done),
    CHARGERIG_NAMED(user_stop),
    CHARGERIG_NAMED(controller_status_timeout),
    CHARGERIG_NAMED(modules_emergency_stop),
    CHARGERIG_NAMED(modules_system_enable),
    CHARGERIG_NAMED(modules_supervision_first),
    CHARGERIG_NAMED(modules_voltage_limit),
    CHARGERIG_NAMED(modules_current_limit),
    CHARGERIG_NAMED(modules_setpoint_in_range),
    CHARGERIG_NAMED(modules_precharge_current),
    CHARGERIG_NAMED(modules_undefined_function_is_off),
    CHARGERIG_NAMED(modules_no_bleed_against_battery),
    CHARGERIG_NAMED(modules_minimum_voltage),
};
#undef CHARGERIG_NAMED

bool in_force(Protection protection);

}  // namespace chargerig::core
