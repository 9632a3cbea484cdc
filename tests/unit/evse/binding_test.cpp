// SPDX-License-Identifier: Apache-2.0
#include "sim/evse/binding.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "tests/unit/evse/shipped.hpp"

namespace chargerig::evse {
namespace {

DecodeFault fault_of(const Binding& binding, const can::Frame& frame) {
    LinkMemory memory;
    Message message = OcppControl{123.0};
    const DecodeStatus status = binding.decode(frame, memory, message);
    if (!status) {
        EXPECT_EQ(message, Message(OcppControl{123.0})) << "changed on a fault";
    }
    return status.fault;
}

template <class T>
T decoded(const Binding& binding, const std::string& text) {
    LinkMemory memory;
    Message message;
    EXPECT_TRUE(binding.decode(frame(text), memory, message));
    EXPECT_TRUE(std::holds_alternative<T>(message));
    return std::holds_alternative<T>(message) ? std::get<T>(message) : T{};
}

TEST(Binding, PistolIndexIsInTheTopBitsOfTheIdentifier) {
    for (const int pistol : {1, 16, 31}) {
        const Binding binding = bound("3.6", pistol);
        LinkMemory memory;
        Frames frames;
        ASSERT_TRUE(binding.encode(ControllerStatus{}, core::Instant{5}, memory, frames));
        EXPECT_EQ(frames[0].id, 0x6B000U | static_cast<std::uint32_t>(pistol) << 24);
        EXPECT_EQ(frames[0].time, core::Instant{5});
        EXPECT_EQ(binding.id(MessageKind::controller_status), frames[0].id);
    }
}

TEST(Binding, PistolIndexOutsideOfItsFiveBitsIsRefused) {
    for (const int pistol : {-1, 0, 32}) {
        const auto binding = Binding::make(shipped().find("3.6").value(), pistol);
        ASSERT_FALSE(binding);
        EXPECT_EQ(binding.error().text(), "the pistol index is not valid: '" +
                                              std::to_string(pistol) + "'; allowed: 1 to 31");
    }
}

TEST(Binding, SaysWhyAFrameIsNotUnderstood) {
    const Binding binding = bound("3.6", 2);
    EXPECT_EQ(fault_of(binding, frame("0206B000#01")), DecodeFault::none);
    EXPECT_EQ(fault_of(binding, frame("0106B000#01")), DecodeFault::other_pistol);
    EXPECT_EQ(fault_of(binding, frame("0006B000#01")), DecodeFault::other_pistol);
    EXPECT_EQ(fault_of(binding, frame("0206B0FF#01")), DecodeFault::unknown_id);
    EXPECT_EQ(fault_of(binding, frame("02068005#A00FB00439")), DecodeFault::unknown_id);
    EXPECT_EQ(fault_of(binding, frame("0206B003#000000000000")), DecodeFault::too_short);
    EXPECT_EQ(fault_of(binding, frame("0206B000#")), DecodeFault::too_short);
    can::Frame odd = frame("0206B000#01");
    odd.flags = 0;
    EXPECT_EQ(fault_of(binding, odd), DecodeFault::standard_id);
    odd.flags = can::kExtended | can::kRemote;
    EXPECT_EQ(fault_of(binding, odd), DecodeFault::remote_frame);
    odd.flags = can::kExtended | can::kErrorFrame;
    EXPECT_EQ(fault_of(binding, odd), DecodeFault::error_frame);
}

TEST(Binding, FramesLongerThanNeededAreAccepted) {
    EXPECT_EQ(decoded<ControllerStatus>(bound("3.6"), "0106B000#07FFFFFFFFFFFFFF").state,
              ControllerState::Charging);
}

// Spec 8.32.
TEST(Binding, ShortFramesOfOlderSendersReadAsZero) {
    EXPECT_EQ(decoded<EvInformationBattery>(bound("3.6"), "0106B100#4C001E"),
              (EvInformationBattery{76, 30, 0, 0, 0}));
    EXPECT_EQ(decoded<EvInformationVoltages>(bound("3.3"), "0106B101#D0078813"),
              (EvInformationVoltages{200, 500, 0}));
    EXPECT_EQ(fault_of(bound("3.6"), frame("0106B100#4C00")), DecodeFault::too_short);
    EXPECT_EQ(fault_of(bound("3.6"), frame("0106B102#0000B0040000")), DecodeFault::too_short);
}

TEST(Binding, BytesBehindTheLengthDoNotCount) {
    can::Frame cut = frame("0106B100#4C001E0A5064");
    cut.length = 3;
    LinkMemory memory;
    Message message;
    ASSERT_TRUE(bound("3.6").decode(cut, memory, message));
    EXPECT_EQ(message, Message(EvInformationBattery{76, 30, 0, 0, 0}));
}

// Spec 8.33.
TEST(Binding, UnknownEnumerationValuesAreKept) {
    const Binding binding = bound("3.6");
    EXPECT_EQ(static_cast<int>(decoded<ControllerStatus>(binding, "0106B000#C8").state), 200);
    EXPECT_EQ(static_cast<int>(
                  decoded<DcPowerControl>(binding, "0106B003#0000000000000F").power_function),
              15);
    EXPECT_EQ(binding.state_label(static_cast<ControllerState>(200)), "unknown(200)");
    EXPECT_EQ(binding.state_label(ControllerState::Charge_Pause), "Charge_Pause");
    EXPECT_EQ(bound("3.1").state_label(ControllerState::Charge_Pause), "unknown(13)");
}

TEST(Binding, EveryByteOfEveryMessageDecodesToSomething) {
    for (const auto& version : shipped().versions()) {
        const Binding binding = *Binding::make(version, 1);
        for (const auto& message : version->database().messages) {
            for (const unsigned byte : {0x00U, 0x55U, 0xAAU, 0xFFU}) {
                can::Frame any;
                any.id = message.id | 1U << kPistolShift;
                any.length = message.length;
                any.data.fill(static_cast<std::uint8_t>(byte));
                EXPECT_EQ(fault_of(binding, any), DecodeFault::none) << message.name;
            }
        }
    }
}

TEST(Binding, MessagesThatAVersionLacksAreNotCarried) {
    const Binding binding = bound("3.1");
    EXPECT_FALSE(binding.carries(MessageKind::ocpp_control));
    LinkMemory memory;
    Frames frames;
    const EncodeStatus status = binding.encode(OcppControl{10}, {}, memory, frames);
    EXPECT_EQ(status.fault, EncodeFault::not_carried);
    EXPECT_TRUE(frames.empty());
    EXPECT_EQ(binding.message_name(MessageKind::ocpp_control), "");
    EXPECT_EQ(binding.id(MessageKind::ocpp_control), 0U);
    EXPECT_EQ(binding.cycle_time(MessageKind::ocpp_control), core::Duration{});
    EXPECT_EQ(binding.error(status).text(), "protocol 3.1 has no such message");
}

struct Unfit {
    const char* version;
    Message message;
    const char* error;
};
void PrintTo(const Unfit& unfit, std::ostream* out) {
    *out << unfit.error;
}

class BindingRange : public ::testing::TestWithParam<Unfit> {};

TEST_P(BindingRange, IsNeverClamped) {
    const Binding binding = bound(GetParam().version);
    LinkMemory memory;
    Frames frames;
    const EncodeStatus status = binding.encode(GetParam().message, {}, memory, frames);
    ASSERT_EQ(status.fault, EncodeFault::value);
    EXPECT_TRUE(frames.empty());
    EXPECT_EQ(memory, LinkMemory{});
    EXPECT_EQ(binding.error(status).text(), GetParam().error);
}

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

INSTANTIATE_TEST_SUITE_P(
    Table, BindingRange,
    ::testing::Values(
        Unfit{"3.6", DcPowerControl{7000},
              "protocol 3.6: DC_Power_Control.Target_Voltage is above what the signal holds: "
              "'7000'; allowed: 0 to 6553.5 V"},
        Unfit{"3.6", DcPowerControl{-1},
              "protocol 3.6: DC_Power_Control.Target_Voltage is below what the signal holds: '-1'; "
              "allowed: 0 to 6553.5 V"},
        Unfit{"3.6", DcPowerControl{400, 1e4},
              "protocol 3.6: DC_Power_Control.Current_Range_Max is above what the signal holds: "
              "'10000'; allowed: -3276.8 to 3276.7 A"},
        Unfit{"3.6", DcPowerControl{400, 0, kNaN},
              "protocol 3.6: DC_Power_Control.Current_Range_Min is not a number: 'nan'; allowed: "
              "-3276.8 to 3276.7 A"},
        Unfit{"3.6", DcPowerControl{400, 0, 0, static_cast<PowerFunction>(16)},
              "protocol 3.6: DC_Power_Control.Power_Function is above what the signal holds: '16'; "
              "allowed: 0 to 15"},
        Unfit{"3.6", PowerModulesStatus{400, 0, 300},
              "protocol 3.6: Power_Modules_Status.Power_Modules_Temperature is above what the "
              "signal holds: '300'; allowed: -40 to 215 °C"},
        Unfit{"3.6", PowerModulesStatus{400, 0, 20, 20, SystemEnable::Allowed, 512},
              "protocol 3.6: Power_Modules_Status.Insulation_Resistance is above what the signal "
              "holds: '512'; allowed: 0 to 510 kOhm"},
        Unfit{"3.6", EvInformationBattery{76, 101},
              "protocol 3.6: EV_Information_Battery.Present_State_of_Charge is above what the "
              "signal holds: '101'; allowed: 0 to 100 %"},
        Unfit{"3.0",
              NewChargeSession{CommunicationProtocol::CCS_DIN_70121_2012_v2,
                               PlugAndPins::CCS_DC_Core, 500, 100, 600},
              "protocol 3.0: New_Charge_Session.Battery_Capacity is above what the signal holds: "
              "'600'; allowed: 0 to 510 kWh"},
        Unfit{"2.7", DcPowerControl{7000, 2, 0, PowerFunction::Precharge},
              "protocol 2.7: Precharge.Target_Voltage is above what the signal holds: '7000'; "
              "allowed: 0 to 6553.5 V"},
        Unfit{"2.7",
              DcPowerControl{400, 120, 120, PowerFunction::Power_Transfer,
                             SetpointsMode::Target_Mode, true, false, 101},
              "protocol 2.7: Charging_Loop.State_of_Charge is above what the signal holds: '101'; "
              "allowed: 0 to 100 %"}));

TEST(Binding, FaultOfTheSecondFrameSendsNeither) {
    const Binding binding = bound("2.7");
    DcPowerControl end;
    end.power_function = PowerFunction::Standby;
    end.lower_output_voltage = end.output_contactors_close = true;
    end.state_of_charge_percent = 200;  // travels in the second
    LinkMemory memory;
    Frames frames;
    EXPECT_EQ(binding.encode(end, {}, memory, frames).fault, EncodeFault::value);
    EXPECT_TRUE(frames.empty());
}

TEST(Binding, ChargeStatusChangeEndsTheLoweringOf2x) {
    const Binding binding = bound("2.7");
    LinkMemory memory;
    Message message;
    ASSERT_TRUE(binding.decode(frame("01068002#0000"), memory, message));
    EXPECT_TRUE(std::get<DcPowerControl>(message).lower_output_voltage);
    ASSERT_TRUE(binding.decode(frame("01068004#01"), memory, message));
    ASSERT_TRUE(binding.decode(frame("01068005#0000000000"), memory, message));
    EXPECT_FALSE(std::get<DcPowerControl>(message).lower_output_voltage);
}

TEST(Binding, CycleTimesComeFromTheFile) {
    using namespace core::literals;
    for (const auto& version : shipped().versions()) {
        const Binding binding = *Binding::make(version, 1);
        EXPECT_EQ(binding.cycle_time(MessageKind::controller_status), 100_ms) << version->name();
        EXPECT_EQ(binding.cycle_time(MessageKind::power_modules_status), 100_ms);
        EXPECT_EQ(binding.cycle_time(MessageKind::dc_power_control), 100_ms);
        EXPECT_EQ(binding.cycle_time(MessageKind::secc_inputs), 1000_ms);
        EXPECT_EQ(binding.cycle_time(MessageKind::dc_power_parameters), 0_ms);
        EXPECT_EQ(binding.cycle_time(MessageKind::sequence_control), 0_ms);
    }
}

TEST(Binding, NamesAreThoseOfTheVersion) {
    EXPECT_EQ(bound("3.6").message_name(MessageKind::dc_power_control), "DC_Power_Control");
    EXPECT_EQ(bound("2.7").message_name(MessageKind::dc_power_control), "Charging_Loop");
    EXPECT_EQ(bound("2.7").message_name(MessageKind::dc_power_parameters), "Power_Modules_Limits");
    EXPECT_EQ(bound("2.7").id(MessageKind::dc_power_parameters), 0x01060011U);
}

TEST(Binding, DescribesFramesForPeople) {
    const auto described = bound("3.6").describe(frame("0106B003#8813CEFFE0FC68"));
    ASSERT_TRUE(described);
    EXPECT_EQ(described->message, "DC_Power_Control");
    EXPECT_EQ(described->pistol, 1);
    EXPECT_TRUE(described->from_controller);
    ASSERT_EQ(described->signals.size(), 8U);
    const DecodedSignal& max = described->signals[1];
    EXPECT_EQ(max.name, "Current_Range_Max");
    EXPECT_EQ(max.raw, -50);
    EXPECT_EQ(max.physical, -5.0);
    EXPECT_EQ(max.unit, "A");
    EXPECT_FALSE(max.labelled);
    const DecodedSignal& function = described->signals[3];
    EXPECT_EQ(function.label, "Power_Transfer");
    EXPECT_TRUE(function.labelled);
    EXPECT_FALSE(bound("3.6").describe(frame("01063000#0000000000000000"))->from_controller);
    EXPECT_EQ(bound("3.6").describe(frame("0206B000#01")).error(), DecodeFault::other_pistol);
    EXPECT_EQ(text(DecodeFault::other_pistol), "another pistol");
}

TEST(Binding, DescriptionLeavesOutWhatAShortFrameDoesNotCarry) {
    const auto described = bound("3.6").describe(frame("0106B100#4C001E"));
    ASSERT_TRUE(described);
    ASSERT_EQ(described->signals.size(), 2U);
    EXPECT_EQ(described->signals[1].name, "Present_State_of_Charge");
}

// What decides about OCPP_Control is the identifier, also where a database names another sender
// (3.2).
TEST(Binding, DirectionIsInTheIdentifier) {
    EXPECT_TRUE(bound("3.2").describe(frame("0106B300#0CFE"))->from_controller);
}

}  // namespace
}  // namespace chargerig::evse
