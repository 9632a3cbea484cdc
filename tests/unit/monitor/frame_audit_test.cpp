// SPDX-License-Identifier: Apache-2.0
#include "sim/monitor/frame_audit.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <sstream>

#include "sim/evse/registry.hpp"
#include "sim/monitor/bus_observer.hpp"

namespace chargerig::monitor {
namespace {

using namespace core::literals;

const evse::Registry& registry() {
    static const auto all = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    return *all;
}

const evse::Version& version(const char* name = "3.6") {
    return **registry().find(name);
}

evse::Binding binding(const char* name = "3.6", int pistol = 1) {
    return *evse::Binding::make(*registry().find(name), pistol);
}

// Of somebody else, unless told.
can::Frame frame(std::uint32_t id, std::initializer_list<std::uint8_t> data,
                 core::Duration t = {}) {
    can::Frame out;
    out.time = core::Instant{} + t;
    out.id = id;
    out.length = static_cast<std::uint8_t>(data.size());
    std::copy(data.begin(), data.end(), out.data.begin());
    return out;
}

can::Frame own(can::Frame frame) {
    frame.direction = can::Direction::sent;
    return frame;
}

can::Frame flagged(can::Frame frame, std::uint8_t flags) {
    frame.flags = flags;
    return frame;
}

constexpr std::uint32_t kStatus = 0x0106B000;          // Advantics_Controller_Status
constexpr std::uint32_t kDcPowerControl = 0x0106B003;  // 7 bytes
constexpr std::uint32_t kBattery = 0x0106B100;         // EV_Information_Battery, 6 bytes from 3.3
constexpr std::uint32_t kPowerModulesStatus = 0x01063000;

struct Case {
    can::Frame frame;
    Unexpected kind;
    const char* text;
};

TEST(FrameAudit, NamesEachKind) {
    const Case cases[] = {
        {frame(kDcPowerControl, {0, 0, 0, 0, 0, 0}), Unexpected::too_short,
         "0106B003, 6 bytes: DC_Power_Control has 7"},
        {frame(kBattery, {76, 0, 30}), Unexpected::shortened,
         "0106B100, 3 bytes: EV_Information_Battery has 6"},
        {frame(kStatus, {7, 0}), Unexpected::longer,
         "0106B000, 2 bytes: Advantics_Controller_Status has 1"},
        {frame(0x0106B0FF, {1}), Unexpected::unknown_id, "0106B0FF, 1 byte"},
        {frame(0x0206B000, {7}), Unexpected::other_pistol,
         "0206B000, 1 byte: Advantics_Controller_Status"},
        {frame(0x0006B000, {7}), Unexpected::other_pistol, "0006B000, 1 byte"},
        {flagged(frame(0x123, {7}), 0), Unexpected::standard_id, "123, 1 byte"},
        {flagged(frame(kStatus, {}), can::kExtended | can::kRemote), Unexpected::remote_frame,
         "0106B000, 0 bytes"},
        {flagged(frame(8, {0, 0, 0, 0, 0, 0, 0, 0}), can::kExtended | can::kErrorFrame),
         Unexpected::error_frame, "00000008"},
        {frame(kStatus, {200}), Unexpected::undefined_label,
         "0106B000, 1 byte: Advantics_Controller_Status.State=unknown(200)"},
        {frame(kDcPowerControl, {0, 0, 0, 0, 0, 0, 3}), Unexpected::undefined_power_function,
         "0106B003, 7 bytes: DC_Power_Control.Power_Function=unknown(3)"},
    };
    for (const auto& each : cases) {
        SCOPED_TRACE(each.text);
        FrameAudit audit(version(), 1);
        EXPECT_TRUE(audit.see(each.frame));
        ASSERT_EQ(audit.findings().size(), 1u);
        EXPECT_EQ(name(audit.findings()[0].kind), name(each.kind));
        EXPECT_EQ(audit.findings()[0].count, 1u);
        EXPECT_EQ(audit.text(audit.findings()[0]), each.text);
        EXPECT_FALSE(advice(each.kind).empty());
    }
}

TEST(FrameAudit, SaysNothingOfFramesThatAreAsTheyShouldBe) {
    FrameAudit audit(version(), 1, {true, false});
    EXPECT_TRUE(audit.see(frame(kPowerModulesStatus, {0, 0, 0, 0, 0, 0, 1, 0})));
    EXPECT_TRUE(audit.see(own(frame(kStatus, {7}))));
    EXPECT_TRUE(audit.findings().empty());
    EXPECT_EQ(audit.next_news(), nullptr);
}

TEST(FrameAudit, CountsByKindAndIdentifierWithTheFirstTime) {
    FrameAudit audit(version(), 1);
    audit.see(frame(0x0106B0FF, {1}, 1_s));
    audit.see(frame(0x0106B0FE, {1}, 2_s));
    audit.see(frame(0x0106B0FF, {1}, 3_s));
    ASSERT_EQ(audit.findings().size(), 2u);
    EXPECT_EQ(audit.findings()[0].id, 0x0106B0FFu);
    EXPECT_EQ(audit.findings()[0].count, 2u);
    EXPECT_EQ(audit.findings()[0].first, core::Instant{} + 1_s);
    EXPECT_EQ(audit.count(Unexpected::unknown_id), 3u);
    EXPECT_EQ(audit.count(Unexpected::too_short), 0u);
}

TEST(FrameAudit, TellsEachKindOnce) {
    FrameAudit audit(version(), 1);
    audit.see(frame(0x0106B0FF, {1}));
    audit.see(frame(0x0106B0FE, {1}));
    audit.see(frame(kStatus, {}));
    const auto* first = audit.next_news();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->id, 0x0106B0FFu);
    const auto* second = audit.next_news();
    ASSERT_TRUE(second);
    EXPECT_EQ(second->kind, Unexpected::too_short);
    EXPECT_EQ(audit.next_news(), nullptr);
    audit.see(frame(kStatus, {}));
    EXPECT_EQ(audit.next_news(), nullptr);
}

// A flood of one kind leaves room for the others.
TEST(FrameAudit, KeepsCountingWhenThereAreTooManyIdentifiers) {
    FrameAudit audit(version(), 1, {true, false});
    for (std::uint32_t i = 0; i < 100; ++i) audit.see(flagged(frame(i, {1}), 0));
    EXPECT_EQ(audit.findings().size(), FrameAudit::kMostOfOneKind);
    EXPECT_EQ(audit.others(Unexpected::standard_id), 100 - FrameAudit::kMostOfOneKind);
    EXPECT_EQ(audit.count(Unexpected::standard_id), 100u);
    audit.see(frame(kStatus, {1}));
    EXPECT_EQ(audit.count(Unexpected::second_controller), 1u);
    EXPECT_EQ(audit.findings().back().kind, Unexpected::second_controller);
}

TEST(FrameAudit, OtherBusesOfOtherThingsAreNotOtherPistols) {
    FrameAudit audit(version(), 1);
    audit.see(frame(0x18FF50E5, {1}));
    audit.see(frame(0x00000123, {1}));
    EXPECT_EQ(audit.count(Unexpected::unknown_id), 2u);
    audit.see(frame(0x0206B003, {1}));
    EXPECT_EQ(audit.count(Unexpected::other_pistol), 1u) << "too short, but not ours at all";
    EXPECT_EQ(audit.count(Unexpected::too_short), 0u);
}

TEST(FrameAudit, PistolZeroMeansAllOfThem) {
    FrameAudit audit(version(), 0);
    for (std::uint32_t pistol = 1; pistol <= 31; ++pistol) {
        audit.see(frame(pistol << 24 | 0x6B000, {7}));
    }
    EXPECT_TRUE(audit.findings().empty());
}

TEST(FrameAudit, KnowsASecondController) {
    FrameAudit audit(version(), 1, {true, false});
    EXPECT_FALSE(audit.see(frame(kStatus, {1}, 1_s)));
    EXPECT_EQ(audit.count(Unexpected::second_controller), 1u);
    EXPECT_TRUE(audit.see(frame(kPowerModulesStatus, {0, 0, 0, 0, 0, 0, 1, 0})))
        << "the modules are whom it talks to";
    FrameAudit modules_only(version(), 1, {false, true});
    EXPECT_TRUE(modules_only.see(frame(kStatus, {1}, 1_s)));
    EXPECT_TRUE(modules_only.findings().empty());
    EXPECT_FALSE(modules_only.see(frame(kPowerModulesStatus, {0, 0, 0, 0, 0, 0, 1, 0})));
    EXPECT_EQ(modules_only.count(Unexpected::second_power_side), 1u);
    EXPECT_TRUE(modules_only.see(frame(0x01063002, {1, 0, 0}))) << "a tool may send the flags";
}

TEST(FrameAudit, MarkedEchoIsAnEchoWheneverItComes) {
    FrameAudit audit(version(), 1, {true, false});
    audit.see(own(frame(kStatus, {1}, 1_s)));
    EXPECT_FALSE(audit.see(flagged(frame(kStatus, {1}, 3_s), can::kExtended | can::kLocalEcho)));
    EXPECT_EQ(audit.count(Unexpected::own_echo), 1u);
    EXPECT_EQ(audit.count(Unexpected::second_controller), 0u);
}

TEST(FrameAudit, UnmarkedEchoIsKnownByContentOnceAndSoonEnough) {
    FrameAudit audit(version(), 1, {true, false});
    audit.see(own(frame(kStatus, {1}, 1_s)));
    EXPECT_FALSE(audit.see(frame(kStatus, {1}, 1_s + FrameAudit::kEchoWindow)));
    EXPECT_EQ(audit.count(Unexpected::own_echo), 1u);
    EXPECT_FALSE(audit.see(frame(kStatus, {1}, 1_s + FrameAudit::kEchoWindow)));
    EXPECT_EQ(audit.count(Unexpected::second_controller), 1u) << "each frame has one echo";

    audit.see(own(frame(kStatus, {1}, 2_s)));
    EXPECT_FALSE(audit.see(frame(kStatus, {1}, 2_s + FrameAudit::kEchoWindow + 1_ns)));
    EXPECT_EQ(audit.count(Unexpected::second_controller), 2u) << "too late";

    audit.see(own(frame(kStatus, {1}, 3_s)));
    EXPECT_FALSE(audit.see(frame(kStatus, {2}, 3_s + 1_ms)));
    EXPECT_EQ(audit.count(Unexpected::second_controller), 3u) << "other content";
}

// All of it comes back through a bridge, a little later: echoes, each of them.
TEST(FrameAudit, BridgeThatReturnsEverythingIsNoSecondController) {
    FrameAudit audit(version(), 1, {true, false});
    for (std::int64_t i = 0; i < 1000; ++i) {
        const core::Duration t = 100_ms * i;
        for (std::uint8_t n = 0; n < 3; ++n) audit.see(own(frame(kStatus + n, {1, n}, t)));
        for (std::uint8_t n = 0; n < 3; ++n) audit.see(frame(kStatus + n, {1, n}, t + 5_ms));
    }
    EXPECT_EQ(audit.count(Unexpected::own_echo), 3000u);
    EXPECT_EQ(audit.count(Unexpected::second_controller), 0u);
}

TEST(FrameAudit, DocumentNamesEveryKind) {
    std::ifstream file(CHARGERIG_SOURCE_DIR "/docs/bus.md");
    std::ostringstream text;
    text << file.rdbuf();
    for (std::size_t i = 0; i < kUnexpectedKinds; ++i) {
        const std::string row = "| `" + std::string(name(static_cast<Unexpected>(i))) + "` |";
        EXPECT_NE(text.str().find(row), std::string::npos) << row;
    }
}

// An observer of a rig that plays the controller does not take another's state for its own.
TEST(BusObserver, EchoesAndSecondSidesSayNothingAboutTheSession) {
    BusObserver observer(binding(), {true, false});
    const auto watched = observer.watch("Advantics_Controller_Status", "State", {});
    ASSERT_TRUE(watched);
    observer.see(own(frame(kStatus, {1}, 1_s)));
    observer.see(own(frame(kStatus, {2}, 1_s + 10_ms)));
    observer.see(frame(kStatus, {1}, 1_s + 20_ms));  // the echo of the first
    observer.see(frame(kStatus, {7}, 1_s + 30_ms));  // somebody else
    EXPECT_EQ(observer.states().size(), 2u);
    EXPECT_EQ(observer.watched(*watched, core::Instant{} + 1_s), 2.0);
    EXPECT_EQ(observer.audit().count(Unexpected::own_echo), 1u);
    EXPECT_EQ(observer.audit().count(Unexpected::second_controller), 1u);
}

// Spec 8.32: as long as needed is enough, shorter is not; what 3.3 added may be missing.
TEST(Spec_8, Row_32_LongEnoughIsAcceptedShorterIsNot) {
    BusObserver observer(binding());
    observer.see(frame(kStatus, {7, 0xFF, 0xFF}, 1_s));
    EXPECT_EQ(observer.state(), evse::ControllerState::Charging);
    EXPECT_EQ(observer.audit().count(Unexpected::longer), 1u);

    observer.see(frame(kStatus, {}, 2_s));
    EXPECT_EQ(observer.states().size(), 1u);
    EXPECT_EQ(observer.audit().count(Unexpected::too_short), 1u);

    // 3.1 and 3.2 send three bytes of the battery's six.
    const auto watched = observer.watch("EV_Information_Battery", "Battery_Capacity", {});
    ASSERT_TRUE(watched) << watched.error().text();
    observer.see(frame(kBattery, {76, 0, 30}, 3_s));
    EXPECT_EQ(observer.watched(*watched, core::Instant{} + 3_s), 76.0);
    EXPECT_EQ(observer.audit().count(Unexpected::shortened), 1u);
    evse::LinkMemory memory;
    evse::Message message;
    ASSERT_TRUE(observer.binding().decode(frame(kBattery, {76, 0, 30}), memory, message));
    EXPECT_EQ(message, evse::Message(evse::EvInformationBattery{76, 30, 0, 0, 0}));

    observer.see(frame(kBattery, {76, 0}, 4_s));
    EXPECT_EQ(observer.audit().count(Unexpected::too_short), 2u);
    EXPECT_EQ(observer.watched(*watched, core::Instant{} + 4_s), 76.0);
}

// Spec 8.33: the raw value is kept and shown, nothing breaks.
TEST(Spec_8, Row_33_UnknownValuesAreKeptAndShown) {
    for (int raw = 0; raw < 256; ++raw) {
        BusObserver observer(binding());
        const auto value = static_cast<std::uint8_t>(raw);
        observer.see(frame(kStatus, {value}, 1_s));
        ASSERT_TRUE(observer.state());
        EXPECT_EQ(static_cast<int>(*observer.state()), raw);
        const bool defined = raw <= 13;
        EXPECT_EQ(observer.audit().count(Unexpected::undefined_label), defined ? 0u : 1u);
        if (!defined) {
            const std::string text = "unknown(" + std::to_string(raw) + ")";
            EXPECT_EQ(observer.binding().state_label(*observer.state()), text);
            EXPECT_NE(observer.audit().text(observer.audit().findings()[0]).find(text),
                      std::string::npos);
        }
    }
    for (std::uint8_t function = 0; function < 16; ++function) {
        BusObserver observer(binding());
        observer.see(frame(kDcPowerControl, {0, 0, 0, 0, 0, 0, function}, 1_s));
        ASSERT_TRUE(observer.power_control());
        EXPECT_EQ(static_cast<int>(observer.power_control()->power_function), function);
        const bool defined =
            function == 0 || function == 1 || function == 2 || function == 4 || function == 8;
        EXPECT_EQ(observer.audit().count(Unexpected::undefined_power_function), defined ? 0u : 1u);
    }
}

// Spec 8.16: told, and not Allowed; what the controller makes of it is tested there.
TEST(Spec_8, Row_16_SystemEnableOtherThanItsLabelsIsToldAndNotAllowed) {
    for (const std::uint8_t enable :
         {std::uint8_t{0}, std::uint8_t{1}, std::uint8_t{2}, std::uint8_t{255}}) {
        BusObserver observer(binding());
        evse::PowerModulesStatus status;
        status.system_enable = static_cast<evse::SystemEnable>(enable);
        evse::LinkMemory memory;
        evse::Frames frames;
        ASSERT_TRUE(observer.binding().encode(status, core::Instant{}, memory, frames));
        can::Frame foreign = frames[0];
        foreign.direction = can::Direction::received;
        observer.see(foreign);
        ASSERT_TRUE(observer.power_status());
        EXPECT_EQ(observer.power_status()->system_enable == evse::SystemEnable::Allowed,
                  enable == 1);
        EXPECT_EQ(observer.audit().count(Unexpected::undefined_label), enable <= 1 ? 0u : 1u);
    }
}

}  // namespace
}  // namespace chargerig::monitor
