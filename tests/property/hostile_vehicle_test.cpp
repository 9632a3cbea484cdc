// SPDX-License-Identifier: Apache-2.0
//
// The emulated vehicle against a charger that sends any command at any time, and the controller
// against a vehicle link that brings any variable. Each case prints its seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "sim/controller/controller.hpp"
#include "sim/link/iso15118_binding.hpp"
#include "sim/link/schema.hpp"
#include "tests/property/hostile.hpp"
#include "tests/property/hostile_link.hpp"
#include "tests/unit/vehicle/harness.hpp"

namespace chargerig::vehicle {
namespace {

using namespace core::literals;
using hostile::chance;
using hostile::one_of;

Profile random_profile(core::RandomStream& random) {
    Profile profile =
        test::test_profile(one_of(random, {Protocol::din, Protocol::iso2, Protocol::iso20_scheduled,
                                           Protocol::iso20_dynamic}));
    SessionOptions& session = profile.session;
    session.bidirectional = chance(random, 0.5) && session.protocol != Protocol::din;
    session.payment = one_of(random, {Payment::external, Payment::contract});
    session.maximum_session_time_s = one_of(random, {0.0, 20.0});
    if (session.protocol == Protocol::iso20_scheduled && session.bidirectional) {
        session.power_profile = {{0.0, 30.0}, {3.0, -20.0}, {6.0, 10.0}};
    }
    profile.communication.link_setup_s = 0.2;
    profile.contactors.preparation_s = one_of(random, {0.0, 1.0});
    profile.charging.welding_test = chance(random, 0.7);
    profile.charging.ramp_up_A_per_s = one_of(random, {20.0, 1000.0});
    return profile;
}

test::ChargerBehaviour random_behaviour(core::RandomStream& random) {
    test::ChargerBehaviour out;
    out.closes_link = chance(random, 0.95);
    out.authorises = chance(random, 0.95);
    out.passes_cable_check = chance(random, 0.95);
    out.precharges = chance(random, 0.95);
    out.follows_current = chance(random, 0.8);
    out.contactors_work = chance(random, 0.9);
    out.maximum_current_A = one_of(random, {0.0, 30.0, 200.0});
    out.maximum_power_W = one_of(random, {0.0, 5000.0, 80000.0});
    out.debug_mode = chance(random, 0.7);
    out.contract = chance(random, 0.3);
    out.sae_mode = one_of(random, {link::SaeJ2847BidiMode::None, link::SaeJ2847BidiMode::V2G});
    return out;
}

class Attack {
public:
    explicit Attack(std::uint64_t seed)
        : random_(seed, "hostile charger"),
          bench_(random_profile(random_), random_behaviour(random_)),
          malice_(one_of(random_, {0.0, 0.002, 0.02, 0.2})) {
        bench_.record = false;
        bench_.before_step = [this] { before_step(); };
    }

    void run() {
        for (int session = 0; session < 4 && !testing::Test::HasFailure(); ++session) {
            bench_.start_charger();
            bench_.plug_in();
            bench_.inputs.pilot = {5.0, false};
            bench_.run_for(random_.uniform(5.0, 40.0));
            bench_.unplug();
            bench_.run_for(0.5);
        }
    }

    std::uint64_t commands = 0;
    std::uint64_t closings = 0;
    std::uint64_t requests = 0;

private:
    void before_step() {
        if (testing::Test::HasFatalFailure()) return;
        if (stepped_) check_outputs();
        stepped_ = true;
        if (chance(random_, malice_)) send_anything();
        if (chance(random_, malice_ / 10.0)) {
            bench_.inputs.pilot = {one_of(random_, {0.0, 2.9, 5.0, 7.1, 50.0, 100.0}),
                                   chance(random_, 0.2)};
        } else if (chance(random_, 0.05)) {
            bench_.inputs.pilot = {5.0, false};
        }
        bench_.inputs.stop_request = chance(random_, malice_ / 20.0);
        bench_.inputs.emergency_request = chance(random_, malice_ / 20.0);
        if (chance(random_, malice_ / 5.0)) disturb(bench_.inputs.readings);
        seen_ = bench_.inputs.readings;
        was_commanded_ = bench_.state.contactors_commanded;
    }

    void send_anything() {
        link::Command command = hostile::random_command(random_);
        bench_.send(command.name, std::move(command.payload));
        ++commands;
    }

    void disturb(plant::Readings& readings) {
        readings.inlet_voltage_V = hostile::wild(random_, 400.0);
        readings.battery_voltage_V = random_.uniform(1.0, 1000.0);
        readings.inlet_current_A = random_.uniform(-500.0, 500.0);
        readings.soc_percent = random_.uniform(-1.0, 101.0);
        readings.vehicle_contactors_closed = chance(random_, 0.5);
    }

    void check_outputs() {
        const Outputs& out = bench_.outputs;
        ASSERT_GT(out.next_wakeup, bench_.inputs.now);
        for (const link::Var& var : out.vars) {
            const auto refused = link::validate(var);
            ASSERT_FALSE(refused) << refused->text();
            if (var.name == link::VarName::dc_ev_target_voltage_current) {
                check_request(std::get<link::DcEvTargetValues>(var.payload));
            }
        }
        if (out.contactors_close && !was_commanded_) {
            ++closings;
            ASSERT_LE(std::abs(seen_.inlet_voltage_V - seen_.battery_voltage_V), 20.0);
        }
        ASSERT_TRUE(!out.pilot.ready || out.pilot.plugged);
        if (!out.pilot.plugged) {
            ASSERT_FALSE(out.contactors_close);
        }
    }

    void check_request(const link::DcEvTargetValues& request) {
        if (bench_.state.phase != Phase::charge_loop) return;
        ++requests;
        const Profile& profile = bench_.vehicle.profile();
        const Offer& offer = bench_.state.charger.offer;
        ASSERT_LE(request.dc_ev_target_voltage,
                  std::min(profile.charge.maximum_voltage_V, offer.maximum_voltage_V));
        const double charge_A =
            std::min(profile.charge.maximum_charge_current_A, offer.maximum_current_A);
        ASSERT_LE(request.dc_ev_target_current, std::max(charge_A, 0.0));
        const double discharge_A = bench_.state.bidirectional
                                       ? std::min(profile.charge.maximum_discharge_current_A,
                                                  offer.maximum_discharge_current_A)
                                       : 0.0;
        ASSERT_GE(request.dc_ev_target_current, -std::max(discharge_A, 0.0));
        const double power_W = request.dc_ev_target_current * seen_.battery_voltage_V;
        ASSERT_LE(power_W, std::max(offer.maximum_power_W, 0.0) + 1e-6);
    }

    core::RandomStream random_;
    test::Bench bench_;
    double malice_;
    bool stepped_ = false;
    bool was_commanded_ = false;
    plant::Readings seen_;
};

TEST(HostileCharger, VehicleKeepsItsRules) {
    const std::uint64_t seeds = hostile::seeds(60);
    std::uint64_t commands = 0;
    std::uint64_t closings = 0;
    std::uint64_t requests = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE(seed);
        Attack attack(seed);
        attack.run();
        if (HasFailure()) return;
        commands += attack.commands;
        closings += attack.closings;
        requests += attack.requests;
    }
    EXPECT_GT(commands, 100 * seeds);
    EXPECT_GT(closings, seeds / 2);
    EXPECT_GT(requests, 5 * seeds);
}

// The controller behind its link binding: whatever variables arrive, what it says stays sound.
void attack_controller(std::uint64_t seed) {
    core::RandomStream random(seed, "hostile link");
    controller::Configuration configuration;
    configuration.enable_iso_part20 = true;
    configuration.is_bidirectional = chance(random, 0.5);
    configuration.max_charger_discharge_current_A = 80.0;
    const controller::Controller controller(configuration);
    controller::State state = controller.initial_state({});
    controller::Outputs out;
    link::BindingState binding;
    link::VehicleView view;
    link::PilotFromVehicle pilot;
    for (int step = 0; step < 4000; ++step) {
        if (chance(random, 0.01)) pilot.plugged = !pilot.plugged;
        if (chance(random, 0.1)) pilot.ready = !pilot.ready;
        controller::Inputs inputs;
        inputs.now = core::Instant{step * (20_ms).ns};
        link::apply(binding, out.pilot, pilot, view);
        if (chance(random, 0.7)) link::apply(binding, hostile::random_var(random), view);
        evse::PowerModulesStatus status;
        status.system_enable = evse::SystemEnable::Allowed;
        status.insulation_resistance_kohm = 510.0;
        status.present_voltage_V = random.uniform(0.0, 6553.5);
        const evse::Message received = status;
        inputs.received = {&received, 1};
        inputs.vehicle = &view;
        inputs.output_contactors_closed = out.output_contactors_close;
        controller.step(inputs, state, out);
        ASSERT_GT(out.next_wakeup, inputs.now);
        for (const evse::Message& message : out.messages) {
            ASSERT_TRUE(hostile::encodes_in_every_version(message));
            const auto* control = std::get_if<evse::DcPowerControl>(&message);
            if (control == nullptr) continue;
            ASSERT_GE(control->current_range_max_A, control->current_range_min_A);
            ASSERT_LE(control->current_range_max_A, 100.0);
            ASSERT_GE(control->current_range_min_A, configuration.is_bidirectional ? -80.0 : 0.0);
        }
        link::CommandList commands;
        link::commands_for({}, binding, view, out.charger, inputs.now, commands);
        for (const link::Command& command : commands) {
            const auto refused = link::validate(command);
            ASSERT_FALSE(refused) << refused->text();
        }
    }
}

TEST(HostileVehicleLink, ControllerTakesAnyVariable) {
    const std::uint64_t seeds = hostile::seeds(6);
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE(seed);
        attack_controller(seed);
        if (HasFailure()) return;
    }
}

}  // namespace
}  // namespace chargerig::vehicle
