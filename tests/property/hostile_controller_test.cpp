// SPDX-License-Identifier: Apache-2.0
//
// The emulated controller against power modules and a vehicle that say anything at any time. Each
// case prints its seed, so that a failure can be repeated.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "sim/controller/controller.hpp"
#include "sim/link/iso15118_binding.hpp"
#include "sim/link/schema.hpp"
#include "tests/property/hostile.hpp"

namespace chargerig::controller {
namespace {

using namespace core::literals;
using evse::ControllerState;
using evse::PowerFunction;
using hostile::chance;
using hostile::one_of;
using hostile::wild;
using link::HlcPhase;

// A frame carries tenths; the limits are compared before that.
constexpr double kRounding = 1e-9;

Configuration random_configuration(core::RandomStream& random) {
    Configuration c;
    do {
        c.charger_can_timeout_ms = one_of(random, {1.0, 150.0, 500.0, 60000.0});
        c.is_bidirectional = chance(random, 0.5);
        c.supports_range_mode = chance(random, 0.8);
        c.limit_non_bidir_to_positive_current = chance(random, 0.7);
        c.min_charger_voltage_V = one_of(random, {0.0, 150.0});
        c.max_charger_voltage_V = one_of(random, {0.1, 500.0, 1000.0, 1500.0});
        c.min_charger_current_A = one_of(random, {0.0, 0.0, 5.0});
        c.max_charger_current_A = one_of(random, {0.0, 60.0, 120.0, 600.0});
        c.min_charger_power_W = one_of(random, {0.0, 500.0});
        c.max_charger_power_W = one_of(random, {0.0, 20'000.0});
        c.min_charger_discharge_current_A = one_of(random, {0.0, 5.0});
        c.max_charger_discharge_current_A = one_of(random, {0.0, 5.0, 120.0, 600.0});
        c.max_charger_discharge_power_W = one_of(random, {0.0, 10'000.0});
        c.max_cable_voltage_V = one_of(random, {0.0, 500.0, 1000.0});
        c.max_cable_current_A = one_of(random, {0.0, 100.0});
        c.max_cable_power_W = one_of(random, {0.0, 30'000.0});
        c.enable_iso_part20 = chance(random, 0.7);
        c.energy_transfer_type =
            one_of(random, {EnergyTransferType::DC_core, EnergyTransferType::DC_extended});
        c.skip_cable_check = chance(random, 0.3);
        c.pwm_delay_ms = one_of(random, {0.0, 500.0});
        c.wait_enable_in = one_of(random, {WaitEnableIn::state3, WaitEnableIn::state4});
        c.wake_up_limit_s = one_of(random, {0.1, 2.0, 40.0});
        c.insulation_limit_kohm = one_of(random, {100.0, 510.0});
        c.insulation_iterations = one_of(random, {1, 3, 10});
        c.insulation_timeout_s = one_of(random, {0.5, 30.0});
        c.test_voltage_V = one_of(random, {0.0, 300.0});
        c.test_voltage_capped_to_vehicle = chance(random, 0.5);
        c.precharge_current_A = one_of(random, {0.0, 2.0});
        c.ending_limit_s = one_of(random, {0.1, 5.0});
        c.lowering_limit_s = one_of(random, {0.1, 2.0});
        c.stop_request_limit_s = one_of(random, {0.1, 2.0});
        c.closing_hold_s = one_of(random, {0.0, 0.5, 3.0});
        c.wake_up_power_frames = chance(random, 0.5);
        c.idle_power_frames = chance(random, 0.2);
        c.contactors_close_in =
            one_of(random, {ContactorsCloseIn::standby, ContactorsCloseIn::test});
        c.supervise_status_from =
            one_of(random, {SuperviseStatusFrom::system_enable, SuperviseStatusFrom::system_enable,
                            SuperviseStatusFrom::new_charge_session});
        c.running_insulation_voltage =
            one_of(random, {RunningInsulationVoltage::present, RunningInsulationVoltage::test});
        c.power_limit_voltage =
            one_of(random, {PowerLimitVoltage::present, PowerLimitVoltage::target});
        c.lowering_in_welding_detection = chance(random, 0.5);
        c.not_allowed_at_wake_up =
            one_of(random, {NotAllowedAtWakeUp::patience, NotAllowedAtWakeUp::refusal});
        c.clean_stop_before_charging = chance(random, 0.5);
        c.emergency_waits_in = one_of(
            random, {EmergencyWaitsIn::closing_communication, EmergencyWaitsIn::waiting_for_pev});
        c.ev_information_spacing_ms = one_of(random, {0.0, 30.0, 100.0});
        c.ev_discharge_limits_always = chance(random, 0.5);
        c.negative_voltage = one_of(random, {NegativeVoltage::zero, NegativeVoltage::standby});
        c.restart_by_pilot = chance(random, 0.5);
        c.contactors_open_limit_s = one_of(random, {0.05, 0.5});
    } while (!check(c).empty());
    return c;
}

void wild_or_silent(core::RandomStream& random, std::optional<double>& value, double usual) {
    if (chance(random, 0.3)) {
        value.reset();
    } else {
        value = wild(random, usual);
    }
}

class World {
public:
    explicit World(std::uint64_t seed)
        : random_(seed, "hostile power side"),
          binding_(hostile::binding("3.6")),
          controller_(random_configuration(random_)),
          state_(controller_.initial_state({})) {}

    void provoke() {
        const core::Duration pause = one_of(
            random_, {1_ms, 5_ms, 20_ms, 40_ms, 100_ms, chance(random_, 0.02) ? 900_ms : 9_ms});
        run_until(now_ + pause);
        move_vehicle();
        if (chance(random_, 0.3)) drive_vehicle_values();
        controller::Inputs inputs;
        inputs.stop_button = chance(random_, 0.002);
        emergency_button_ = emergency_button_ ? chance(random_, 0.9) : chance(random_, 0.001);
        if (chance(random_, 0.05)) inputs.ocpp_target_current_A = wild(random_, 200.0);
        std::vector<evse::Message> messages;
        evse::LinkMemory memory;
        const std::uint64_t frames = random_.below(4);
        for (std::uint64_t i = 0; i < frames; ++i) {
            evse::Message message;
            if (binding_.decode(any_frame(), memory, message)) messages.push_back(message);
        }
        received += frames;
        step(inputs, messages);
    }

    std::uint64_t received = 0;
    std::uint64_t transfers = 0;
    std::uint64_t emergencies = 0;
    std::uint64_t ranges_below_zero = 0;

private:
    can::Frame any_frame() {
        if (chance(random_, chaos_)) return hostile::random_frame(binding_, random_);
        if (chance(random_, 0.1)) {
            evse::DcPowerParameters limits;
            limits.maximum_voltage_V = one_of(random_, {0.0, 1.0, 400.0, 6553.5});
            limits.maximum_charge_current_A = one_of(random_, {0.0, 1.0, 80.0, 3276.7});
            limits.maximum_discharge_current_A = one_of(random_, {0.0, 1.0, 80.0, 3276.7});
            return hostile::damaged_frame(binding_, limits, random_, 0.0);
        }
        evse::PowerModulesStatus status;
        const auto& control = last_control_;
        status.present_voltage_V = control.lower_output_voltage ? 5.0 : control.target_voltage_V;
        status.present_current_A = control.current_range_max_A * random_.uniform();
        status.system_enable = evse::SystemEnable::Allowed;
        status.insulation_resistance_kohm = chance(random_, 0.995) ? 510.0 : 0.0;
        return hostile::damaged_frame(binding_, status, random_, chaos_ / 20.0);
    }

    // Legal in order most of the time; sometimes a jump, a step back, an unplug or a return.
    void move_vehicle() {
        if (chance(random_, 0.05)) chaos_ = one_of(random_, {0.0, 0.0, 0.02, 0.3});
        if (!vehicle_.plugged) {
            if (!chance(random_, 0.05)) return;
            vehicle_ = link::VehicleView{};
            vehicle_.plugged = true;
            vehicle_.cp = link::CpState::B;
            drive_vehicle_values();
            return;
        }
        if (chance(random_, 0.003)) vehicle_.plugged = false;
        if (chance(random_, 0.002)) vehicle_.emergency = true;
        if (chance(random_, 0.002)) vehicle_.refused = true;
        if (vehicle_.phase == HlcPhase::closed && chance(random_, 0.02)) {
            const std::uint32_t wake_ups = vehicle_.wake_ups + 1;
            vehicle_ = link::VehicleView{};
            vehicle_.plugged = true;
            vehicle_.wake_ups = wake_ups;
        }
        if (chance(random_, 0.002)) {
            vehicle_.phase = static_cast<HlcPhase>(random_.below(13));
        } else if (chance(random_, 0.1) && vehicle_.phase < HlcPhase::charge_loop) {
            vehicle_.phase = static_cast<HlcPhase>(static_cast<int>(vehicle_.phase) + 1);
        } else if (chance(random_, 0.01) && vehicle_.phase < HlcPhase::failed) {
            vehicle_.phase = static_cast<HlcPhase>(static_cast<int>(vehicle_.phase) + 1);
        }
        if (chance(random_, 0.002)) vehicle_.open_contactors_asked = true;
        if (chance(random_, 0.3)) ++vehicle_.request.count;
    }

    void drive_vehicle_values() {
        core::RandomStream& r = random_;
        vehicle_.cp = static_cast<link::CpState>(r.below(6));
        vehicle_.authorisation_asked = chance(r, 0.5);
        vehicle_.plug_and_charge_asked = chance(r, 0.1);
        vehicle_.extended_pins = chance(r, 0.7);
        if (chance(r, 0.02) || vehicle_.phase < HlcPhase::parameters) {
            vehicle_.protocol = static_cast<link::HlcProtocol>(r.below(5));
            vehicle_.dynamic_control = chance(r, 0.5);
            vehicle_.bidirectional = chance(r, 0.5);
        }
        vehicle_.evcc_id.assign(
            one_of<std::string_view>(r, {"", "AA:BB:CC:DD:EE:FF", "AABBCC", "zz:zz:zz:zz:zz:zz"}));
        link::VehicleLimits& limits = vehicle_.limits;
        // Voltages that have nothing in common end a session before it charges: not too often.
        wild_or_silent(r, limits.maximum_voltage_V, 450.0);
        wild_or_silent(r, limits.minimum_voltage_V, 300.0);
        const bool wild_voltages = chance(r, 0.01);
        if (!wild_voltages) {
            limits.maximum_voltage_V = one_of(r, {400.0, 450.0, 2000.0});
            limits.minimum_voltage_V.reset();
        }
        wild_or_silent(r, limits.maximum_charge_current_A, 200.0);
        wild_or_silent(r, limits.minimum_charge_current_A, 20.0);
        wild_or_silent(r, limits.maximum_charge_power_W, 60'000.0);
        wild_or_silent(r, limits.minimum_charge_power_W, 2'000.0);
        wild_or_silent(r, limits.maximum_discharge_current_A, 200.0);
        wild_or_silent(r, limits.minimum_discharge_current_A, 20.0);
        wild_or_silent(r, limits.maximum_discharge_power_W, 60'000.0);
        wild_or_silent(r, limits.minimum_discharge_power_W, 2'000.0);
        link::VehicleBattery& battery = vehicle_.battery;
        wild_or_silent(r, battery.capacity_kWh, 100.0);
        wild_or_silent(r, battery.soc_percent, 100.0);
        wild_or_silent(r, battery.minimum_soc_percent, 100.0);
        wild_or_silent(r, battery.target_soc_percent, 100.0);
        wild_or_silent(r, battery.maximum_soc_percent, 100.0);
        wild_or_silent(r, battery.minimum_energy_request_kWh, 50.0);
        wild_or_silent(r, battery.target_energy_request_kWh, 50.0);
        wild_or_silent(r, battery.maximum_energy_request_kWh, 50.0);
        wild_or_silent(r, battery.present_voltage_V, 450.0);
        vehicle_.request.target_voltage_V = wild(r, 450.0);
        if (!wild_voltages) {
            battery.present_voltage_V.reset();
            const bool charges = vehicle_.phase > HlcPhase::precharge;
            if (!charges) vehicle_.request.target_voltage_V = one_of(r, {0.0, 150.0, 300.0});
        }
        vehicle_.request.target_current_A = wild(r, 200.0);
    }

    void run_until(core::Instant end) {
        while (next_wakeup_ <= end) {
            now_ = next_wakeup_;
            step({}, {});
            if (testing::Test::HasFailure()) return;
        }
        now_ = end;
    }

    void step(controller::Inputs inputs, const std::vector<evse::Message>& messages) {
        for (const evse::Message& message : messages) {
            if (const auto* limits = std::get_if<evse::DcPowerParameters>(&message)) {
                parameters_ = *limits;
            } else if (const auto* status = std::get_if<evse::PowerModulesStatus>(&message)) {
                present_voltage_V_ = status->present_voltage_V;
                if (std::abs(status->present_current_A) >=
                    controller_.configuration().ending_current_A) {
                    low_current_since_ = core::kNever;
                } else {
                    low_current_since_ = core::earliest(low_current_since_, now_);
                }
            }
        }
        inputs.now = now_;
        inputs.received = messages;
        inputs.vehicle = &vehicle_;
        inputs.output_contactors_closed = relay_closed_ && !chance(random_, 0.05);
        inputs.emergency_stop_button = emergency_button_;
        state_before_ = state_.state;
        controller_.step(inputs, state_, out_);
        // Seldom they stay closed for a while.
        if (out_.output_contactors_close || !relay_closed_ || chance(random_, 0.9)) {
            relay_closed_ = out_.output_contactors_close;
        }
        next_wakeup_ = out_.next_wakeup;
        ASSERT_GT(next_wakeup_, now_);
        follow_states();
        check_messages();
        check_contactors();
        check_link();
    }

    void follow_states() {
        const ControllerState state = state_.state;
        if (state != known_state_ || state_.entered != known_entered_) {
            // An emergency may enter Closing_Communication a second time.
            if (state != known_state_) closing_since_ = now_;
            known_state_ = state;
            known_entered_ = state_.entered;
            charging_mode_.reset();
        }
        if (state == ControllerState::Waiting_For_PEV) {
            finished_ = 0;
            emergency_ = false;
        }
        if (state_.emergency.active() && !emergency_) {
            emergency_ = true;
            ++emergencies;
        }
    }

    void check_messages() {
        bool status_sent = false;
        for (const evse::Message& message : out_.messages) {
            ASSERT_TRUE(hostile::encodes_in_every_version(message)) << message.index();
            if (const auto* status = std::get_if<evse::ControllerStatus>(&message)) {
                ASSERT_EQ(now_.ns % (100_ms).ns, 0);
                // Sequence flags are off: 11 and 12 do not occur.
                ASSERT_TRUE(status->state <= ControllerState::Closing_Communication ||
                            status->state == ControllerState::Charge_Pause);
                status_sent = true;
                next_status_ = now_ + 100_ms;
            } else if (const auto* control = std::get_if<evse::DcPowerControl>(&message)) {
                last_control_ = *control;
                check_control(*control);
            } else if (std::holds_alternative<evse::ChargeSessionFinished>(message)) {
                ++finished_;
            } else if (std::holds_alternative<evse::EmergencyStop>(message)) {
                ASSERT_TRUE(emergency_);
            }
        }
        ASSERT_LE(finished_, 1);
        ASSERT_TRUE(status_sent || now_ < next_status_) << "a status is missing";
    }

    void check_control(const evse::DcPowerControl& control) {
        const bool idle = control.power_function == PowerFunction::Off ||
                          control.power_function == PowerFunction::Standby;
        const ControllerState state = state_.state;
        ASSERT_GE(control.current_range_max_A, control.current_range_min_A);
        // The last frame of a session may share its instant with the way to Waiting_For_PEV.
        if (!controller_.configuration().idle_power_frames ||
            control.power_function != PowerFunction::Off) {
            ASSERT_GT(std::max(state, state_before_), ControllerState::Connected_With_Full_Info);
        }
        if (idle) {
            ASSERT_EQ(control.target_voltage_V, 0.0);
            ASSERT_EQ(control.current_range_max_A, 0.0);
            ASSERT_EQ(control.current_range_min_A, 0.0);
        }
        if (control.lower_output_voltage) {
            ASSERT_EQ(control.power_function, PowerFunction::Standby);
        }
        if (emergency_) {
            ASSERT_TRUE(idle);
            ASSERT_FALSE(control.output_contactors_close);
        }
        ASSERT_EQ(control.output_contactors_close, out_.output_contactors_close);
        check_limits(control);
        if (control.power_function == PowerFunction::Precharge) {
            ASSERT_EQ(control.current_range_min_A, 0.0);
            ASSERT_LE(control.current_range_max_A, 2.0);
        }
        if (control.power_function != PowerFunction::Power_Transfer) return;
        ++transfers;
        if (control.current_range_max_A < 0.0) ++ranges_below_zero;
        ASSERT_EQ(state, ControllerState::Charging);
        if (!charging_mode_) charging_mode_ = control.setpoints_mode;
        ASSERT_EQ(control.setpoints_mode, *charging_mode_) << "the mode is fixed for a transfer";
    }

    // What the frame may say, worked out here from the configuration, the modules' parameters, the
    // cable and the vehicle. A limit of 0 or below that the vehicle tells leaves no current.
    void check_limits(const evse::DcPowerControl& control) {
        const Configuration& c = controller_.configuration();
        const auto smallest = [](double configured, double signalled, double cap) {
            double out = configured;
            if (signalled > 0.0) out = std::min(out, signalled);
            if (cap > 0.0) out = std::min(out, cap);
            return out;
        };
        ASSERT_GE(control.target_voltage_V, 0.0);
        ASSERT_LE(control.target_voltage_V,
                  smallest(c.max_charger_voltage_V, parameters_.maximum_voltage_V,
                           c.max_cable_voltage_V));
        double charge_A = smallest(c.max_charger_current_A, parameters_.maximum_charge_current_A,
                                   c.max_cable_current_A);
        double discharge_A =
            smallest(c.max_charger_discharge_current_A, parameters_.maximum_discharge_current_A,
                     c.max_cable_current_A);
        if (control.power_function == PowerFunction::Power_Transfer) {
            if (const auto& told = vehicle_.limits.maximum_charge_current_A) {
                charge_A = std::min(charge_A, std::max(*told, 0.0));
            }
            if (const auto& told = vehicle_.limits.maximum_discharge_current_A) {
                discharge_A = std::min(discharge_A, std::max(*told, 0.0));
            }
        }
        if (!c.is_bidirectional) discharge_A = 0.0;
        if (!vehicle_.bidirectional && c.limit_non_bidir_to_positive_current) discharge_A = 0.0;
        ASSERT_LE(control.current_range_max_A, charge_A + kRounding);
        ASSERT_GE(control.current_range_min_A, -discharge_A - kRounding);
        const double power_W = control.current_range_max_A * present_voltage_V_;
        if (c.max_charger_power_W > 0.0 && power_W > 0.0) {
            ASSERT_LE(power_W, c.max_charger_power_W + kRounding * 1e6);
        }
    }

    void check_contactors() {
        if (!out_.output_contactors_close) return;
        const ControllerState state = state_.state;
        ASSERT_GE(state, ControllerState::Insulation_Test);
        ASSERT_FALSE(state_.emergency.active());
        // The safe order: Standby while closed, then open with the next frame.
        // Never under current before its limit.
        if (state == ControllerState::Closing_Communication) {
            const core::Duration limit =
                core::from_seconds(controller_.configuration().ending_limit_s);
            ASSERT_LE(now_ - std::max(closing_since_, low_current_since_), 200_ms);
            ASSERT_LE(now_ - closing_since_, limit + 100_ms);
        }
    }

    // Nothing that the power side says may make a message that the vehicle link refuses.
    void check_link() {
        commands_.clear();
        link::commands_for({}, link_, vehicle_, out_.charger, now_, commands_);
        for (const link::Command& command : commands_) {
            const auto refused = link::validate(command);
            ASSERT_FALSE(refused) << refused->text();
        }
    }

    core::RandomStream random_;
    const evse::Binding& binding_;
    Controller controller_;
    State state_;
    Outputs out_;
    link::VehicleView vehicle_;
    link::BindingState link_;
    link::CommandList commands_;
    evse::DcPowerParameters parameters_;
    evse::DcPowerControl last_control_;
    std::optional<evse::SetpointsMode> charging_mode_;
    double present_voltage_V_ = 0.0;
    double chaos_ = 0.0;
    bool relay_closed_ = false;
    bool emergency_button_ = false;
    bool emergency_ = false;
    int finished_ = 0;
    core::Instant now_;
    core::Instant next_wakeup_;
    core::Instant next_status_;
    core::Instant known_entered_;
    core::Instant closing_since_;
    core::Instant low_current_since_;
    ControllerState state_before_ = ControllerState::Initialising;
    ControllerState known_state_ = ControllerState::Initialising;
};

TEST(HostilePowerSide, ControllerKeepsItsRules) {
    const std::uint64_t seeds = hostile::seeds(25);
    std::uint64_t transfers = 0;
    std::uint64_t emergencies = 0;
    std::uint64_t discharges = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE(seed);
        World world(seed);
        while (world.received < 20'000) {
            world.provoke();
            if (HasFailure()) return;
        }
        transfers += world.transfers;
        emergencies += world.emergencies;
        discharges += world.ranges_below_zero;
    }
    EXPECT_GT(transfers, 20 * seeds);
    EXPECT_GT(emergencies, 5 * seeds);
    EXPECT_GT(discharges, 0U);
}

}  // namespace
}  // namespace chargerig::controller
