// SPDX-License-Identifier: Apache-2.0
//
// A run in pieces, with a hand on it, and with participants of the user's own.
#include "sim/rig/live.hpp"

#include <gmock/gmock.h>

#include "tests/integration/played.hpp"

namespace chargerig::integration {
namespace {

using rig::Live;

std::unique_ptr<Live> open(const scenario::Scenario& scenario, rig::RunOptions options = {},
                           rig::Timeline timeline = {}) {
    options.registry = &registry();
    auto live = Live::open(scenario, options, std::move(timeline));
    if (!live) {
        for (const auto& error : live.error()) ADD_FAILURE() << error.text();
        return nullptr;
    }
    return std::move(*live);
}

std::string text_of(const core::Errors& errors) {
    std::string out;
    for (const auto& error : errors) out += error.text() + "\n";
    return out;
}

core::Instant at_s(double seconds) {
    return core::Instant{} + core::from_seconds(seconds);
}

report::RunResult finished(Live& live) {
    live.finish();
    return live.result();
}

bool met(Live& live, const char* condition) {
    const auto out = live.wait(condition);
    if (!out) ADD_FAILURE() << text_of(out.error());
    return out.value_or(false);
}

scenario::Scenario without_steps(const char* emulate = "controller,vehicle,modules") {
    auto read = scenario::parse_scenario(
        "format: 1\nname: by hand\nemulate: \"" + std::string(emulate) + "\"\n", "hand",
        read_options());
    EXPECT_TRUE(read);
    return *read;
}

TEST(live, PiecesGiveTheBytesOfOneRun) {
    for (const char* name : {"normal/din", "faults/frames-jitter", "flags/authorisation"}) {
        const auto scenario = shipped(name);
        const auto whole = play(scenario).result;
        auto live = open(scenario);
        ASSERT_TRUE(live);
        for (int i = 1; i <= 500; ++i) live->advance(at_s(i * 0.0377));
        EXPECT_EQ(live->now(), at_s(500 * 0.0377));
        const auto result = finished(*live);
        EXPECT_TRUE(live->over());
        EXPECT_EQ(result.log_sha256, whole.log_sha256) << name;
        EXPECT_EQ(result.verdict, whole.verdict) << name;
        EXPECT_EQ(result.failures, whole.failures) << name;
        EXPECT_EQ(result.electrical_steps, whole.electrical_steps) << name;
    }
}

TEST(live, IsDrivenByHand) {
    auto live = open(without_steps());
    ASSERT_TRUE(live);
    live->advance(at_s(20));
    EXPECT_FALSE(live->over());
    EXPECT_EQ(live->state(), "Waiting_For_PEV");
    EXPECT_EQ(text_of(live->command("plug_in")), "");
    EXPECT_TRUE(met(*live, "{state: Charging, within_s: 60}"));
    const core::Instant charging = live->now();
    EXPECT_LT(charging, at_s(60));
    const auto signal = live->find_signal("Power_Modules_Status.Present_Current");
    ASSERT_TRUE(signal);
    live->advance(charging + core::from_seconds(10));
    EXPECT_GT(*live->value(*signal), 50.0);
    EXPECT_NEAR(*live->value(*signal), live->readings()->stage_current_A, 2.0);

    EXPECT_EQ(text_of(live->command("fault: {name: gone, kind: silence, from: modules}")), "");
    EXPECT_FALSE(met(*live, "{state: Ending_Charge, within_s: 0.3}"));
    EXPECT_FALSE(met(*live, "{signal: Emergency_Stop.Origin, at_least: 0, within_s: 0}"));
    EXPECT_EQ(text_of(live->command("clear: gone")), "");
    EXPECT_EQ(text_of(live->command("stop: user")), "");
    EXPECT_TRUE(met(*live, "{state: Closing_Communication, within_s: 20}"));
    const auto result = finished(*live);
    EXPECT_EQ(result.verdict, report::Verdict::inconclusive);
    EXPECT_THAT(result.failures, testing::ElementsAre("nothing was waited for or expected"));
    ASSERT_EQ(result.faults.size(), 1U);
    EXPECT_EQ(result.faults[0].name, "gone");
    EXPECT_GT(result.faults[0].frames, 0U);
}

TEST(live, SeesTheLastValueOfAMessageThatCameBefore) {
    auto live = open(without_steps());
    ASSERT_TRUE(live);
    ASSERT_EQ(text_of(live->command("plug_in")), "");
    ASSERT_TRUE(met(*live, "{state: Charging, within_s: 60}"));
    // No cycle time: it was sent once, before anybody asked.
    EXPECT_TRUE(met(*live,
                    "{signal: Charge_Status_Change.Vehicle_Ready_for_Charging, at_least: 0, "
                    "within_s: 0}"));
}

TEST(live, RefusesWhatCannotBe) {
    auto live = open(without_steps("controller,vehicle"));
    ASSERT_TRUE(live);
    EXPECT_EQ(text_of(live->command("hold_s: 1")),
              "step: this step takes time: 'hold_s 1'; use step() or run_until()\n");
    EXPECT_EQ(text_of(live->command("set: {modules.current_ramp_up_slope: 5}")),
              "step: the side that does this is not emulated here: 'set "
              "{modules.current_ramp_up_slope 5}'; emulate: controller,vehicle\n");
    EXPECT_EQ(text_of(live->command("clear: nothing")),
              "step: no such fault has begun: 'nothing'\n");
    EXPECT_THAT(text_of(live->command("jump")),
                testing::StartsWith("step:1:1: unknown step: 'jump'; allowed: plug_in"));
    ASSERT_EQ(text_of(live->command("fault: {name: a, kind: silence, from: controller}")), "");
    EXPECT_EQ(text_of(live->command("fault: {name: a, kind: silence, from: controller}")),
              "step: two faults have the same name: 'a'; name: NAME\n");
    EXPECT_THAT(live->find_signal("Power").error().text(),
                testing::StartsWith("signal: a signal is named with its message: 'Power'"));
    EXPECT_FALSE(live->find_signal("Power_Modules_Status.Present_Curent"));
}

TEST(live, StopEndsTheSessionInTheSafeOrder) {
    auto live = open(without_steps());
    ASSERT_TRUE(live);
    ASSERT_EQ(text_of(live->command("plug_in")), "");
    ASSERT_TRUE(met(*live, "{state: Charging, within_s: 60}"));
    live->stop();
    const auto result = finished(*live);
    EXPECT_THAT(result.failures, testing::Contains("interrupted by the user"));
    EXPECT_EQ(result.pistols[0].session_end, "Clean_Stop");
}

// Sends one frame of its own every 100 ms and counts what it hears.
class Beacon final : public rig::Guest {
public:
    explicit Beacon(int turns_to_live = 1'000'000) : turns_left_(turns_to_live) {}

    std::string name() const override { return "beacon"; }
    core::Result<core::Instant> step(core::Instant now, std::span<const can::Frame> heard,
                                     std::vector<can::Frame>& send) override {
        heard_ += heard.size();
        if (--turns_left_ == 0) return core::fail({{"beacon", 0, 0}, "is dark", "", "", ""});
        if (now >= due_) {
            can::Frame frame;
            frame.id = 0x1ABCDEF;
            frame.length = 1;
            frame.data[0] = static_cast<std::uint8_t>(++sent_);
            send.push_back(frame);
            due_ = now + core::from_seconds(0.1);
        }
        return due_;
    }

    std::uint64_t heard_ = 0;
    int sent_ = 0;

private:
    core::Instant due_;
    int turns_left_;
};

TEST(live, AGuestTakesPartInTheBus) {
    Beacon beacon;
    rig::RunOptions options;
    options.guests = {&beacon};
    auto live = open(without_steps(), options);
    ASSERT_TRUE(live);
    live->advance(at_s(10));
    EXPECT_EQ(beacon.sent_, 101);
    const auto result = finished(*live);
    EXPECT_EQ(beacon.heard_ + static_cast<std::uint64_t>(beacon.sent_), result.frames_sent);
    ASSERT_FALSE(result.unexpected_frames.empty());
    EXPECT_EQ(result.unexpected_frames[0].kind, "unknown_id");
    EXPECT_EQ(result.frames_dropped, 0U);
}

TEST(live, AGuestThatFailsEndsTheSession) {
    Beacon beacon(100);
    rig::RunOptions options;
    options.guests = {&beacon};
    auto live = open(shipped("normal/din"), options);
    ASSERT_TRUE(live);
    const auto result = finished(*live);
    EXPECT_EQ(result.verdict, report::Verdict::error);
    EXPECT_THAT(result.failures, testing::Contains("beacon: is dark"));
}

// A constant voltage that counts what flows into it.
class Cell final : public plant::ExternalBattery {
public:
    core::Result<plant::BatteryPoint> step(double seconds, double mean_current_A) override {
        seconds_ += seconds;
        charge_As_ += seconds * mean_current_A;
        return plant::BatteryPoint{voltage_V, 50.0 + charge_As_ / 36.0 / 100.0};
    }
    double voltage_V = 350.0;
    double seconds_ = 0.0;
    double charge_As_ = 0.0;
};

TEST(live, ABatteryOfTheUsersOwnIsCharged) {
    Cell cell;
    rig::RunOptions options;
    options.battery = &cell;
    auto live = open(without_steps(), options);
    ASSERT_TRUE(live);
    EXPECT_DOUBLE_EQ(live->readings()->battery_voltage_V, 350.0);
    ASSERT_EQ(text_of(live->command("plug_in")), "");
    ASSERT_TRUE(met(*live, "{state: Charging, within_s: 60}"));
    live->advance(live->now() + core::from_seconds(60));
    EXPECT_NEAR(cell.seconds_, core::to_seconds(live->now()), 0.2);
    EXPECT_GT(cell.charge_As_, 60.0 * 50.0);
    EXPECT_NEAR(live->readings()->soc_percent, 50.0 + cell.charge_As_ / 3600.0, 0.01);
    const double current_A = live->readings()->inlet_current_A;
    EXPECT_GT(live->readings()->battery_voltage_V, 350.0);
    EXPECT_LT(live->readings()->battery_voltage_V, 350.0 + 0.5 * current_A);
    cell.voltage_V = 5000.0;
    const auto result = finished(*live);
    EXPECT_EQ(result.verdict, report::Verdict::error);
    EXPECT_THAT(
        result.failures,
        testing::Contains("the battery model: impossible voltage: '5000'; allowed: 1 to 2000 V"));
}

TEST(live, ABatteryNeedsAVehicle) {
    Cell cell;
    rig::RunOptions options;
    options.registry = &registry();
    options.battery = &cell;
    const auto live = Live::open(without_steps("modules"), options, {});
    ASSERT_FALSE(live);
    EXPECT_EQ(text_of(live.error()),
              "the battery model: there is no vehicle here that could have it: 'modules'; allowed: "
              "a rig that emulates the vehicle\n");
}

}  // namespace
}  // namespace chargerig::integration
