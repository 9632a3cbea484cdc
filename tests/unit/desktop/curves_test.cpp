// SPDX-License-Identifier: Apache-2.0
#include "app/desktop/data/curves.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "app/desktop/data/table.hpp"
#include "sim/evse/binding.hpp"
#include "sim/evse/registry.hpp"

namespace chargerig::desktop {
namespace {

using namespace core::literals;

const evse::Registry& registry() {
    static const auto all = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    return *all;
}

class Sender {
public:
    explicit Sender(Recording& recording, int pistol = 1)
        : recording_(recording), binding_(*evse::Binding::make(*registry().find("3.6"), pistol)) {}
    void operator()(core::Duration t, const evse::Message& message) {
        evse::Frames frames;
        ASSERT_TRUE(binding_.encode(message, core::Instant{} + t, memory_, frames));
        for (const auto& frame : frames) recording_.add(frame);
    }

private:
    Recording& recording_;
    evse::Binding binding_;
    evse::LinkMemory memory_;
};

const Curve& curve_of(const std::vector<Curve>& curves, std::string_view signal) {
    for (const auto& curve : curves) {
        if (curve.kind->signal == signal) return curve;
    }
    ADD_FAILURE() << "no curve of " << signal;
    return curves.front();
}

TEST(Curves, EachIsASignalOfTheNewestVersion) {
    const Recording recording(*registry().find("3.6"), 1);
    EXPECT_EQ(curves_of(recording).size(), standard_curves().size());
}

TEST(Curves, AVersionHasWhatItCarries) {
    const Recording recording(*registry().find("3.1"), 1);
    const auto curves = curves_of(recording);
    EXPECT_LT(curves.size(), standard_curves().size());
    EXPECT_EQ(curve_of(curves, "Present_Voltage").unit, "V");
}

TEST(Curves, ALimitOfZeroIsNotToldAndNotDrawn) {
    Recording recording(*registry().find("3.6"), 1);
    Sender send(recording);
    send(0_s, evse::EvInformationVoltages{0.0, 0.0, 0.0});
    send(1_s, evse::EvInformationVoltages{200.0, 450.0, 0.0});
    const auto curves = curves_of(recording);
    const Curve& highest = curve_of(curves, "EV_Maximum_Voltage");
    std::vector<Point> points;
    outline(highest, {{}, core::Instant{} + 2_s, {}, 100, core::Instant{} + 2_s, {}}, points);
    ASSERT_EQ(points.size(), 3U);
    EXPECT_TRUE(std::isnan(points[0].value));
    EXPECT_EQ(points[1].value, 450.0);
    EXPECT_EQ(value_at(highest, core::Instant{} + 500_ms), std::nullopt);
    EXPECT_EQ(value_at(highest, core::Instant{} + 1_s), 450.0);
    EXPECT_EQ(extent(highest, {}, core::Instant{} + 2_s), (Extent{450.0, 450.0}));
    EXPECT_TRUE(extent(highest, {}, core::Instant{} + 500_ms).empty());
}

TEST(Curves, DischargeIsDrawnBelowZero) {
    Recording recording(*registry().find("3.6"), 1);
    Sender send(recording);
    send(0_s, evse::EvInformationDischargeLimits{0.0, 80.0, 0.0, 0.0});
    const auto curves = curves_of(recording);
    const Curve& limit = curve_of(curves, "EV_Maximum_Discharge_Current");
    EXPECT_EQ(value_at(limit, core::Instant{} + 1_s), -80.0);
    EXPECT_EQ(extent(limit, {}, core::Instant{} + 1_s), (Extent{-80.0, -80.0}));
}

TEST(Recording, TakesOnePistolAndCountsTheOthers) {
    Recording recording(*registry().find("3.6"), 0);
    Sender first(recording, 2);
    Sender other(recording, 3);
    first(0_s, evse::ControllerStatus{evse::ControllerState::Initialising});
    other(1_s, evse::ControllerStatus{evse::ControllerState::Charging});
    can::Frame unknown;
    unknown.id = 0x123;
    unknown.flags = 0;
    unknown.time = core::Instant{} + 2_s;
    recording.add(unknown);
    EXPECT_EQ(recording.pistol(), 2);
    EXPECT_EQ(recording.understood(), 1U);
    EXPECT_EQ(recording.not_understood(), 2U);
    EXPECT_EQ(recording.frames().count(), 3U);
    EXPECT_EQ(recording.end(), core::Instant{} + 2_s);
}

TEST(Recording, KeepsEachChangeOfState) {
    Recording recording(*registry().find("3.6"), 1);
    Sender send(recording);
    for (int i = 0; i < 5; ++i) {
        send(100_ms * i, evse::ControllerStatus{i < 3 ? evse::ControllerState::Waiting_For_PEV
                                                      : evse::ControllerState::Charging});
    }
    EXPECT_EQ(recording.states(), (std::vector<Span>{{{}, 1}, {core::Instant{} + 300_ms, 7}}));
    const Track& state = *recording.track("Advantics_Controller_Status", "State");
    EXPECT_EQ(recording.text_of(state, 7.0), "Charging");
    EXPECT_EQ(recording.text_of(state, 99.0), "unknown(99)");
    EXPECT_EQ(recording.arrivals(state.message).count, 5U);
    EXPECT_EQ(recording.arrivals(state.message).period, 100_ms);
}

TEST(FrameStore, TheOldestMakeRoomAndKeepTheirNumbers) {
    FrameStore store(4);
    for (int i = 0; i < 10; ++i) {
        can::Frame frame;
        frame.time = core::Instant{} + 1_s * i;
        frame.id = i;
        store.append(frame);
    }
    EXPECT_EQ(store.count(), 10U);
    EXPECT_EQ(store.first(), 6U);
    EXPECT_EQ(store.at(6).id, 6U);
    EXPECT_EQ(store.at(9).id, 9U);
    EXPECT_EQ(store.first_at(core::Instant{} + 7500_ms), 8U);
    EXPECT_EQ(store.first_at({}), 6U);
    EXPECT_EQ(store.first_at(core::Instant{} + 99_s), 10U);
}

TEST(Csv, HasARowForEachInstantAndReadsBack) {
    Recording recording(*registry().find("3.6"), 1);
    Sender send(recording);
    send(1_s, evse::PowerModulesStatus{400.1, -3.2, 20, 20, evse::SystemEnable::Allowed, 500});
    send(1100_ms, evse::PowerModulesStatus{400.2, -3.3, 20, 20, evse::SystemEnable::Allowed, 500});
    send(5_s, evse::PowerModulesStatus{0, 0, 20, 20, evse::SystemEnable::Allowed, 500});
    send(4500_ms, evse::EvInformationVoltages{200.0, 450.0, 0.0});
    const auto all = curves_of(recording);
    const std::vector<Curve> some{curve_of(all, "Present_Voltage"),
                                  curve_of(all, "EV_Maximum_Voltage")};
    EXPECT_EQ(to_csv(some, {}, core::Instant{} + 9_s, core::Instant{} + 1_s),
              "time [s],Power_Modules_Status.Present_Voltage [V],"
              "EV_Information_Voltages.EV_Maximum_Voltage [V]\n"
              "0,400.1,\n"
              "0.1,400.2,\n"
              "3.5,,450\n"
              "4,0,450\n");
}

}  // namespace
}  // namespace chargerig::desktop
