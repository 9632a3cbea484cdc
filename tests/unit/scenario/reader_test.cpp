// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "sim/scenario/scenario.hpp"

namespace chargerig::scenario {
namespace {

const ReadOptions kOptions{CHARGERIG_SOURCE_DIR "/resources", {}};

tl::expected<Scenario, core::Errors> read(const std::string& body, ReadOptions options = kOptions) {
    return parse_scenario("format: 1\nname: t\n" + body, "f.yaml", options);
}

struct UglyScenario {
    const char* body;
    const char* error;
};

class BadScenario : public testing::TestWithParam<UglyScenario> {};

TEST_P(BadScenario, SaysWhatIsWrongAndWhatIsAllowed) {
    const auto scenario = read(GetParam().body);
    ASSERT_FALSE(scenario);
    ASSERT_EQ(scenario.error().size(), 1U) << scenario.error()[1].text();
    EXPECT_EQ(scenario.error().front().text(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Head, BadScenario,
    testing::Values(
        UglyScenario{
            "seeds: 3\n",
            "f.yaml:3:1: the scenario has an unknown key: 'seeds'; allowed: format, name, "
            "description, emulate, protocol, pistol, seed, start_time, end, controller, "
            "vehicle, modules, bus, parameters, steps, post, expect; did you mean 'seed'?"},
        UglyScenario{
            "pistol: 32\n",
            "f.yaml:3:9: pistol is out of range: '32'; allowed: a whole number from 1 to 31"},
        UglyScenario{"seed: -1\n",
                     "f.yaml:3:7: seed is out of range: '-1'; allowed: a whole number from 0 to "
                     "9007199254740992"},
        UglyScenario{"emulate: car\n",
                     "f.yaml:3:10: unknown side to emulate: 'car'; allowed: controller, vehicle, "
                     "modules with commas between, or none"},
        UglyScenario{"end: soft\n",
                     "f.yaml:3:6: end has an unknown value: 'soft'; allowed: clean, rushed, "
                     "emergency"},
        UglyScenario{"start_time: 2026-02-29T00:00:00Z\n",
                     "f.yaml:3:13: not a time: '2026-02-29T00:00:00Z'; allowed: "
                     "YYYY-MM-DDThh:mm:ssZ, years 1970 to 2100"},
        UglyScenario{"steps: plug_in\n",
                     "f.yaml:3:8: steps must be a list: 'plug_in'; allowed: '- step' lines"}));

INSTANTIATE_TEST_SUITE_P(
    Participants, BadScenario,
    testing::Values(
        UglyScenario{"vehicle: {profile: ../secret}\n",
                     "f.yaml:3:20: unknown vehicle: '../secret'; allowed: hyundai-ioniq5-73, "
                     "tesla-model3-lfp, vendor-simulator, vw-id3-58; 'chargerig list vehicles' "
                     "describes them"},
        UglyScenario{"vehicle: vw-id3-58\n",
                     "f.yaml:3:10: vehicle must be a mapping of names to values: 'vw-id3-58'; "
                     "allowed: name: value lines"},
        UglyScenario{
            "vehicle: {limits: {maximum_charge_current_A: 0}}\n",
            "f.yaml:3:46: maximum_charge_current_A is out of range: '0'; allowed: a number "
            "from 1 to 5000 A"},
        UglyScenario{"vehicle:\n  limits: {cut_off_current_A: [1]}\n",
                     "f.yaml:4:31: limits.cut_off_current_A needs a value; allowed: a number, a "
                     "name, true or false"},
        UglyScenario{"vehicle:\n  charging.bulk_soc_percent: 70\n"
                     "  charging: {bulk_soc_percent: 60}\n",
                     "f.yaml:5:14: vehicle: the entry stands twice: 'charging.bulk_soc_percent'; "
                     "allowed: each entry once, as a dotted name or in a map"},
        UglyScenario{"vehicle: {protocol: din, session: {protocol: iso2}}\n",
                     "f.yaml:3:36: vehicle: the entry stands twice: 'session.protocol'; allowed: "
                     "each entry once, as a dotted name or in a map"},
        UglyScenario{"modules: {profile: best}\n",
                     "f.yaml:3:20: unknown modules profile: 'best'; allowed: bench, "
                     "vendor-simulator; 'chargerig list modules' describes them"},
        UglyScenario{
            "parameters: {load_close_delay_s: 61}\n",
            "f.yaml:3:34: load_close_delay_s is out of range: '61'; allowed: a number from "
            "0 to 60 s"},
        UglyScenario{"modules: [1]\n",
                     "f.yaml:3:10: modules must be a mapping of names to values; allowed: name: "
                     "value lines"},
        UglyScenario{"modules: {maximum_voltage: [1]}\n",
                     "f.yaml:3:28: maximum_voltage needs a value; allowed: a number, a name, true "
                     "or false"},
        UglyScenario{"modules: {maximum_voltage: 7000}\n",
                     "f.yaml:3:28: modules: maximum_voltage cannot have this value: '7000'; "
                     "allowed: 0 to 6553.5 V; correct the value"},
        UglyScenario{
            "controller: {configuration: {}}\n",
            "f.yaml:3:14: controller has an unknown key: 'configuration'; allowed: config"},
        UglyScenario{
            "bus: {latency_ms: 0}\n",
            "f.yaml:3:19: latency_ms is out of range: '0'; allowed: a number from 0.001 to "
            "60000 ms"},
        UglyScenario{"bus: {fidelity: exact}\n",
                     "f.yaml:3:17: fidelity has an unknown value: 'exact'; allowed: "
                     "ideal, timed"},
        UglyScenario{"bus: {bit_rate_kbit_s: 1001}\n",
                     "f.yaml:3:24: bit_rate_kbit_s is out of range: '1001'; allowed: a number "
                     "from 10 to 1000 kbit/s"}));

INSTANTIATE_TEST_SUITE_P(
    VehicleLink, BadScenario,
    testing::Values(
        UglyScenario{"bus: {vehicle_link: old}\n",
                     "f.yaml:3:21: vehicle_link has an unknown value: 'old'; allowed: current, "
                     "older"},
        UglyScenario{"vehicle: {protocol: iso20_scheduled}\nbus: {vehicle_link: older}\n",
                     "f.yaml:4:21: the older vehicle link cannot carry the vehicle's protocol: "
                     "'iso20_scheduled'; allowed: din, iso2; it lacks "
                     "set_powersupply_capabilities, update_energy_transfer_modes, "
                     "selected_service_parameters"},
        UglyScenario{"vehicle: {protocol: iso20_dynamic}\nbus: {vehicle_link: older}\n",
                     "f.yaml:4:21: the older vehicle link cannot carry the vehicle's protocol: "
                     "'iso20_dynamic'; allowed: din, iso2; it lacks set_powersupply_capabilities, "
                     "update_energy_transfer_modes, selected_service_parameters, "
                     "d20_dc_dynamic_charge_mode"}));

TEST(VehicleLink, is_the_current_one_unless_the_scenario_or_a_run_chooses) {
    EXPECT_EQ(read("")->vehicle_link, link::InterfaceVersion::current);
    EXPECT_EQ(read("bus: {vehicle_link: older}\n")->vehicle_link, link::InterfaceVersion::older);
    ReadOptions options = kOptions;
    options.overrides.push_back({"bus.vehicle_link", "older"});
    EXPECT_EQ(read("", options)->vehicle_link, link::InterfaceVersion::older);
}

// Who plays no vehicle has nothing to say over the link.
TEST(VehicleLink, is_not_held_against_a_vehicle_that_is_not_played) {
    EXPECT_TRUE(
        read("emulate: modules\nvehicle: {protocol: iso20_dynamic}\n"
             "bus: {vehicle_link: older}\n"));
}

INSTANTIATE_TEST_SUITE_P(
    Steps, BadScenario,
    testing::Values(
        UglyScenario{"steps:\n  - plugin\n",
                     "f.yaml:4:5: unknown step: 'plugin'; allowed: plug_in, press_start, wait, "
                     "hold_s, set, profile, stop, fault, clear, pause, resume, unplug, parallel, "
                     "repeat, when"},
        UglyScenario{"vehicle: {protocol: din}\nsteps:\n  - plug_in\n  - pause\n",
                     "f.yaml:6:5: DIN 70121 has no pause; allowed: vehicle.protocol iso2, "
                     "iso20_scheduled or iso20_dynamic"},
        UglyScenario{"steps:\n  - {hold_s: 1, stop: user}\n",
                     "f.yaml:4:5: a step is one action; allowed: plug_in, press_start, wait, "
                     "hold_s, set, profile, stop, fault, clear, pause, resume, unplug, parallel, "
                     "repeat, when; begin each action "
                     "with its own '-'"},
        UglyScenario{"steps:\n  - hold_s: -1\n",
                     "f.yaml:4:13: hold_s is out of range: '-1'; allowed: a number from 0 to "
                     "31536000 s"},
        UglyScenario{"steps:\n  - stop: now\n",
                     "f.yaml:4:11: unknown way to stop: 'now'; allowed: user, vehicle, emergency"},
        UglyScenario{"steps:\n  - wait: {state: Charging}\n",
                     "f.yaml:4:11: the wait lacks the key 'within_s'; add 'within_s:'"},
        UglyScenario{"steps:\n  - wait: {state: charging, within_s: 1}\n",
                     "f.yaml:4:11: unknown state: 'charging'; allowed: Initialising, "
                     "Waiting_For_PEV, Negotiating_Connection, Connected_With_Full_Info, "
                     "Insulation_Test, Precharge, Waiting_For_Charge, Charging, Ending_Charge, "
                     "Welding_Detection, Closing_Communication, CCS_Authorisation_Process, "
                     "Not_Available, Charge_Pause"},
        UglyScenario{"steps:\n  - wait: {within_s: 1}\n",
                     "f.yaml:4:11: a wait needs something to wait for; allowed: state or signal, "
                     "with within_s"},
        UglyScenario{"steps:\n  - wait: {signal: Present_Current, at_least: 1, within_s: 1}\n",
                     "f.yaml:4:11: a signal is named with its message: 'Present_Current'; allowed: "
                     "Message.Signal, e.g. Power_Modules_Status.Present_Current"},
        UglyScenario{"steps:\n  - wait: {signal: A.B, within_s: 1}\n",
                     "f.yaml:4:11: a wait for a signal needs one condition; allowed: one of is, "
                     "near (with tolerance), at_least, at_most"},
        UglyScenario{"steps:\n  - wait: {signal: A.B, at_least: 1, at_most: 2, within_s: 1}\n",
                     "f.yaml:4:11: a wait for a signal needs one condition; allowed: one of is, "
                     "near (with tolerance), at_least, at_most"},
        UglyScenario{"steps:\n  - wait: {signal: A.B, near: 1, within_s: 1}\n",
                     "f.yaml:4:11: the wait lacks the key 'tolerance'; add 'tolerance:'"},
        UglyScenario{"steps:\n  - set: {a: 1, b: 2}\n",
                     "f.yaml:4:10: a set step changes one value; allowed: set: {path: value}, e.g. "
                     "set: {ocpp.target_current_A: 50}"},
        UglyScenario{"steps:\n  - set: {ocpp.target_current_A: 4000}\n",
                     "f.yaml:4:5: ocpp.target_current_A is out of range: '4000'; allowed: a number "
                     "from -3276.8 to 3276.7 A"},
        UglyScenario{
            "steps:\n  - set: {vehicle.soc: 1}\n",
            "f.yaml:4:5: this cannot be set while a session runs: 'vehicle.soc'; allowed: "
            "ocpp.target_current_A, controller.emergency_stop_button, "
            "controller.connector_temperature_degC, controller.output_contactors, "
            "controller.dig_in1, controller.dig_in2, controller.dig_in3, controller.dig_in4, "
            "controller.dig_in5, controller.dig_in6, "
            "controller.enable_controller_status, vehicle.communication, vehicle.contactors, "
            "vehicle.finishes_precharge, vehicle.request_voltage_V, vehicle.request_current_A, "
            "vehicle.battery_voltage_percent, modules.NAME"},
        UglyScenario{"steps:\n  - set: {controller.emergency_stop_button: pressed}\n",
                     "f.yaml:4:5: controller.emergency_stop_button is switched on or off: "
                     "'pressed'; allowed: true, false"},
        UglyScenario{"steps:\n  - set: {controller.enable_controller_status: 0}\n",
                     "f.yaml:4:5: controller.enable_controller_status is switched on or off: '0'; "
                     "allowed: true, false"},
        UglyScenario{"steps:\n  - set: {controller.output_contactors: welded}\n",
                     "f.yaml:4:5: controller.output_contactors cannot have this value: 'welded'; "
                     "allowed: work, stuck_open, stuck_closed"},
        UglyScenario{"steps:\n  - set: {vehicle.contactors: welded}\n",
                     "f.yaml:4:5: vehicle.contactors cannot have this value: 'welded'; allowed: "
                     "work, stuck_open, stuck_closed"},
        UglyScenario{"steps:\n  - set: {vehicle.finishes_precharge: never}\n",
                     "f.yaml:4:5: vehicle.finishes_precharge is switched on or off: 'never'; "
                     "allowed: true, false"},
        UglyScenario{"steps:\n  - set: {vehicle.request_voltage_V: 1500.1}\n",
                     "f.yaml:4:5: vehicle.request_voltage_V is out of range: '1500.1'; allowed: "
                     "own, or 0 to 1500 V"},
        UglyScenario{"steps:\n  - set: {vehicle.request_current_A: much}\n",
                     "f.yaml:4:5: vehicle.request_current_A is not a number: 'much'; allowed: own, "
                     "or -10000 to 10000 A"},
        UglyScenario{"steps:\n  - set: {vehicle.battery_voltage_percent: 49}\n",
                     "f.yaml:4:5: vehicle.battery_voltage_percent is out of range: '49'; allowed: "
                     "a number from 50 to 150 %"},
        UglyScenario{"steps:\n  - set: {vehicle.communication: back}\n",
                     "f.yaml:4:5: communication with the vehicle can only be lost: 'back'; "
                     "allowed: lost; a new session begins with plug_in"}));

TEST(Reader, AnEmptyFileLacksItsHead) {
    const auto scenario = parse_scenario("", "f.yaml", kOptions);
    ASSERT_FALSE(scenario);
    EXPECT_EQ(scenario.error()[0].text(),
              "f.yaml: the scenario lacks the key 'format'; add 'format:'");
}

TEST(Reader, GivesAllErrorsAtOnce) {
    const auto scenario = read("pistol: 0\nend: x\nsteps: [y, z]\n");
    ASSERT_FALSE(scenario);
    EXPECT_EQ(scenario.error().size(), 4U);
}

TEST(Reader, ReadsEveryKindOfStep) {
    const auto scenario = read(
        "steps:\n"
        "  - plug_in\n"
        "  - press_start\n"
        "  - wait: {state: Charging, within_s: 60}\n"
        "  - wait: {signal: M.S, near: -5, tolerance: 0.5, held_s: 2, within_s: 3}\n"
        "  - wait: {signal: M.S, is: Range_Mode, within_s: 3}\n"
        "  - hold_s: 1.5\n"
        "  - set: {modules.maximum_voltage: 400}\n"
        "  - stop: vehicle\n"
        "  - pause\n"
        "  - resume\n"
        "  - unplug\n");
    ASSERT_TRUE(scenario) << scenario.error().front().text();
    ASSERT_EQ(scenario->steps.size(), 11U);
    EXPECT_TRUE(std::holds_alternative<Pause>(scenario->steps[8].action));
    EXPECT_TRUE(std::holds_alternative<Resume>(scenario->steps[9].action));
    const auto& state = std::get<WaitState>(scenario->steps[2].action);
    EXPECT_EQ(state.state, evse::ControllerState::Charging);
    EXPECT_EQ(state.within, core::from_seconds(60));
    const auto& near = std::get<WaitSignal>(scenario->steps[3].action);
    EXPECT_EQ(near.message, "M");
    EXPECT_EQ(near.signal, "S");
    EXPECT_EQ(near.value, -5.0);
    EXPECT_EQ(near.tolerance, 0.5);
    EXPECT_EQ(near.held, core::from_seconds(2));
    EXPECT_EQ(std::get<WaitSignal>(scenario->steps[4].action).label, "Range_Mode");
    EXPECT_EQ(std::get<Hold>(scenario->steps[5].action).duration, core::from_seconds(1.5));
    EXPECT_EQ(std::get<SetValue>(scenario->steps[6].action).path, "modules.maximum_voltage");
    EXPECT_EQ(std::get<Stop>(scenario->steps[7].action).by, StopBy::vehicle);
    EXPECT_EQ(scenario->steps[3].where.line, 7);
    EXPECT_EQ(scenario->steps[2].text, "wait {state Charging, within_s 60}");
}

TEST(Reader, OverridesReplaceValuesBeforeTheyAreChecked) {
    ReadOptions options = kOptions;
    options.overrides = {{"pistol", "7"}, {"vehicle.initial_soc_percent", "55"}};
    const auto scenario = read("pistol: 99\n", options);
    ASSERT_TRUE(scenario) << scenario.error().front().text();
    EXPECT_EQ(scenario->pistol, 7);
    EXPECT_EQ(scenario->vehicle.session.initial_soc_percent, 55.0);
}

TEST(Reader, VehicleEntriesMayBeNested) {
    const auto scenario = read(
        "vehicle:\n"
        "  profile: vw-id3-58\n"
        "  communication: {extended_pins: false}\n"
        "  limits.maximum_charge_current_A: 60\n"
        "  session:\n"
        "    protocol: din\n");
    ASSERT_TRUE(scenario) << scenario.error().front().text();
    EXPECT_FALSE(scenario->vehicle.communication.extended_pins);
    EXPECT_EQ(scenario->vehicle.charge.maximum_charge_current_A, 60.0);
    EXPECT_EQ(scenario->vehicle.session.protocol, vehicle::Protocol::din);
}

TEST(Reader, OverridesReachEveryVehicleEntryHoweverTheFileWritesIt) {
    ReadOptions options = kOptions;
    options.overrides = {{"vehicle.communication.extended_pins", "false"},
                         {"vehicle.limits.maximum_charge_current_A", "70"},
                         {"vehicle.contactors.close_s", "0.9"},
                         {"vehicle.session.initial_soc_percent", "44"},
                         {"vehicle.target_soc_percent", "66"},
                         {"vehicle.target_soc_percent", "67"}};
    const auto scenario = read(
        "vehicle:\n"
        "  limits.maximum_charge_current_A: 60\n"
        "  contactors: {close_s: 0.2, open_s: 0.3}\n"
        "  initial_soc_percent: 10\n"
        "  session: {target_soc_percent: 50}\n",
        options);
    ASSERT_TRUE(scenario) << scenario.error().front().text();
    const vehicle::Profile& car = scenario->vehicle;
    EXPECT_FALSE(car.communication.extended_pins);
    EXPECT_EQ(car.charge.maximum_charge_current_A, 70.0);
    EXPECT_EQ(car.contactors.close_s, 0.9);
    EXPECT_EQ(car.contactors.open_s, 0.3);
    EXPECT_EQ(car.session.initial_soc_percent, 44.0);
    EXPECT_EQ(car.session.target_soc_percent, 67.0);
}

TEST(Reader, ReadsTheFidelityOfTheBus) {
    const auto plain = read("");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->bus_fidelity, can::BusFidelity::ideal);
    EXPECT_EQ(plain->bus_bit_rate_bps, 500'000);
    const auto timed = read("bus: {fidelity: timed, bit_rate_kbit_s: 83.333}\n");
    ASSERT_TRUE(timed);
    EXPECT_EQ(timed->bus_fidelity, can::BusFidelity::timed);
    EXPECT_EQ(timed->bus_bit_rate_bps, 83'333);
}

TEST(Reader, ABadOverrideBelowAMapHasAPlace) {
    const auto complaint = [](const char* path, const char* value) {
        ReadOptions options = kOptions;
        options.overrides = {{path, value}};
        const auto scenario = read("", options);
        return scenario ? "" : scenario.error().front().text();
    };
    EXPECT_EQ(complaint("vehicle.contactors.close_s", "11"),
              "--set vehicle.contactors.close_s: close_s is out of range: '11'; allowed: a number "
              "from 0 to 10 s");
    EXPECT_EQ(complaint("vehicle.contactors.close", "1").substr(0, 99),
              "--set vehicle.contactors.close: vehicle has no such entry: 'contactors.close'; "
              "allowed: contactors.");
    EXPECT_EQ(
        complaint("controller.config.evse_id.x", "1"),
        "--set controller.config.evse_id.x: evse_id needs a value; allowed: a number, a name, "
        "true or false");
    EXPECT_EQ(
        complaint("modules.maximum_voltage.x", "1"),
        "--set modules.maximum_voltage.x: maximum_voltage needs a value; allowed: a number, a "
        "name, true or false");
    EXPECT_EQ(complaint("bus", "1"),
              "--set bus: bus must be a mapping of keys to values: '1'; allowed: key: value lines");
}

TEST(Reader, ErrorsFollowTheFile) {
    const auto scenario = read("steps: [x]\nmodules: {maximum_voltage: y}\npistol: 0\n");
    ASSERT_FALSE(scenario);
    std::vector<int> lines;
    for (const auto& error : scenario.error()) lines.push_back(error.where.line);
    EXPECT_EQ(lines, (std::vector<int>{3, 4, 5}));
}

TEST(Reader, ModulesComeFromAProfileAndWhatIsWrittenBesideIt) {
    const auto plain = read("");
    ASSERT_TRUE(plain) << plain.error().front().text();
    EXPECT_EQ(plain->modules, modules::Parameters{}) << "the default profile is `bench`";
    const auto vendor = read("modules: {maximum_voltage: 900, profile: vendor-simulator}\n");
    ASSERT_TRUE(vendor) << vendor.error().front().text();
    EXPECT_EQ(vendor->modules.live.charge_duration_s, 10.0);
    EXPECT_EQ(vendor->modules.live.maximum_voltage_V, 900.0);
    ReadOptions options = kOptions;
    options.overrides = {{"modules.profile", "vendor-simulator"}};
    EXPECT_EQ(read("", options)->modules.live.charge_duration_s, 10.0);
}

TEST(Reader, ParametersReachTheElectricalWorld) {
    const auto scenario = read(
        "parameters:\n"
        "  electrical_step_ms: 0.5\n"
        "  cable_resistance_ohm: 0.02\n"
        "  output_capacitance_uF: 80\n"
        "  output_bleed_kohm: 100\n"
        "  inlet_capacitance_uF: 2\n"
        "  inlet_leak_kohm: 500\n"
        "  load_close_delay_s: 1.5\n"
        "  load_match_V: 10\n"
        "  load_resistance_ohm: 0.2\n"
        "  load_mismatch_percent: 3\n");
    ASSERT_TRUE(scenario) << scenario.error().front().text();
    EXPECT_EQ(scenario->electrical_step, core::from_seconds(0.0005));
    const plant::Parameters& plant = scenario->plant;
    EXPECT_EQ(plant.cable_resistance_ohm, 0.02);
    EXPECT_DOUBLE_EQ(plant.output_capacitance_F, 80e-6);
    EXPECT_EQ(plant.output_bleed_ohm, 100e3);
    EXPECT_DOUBLE_EQ(plant.inlet_capacitance_F, 2e-6);
    EXPECT_EQ(plant.inlet_leak_ohm, 500e3);
    EXPECT_EQ(plant.load.close_delay_s, 1.5);
    EXPECT_EQ(plant.load.match_V, 10.0);
    EXPECT_EQ(plant.load.resistance_ohm, 0.2);
    EXPECT_EQ(plant.load_mismatch_percent, 3.0);
}

TEST(Reader, NoVehicleForcesAProtocolOnTheCharger) {
    for (const char* profile :
         {"hyundai-ioniq5-73", "tesla-model3-lfp", "vendor-simulator", "vw-id3-58"}) {
        const auto scenario = read("vehicle: {profile: " + std::string(profile) + "}\n");
        ASSERT_TRUE(scenario) << scenario.error().front().text();
        EXPECT_EQ(scenario->vehicle.session.protocol, vehicle::Protocol::iso2) << profile;
        EXPECT_FALSE(scenario->vehicle.session.bidirectional) << profile;
    }
}

TEST(Reader, ABadOverrideNamesItself) {
    ReadOptions options = kOptions;
    options.overrides = {{"pistol", "99"}};
    const auto scenario = read("", options);
    ASSERT_FALSE(scenario);
    EXPECT_EQ(scenario.error().front().text(),
              "--set pistol: pistol is out of range: '99'; allowed: a whole number from 1 to 31");
    EXPECT_EQ(parse_override("pistol").error().text(),
              "--set: not a path and a value: 'pistol'; allowed: dotted.path=value; e.g. --set "
              "vehicle.initial_soc_percent=50");
}

}  // namespace
}  // namespace chargerig::scenario
