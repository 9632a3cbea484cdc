// SPDX-License-Identifier: Apache-2.0
//
// Conditions that no value of a signal satisfies, and all that is wrong with a file at once.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "sim/rig/condition_check.hpp"
#include "sim/rig/run.hpp"
#include "sim/scenario/scenario.hpp"

namespace chargerig::rig {
namespace {

using scenario::Comparison;
using scenario::Condition;

// What `chargerig check` says of a file, without its name.
std::string errors_of(const std::string& body) {
    static const auto registry = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    const auto path = std::filesystem::path(testing::TempDir()) / "check_test.yaml";
    std::ofstream(path) << "format: 1\nname: t\n" + body;
    const auto reading =
        scenario::read_all(path.string(), {CHARGERIG_SOURCE_DIR "/resources", {}, {}});
    std::string out;
    for (const auto& error : check_completely(reading, *registry)) {
        out += (out.empty() ? "" : "\n") + error.text().substr(path.string().size() + 1);
    }
    std::filesystem::remove(path);
    return out;
}

Condition condition(Comparison comparison, double value, double tolerance = 0.0) {
    return {"M", "S", comparison, value, "", tolerance};
}

bool possible(const Condition& asked, const dbc::Signal& signal) {
    return check_reachable(asked, signal, {}).has_value();
}

TEST(ConditionCheck, KnowsWhatTheBitsCarry) {
    dbc::Signal signal;
    signal.name = "S";
    signal.length = 8;
    signal.factor = 0.5;
    signal.offset = -40.0;  // -40 to 87.5
    EXPECT_TRUE(possible(condition(Comparison::near_to, 87.5), signal));
    EXPECT_FALSE(possible(condition(Comparison::near_to, 88.0), signal));
    EXPECT_TRUE(possible(condition(Comparison::near_to, 88.0, 0.5), signal));
    EXPECT_FALSE(possible(condition(Comparison::near_to, -41.0), signal));
    EXPECT_TRUE(possible(condition(Comparison::at_least, 87.5), signal));
    EXPECT_FALSE(possible(condition(Comparison::at_least, 87.6), signal));
    EXPECT_TRUE(possible(condition(Comparison::at_least, -100.0), signal));
    EXPECT_TRUE(possible(condition(Comparison::at_most, -40.0), signal));
    EXPECT_FALSE(possible(condition(Comparison::at_most, -40.1), signal));
    signal.is_signed = true;
    signal.factor = -1.0;
    signal.offset = 0.0;  // -127 to 128
    EXPECT_TRUE(possible(condition(Comparison::near_to, 128.0), signal));
    EXPECT_FALSE(possible(condition(Comparison::near_to, 129.0), signal));
    EXPECT_FALSE(possible(condition(Comparison::at_most, -128.0), signal));
    Condition label = condition(Comparison::near_to, 1e9);
    label.label = "Open";
    EXPECT_TRUE(possible(label, signal));
}

TEST(Check, RefusesConditionsThatCannotBecomeTrue) {
    const std::string kCurrent = "the signal Present_Current can never have such a value: '";
    EXPECT_EQ(
        errors_of("steps:\n"
                  "  - wait: {signal: Power_Modules_Status.Present_Current, at_least: 4000, "
                  "within_s: 1}\n"
                  "expect:\n"
                  "  - {id: a, reason: r, never: {signal: Power_Modules_Status.Present_Current, "
                  "is: -4000}}\n"),
        "4:5: " + kCurrent + "4000'; allowed: -3276.8 to 3276.7 A\n6:31: " + kCurrent +
            "-4000'; allowed: -3276.8 to 3276.7 A");
}

TEST(Check, NamesWhatTheReaderAndTheVersionRefuseAtOnce) {
    EXPECT_EQ(errors_of("protocol: 3.1\npistol: 40\nsteps:\n  - plug_in\n"
                        "  - set: {ocpp.target_current_A: 5}\n  - hold_s: x\n"
                        "  - wait: {signal: Power_Modules_Status.Present_Curent, at_least: 1, "
                        "within_s: 1}\n"
                        "expect:\n"
                        "  - {id: a, reason: r, never: {message: Emergency_Stp}}\n"
                        "  - {id: b, reason: r, never: {message: Emergency_Stp, form: start}}\n"),
              "4:9: pistol is out of range: '40'; allowed: a whole number from 1 to 31\n"
              "7:5: protocol 3.1 has no ocpp_control; allowed: protocol 3.2; the first version "
              "that has it is 3.2\n"
              "8:13: hold_s is not a number: 'x'; allowed: a number from 0 to 31536000 s\n"
              "9:5: protocol 3.1 has no such signal in Power_Modules_Status: 'Present_Curent'; "
              "allowed: Present_Voltage, Present_Current, Power_Modules_Temperature, "
              "Enclosure_Temperature, System_Enable, Insulation_Resistance; did you mean "
              "'Present_Current'?\n"
              "11:31: protocol 3.1 has no such message: 'Emergency_Stp'; allowed: Emergency_Stop, "
              "Sequence_Control, DC_Power_Control, Power_Modules_Status, New_Charge_Session, "
              "DC_Power_Parameters, ADM_CS_SECC_Outputs, Charge_Status_Change and 8 others; did "
              "you mean 'Emergency_Stop'?\n"
              "12:56: never has an unknown key: 'form'; allowed: state, message, signal, begun, "
              "done, from, to; did you mean 'from'?");
}

}  // namespace
}  // namespace chargerig::rig
