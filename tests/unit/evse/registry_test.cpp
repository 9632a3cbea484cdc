// SPDX-License-Identifier: Apache-2.0
#include "sim/evse/registry.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/evse/shipped.hpp"

namespace chargerig::evse {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Registry, KnowsTheShippedVersions) {
    EXPECT_THAT(shipped().names(),
                ElementsAre("2.7", "3.0", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6"));
}

TEST(Registry, WholeNumberStandsForItsPointZero) {
    EXPECT_EQ(shipped().find("3").value()->name(), "3.0");
    EXPECT_EQ(shipped().find("3.6").value()->name(), "3.6");
}

TEST(Registry, UnknownVersionsAreRefused) {
    for (const char* name : {"3.7", "", "2", "3.60", "v3.6"}) {
        const auto found = shipped().find(name);
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().text(),
                  "not a known protocol version" +
                      (*name != '\0' ? ": '" + std::string(name) + "'" : std::string()) +
                      "; allowed: 2.7, 3.0, 3.1, 3.2, 3.3, 3.4, 3.5, 3.6");
    }
}

TEST(Registry, NamesTheFirstVersionThatHasACapability) {
    const Registry& r = shipped();
    EXPECT_EQ(r.first_version_with(Capability::ocpp_control), "3.2");
    EXPECT_EQ(r.first_version_with(Capability::ev_information_energy), "3.3");
    EXPECT_EQ(r.first_version_with(Capability::output_contactors), "3.1");
    EXPECT_EQ(r.first_version_with(Capability::leds), "2.7");
    // For somebody on 3.1 the useful answer is a later version, not 2.7.
    EXPECT_EQ(r.first_version_with(Capability::leds, "3.1"), "3.6");
    EXPECT_EQ(r.first_version_with(Capability::charge_pause, "3.0"), "3.4");
    EXPECT_EQ(r.lacking(*r.find("3.1").value(), Capability::ocpp_control, {"a.yaml", 3, 5}).text(),
              "a.yaml:3:5: protocol 3.1 has no ocpp_control; allowed: protocol 3.2; the first "
              "version that has it is 3.2");
}

// Capabilities are written down; what can be read off the files must agree.
TEST(Registry, CapabilitiesAgreeWithTheFiles) {
    for (const auto& version : shipped().versions()) {
        const auto agree = [&](Capability capability, bool found) {
            EXPECT_EQ(version->has(capability), found)
                << version->name() << " " << name(capability);
        };
        const auto has_signal = [&](const char* message, const char* signal) {
            const auto* m = dbc::find_message(version->database(), message);
            return m != nullptr && dbc::find_signal(*m, signal) != nullptr;
        };
        agree(Capability::ocpp_control, version->carries(MessageKind::ocpp_control));
        agree(Capability::ev_information, version->carries(MessageKind::ev_information_battery));
        agree(Capability::ev_information_energy,
              version->carries(MessageKind::ev_information_energy));
        agree(Capability::ev_id, version->carries(MessageKind::ev_id));
        agree(Capability::extra_information, version->carries(MessageKind::ccs_extra_information));
        agree(Capability::spcc_inputs, version->carries(MessageKind::spcc_inputs));
        agree(Capability::spcc_outputs, version->carries(MessageKind::spcc_outputs));
        agree(Capability::leds, has_signal("ADM_CS_SECC_Outputs", "Led1"));
        agree(Capability::output_contactors, has_signal("DC_Power_Control", "Output_Contactors"));
        agree(Capability::range_mode, has_signal("DC_Power_Control", "Setpoints_Mode"));
        agree(Capability::lower_output_voltage,
              has_signal("DC_Power_Control", "Lower_Output_Voltage") ||
                  has_signal("DC_Power_Control", "Output_Bleed"));
        agree(Capability::discharge_limits,
              has_signal("DC_Power_Parameters", "Maximum_Discharge_Current"));
        agree(Capability::ev_information_soc_limits,
              has_signal("EV_Information_Battery", "Target_State_of_Charge"));
        agree(Capability::charge_pause,
              !version->label("Advantics_Controller_Status", "State", 13).empty());
        agree(Capability::mcs, !version->label("New_Charge_Session", "Plug_and_pins", 4).empty());
    }
}

// A resources folder of its own for each test.
class RegistryFiles : public ::testing::Test {
protected:
    RegistryFiles() {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        root_ = std::filesystem::temp_directory_path() /
                ("chargerig_registry_" + std::string(test->name()));
        std::filesystem::remove_all(root_);
        std::filesystem::create_directories(root_ / "protocols");
    }
    ~RegistryFiles() override { std::filesystem::remove_all(root_); }

    void write(const std::string& name, const std::string& text) {
        std::ofstream(root_ / "protocols" / name, std::ios::binary) << text;
    }
    std::string shipped_file(const std::string& name) {
        std::ifstream file(CHARGERIG_SOURCE_DIR "/resources/protocols/" + name, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    // The texts of all errors, without the folder.
    std::vector<std::string> errors() {
        const auto registry = Registry::load(root_.string());
        std::vector<std::string> out;
        if (registry) return out;
        const std::string folder = root_.string() + "/protocols/";
        for (const auto& error : registry.error()) {
            std::string text = error.text();
            if (text.rfind(folder, 0) == 0) text.erase(0, folder.size());
            out.push_back(text);
        }
        return out;
    }

    std::filesystem::path root_;
};

TEST_F(RegistryFiles, ANewVersionNeedsAFileAndAnEntryOnly) {
    std::string next = shipped_file("advantics-generic-evse-3.6.dbc");
    // OCPP_Control moves, and its message grows by a signal that nobody here knows.
    const std::string old_id = std::to_string(0x8006B300U);
    const std::string new_id = std::to_string(0x8006B301U);
    for (std::size_t i = 0; (i = next.find(old_id, i)) != std::string::npos; i += new_id.size()) {
        next.replace(i, old_id.size(), new_id);
    }
    const std::size_t line = next.find("BO_ " + new_id);
    const std::size_t length = next.find(": 2 ", line);
    next.replace(length, 4, ": 3 ");
    next.insert(next.find('\n', line) + 1, " SG_ News : 16|8@1+ (1,-5) [0|0] \"\" Vector__XXX\n");
    write("next.dbc", next);
    write("versions.yaml",
          "format: 1\nversions:\n  - name: \"3.7\"\n    file: next.dbc\n"
          "    capabilities: [range_mode, ocpp_control]\n");
    const auto registry = Registry::load(root_.string());
    ASSERT_TRUE(registry) << registry.error().front().text();
    const Binding binding = *Binding::make(registry->find("3.7").value(), 1);
    LinkMemory memory;
    Frames frames;
    ASSERT_TRUE(binding.encode(OcppControl{-50}, {}, memory, frames));
    EXPECT_EQ(hex(frames[0]), "0106B301#0CFE00");  // what is unknown is sent as raw 0
    Message message;
    ASSERT_TRUE(binding.decode(frame("0106B301#0CFE77"), memory, message));
    EXPECT_EQ(message, Message(OcppControl{-50}));
}

TEST_F(RegistryFiles, MessagesThatNobodyTakesPartInAreKnownAllTheSame) {
    write("next.dbc", shipped_file("advantics-generic-evse-3.6.dbc") +
                          "\nBO_ 2147920000 News: 1 Generic_Power_Modules\n"
                          " SG_ N : 0|8@1+ (1,0) [0|0] \"\" Vector__XXX\n");
    write("versions.yaml",
          "format: 1\nversions: [{name: \"3.7\", file: next.dbc, capabilities: []}]\n");
    const auto registry = Registry::load(root_.string());
    ASSERT_TRUE(registry) << registry.error().front().text();
    const Binding binding = *Binding::make(registry->find("3.7").value(), 1);
    can::Frame news = frame("01000000#07");
    news.id |= 2147920000U & kMessageIdMask;
    LinkMemory memory;
    Message message;
    EXPECT_EQ(binding.decode(news, memory, message).fault, DecodeFault::no_neutral_message);
    EXPECT_EQ(binding.describe(news)->signals[0].physical, 7.0);
}

TEST_F(RegistryFiles, MissingRegistryIsAnError) {
    EXPECT_THAT(errors(), ElementsAre("versions.yaml: cannot read the file: No such file or "
                                      "directory; check the path and its permissions"));
}

TEST_F(RegistryFiles, EntriesAreCheckedWithTheirPlaces) {
    write("versions.yaml",
          "format: 1\n"
          "versions:\n"
          "  - name: \"3.7\"\n"
          "    file: next.dbc\n"
          "    capabilities: [range_mode, flying]\n"
          "    power_messages: many\n"
          "    shortest_frames: {Some: 9}\n"
          "    renamed_signals: 5\n"
          "    colour: red\n"
          "  - file: next.dbc\n"
          "    capabilities: all\n");
    EXPECT_THAT(
        errors(),
        ElementsAre(HasSubstr("versions.yaml:6:21: "),
                    HasSubstr("versions.yaml:5:32: not a capability: 'flying'; allowed: "
                              "range_mode, "),
                    HasSubstr("versions.yaml:8:22: renamed_signals must name messages: '5'"),
                    HasSubstr("versions.yaml:7:29: "), HasSubstr("versions.yaml:9:5: "),
                    HasSubstr("versions.yaml:10:5: "),
                    HasSubstr("versions.yaml:11:19: capabilities must be a list: 'all'")));
}

TEST_F(RegistryFiles, FilesAreCheckedAgainstWhatParticipantsNeed) {
    write("next.dbc",
          "BU_: A B\n"
          "BO_ 2147921923 DC_Power_Control: 8 A\n"
          " SG_ Target_Voltage : 0|16@1+ (0.1,0) [0|0] \"V\" B\n"
          " SG_ Power_Function : 16|10@1+ (1,0) [0|0] \"\" B\n"
          "BO_ 5 OCPP_Control: 2 A\n"
          " SG_ Dynamic_Target_Current : 0|16@1- (0.1,0) [0|0] \"A\" B\n");
    write("versions.yaml",
          "format: 1\nversions:\n  - name: \"3.7\"\n    file: next.dbc\n    capabilities: []\n"
          "    renamed_signals:\n      DC_Power_Control: {Lower_Output_Voltage: Bleed}\n"
          "      Foo: {A: B}\n"
          "    shortest_frames: {Foo: 1, OCPP_Control: 3}\n");
    EXPECT_THAT(
        errors(),
        ElementsAre("next.dbc: DC_Power_Control has no such signal: 'Current_Range_Max'",
                    "next.dbc: DC_Power_Control has no such signal: 'Current_Range_Min'",
                    "next.dbc: DC_Power_Control.Power_Function is wider than what it stands for: "
                    "'0 to 1023'; allowed: 0 to 255",
                    "next.dbc: DC_Power_Control has no such signal: 'Setpoints_Mode'",
                    "next.dbc: DC_Power_Control has no such signal: 'Bleed'",
                    "next.dbc: a message of the generic interface has a 29-bit identifier with "
                    "index 0: 'OCPP_Control'",
                    "next.dbc: signals renamed in an unknown message: 'Foo'",
                    "next.dbc: a shortest frame for an unknown message: 'Foo'",
                    "next.dbc: the shortest frame is longer than OCPP_Control: '3'; allowed: 0 to "
                    "2"));
}

TEST_F(RegistryFiles, SeparatePowerMessagesMustBeThere) {
    write("next.dbc", shipped_file("advantics-generic-evse-3.0.dbc"));
    write("versions.yaml",
          "format: 1\nversions:\n  - {name: \"2.8\", file: next.dbc, power_messages: separate, "
          "capabilities: []}\n");
    EXPECT_THAT(errors(), ElementsAre("next.dbc: protocol 2.8 needs a message that the file lacks: "
                                      "'Insulation_Test'",
                                      "next.dbc: protocol 2.8 needs a message that the file lacks: "
                                      "'Precharge'",
                                      "next.dbc: protocol 2.8 needs a message that the file lacks: "
                                      "'Charging_Loop'",
                                      "next.dbc: protocol 2.8 needs a message that the file lacks: "
                                      "'Power_Modules_Limits'"));
}

TEST_F(RegistryFiles, DbcErrorsNameFileLineAndColumn) {
    write("next.dbc", "BO_ 1 M: 9 A\n");
    write("versions.yaml",
          "format: 1\nversions: [{name: \"3.7\", file: next.dbc, capabilities: []}, "
          "{name: \"3.7\", file: none.dbc, capabilities: []}]\n");
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("next.dbc:1:10: the message is too long: '9'"),
                                      HasSubstr("none.dbc: cannot read the file")));
}

}  // namespace
}  // namespace chargerig::evse
