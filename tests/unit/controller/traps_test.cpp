// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/controller/harness.hpp"

namespace chargerig::controller::test {
namespace {

using core::NoteKind;
using enum evse::ControllerState;

// Warnings that have this in their text, as "text <- cause".
std::vector<std::string> warnings(const Bench& bench, std::string_view part) {
    std::vector<std::string> out;
    for (const auto& note : bench.notes) {
        if (note.kind != NoteKind::warning || note.text.find(part) == note.text.npos) continue;
        out.push_back(note.text + " <- " + note.cause);
    }
    return out;
}

std::vector<std::string> voltage_warnings(const Configuration& configuration,
                                          const link::VehicleLimits& limits,
                                          double parameters_V = 0.0) {
    Bench bench(configuration);
    if (parameters_V > 0.0) bench.receive(evse::DcPowerParameters{parameters_V, 0.0, 0.0, 0.0});
    bench.reach(Waiting_For_PEV);
    bench.plug_in();
    bench.vehicle.limits = limits;
    bench.vehicle.phase = HlcPhase::parameters;
    bench.step();
    EXPECT_TRUE(bench.run_to(Connected_With_Full_Info));
    bench.run_for(500_ms);
    return warnings(bench, "the charger offers");
}

link::VehicleLimits vehicle_V(double maximum_V, double minimum_V = 0.0) {
    link::VehicleLimits limits;
    limits.maximum_voltage_V = maximum_V;
    if (minimum_V > 0.0) limits.minimum_voltage_V = minimum_V;
    return limits;
}

TEST(Traps, the_default_of_500_V_meets_an_800_V_car) {
    EXPECT_EQ(voltage_warnings({}, vehicle_V(756.0)),
              std::vector<std::string>{"the vehicle goes up to 756 V, the charger offers 500 V at "
                                       "most <- limited by max_charger_voltage"});
    EXPECT_EQ(voltage_warnings({}, vehicle_V(756.5, 550.0)),
              std::vector<std::string>{"the vehicle needs 550 V at least, the charger offers 500 V "
                                       "at most <- limited by max_charger_voltage"});
}

TEST(Traps, the_entry_that_limits_the_voltage_is_named) {
    Configuration c;
    c.max_charger_voltage_V = 1000.0;
    EXPECT_EQ(voltage_warnings(c, vehicle_V(756.0)),
              std::vector<std::string>{"the vehicle goes up to 756 V, the charger offers 500 V at "
                                       "most <- limited by max_cable_voltage"});
    c.max_cable_voltage_V = 1000.0;
    EXPECT_EQ(voltage_warnings(c, vehicle_V(756.0), 700.0),
              std::vector<std::string>{"the vehicle goes up to 756 V, the charger offers 700 V at "
                                       "most <- limited by DC_Power_Parameters"});
    EXPECT_TRUE(voltage_warnings(c, vehicle_V(756.0)).empty());
}

TEST(Traps, a_vehicle_that_fits_gets_no_voltage_warning) {
    EXPECT_TRUE(voltage_warnings({}, vehicle_V(500.0, 300.0)).empty());
}

std::vector<std::string> insulation_warnings(double resistance_kohm, double limit_kohm) {
    Configuration c;
    c.insulation_limit_kohm = limit_kohm;
    c.insulation_timeout_s = 3.0;
    Bench bench(c);
    bench.power.resistance_kohm = resistance_kohm;
    bench.reach(Insulation_Test);
    bench.run_for(8_s);
    return warnings(bench, "insulation of");
}

TEST(Traps, insulation_just_at_the_limit_of_ccs) {
    EXPECT_EQ(insulation_warnings(100.0, 100.0),
              std::vector<std::string>{"insulation of 100 kOhm is just at the limit of 100 kOhm <- "
                                       "the next lower value fails, and MCS wants 125 kOhm"});
    EXPECT_EQ(insulation_warnings(126.0, 125.0),
              std::vector<std::string>{"insulation of 126 kOhm is just at the limit of 125 kOhm <- "
                                       "the next lower value fails"});
    EXPECT_TRUE(insulation_warnings(102.0, 100.0).empty());
    EXPECT_TRUE(insulation_warnings(98.0, 100.0).empty());
}

TEST(Traps, insulation_enough_for_ccs_is_below_the_limit_of_mcs) {
    EXPECT_EQ(
        insulation_warnings(100.0, 125.0),
        std::vector<std::string>{"insulation of 100 kOhm is enough for CCS, not for 125 kOhm "
                                 "<- the limit that is set is the one of MCS or a higher one"});
    EXPECT_TRUE(insulation_warnings(98.0, 125.0).empty());
}

}  // namespace
}  // namespace chargerig::controller::test
