// SPDX-License-Identifier: Apache-2.0
//
// Whole sessions on the timed bus, beside the ideal one: the same session, on a wire that takes
// time.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/can/frame_bits.hpp"
#include "tests/integration/played.hpp"

namespace chargerig::integration {
namespace {

using report::Verdict;

const Overrides kTimed{{"bus.fidelity", "timed"}};

std::vector<std::string> states(const Played& played) {
    std::vector<std::string> out;
    for (const auto& seen : played.result.pistols.at(0).states) out.push_back(seen.state);
    return out;
}

TEST(timed_bus, sessions_go_through_the_same_states) {
    for (const char* name : {"normal/din", "bidirectional/iso20-dynamic-ocpp"}) {
        const Played ideal = play(shipped(name));
        const Played timed = play(shipped(name, kTimed));
        EXPECT_EQ(timed.result.verdict, Verdict::pass) << name << "\n" << reasons(timed.result);
        EXPECT_EQ(states(timed), states(ideal)) << name;
        EXPECT_EQ(timed.result.frames_dropped, 0u);
        EXPECT_EQ(timed.result.frames_sent, timed.bus.size());
        EXPECT_NEAR(timed.result.pistols.at(0).energy_to_vehicle_kWh,
                    ideal.result.pistols.at(0).energy_to_vehicle_kWh, 0.01);
    }
}

TEST(timed_bus, one_frame_at_a_time_each_as_long_as_its_bits) {
    const auto log = play(shipped("normal/din", kTimed)).frames;
    ASSERT_GT(log.size(), 4'000u);
    int touching = 0;
    for (std::size_t i = 1; i < log.size(); ++i) {
        // The log shows ends, in whole microseconds.
        const std::int64_t bits = can::frame_bits(log[i]) + can::kInterframeBits;
        const core::Duration between = log[i].time - log[i - 1].time;
        ASSERT_GE(between.ns, bits * 2'000 - 1'000) << i;
        if (between.ns <= bits * 2'000 + 1'000) ++touching;
    }
    EXPECT_GT(touching, 1'000) << "what is sent at one instant waits for its turn";
}

// Counted again from the log.
TEST(timed_bus, load_is_that_of_the_logged_frames) {
    const Played played = play(shipped("normal/din", kTimed));
    std::int64_t bits = 0;
    for (const auto& frame : played.frames) {
        bits += can::frame_bits(frame) + can::kInterframeBits;
    }
    ASSERT_TRUE(played.result.bus_load_percent);
    ASSERT_TRUE(played.result.bus_load_peak_percent);
    const double wanted_percent =
        100.0 * static_cast<double>(bits) * 2e-6 / played.result.simulated_s;
    EXPECT_NEAR(*played.result.bus_load_percent, wanted_percent, 0.01);
    EXPECT_GT(*played.result.bus_load_peak_percent, *played.result.bus_load_percent);
    EXPECT_LT(*played.result.bus_load_peak_percent, 10.0);
}

TEST(timed_bus, half_the_bit_rate_is_twice_the_load) {
    const Played fast = play(shipped("normal/din", kTimed));
    const Played slow =
        play(shipped("normal/din", {{"bus.fidelity", "timed"}, {"bus.bit_rate_kbit_s", "250"}}));
    EXPECT_EQ(slow.result.verdict, Verdict::pass) << reasons(slow.result);
    EXPECT_NEAR(*slow.result.bus_load_percent, 2.0 * *fast.result.bus_load_percent, 0.02);
}

TEST(timed_bus, ideal_bus_has_no_load) {
    const Played played = play(shipped("normal/din"));
    EXPECT_FALSE(played.result.bus_load_percent);
    EXPECT_FALSE(played.result.bus_load_peak_percent);
}

TEST(timed_bus, same_bytes_again) {
    const auto scenario = shipped("normal/din", kTimed);
    EXPECT_EQ(play(scenario).result.log_sha256, play(scenario).result.log_sha256);
}

// Both periods as they reach the wire; there a frame may wait for one of the other side.
template <class M>
void expect_period(const Played& played, double jitter_s) {
    const auto sent = all<M>(played);
    ASSERT_GT(sent.size(), 100u);
    for (std::size_t i = 1; i < sent.size(); ++i) {
        ASSERT_NEAR(sent[i].first - sent[i - 1].first, 0.1, jitter_s) << sent[i].first;
    }
    const double mean_s =
        (sent.back().first - sent.front().first) / static_cast<double>(sent.size() - 1);
    EXPECT_NEAR(mean_s, 0.1, 1e-5);
}

TEST(Spec_5_13, Row_status_period_OnBothBuses) {
    const Played ideal = play(shipped("normal/din"));
    expect_period<evse::ControllerStatus>(ideal, 2e-6);
    expect_period<evse::PowerModulesStatus>(ideal, 2e-6);
    const Played timed = play(shipped("normal/din", kTimed));
    expect_period<evse::ControllerStatus>(timed, 1e-3);
    expect_period<evse::PowerModulesStatus>(timed, 1e-3);
}

}  // namespace
}  // namespace chargerig::integration
