// SPDX-License-Identifier: Apache-2.0
//
// The whole rig: random settings and scripts in the closed loop, and a stranger on the bus where
// one side is not played here. Each case prints its seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "sim/can/in_process_bus.hpp"
#include "sim/core/text.hpp"
#include "sim/modules/entries.hpp"
#include "sim/rig/pistol.hpp"
#include "tests/integration/played.hpp"
#include "tests/property/hostile.hpp"

namespace chargerig::rig {
namespace {

using namespace core::literals;
using hostile::chance;
using hostile::one_of;

const core::SourcePosition kHere{"random", 1, 1};

// Anything that somebody may type behind --set.
std::string random_text(core::RandomStream& random) {
    switch (random.below(6)) {
        case 0:
            return one_of<std::string>(random, {"true", "false", "state3", "state4", "zero",
                                                "range_maximum", "DC_core", "nan", "", "-1"});
        case 1:
            return one_of<std::string>(random, {"0", "1", "2", "20", "100", "500", "6553.5"});
        case 2:
            return core::fixed_text(random.uniform(0.0, 1.0), 3);
        case 3:
            return core::fixed_text(random.uniform(0.0, 20.0), 1);
        default:
            return core::fixed_text(random.uniform(0.0, 600.0), 1);
    }
}

std::string random_path(core::RandomStream& random) {
    static const auto modules_entries = modules::entries();
    static const auto vehicle_entries = vehicle::entry_names();
    const auto controller_entries = controller::configuration_entries();
    switch (random.below(3)) {
        case 0:
            return "controller.config." +
                   std::string(controller_entries[random.below(controller_entries.size())].name);
        case 1:
            return "modules." +
                   std::string(modules_entries[random.below(modules_entries.size())].name);
        default:
            return "vehicle." + vehicle_entries[random.below(vehicle_entries.size())];
    }
}

// Settings that are refused on reading are left out again; what is accepted has to run.
scenario::Scenario random_scenario(core::RandomStream& random) {
    const std::string name = one_of<std::string>(
        random, {"normal/din", "normal/iso2-target-soc", "bidirectional/iso20-scheduled",
                 "bidirectional/iso20-dynamic-ocpp"});
    auto options = integration::read_options();
    const auto read = [&] {
        return scenario::read_scenario(CHARGERIG_SOURCE_DIR "/scenarios/" + name + ".yaml",
                                       options);
    };
    auto out = read();
    const std::uint64_t settings = random.below(6);
    for (std::uint64_t i = 0; i < settings; ++i) {
        options.overrides.push_back({random_path(random), random_text(random)});
        auto changed = read();
        if (changed) {
            out = std::move(changed);
        } else {
            options.overrides.pop_back();
        }
    }
    for (const auto& setting : options.overrides) {
        out->description += " " + setting.path + "=" + setting.value;
    }
    return std::move(*out);
}

void add_step(scenario::Scenario& scenario, scenario::Action action) {
    scenario.steps.push_back({std::move(action), kHere, "random step"});
}

void random_steps(scenario::Scenario& scenario, core::RandomStream& random) {
    scenario.steps.clear();
    const std::uint64_t steps = 5 + random.below(25);
    for (std::uint64_t i = 0; i < steps; ++i) {
        switch (random.below(9)) {
            case 0:
            case 1:
                add_step(scenario, scenario::PlugIn{});
                break;
            case 2:
                if (chance(random, 0.4)) add_step(scenario, scenario::Unplug{});
                break;
            case 3:
                if (chance(random, 0.6)) {
                    add_step(scenario,
                             scenario::Stop{
                                 one_of(random, {scenario::StopBy::user, scenario::StopBy::vehicle,
                                                 scenario::StopBy::emergency})});
                }
                break;
            case 4: {
                const bool ocpp = chance(random, 0.5);
                const scenario::SetValue set{
                    ocpp ? "ocpp.target_current_A" : random_path(random),
                    ocpp ? core::fixed_text(random.uniform(-400.0, 400.0), 1)
                         : random_text(random)};
                if (check_set(set, scenario.modules, kHere)) add_step(scenario, set);
                break;
            }
            default:
                add_step(scenario,
                         scenario::Hold{core::from_seconds(one_of(
                             random, {0.0, random.uniform(0.0, 0.5), random.uniform(0.0, 20.0)}))});
                break;
        }
    }
}

TEST(RandomScript, TheClosedLoopRunsToItsEndWithoutAFaultOfItsOwn) {
    const std::uint64_t seeds = hostile::seeds(12);
    std::uint64_t charged = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        core::RandomStream random(seed, "script");
        scenario::Scenario scenario = random_scenario(random);
        random_steps(scenario, random);
        SCOPED_TRACE(std::to_string(seed) + scenario.description);
        RunOptions options;
        options.timeout_s = 600.0;
        const auto played = integration::play(scenario, options);
        ASSERT_NE(played.result.verdict, report::Verdict::error)
            << integration::reasons(played.result);
        ASSERT_EQ(played.to_charger.refused, 0U);
        ASSERT_EQ(played.to_vehicle.refused, 0U);
        ASSERT_EQ(played.to_charger.overflowed, 0U);
        ASSERT_EQ(played.to_vehicle.overflowed, 0U);
        const plant::Energy& energy = played.energies.back();
        const double turnover_J = std::abs(energy.stage_J) + std::abs(energy.cell_J) +
                                  energy.capacitors_J + energy.losses_J();
        ASSERT_LE(std::abs(energy.residual_J()), 1e-6 * turnover_J + 1e-6);
        if (std::abs(energy.to_vehicle_kWh) > 1e-3) ++charged;
    }
    EXPECT_GT(charged, 0U);
}

// A stranger on an in-process bus beside the sides that are played here.
void meet_a_stranger(std::uint64_t seed, const scenario::Emulation& emulate) {
    core::RandomStream random(seed, "stranger");
    scenario::Scenario scenario = integration::shipped("bidirectional/iso20-dynamic-ocpp");
    scenario.emulate = emulate;
    auto recorder = record::LogRecorder::open("", "sim0", core::Duration{});
    ASSERT_TRUE(recorder);
    constexpr std::size_t kStranger = 1;
    can::InProcessBus::Options bus;
    bus.endpoints = 2;  // one for the side played here, one for the stranger
    BusHub hub(std::make_unique<can::InProcessBus>(bus), nullptr, std::move(*recorder));
    const evse::Binding& binding = hostile::binding("3.6");
    Pistol pistol(scenario, emulate, binding, Endpoints{});
    hub.add_observer(pistol.observer());
    std::vector<core::Note> notes;
    core::Instant now;
    std::uint8_t state = 1;
    for (int frame = 0; frame < 20'000; ++frame) {
        const core::Instant next =
            now + core::Duration{static_cast<std::int64_t>(random.below(40'000'000))};
        while (now < next) {
            core::Instant instant = core::earliest(pistol.next_wakeup(), hub.next_arrival());
            instant = core::earliest(std::max(instant, now + 1_ns), next);
            now = instant;
            pistol.advance(now);
            pistol.hear(now, hub);
            pistol.step(now, hub, notes);
            notes.clear();
            can::Frame mine;
            while (hub.receive(kStranger, now, mine)) {
            }
        }
        // Each round begins with a new plug-in and time enough to reach the charge.
        const int round = frame % 3000;
        const bool calm = round < 1500;
        if (round == 0 || round == 2900 || (!calm && chance(random, 0.001))) {
            scenario::Commands commands;
            commands.plug_in = round == 0 || (round != 2900 && chance(random, 0.7));
            commands.unplug = !commands.plug_in;
            ASSERT_TRUE(pistol.command(commands));
        }
        can::Frame sent;
        if (!calm && chance(random, 0.05)) {
            sent = hostile::random_frame(binding, random);
        } else if (emulate.modules) {
            if (chance(random, 0.03))
                state = state >= 10 ? 1 : static_cast<std::uint8_t>(state + 1);
            sent = hostile::damaged_frame(
                binding, evse::ControllerStatus{static_cast<evse::ControllerState>(state)}, random,
                0.0);
        } else {
            evse::PowerModulesStatus status;
            status.system_enable = evse::SystemEnable::Allowed;
            status.insulation_resistance_kohm = 510.0;
            const auto& control = pistol.observer().power_control();
            if (control) {
                status.present_voltage_V = control->target_voltage_V;
                status.present_current_A = control->current_range_max_A;
            }
            sent = hostile::damaged_frame(binding, status, random,
                                          !calm && chance(random, 0.02) ? 0.1 : 0.0);
        }
        sent.time = now;
        hub.send(kStranger, sent);
        ASSERT_FALSE(pistol.fault()) << pistol.fault()->text();
        const auto readings = pistol.readings();
        ASSERT_TRUE(readings);
        ASSERT_TRUE(std::isfinite(readings->stage_voltage_V + readings->inlet_voltage_V +
                                  readings->battery_voltage_V + readings->soc_percent));
    }
    const auto& states = pistol.observer().states();
    EXPECT_TRUE(std::any_of(states.begin(), states.end(), [](const monitor::StateSeen& seen) {
        return seen.state == evse::ControllerState::Charging;
    })) << "the attack never met a charging session";
}

TEST(Stranger, AsControllerNeverMakesAFaultOfTheRigs) {
    for (std::uint64_t seed = 1; seed <= hostile::seeds(2); ++seed) {
        SCOPED_TRACE(seed);
        meet_a_stranger(seed, {false, false, true});
        if (HasFailure()) return;
    }
}

TEST(Stranger, AsModulesNeverMakesAFaultOfTheRigs) {
    for (std::uint64_t seed = 1; seed <= hostile::seeds(2); ++seed) {
        SCOPED_TRACE(seed);
        meet_a_stranger(seed, {true, true, false});
        if (HasFailure()) return;
    }
}

}  // namespace
}  // namespace chargerig::rig
