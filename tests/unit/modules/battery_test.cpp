// SPDX-License-Identifier: Apache-2.0
//
// Nothing ever discharges the output while a battery may be on it (spec 5.9, lowering, point 2):
// over every state, and over random sequences of what a controller can say.
#include <gmock/gmock.h>

#include <array>

#include "sim/core/random.hpp"
#include "sim/modules/stage.hpp"
#include "tests/unit/modules/bench.hpp"

namespace chargerig::modules::test {
namespace {

using evse::ControllerState;
using evse::PowerFunction;
using models::StageMode;

// Calls `look` with each combination of what decides about the discharge.
template <class Look>
void over_every_state(Look look) {
    constexpr std::array kBatteries{Battery::unknown, Battery::absent, Battery::possible};
    constexpr std::array kTrips{Trip::none, Trip::emergency_stop, Trip::controller_lost};
    for (unsigned bits = 0; bits < 1U << 9; ++bits) {
        const auto bit = [bits](int i) { return (bits >> i & 1U) != 0; };
        Parameters parameters;
        parameters.output_contactors = bit(0);
        parameters.contactors_on_bus = bit(1);
        State state = Modules(parameters).initial_state({});
        state.control.output_contactors_close = bit(2);
        state.control.lower_output_voltage = bit(3);
        state.control_heard = bit(4);
        state.vehicle_has_left = bit(5);
        state.awake = bit(6);
        state.live.system_enable = bit(7);
        if (bit(8)) state.last_status = core::Instant{};
        for (const Battery battery : kBatteries) {
            state.battery = battery;
            for (const Trip trip : kTrips) {
                state.trip = trip;
                for (unsigned code = 0; code < 16; ++code) {
                    state.control.power_function = static_cast<PowerFunction>(code);
                    look(parameters, state, decide_stage(parameters, state, {}).command);
                }
            }
        }
    }
}

TEST(Battery, IsNeverDischargedIntoTheBleederInAnyState) {
    std::size_t bled = 0;
    std::size_t seen = 0;
    over_every_state([&](const Parameters& parameters, const State& state,
                         const models::PowerStageCommand& command) {
        ++seen;
        if (!command.bleed) return;
        ++bled;
        const bool nothing_there = state.battery == Battery::absent || state.vehicle_has_left;
        const bool known_open = parameters.output_contactors && parameters.contactors_on_bus &&
                                state.control_heard && !state.control.output_contactors_close;
        ASSERT_TRUE(nothing_there || known_open);
        ASSERT_EQ(command.mode, StageMode::off);
        ASSERT_FALSE(command.stop_now);
    });
    EXPECT_EQ(seen, 512U * 3 * 3 * 16);
    EXPECT_GT(bled, 1000U) << "and it is discharged where nothing speaks against it";
}

// What a cautious onlooker knows of the vehicle's contactors, from the frames alone.
class Onlooker {
public:
    void see(const evse::Message& message) {
        if (const auto* status = std::get_if<evse::ControllerStatus>(&message)) {
            enter(status->state);
        } else if (const auto* control = std::get_if<evse::DcPowerControl>(&message)) {
            const bool powers = control->power_function == PowerFunction::Precharge ||
                                control->power_function == PowerFunction::Power_Transfer;
            if (powers) may_be_there_ = true;
        } else if (std::holds_alternative<evse::EmergencyStop>(message)) {
            may_be_there_ = may_be_there_ || was_there_;
            orderly_ = false;
        } else if (const auto* change = std::get_if<evse::ChargeStatusChange>(&message)) {
            const bool started =
                change->vehicle_ready_for_charging == evse::ChargeStatus::Charge_Started;
            if (started) may_be_there_ = true;
        }
        was_there_ = was_there_ || may_be_there_;
    }
    bool battery_may_be_there() const { return may_be_there_; }

private:
    void enter(ControllerState state) {
        if (state == state_) return;
        state_ = state;
        switch (state) {
            case ControllerState::Waiting_For_PEV:
                may_be_there_ = was_there_ = orderly_ = false;
                break;
            case ControllerState::Ending_Charge:
            case ControllerState::Welding_Detection:
                may_be_there_ = orderly_ = true;
                break;
            case ControllerState::Waiting_For_Charge:
            case ControllerState::Charging:
                may_be_there_ = true;
                break;
            case ControllerState::Closing_Communication:
                if (orderly_) may_be_there_ = false;
                break;
            case ControllerState::Charge_Pause:
                // Of the charge before; the next one has an end of its own.
                may_be_there_ = !orderly_;
                orderly_ = false;
                break;
            default:
                break;
        }
    }

    ControllerState state_ = ControllerState::Initialising;
    bool may_be_there_ = false;
    bool was_there_ = false;
    bool orderly_ = false;
};

evse::Message any_message(core::RandomStream& random) {
    if (random.below(10) < 4) {
        return evse::ControllerStatus{static_cast<ControllerState>(random.below(14))};
    }
    if (random.below(20) == 0) return evse::EmergencyStop{};
    if (random.below(10) == 0) return evse::ChargeStatusChange{evse::ChargeStatus::Charge_Started};
    evse::DcPowerControl control;
    constexpr std::array kFunctions{PowerFunction::Off,       PowerFunction::Standby,
                                    PowerFunction::Standby,   PowerFunction::Insulation_Test,
                                    PowerFunction::Precharge, PowerFunction::Power_Transfer};
    control.power_function = kFunctions[random.below(kFunctions.size())];
    control.target_voltage_V = 400.0;
    control.current_range_max_A = 2.0;
    control.output_contactors_close = random.below(2) == 0;
    control.lower_output_voltage = random.below(2) == 0;
    return control;
}

TEST(Battery, IsNeverDischargedInAnySequenceOfFrames) {
    std::size_t bled = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        core::RandomStream random(seed, "frames");
        Parameters parameters;
        parameters.output_contactors = seed % 2 == 0;
        Bench bench(parameters);
        Onlooker onlooker;
        for (int i = 0; i < 200; ++i) {
            const evse::Message message = any_message(random);
            onlooker.see(message);
            bench.receive(message);
            bench.now = bench.now + 20_ms;
            if (!bench.out.stage.bleed) continue;
            ++bled;
            const bool open =
                parameters.output_contactors && !bench.state.control.output_contactors_close;
            ASSERT_TRUE(open || !onlooker.battery_may_be_there()) << seed << " " << i;
        }
    }
    EXPECT_GT(bled, 1000U);
}

TEST(Battery, ModulesThatAreSwitchedOnLateDischargeNothingTheyDoNotKnow) {
    for (const bool contactors : {true, false}) {
        Bench bench({.output_contactors = contactors});
        EXPECT_FALSE(bench.out.stage.bleed) << "nothing was heard yet";
        bench.enter(ControllerState::Charging);
        EXPECT_FALSE(bench.out.stage.bleed) << "in the middle of a charge";
        bench.standby(true, true);
        EXPECT_FALSE(bench.out.stage.bleed);
        bench.standby(false, true);
        EXPECT_EQ(bench.out.stage.bleed, contactors);
    }
}

TEST(Battery, ModulesThatAreSwitchedOnDuringTheInsulationTestLowerAfterIt) {
    for (const bool contactors : {true, false}) {
        Bench bench({.output_contactors = contactors});
        bench.enter(ControllerState::Insulation_Test);
        bench.standby(true, true);
        EXPECT_TRUE(bench.out.stage.bleed) << contactors;
    }
}

TEST(Battery, AnEmergencyInEndingChargeTakesTheEndBack) {
    for (const bool status_first : {true, false}) {
        Bench bench({.output_contactors = false});
        bench.wake();
        bench.command(PowerFunction::Power_Transfer, 450.0, 50.0, 50.0);
        bench.enter(ControllerState::Ending_Charge);
        if (status_first) bench.enter(ControllerState::Closing_Communication);
        bench.receive(evse::EmergencyStop{});
        if (!status_first) bench.enter(ControllerState::Closing_Communication);
        bench.standby(false, true);
        EXPECT_FALSE(bench.out.stage.bleed) << status_first;
        bench.enter(ControllerState::Waiting_For_PEV);
        bench.standby(false, true);
        EXPECT_TRUE(bench.out.stage.bleed) << status_first;
    }
}

TEST(Battery, AVersionThatDoesNotTellTheContactorsIsTakenAsClosed) {
    Parameters parameters;
    parameters.contactors_on_bus = false;
    Bench bench(parameters);
    bench.wake();
    bench.command(PowerFunction::Power_Transfer, 450.0, 50.0, 50.0, false);
    bench.enter(ControllerState::Ending_Charge);
    bench.standby(false, true);
    EXPECT_FALSE(bench.out.stage.bleed);
    bench.enter(ControllerState::Closing_Communication);
    EXPECT_TRUE(bench.out.stage.bleed);
}

}  // namespace
}  // namespace chargerig::modules::test
