// SPDX-License-Identifier: Apache-2.0
#include "sim/link/stream.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace chargerig::link {
namespace {

using namespace core::literals;
using core::Instant;

Instant at_ms(std::int64_t ms) {
    return Instant{ms * 1'000'000};
}

Var soc(double percent) {
    return var({}, VarName::dc_full_soc, percent);
}
Command ready(bool value) {
    return command({}, CommandName::dlink_ready, value);
}

TEST(Stream, delivers_after_the_delay_and_not_before) {
    HlcStream stream(20_ms);
    EXPECT_EQ(stream.next_arrival(), core::kNever);
    EXPECT_EQ(stream.send(soc(80), at_ms(100)), at_ms(120));
    EXPECT_EQ(stream.next_arrival(), at_ms(120));
    core::InlineVector<Var, 8> vars;
    stream.receive_vars(Instant{at_ms(120).ns - 1}, vars);
    EXPECT_TRUE(vars.empty());
    stream.receive_vars(at_ms(120), vars);
    ASSERT_EQ(vars.size(), 1u);
    EXPECT_EQ(vars[0], var(at_ms(100), VarName::dc_full_soc, 80.0));
    EXPECT_EQ(stream.next_arrival(), core::kNever);
}

TEST(Stream, keeps_the_order_when_the_delay_gets_shorter) {
    HlcStream stream(20_ms);
    ASSERT_TRUE(stream.send(soc(1), at_ms(0)));
    stream.to_charger.set_delay(1_ms);
    EXPECT_EQ(stream.send(soc(2), at_ms(5)), at_ms(20));
    EXPECT_EQ(stream.send(soc(3), at_ms(30)), at_ms(31));
    core::InlineVector<Var, 8> vars;
    stream.receive_vars(at_ms(31), vars);
    ASSERT_EQ(vars.size(), 3u);
    EXPECT_EQ(vars[0].payload, VarPayload(1.0));
    EXPECT_EQ(vars[1].payload, VarPayload(2.0));
    EXPECT_EQ(vars[2].payload, VarPayload(3.0));
}

TEST(Stream, receives_at_a_later_instant_even_without_a_delay) {
    HlcStream stream(0_ms);
    core::InlineVector<Var, 8> vars;
    ASSERT_TRUE(stream.send(soc(1), at_ms(7)));
    stream.receive_vars(at_ms(7), vars);
    EXPECT_TRUE(vars.empty());
    EXPECT_EQ(stream.next_arrival(), at_ms(7) + 1_ns);
}

TEST(Stream, keeps_the_directions_apart) {
    HlcStream stream(5_ms);
    stream.to_vehicle.set_delay(50_ms);
    ASSERT_TRUE(stream.send(ready(true), at_ms(0)));
    ASSERT_TRUE(stream.send(soc(1), at_ms(0)));
    EXPECT_EQ(stream.next_arrival(), at_ms(5));
    core::InlineVector<Var, 8> vars;
    stream.receive_vars(at_ms(5), vars);
    EXPECT_EQ(vars.size(), 1u);
    EXPECT_EQ(stream.next_arrival(), at_ms(50));
    core::InlineVector<Command, 8> commands;
    stream.receive_commands(at_ms(50), commands);
    ASSERT_EQ(commands.size(), 1u);
    EXPECT_EQ(commands[0], command(at_ms(0), CommandName::dlink_ready, true));
}

TEST(Stream, leaves_what_does_not_fit_for_the_next_call) {
    HlcStream stream(1_ms);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(stream.send(soc(i), at_ms(0)));
    core::InlineVector<Var, 2> vars;
    stream.receive_vars(at_ms(1), vars);
    EXPECT_EQ(vars.size(), 2u);
    EXPECT_EQ(stream.next_arrival(), at_ms(1));
    vars.clear();
    stream.receive_vars(at_ms(1), vars);
    ASSERT_EQ(vars.size(), 1u);
    EXPECT_EQ(vars[0].payload, VarPayload(2.0));
}

TEST(Stream, refuses_what_the_interface_does_not_allow) {
    HlcStream stream;
    const auto answer = stream.send(soc(101), at_ms(0));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().what, "var dc_full_soc: value is out of range");
    EXPECT_EQ(stream.to_charger.counts().refused, 1u);
    EXPECT_EQ(stream.to_charger.counts().sent, 0u);
    EXPECT_EQ(stream.to_charger.last_error(), answer.error());
    EXPECT_EQ(stream.next_arrival(), core::kNever);
}

TEST(Stream, refuses_discharge_only_when_told_to_hold_to_the_schema) {
    const Var target =
        var({}, VarName::dc_ev_target_voltage_current,
            DcEvTargetValues{.dc_ev_target_voltage = 400.0, .dc_ev_target_current = -50.0});
    HlcStream tolerant;
    EXPECT_TRUE(tolerant.send(target, at_ms(0)));
    HlcStream strict(1_ms, Strictness::schema);
    EXPECT_FALSE(strict.send(target, at_ms(0)));
}

TEST(Stream, counts_what_finds_it_full_and_goes_on_afterwards) {
    HlcStream stream(1_ms);
    constexpr std::size_t kCapacity = StreamDirection<Var>::kCapacity;
    for (std::size_t i = 0; i < kCapacity; ++i) ASSERT_TRUE(stream.send(soc(50), at_ms(0)));
    const auto answer = stream.send(soc(60), at_ms(0));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().text(),
              "message dc_full_soc found the vehicle link full: '129 messages'; allowed: up to 128 "
              "under way; receive more often or shorten the delay");
    EXPECT_EQ(stream.to_charger.counts().overflowed, 1u);
    core::InlineVector<Var, kCapacity> vars;
    stream.receive_vars(at_ms(1), vars);
    EXPECT_EQ(vars.size(), kCapacity);
    EXPECT_TRUE(stream.send(soc(60), at_ms(2)));
    EXPECT_EQ(stream.to_charger.counts(),
              (StreamCounts{
                  .sent = kCapacity + 1, .delivered = kCapacity, .refused = 0, .overflowed = 1}));
}

TEST(Stream, shows_each_taken_message_to_its_tap) {
    HlcStream stream(10_ms);
    std::vector<std::pair<Var, Instant>> seen;
    stream.to_charger.tap = [&](const Var& message, Instant arrival) {
        seen.emplace_back(message, arrival);
    };
    ASSERT_TRUE(stream.send(soc(80), at_ms(3)));
    ASSERT_FALSE(stream.send(soc(-1), at_ms(4)));
    ASSERT_EQ(seen.size(), 1u);
    EXPECT_EQ(seen[0].first, var(at_ms(3), VarName::dc_full_soc, 80.0));
    EXPECT_EQ(seen[0].second, at_ms(13));
}

TEST(Stream, takes_and_records_ac_commands_like_any_other) {
    HlcStream stream(1_ms);
    std::size_t recorded = 0;
    stream.to_vehicle.tap = [&](const Command&, Instant) { ++recorded; };
    EXPECT_TRUE(stream.send(command({}, CommandName::update_ac_max_current, 32.0), at_ms(0)));
    EXPECT_TRUE(stream.send(
        command({}, CommandName::update_ac_present_power, units::Power{.total = 1000.0}),
        at_ms(0)));
    EXPECT_TRUE(
        stream.send(command({}, CommandName::update_ac_target_values, AcTargetValues{}), at_ms(0)));
    EXPECT_EQ(recorded, 3u);
}

}  // namespace
}  // namespace chargerig::link
