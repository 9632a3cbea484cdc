// SPDX-License-Identifier: Apache-2.0
#include "sim/monitor/lookup.hpp"

#include <gtest/gtest.h>

namespace chargerig::monitor {
namespace {

const evse::Registry& registry() {
    static const auto all = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    return *all;
}

struct Case {
    const char* version;
    const char* message;
    const char* signal;
    const char* error;
};

class UnknownSignal : public testing::TestWithParam<Case> {};

TEST_P(UnknownSignal, NamesTheVersionThatHasItOrWhatIsClose) {
    const auto version = *registry().find(GetParam().version);
    const auto place = Lookup(*version, &registry())
                           .signal(GetParam().message, GetParam().signal, {"f.yaml", 2, 3});
    ASSERT_FALSE(place);
    EXPECT_EQ(place.error().text(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Table, UnknownSignal,
    testing::Values(
        Case{
            "3.1", "EV_Information_Energy", "EV_Maximum_Energy_Request",
            "f.yaml:2:3: protocol 3.1 has no message EV_Information_Energy; allowed: protocol 3.3; "
            "the first version that has it is 3.3"},
        Case{
            "3.1", "EV_Information_Energy", "No_Such_Signal",
            "f.yaml:2:3: protocol 3.1 has no message EV_Information_Energy; allowed: protocol 3.3; "
            "the first version that has it is 3.3"},
        Case{"3.1", "EV_Information_Battery", "Target_State_of_Charge",
             "f.yaml:2:3: protocol 3.1 has no signal Target_State_of_Charge in "
             "EV_Information_Battery; allowed: protocol 3.3; the first version that has it is 3.3"},
        Case{"3.1", "OCPP_Control", "Dynamic_Target_Current",
             "f.yaml:2:3: protocol 3.1 has no message OCPP_Control; allowed: protocol 3.2; the "
             "first version that has it is 3.2"},
        Case{"3.6", "Power_Modules_Status", "Present_Curent",
             "f.yaml:2:3: protocol 3.6 has no such signal in Power_Modules_Status: "
             "'Present_Curent'; allowed: Present_Voltage, Present_Current, "
             "Power_Modules_Temperature, Enclosure_Temperature, System_Enable, "
             "Insulation_Resistance; did you mean 'Present_Current'?"},
        Case{"3.6", "Power_Module_Status", "Present_Current",
             "f.yaml:2:3: protocol 3.6 has no such message: 'Power_Module_Status'; allowed: "
             "Power_Modules_Status, DC_Power_Parameters, DC_Power_Control, Emergency_Stop, "
             "New_Charge_Session, Sequence_Control, Advantics_Controller_Status, OCPP_Control and "
             "15 others; did you mean 'Power_Modules_Status'?"}));

TEST(Lookup, KnowsWhereASignalIs) {
    const auto version = *registry().find("3.6");
    const auto place =
        Lookup(*version, nullptr).signal("Power_Modules_Status", "Present_Current", {});
    ASSERT_TRUE(place) << place.error().text();
    const auto& message = version->database().messages[static_cast<std::size_t>(place->message)];
    EXPECT_EQ(message.name, "Power_Modules_Status");
    EXPECT_EQ(message.signals[place->signal].name, "Present_Current");
}

TEST(Lookup, WithoutARegistryOnlyItsOwnVersionIsKnown) {
    const auto version = *registry().find("3.1");
    const auto place =
        Lookup(*version, nullptr).signal("EV_Information_Battery", "Target_State_of_Charge", {});
    ASSERT_FALSE(place);
    EXPECT_EQ(place.error().what, "protocol 3.1 has no such signal in EV_Information_Battery");
}

TEST(Lookup, LabelsBecomeValues) {
    const auto version = *registry().find("3.6");
    const Lookup lookup(*version, &registry());
    const evse::Registry& all = registry();
    EXPECT_EQ(lookup.label("DC_Power_Control", "Power_Function", "Power_Transfer", {}), 8.0);
    EXPECT_EQ(lookup.label("DC_Power_Control", "Power_Function", "Powr_Transfer", {"f.yaml", 2, 3})
                  .error()
                  .text(),
              "f.yaml:2:3: the signal has no such label: 'Powr_Transfer'; allowed: Off, Standby, "
              "Insulation_Test, Precharge, Power_Transfer; did you mean 'Power_Transfer'?");
    EXPECT_EQ(lookup.label("Power_Modules_Status", "Present_Voltage", "High", {"f.yaml", 2, 3})
                  .error()
                  .text(),
              "f.yaml:2:3: the signal has no such label: 'High'; allowed: a number");
    EXPECT_EQ(
        Lookup(**all.find("3.1"), &all)
            .label("Advantics_Controller_Status", "State", "Charge_Pause", {"f.yaml", 2, 3})
            .error()
            .text(),
        "f.yaml:2:3: protocol 3.1 has no label Charge_Pause of "
        "Advantics_Controller_Status.State; allowed: protocol 3.4; the first version that has "
        "it is 3.4");
}

TEST(Lookup, StatesBelongToVersionsToo) {
    const evse::Registry& all = registry();
    const Lookup lookup(**all.find("3.1"), &all);
    EXPECT_TRUE(lookup.state(evse::ControllerState::Charging, "Charging", {}));
    EXPECT_EQ(
        lookup.state(evse::ControllerState::Charge_Pause, "Charge_Pause", {"f.yaml", 2, 3})
            .error()
            .text(),
        "f.yaml:2:3: protocol 3.1 has no state Charge_Pause; allowed: protocol 3.4; the first "
        "version that has it is 3.4");
}

}  // namespace
}  // namespace chargerig::monitor
