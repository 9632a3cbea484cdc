// SPDX-License-Identifier: Apache-2.0
//
// Worked encodings (spec 4.golden), one row each: through the DBC files signal by signal, and
// through the binding from and to the neutral message.
#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "tests/unit/evse/shipped.hpp"

namespace chargerig::evse {
namespace {

struct Row {
    const char* version;
    const char* message;
    std::map<std::string, double> signals;  // those not named are raw 0
    const char* frame;
    Message neutral;
};
void PrintTo(const Row& row, std::ostream* out) {
    *out << row.version << " " << row.message << " " << row.frame;
}

DcPowerControl control(double voltage_V, double max_A, double min_A, PowerFunction function,
                       SetpointsMode mode, bool contactors, bool lowering, double soc = 0.0) {
    return {voltage_V, max_A, min_A, function, mode, contactors, lowering, soc};
}

constexpr auto kTarget = SetpointsMode::Target_Mode;
constexpr auto kRange = SetpointsMode::Range_Mode;
using enum PowerFunction;

std::vector<Row> power_side_rows() {
    SequenceControl started{.start_charge_authorisation = true};
    SequenceControl ready = started;
    ready.ccs_authorisation_done = ready.ccs_authorisation_valid = true;
    ready.charge_parameters_done = true;
    SequenceControl stopping = ready;
    stopping.user_stop_button = true;
    return {
        {"3.6",
         "Power_Modules_Status",
         {{"Present_Voltage", 400.0},
          {"Present_Current", -12.3},
          {"Power_Modules_Temperature", 55},
          {"Enclosure_Temperature", -40},
          {"System_Enable", 1},
          {"Insulation_Resistance", 510}},
         "01063000#A00F85FF5F0001FF",
         PowerModulesStatus{400.0, -12.3, 55, -40, SystemEnable::Allowed, 510}},
        {"3.6",
         "Power_Modules_Status",
         {{"Power_Modules_Temperature", 20}, {"Enclosure_Temperature", 20}},
         "01063000#000000003C3C0000",
         PowerModulesStatus{0, 0, 20, 20, SystemEnable::Not_Allowed, 0}},
        {"3.6",
         "DC_Power_Parameters",
         {{"Maximum_Voltage", 500},
          {"Maximum_Charge_Current", 120},
          {"Maximum_Discharge_Current", 120},
          {"Range_Target_Current", -50}},
         "01063001#8813B004B0040CFE",
         DcPowerParameters{500, 120, 120, -50}},
        {"3.6",
         "Sequence_Control",
         {{"Start_Charge_Authorisation", 1}},
         "01063002#010000",
         started},
        {"3.6",
         "Sequence_Control",
         {{"Start_Charge_Authorisation", 1},
          {"CCS_Authorisation_Done", 1},
          {"CCS_Authorisation_Valid", 1},
          {"Charge_Parameters_Done", 1}},
         "01063002#010700",
         ready},
        {"3.6",
         "Sequence_Control",
         {{"Start_Charge_Authorisation", 1},
          {"CCS_Authorisation_Done", 1},
          {"CCS_Authorisation_Valid", 1},
          {"Charge_Parameters_Done", 1},
          {"User_Stop_Button", 1}},
         "01063002#010701",
         stopping},
        {"3.6",
         "ADM_CS_SECC_Outputs",
         {{"Digital_Output1", 1}, {"Digital_Output3", 1}, {"Led1", 100}, {"Led2", 50}, {"Led3", 1}},
         "01063201#4526130000000000",
         SeccOutputs{{true, false, true, false}, {100, 50, 1}}},
        {"3.6",
         "ADM_CS_SPCC_Outputs",
         {{"Digital_Output1", 1}, {"Digital_Output2", 1}, {"Led1", 100}, {"Led2", 50}, {"Led3", 1}},
         "01063202#93C9040000000000",
         SpccOutputs{{true, true}, {100, 50, 1}}},
    };
}

std::vector<Row> session_rows() {
    return {
        {"3.6",
         "Advantics_Controller_Status",
         {{"State", 12}},
         "0106B000#0C",
         ControllerStatus{ControllerState::Not_Available}},
        {"3.6",
         "New_Charge_Session",
         {{"Communication_Protocol", 7}, {"Plug_and_pins", 4}},
         "0106B001#0704",
         NewChargeSession{CommunicationProtocol::CCS_ISO_15118_2022, PlugAndPins::MCS}},
        {"3.6",
         "Charge_Status_Change",
         {{"Vehicle_Ready_for_Charging", 1}},
         "0106B002#01",
         ChargeStatusChange{ChargeStatus::Charge_Started}},
        {"3.6",
         "Charge_Session_Finished",
         {{"State", 1}},
         "0106B004#01",
         ChargeSessionFinished{StopState::Rushed_Stop}},
        {"3.6",
         "Emergency_Stop",
         {{"Origin", 3}},
         "0106B005#03",
         EmergencyStop{EmergencyOrigin::PEV}},
        {"3.6",
         "EV_Information_Battery",
         {{"Battery_Capacity", 76},
          {"Present_State_of_Charge", 30},
          {"Minimum_State_of_Charge", 10},
          {"Target_State_of_Charge", 80},
          {"Maximum_State_of_Charge", 100}},
         "0106B100#4C001E0A5064",
         EvInformationBattery{76, 30, 10, 80, 100}},
        {"3.2",
         "EV_Information_Battery",
         {{"Battery_Capacity", 76}, {"Present_State_of_Charge", 30}},
         "0106B100#4C001E",
         EvInformationBattery{76, 30}},
        {"3.6",
         "EV_Information_Voltages",
         {{"EV_Minimum_Voltage", 200}, {"EV_Maximum_Voltage", 500}, {"EV_Present_Voltage", 331.5}},
         "0106B101#D0078813F30C",
         EvInformationVoltages{200, 500, 331.5}},
        {"3.6",
         "EV_Information_Charge_Limits",
         {{"EV_Maximum_Charge_Current", 120}, {"EV_Maximum_Charge_Power", 60}},
         "0106B102#0000B00400003C00",
         EvInformationChargeLimits{0, 120, 0, 60}},
        {"3.6",
         "EV_Information_Discharge_Limits",
         {{"EV_Minimum_Discharge_Current", 5},
          {"EV_Maximum_Discharge_Current", 80},
          {"EV_Maximum_Discharge_Power", 30}},
         "0106B103#3200200300001E00",
         EvInformationDischargeLimits{5, 80, 0, 30}},
        {"3.6",
         "EV_Information_Energy",
         {{"EV_Minimum_Energy_Request", -10},
          {"EV_Target_Energy_Request", 25},
          {"EV_Maximum_Energy_Request", 60}},
         "0106B104#F6FF19003C00",
         EvInformationEnergy{-10, 25, 60}},
        {"3.6",
         "CCS_Extra_Information",
         {{"CP_State", 6}, {"CP_Duty_Cycle", 5}},
         "0106B203#0632000000000000",
         CcsExtraInformation{CpCode::C, 5}},
        {"3.6",
         "OCPP_Control",
         {{"Dynamic_Target_Current", -50}},
         "0106B300#0CFE",
         OcppControl{-50}},
        {"2.7",
         "New_Charge_Session",
         {{"Communication_Protocol", 2},
          {"Plug_and_pins", 1},
          {"EV_Maximum_Voltage", 500},
          {"EV_Maximum_Current", 200},
          {"Battery_Capacity", 76},
          {"State_of_Charge", 30}},
         "01068001#02018813D007261E",
         NewChargeSession{CommunicationProtocol::CCS_ISO_15118_2013_v2,
                          PlugAndPins::CCS_DC_Extended, 500, 200, 76, 30}},
    };
}

std::map<std::string, double> dcpc(double voltage, double max, double min, double function,
                                   double mode, double contactors, double lowering) {
    return {{"Target_Voltage", voltage},       {"Current_Range_Max", max},
            {"Current_Range_Min", min},        {"Power_Function", function},
            {"Setpoints_Mode", mode},          {"Output_Contactors", contactors},
            {"Lower_Output_Voltage", lowering}};
}

std::vector<Row> power_rows() {
    return {
        {"3.6", "DC_Power_Control", dcpc(0, 0, 0, 1, 0, 1, 1), "0106B003#000000000000C1",
         control(0, 0, 0, Standby, kTarget, true, true)},
        {"3.6", "DC_Power_Control", dcpc(500, 0, 0, 2, 0, 1, 0), "0106B003#88130000000042",
         control(500, 0, 0, Insulation_Test, kTarget, true, false)},
        {"3.6", "DC_Power_Control", dcpc(330, 2, 0, 4, 1, 1, 0), "0106B003#E40C1400000064",
         control(330, 2, 0, Precharge, kRange, true, false)},
        {"3.6", "DC_Power_Control", dcpc(400, 120, 120, 8, 0, 1, 0), "0106B003#A00FB004B00448",
         control(400, 120, 120, Power_Transfer, kTarget, true, false)},
        {"3.6", "DC_Power_Control", dcpc(500, 120, -120, 8, 1, 1, 0), "0106B003#8813B00450FB68",
         control(500, 120, -120, Power_Transfer, kRange, true, false)},
        {"3.6", "DC_Power_Control", dcpc(500, -5, -80, 8, 1, 1, 0), "0106B003#8813CEFFE0FC68",
         control(500, -5, -80, Power_Transfer, kRange, true, false)},
        {"3.6", "DC_Power_Control", dcpc(0, 0, 0, 1, 0, 0, 1), "0106B003#00000000000081",
         control(0, 0, 0, Standby, kTarget, false, true)},
        {"3",
         "DC_Power_Control",
         {{"Target_Voltage", 500},
          {"Current_Range_Max", 120},
          {"Current_Range_Min", -120},
          {"Power_Function", 8},
          {"Setpoints_Mode", 1},
          {"State_of_Charge", 57}},
         "01068005#8813B00450FB4839",
         control(500, 120, -120, Power_Transfer, kRange, false, false, 57)},
        {"3",
         "DC_Power_Control",
         {{"Power_Function", 1}, {"Output_Bleed", 1}, {"State_of_Charge", 57}},
         "01068005#0000000000008139",
         control(0, 0, 0, Standby, kTarget, false, true, 57)},
        {"2.7",
         "Insulation_Test",
         {{"Test_Voltage", 500}},
         "01068002#8813",
         control(500, 0, 0, Insulation_Test, kTarget, false, false)},
        {"2.7",
         "Precharge",
         {{"Target_Voltage", 330}, {"Maximum_Current", 2}},
         "01068003#E40C1400",
         control(330, 2, 0, Precharge, kRange, false, false)},
        {"2.7",
         "Charging_Loop",
         {{"Target_Voltage", 400}, {"Target_Current", 120}, {"State_of_Charge", 57}},
         "01068005#A00FB00439",
         control(400, 120, 120, Power_Transfer, kTarget, false, false, 57)},
        {"2.7",
         "Power_Modules_Limits",
         {{"Maximum_Voltage", 500}, {"Maximum_Current", 120}},
         "01060011#8813B00400000000",
         DcPowerParameters{500, 120}},
    };
}

class Golden : public ::testing::TestWithParam<Row> {};

const dbc::MessageCodec& codec_of(const Version& version, const std::string& message) {
    const auto* definition = dbc::find_message(version.database(), message);
    if (definition == nullptr) throw std::runtime_error("no message " + message);
    return version.codec(version.message_index(definition->id));
}

TEST_P(Golden, SignalsAgreeWithTheFile) {
    const Row& row = GetParam();
    const auto version = shipped().find(row.version).value();
    const dbc::MessageCodec& codec = codec_of(*version, row.message);
    const can::Frame expected = frame(row.frame);
    EXPECT_EQ(codec.message().length, expected.length);
    EXPECT_EQ(codec.message().id | 1U << kPistolShift, expected.id);

    const auto& signals = codec.message().signals;
    std::vector<double> values(signals.size());
    codec.decode(expected.data, values);
    std::vector<double> wanted;
    std::size_t found = 0;
    for (std::size_t i = 0; i < signals.size(); ++i) {
        const auto given = row.signals.find(signals[i].name);
        found += given != row.signals.end();
        wanted.push_back(given != row.signals.end() ? given->second : signals[i].offset);
    }
    EXPECT_EQ(found, row.signals.size()) << "a signal of the row is not in the file";
    EXPECT_EQ(values, wanted);
    dbc::Payload payload{};
    EXPECT_TRUE(codec.encode(wanted, payload));
    EXPECT_EQ(payload, expected.data);
}

TEST_P(Golden, NeutralMessageIsSentAsThisFrame) {
    const Row& row = GetParam();
    LinkMemory memory;
    Frames frames;
    ASSERT_TRUE(bound(row.version).encode(row.neutral, {}, memory, frames));
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(hex(frames[0]), row.frame);
    EXPECT_EQ(frames[0].direction, can::Direction::sent);
    EXPECT_TRUE(frames[0].extended());
}

TEST_P(Golden, FrameIsReceivedAsThisNeutralMessage) {
    const Row& row = GetParam();
    LinkMemory memory;
    Message message;
    ASSERT_TRUE(bound(row.version).decode(frame(row.frame), memory, message));
    EXPECT_EQ(message, row.neutral);
}

INSTANTIATE_TEST_SUITE_P(PowerSide, Golden, ::testing::ValuesIn(power_side_rows()));
INSTANTIATE_TEST_SUITE_P(Session, Golden, ::testing::ValuesIn(session_rows()));
INSTANTIATE_TEST_SUITE_P(Power, Golden, ::testing::ValuesIn(power_rows()));

}  // namespace
}  // namespace chargerig::evse
