// SPDX-License-Identifier: Apache-2.0
//
// What one version of the generic interface can do and another cannot. A version lists its
// capabilities in resources/protocols/versions.yaml; whoever needs one asks for it by name and
// never for a version.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace chargerig::evse {

enum class Capability : std::uint8_t {
    range_mode,            // a current range for the modules to choose in, instead of one target
    lower_output_voltage,  // the controller asks for the output to be lowered
    output_contactors,     // the controller reports its output relay in DC_Power_Control
    discharge_limits,      // the modules can give a discharge limit of their own
    ev_information,        // EV_Information_Battery, _Voltages, _Charge_Limits, _Discharge_Limits
    ev_information_soc_limits,  // minimum, target and maximum state of charge, present voltage
    ev_information_energy,      // EV_Information_Energy
    ev_id,                      // EV_ID_CCS_Part2_DIN
    ocpp_control,               // OCPP_Control
    extra_information,          // CCS_Extra_Information and MCS_Extra_Information
    charge_pause,               // the state Charge_Pause has a label
    mcs,                        // Plug_and_pins knows MCS
    spcc_inputs,                // ADM_CS_SPCC_Inputs
    spcc_outputs,               // ADM_CS_SPCC_Outputs
    leds,                       // LED brightness in the output messages
};

// Names are those of the enumerators, as written in versions.yaml.
std::string_view name(Capability capability);
std::optional<Capability> capability_named(std::string_view name);
std::span<const std::string> capability_names();

}  // namespace chargerig::evse
