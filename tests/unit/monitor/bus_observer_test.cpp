// SPDX-License-Identifier: Apache-2.0
#include "sim/monitor/bus_observer.hpp"

#include <gtest/gtest.h>

#include "sim/evse/registry.hpp"

namespace chargerig::monitor {
namespace {

using namespace core::literals;
using evse::ControllerState;

const evse::Registry& registry() {
    static const auto all = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    return *all;
}

evse::Binding binding(const char* version, int pistol = 1) {
    return *evse::Binding::make(*registry().find(version), pistol);
}

can::Frame frame_of(const evse::Binding& from, const evse::Message& message, core::Duration t) {
    evse::LinkMemory memory;
    evse::Frames frames;
    EXPECT_TRUE(from.encode(message, core::Instant{} + t, memory, frames));
    return frames[0];
}

TEST(BusObserver, KeepsEachChangeOfStateOnce) {
    BusObserver observer(binding("3.6"));
    EXPECT_FALSE(observer.state());
    for (const auto& [t, state] : {std::pair{0_ms, ControllerState::Initialising},
                                   {100_ms, ControllerState::Initialising},
                                   {200_ms, ControllerState::Waiting_For_PEV}}) {
        observer.see(frame_of(observer.binding(), evse::ControllerStatus{state}, t));
    }
    ASSERT_EQ(observer.states().size(), 2U);
    EXPECT_EQ(observer.states()[1].time, core::Instant{} + 200_ms);
    EXPECT_EQ(observer.state(), ControllerState::Waiting_For_PEV);
}

TEST(BusObserver, RemembersHowTheSessionEnded) {
    BusObserver observer(binding("3.6"));
    observer.see(frame_of(observer.binding(), evse::NewChargeSession{}, 1_s));
    observer.see(frame_of(observer.binding(), evse::NewChargeSession{}, 2_s));
    EXPECT_EQ(observer.session_started(), core::Instant{} + 1_s);
    EXPECT_FALSE(observer.emergency_seen());
    observer.see(frame_of(observer.binding(), evse::EmergencyStop{}, 3_s));
    observer.see(frame_of(observer.binding(),
                          evse::ChargeSessionFinished{evse::StopState::Rushed_Stop}, 4_s));
    EXPECT_TRUE(observer.emergency_seen());
    EXPECT_EQ(observer.session_end(), evse::StopState::Rushed_Stop);
    EXPECT_EQ(observer.session_finished(), core::Instant{} + 4_s);
}

TEST(BusObserver, WatchesSignalsInTheirUnit) {
    BusObserver observer(binding("3.6"));
    const auto current = observer.watch("Power_Modules_Status", "Present_Current", {});
    const auto voltage = observer.watch("Power_Modules_Status", "Present_Voltage", {});
    ASSERT_TRUE(current && voltage);
    EXPECT_FALSE(observer.watched(*current, {}));
    EXPECT_EQ(observer.watched_text(*current, {}), "no frame yet");
    evse::PowerModulesStatus status;
    status.present_current_A = -12.3;
    status.present_voltage_V = 400.1;
    observer.see(frame_of(observer.binding(), status, 0_s));
    EXPECT_DOUBLE_EQ(*observer.watched(*current, {}), -12.3);
    EXPECT_DOUBLE_EQ(*observer.watched(*voltage, {}), 400.1);
    EXPECT_EQ(observer.watched_text(*voltage, {}), "400.1");
}

TEST(BusObserver, RefusesToWatchWhatDoesNotExist) {
    BusObserver observer(binding("3.1"));
    EXPECT_EQ(observer.watch("Charge_Status_Change", "Ready", {"f.yaml", 2, 3}).error().text(),
              "f.yaml:2:3: protocol 3.1 has no such signal in Charge_Status_Change: 'Ready'; "
              "allowed: Vehicle_Ready_for_Charging");
}

TEST(BusObserver, ASilentSenderIsNotSeenAfterThreeCycles) {
    BusObserver observer(binding("3.6"));
    const auto watch =
        observer.watch("Power_Modules_Status", "Present_Voltage", {});  // every 100 ms
    evse::PowerModulesStatus status;
    status.present_voltage_V = 400.0;
    observer.see(frame_of(observer.binding(), status, 1_s));
    const auto at = [](core::Duration t) { return core::Instant{} + t; };
    EXPECT_EQ(observer.watched(*watch, at(1300_ms)), 400.0);
    EXPECT_FALSE(observer.watched(*watch, at(1300_ms + 1_ns)));
    EXPECT_EQ(observer.watched_text(*watch, at(3_s)), "no frame for 2.000 s, 400 before");
    observer.see(frame_of(observer.binding(), status, 4_s));
    EXPECT_EQ(observer.watched(*watch, at(4_s)), 400.0) << "back again";
}

TEST(BusObserver, WhatIsSentOnEventsStaysValid) {
    BusObserver observer(binding("3.6"));
    const auto watch = observer.watch("EV_Information_Battery", "Present_State_of_Charge", {});
    evse::EvInformationBattery battery;
    battery.present_state_of_charge_percent = 55.0;
    observer.see(frame_of(observer.binding(), battery, 1_s));
    EXPECT_EQ(observer.watched(*watch, core::Instant{} + 1000_s), 55.0);
}

TEST(BusObserver, AValueWithALabelIsToldByIt) {
    BusObserver observer(binding("3.6"));
    const auto watch = observer.watch("DC_Power_Control", "Power_Function", {});
    evse::DcPowerControl control;
    control.power_function = evse::PowerFunction::Power_Transfer;
    observer.see(frame_of(observer.binding(), control, 1_s));
    EXPECT_EQ(observer.watched_text(*watch, core::Instant{} + 1_s), "Power_Transfer");
    EXPECT_EQ(observer.watched_text(*watch, core::Instant{} + 2_s),
              "no frame for 1.000 s, Power_Transfer before");
}

TEST(BusObserver, CountsWhatItDoesNotUnderstandByReason) {
    BusObserver observer(binding("3.6"));
    can::Frame frame = frame_of(observer.binding(), evse::ControllerStatus{}, 0_s);
    frame.length = 0;
    observer.see(frame);
    can::Frame unknown = frame;
    unknown.id = 0x0106BFFF;
    unknown.length = 8;
    observer.see(unknown);
    observer.see(
        frame_of(binding("3.6", 2), evse::ControllerStatus{ControllerState::Charging}, 0_s));
    can::Frame remote = frame;
    remote.flags |= can::kRemote;
    observer.see(remote);
    EXPECT_EQ(observer.not_understood(evse::DecodeFault::too_short), 1U);
    EXPECT_EQ(observer.not_understood(evse::DecodeFault::unknown_id), 1U);
    EXPECT_EQ(observer.not_understood(evse::DecodeFault::other_pistol), 1U);
    EXPECT_EQ(observer.not_understood(evse::DecodeFault::remote_frame), 1U);
    EXPECT_FALSE(observer.state()) << "another pistol's state is not ours";
}

}  // namespace
}  // namespace chargerig::monitor
