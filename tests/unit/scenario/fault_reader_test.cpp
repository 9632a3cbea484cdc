// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {
namespace {

using fault::Kind;
using fault::Side;

tl::expected<Scenario, core::Errors> read(const std::string& steps) {
    return parse_scenario("format: 1\nname: t\nsteps:\n" + steps, "f.yaml",
                          {CHARGERIG_SOURCE_DIR "/resources", {}});
}

fault::Description only_fault(const std::string& fault) {
    const auto scenario = read("  - fault: " + fault + "\n");
    if (!scenario) {
        ADD_FAILURE() << scenario.error().front().text();
        return {};
    }
    return std::get<BeginFault>(scenario->steps.at(0).action).fault;
}

TEST(FaultStep, TakesItsNameFromItsKind) {
    const auto silence = only_fault("{kind: silence, from: modules}");
    EXPECT_EQ(silence.name, "silence");
    EXPECT_EQ(silence.kind, Kind::silence);
    EXPECT_EQ(silence.from, Side::modules);
    EXPECT_EQ(silence.lasts.ns, 0);
    EXPECT_EQ(silence.count, 0U);
}

TEST(FaultStep, ReadsTheKeysOfEachKind) {
    const auto drop =
        only_fault("{kind: drop, message: OCPP_Control, percent: 12.5, for_s: 2, count: 3}");
    EXPECT_EQ(drop.message, "OCPP_Control");
    EXPECT_EQ(drop.percent, 12.5);
    EXPECT_EQ(drop.lasts, core::from_seconds(2.0));
    EXPECT_EQ(drop.count, 3U);
    EXPECT_EQ(only_fault("{kind: delay, from: modules, delay_ms: 30}").time.ns, 30'000'000);
    EXPECT_EQ(only_fault("{kind: jitter, from: modules, jitter_ms: 5}").time.ns, 5'000'000);
    EXPECT_EQ(only_fault("{kind: duplicate, from: modules}").copies, 1);
    EXPECT_EQ(only_fault("{kind: duplicate, from: modules, copies: 4}").copies, 4);
    EXPECT_EQ(only_fault("{kind: wrong_length, from: modules, length: 0}").length, 0);
    EXPECT_EQ(only_fault("{kind: wrong_id, from: modules, id: 0x1F}").id, 31U);
    EXPECT_EQ(only_fault("{kind: wrong_id, from: modules, id: 31}").id, 31U);
    EXPECT_EQ(only_fault("{kind: corrupt_bits, from: modules, bits: 7}").bits, 7);
    EXPECT_EQ(only_fault("{kind: freeze_signal, message: M, signal: S}").signal, "S");
    EXPECT_EQ(only_fault("{kind: force_signal, message: M, signal: S, value: 2.5}").value, 2.5);
    EXPECT_EQ(only_fault("{kind: force_signal, message: M, signal: S, value: On}").label, "On");
    EXPECT_EQ(only_fault("{kind: force_signal, message: M, signal: S, raw: -3}").raw, -3);
    EXPECT_EQ(only_fault("{kind: wrong_period, message: M, period_ms: 20}").time.ns, 20'000'000);
    const auto flood = only_fault("{kind: flood, from: modules, id: 0, period_ms: 1, length: 2}");
    EXPECT_EQ(flood.length, 2);
    EXPECT_EQ(flood.time.ns, 1'000'000);
    EXPECT_EQ(only_fault("{kind: two_senders, message: M}").time.ns, 100'000'000);
}

TEST(FaultStep, LetsAClearStepKnowWhoseFaultItEnds) {
    const auto scenario = read(
        "  - fault: {name: a, kind: silence, from: modules}\n"
        "  - fault: {name: b, kind: bus_off, from: controller}\n"
        "  - clear: a\n"
        "  - clear: b\n");
    ASSERT_TRUE(scenario);
    EXPECT_EQ(std::get<ClearFault>(scenario->steps[2].action).made_by, Side::modules);
    EXPECT_EQ(std::get<ClearFault>(scenario->steps[3].action).made_by, Side::controller);
}

struct UglyFault {
    const char* steps;
    const char* error;
};

class BadFault : public testing::TestWithParam<UglyFault> {};

TEST_P(BadFault, SaysWhatIsWrongAndWhatIsAllowed) {
    const auto scenario = read(GetParam().steps);
    ASSERT_FALSE(scenario);
    ASSERT_EQ(scenario.error().size(), 1U) << scenario.error()[1].text();
    EXPECT_EQ(scenario.error().front().text(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Steps, BadFault,
    testing::Values(
        UglyFault{"  - fault: {kind: dorp, from: modules}\n",
                  "f.yaml:4:19: unknown kind of fault: 'dorp'; allowed: drop, delay, jitter, "
                  "duplicate, reorder, wrong_length, wrong_id, corrupt_bits, freeze_signal, "
                  "force_signal, stop_message, wrong_period, flood, two_senders, silence, bus_off; "
                  "did you mean 'drop'?"},
        UglyFault{"  - fault: {from: modules}\n",
                  "f.yaml:4:12: the fault lacks the key 'kind'; add 'kind:'"},
        UglyFault{"  - fault: {kind: drop}\n",
                  "f.yaml:4:12: a fault needs to know whose frames it is about; allowed: message, "
                  "or from: controller or modules"},
        UglyFault{"  - fault: {kind: silence}\n",
                  "f.yaml:4:12: the fault lacks the key 'from'; add 'from:'"},
        UglyFault{"  - fault: {kind: silence, from: vehicle}\n",
                  "f.yaml:4:34: from has an unknown value: 'vehicle'; allowed: controller, "
                  "modules"},
        UglyFault{"  - fault: {kind: silence, from: modules, bits: 3}\n",
                  "f.yaml:4:43: the fault has an unknown key: 'bits'; allowed: kind, name, for_s, "
                  "count, from, start, end"},
        UglyFault{"  - fault: {kind: delay, from: modules, delay_ms: -1}\n",
                  "f.yaml:4:51: delay_ms is out of range: '-1'; allowed: a number from 0.001 to "
                  "60000 ms"},
        UglyFault{"  - fault: {kind: wrong_id, from: modules, id: 0x20000000}\n",
                  "f.yaml:4:48: not an identifier of 29 bits: '0x20000000'; allowed: 0 to "
                  "0x1FFFFFFF"},
        UglyFault{"  - fault: {kind: wrong_id, from: modules, id: 12ab}\n",
                  "f.yaml:4:48: not an identifier of 29 bits: '12ab'; allowed: 0 to 0x1FFFFFFF"},
        UglyFault{"  - fault: {kind: force_signal, message: M, signal: S}\n",
                  "f.yaml:4:12: a forced signal needs one value; allowed: value (a number in its "
                  "unit, or a label) or raw"},
        UglyFault{"  - fault: {kind: silence, from: modules}\n"
                  "  - fault: {kind: silence, from: controller}\n",
                  "f.yaml:5:5: two faults have the same name: 'silence'; allowed: a name of its "
                  "own; name: NAME"},
        UglyFault{"  - fault: {name: quiet, kind: silence, from: modules}\n  - clear: quit\n",
                  "f.yaml:5:5: no step before this one begins the fault: 'quit'; allowed: quiet; "
                  "did you mean 'quiet'?"},
        UglyFault{"  - clear: {name: quiet}\n",
                  "f.yaml:4:12: a clear step names a fault; allowed: clear: NAME"}));

}  // namespace
}  // namespace chargerig::scenario
