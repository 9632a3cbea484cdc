// SPDX-License-Identifier: Apache-2.0
//
// A stranger on the bus of a running session: whatever he sends is counted and named, and the
// session goes on as if he were not there; only a second controller or power side is no pass.
#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>

#include "sim/monitor/frame_audit.hpp"
#include "tests/integration/played.hpp"

namespace chargerig::integration {
namespace {

using report::Verdict;

struct Stranger {
    std::uint32_t id = 0;
    std::uint8_t flags = can::kExtended;
    std::vector<std::uint8_t> data;
    const char* kind = "";
};

// Every 100 ms from before plug-in until after the session.
std::vector<can::Frame> frames(const Stranger& stranger, double from_s = 0.05, double to_s = 95.0) {
    std::vector<can::Frame> out;
    for (double t = from_s; t < to_s; t += 0.1) {
        can::Frame frame;
        frame.time = core::Instant{} + core::from_seconds(t);
        frame.id = stranger.id;
        frame.flags = stranger.flags;
        frame.length = static_cast<std::uint8_t>(stranger.data.size());
        std::copy(stranger.data.begin(), stranger.data.end(), frame.data.begin());
        out.push_back(frame);
    }
    return out;
}

Played play_with(std::vector<can::Frame> stranger, const Overrides& overrides = {}) {
    rig::RunOptions options;
    options.stranger = std::move(stranger);
    return play(shipped("normal/din", overrides), options);
}

std::vector<std::string> states(const Played& played) {
    std::vector<std::string> out;
    for (const auto& seen : played.result.pistols.at(0).states) out.push_back(seen.state);
    return out;
}

std::size_t notes_of(const Played& played, const std::string& kind) {
    return static_cast<std::size_t>(
        std::count_if(played.notes.begin(), played.notes.end(), [&](const core::Note& note) {
            return note.source == core::Source::bus &&
                   note.text.starts_with("unexpected frame, " + kind + ":");
        }));
}

const Stranger kHarmless[] = {
    {0x0106B003, can::kExtended, {0, 0, 0}, "too_short"},
    {0x01063000, can::kExtended, {0, 0, 0}, "too_short"},
    {0x01063001, can::kExtended, {0x88, 0x13, 0xB0, 0x04, 0, 0, 0}, "too_short"},
    {0x01063002, can::kExtended, {0, 0, 0, 0, 0, 0, 0, 0}, "longer"},
    {0x0106B0FF, can::kExtended, {1, 2, 3}, "unknown_id"},
    {0x01068005, can::kExtended, {0xA0, 0x0F, 0xB0, 0x04, 0x39}, "unknown_id"},
    {0x0206B000, can::kExtended, {7}, "other_pistol"},
    {0x0006B006, can::kExtended, {1}, "unknown_id"},
    {0x06B, 0, {7}, "standard_id"},
    {0x0106B000, can::kExtended | can::kRemote, {}, "remote_frame"},
    {0x00000008, can::kExtended | can::kErrorFrame, {0, 0, 0, 0, 0, 0, 0, 0}, "error_frame"},
};

TEST(unexpected, session_ends_as_before_each_kind_counted_and_named) {
    const Played before = play(shipped("normal/din"));
    ASSERT_EQ(before.result.verdict, Verdict::pass) << reasons(before.result);
    EXPECT_TRUE(before.result.unexpected_frames.empty());
    for (const Stranger& stranger : kHarmless) {
        SCOPED_TRACE(stranger.kind + std::to_string(stranger.id));
        const auto sent = frames(stranger);
        const Played played = play_with(sent);
        EXPECT_EQ(played.result.verdict, Verdict::pass) << reasons(played.result);
        EXPECT_EQ(states(played), states(before));
        EXPECT_EQ(played.final_soc_percent, before.final_soc_percent);
        EXPECT_EQ(played.result.pistols.at(0).energy_to_vehicle_kWh,
                  before.result.pistols.at(0).energy_to_vehicle_kWh);
        EXPECT_EQ(played.result.frames_dropped, 0u);
        ASSERT_EQ(played.result.unexpected_frames.size(), 1u);
        const auto& found = played.result.unexpected_frames.front();
        EXPECT_EQ(found.kind, stranger.kind);
        EXPECT_EQ(found.id, stranger.id);
        EXPECT_EQ(found.count, sent.size());
        EXPECT_NEAR(*found.first_t_s, 0.05, 1e-9);
        EXPECT_EQ(notes_of(played, stranger.kind), 1u);
    }
}

TEST(unexpected, all_at_once_on_the_timed_bus) {
    std::vector<can::Frame> sent;
    for (const Stranger& stranger : kHarmless) {
        // Error frames are made by the wire itself there.
        if ((stranger.flags & can::kErrorFrame) != 0) continue;
        const auto some = frames(stranger, 0.05 + 0.001 * static_cast<double>(sent.size() % 7));
        sent.insert(sent.end(), some.begin(), some.end());
    }
    std::stable_sort(sent.begin(), sent.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
    const Played played = play_with(sent, {{"bus.fidelity", "timed"}});
    EXPECT_EQ(played.result.verdict, Verdict::pass) << reasons(played.result);
    EXPECT_EQ(played.result.unexpected_frames.size(), std::size(kHarmless) - 1);
    std::uint64_t counted = 0;
    for (const auto& each : played.result.unexpected_frames) counted += each.count;
    EXPECT_EQ(counted, sent.size());
}

// Modules alone, and a controller that says what no label stands for (spec 5.9, 8.33).
TEST(unexpected, undefined_labels_of_a_controller_under_test_are_told) {
    const auto scenario = scenario::parse_scenario(
        "format: 1\nname: modules alone\nemulate: modules\nsteps:\n  - hold_s: 3\n", "alone.yaml",
        read_options());
    ASSERT_TRUE(scenario);
    auto sent = frames({0x0106B000, can::kExtended, {200}, ""}, 0.05, 2.0);
    for (auto& frame : frames({0x0106B003, can::kExtended, {0, 0, 0, 0, 0, 0, 3}, ""}, 0.05, 2.0)) {
        sent.push_back(frame);
    }
    std::stable_sort(sent.begin(), sent.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
    rig::RunOptions options;
    options.stranger = sent;
    options.timeout_s = 5.0;
    const Played played = play(*scenario, options);
    EXPECT_EQ(played.result.verdict, Verdict::inconclusive) << reasons(played.result);
    ASSERT_EQ(played.result.unexpected_frames.size(), 2u);
    const auto& state = played.result.unexpected_frames[0];
    EXPECT_EQ(state.kind, "undefined_label");
    EXPECT_EQ(state.count, sent.size() / 2);
    EXPECT_EQ(state.detail, "0106B000, 1 byte: Advantics_Controller_Status.State=unknown(200)");
    EXPECT_EQ(played.result.pistols.at(0).states.at(0).state, "unknown(200)");
    const auto& function = played.result.unexpected_frames[1];
    EXPECT_EQ(function.kind, "undefined_power_function");
    EXPECT_EQ(function.count, sent.size() / 2);
    EXPECT_EQ(function.detail, "0106B003, 7 bytes: DC_Power_Control.Power_Function=unknown(3)");
}

TEST(unexpected, second_power_side_is_no_pass) {
    const Stranger other{0x01063000, can::kExtended, {0, 0, 0, 0, 0, 0, 1, 255}, ""};
    const Played played = play_with(frames(other, 0.05, 1.0));
    EXPECT_EQ(played.result.verdict, Verdict::fail);
    EXPECT_NE(reasons(played.result).find("a second power side is on the bus"), std::string::npos)
        << reasons(played.result);
    EXPECT_EQ(notes_of(played, "second_power_side"), 1u);
}

TEST(unexpected, second_controller_is_no_pass) {
    // It stays in Waiting_For_PEV, as one would whose plug is free.
    const Stranger other{0x0106B000, can::kExtended, {1}, "second_controller"};
    const Played played = play_with(frames(other));
    EXPECT_EQ(played.result.verdict, Verdict::fail);
    EXPECT_NE(reasons(played.result).find("a second controller is on the bus"), std::string::npos)
        << reasons(played.result);
    EXPECT_EQ(notes_of(played, "second_controller"), 1u);
    // What it says is not taken for the state of the controller played here.
    const auto seen = states(played);
    EXPECT_EQ(std::count(seen.begin(), seen.end(), "Initialising"), 1);
    EXPECT_LE(std::count(seen.begin(), seen.end(), "Waiting_For_PEV"), 2);
}

// On the wire two senders of one identifier collide sooner or later.
TEST(unexpected, second_controller_on_the_timed_bus_makes_error_frames) {
    const Stranger other{0x0106B000, can::kExtended, {12}, "second_controller"};
    const Played ours = play(shipped("normal/din", {{"bus.fidelity", "timed"}}));
    // At the very instants of ours: its status is sent on the grid of 100 ms from 0 on.
    std::vector<can::Frame> sent = frames(other, 0.1, 3.0);
    for (std::size_t i = 0; i < sent.size(); ++i) {
        sent[i].time = core::Instant{static_cast<std::int64_t>(i + 1) * 100'000'000};
    }
    const Played played = play_with(sent, {{"bus.fidelity", "timed"}});
    EXPECT_EQ(ours.result.verdict, Verdict::pass);
    EXPECT_EQ(played.result.verdict, Verdict::fail);
    std::uint64_t errors = 0;
    for (const auto& each : played.result.unexpected_frames) {
        if (each.kind == "error_frame") errors += each.count;
    }
    EXPECT_GE(errors, 16u);
    EXPECT_EQ(notes_of(played, "error_frame"), 1u);
}

// A bridge that returns our status is told from a second controller.
TEST(unexpected, status_that_comes_back_is_an_echo) {
    const Played first = play(shipped("normal/din"));
    std::vector<can::Frame> echo;
    for (can::Frame frame : first.frames) {
        frame.time = frame.time + core::Duration{5'000'000};
        if (frame.id == 0x0106B000 && frame.time < core::Instant{95'000'000'000}) {
            echo.push_back(frame);
        }
    }
    const Played played = play_with(echo);
    EXPECT_EQ(played.result.verdict, Verdict::pass) << reasons(played.result);
    EXPECT_EQ(states(played), states(first));
    ASSERT_EQ(played.result.unexpected_frames.size(), 1u);
    EXPECT_EQ(played.result.unexpected_frames[0].kind, "own_echo");
    EXPECT_EQ(played.result.unexpected_frames[0].count, echo.size());
}

TEST(unexpected, same_bytes_again) {
    const auto sent = frames(kHarmless[0]);
    EXPECT_EQ(play_with(sent).result.log_sha256, play_with(sent).result.log_sha256);
}

}  // namespace
}  // namespace chargerig::integration
