// SPDX-License-Identifier: Apache-2.0
//
// Signal names: vendor's message descriptions v2.7 and v3.6. Where an older version uses another
// name, versions.yaml says so.
#include "sim/evse/fields.hpp"

#include <array>
#include <limits>
#include <type_traits>

#include "sim/evse/v2.hpp"

namespace chargerig::evse {

namespace {

template <class T>
struct Member;
template <class C, class T>
struct Member<T C::*> {
    using Class = C;
    using Type = T;
};

constexpr double kLargest = std::numeric_limits<double>::infinity();

template <class T>
constexpr double greatest() {
    if constexpr (std::is_same_v<T, double>) {
        return kLargest;
    } else if constexpr (std::is_same_v<T, bool>) {
        return 1.0;
    } else {
        static_assert(sizeof(T) == 1);
        return 255.0;
    }
}

template <class T>
void assign(T& member, double value) {
    if constexpr (std::is_same_v<T, double>) {
        member = value;
    } else if constexpr (std::is_same_v<T, bool>) {
        member = value != 0.0;
    } else {
        member = static_cast<T>(static_cast<std::uint8_t>(value));
    }
}

enum class Presence : bool { always, optional };
using enum Presence;

template <auto Pointer>
constexpr Field field(std::string_view signal, Presence presence = always) {
    using Class = typename Member<decltype(Pointer)>::Class;
    using Type = typename Member<decltype(Pointer)>::Type;
    return {
        signal,
        [](const void* m) { return static_cast<double>(static_cast<const Class*>(m)->*Pointer); },
        [](void* m, double value) { assign(static_cast<Class*>(m)->*Pointer, value); },
        greatest<Type>(), presence == optional};
}

template <auto Pointer, std::size_t Index>
constexpr Field element(std::string_view signal, Presence presence = always) {
    using Class = typename Member<decltype(Pointer)>::Class;
    using Type = typename Member<decltype(Pointer)>::Type::value_type;
    return {signal,
            [](const void* m) {
                return static_cast<double>((static_cast<const Class*>(m)->*Pointer)[Index]);
            },
            [](void* m, double value) { assign((static_cast<Class*>(m)->*Pointer)[Index], value); },
            greatest<Type>(), presence == optional};
}

// --- sent by the power side ---

using Status = PowerModulesStatus;
constexpr std::array kPowerModulesStatus{
    field<&Status::present_voltage_V>("Present_Voltage"),
    field<&Status::present_current_A>("Present_Current"),
    field<&Status::power_modules_temperature_degC>("Power_Modules_Temperature"),
    field<&Status::enclosure_temperature_degC>("Enclosure_Temperature"),
    field<&Status::system_enable>("System_Enable"),
    field<&Status::insulation_resistance_kohm>("Insulation_Resistance"),
};
using Parameters = DcPowerParameters;
constexpr std::array kDcPowerParameters{
    field<&Parameters::maximum_voltage_V>("Maximum_Voltage"),
    field<&Parameters::maximum_charge_current_A>("Maximum_Charge_Current"),
    field<&Parameters::maximum_discharge_current_A>("Maximum_Discharge_Current"),
    field<&Parameters::range_target_current_A>("Range_Target_Current"),
};
constexpr std::array kSequenceControl{
    field<&SequenceControl::start_charge_authorisation>("Start_Charge_Authorisation"),
    field<&SequenceControl::chademo_start_button>("CHAdeMO_Start_Button"),
    field<&SequenceControl::ccs_authorisation_done>("CCS_Authorisation_Done"),
    field<&SequenceControl::ccs_authorisation_valid>("CCS_Authorisation_Valid"),
    field<&SequenceControl::charge_parameters_done>("Charge_Parameters_Done"),
    field<&SequenceControl::user_stop_button>("User_Stop_Button"),
};
constexpr std::array kSeccOutputs{
    element<&SeccOutputs::digital_output, 0>("Digital_Output1"),
    element<&SeccOutputs::digital_output, 1>("Digital_Output2"),
    element<&SeccOutputs::digital_output, 2>("Digital_Output3"),
    element<&SeccOutputs::digital_output, 3>("Digital_Output4"),
    element<&SeccOutputs::led, 0>("Led1", optional),
    element<&SeccOutputs::led, 1>("Led2", optional),
    element<&SeccOutputs::led, 2>("Led3", optional),
};
constexpr std::array kSpccOutputs{
    element<&SpccOutputs::digital_output, 0>("Digital_Output1"),
    element<&SpccOutputs::digital_output, 1>("Digital_Output2"),
    element<&SpccOutputs::led, 0>("Led1", optional),
    element<&SpccOutputs::led, 1>("Led2", optional),
    element<&SpccOutputs::led, 2>("Led3", optional),
};

// --- sent by the controller ---

constexpr std::array kControllerStatus{field<&ControllerStatus::state>("State")};
using Session = NewChargeSession;
constexpr std::array kNewChargeSession{
    field<&Session::communication_protocol>("Communication_Protocol"),
    field<&Session::plug_and_pins>("Plug_and_pins"),
    field<&Session::ev_maximum_voltage_V>("EV_Maximum_Voltage", optional),
    field<&Session::ev_maximum_current_A>("EV_Maximum_Current", optional),
    field<&Session::battery_capacity_kWh>("Battery_Capacity", optional),
    field<&Session::state_of_charge_percent>("State_of_Charge", optional),
};
constexpr std::array kChargeStatusChange{
    field<&ChargeStatusChange::vehicle_ready_for_charging>("Vehicle_Ready_for_Charging"),
};
using Control = DcPowerControl;
constexpr std::array kDcPowerControl{
    field<&Control::target_voltage_V>("Target_Voltage"),
    field<&Control::current_range_max_A>("Current_Range_Max"),
    field<&Control::current_range_min_A>("Current_Range_Min"),
    field<&Control::power_function>("Power_Function"),
    field<&Control::setpoints_mode>("Setpoints_Mode"),
    field<&Control::output_contactors_close>("Output_Contactors", optional),
    field<&Control::lower_output_voltage>("Lower_Output_Voltage"),
    field<&Control::state_of_charge_percent>("State_of_Charge", optional),
};
constexpr std::array kChargeSessionFinished{field<&ChargeSessionFinished::state>("State")};
constexpr std::array kEmergencyStop{field<&EmergencyStop::origin>("Origin")};

using Battery = EvInformationBattery;
constexpr std::array kEvInformationBattery{
    field<&Battery::battery_capacity_kWh>("Battery_Capacity"),
    field<&Battery::present_state_of_charge_percent>("Present_State_of_Charge"),
    field<&Battery::minimum_state_of_charge_percent>("Minimum_State_of_Charge", optional),
    field<&Battery::target_state_of_charge_percent>("Target_State_of_Charge", optional),
    field<&Battery::maximum_state_of_charge_percent>("Maximum_State_of_Charge", optional),
};
using Voltages = EvInformationVoltages;
constexpr std::array kEvInformationVoltages{
    field<&Voltages::ev_minimum_voltage_V>("EV_Minimum_Voltage"),
    field<&Voltages::ev_maximum_voltage_V>("EV_Maximum_Voltage"),
    field<&Voltages::ev_present_voltage_V>("EV_Present_Voltage", optional),
};
using ChargeLimits = EvInformationChargeLimits;
constexpr std::array kEvInformationChargeLimits{
    field<&ChargeLimits::ev_minimum_charge_current_A>("EV_Minimum_Charge_Current"),
    field<&ChargeLimits::ev_maximum_charge_current_A>("EV_Maximum_Charge_Current"),
    field<&ChargeLimits::ev_minimum_charge_power_kW>("EV_Minimum_Charge_Power"),
    field<&ChargeLimits::ev_maximum_charge_power_kW>("EV_Maximum_Charge_Power"),
};
using DischargeLimits = EvInformationDischargeLimits;
constexpr std::array kEvInformationDischargeLimits{
    field<&DischargeLimits::ev_minimum_discharge_current_A>("EV_Minimum_Discharge_Current"),
    field<&DischargeLimits::ev_maximum_discharge_current_A>("EV_Maximum_Discharge_Current"),
    field<&DischargeLimits::ev_minimum_discharge_power_kW>("EV_Minimum_Discharge_Power"),
    field<&DischargeLimits::ev_maximum_discharge_power_kW>("EV_Maximum_Discharge_Power"),
};
using Energy = EvInformationEnergy;
constexpr std::array kEvInformationEnergy{
    field<&Energy::ev_minimum_energy_request_kWh>("EV_Minimum_Energy_Request"),
    field<&Energy::ev_target_energy_request_kWh>("EV_Target_Energy_Request"),
    field<&Energy::ev_maximum_energy_request_kWh>("EV_Maximum_Energy_Request"),
};
constexpr std::array kEvId{
    element<&EvId::bytes, 0>("Byte0"), element<&EvId::bytes, 1>("Byte1"),
    element<&EvId::bytes, 2>("Byte2"), element<&EvId::bytes, 3>("Byte3"),
    element<&EvId::bytes, 4>("Byte4"), element<&EvId::bytes, 5>("Byte5"),
};

constexpr std::array kCui1Inputs{
    element<&Cui1Inputs::switches, 0>("SWITCH0"),
    element<&Cui1Inputs::switches, 1>("SWITCH1"),
    element<&Cui1Inputs::switches, 2>("SWITCH2"),
    element<&Cui1Inputs::switches, 3>("SWITCH3"),
    element<&Cui1Inputs::switches, 4>("SWITCH4"),
    element<&Cui1Inputs::switches, 5>("SWITCH5"),
    field<&Cui1Inputs::colibri_temperature_degC>("Colibri_Temperature"),
    field<&Cui1Inputs::cpu_temperature_degC>("CPU_Temperature"),
    element<&Cui1Inputs::pistol_ptc_degC, 0>("Pistol_PTC1"),
    element<&Cui1Inputs::pistol_ptc_degC, 1>("Pistol_PTC2"),
};
constexpr std::array kSeccInputs{
    element<&SeccInputs::digital_input, 0>("Digital_Input1"),
    element<&SeccInputs::digital_input, 1>("Digital_Input2"),
    element<&SeccInputs::digital_input, 2>("Digital_Input3"),
    element<&SeccInputs::digital_input, 3>("Digital_Input4"),
    field<&SeccInputs::cpu_temperature_degC>("CPU_Temperature"),
    element<&SeccInputs::pistol_ptc_degC, 0>("Pistol_PTC1"),
    element<&SeccInputs::pistol_ptc_degC, 1>("Pistol_PTC2"),
};
constexpr std::array kSpccInputs{
    element<&SpccInputs::digital_input, 0>("Digital_Input1"),
    element<&SpccInputs::digital_input, 1>("Digital_Input2"),
    element<&SpccInputs::digital_input, 2>("Digital_Input3"),
    element<&SpccInputs::digital_input, 3>("Digital_Input4"),
    element<&SpccInputs::cpu_temperature_degC, 0>("CPU_Temperature0"),
    element<&SpccInputs::cpu_temperature_degC, 1>("CPU_Temperature1"),
    field<&SpccInputs::pt1k_a_degC>("PT1K_A"),
    field<&SpccInputs::pt1k_b_degC>("PT1K_B"),
    field<&SpccInputs::pt1ks_c_degC>("PT1KS_C"),
    field<&SpccInputs::pt1ks_d_degC>("PT1KS_D"),
};
constexpr std::array kCcsExtraInformation{
    field<&CcsExtraInformation::cp_state>("CP_State"),
    field<&CcsExtraInformation::cp_duty_cycle_percent>("CP_Duty_Cycle"),
};
constexpr std::array kMcsExtraInformation{
    field<&McsExtraInformation::ce_state>("CE_State"),
    field<&McsExtraInformation::id_state>("ID_State"),
};
constexpr std::array kOcppControl{
    field<&OcppControl::dynamic_target_current_A>("Dynamic_Target_Current"),
};

// --- power messages of 2.x ---

constexpr std::array kInsulationTest{field<&v2::InsulationTest::test_voltage_V>("Test_Voltage")};
constexpr std::array kPrecharge{
    field<&v2::Precharge::target_voltage_V>("Target_Voltage"),
    field<&v2::Precharge::maximum_current_A>("Maximum_Current"),
};
constexpr std::array kChargingLoop{
    field<&v2::ChargingLoop::target_voltage_V>("Target_Voltage"),
    field<&v2::ChargingLoop::target_current_A>("Target_Current"),
    field<&v2::ChargingLoop::state_of_charge_percent>("State_of_Charge"),
};
constexpr std::array kPowerModulesLimits{
    field<&v2::PowerModulesLimits::maximum_voltage_V>("Maximum_Voltage"),
    field<&v2::PowerModulesLimits::maximum_current_A>("Maximum_Current"),
};

// In the order of `Message`.
constexpr std::array<Shape, kMessageKinds> kShapes{{
    {"Power_Modules_Status", kPowerModulesStatus},
    {"DC_Power_Parameters", kDcPowerParameters},
    {"Sequence_Control", kSequenceControl},
    {"ADM_CS_SECC_Outputs", kSeccOutputs},
    {"ADM_CS_SPCC_Outputs", kSpccOutputs},
    {"Advantics_Controller_Status", kControllerStatus},
    {"New_Charge_Session", kNewChargeSession},
    {"Charge_Status_Change", kChargeStatusChange},
    {"DC_Power_Control", kDcPowerControl},
    {"Charge_Session_Finished", kChargeSessionFinished},
    {"Emergency_Stop", kEmergencyStop},
    {"EV_Information_Battery", kEvInformationBattery},
    {"EV_Information_Voltages", kEvInformationVoltages},
    {"EV_Information_Charge_Limits", kEvInformationChargeLimits},
    {"EV_Information_Discharge_Limits", kEvInformationDischargeLimits},
    {"EV_Information_Energy", kEvInformationEnergy},
    {"EV_ID_CCS_Part2_DIN", kEvId},
    {"ADM_CO_CUI1_Inputs", kCui1Inputs},
    {"ADM_CS_SECC_Inputs", kSeccInputs},
    {"ADM_CS_SPCC_Inputs", kSpccInputs},
    {"CCS_Extra_Information", kCcsExtraInformation},
    {"MCS_Extra_Information", kMcsExtraInformation},
    {"OCPP_Control", kOcppControl},
}};

// In the order of v2::PowerMessage.
constexpr std::array<Shape, 3> kV2PowerShapes{{
    {"Insulation_Test", kInsulationTest},
    {"Precharge", kPrecharge},
    {"Charging_Loop", kChargingLoop},
}};
static_assert(std::variant_size_v<v2::PowerMessage> == kV2PowerShapes.size());

constexpr Shape kV2LimitsShape{"Power_Modules_Limits", kPowerModulesLimits};

}  // namespace

const Shape& shape(MessageKind kind) {
    return kShapes[static_cast<std::size_t>(kind)];
}
const Shape& v2_power_shape(std::size_t alternative) {
    return kV2PowerShapes[alternative];
}
const Shape& v2_limits_shape() {
    return kV2LimitsShape;
}

}  // namespace chargerig::evse
