// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {
namespace {

std::string errors_of(const std::string& body) {
    const auto scenario = parse_scenario("format: 1\nname: t\n" + body, "f.yaml",
                                         {CHARGERIG_SOURCE_DIR "/resources", {}, {}});
    std::string out;
    if (scenario) return out;
    for (const auto& error : scenario.error()) out += (out.empty() ? "" : "\n") + error.text();
    return out;
}

struct Script {
    const char* body;
    const char* errors;
};

class ImpossibleScript : public testing::TestWithParam<Script> {};

TEST_P(ImpossibleScript, IsRefusedWithTheExactErrors) {
    EXPECT_EQ(errors_of(GetParam().body), GetParam().errors);
}

INSTANTIATE_TEST_SUITE_P(
    Vehicle, ImpossibleScript,
    testing::Values(
        Script{"steps: [plug_in, plug_in]\n",
               "f.yaml:3:18: the vehicle is plugged in already: 'plug_in'; allowed: unplug first"},
        Script{"steps: [unplug]\n",
               "f.yaml:3:9: no vehicle is plugged in here: 'unplug'; allowed: plug_in before it"},
        Script{
            "steps: [plug_in, unplug, {stop: vehicle}, {stop: emergency}, pause]\n",
            "f.yaml:3:26: no vehicle is plugged in here: 'stop vehicle'; allowed: plug_in before "
            "it\n"
            "f.yaml:3:43: no vehicle is plugged in here: 'stop emergency'; allowed: plug_in "
            "before it\n"
            "f.yaml:3:62: no vehicle is plugged in here: 'pause'; allowed: plug_in before it"},
        Script{"steps: [resume]\n",
               "f.yaml:3:9: no vehicle is plugged in here: 'resume'; allowed: plug_in before it"},
        Script{"vehicle: {protocol: din}\nsteps: [plug_in, pause]\n",
               "f.yaml:4:18: DIN 70121 has no pause; allowed: vehicle.protocol iso2, "
               "iso20_scheduled or iso20_dynamic"}));

INSTANTIATE_TEST_SUITE_P(
    Waits, ImpossibleScript,
    testing::Values(
        Script{"steps:\n  - wait: {state: Charging, within_s: 9}\n",
               "f.yaml:4:5: this state cannot come while no vehicle is plugged in: 'wait {state "
               "Charging, within_s 9}'; allowed: plug_in before it"},
        Script{"steps:\n  - plug_in\n  - unplug\n  - wait: {state: Precharge, within_s: 9}\n",
               "f.yaml:6:5: this state cannot come while no vehicle is plugged in: 'wait {state "
               "Precharge, within_s 9}'; allowed: plug_in before it"},
        Script{
            "steps:\n  - plug_in\n  - wait: {state: Charge_Pause, within_s: 9}\n",
            "f.yaml:5:5: the vehicle pauses by a step alone: 'wait {state Charge_Pause, within_s "
            "9}'; allowed: pause before it"},
        Script{"steps:\n  - wait: {state: Not_Available, within_s: 9}\n",
               "f.yaml:4:5: the controller has this state with sequence flags alone: 'wait {state "
               "Not_Available, within_s 9}'; allowed: controller.config.use_sequence_flags: true"},
        Script{"steps:\n  - wait: {signal: A.B, is: 1, within_s: 1, held_s: 1.5}\n",
               "f.yaml:4:5: nobody waits for as long as it must hold: 'wait {signal A.B, is 1, "
               "within_s 1, held_s 1.5}'; allowed: within_s >= held_s"}));

INSTANTIATE_TEST_SUITE_P(
    Faults, ImpossibleScript,
    testing::Values(
        Script{"steps:\n"
               "  - fault: {name: a, kind: force_signal, message: M, signal: S, value: 1}\n"
               "  - fault: {name: b, kind: freeze_signal, message: M, signal: S}\n"
               "  - fault: {name: c, kind: freeze_signal, message: M, signal: T}\n",
               "f.yaml:5:5: two faults fight over one signal: 'M.S'; allowed: one at a time; clear "
               "'a' of line 4 before"},
        Script{"steps:\n  - fault: {kind: silence, from: modules}\n  - clear: silence\n"
               "  - clear: silence\n",
               "f.yaml:6:5: the fault has ended before: 'silence'; allowed: each fault cleared "
               "once; the first is in line 5"}));

INSTANTIATE_TEST_SUITE_P(
    Nested, ImpossibleScript,
    testing::Values(
        Script{"steps:\n  - parallel:\n"
               "    - [{set: {modules.system_enable: false}}]\n"
               "    - [{hold_s: 1}, {set: {modules.system_enable: true}}]\n",
               "f.yaml:6:21: two branches fight over one value: 'modules.system_enable'; allowed: "
               "one branch for each value; the other is in line 5"},
        Script{"steps:\n  - repeat: {times: 2, steps: [plug_in, {hold_s: 1}]}\n",
               "f.yaml:4:32: the vehicle is plugged in already: 'plug_in'; allowed: unplug first"},
        Script{"steps:\n  - parallel:\n"
               "    - [{wait: {signal: A.B, is: 1, within_s: 1, held_s: 1.5}}]\n    - [plug_in]\n",
               "f.yaml:5:8: nobody waits for as long as it must hold: 'wait {signal A.B, is 1, "
               "within_s 1, held_s 1.5}'; allowed: within_s >= held_s"}));

INSTANTIATE_TEST_SUITE_P(
    Expectations, ImpossibleScript,
    testing::Values(
        Script{"steps: [{id: a, stop: user}, {id: b, hold_s: 1}]\nexpect:\n"
               "  - {id: e, reason: r, never: {message: M, from: {done: b}, to: {begun: a}}}\n",
               "f.yaml:5:50: the script is at the end before it is here: 'done b'; allowed: from: "
               "an event before the one of to:"},
        Script{"steps: [{id: a, stop: user}, {id: b, hold_s: 1}]\nexpect:\n"
               "  - {id: e, reason: r, order: [{begun: a}, {done: b}, {state: Charging}, {begun: "
               "b}]}\n"
               "  - {id: f, reason: r, order: [{begun: b}, {done: a}]}\n",
               "f.yaml:6:44: the script comes here earlier: 'done a'; allowed: steps in their "
               "order"}));

// What might happen on a bus, or was given back in time, is no mistake.
TEST(PossibleScript, IsTaken) {
    for (const char* body : {
             "steps: [plug_in, unplug, plug_in, {stop: vehicle}, unplug]\n",
             "steps: [plug_in, pause, resume, pause, unplug]\n",
             "steps: [{stop: user}]\n",
             "emulate: modules\nsteps: [unplug, resume, pause, {wait: {state: Charging, within_s: "
             "1}}]\n",
             "emulate: vehicle\nsteps: [{wait: {state: Not_Available, within_s: 1}}]\n",
             "controller: {config: {use_sequence_flags: true}}\n"
             "steps: [{wait: {state: Not_Available, within_s: 1}}]\n",
             "steps: [plug_in, unplug, {wait: {state: Closing_Communication, within_s: 1}}]\n",
             "steps:\n"
             "  - fault: {name: a, kind: freeze_signal, message: M, signal: S}\n"
             "  - clear: a\n"
             "  - fault: {name: b, kind: freeze_signal, message: M, signal: S, for_s: 1}\n"
             "  - fault: {name: c, kind: freeze_signal, message: M, signal: S, count: 1}\n"
             "  - fault: {name: d, kind: freeze_signal, message: M, signal: S}\n",
             "steps:\n  - parallel:\n    - [{set: {modules.system_enable: false}}]\n"
             "    - [{set: {modules.bleeder_works: true}}, plug_in]\n  - unplug\n  - unplug\n",
             "steps: [{when: {after_s: 1, steps: [plug_in]}}, {wait: {state: Charging, within_s: "
             "9}}, unplug]\n",
             "steps: [{repeat: {times: 3, steps: [plug_in, unplug]}}]\n",
             "steps: [plug_in]\npost: [unplug, unplug]\n",
             "steps:\n"
             "  - fault: {name: a, kind: freeze_signal, message: M, signal: S, end: {after_s: 1}}\n"
             "  - hold_s: 2\n"
             "  - fault: {name: b, kind: freeze_signal, message: M, signal: S}\n",
             "steps: [{id: a, when: {after_s: 1, steps: [press_start]}}, {id: b, hold_s: 2}]\n"
             "expect:\n"
             "  - {id: e, reason: r, never: {message: M, from: {begun: b}, to: {begun: a}}}\n",
             "steps: [{id: a, stop: user}]\nexpect:\n"
             "  - {id: e, reason: r, never: {message: M, from: {begun: a}, to: {done: a}}}\n",
         }) {
        EXPECT_EQ(errors_of(body), "") << body;
    }
}

// A step that could not be read would make the others look wrong.
TEST(PossibleScript, IsNotJudgedByHalfOfIt) {
    EXPECT_EQ(errors_of("steps: [plug_im, unplug]\n").find("no vehicle is plugged in"),
              std::string::npos);
    EXPECT_NE(errors_of("pistol: 40\nsteps: [unplug]\n").find("no vehicle is plugged in"),
              std::string::npos);
}

}  // namespace
}  // namespace chargerig::scenario
