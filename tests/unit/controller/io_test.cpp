// SPDX-License-Identifier: Apache-2.0
//
// The box's digital inputs, outputs, LEDs and temperatures, and the messages for information
// (spec 5.4).
#include <gtest/gtest.h>

#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using core::NoteKind;
using evse::Cui1Inputs;
using evse::SeccInputs;
using evse::SeccOutputs;
using evse::SpccInputs;
using evse::SpccOutputs;
using enum evse::ControllerState;

Configuration with(Hardware hardware) {
    Configuration configuration;
    configuration.hardware = hardware;
    configuration.dig_in1 = configuration.dig_in3 = InputRole::Monitor;
    return configuration;
}

TEST(Inputs, only_the_message_of_the_hardware_is_sent) {
    Bench secc(with(Hardware::secc));
    Bench spcc(with(Hardware::spcc));
    Bench cui1(with(Hardware::cui1));
    for (Bench* bench : {&secc, &spcc, &cui1}) {
        bench->connector_degC = {31.0, 32.0};
        bench->digital_input = {true, true, false, true, false, false};
        bench->run_until(at_ms(3'250));
        const std::size_t count = bench->sent<SeccInputs>().size() +
                                  bench->sent<SpccInputs>().size() +
                                  bench->sent<Cui1Inputs>().size();
        EXPECT_EQ(count, 4u);
    }
    ASSERT_EQ(secc.sent<SeccInputs>().size(), 4u);
    ASSERT_EQ(spcc.sent<SpccInputs>().size(), 4u);
    ASSERT_EQ(cui1.sent<Cui1Inputs>().size(), 4u);
    // Monitored are the first and the third; there is no sensor for the other temperatures.
    EXPECT_EQ(secc.sent<SeccInputs>()[0].message,
              (SeccInputs{{true, false, false, false}, -40.0, {31.0, 32.0}}));
    EXPECT_EQ(spcc.sent<SpccInputs>()[0].message,
              (SpccInputs{{true, false, false, false}, {-40.0, -40.0}, 31.0, 32.0, -40.0, -40.0}));
    EXPECT_EQ(cui1.sent<Cui1Inputs>()[0].message, (Cui1Inputs{{true}, -40.0, -40.0, {31.0, 32.0}}));
}

TEST(Inputs, are_silent_until_they_are_initialised) {
    Configuration configuration = with(Hardware::secc);
    configuration.boot_s = 5.0;
    Bench bench(configuration);
    bench.run_until(at_ms(2'000));
    bench.digital_input[0] = true;
    bench.step();
    bench.run_until(at_ms(4'999));
    EXPECT_TRUE(bench.sent<SeccInputs>().empty());
    bench.run_until(at_ms(5'100));
    ASSERT_EQ(bench.sent<SeccInputs>().size(), 1u);
    EXPECT_TRUE(bench.sent<SeccInputs>()[0].message.digital_input[0]);
}

TEST(Inputs, a_change_is_sent_at_once_beside_the_grid) {
    Bench bench(with(Hardware::secc));
    bench.run_until(at_ms(1'430));
    bench.digital_input[2] = true;
    bench.step();
    bench.run_until(at_ms(1'700));
    bench.digital_input[2] = false;
    bench.step();
    bench.run_until(at_ms(3'200));
    const auto sent = bench.sent<SeccInputs>();
    std::vector<std::int64_t> times;
    std::vector<bool> levels;
    for (const auto& each : sent) {
        times.push_back(to_ms(each.time));
        levels.push_back(each.message.digital_input[2]);
    }
    EXPECT_EQ(times, (std::vector<std::int64_t>{200, 1'200, 1'430, 1'700, 2'200, 3'200}));
    EXPECT_EQ(levels, (std::vector<bool>{false, false, true, false, false, false}));
}

TEST(Inputs, a_change_on_the_grid_is_sent_once) {
    Bench bench(with(Hardware::secc));
    bench.run_until(at_ms(1'199));
    bench.now = at_ms(1'200);
    bench.digital_input[0] = true;
    bench.step();
    bench.step();
    ASSERT_EQ(bench.sent<SeccInputs>().size(), 2u);
    EXPECT_TRUE(bench.sent<SeccInputs>()[1].message.digital_input[0]);
}

TEST(Inputs, what_is_not_monitored_is_neither_shown_nor_sent_on_change) {
    Configuration configuration;
    configuration.dig_in1 = InputRole::CCS_DC_Stop;
    Bench bench(configuration);
    bench.run_until(at_ms(1'500));
    const std::size_t before = bench.sent<SeccInputs>().size();
    bench.digital_input = {true, true, true, true, false, false};
    bench.step();
    EXPECT_EQ(bench.sent<SeccInputs>().size(), before);
    bench.run_for(1_s);
    EXPECT_EQ(bench.sent<SeccInputs>().back().message, SeccInputs{});
}

TEST(Inputs, stop_inputs_end_a_charge_as_the_users_button_does) {
    for (const InputRole role : {InputRole::Stop, InputRole::CCS_DC_Stop}) {
        Configuration configuration;
        configuration.dig_in4 = role;
        Bench bench(configuration);
        bench.reach(Charging);
        bench.run_for(500_ms);
        bench.digital_input[3] = true;
        bench.step();
        EXPECT_TRUE(bench.outputs.charger.stop_asked);
        EXPECT_TRUE(bench.noted(NoteKind::action, "stop input pressed"));
        bench.phase(HlcPhase::stopped);
        EXPECT_TRUE(bench.run_to(Ending_Charge));
        bench.phase(HlcPhase::closed);
        EXPECT_TRUE(bench.run_to(Waiting_For_PEV));
        EXPECT_EQ(bench.finished(), evse::StopState::Clean_Stop);
    }
}

TEST(Inputs, a_stop_input_before_charging_gives_the_session_up) {
    Configuration configuration;
    configuration.dig_in1 = InputRole::Stop;
    Bench bench(configuration);
    bench.reach(Connected_With_Full_Info);
    bench.digital_input[0] = true;
    bench.step();
    EXPECT_EQ(bench.state.state, Closing_Communication);
    bench.run_for(5_s);
    EXPECT_EQ(bench.finished(), evse::StopState::Rushed_Stop);
}

TEST(Inputs, a_stop_input_that_is_held_has_to_be_let_go_first) {
    Configuration configuration;
    configuration.dig_in1 = InputRole::Stop;
    Bench bench(configuration);
    bench.digital_input[0] = true;  // while it starts up
    bench.reach(Charging);
    bench.run_for(2_s);
    EXPECT_EQ(bench.state.state, Charging);
    EXPECT_FALSE(bench.outputs.charger.stop_asked);
    bench.digital_input[0] = false;
    bench.step();
    EXPECT_FALSE(bench.outputs.charger.stop_asked);
    bench.digital_input[0] = true;
    bench.step();
    EXPECT_TRUE(bench.outputs.charger.stop_asked);
}

struct Idle {
    InputRole role;
    const char* why;
};

TEST(Inputs, roles_of_other_outlets_do_nothing_and_say_so) {
    for (const Idle& idle :
         {Idle{InputRole::CHAdeMO_Start, "CHAdeMO inputs are for a CHAdeMO outlet"},
          Idle{InputRole::CHAdeMO_Stop, "CHAdeMO inputs are for a CHAdeMO outlet"},
          Idle{InputRole::CCS_AC_Stop, "CCS_AC_Stop is for an AC outlet"},
          Idle{InputRole::Not_Connected, "it is Not_Connected"}}) {
        Configuration configuration;
        configuration.dig_in2 = idle.role;
        Bench bench(configuration);
        bench.reach(Charging);
        bench.digital_input[1] = true;
        bench.step();
        ASSERT_FALSE(bench.notes.empty());
        EXPECT_EQ(bench.notes.back().kind, NoteKind::warning);
        EXPECT_EQ(bench.notes.back().text, "dig_in2 has no effect");
        EXPECT_EQ(bench.notes.back().cause, idle.why);
        EXPECT_FALSE(bench.outputs.charger.stop_asked);
        bench.run_for(1_s);
        EXPECT_EQ(bench.state.state, Charging);
    }
}

TEST(BoxOutputs, only_those_that_are_can_controlled_follow) {
    Configuration configuration;
    configuration.dig_out2 = OutputRole::CAN_Controlled;
    configuration.led1 = configuration.led3 = OutputRole::CAN_Controlled;
    Bench bench(configuration);
    bench.reach(Waiting_For_PEV);
    bench.receive(SeccOutputs{{true, true, true, true}, {40, 50, 255}});
    bench.step();
    const BoxOutputs expected{{false, true, false, false}, {40, 0, 100}};
    EXPECT_EQ(bench.outputs.box, expected);
    EXPECT_TRUE(bench.noted(NoteKind::action, "dig_out2 on"));
    EXPECT_TRUE(bench.noted(NoteKind::action, "led1 40 %"));
    EXPECT_TRUE(bench.noted(NoteKind::action, "led3 100 %"));
    const std::size_t told = bench.notes.size();
    bench.receive(SeccOutputs{{true, true, true, true}, {40, 50, 101}});
    bench.step();
    EXPECT_EQ(bench.notes.size(), told) << "above 100 is 100: nothing has changed";
    bench.run_for(5_s);
    EXPECT_EQ(bench.outputs.box, expected) << "it stays until another frame comes";
    bench.receive(SeccOutputs{});
    bench.step();
    EXPECT_EQ(bench.outputs.box, BoxOutputs{});
    EXPECT_TRUE(bench.noted(NoteKind::action, "dig_out2 off"));
}

TEST(BoxOutputs, only_the_message_of_the_hardware_counts) {
    for (const Hardware hardware : {Hardware::secc, Hardware::spcc}) {
        Configuration configuration;
        configuration.hardware = hardware;
        configuration.dig_out1 = OutputRole::CAN_Controlled;
        Bench bench(configuration);
        bench.reach(Waiting_For_PEV);
        const bool secc = hardware == Hardware::secc;
        bench.receive(SeccOutputs{{true}, {}});
        bench.step();
        EXPECT_EQ(bench.outputs.box.digital_output[0], secc);
        bench.receive(SpccOutputs{{!secc}, {}});
        bench.step();
        EXPECT_TRUE(bench.outputs.box.digital_output[0]);
    }
}

TEST(BoxOutputs, nothing_is_switched_before_it_is_initialised) {
    Configuration configuration;
    configuration.boot_s = 5.0;
    configuration.dig_out1 = OutputRole::CAN_Controlled;
    Bench bench(configuration);
    bench.run_until(at_ms(1'000));
    bench.receive(SeccOutputs{{true}, {}});
    bench.step();
    bench.run_until(at_ms(6'000));
    EXPECT_EQ(bench.outputs.box, BoxOutputs{});
}

struct Part {
    Hardware hardware;
    const char* entry;
    const char* value;
    const char* error;
};

TEST(Configuration, a_part_that_the_hardware_does_not_have_is_refused) {
    for (const Part& part :
         {Part{Hardware::secc, "dig_in5", "Monitor",
               "the hardware has no such part: 'dig_in5'; allowed: dig_in1 to dig_in4; the entry "
               "hardware says which box it is"},
          Part{Hardware::spcc, "dig_out3", "CAN_Controlled",
               "the hardware has no such part: 'dig_out3'; allowed: dig_out1 to dig_out2; the "
               "entry hardware says which box it is"},
          Part{Hardware::cui1, "led1", "CAN_Controlled",
               "the hardware has no such part: 'led1'; allowed: none of them; the entry hardware "
               "says which box it is"},
          Part{Hardware::cui1, "dig_in6", "Stop", nullptr}}) {
        Configuration configuration;
        configuration.hardware = part.hardware;
        ASSERT_TRUE(set_entry(configuration, part.entry, part.value));
        const core::Errors errors = check(configuration);
        ASSERT_EQ(errors.size(), part.error == nullptr ? 0u : 1u) << part.entry;
        if (part.error != nullptr) {
            EXPECT_EQ(errors[0].text(), part.error);
        }
    }
}

TEST(Configuration, words_of_the_hardware_are_named_when_one_is_wrong) {
    Configuration c;
    EXPECT_EQ(set_entry(c, "hardware", "mcs").error().text(),
              "value of hardware is not usable: 'mcs'; allowed: secc or spcc or cui1");
    EXPECT_EQ(set_entry(c, "dig_in1", "Start").error().text(),
              "value of dig_in1 is not usable: 'Start'; allowed: Not_Connected or Monitor or Stop "
              "or CCS_DC_Stop or CCS_AC_Stop or CHAdeMO_Start or CHAdeMO_Stop");
    EXPECT_EQ(set_entry(c, "led2", "on").error().text(),
              "value of led2 is not usable: 'on'; allowed: Not_Connected or CAN_Controlled");
    EXPECT_EQ(c, Configuration{});
}

TEST(ExtraInformation, shows_the_pilots_state_and_duty_every_100_ms) {
    using evse::CcsExtraInformation;
    using evse::CpCode;
    Bench bench;
    bench.reach(Waiting_For_PEV);
    const auto shown = [&](link::CpState cp) {
        bench.vehicle.cp = cp;
        const core::Instant from = bench.now + core::Duration{1};
        bench.run_for(1_s);
        const auto all = bench.sent<CcsExtraInformation>(from);
        EXPECT_EQ(all.size(), 10u);
        return all.back().message;
    };
    EXPECT_EQ(shown(link::CpState::A), (CcsExtraInformation{CpCode::A, 100.0}));
    bench.plug_in();
    EXPECT_EQ(shown(link::CpState::B), (CcsExtraInformation{CpCode::B, 5.0}));
    EXPECT_EQ(shown(link::CpState::C), (CcsExtraInformation{CpCode::C, 5.0}));
    EXPECT_EQ(shown(link::CpState::D), (CcsExtraInformation{CpCode::D, 5.0}));
    EXPECT_EQ(shown(link::CpState::E).cp_state, CpCode::E_or_F);
    EXPECT_EQ(shown(link::CpState::F).cp_state, CpCode::E_or_F);
}

struct IdIn {
    link::HlcProtocol protocol;
    std::size_t frames;
};

TEST(EvId, goes_every_second_in_din_and_iso15118_2_and_never_in_20) {
    using link::HlcProtocol;
    for (const IdIn& in :
         {IdIn{HlcProtocol::din_70121, 5}, IdIn{HlcProtocol::iso15118_2_2010, 5},
          IdIn{HlcProtocol::iso15118_2_2013, 5}, IdIn{HlcProtocol::iso15118_20, 0}}) {
        Configuration configuration;
        configuration.enable_iso_part20 = true;
        Bench bench(configuration);
        bench.reach(Waiting_For_PEV);
        bench.plug_in(in.protocol);
        bench.reach(Connected_With_Full_Info);
        const core::Instant first = bench.state.entered;
        bench.run_until(first + 4'500_ms);
        const auto sent = bench.sent<evse::EvId>();
        ASSERT_EQ(sent.size(), in.frames) << static_cast<int>(in.protocol);
        for (std::size_t i = 0; i < sent.size(); ++i) {
            EXPECT_EQ(sent[i].time, first + 1_s * static_cast<std::int64_t>(i));
        }
    }
}

}  // namespace
}  // namespace chargerig::controller::test
