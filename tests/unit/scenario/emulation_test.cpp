// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {
namespace {

TEST(Emulation, ReadsEveryPartAndNone) {
    EXPECT_EQ(*parse_emulation("none", {}), (Emulation{false, false, false}));
    EXPECT_EQ(*parse_emulation("modules", {}), (Emulation{false, false, true}));
    EXPECT_EQ(*parse_emulation("controller, vehicle", {}), (Emulation{true, true, false}));
    EXPECT_EQ(*parse_emulation("modules,vehicle,controller", {}), (Emulation{true, true, true}));
}

TEST(Emulation, RefusesEmptyAndUnknownNames) {
    EXPECT_FALSE(parse_emulation("", {}));
    EXPECT_FALSE(parse_emulation("controller,", {}));
    EXPECT_FALSE(parse_emulation("none,controller", {}));
}

TEST(Emulation, TextReadsBack) {
    for (const char* text : {"none", "controller", "controller,vehicle", "vehicle,modules"}) {
        EXPECT_EQ(to_text(*parse_emulation(text, {})), text);
    }
}

}  // namespace
}  // namespace chargerig::scenario
