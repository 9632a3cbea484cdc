// SPDX-License-Identifier: Apache-2.0
#include "sim/fault/layer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>

#include "sim/evse/registry.hpp"

namespace chargerig::fault {
namespace {

using namespace core::literals;

const evse::Version& version() {
    static const auto registry = evse::Registry::load(CHARGERIG_SOURCE_DIR "/resources");
    static const auto found = registry->find("3.6");
    return **found;
}

constexpr std::uint32_t kStatus = 0x01063000;   // Power_Modules_Status
constexpr std::uint32_t kControl = 0x0106B003;  // DC_Power_Control
constexpr const char* kStatusName = "Power_Modules_Status";

can::Frame frame(std::uint32_t id, std::uint8_t first_byte = 0) {
    can::Frame out;
    out.id = id;
    out.direction = can::Direction::sent;
    out.length = 8;
    out.data[0] = first_byte;
    return out;
}

Description fault(Kind kind, std::string message = kStatusName) {
    Description out;
    out.name = "f";
    out.kind = kind;
    out.from = Side::modules;
    out.message = std::move(message);
    return out;
}

class Faults : public testing::Test {
protected:
    void begin(const Description& what) { ASSERT_TRUE(layer.begin(state, what, now)); }

    // Sends at the present instant and returns what goes out now.
    std::vector<can::Frame> send(const can::Frame& one, bool stop = false) {
        std::vector<Outgoing> out;
        const bool controller = (one.id & evse::kFromControllerBit) != 0;
        layer.send(state, {controller ? Side::controller : Side::modules, one, stop, false}, now,
                   out);
        return frames(out);
    }
    std::vector<can::Frame> wait(core::Duration time) {
        now = now + time;
        std::vector<Outgoing> out;
        layer.advance(state, now, out, notes);
        last = out;
        return frames(out);
    }
    static std::vector<can::Frame> frames(const std::vector<Outgoing>& out) {
        std::vector<can::Frame> bare;
        for (const auto& each : out) bare.push_back(each.frame);
        return bare;
    }
    std::uint64_t touched() const { return state.tallies.at(0).frames; }

    Layer layer{version(), 1, 1};
    State state;
    core::Instant now{1'000'000'000};
    std::vector<core::Note> notes;
    std::vector<Outgoing> last;
};

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST_F(Faults, NothingIsActiveBeforeTheFirst) {
    EXPECT_FALSE(state.active());
    EXPECT_EQ(layer.next_wakeup(state), core::kNever);
}

TEST_F(Faults, AreAboutTheirMessageAlone) {
    begin(fault(Kind::stop_message));
    EXPECT_THAT(send(frame(kStatus)), IsEmpty());
    EXPECT_THAT(send(frame(0x01063001)), SizeIs(1));
    EXPECT_THAT(send(frame(kControl)), SizeIs(1));
    EXPECT_EQ(touched(), 1U);
}

TEST_F(Faults, OfASideAreAboutAllItSends) {
    begin(fault(Kind::silence, ""));
    EXPECT_THAT(send(frame(kStatus)), IsEmpty());
    EXPECT_THAT(send(frame(0x01063001)), IsEmpty());
    EXPECT_THAT(send(frame(kControl)), SizeIs(1));
}

TEST_F(Faults, EndAfterTheirTimeAndSayHowManyFramesTheyTouched) {
    Description what = fault(Kind::stop_message);
    what.lasts = 1_s;
    begin(what);
    EXPECT_EQ(layer.next_wakeup(state), now + 1_s);
    send(frame(kStatus));
    wait(999_ms);
    EXPECT_THAT(send(frame(kStatus)), IsEmpty());
    EXPECT_THAT(notes, IsEmpty());
    wait(1_ms);
    EXPECT_THAT(send(frame(kStatus)), SizeIs(1));
    ASSERT_THAT(notes, SizeIs(1));
    EXPECT_EQ(notes[0].text, "fault f ends");
    EXPECT_EQ(notes[0].cause, "2 frames");
    EXPECT_FALSE(state.active());
    EXPECT_EQ(touched(), 2U);
}

TEST_F(Faults, EndAfterTheirCount) {
    Description what = fault(Kind::drop);
    what.count = 2;
    begin(what);
    EXPECT_THAT(send(frame(kStatus)), IsEmpty());
    EXPECT_THAT(send(frame(kStatus)), IsEmpty());
    EXPECT_THAT(send(frame(kStatus)), SizeIs(1));
}

TEST_F(Faults, EndWhenTheyAreCleared) {
    begin(fault(Kind::drop));
    layer.clear(state, "another", now, notes);
    EXPECT_THAT(send(frame(kStatus)), IsEmpty());
    layer.clear(state, "f", now, notes);
    EXPECT_THAT(send(frame(kStatus)), SizeIs(1));
    EXPECT_FALSE(state.active());
}

TEST_F(Faults, BeginAnewUnderTheSameName) {
    Description what = fault(Kind::drop);
    what.count = 1;
    begin(what);
    send(frame(kStatus));
    begin(what);
    EXPECT_THAT(send(frame(kStatus)), IsEmpty());
    EXPECT_EQ(state.running.size(), 1U);
    EXPECT_EQ(touched(), 2U);
}

TEST_F(Faults, DropByChanceLosesAboutThatMany) {
    Description what = fault(Kind::drop);
    what.percent = 25.0;
    begin(what);
    for (int i = 0; i < 1000; ++i) send(frame(kStatus));
    EXPECT_NEAR(static_cast<double>(touched()), 250.0, 50.0);
}

TEST_F(Faults, DelaySendsLaterWithTheNewTime) {
    Description what = fault(Kind::delay);
    what.time = 30_ms;
    begin(what);
    EXPECT_THAT(send(frame(kStatus, 7)), IsEmpty());
    EXPECT_EQ(layer.next_wakeup(state), now + 30_ms);
    EXPECT_THAT(wait(29_ms), IsEmpty());
    const auto sent = wait(1_ms);
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].data[0], 7);
    EXPECT_EQ(sent[0].time, now);
}

TEST_F(Faults, JitterStaysWithinItsBoundAndKeepsTheOrder) {
    Description what = fault(Kind::jitter);
    what.time = 50_ms;
    begin(what);
    std::vector<int> order;
    for (std::uint8_t i = 0; i < 100; ++i) {
        send(frame(kStatus, i));
        EXPECT_LE(state.waiting.back().due, now + 50_ms);
        for (const auto& each : wait(1_ms)) order.push_back(each.data[0]);
    }
    EXPECT_GT(order.size(), 40U);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_F(Faults, DuplicateSendsCopies) {
    Description what = fault(Kind::duplicate);
    what.copies = 2;
    begin(what);
    EXPECT_THAT(send(frame(kStatus)), SizeIs(3));
    EXPECT_EQ(touched(), 1U);
}

TEST_F(Faults, ReorderExchangesTwoAndLetsTheLastOneGoAtItsEnd) {
    begin(fault(Kind::reorder));
    EXPECT_THAT(send(frame(kStatus, 1)), IsEmpty());
    const auto both = send(frame(kStatus, 2));
    ASSERT_THAT(both, SizeIs(2));
    EXPECT_EQ(both[0].data[0], 2);
    EXPECT_EQ(both[1].data[0], 1);
    send(frame(kStatus, 3));
    layer.clear(state, "f", now, notes);
    EXPECT_THAT(wait(0_ms), ElementsAre(testing::Field(&can::Frame::data, testing::Contains(3))));
}

TEST_F(Faults, WrongLengthCutsBytesOff) {
    Description what = fault(Kind::wrong_length);
    what.length = 3;
    begin(what);
    can::Frame full = frame(kStatus);
    full.data.fill(0xFF);
    const auto sent = send(full);
    EXPECT_EQ(sent[0].length, 3);
    EXPECT_EQ(sent[0].data, (std::array<std::uint8_t, 8>{0xFF, 0xFF, 0xFF}));
}

TEST_F(Faults, WrongIdReplacesAllOfIt) {
    Description what = fault(Kind::wrong_id);
    what.id = 0x123;
    begin(what);
    EXPECT_EQ(send(frame(kStatus))[0].id, 0x123U);
}

TEST_F(Faults, CorruptBitsTurnsThatMany) {
    Description what = fault(Kind::corrupt_bits);
    what.bits = 5;
    begin(what);
    for (int i = 0; i < 20; ++i) {
        std::uint64_t bits = 0;
        const auto sent = send(frame(kStatus));
        for (const auto byte : sent[0].data) bits = bits << 8 | byte;
        EXPECT_EQ(std::popcount(bits), 5);
    }
}

double signal(const can::Frame& frame, const char* name) {
    int message = -1;
    EXPECT_EQ(version().classify(frame, message), evse::DecodeFault::none);
    const auto& found = version().database().messages[static_cast<std::size_t>(message)];
    const auto index =
        static_cast<std::size_t>(dbc::find_signal(found, name) - found.signals.data());
    return version().codec(message).signal(index).decode(frame.data);
}

TEST_F(Faults, ForceSignalWritesItsValueAndNothingElse) {
    Description what = fault(Kind::force_signal);
    what.signal = "Present_Current";
    what.value = -12.5;
    begin(what);
    const can::Frame before = frame(kStatus);
    const auto sent = send(before);
    EXPECT_DOUBLE_EQ(signal(sent[0], "Present_Current"), -12.5);
    EXPECT_DOUBLE_EQ(signal(sent[0], "Present_Voltage"), signal(before, "Present_Voltage"));
    EXPECT_DOUBLE_EQ(signal(sent[0], "System_Enable"), signal(before, "System_Enable"));
}

TEST_F(Faults, ForceSignalWritesARawValueThatHasNoMeaning) {
    Description what = fault(Kind::force_signal);
    what.signal = "System_Enable";
    what.raw = 170;
    begin(what);
    EXPECT_DOUBLE_EQ(signal(send(frame(kStatus))[0], "System_Enable"), 170.0);
}

TEST_F(Faults, FreezeSignalKeepsTheFirstValue) {
    Description other = fault(Kind::force_signal);
    other.signal = "Present_Current";
    other.value = 10.0;
    begin(other);
    const can::Frame first = send(frame(kStatus))[0];
    layer.clear(state, "f", now, notes);
    Description what = fault(Kind::freeze_signal);
    what.signal = "Present_Current";
    begin(what);
    send(first);
    EXPECT_DOUBLE_EQ(signal(send(frame(kStatus))[0], "Present_Current"), 10.0);
}

TEST_F(Faults, WrongPeriodSendsTheLatestAtItsOwnPace) {
    Description what = fault(Kind::wrong_period);
    what.time = 250_ms;
    begin(what);
    EXPECT_THAT(send(frame(kStatus, 1)), IsEmpty());
    wait(100_ms);
    EXPECT_THAT(send(frame(kStatus, 2)), IsEmpty());
    EXPECT_THAT(wait(149_ms), IsEmpty());
    const auto sent = wait(1_ms);
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].data[0], 2);
    EXPECT_EQ(layer.next_wakeup(state), now + 250_ms);
}

TEST_F(Faults, FloodSendsFromItsBeginningOn) {
    Description what = fault(Kind::flood, "");
    what.id = 0x42;
    what.length = 4;
    what.time = 1_ms;
    begin(what);
    const auto sent = wait(0_ms);
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].id, 0x42U);
    EXPECT_EQ(sent[0].length, 4);
    EXPECT_FALSE(last[0].from_stranger);
    EXPECT_THAT(wait(1_ms), SizeIs(1));
    // What was missed is not made up for.
    EXPECT_THAT(wait(50_ms), SizeIs(1));
    EXPECT_THAT(send(frame(kStatus)), SizeIs(1));
}

TEST_F(Faults, ASecondSenderRepeatsWhatTheOtherSideHeard) {
    Description what = fault(Kind::two_senders);
    what.time = 100_ms;
    what.signal = "System_Enable";
    what.value = 0;
    begin(what);
    EXPECT_EQ(made_by(what), Side::controller);
    EXPECT_THAT(wait(100_ms), IsEmpty());
    can::Frame other_pistol = frame(kStatus);
    other_pistol.id = 0x02063000;
    EXPECT_TRUE(layer.hear(state, Side::controller, other_pistol, now));
    EXPECT_EQ(layer.next_wakeup(state), core::kNever);
    can::Frame heard = frame(kStatus);
    heard.data.fill(0xFF);
    EXPECT_TRUE(layer.hear(state, Side::controller, heard, now));
    const auto sent = wait(50_ms);
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_TRUE(last[0].from_stranger);
    EXPECT_EQ(sent[0].direction, can::Direction::sent);
    EXPECT_DOUBLE_EQ(signal(sent[0], "System_Enable"), 0.0);
    EXPECT_DOUBLE_EQ(signal(sent[0], "Present_Voltage"), signal(heard, "Present_Voltage"));
    EXPECT_THAT(wait(100_ms), SizeIs(1));
}

TEST_F(Faults, OffTheBusNeitherSendsNorHears) {
    begin(fault(Kind::bus_off, ""));
    EXPECT_THAT(send(frame(kStatus)), IsEmpty());
    EXPECT_FALSE(layer.hear(state, Side::modules, frame(kControl), now));
    EXPECT_TRUE(layer.hear(state, Side::controller, frame(kControl), now));
    EXPECT_EQ(touched(), 2U);
}

TEST_F(Faults, SeveralActOneAfterTheOther) {
    Description force = fault(Kind::force_signal);
    force.signal = "Present_Voltage";
    force.value = 400.0;
    begin(force);
    Description late = fault(Kind::delay);
    late.name = "late";
    late.time = 10_ms;
    begin(late);
    EXPECT_THAT(send(frame(kStatus)), IsEmpty());
    EXPECT_DOUBLE_EQ(signal(wait(10_ms)[0], "Present_Voltage"), 400.0);
}

Description of_controller(Kind kind) {
    Description out = fault(kind, "DC_Power_Control");
    out.from = Side::controller;
    return out;
}

TEST_F(Faults, StopFramesPassUntouched) {
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
        Description what = of_controller(static_cast<Kind>(kind));
        what.name = std::to_string(kind);
        what.signal = "Power_Function";
        what.value = 8.0;
        what.time = 100_ms;
        what.length = 0;
        begin(what);
    }
    const can::Frame stop = frame(kControl, 3);
    EXPECT_THAT(send(stop, true), ElementsAre(stop));
}

TEST_F(Faults, AStopTakesBackWhatWasHeldUpBeforeIt) {
    Description late = of_controller(Kind::delay);
    late.time = 500_ms;
    begin(late);
    EXPECT_THAT(send(frame(kControl)), IsEmpty());
    EXPECT_THAT(send(frame(kControl), true), SizeIs(1));
    EXPECT_THAT(wait(1_s), IsEmpty());

    Description rare = of_controller(Kind::wrong_period);
    rare.time = 500_ms;
    begin(rare);
    EXPECT_THAT(send(frame(kControl)), IsEmpty());
    EXPECT_THAT(send(frame(kControl), true), SizeIs(1));
    EXPECT_THAT(wait(1_s), IsEmpty());
}

TEST(Rule, RefusesWhatTheSignalCannotCarry) {
    const core::SourcePosition where{"f.yaml", 3, 5};
    Description what = fault(Kind::force_signal);
    what.signal = "Present_Current";
    what.value = 4000.0;
    EXPECT_EQ(make_rule(what, version(), where).error().text(),
              "f.yaml:3:5: Power_Modules_Status.Present_Current cannot carry this value: '4000'; "
              "allowed: -3276.8 to 3276.7; raw: writes the bits of any value");
    what.raw = 70'000;
    EXPECT_EQ(make_rule(what, version(), where).error().text(),
              "f.yaml:3:5: Power_Modules_Status.Present_Current has no room for this raw value: "
              "'70000'; allowed: what fits its bits");
}

}  // namespace
}  // namespace chargerig::fault
